"""Pages come out the same, whichever generator reads them: MkDocs, which every other test here uses, or Zensical."""

import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from markdown import Markdown
from markdown.preprocessors import Preprocessor
from mkdocs.config import load_config

from lessonkit.project import HERE, LANGUAGES
from lessonkit.reading_time import minutes
from lessonkit.zensical import configuration

TEMPLATES = [path for path in sorted((HERE.root / "theme").rglob("*.html")) if path.name != "notebook.html"]  # MkDocs's alone


class ZensicalTells(Preprocessor):
    """What Zensical leaves with Python-Markdown of the page that it renders."""

    config = configuration("vi") | {"root_dir": str(HERE.root)}
    page = SimpleNamespace(path="02-one-query.md")

    def run(self, lines):
        return lines


@pytest.fixture
def zensical(tmp_path, monkeypatch):
    """The Markdown that Zensical renders a Vietnamese page with, started in another folder."""
    monkeypatch.chdir(tmp_path)
    md = Markdown(extensions=["pymdownx.superfences", "pymdownx.snippets", "lessonkit.markdown_extension"])
    md.preprocessors.register(ZensicalTells(md), "rendering_context", 0)
    return md


def test_the_page_and_its_project_are_known(zensical):
    lesson = zensical.lesson
    assert (lesson.source, lesson.project.root) == (HERE.docs("vi") / "02-one-query.md", HERE.root)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_is_configured_as_in_mkdocs(language):
    """Zensical adds a list to the one that it inherits, so what it reads inherits nothing."""
    told, known = configuration(language), load_config(str(HERE.config(language)))
    assert "INHERIT" not in told and told["site_dir"] == str(Path("site-zensical", "" if language == "en" else language))
    assert HERE.root / told["docs_dir"] == Path(known.docs_dir)
    for name in ("nav", "extra", "extra_css", "site_url"):
        assert told[name] == known[name], name
    assert told["theme"]["palette"] == known.theme["palette"]


def test_includes_and_pictures_are_found_and_times_are_told(zensical):
    page = zensical.convert('# “journey”\n\n``` python\n--8<-- "02_one_query.py:by_hand"\n```\n\n![Hình](figures/02-one-query-way.svg)\n')
    assert "hand_tokens" in page and "FAULT" not in page
    assert (HERE.docs("vi") / "figures" / "02-one-query-way.svg").read_text("utf-8").strip() in page
    told = f"Đọc khoảng {minutes(zensical.lesson.source, 250)} phút"
    assert f'</h1><p class="reading-time" data-search-exclude="yes">{told}</p>' in page


@pytest.mark.parametrize("name", ["03-all-tokens", "nowhere"])
def test_the_time_of_another_page_is_told_where_there_is_one(zensical, caplog, name):
    page = zensical.convert(f'<span data-minutes="{name}"></span>')
    if name == "nowhere":
        assert "there is no page nowhere whose minutes could be told" in caplog.text and "></span>" in page
    else:
        assert f"{minutes(HERE.docs('vi') / '03-all-tokens.md', 250)} phút</span>" in page and not caplog.text


def test_a_minute_has_so_many_words_or_four_cells_of_the_lesson(tmp_path):
    page = tmp_path / "page.md"
    cell = '``` {{ .python .run{} title="a" }}\n--8<-- "a.py:a"\n```\n'
    page.write_text("---\ntitle: not counted\n---\n" + "word " * 460 + "\n" + cell.format("") * 4 + cell.format(" .start") * 9, "utf-8")
    assert minutes(page, 230) == 3


@pytest.mark.parametrize("template", TEMPLATES, ids=HERE.name)
def test_a_template_keeps_to_what_jinja_and_minijinja_share(template):
    """No method of Python, and no third word for `replace`; `make test-zensical` finds the rest."""
    text = re.sub(r"\{#.*?#\}", "", template.read_text("utf-8"), flags=re.S)
    code = " ".join(re.findall(r"\{[{%].*?[%}]\}", text, re.S))
    of_templates = {"lang", "fallback", *re.findall(r"\bimport \S+ as (\w+)", code)}
    assert set(re.findall(r"([\w\])]+)\.\w+\(", code)) <= of_templates
    assert not re.search(r"replace\([^()]*, *\d+ *\)", code)
