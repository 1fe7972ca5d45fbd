"""Drives one cell of a page as a reader does."""

import json
import os

import pytest

from lessonkit.project import HERE

# The site builds without NumPy for the browser; then no cell can run. With CI set the tests fail.
needs_python = pytest.mark.skipif(
    not any(HERE.site.glob("lib/pyodide/*/numpy-*.whl")) and not os.environ.get("CI"),
    reason="NumPy for the browser could not be downloaded, so no cell is tested",
)
in_firefox_too = pytest.mark.parametrize("cell", ["en", "firefox"], indirect=True)
ENDED = ("done", "error", "stopped")
LOADED = 120_000  # milliseconds in which a busy machine too has loaded Python and run a cell
AT_REST = "() => !document.querySelector('[data-running], [data-state=running]')"
RESET = "document.querySelectorAll('[data-action=reset]').forEach(button => button.click())"
RUN_FROM_WITHIN = """(box, ended) => new Promise((done, fail) => {
  setTimeout(() => fail(new Error(`still ${box.dataset.state} after 120 s`)), 120_000);
  new MutationObserver((_, watch) => {
    if (ended.includes(box.dataset.state)) { watch.disconnect(); done() }
  }).observe(box, { attributes: true });
  box.querySelector('[data-action=run]').click() })"""
LOOK = """kind => [...document.querySelectorAll(kind)].map((box, place) => ({ place,
  name: box.querySelector('.filename').firstChild.data, kind: box.dataset.kind,
  timed: box.matches('.timed'), folded: !!box.closest('details'),
  code: box.querySelector('textarea').value,
  output: box.querySelector('[data-output]').textContent,
  state: box.dataset.state, stale: 'stale' in box.dataset }))"""
LOAD = """name => import(
  new URL(name, document.querySelector("script[src*='cell.mjs']").src).href).then(() => 0)"""
NEXT_PYTHON = """() => import(
  new URL("python.mjs", document.querySelector("script[src*='cell.mjs']").src).href)
  .then(({ start }) => start()).then(() => true)"""
# The editors whose text area is not exactly over the code, or whose text does not fit into it.
NOT_OVER_CODE = """() => [...document.querySelectorAll('.cell-editor')].filter(pre => {
  const [code, area] = pre.querySelectorAll('code, textarea');
  const look = element => {
    const { x, y, width, height } = element.getBoundingClientRect();
    const { font, letterSpacing, padding } = getComputedStyle(element);
    return [font, letterSpacing, padding, ...[x, y, width, height].map(Math.round)].join() };
  return look(code) !== look(area) || area.scrollHeight > area.clientHeight + 1
    || area.scrollWidth > area.clientWidth + 1 }).map(pre => pre.textContent.slice(0, 60))"""


class Cell:
    """The cell at a place among all cells of its page, or among those of one kind."""

    def __init__(self, page, place: int, kind: str = ""):
        self.page = page
        self.box = page.locator(f".run[data-kind={kind}]" if kind else ".run").nth(place)
        self.editor = self.box.locator("textarea")
        self.printed = self.box.locator("[data-output]")
        self.status = self.box.locator(".cell-says")
        self.progress = self.box.locator(".cell-progress")

    def button(self, action: str):
        return self.box.locator(f"[data-action={action}]")

    @property
    def code(self) -> str:
        return self.editor.input_value()

    @property
    def name(self) -> str:
        """Its title, as the page shows it."""
        return self.box.locator(".filename").evaluate("title => title.firstChild.data")

    @property
    def state(self) -> str:
        return self.box.get_attribute("data-state")

    @property
    def output(self) -> str:
        return self.printed.text_content()

    @property
    def says(self) -> str:
        return self.status.text_content()

    def write(self, code: str):
        self.editor.fill(code)

    def press_run(self):
        self.button("run").click()

    def start(self, code: str):
        """Run code that does not end by itself, up to where it runs."""
        self.write(code)
        self.press_run()
        return self.wait_for("running")

    def wait_for(self, *states: str):
        """Wait in the page itself, where a look costs nothing."""
        there = "([box, states]) => states.includes(box.dataset.state)"
        arg = [self.box.element_handle(), list(states)]
        self.page.wait_for_function(there, arg=arg, timeout=LOADED, polling=20)
        return self

    def wait_to_say(self, sentence: str):
        told = "([status, sentence]) => status.textContent === sentence"
        arg = [self.status.element_handle(), sentence]
        self.page.wait_for_function(told, arg=arg, timeout=LOADED)
        return self

    def run(self, code: str | None = None):
        """Run to the end, whatever it is, and so what follows."""
        if code is not None:
            self.write(code)
        self.press_run()
        self.wait_for(*ENDED)
        self.page.wait_for_selector("article:not([data-running])", state="attached")
        return self

    def run_from_within(self):
        """Run by a script of the page, five times as fast as with a mouse, for hundreds of runs."""
        self.box.evaluate(RUN_FROM_WITHIN, list(ENDED))

    def press_stop(self) -> str:
        """Return the state right after the click, in the same task, so nothing can come between."""
        press = (
            "box => { box.querySelector('[data-action=stop]').click(); return box.dataset.state }"
        )
        return self.box.evaluate(press)

    def swipe(self):
        """Move the mouse over the cell, as a reader does in passing, once it has come to rest."""
        self.box.hover(position={"x": 20, "y": 20})
        self.box.hover(position={"x": 40, "y": 25})


def cells(page, kind: str = "") -> list[Cell]:
    """All cells of a page, or all of one kind."""
    page.wait_for_selector(".run[data-state]")
    count = page.locator(f".run[data-kind={kind}]" if kind else ".run").count()
    return [Cell(page, place, kind) for place in range(count)]


def load_module(page, name: str):
    """Wait until a module of the site is loaded, and so what has waited for it before has begun."""
    page.evaluate(LOAD, name)


def wait_for_next_python(page):
    """Wait until the Python that a Stop has started is there: what is still in line would run."""
    page.wait_for_function(NEXT_PYTHON, timeout=LOADED)


def look(page, kind: str = "") -> list[dict]:
    """What all cells, or all of one kind, hold at this moment, by one request to the browser."""
    return page.evaluate(LOOK, f".run[data-kind={kind}]" if kind else ".run")


def asking(lesson: str, text: str, off: list) -> str:
    """The cell of page 14 that asks SmolLM2, with another text and heads switched off."""
    code = lesson.replace('"The keys to the cabinet"', json.dumps(text, ensure_ascii=False))
    return code.replace("off = []", f"off = {[tuple(head) for head in off]}")


def agree(printed: str, best: list[list]):
    """Compare what that cell prints with the likeliest tokens of another program."""
    said = {eval(line[7:]): float(line[:6]) for line in printed.splitlines()}
    assert next(iter(said)) == best[0][0]
    for token, probability in best[:8]:
        assert abs(said[token] - probability) < 0.001, (token, printed)
