"""Run: what comes out, in which order cells run, and what is copied."""

import re

from cells import ENDED, LIB, Cell, cells, needs_python
from pages import PAGE

from lessonkit.project import HERE

pytestmark = needs_python


def test_a_first_run_tells_the_size_and_the_progress_and_then_prints(open_page, served_site):
    page = open_page(PAGE, new_profile=True)
    served_site.slow(60_000_000, 0.02)
    first = cells(page)[0]
    first.write("print('here')")
    first.press_run()
    first.wait_for("loading")
    assert first.says == "Loading Python, once"
    page.wait_for_function(
        "() => /^[1-9]\\.\\d of 9.3 MB$/.test(document.querySelector('.cell-progress').textContent)"
    )
    first.wait_for("done")
    assert first.output == "here\n" and re.fullmatch(r"Finished in \d+ ms", first.says)
    assert first.box.locator(".cell-progress").text_content() == ""


def test_the_sizes_of_the_progress_are_those_of_the_files():
    worker = (HERE.docs("en") / "static" / "cell" / "worker.mjs").read_text("utf-8")
    named = re.findall(r'name: "([^"]+)", bytes: ([\d_]+), megabytes: ([\d.]+)', worker)
    for name, size, _ in named:
        file = next(LIB.glob(f"{name}*.whl" if name.endswith("-") else name))
        assert file.stat().st_size == int(size.replace("_", "")), (
            f"worker.mjs: DOWNLOADS says {size} bytes for {file.name}"
        )
    assert len(named) == 3 and 8.5 < sum(float(megabytes) for *_, megabytes in named) <= 9.3


def test_progress_is_told_where_run_was_pressed_and_then_that_it_waits_for_the_cells_above(
    open_page, served_site
):
    page = open_page(PAGE, new_profile=True)
    served_site.hold("numpy-")
    first, *_, last = cells(page, "lesson")
    with page.expect_event("requestfinished", lambda sent: sent.url.endswith(".wasm")):
        first.write("import time; time.sleep(2)")
    page.wait_for_timeout(300)  # from here on nothing comes, and what has come is told all the same
    last.press_run()
    page.wait_for_function(
        "() => [...document.querySelectorAll('.cell-progress')].filter(told => told.textContent).length === 2"
    )
    assert first.says == last.says == "Loading Python, once"
    assert (
        first.box.locator(".cell-progress").text_content()
        == last.box.locator(".cell-progress").text_content()
    )
    served_site.mend()
    page.wait_for_function(
        "() => [...document.querySelectorAll('.run')].some(cell => cell.textContent.includes('Waits for another cell'))"
    )
    assert (first.state, first.says, last.state, last.says) == (
        "running",
        "Running",
        "running",
        "Waits for another cell",
    )


def test_a_cell_that_needs_no_other_never_says_that_it_waits(cell):
    cell.page.evaluate("""window.said = []; window.listener = new MutationObserver(([{ target }]) => said.push(target.textContent));
      listener.observe(document.querySelector('[role=status]'), { childList: true })""")
    cell.run("import time; time.sleep(1)")
    said = cell.page.evaluate("listener.disconnect() || said")
    assert "Running" in said and "Waits for another cell" not in said


def test_the_keyboard_reaches_output_that_is_too_wide_or_too_high_and_no_other(cell):
    reached = []
    for code in ("print('x' * 500)", "print('y' * 500)", "print('x\\n' * 500)", "print('x')"):
        cell.run(code)
        reached.append(cell.box.locator("[data-output]").get_attribute("tabindex"))
    assert reached == ["0", "0", "0", "-1"]


def test_the_last_run_of_the_page_pressed_first_runs_the_cells_above(warm_page):
    lesson = cells(warm_page, "lesson")
    recorded = [cell.output for cell in lesson]
    lesson[-1].run()
    assert [cell.state for cell in lesson] == ["done"] * len(lesson)
    assert [cell.output for cell in lesson] == recorded


def test_a_cell_above_runs_again_when_it_reads_otherwise_and_only_then(cell):
    second = Cell(cell.page, 1, "lesson")
    cell.write("print('one'); count = globals().get('count', 0) + 1")
    second.run("print('count', count)")
    assert second.output == "count 1\n"
    second.run()
    assert second.output == "count 1\n"
    cell.write("count = 41")
    second.run()
    assert second.output == "count 41\n"
    assert cell.state == "done" and cell.says.endswith("printed nothing")


def test_an_error_above_is_said_where_run_was_pressed(cell):
    second = Cell(cell.page, 1, "lesson")
    cell.write("1 / 0")
    second.run()
    assert (second.state, second.says) == (
        "error",
        f"Not run: “{cell.name}” above ended with an error",
    )
    assert "ZeroDivisionError" in cell.output


def test_the_value_of_a_last_expression_is_shown_as_in_a_notebook(cell):
    assert cell.run("x = 6\nx * 7").output == "42\n"


def test_output_streams_while_the_cell_runs(cell):
    cell.write("import time\nprint('first'); print('second', end='')\ntime.sleep(2)")
    cell.press_run()
    cell.page.wait_for_function(
        "() => document.querySelector('[data-output]').textContent === 'first\\nsecond'"
    )
    assert cell.state == "running"
    cell.wait_for("done")


def test_what_is_printed_is_text_never_markup(cell):
    hostile = "<script>window.hit = 1</script><img src=x onerror='window.hit = 1'>"
    cell.run(f'print("""{hostile}""")\nraise ValueError("""{hostile}""")')
    assert cell.output.startswith(hostile + "\n") and f"ValueError: {hostile}" in cell.output
    assert cell.page.evaluate("window.hit") is None
    assert cell.box.locator("[data-output] *").count() == 0
    cell.write(hostile)
    assert cell.box.locator("pre code").first.text_content() == hostile + "\n"
    assert cell.page.evaluate("window.hit") is None


def test_two_runs_stand_in_line(cell):
    second = Cell(cell.page, 1, "lesson")
    cell.write("import time\ntime.sleep(1.5)\nslept = True")
    second.write("print(slept)")
    cell.press_run()
    second.press_run()
    assert second.says == "Waits for another cell"
    second.wait_for(*ENDED)
    assert (cell.state, second.output) == ("done", "True\n")


def test_copy_takes_the_code_as_it_now_reads_and_says_so(cell):
    cell.write("x = 1  # mine")
    cell.button("copy").click()
    cell.page.wait_for_function(
        "() => document.querySelector('[role=status]').textContent === 'Copied'"
    )
    assert cell.page.evaluate("navigator.clipboard.readText()") == "x = 1  # mine"
