"""Solved exercises and pages that have been read: kept on the device, shown where there is room."""

import pytest
from cells import Cell, cells, needs_python
from pages import LOST_LINE, PAGE, SAVE_DATA, let_timers_end, settle, wait_for_file
from playwright.sync_api import expect
from test_cell_fault import REFUSED
from test_offline import CONTROLLED, until
from test_pages import SHIFTS

NAME = PAGE.strip("/")
SOLUTION = 'guess = "starts"'
PLACE = f"[data-progress='{NAME}']"
IN_TABLE, AT_END = f"td > {PLACE}", f".page-progress > {PLACE}"
IN_MENU = f".md-nav--primary .md-nav__link > [data-menu='{NAME}']"
STORED = "localStorage.getItem('/attention/.__progress')"
STORE = "value => localStorage.setItem('/attention/.__progress', value)"
KNOWS = """part => caches.keys().then(async names => {
  const keys = await Promise.all(names.map(async name => (await caches.open(name)).keys()));
  return keys.flat().some(({ url }) => url.endsWith(part)); })"""


def solve(page, answer=SOLUTION) -> Cell:
    cells(page)
    Cell(page, 0, "start").write(answer)
    return Cell(page, 0, "check").run()


def is_shown(page, root: str, *languages: str):
    """The home page counts one solved exercise."""
    for language in languages:
        page.goto(root + language)
        expect(page.locator(IN_TABLE)).to_have_text("1/1" if language else "1 of 1")


@needs_python
def test_what_is_solved_stays_solved_on_every_page_in_each_language_and_offline(
    open_page, served_site
):
    page = open_page(PAGE, unvisited=True)
    assert solve(page, 'guess = "one"').output == "Not yet.\n"
    expect(page.locator(AT_END)).to_have_text("0 of 1")
    assert solve(page).output == "Right: the highest.\n"
    expect(page.locator(AT_END)).to_have_text("1 of 1")
    expect(page.locator(".run.check[data-solved]")).to_have_count(1)
    expect(page.locator(IN_MENU)).to_have_text("1/1")
    solve(page, 'guess = "one"')
    page.reload()
    expect(page.locator(AT_END), "what was solved stays solved").to_have_text("1 of 1")
    page.wait_for_function(CONTROLLED)
    is_shown(page, page.site, "", "vi/")
    for part in ("/attention/", "/attention/vi/", "/progress.mjs"):
        until(page, KNOWS, part)
    page.expects = LOST_LINE
    served_site.lost = "/"
    is_shown(page, page.site, "", "vi/")


@needs_python
def test_a_check_says_so_by_its_mark_and_not_by_its_words(open_page):
    page = open_page(PAGE)
    cells(page)
    check = Cell(page, 0, "check")
    Cell(page, 0, "start").write("solved = True")
    check.run("print('Right: the highest.')")
    expect(page.locator(AT_END)).to_have_text("0 of 1")
    check.run("solved = True\nprint('any words')")
    expect(page.locator(AT_END)).to_have_text("1 of 1")


def test_a_page_is_read_when_its_end_has_been_in_sight(open_page):
    page = open_page(PAGE, script=SAVE_DATA)
    settle(page)
    assert page.evaluate(STORED) is None
    page.locator(".page-progress").scroll_into_view_if_needed()
    expect(page.locator(f"{AT_END}[data-read]")).to_have_count(1)
    page.goto(page.site)
    expect(page.locator(f"{IN_TABLE}[data-read]")).to_have_text("0 of 1")
    expect(page.locator(f"{PLACE}:not([data-read])")).to_have_count(0)


def test_one_button_forgets_it_all_and_says_so(open_page):
    page = open_page("", script=SAVE_DATA)
    page.evaluate(STORE, f'["{NAME}", "{NAME}#exercise-1", "{NAME}#exercise-7", "99-gone"]')
    page.reload()
    expect(page.locator(f"{IN_TABLE}[data-read]")).to_have_text("1 of 1")
    page.locator("[data-action=reset-progress]").click()
    expect(page.locator(".progress-reset [role=status]")).to_have_text(
        "Your progress is forgotten."
    )
    expect(page.locator(f"{IN_TABLE}:not([data-read])")).to_have_text("0 of 1")
    assert page.evaluate(STORED) == "[]"


@needs_python
@pytest.mark.parametrize("broken", ["{", "null", '{"solved": 1}', '[null, 3, ["x"]]', '"text"'])
def test_what_is_broken_in_the_storage_counts_as_nothing(open_page, broken):
    page = open_page(PAGE)
    page.evaluate(STORE, broken)
    page.reload()
    settle(page)
    expect(page.locator(AT_END)).to_have_text("0 of 1")
    page.locator(".page-progress").scroll_into_view_if_needed()
    expect(page.locator(f"{AT_END}[data-read]")).to_have_count(1)


@needs_python
def test_where_storage_is_refused_a_check_works_as_ever(open_page):
    page = open_page(PAGE, script=REFUSED)
    assert solve(page).output == "Right: the highest.\n"
    page.locator(".page-progress").scroll_into_view_if_needed()
    page.evaluate("window.refused = false")


@pytest.mark.parametrize("width", [1280, 800, 360])
@pytest.mark.parametrize("path", ["", PAGE, f"vi/{PAGE}"])
def test_nothing_moves_when_progress_is_shown(open_page, path, width):
    page = open_page(path, width, script=SHIFTS)
    page.evaluate(STORE, f'["{NAME}", "{NAME}#exercise-1"]')
    page.reload()
    settle(page)
    wait_for_file(page, "progress.mjs")
    expect(page.locator(f"{PLACE}[data-begun]")).to_be_attached()
    expect(page.locator(f"{IN_MENU}[data-begun]")).to_have_text("1/1")
    let_timers_end(page, 300)
    assert page.evaluate("shifts") == []


def test_progress_is_loaded_by_nobody_who_has_none(open_page):
    page = open_page(PAGE, script=SAVE_DATA)
    settle(page)
    names = "performance.getEntriesByType('resource').map(({ name }) => name).join()"
    assert "/progress.mjs" not in page.evaluate(names)
