"""What a reader finds before anything has run; then how Python loads, and what ends a bad load."""

import re

import pytest
from cells import cells, load_module, needs_python
from pages import LOST_LINE, PAGE

pytestmark = needs_python
RUNTIME = re.compile(r"/lib/pyodide/|worker\.mjs|runner\.py")
LOST = "The connection was lost while loading"
NO_PYTHON = """document.addEventListener('readystatechange',
  () => document.documentElement.dataset.python = 'missing')"""
NOTE_PYTHON = """window.Worker = class extends Worker { constructor(address, ...rest) {
  super(address, ...rest); window.python ||= /^blob:/.test(address) } };"""


def pythons(page) -> list[str]:
    """Return the addresses of the page's workers, but for that of the search."""
    return [worker.url for worker in page.workers if worker.url.startswith("blob:")]


def runtime_files(page) -> list[str]:
    """Return the addresses of Python's files that the page has asked for."""
    names = "performance.getEntriesByType('resource').map(entry => entry.name)"
    return [name for name in page.evaluate(names) if RUNTIME.search(name)]


def test_before_anything_runs_the_recorded_output_is_there(open_page):
    plain = open_page(PAGE, java_script_enabled=False)
    recorded = plain.locator(".output code").all_text_contents()
    assert plain.locator(".run code").first.is_visible()
    assert plain.locator("[data-action]").count() == 0
    with_output = [cell for cell in cells(open_page(PAGE)) if cell.output]
    assert [cell.output for cell in with_output] == recorded and recorded
    assert {(cell.state, cell.says) for cell in with_output} == {("idle", "Recorded output")}


@pytest.mark.parametrize("intent", ["hover", "focus"])
def test_python_loads_with_hover_or_focus_and_not_before(open_page, intent):
    page = open_page(PAGE, unvisited=True)
    first = cells(page)[0]
    page.mouse.wheel(0, 3000)
    # The first thing that a reader does loads what it takes to tell the size of the course.
    page.wait_for_selector(".keep button:has-text('MB')", state="attached")
    assert runtime_files(page) == [] == pythons(page)
    with page.expect_worker():
        first.swipe() if intent == "hover" else first.editor.focus()


def test_a_lost_connection_gives_a_sentence_and_a_retry(open_page, served_site, monkeypatch):
    """Whichever file was lost."""
    monkeypatch.setattr(served_site, "uncached", "/")
    page = open_page(PAGE, unvisited=True)
    page.expects = f"{LOST_LINE}|Failed to fetch|loading numpy"  # so Pyodide says
    first = cells(page)[0]
    recorded = first.output
    for file in ("worker.mjs", "runner.py", "pyodide.mjs", "pyodide.asm.wasm", "numpy-"):
        served_site.lost = file  # before the editor has focus, which loads Python
        first.run("print('here')")
        assert (first.state, first.says) == ("error", LOST), file
        assert first.output == recorded != ""
        assert any(file in path for path in served_site.requests)
    served_site.connect()
    assert first.run().output == "here\n"


@pytest.mark.parametrize(
    ("file", "script"),
    [
        ("pyodide.asm.wasm", "worker.mjs"),
        ("runner.py", "worker.mjs"),
        ("worker.mjs", "python.mjs"),
    ],
)
def test_a_line_that_says_nothing_for_long_is_lost(
    open_page, served_site, monkeypatch, file, script
):
    """Whichever file it is that half arrives. Five seconds, in place of 30."""
    whole, served_site.held = served_site.content, file

    def in_haste(file):
        content = whole(file)
        return content.replace(b"30_000", b"5_000") if file.name == script else content

    monkeypatch.setattr(served_site, "content", in_haste)
    monkeypatch.setattr(served_site, "uncached", "/")
    page = open_page(PAGE, unvisited=True)
    page.expects = LOST_LINE
    first = cells(page)[0]
    first.press_run()
    assert first.wait_for("error").says == LOST
    served_site.connect()
    monkeypatch.undo()  # a busy machine is silent for five seconds too
    assert first.run("print('here')").output == "here\n"


@pytest.mark.parametrize(
    "script",
    [NO_PYTHON, "delete window.WebAssembly", "delete window.Worker"],
    ids=["no NumPy", "no WebAssembly", "no Worker"],
)
def test_where_python_cannot_run_a_sentence_says_why(open_page, script):
    page = open_page(PAGE, script=NOTE_PYTHON + script)
    all_cells = cells(page)
    for cell in all_cells:
        assert cell.says.startswith("The code cannot run here")
        assert cell.button("run").get_attribute("aria-disabled") == "true"
    all_cells[0].swipe()
    all_cells[0].editor.press("Shift+Enter")
    load_module(page, "chain.mjs")  # whatever has asked for it before would now start Python
    assert all_cells[0].state == "idle" and all_cells[0].output
    assert runtime_files(page) == [] and not page.evaluate("window.python")
