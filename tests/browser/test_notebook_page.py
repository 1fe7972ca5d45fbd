"""The page that shows the notebook, as readers see it."""

import json

import pytest
from axe import CONTRAST, violations, without_small_pieces
from pages import PAGE, no_trouble, profile, switch_to_dark, watch

from lessonkit.project import HERE


@pytest.fixture(scope="module", params=["en", "vi"])
def visit(request, browser, served_site):
    """The page, opened once in a profile that remembers nothing."""
    context = browser.new_context(**profile(), permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    watch(page, served_site.host)
    page.goto(served_site.url + ("lesson/" if request.param == "en" else "vi/lesson/"))
    rendered(page)
    yield page, request.param
    context.close()


def rendered(page):
    page.wait_for_selector(".jp-Notebook .katex")
    page.wait_for_selector(".jp-Notebook .copy")


@pytest.fixture
def page(visit):
    """Whatever goes wrong on the page fails the test that sees it."""
    page, _ = visit
    page.set_viewport_size(profile()["viewport"])
    yield page
    no_trouble(page)


@pytest.mark.parametrize("width", [1280, 360])
def test_it_loads_whole_renders_every_formula_and_fits_the_screen(page, width):
    if width != page.viewport_size["width"]:
        page.set_viewport_size(profile(width)["viewport"])
        page.reload()
        rendered(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    raw = "[...document.querySelectorAll('.jp-Notebook :is(p, li, td)')].map(e => e.innerText).filter(t => /\\$.*[\\\\^_].*\\$/s.test(t))"
    assert page.evaluate(raw) == []
    assert page.evaluate("document.querySelectorAll('.katex-error').length") == 0
    assert page.evaluate("[...document.querySelectorAll('.jp-Notebook img')].every(i => i.complete && i.naturalWidth > 0 && i.alt)")


def test_it_can_be_downloaded(page, visit):
    with page.expect_download() as download:
        page.locator("article a[download]").click()
    told = json.loads(download.value.path().read_text("utf-8"))
    assert told == json.loads((HERE.docs(visit[1]) / "lesson.ipynb").read_text("utf-8"))


def test_copy_gives_the_cell(page):
    page.locator(".jp-Notebook .highlight > .copy").nth(1).click()
    assert page.evaluate("navigator.clipboard.readText()").startswith('import os\n\nos.environ["LANG"]')


def test_axe_finds_nothing_in_either_palette(page):
    without_small_pieces(page)
    assert violations(page) == []
    switch_to_dark(page)
    assert violations(page, rules=CONTRAST) == []


def test_formulas_are_rendered_too_where_the_reader_comes_from_another_page(open_page):
    page = open_page(PAGE, new_profile=True)
    page.wait_for_load_state("networkidle")  # Material has its sitemap, which says where it may go
    page.evaluate("window.stayed = true; document.querySelector(\".md-nav a[href$='lesson/']\").click()")
    page.wait_for_selector(".jp-Notebook .katex")
    assert page.evaluate("window.stayed"), "instant navigation loads no new document"
