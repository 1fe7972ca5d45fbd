"""What `make build` does to a whole site, and what it refuses."""

import json
import re
import shutil
import zipfile
from pathlib import Path

import material
import pytest
from fontTools.ttLib import TTFont
from jinja2 import DictLoader, Environment, TemplateNotFound
from mkdocs.config import load_config
from mkdocs.exceptions import PluginError
from tiny_project import TinyProject

from lessonkit.build import build, finish_pages, with_hash
from lessonkit.hooks import check_material, on_config
from lessonkit.policy import policy, with_policy
from lessonkit.project import HERE, LANGUAGES, Project

HEADS = [
    '<head><meta charset="utf-8">',
    "<head>\n<meta charset='UTF-8'>",
    '<head class="x"><title>T</title>',
]


@pytest.mark.parametrize("faulty", [("en",), ("vi",), ("en", "vi")])
def test_a_fault_in_any_language_stops_the_build_and_is_named(tmp_path, capfd, faulty):
    project = Project(tmp_path)
    (tmp_path / "main.html").write_text('<div class="page">{{ page.content }}</div>')
    project.snippets.mkdir()
    for language in LANGUAGES:
        project.docs(language).mkdir(parents=True)
        text = "[Gone](nowhere.md)" if language in faulty else "Here."
        (project.docs(language) / "index.md").write_text(text)
        search = {"lang": "en", "separator": " ", "pipeline": []}  # or it asks Material's theme
        settings = {"site_name": "x", "docs_dir": f"docs/{language}"}
        settings |= {
            "hooks": [str(HERE.root / "lessonkit" / "hooks.py")],
            "plugins": [{"material/search": search}],
            "theme": {"name": None, "custom_dir": "."},
            "extra": {"words": {}, "modules": []},
        }
        project.config(language).write_text(json.dumps(settings))
    assert build(project) == 1
    assert capfd.readouterr().err.count("contains a link 'nowhere.md'") == len(faulty)
    assert not project.built("vi").exists()


def test_all_that_draws_pictures_reaches_the_page():
    """And nothing else does: cells draw with what is in this file and their own names."""
    shared = {path.relative_to(HERE.figures).as_posix() for path in HERE.figures.rglob("*.*")}
    of_notebooks = re.compile(r"words/..\.ttf|.*__pycache__")
    names = {name for name in shared if not of_notebooks.match(name)}
    with zipfile.ZipFile(HERE.site / "lib" / "figures.zip") as archive:
        assert {*archive.namelist()} == names


def test_what_the_engine_consists_of_is_in_the_site_once():
    """MkDocs copies it for each language, which have that of the root."""
    (static,) = HERE.site.rglob("static*")
    assert names_below(static) == names_below(HERE.web / "static")
    (worker,) = HERE.site.rglob("service-worker.js")
    assert worker.parent == static.parent == HERE.site


def names_below(folder: Path) -> set[str]:
    paths = {path.relative_to(folder) for path in folder.rglob("*.*")}
    return {path.as_posix() for path in paths if "__pycache__" not in path.parts}


def test_the_worker_brings_all_of_the_pages_python():
    """And each language has a table of sentences, be it empty."""
    worker = (HERE.web / "static" / "cell" / "worker.mjs").read_text("utf-8")
    brought = {*re.findall(r'"(\w+\.py)"', worker)}
    assert brought == {path.name for path in HERE.web.glob("static/python/*.py")}
    (static,) = HERE.site.glob("static-*")
    tables = {path.stem for path in (static / "python" / "sentences").iterdir()}
    assert tables >= {*LANGUAGES}


@pytest.mark.parametrize("head", HEADS)
def test_a_policy_is_stamped_however_the_head_is_written(head):
    page = f"<html>{head}</head><body>Content-Security-Policy</body></html>"
    stamp = '<meta http-equiv="Content-Security-Policy" content="default-src'
    assert with_policy(page).count(stamp) == 1


def test_a_page_without_a_head_is_refused():
    with pytest.raises(ValueError, match="no <head> to put the Content-Security-Policy into"):
        with_policy("<html><body></body></html>")


def test_every_built_page_has_a_policy_and_it_knows_its_scripts():
    for path in HERE.site.rglob("*.html"):
        page = path.read_text("utf-8")
        assert policy(page) in page, path


