"""The page that shows the notebook, as readers see it."""

import json
import re

import pytest

from lessonkit.project import HERE

AXE = HERE.root / "node_modules" / "axe-core" / "axe.min.js"
both_languages = pytest.mark.parametrize("path", ["lesson/", "vi/lesson/"])


def opened(open_page, path, width=1280, scheme="light"):
    page = open_page(path, width, scheme)
    page.wait_for_selector(".jp-Notebook .katex")
    page.wait_for_selector(".jp-Notebook .copy")
    return page


@both_languages
@pytest.mark.parametrize("width", [1280, 360])
def test_it_loads_whole_renders_every_formula_and_fits_the_screen(open_page, path, width):
    page = opened(open_page, path, width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    raw = "[...document.querySelectorAll('.jp-Notebook :is(p, li, td)')].map(e => e.innerText).filter(t => /\\$.*[\\\\^_].*\\$/s.test(t))"
    assert page.evaluate(raw) == []
    assert page.evaluate("document.querySelectorAll('.katex-error').length") == 0
    assert page.evaluate("[...document.querySelectorAll('.jp-Notebook img')].every(i => i.complete && i.naturalWidth > 0 && i.alt)")


@both_languages
def test_it_can_be_downloaded(open_page, path):
    page = opened(open_page, path)
    with page.expect_download() as download:
        page.locator("article a[download]").click()
    told = json.loads(download.value.path().read_text("utf-8"))
    assert told == json.loads((HERE.docs("vi" if path.startswith("vi") else "en") / "lesson.ipynb").read_text("utf-8"))


@both_languages
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(open_page, path, scheme):
    page = opened(open_page, path, scheme=scheme)
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")["violations"]
    assert [f"{fault['id']}: {node['html'][:160]}" for fault in found for node in fault["nodes"]] == []


def test_formulas_are_rendered_too_where_the_reader_comes_from_another_page(open_page, served_site):
    page = open_page("02-one-query/", locale="en-GB")
    page.route("**/sitemap.xml", lambda route: route.fulfill(body=site_map(served_site)))
    page.reload()
    page.wait_for_selector("[data-action=run]")
    page.evaluate("window.stayed = true; document.querySelector(\".md-nav a[href$='lesson/']\").click()")
    page.wait_for_selector(".jp-Notebook .katex")
    assert page.evaluate("window.stayed"), "instant navigation loads no new document"


def site_map(served_site) -> str:
    """The site map for the place where the site is served now: without it, Material loads each page as a new document."""
    told = (HERE.site / "sitemap.xml").read_text("utf-8")
    root = re.search(r"<loc>(.*?)</loc>", told)[1]
    return told.replace(root, served_site.url)


@both_languages
def test_copy_gives_the_cell(open_page, path):
    page = opened(open_page, path)
    page.locator(".jp-Notebook .highlight > .copy").nth(1).click()
    assert page.evaluate("navigator.clipboard.readText()").startswith('import os\n\nos.environ["LANG"]')
