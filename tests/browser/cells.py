"""Drives one cell of a page as a reader does."""

import os
import re

import pytest

from lessonkit.project import HERE

# The site builds without NumPy for the browser; then this says loudly what is not tested. With CI set the tests fail.
HAS_PYTHON = any(HERE.site.glob("lib/pyodide/*/numpy-*.whl"))
needs_python = pytest.mark.skipif(
    not HAS_PYTHON and not os.environ.get("CI"),
    reason="NumPy for the browser was not to be had at set-up, so no cell can run: none of this is tested",
)
ENDED = ("done", "error", "stopped")
LIB = HERE.site / "lib" / "pyodide" / "314.0.3"
RUNTIME = re.compile(r"/lib/pyodide/|worker\.mjs|runner\.py")


class Cell:
    """The cell at a place among all cells of its page, or among those of one kind."""

    def __init__(self, page, place: int, kind: str = ""):
        self.page = page
        selector = f".run[data-kind={kind}]" if kind else ".run"
        self.box = page.locator(selector).nth(place)
        self.editor = self.box.locator("textarea")

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
        return self.box.locator("[data-output]").text_content()

    @property
    def says(self) -> str:
        """The sentence that is seen, without what is only read out."""
        return self.box.locator("[role=status]").evaluate("status => status.firstChild?.data ?? ''")

    def write(self, code: str):
        self.editor.fill(code)

    def press_run(self):
        self.button("run").click()

    def wait_for(self, *states: str, seconds: float = 60):
        """Waits in the page itself, where a look costs nothing."""
        self.box.page.wait_for_function(
            "([box, states]) => states.includes(box.dataset.state)",
            arg=[self.box.element_handle(), list(states)],
            timeout=seconds * 1000,
            polling=20,
        )
        return self

    def run(self, code: str | None = None, seconds: float = 60):
        """Runs to the end, whatever it is."""
        if code is not None:
            self.write(code)
        self.press_run()
        return self.wait_for(*ENDED, seconds=seconds)

    def run_from_within(self, code: str | None = None):
        """As `run`, but by the page's own script, without a mouse: five times as fast, where hundreds of runs follow."""
        self.box.evaluate(
            """(box, [code, ended]) => new Promise((done, fail) => {
              setTimeout(() => fail(new Error(`still ${box.dataset.state} after 60 s`)), 60_000);
              const area = box.querySelector('textarea');
              if (code !== null) { area.value = code; area.dispatchEvent(new Event('input')); }
              new MutationObserver((_, watch) => { if (ended.includes(box.dataset.state)) { watch.disconnect(); done(); } })
                .observe(box, { attributes: true });
              box.querySelector('[data-action=run]').click();
            })""",
            [code, list(ENDED)],
        )
        return self

    def press_stop(self) -> str:
        """The state as soon as the page has dealt with the click: in the same task, so that nothing can come between."""
        return self.box.evaluate(
            "box => { box.querySelector('[data-action=stop]').click(); return box.dataset.state; }"
        )


def swipe_mouse_over(page, box):
    """What a hurried reader's mouse does."""
    box.scroll_into_view_if_needed()
    at = box.bounding_box()
    page.mouse.move(at["x"] + 20, at["y"] + 20)
    page.mouse.move(at["x"] + 40, at["y"] + 25)


def cells(page, kind: str = "") -> list[Cell]:
    """All cells of a page, or all of one kind."""
    page.wait_for_selector(".run[data-state]")
    count = page.locator(f".run[data-kind={kind}]" if kind else ".run").count()
    return [Cell(page, place, kind) for place in range(count)]
