"""A language is added by adding files: here Japanese, to the small project, as TRANSLATING.md says.

With the site's own theme. Two pages are translated, one is not.
"""

import base64
import json
import re
import shutil
import subprocess
import textwrap
from pathlib import Path

import lxml.html
import pytest
from fontTools.ttLib import TTFont
from test_search_worker import answers, places
from tiny_project import TinyProject

from lessonkit.build import build
from lessonkit.checks.pages import without_searches
from lessonkit.checks.site import Site
from lessonkit.checks.twins import differences
from lessonkit.node import FONT, drawn
from lessonkit.notebook import PIXELS, with_colours
from lessonkit.project import HERE
from lessonkit.reading_time import words_in

WORDS = {"German": "Japanese", "Deutsch": "日本語", "de_DE": "ja_JP", "minute: 130": "minute: 300"}
WORDS |= {
    "docs/de": "docs/ja",
    "mkdocs.de": "mkdocs.ja",
    "de/g": "ja/g",
    ": de": ": ja",
    "_DE": "_JA",
}
UNTRANSLATED = "このページはまだ翻訳されていません。"
TITLE = "平均とは何か"
SENTENCES = "平均は合計を個数で割った値です。" * 40
PAGE = {
    "title: What is a mean?": f"title: {TITLE}",
    "# What is a mean?": f"# {TITLE}",
    "The mean is": f"{SENTENCES}平均は",
    "part: nothing\n": "",
}


def as_japanese(text: str) -> str:
    for german, japanese in WORDS.items():
        text = text.replace(german, japanese)
    return re.sub("Diese Seite.*", UNTRANSLATED, text)


def steps() -> tuple[str, str]:
    """What TRANSLATING.md has a translator run, and write, of its German example."""
    guide = (HERE.root / "TRANSLATING.md").read_text("utf-8").partition("## Add a language")[2]
    command, settings = re.findall(r"^    ```(?:bash|yaml)\n(.*?)^    ```", guide, re.M | re.S)
    return as_japanese(textwrap.dedent(command)), as_japanese(textwrap.dedent(settings))


def write_font(path: Path, letters: str) -> None:
    """A font in which each of these letters looks like an A."""
    with TTFont(FONT) as font:
        for table in font["cmap"].tables:
            table.cmap.update(dict.fromkeys(map(ord, letters), "A"))
        font.save(path)


@pytest.fixture(scope="module")
def tiny(tmp_path_factory) -> TinyProject:
    """The small project with Japanese, built."""
    tiny = TinyProject(tmp_path_factory.mktemp("tiny"))
    root, docs = tiny.project.root, tiny.project.docs("en")
    tiny.edit("mkdocs.yml", "plugins: []\n", "plugins: [search]\n")
    tiny.edit(
        "mkdocs.yml",
        "name: null, custom_dir: theme, static_templates: []",
        "custom_dir: web",
    )
    (root / "web").symlink_to(HERE.web)
    shutil.copytree(HERE.docs("en") / "lib" / "katex", docs / "lib" / "katex")
    command, settings = steps()
    subprocess.run(command, shell=True, cwd=root, check=True)
    tiny.edit("mkdocs.ja.yml", "", settings)
    for name in ("index.md", "01-tiny.md"):
        text = (docs / name).read_text("utf-8")
        for english, japanese in PAGE.items():
            text = text.replace(english, japanese)
        (tiny.project.docs("ja") / name).write_text(text, "utf-8")
    words = (root / "figures/words/en.toml").read_text("utf-8").replace("A bar", "平均の棒")
    (root / "figures/words/ja.toml").write_text(words, "utf-8")
    write_font(root / "figures/words/ja.ttf", "平均の棒")
    tiny.record()
    assert build(tiny.project) == 0
    return tiny


def page(tiny: TinyProject, name: str, language: str = "ja"):
    path = tiny.project.built(language) / name / "index.html"
    return lxml.html.fromstring(path.read_text("utf-8"))


def test_the_site_has_the_language(tiny):
    assert tiny.project.languages == ("en", "ja", "vi")
    english = page(tiny, "01-tiny", "en")
    (switch,) = english.xpath("//a[@data-twin][@lang='ja']")
    assert switch.text == "日本語" and switch.get("href") == "../ja/01-tiny/"


def test_a_page_that_is_not_translated_is_english_and_says_so(tiny):
    shown = page(tiny, "teachers")
    (note,) = shown.xpath("//p[@class='untranslated']")
    assert note.text == UNTRANSLATED and note.get("lang") == shown.get("lang") == "ja"
    (article,) = shown.xpath("//div[@class='page']")
    assert article.get("lang") == "en" and "Lesson plans" in article.text_content()
    (edit,) = shown.xpath("//p[@class='page-end']/a[1]/@href")
    assert edit.endswith("/edit/main/docs/en/teachers.md")


def test_a_page_that_is_translated_is_not_called_english(tiny):
    shown = page(tiny, "01-tiny")
    assert shown.xpath("//h1/text()") == [TITLE] and not shown.xpath("//*[@class='untranslated']")
    assert "平均の棒" in shown.xpath("string(//figure)")


def test_a_text_without_spaces_is_not_one_word(tiny):
    told = page(tiny, "01-tiny").xpath("string(//p[@class='reading-time'])")
    _, minutes, *_ = map(int, re.findall(r"\d+", told))
    assert words_in(SENTENCES) == 40 * 15
    assert minutes == 4  # 600 letters and some words, and two cells


def test_the_search_finds_a_word_inside_a_text_without_spaces(tiny):
    index = tiny.project.built("ja") / "search" / "sections.json"
    docs = json.loads(index.read_text("utf-8"))
    sections = [(doc["location"], doc["title"], doc["text"]) for doc in docs]
    assert "01-tiny/" in places(answers(sections, "個数")[0])


def test_pictures_of_notebooks_have_its_letters(tiny):
    project = tiny.project
    notebook = project.built("ja") / "notebooks" / "01-tiny.ipynb"
    (png,) = re.findall(r"base64,([\w+/=]+)", notebook.read_text("utf-8"))
    svg = with_colours(project.picture("ja", "01-tiny-bar").read_text("utf-8"))
    assert base64.b64decode(png) == drawn(svg, PIXELS, project.font_of_pictures("ja"))
    assert base64.b64decode(png) != drawn(svg, PIXELS)


def test_no_check_finds_a_fault(tiny):
    assert "\n".join(tiny.found()) == ""


def test_without_a_font_its_letters_are_asked_for(tiny):
    font = tiny.project.font_of_pictures("ja")
    font.rename(font.with_suffix(".away"))
    try:
        (fault,) = tiny.found()
    finally:
        font.with_suffix(".away").rename(font)
    said = "figures/words/ja.toml: [word] notebooks draw pictures with no font that has の均平棒"
    assert fault == f"{said}; add one, figures/words/ja.ttf"


def test_of_a_complete_language_a_missing_page_is_a_fault(tiny):
    tiny.edit("mkdocs.ja.yml", "extra:\n", "extra:\n  complete: true\n")
    site = Site(tiny.project)
    try:
        found = [str(fault) for check in (differences, without_searches) for fault in check(site)]
    finally:
        tiny.edit("mkdocs.ja.yml", "  complete: true\n", "")
    assert "docs/en/teachers.md: [twin] has no twin; write docs/ja/teachers.md" in found
    assert any("[ja] has 0 searches that lead to 01-tiny" in fault for fault in found)
