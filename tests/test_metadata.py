"""What search engines, sharing and browsers' tabs read of every page; the words around it."""

import ast
import json
import re
import struct
import tomllib

import pytest

from lessonkit.program import run_program
from lessonkit.project import CONFIG, HERE, LANGUAGES

CANONICAL = "string(//link[@rel='canonical']/@href)"
DESCRIPTION = "string(//meta[@name='description']/@content)"
BAR = "//meta[@name='theme-color']/@content"
TYPES = {"index": None, "teachers": "lesson plan"} | dict.fromkeys(
    ("check", "glossary", "questions", "reference", "privacy", "offline", "accessibility"),
    "reference",
)


@pytest.mark.parametrize("language", HERE.complete[1:])
def test_a_translation_has_every_word(language):
    """Without this an English one would take its place. What it has besides is Material's."""
    own = HERE.extra(language)["words"]
    english = CONFIG["extra"]["words"]
    assert english.keys() <= own.keys()
    values = [
        {key: text.count("{}") for key, text in words["script"].items()} for words in (english, own)
    ]
    assert values[0] == values[1]


def test_every_word_that_scripts_use_is_written():
    scripts = [path.read_text("utf-8") for path in HERE.web.glob("static/**/*.mjs")]
    used = {word for text in scripts for word in re.findall(r"[^./]words\.(\w+)", text)}
    view = (HERE.web / "static" / "cell" / "view.mjs").read_text("utf-8")
    buttons = json.loads(re.search(r"ACTIONS = .*\((\[.*\])\);", view)[1])
    assert used | {*buttons} <= CONFIG["extra"]["words"]["script"].keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_says_its_language_its_twin_and_what_it_is_about(site, language):
    root = site.page("en", "index").tree.xpath(CANONICAL)
    for page in site.pages(language):
        path = "" if page.name == "index" else f"{page.name}/"
        alternates = {
            link.get("hreflang"): link.get("href")
            for link in page.tree.xpath("//link[normalize-space(@rel)='alternate']")
        }
        expected = {other: f"{root}{other}/{path}" for other in LANGUAGES}
        expected |= {"en": root + path, "x-default": root + path}
        assert alternates == expected, page.place()
        assert page.tree.get("lang") == language
        assert page.tree.xpath(CANONICAL) == alternates[page.language]
        assert len(page.tree.xpath(DESCRIPTION)) > 40, page.place()


def test_a_phones_own_bar_has_the_colours_of_the_header(site):
    style = (HERE.web / "static" / "site.css").read_text("utf-8")
    colours = re.findall(r"--md-primary-fg-color: (\S+);", style)
    for language in LANGUAGES:
        assert site.page(language, "index").tree.xpath(BAR) == colours
        manifest = json.loads((HERE.built(language) / "manifest.webmanifest").read_text("utf-8"))
        assert manifest["theme_color"] == colours[0] and manifest["lang"] == language


def test_titles_and_descriptions_are_each_pages_own(site):
    for language in LANGUAGES:
        for what in ("string(//title)", DESCRIPTION):
            found = [page.tree.xpath(what) for page in site.pages(language)]
            assert len(set(found)) == len(found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_says_to_search_engines_what_it_is(site, language):
    for page in site.pages(language):
        (text,) = page.tree.xpath("//script[@type='application/ld+json']/text()")
        told = json.loads(text)
        kind = "WebSite" if page.name == "index" else "LearningResource"
        assert told["@type"] == kind, page.place()
        assert told.get("learningResourceType") == TYPES.get(page.name, "lesson")
        assert told["inLanguage"] == page.language
        shared = page.tree.xpath("string(//meta[@property='og:url']/@content)")
        assert told["url"] == page.tree.xpath(CANONICAL) == shared
        assert told["description"] == page.tree.xpath(DESCRIPTION)
        assert told["name"] in page.tree.xpath("string(//title)")


def test_the_file_to_download_is_the_toolkit_and_says_its_version_and_licence():
    version = tomllib.loads((HERE.root / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert f'version: "{version}"' in (HERE.root / "CITATION.cff").read_text("utf-8")
    assert f"## [{version}] - 20" in (HERE.root / "CHANGELOG.md").read_text("utf-8")
    for folder in (HERE.site, HERE.site / "vi"):
        for name in ("attention.py", "check_attention.py"):
            words = ast.get_docstring(ast.parse((folder / "lib" / name).read_text("utf-8")))
            assert f"Version {version} of" in words and "MIT licence" in words
        for module in HERE.modules():
            assert (folder / "lib" / module.name).read_bytes() == module.read_bytes()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_address_of_the_first_release_leads_to_its_page_and_section(site, language):
    """Others link to them. Each line of the file is a page and its sections."""
    for line in (HERE.root / "tests" / "addresses_1_0.txt").read_text("utf-8").splitlines():
        folder, *sections = line.split()
        page = site.page(language, folder.strip("./") or "index")
        assert set(sections) <= set(page.tree.xpath("//@id")), page.place()
        if folder[0].isdigit():
            assert (HERE.built(language) / "notebooks" / f"{folder[:-1]}.ipynb").is_file()


def test_every_page_shares_the_card_of_the_site(site):
    png = (HERE.site / "card.png").read_bytes()
    assert struct.unpack(">II", png[16:24]) == (1200, 630)
    address = site.page("en", "index").tree.xpath(CANONICAL) + "card.png"
    for page in site.pages():
        metas = page.tree.xpath("//meta[starts-with(@property, 'og:')]")
        told = {meta.get("property"): meta.get("content") for meta in metas}
        (about,) = page.tree.xpath("//script[@type='application/ld+json']/text()")
        assert told["og:image"] == json.loads(about)["image"] == address, page.place()
        assert len(told["og:image:alt"]) > 20


def test_on_the_card_lines_are_as_wide_as_the_weights_of_journey():
    card = (HERE.web / "static" / "card.svg").read_text("utf-8")
    weights = run_program(HERE.snippets / "02_one_query.py").names["weights_2"]
    widths = [int(width) for width in re.findall(r'stroke-width="(\d+)"', card)]
    assert widths == [round(100 * weight) for weight in weights]


def test_a_forks_site_names_the_fork(site):
    """The repository and the address come from the environment, as the workflow sets them."""
    workflow = (HERE.root / ".github" / "workflows" / "site.yml").read_text("utf-8")
    for name in ("SITE_URL", "REPO_URL"):
        assert f"!ENV [{name}," in (HERE.root / "mkdocs.yml").read_text("utf-8")
        assert f"{name}: ${{{{" in workflow


def test_edit_and_report_lead_to_the_repository(site):
    for page in site.pages():
        links = page.tree.xpath("//p[@class='page-end']/a/@href")
        assert links[0].endswith(f"/edit/main/{HERE.name(page.source.resolve())}"), page.place()
        assert "/issues/new?title=" in links[1], page.place()
