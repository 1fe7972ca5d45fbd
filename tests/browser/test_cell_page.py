"""A cell and its page: navigation, language, exercises."""

from cells import Cell, cells, needs_python
from pages import PAGE

pytestmark = needs_python


def follow(page, link: str, url: str):
    """By instant navigation, which changes the address first and brings the page then."""
    page.evaluate("document.querySelector('article').dataset.left = ''")
    page.locator(link).first.evaluate("link => link.click()")
    page.wait_for_url(
        lambda found: found.partition("#")[0] == url
    )  # Material adds the heading that the reader is at
    page.wait_for_selector("article:not([data-left])")


def come_back(page):
    page.go_back()
    page.wait_for_url(f"**/{PAGE}*")
    page.wait_for_function("() => document.querySelector('.run')?.dataset.state === 'idle'")


def test_cells_work_after_instant_navigation_and_python_stays_loaded(warm_page, served_site):
    page = warm_page
    page.evaluate("window.sameDocument = true")
    cells(page)[0].run("import sys; sys.loaded_once = from_this_page = 1")
    follow(page, ".md-logo", served_site.url)
    follow(page, f".md-nav a[href$='{PAGE}']", served_site.url + PAGE)
    first = cells(page)[0]
    assert first.run("from_this_page = 1; print('here')").output == "here\n"
    follow(page, ".md-logo", served_site.url)
    come_back(page)
    assert page.evaluate("window.sameDocument"), "the page was loaded afresh"
    first = cells(page)[0]
    assert first.run("print('from_this_page' in globals())").output == "False\n", (
        "each page starts with no names"
    )
    assert first.run("import sys; print(hasattr(sys, 'loaded_once'))").output == "True\n", (
        "Python was loaded a second time"
    )


def test_leaving_a_page_ends_what_runs_on_it(cell, served_site):
    page = cell.page
    cell.write("while True: print(1)")
    cell.press_run()
    cell.wait_for("running")
    follow(page, ".md-logo", served_site.url)
    come_back(page)
    assert cells(page)[0].run("print('free')").output == "free\n"


def test_cells_speak_vietnamese_on_vietnamese_pages(vietnamese_cell):
    first, page = vietnamese_cell, vietnamese_cell.page
    labels = [
        first.button(action).text_content()
        for action in ("run", "stop", "reset", "copy", "copy-all")
    ]
    assert labels == ["Chạy", "Dừng", "Đặt lại", "Chép", "Chép hết"]
    assert Cell(page, 1).says in ("Kết quả ghi sẵn", "")
    first.run("import os; print(os.environ['LANG'])")
    assert first.output == "vi.UTF-8\n" and first.says.startswith("Chạy xong sau ")


def test_an_exercise_is_solved_in_the_page(warm_page):
    """Pressing Run of the check first runs the lesson, then the start cell as it now reads."""
    page = warm_page
    start, check = cells(page, "start")[0], cells(page, "check")[0]
    recorded = check.output
    check.run()
    assert (check.state, check.output) == ("done", recorded)
    assert {cell.state for cell in cells(page, "lesson")} == {"done"} and start.state == "done"
    solution = page.locator("details .language-python code").first.text_content()
    start.write(solution)
    check.run()
    assert check.state == "done" and check.output != recorded


def test_start_and_check_never_run_as_cells_above_and_cannot_change_what_the_lesson_holds(
    warm_page,
):
    page = warm_page
    lesson, start, check = cells(page, "lesson"), cells(page, "start")[0], cells(page, "check")[0]
    lesson[0].write("import numpy as np\nkept, numbers = 'lesson', np.zeros(2)")
    for cell in lesson[1:]:
        cell.write("")
    lesson[-1].run("print(kept, numbers)")
    assert (start.state, check.state) == ("idle", "idle")
    start.run("kept = 'exercise'\nnumbers += 1")
    for _ in range(2):
        check.run("print(kept, numbers)")
        assert check.output == "exercise [1. 1.]\n"
    lesson[-1].run()
    assert lesson[-1].output == "lesson [0. 0.]\n"