def test_scripts_and_styles_have_another_address_when_they_change(tmp_path):
    names = []
    for text in ("old", "new"):
        (tmp_path / "static").mkdir()
        (tmp_path / "static" / "site.mjs").write_text(text)
        (tmp_path / "index.html").write_text(
            '<html><head></head><script src="../static/site.mjs"></script></html>'
        )
        names.append(with_hash(tmp_path / "static"))
        (page,) = finish_pages(tmp_path, names[-1], has_python=True)
        assert f'src="../{names[-1]}/site.mjs"' in page
    assert names[0] != names[1]


def test_in_code_only_what_has_a_colour_is_an_element(tmp_path):
    code = '<span class="n">a</span> <span class="o">=</span> <span class="mi">1</span>'
    (tmp_path / "index.html").write_text(f"<html><head></head>{code}</html>")
    (page,) = finish_pages(tmp_path, "static-1", has_python=True)
    assert 'a = <span class="mi">1</span>' in page


def test_fonts_hold_what_formulas_show(site):
    fonts = HERE.site.glob("lib/katex/fonts/*.woff2")
    there = {0x200B}.union(*(TTFont(path).getBestCmap() for path in fonts))
    for page in site.pages():
        for formula in page.article.find_class("katex-html"):
            assert {*map(ord, formula.text_content())} <= there, page.place()


def test_without_numpy_for_the_browser_each_page_says_so(tmp_path):
    (tmp_path / "index.html").write_text('<html lang="en"><head></head></html>')
    (page,) = finish_pages(tmp_path, "static-1", has_python=False)
    assert page.startswith('<html data-built data-python="missing" lang="en">')


def test_the_script_of_the_theme_is_the_packages_own():
    (script,) = Path(material.__file__).parent.glob("templates/assets/javascripts/bundle.*.min.js")
    for language in LANGUAGES:
        built = HERE.built(language) / "assets" / "javascripts" / script.name
        assert built.read_bytes() == script.read_bytes()


def test_styles_keep_their_rules_without_comments_and_indents():
    for source in (HERE.web / "static").rglob("*.css"):
        (built,) = HERE.site.glob(f"static-*/**/{source.name}")
        text, shown = source.read_text("utf-8"), built.read_text("utf-8")
        rules = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
        assert shown.split() == rules.split() and "/*" not in shown, source.name
        assert len(shown.encode()) < len(text.encode())


def test_what_material_no_longer_writes_ends_the_build_with_a_sentence():
    """Each change of what Material or mkdocs-jupyter wrote goes by the macro that sees to that."""
    text = (HERE.web / "main.html").read_text("utf-8")
    macro = re.search(r"\{%- macro becomes.*?endmacro -%\}", text, re.S)[0]
    becomes = Environment(loader=DictLoader({})).from_string(macro).module.becomes
    assert becomes("a <b>", "<b>", "<c>") == "a <c>"
    with pytest.raises(TemplateNotFound, match="Not in what Material .* writes any more: <b> "):
        becomes("a", "<b>", "<c>")
    for path in HERE.web.rglob("*.html"):
        assert "super() |" not in path.read_text("utf-8"), path


def test_a_page_that_does_not_say_what_it_is_is_in_the_navigation_all_the_same(tmp_path, caplog):
    tiny = TinyProject(tmp_path)
    tiny.edit("docs/en/01-tiny.md", "part: nothing", "part: else")
    config = load_config(str(tiny.project.config("en")))
    on_config(config)
    assert config.nav is None  # every page, by name
    assert "docs/en/01-tiny.md: the front matter has no part" in caplog.text
    tiny.edit("docs/en/01-tiny.md", "part: else", "part: nothing")
    config = load_config(str(tiny.project.config("en")))
    on_config(config)
    assert config.nav == ["index.md", {"Attention from nothing": ["01-tiny.md"]}, "teachers.md"]


@pytest.mark.parametrize("lost", ["partials/source.html", "assets/stylesheets", "block header"])
def test_what_material_no_longer_has_ends_the_build_with_a_sentence(tmp_path, lost):
    theirs, ours = Path(material.__file__).parent / "templates", tmp_path / "templates"
    icons = shutil.ignore_patterns(".icons")
    shutil.copytree(theirs, ours, ignore=icons)
    check_material(ours)
    if lost == "block header":
        base = ours / "base.html"
        base.write_text(base.read_text("utf-8").replace("{% block header %}", ""), "utf-8")
    else:
        (ours / lost).rename(tmp_path / "lost")
    name = "the block 'header'" if " " in lost else lost
    with pytest.raises(PluginError, match=f"Material no longer has {name}.*; correct what"):
        check_material(ours)
