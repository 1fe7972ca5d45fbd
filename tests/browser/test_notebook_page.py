"""The page of the notebooks, and what each lesson page offers of its own, as readers see it."""

import pytest
from axe import CONTRAST, violations, without_small_pieces
from pages import PAGE, address, no_trouble, profile, switch_to_dark, watch

from lessonkit.project import HERE


@pytest.fixture(scope="module", params=["en", "vi"])
def visit(request, browser, served_site):
    """The page, opened once in a profile that remembers nothing."""
    context = browser.new_context(**profile(), permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    watch(page, served_site.host)
    page.goto(served_site.url + address(request.param, "notebooks"))
    page.wait_for_selector(".jp-Notebook .copy")
    yield page, request.param
    context.close()


@pytest.fixture
def page(visit):
    """Whatever goes wrong on the page fails the test that sees it."""
    page, _ = visit
    page.set_viewport_size(profile()["viewport"])
    yield page
    no_trouble(page)


@pytest.mark.parametrize("width", [1280, 360])
def test_it_fits_the_screen(page, width):
    page.set_viewport_size(profile(width)["viewport"])
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(
        "[...document.querySelectorAll('.jp-Notebook td')].every(cell => cell.getBoundingClientRect().right <= innerWidth)"
    )


def test_a_question_gives_its_notebook(page, visit):
    page_of_last = HERE.lessons(visit[1])[-1]
    with page.expect_download() as download:
        page.locator("article td a[download]").last.click()
    assert download.value.suggested_filename == f"{page_of_last.stem}.ipynb"
    assert download.value.path().read_bytes() == HERE.notebook(page_of_last).read_bytes()


def test_copy_gives_the_cell(page):
    page.locator(".jp-Notebook .highlight > .copy").nth(1).click()
    assert page.evaluate("navigator.clipboard.readText()").startswith(
        "import numpy as np\n\nfrom attention import"
    )


def test_axe_finds_nothing_in_either_palette(page):
    without_small_pieces(page)
    assert violations(page) == []
    switch_to_dark(page)
    assert violations(page, rules=CONTRAST) == []


@pytest.mark.parametrize("language", ["en", "vi"])
def test_a_lesson_page_gives_its_own_notebook(open_page, language):
    page = open_page(address(language, PAGE.strip("/")))
    with page.expect_download() as download:
        page.locator(".take [download]").click()
    assert (
        download.value.path().read_bytes()
        == (HERE.docs(language) / "notebooks" / "02-one-query.ipynb").read_bytes()
    )
