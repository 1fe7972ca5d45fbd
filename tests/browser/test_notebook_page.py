"""The page of the notebooks, and the notebook that each lesson page offers, as readers see them."""

import pytest
from pages import LESSON, address, fits, profile, settle, violations

from lessonkit.project import HERE, LANGUAGES


def gives(page, link, language: str, name: str) -> bool:
    with page.expect_download() as download:
        link.click()
    notebook = HERE.built(language) / "notebooks" / f"{name}.ipynb"
    return download.value.path().read_bytes() == notebook.read_bytes()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_the_notebooks_offers_all_and_fits(open_lesson, language):
    page = open_lesson(address(language, "notebooks"), unvisited=True)
    page.wait_for_selector(".jp-Notebook .highlight .copy")
    lessons = HERE.lessons(language)
    links = page.locator("article li a[download]")
    assert links.count() == len(lessons)
    assert gives(page, links.last, language, lessons[-1].stem)
    fits(page)
    assert violations(page) == []
    page.set_viewport_size(profile(360)["viewport"])
    settle(page)
    fits(page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_lesson_page_gives_its_own_notebook(open_lesson, language):
    name = LESSON.strip("/")
    page = open_lesson(address(language, name))
    assert gives(page, page.locator(".take [download]"), language, name)
