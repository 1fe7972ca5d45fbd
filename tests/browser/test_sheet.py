"""The exercise sheet: what of a page is printed while the link to it is the target.

What every page has for it is tested in tests/pages/test_teachers.py.
"""

import pytest
from pages import LESSON, settle

from lessonkit.checks.site import plain

TOLD = "#exercises, #exercises ~ h3:not(#next ~ *), #exercises ~ .start code, .given code"
SECRET = "#exercises ~ details:not(#next ~ *) pre code, #exercises ~ .check pre code"
COLOURS = """all => [...new Set(all.filter(e => e.checkVisibility())
  .map(e => getComputedStyle(e).color))]"""
CUT = """all => all.filter(e => e.checkVisibility() && e.scrollWidth > e.clientWidth + 1)
  .map(e => e.textContent)"""


@pytest.mark.parametrize(
    ("path", "scheme", "script"),
    [(LESSON, "light", True), ("vi/04-softmax/", "dark", True), (LESSON, "light", False)],
)
def test_the_sheet_has_the_exercises_and_no_answers(open_lesson, path, scheme, script):
    page = open_lesson(f"{path}#sheet", 673, scheme, java_script_enabled=script)
    told, secret = (page.locator(what).all_text_contents() for what in (TOLD, SECRET))
    page.set_viewport_size({"width": 673, "height": 1017})  # A4 inside its margins
    page.emulate_media(media="print", reduced_motion="reduce")  # or colours change slowly
    paper = plain(page.inner_text("main"))
    assert [text for text in told if plain(text).rstrip("¶") not in paper] == []
    assert [text for text in secret if plain(text) in paper] == []
    assert len(told) >= 8 and len(secret) >= 8
    title = page.locator("h1").last.inner_text().rstrip("¶")
    assert paper.startswith(f"{title} {'Họ và tên:' if 'vi/' in path else 'Name:'}")
    assert paper.endswith(f"/{path}")
    assert min(page.locator(".check").evaluate_all("all => all.map(e => e.offsetHeight)")) > 170
    written = page.locator(".page :is(h1, h2, h3, p, code, code *)")
    assert written.evaluate_all(COLOURS) == ["rgb(0, 0, 0)"]
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.locator("pre, pre > code").evaluate_all(CUT) == []
    assert b"/MediaBox [0 0 594.95996 841.91998]" in page.pdf(prefer_css_page_size=True)


def test_the_link_of_the_lesson_plan_leads_to_the_sheet(open_lesson):
    page = open_lesson("teachers/", script="window.print = () => { window.printed = true }")
    page.locator(f"a[href$='{LESSON}#sheet']").click()
    page.locator("#sheet span").wait_for(state="visible")
    settle(page)
    page.locator("#sheet > a").click()
    page.wait_for_function("() => window.printed")
