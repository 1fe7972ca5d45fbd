"""Run: what comes out, in which order cells run, and what is copied."""

import re

from cells import Cell, cells, in_firefox_too, needs_python
from pages import PAGE

pytestmark = needs_python


def test_a_first_run_tells_size_and_progress_and_then_prints(open_page, served_site):
    page = open_page(PAGE, new_profile=True)
    served_site.slow(60_000_000, 0.02)
    first = cells(page)[0]
    first.write("print('here')")
    first.press_run()
    assert first.wait_for("loading").says == "Loading Python, once"
    told = (
        "() => /^[1-9]\\.\\d of 9.3 MB$/.test(document.querySelector('.cell-progress').textContent)"
    )
    page.wait_for_function(told)
    assert first.wait_for("done").output == "here\n"
    assert re.fullmatch(r"Finished in \d+ ms", first.says) and first.progress.text_content() == ""


@in_firefox_too
def test_the_last_cell_runs_those_above_and_prints_the_record(cell):
    lesson = cells(cell.page, "lesson")
    recorded = [each.output for each in lesson]
    lesson[-1].run()
    assert [each.state for each in lesson] == ["done"] * len(lesson)
    assert [each.output for each in lesson] == recorded


def test_a_cell_above_runs_again_only_when_it_changed(cell):
    second = Cell(cell.page, 1, "lesson")
    cell.write("print('one'); count = globals().get('count', 0) + 1")
    for _ in range(2):
        second.run("print('count', count)")
        assert second.output == "count 1\n"
    cell.write("count = 41")
    assert second.run().output == "count 41\n"
    assert cell.state == "done"


def test_an_error_above_is_said_where_run_was_pressed(cell):
    second = Cell(cell.page, 1, "lesson")
    cell.write("1 / 0")
    second.run()
    assert second.state == "error"
    assert second.says == f"Not run: “{cell.name}” above ended with an error"
    assert "ZeroDivisionError" in cell.output


@in_firefox_too
def test_output_streams_while_the_cell_runs(cell):
    cell.start("import time\nprint('first'); print('second', end='')\ntime.sleep(2)")
    shown = "([output]) => output.textContent === 'first\\nsecond'"
    cell.page.wait_for_function(shown, arg=[cell.printed.element_handle()])
    assert cell.state == "running"
    cell.wait_for("done")


@in_firefox_too
def test_what_is_printed_is_text_never_markup(cell):
    hostile = "<script>window.hit = 1</script><img src=x onerror='window.hit = 1'>"
    cell.run(f'print("""{hostile}""")\nraise ValueError("""{hostile}""")')
    assert cell.output.startswith(hostile + "\n") and f"ValueError: {hostile}" in cell.output
    assert cell.printed.locator("*").count() == 0
    cell.write(hostile)
    assert cell.box.locator("pre code").first.text_content() == hostile + "\n"
    assert cell.page.evaluate("window.hit") is None


def test_copy_takes_the_code_as_it_now_reads_and_says_so(cell):
    cell.write("x = 1  # mine")
    cell.button("copy").click()
    cell.wait_to_say("Copied")
    assert cell.page.evaluate("navigator.clipboard.readText()") == "x = 1  # mine"


# -- Stop and Reset work at any time, and the next run works
