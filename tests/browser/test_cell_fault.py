"""What fails by itself is told apart: storage, the line, and a fault of the page's own scripts."""

import pytest
from cells import cells, load_module, needs_python
from pages import LOST_LINE, PAGE, SAVE_DATA, let_timers_end
from playwright.sync_api import expect

from lessonkit.project import HERE

pytestmark = needs_python
WORDS = HERE.words("en")["script"]
LOST, BUG = WORDS["lost"], WORDS["bug"]
INPUTS = 1  # a cell of the page
# A test turns it off at its end, so that the profile can be emptied.
REFUSED = """window.refused = true; const kept = window.localStorage;
Object.defineProperty(window, 'localStorage', { get() {
  if (window.refused) throw new DOMException('refused', 'SecurityError'); return kept; } })"""
FULL = """Storage.prototype.setItem = () => {
  throw new DOMException('full', 'QuotaExceededError'); }"""
SPOIL = """value => { for (const key of [...Object.keys(localStorage), '/attention/.checked',
  '/attention/.__palette']) localStorage.setItem(key, value); }"""


def lesson_cells(page):
    count = page.locator(".run[data-kind=lesson]").count()
    expect(page.locator(".run[data-state]")).to_have_count(page.locator(".run").count())
    assert count > 5
    return cells(page, "lesson")


# -- storage


@pytest.mark.parametrize("script", [REFUSED, FULL], ids=["refused", "full"])
def test_what_the_browser_cannot_keep_says_so(open_page, script):
    page = open_page(PAGE, script=script)
    first = lesson_cells(page)[0]
    first.write("print('mine')")
    foot = page.locator(".kept")
    expect(foot).to_contain_text(WORDS["notKept"])
    expect(foot).not_to_contain_text(WORDS["kept"])
    assert first.run().output == "mine\n"
    expect(foot).to_contain_text(WORDS["notKept"])
    page.locator(".palette").click()
    page.evaluate("window.refused = false")


def test_a_broken_stored_value_is_as_none(open_page):
    page = open_page(PAGE, script=SAVE_DATA)
    lesson = lesson_cells(page)[0].code
    for value in ("{", '{"a":1}', "5", "[[]]"):
        first = lesson_cells(page)[0]
        first.write("print('mine')")
        expect(first.box.locator(".cell-edited")).to_be_attached()
        page.evaluate(SPOIL, value)
        page.reload()
        assert lesson_cells(page)[0].code == lesson, value
        assert page.evaluate("document.body.dataset.mdColorScheme") in ("default", "slate"), value
        expect(page.locator("#show-checked"), value).not_to_be_checked()


# -- the line


def test_lost_scripts_of_cells_are_told_and_tried_again(open_page, served_site):
    page = open_page(PAGE, unvisited=True)
    page.expects = LOST_LINE
    first = cells(page)[0]
    served_site.lost = "chain.mjs"
    first.press_run()
    expect(first.status).to_have_text(LOST)
    expect(first.button("run")).to_have_text(WORDS["retry"])
    served_site.connect()
    assert first.run().state == "done"


def test_a_change_says_that_the_line_is_lost(open_page, served_site):
    page = open_page(PAGE, unvisited=True)
    page.expects = LOST_LINE
    first, second = cells(page, "lesson")[:2]
    served_site.lost = ".mjs"
    first.write("1")
    expect(first.status).to_have_text(LOST)
    second.editor.evaluate(
        "area => { area.focus(); const at = area.value.indexOf('0.43');"
        " area.setSelectionRange(at, at); }"
    )
    page.keyboard.press("Alt+ArrowUp")
    expect(second.status).to_have_text(LOST)


def test_what_the_keyboard_needs_comes_with_a_later_key(open_page, served_site):
    page = open_page(PAGE, unvisited=True)
    page.expects = LOST_LINE
    cells(page)
    served_site.lost = "keyboard.mjs"
    with page.expect_event("requestfailed", lambda sent: "keyboard.mjs" in sent.url):
        page.keyboard.press("Shift")
    served_site.connect()
    with page.expect_event("requestfinished", lambda sent: "keyboard.mjs" in sent.url):
        page.keyboard.press("Shift")
    let_timers_end(page, 1)  # after a promise that nobody has heard


