"""Stop and Reset work at any time, and the next run works."""

import pytest
from cells import Cell, cells, in_firefox_too, needs_python, wait_for_next_python
from pages import PAGE
from playwright.sync_api import expect

pytestmark = needs_python
PRODUCTS = "import numpy as np\nwhile True: np.ones((500, 500)) @ np.ones((500, 500))"


@in_firefox_too
@pytest.mark.parametrize("code", ["while True: pass", "while True: print(1)", PRODUCTS])
def test_stop_works_at_once_and_the_next_run_works(cell, code):
    cell.start(code).wait_to_say("Running; Stop ends it")
    assert cell.press_stop() == "stopped"
    assert cell.says == "Stopped"
    assert cell.run("print('again')").output == "again\n"


def test_stop_works_while_python_is_still_loading(open_page, served_site):
    """Over 1.6 Mbit/s, as on a phone far from a mast; the reader can write meanwhile."""
    page = open_page(PAGE, 360, unvisited=True)
    served_site.slow()
    first = cells(page)[0]
    recorded = first.output
    first.press_run()
    first.wait_for("loading").write("print('here')")
    assert first.press_stop() == "stopped" and first.output == recorded != ""
    served_site.connect()
    assert first.run().output == "here\n"


def test_stop_removes_all_that_wait_in_line(cell):
    second = Cell(cell.page, 1, "lesson")
    cell.start("while True: pass")
    second.press_run()
    second.button("stop").click()
    second.wait_for("stopped")
    wait_for_next_python(cell.page)
    assert (cell.state, second.state) == ("stopped", "stopped")


def test_a_long_run_says_what_ends_it_and_focus_is_never_lost(cell):
    focused, press = "document.activeElement.dataset.action", cell.page.keyboard.press
    cell.write("import time\ntime.sleep(60)")
    cell.button("run").focus()
    press("Enter")
    cell.wait_to_say("Running; Stop ends it")
    assert cell.page.evaluate(focused) == "run"
    press("Tab")
    press("Enter")
    assert (cell.state, cell.page.evaluate(focused)) == ("stopped", "stop")
    press("Tab")
    press("Enter")
    assert cell.page.evaluate(focused) == "reset"


@in_firefox_too
def test_reset_brings_the_lesson_back_and_undo_the_edit(cell):
    lesson, recorded = cell.code, cell.output
    cell.start("while True: print('mine')")
    expect(cell.printed).to_contain_text("mine")
    cell.button("reset").click()
    wait_for_next_python(cell.page)
    assert (cell.code, cell.output, cell.state) == (lesson, recorded, "idle")
    assert cell.box.locator(".cell-edited").count() == 0
    cell.editor.focus()
    cell.page.keyboard.press("Control+z")
    assert cell.code == "while True: print('mine')"
    cell.page.keyboard.press("Control+Shift+z")
    assert cell.code == lesson
