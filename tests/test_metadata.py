"""What search engines, sharing and browsers' tabs read of every page."""

import ast
import json
import struct
import tomllib

import pytest

from lessonkit.checks.site import plain
from lessonkit.project import HERE, LANGUAGES, SO_FAR


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_says_its_language_its_twin_and_what_it_is_about(site, language):
    root = site.page("en", "index").tree.xpath("string(//link[@rel='canonical']/@href)")
    for page in site.pages(language):
        path = "" if page.name == "index" else f"{page.name}/"
        having = [other for other in LANGUAGES if f"{page.name}.md" in SO_FAR.get(other, [f"{page.name}.md"])]
        alternates = {link.get("hreflang"): link.get("href") for link in page.tree.xpath("//link[normalize-space(@rel)='alternate']")}
        expected = {other: f"{root}{other}/{path}" for other in having} | {"en": root + path, "x-default": root + path}
        assert alternates == expected, page.place()
        assert page.tree.get("lang") == language
        assert page.tree.xpath("string(//link[@rel='canonical']/@href)") == alternates[page.written_in]
        assert len(page.tree.xpath("string(//meta[@name='description']/@content)")) > 40, page.place()


def test_titles_and_descriptions_are_each_pages_own(site):
    for language in LANGUAGES:
        for what in ("//title/text()", "//meta[@name='description']/@content"):
            found = [page.tree.xpath(what)[0] for page in site.pages(language)]
            assert len(set(found)) == len(found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_says_to_search_engines_what_it_is(site, language):
    for page in site.pages(language):
        (text,) = page.tree.xpath("//script[@type='application/ld+json']/text()")
        told = json.loads(text)
        assert told["@type"] == ("WebSite" if page.name == "index" else "LearningResource"), page.place()
        types = {"index": None, "glossary": "reference", "reference": "reference", "teachers": "lesson plan"}
        assert told.get("learningResourceType") == types.get(page.name, "lesson")
        assert told["inLanguage"] == page.written_in
        assert told["url"] == page.tree.xpath("string(//link[@rel='canonical']/@href)") == page.tree.xpath("string(//meta[@property='og:url']/@content)")
        assert told["description"] == page.tree.xpath("string(//meta[@name='description']/@content)")
        assert told["name"] in page.tree.xpath("string(//title)")


def test_the_file_to_download_is_the_toolkit_and_says_its_version_and_licence():
    version = tomllib.loads((HERE.root / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert f'version: "{version}"' in (HERE.root / "CITATION.cff").read_text("utf-8")
    for folder in (HERE.site, HERE.site / "vi"):
        words = ast.get_docstring(ast.parse((folder / "attention.py").read_text("utf-8")))
        assert f"Version {version} of the lesson" in words and "MIT licence" in words
        assert (folder / "attention.py").read_bytes() == (HERE.snippets / "attention.py").read_bytes()


def test_every_page_has_a_card_of_its_own_that_says_its_title(site):
    for page in site.pages():
        told = {meta.get("property"): meta.get("content") for meta in page.tree.xpath("//meta[starts-with(@property, 'og:')]")}
        (about,) = page.tree.xpath("//script[@type='application/ld+json']/text()")
        address = page.tree.xpath("string(//link[@rel='canonical']/@href)") + "card.png"
        assert told["og:image"] == json.loads(about)["image"] == address, page.place()
        png = (page.html.parent / "card.png").read_bytes()
        assert struct.unpack(">II", png[16:24]) == (1200, 630) == (int(told["og:image:width"]), int(told["og:image:height"]))
        title = page.article.xpath("string(.//h1)").removesuffix("¶")
        assert f"iTXtTitle\0\0\0\0\0{title}".encode() in png and told["og:image:alt"] == title, page.place()


def test_a_forks_site_names_the_fork(site):
    """The repository and the address come from the environment, as the workflow sets them."""
    for name in ("SITE_URL", "REPO_URL"):
        assert f"!ENV [{name}," in (HERE.root / "mkdocs.yml").read_text("utf-8")
        assert f"{name}: ${{{{" in (HERE.root / ".github" / "workflows" / "site.yml").read_text("utf-8")


def test_edit_and_report_lead_to_the_repository(site):
    for page in site.pages():
        links = page.tree.xpath("//p[@class='page-end']/a/@href")
        assert links[0].endswith(f"/edit/main/{HERE.name(page.source.resolve())}") and "/issues/new?title=" in links[1], page.place()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_entry_of_the_navigation_has_a_name(site, language):
    """Zensical calls "none" what is no page and is named nowhere."""
    names = [plain(link.text_content()) for link in site.page(language, "index").tree.xpath("//nav[@data-md-level='0']//a[contains(@class, 'md-nav__link')]")]
    assert len(names) > 10 and not {"", "none", "None"} & set(names)