def test_pictures_that_do_not_arrive_are_a_lost_line(open_page, served_site):
    page = open_page(PAGE, unvisited=True)
    page.expects = LOST_LINE
    inputs = cells(page, "lesson")[INPUTS]
    served_site.lost = "/figures.zip"
    inputs.run(inputs.code.replace("0.43", "0.93", 1))
    expect(inputs.status).to_have_text(LOST)
    served_site.connect()
    inputs.run()
    expect(page.locator("[data-redrawn]").first).to_be_attached()


# -- a fault of ours


def planted(served_site, monkeypatch, name: str, before: bytes, fault: bytes):
    """Serve a script with a fault in it."""
    whole = served_site.content

    def content(file):
        text = whole(file)
        assert file.name != name or before in text
        return text.replace(before, fault, 1) if file.name == name else text

    monkeypatch.setattr(served_site, "content", content)


ONCE = b"if (!window.fault) { window.fault = true; throw new RangeError('planted'); } "
TYPE_AND_RUN = """box => {
  const area = box.querySelector('textarea');
  for (const key of '# fifty keys that come before the script does: abc') {
    area.value += key; area.dispatchEvent(new Event('input')); }
  box.querySelector('[data-action=run]').click(); }"""
PLACES = {
    "before": ("numbers.mjs", b"const root = ", ONCE + b"const root = "),
    "at the end": ("pictures.mjs", b"const [drawn, error] = ", ONCE + b"const [drawn, error] = "),
    "meanwhile": ("view.mjs", b"const failed = ", ONCE + b"const failed = "),
}


@pytest.mark.parametrize("place", PLACES)
def test_a_fault_of_the_page_is_told_and_the_next_run_works(
    open_page, served_site, monkeypatch, place
):
    planted(served_site, monkeypatch, *PLACES[place])
    page = open_page(PAGE, unvisited=True)
    inputs = cells(page, "lesson")[INPUTS]
    inputs.run(inputs.code.replace("0.43", "0.93", 1))
    expect(page.locator(".cell-says", has_text=BUG).first).to_be_attached()
    assert any("RangeError: planted" in told for told in page.trouble)
    page.trouble.clear()
    expect(page.locator("article[data-running]")).to_have_count(0)
    inputs.run(inputs.code.replace("0.93", "0.83", 1))
    expect(page.locator("[data-redrawn]").first).to_be_attached()
    expect(page.locator(".cell-says", has_text=BUG)).to_have_count(0)


def test_a_fault_of_the_first_run_is_told_whatever_was_typed(open_page, served_site, monkeypatch):
    """What Run needs comes with the first key. Where each key asked for it by itself, Chromium
    would answer them in any order, and one could come after the run and hide what became of it."""
    planted(served_site, monkeypatch, *PLACES["before"])
    page = open_page(PAGE, unvisited=True, script=SAVE_DATA)
    inputs = lesson_cells(page)[INPUTS]
    inputs.box.evaluate(TYPE_AND_RUN)
    inputs.wait_for("error")
    load_module(page, "chain.mjs")
    let_timers_end(page, 1)  # what has asked for it before has it by then
    assert inputs.says == BUG
    page.trouble.clear()


def test_a_fault_while_python_loads_is_no_lost_line(open_page, served_site, monkeypatch):
    planted(served_site, monkeypatch, "runner.py", b"import numpy\n", b"import nunpy\n")
    page = open_page(PAGE, unvisited=True)
    first = cells(page)[0]
    assert first.run().says == BUG
    assert any("nunpy" in told for told in page.trouble)
    page.trouble.clear()


def test_a_fault_in_a_script_that_comes_later_is_no_lost_line(open_page, served_site, monkeypatch):
    planted(
        served_site,
        monkeypatch,
        "chain.mjs",
        b"let isLookLost",
        b"throw Error('planted'); let isLookLost",
    )
    page = open_page(PAGE, unvisited=True)
    first = cells(page)[0]
    first.press_run()
    expect(first.status).to_have_text(BUG)
    assert any("planted" in told for told in page.trouble)
    page.trouble.clear()
