"""A cell and its page: navigation, language, exercises."""

from contextlib import contextmanager

import pytest
from cells import Cell, cells, needs_python
from pages import PAGE
from playwright.sync_api import expect

pytestmark = needs_python


@contextmanager
def instant_navigation(page, url: str):
    """Material changes the address first, and brings the page then."""
    page.evaluate("document.querySelector('article').dataset.left = ''")
    yield
    page.wait_for_url(lambda found: found.partition("#")[0] == url)  # Material adds the heading
    page.wait_for_selector("article:not([data-left])")


def follow(page, link: str, url: str):
    with instant_navigation(page, url):
        page.locator(link).first.evaluate("link => link.click()")


def come_back(page, url: str) -> Cell:
    with instant_navigation(page, url):
        page.go_back()
    page.wait_for_selector(".run[data-state=idle]")
    return Cell(page, 0)


def test_python_stays_loaded_over_instant_navigation(cell, served_site):
    page = cell.page
    page.evaluate("window.sameDocument = true")
    cell.run("from_this_page = 1")
    python = page.workers[-1]
    python.evaluate("self.loadedOnce = true")
    follow(page, ".md-logo", served_site.url)
    follow(page, f".md-nav a[href$='{PAGE}']", served_site.url + PAGE)
    assert cells(page)[0].run("from_this_page = 1; print('here')").output == "here\n"
    follow(page, ".md-logo", served_site.url)
    first = come_back(page, served_site.url + PAGE)
    assert page.evaluate("window.sameDocument"), "the page was loaded afresh"
    first.run("print('from_this_page' in globals())")
    assert first.output == "False\n", "each page starts with no names"
    assert page.workers[-1] is python, "Python was loaded a second time"
    assert python.evaluate("self.loadedOnce")


def test_leaving_a_page_ends_what_runs_on_it(cell, served_site):
    cell.start("while True: print(1)")
    follow(cell.page, ".md-logo", served_site.url)
    assert come_back(cell.page, served_site.url + PAGE).run("print('free')").output == "free\n"


@pytest.mark.parametrize("cell", ["vi"], indirect=True)
def test_cells_speak_vietnamese_on_vietnamese_pages(cell):
    actions = ("run", "stop", "reset", "copy", "copy-all")
    labels = [cell.button(action).text_content() for action in actions]
    assert labels == ["Chạy", "Dừng", "Đặt lại", "Sao chép", "Sao chép tất cả"]
    assert Cell(cell.page, 1).says in ("Kết quả ghi sẵn", "")
    cell.run("import os; print(os.environ['LANG'])")
    assert cell.output == "vi.UTF-8\n" and cell.says.startswith("Chạy xong sau ")


def test_an_exercise_is_solved_in_the_page(cell):
    """Run of the check first runs the lesson, then the start cell as it now reads."""
    page = cell.page
    start, check = cells(page, "start")[0], cells(page, "check")[0]
    recorded = check.output
    check.run()
    assert (check.state, check.output) == ("done", recorded)
    assert {each.state for each in cells(page, "lesson")} == {"done"} and start.state == "done"
    solution = page.locator("#exercises ~ details .language-python code").first
    start.write(solution.text_content())
    check.run()
    assert check.state == "done" and check.output != recorded


def test_exercises_run_by_themselves_and_change_no_lesson(cell):
    lesson = cells(cell.page, "lesson")
    start, check = cells(cell.page, "start")[0], cells(cell.page, "check")[0]
    cell.write("import numpy as np\nkept, numbers = 'lesson', np.zeros(2)")
    for each in lesson[1:]:
        each.write("")
    lesson[-1].run("print(kept, numbers)")
    assert (start.state, check.state) == ("idle", "idle")
    start.run("kept = 'exercise'\nnumbers += 1")
    for _ in range(2):
        assert check.run("print(kept, numbers)").output == "exercise [1. 1.]\n"
    assert lesson[-1].run().output == "lesson [0. 0.]\n"


def test_an_answer_of_other_code_is_not_shown_as_the_answer(cell):
    """Solved, then the start broken: the check has not run, and what it said is no answer now."""
    page = cell.page
    start, check = cells(page, "start")[0], cells(page, "check")[0]
    lesson, recorded = start.code, check.output
    solution = page.locator("#exercises ~ details .language-python code").first.text_content()
    start.write(solution)
    assert check.run().output.startswith("Right:")
    start.write("1 / 0")
    check.run()
    assert check.says == f"Not run: “{start.name}” above ended with an error"
    expect(check.printed).to_be_hidden()
    expect(check.printed).to_be_empty()
    start.write(solution)
    assert check.run().output.startswith("Right:")
    start.write("1 / 0")
    check.run()
    start.write(lesson)
    expect(check.printed).to_have_text(recorded)
