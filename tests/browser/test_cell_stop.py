"""Stop and Reset work at any time, and the next run works."""

import pytest
from cells import Cell, cells, needs_python
from pages import PAGE

pytestmark = needs_python


@pytest.mark.parametrize(
    "code",
    [
        "while True: pass",
        "while True: print(1)",
        "import numpy as np\nwhile True: np.ones((500, 500)) @ np.ones((500, 500))",
    ],
    ids=["a loop", "a flood", "in NumPy"],
)
def test_stop_works_at_once_and_the_next_run_works(cell, code):
    cell.write(code)
    cell.press_run()
    cell.wait_for("running")
    cell.page.wait_for_timeout(400)
    assert cell.press_stop() == "stopped"
    assert cell.says == "Stopped"
    cell.run("print('again')")
    assert cell.output == "again\n"


def test_a_long_run_says_that_stop_ends_it_and_it_does(cell):
    cell.write("import time\ntime.sleep(60)")
    cell.press_run()
    cell.page.wait_for_function(
        "() => document.querySelector('[role=status]').textContent === 'Still running; Stop ends it'"
    )
    assert cell.press_stop() == "stopped"
    assert cell.run("print('again')").output == "again\n"


def test_stop_works_while_python_is_still_loading(open_page, served_site):
    page = open_page(PAGE, new_profile=True)
    served_site.slow()
    first = cells(page)[0]
    recorded = first.output
    first.write("print('here')")
    first.press_run()
    first.wait_for("loading")
    assert first.press_stop() == "stopped" and first.output == recorded != ""
    served_site.mend()
    assert first.run().output == "here\n"


def test_stop_sends_away_all_that_stand_in_line(cell):
    second = Cell(cell.page, 1, "lesson")
    cell.write("while True: pass")
    cell.press_run()
    second.press_run()
    second.button("stop").click()
    second.wait_for("stopped")
    assert cell.state == "stopped"
    cell.page.wait_for_timeout(300)
    assert (cell.state, second.state) == ("stopped", "stopped")


def test_focus_is_never_lost(cell):
    focused = "document.activeElement.dataset.action"
    cell.write("while True: pass")
    cell.button("run").focus()
    cell.page.keyboard.press("Enter")
    cell.wait_for("running")
    assert cell.page.evaluate(focused) == "run"
    cell.page.keyboard.press("Tab")
    assert cell.page.evaluate(focused) == "stop"
    cell.page.keyboard.press("Enter")
    cell.wait_for("stopped")
    assert cell.page.evaluate(focused) == "stop"
    cell.page.keyboard.press("Tab")
    cell.page.keyboard.press("Enter")
    assert cell.page.evaluate(focused) == "reset"


def test_reset_brings_the_lesson_back_and_undo_the_readers_code(cell):
    lesson, recorded = cell.code, cell.output
    cell.run("print('mine')")
    cell.button("reset").click()
    assert (cell.code, cell.output, cell.state) == (lesson, recorded, "idle")
    assert cell.box.locator(".cell-edited").count() == 0
    cell.editor.focus()
    cell.page.keyboard.press("Control+z")
    assert cell.code == "print('mine')"
    cell.page.keyboard.press("Control+Shift+z")
    assert cell.code == lesson


def test_reset_ends_a_run(cell):
    recorded = cell.output
    cell.write("while True: print(1)")
    cell.press_run()
    cell.wait_for("running")
    cell.button("reset").click()
    cell.page.wait_for_timeout(300)
    assert (cell.state, cell.output) == ("idle", recorded)
