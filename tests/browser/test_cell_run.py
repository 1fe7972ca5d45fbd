"""Run: what comes out, in which order cells run, and what is copied."""

import re

from cells import Cell, cells, in_firefox_too, needs_python
from pages import PAGE
from playwright.sync_api import expect

pytestmark = needs_python


def test_a_first_run_tells_size_and_progress_and_then_prints(open_page, served_site):
    page = open_page(PAGE, unvisited=True)
    served_site.held = "pyodide.asm.wasm"
    first = cells(page)[0]
    first.write("print('here')")
    first.press_run()
    assert first.wait_for("loading").says == "Loading Python, once"
    expect(first.progress).to_have_text(re.compile(r"^[1-9]\.\d of 9\.3 MB$"))
    served_site.connect()
    assert first.wait_for("done").output == "here\n"
    assert re.fullmatch(r"Finished in \d+ ms", first.says) and first.progress.text_content() == ""


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
    shown = """([output, box]) => output.textContent === 'first\\nsecond'
      && box.dataset.state === 'running'"""  # in one look: it ends soon
    arg = [cell.printed.element_handle(), cell.box.element_handle()]
    cell.page.wait_for_function(shown, arg=arg, polling=20)
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


def test_a_carriage_return_writes_the_line_anew(cell):
    cell.run("print('top')\nfor i in range(3): print('\\rstep', i, end='')\nprint('\\r\\nend')")
    assert cell.output == "top\nstep 2\nend\n"
    cell.write("i = 0\nwhile True:\n    i += 1\n    print('\\rstep', i, 'x' * 50, end='')")
    cell.press_run()
    cell.page.wait_for_function(
        "() => /^step \\d{3}/.test(document.querySelector('[data-output]').textContent)"
    )
    assert cell.press_stop() == "stopped" and cell.output.count("step") == 1
