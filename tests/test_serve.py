"""What `make serve` builds again after a save: what has to be, and no more."""

import os

import markdown
import pytest

from lessonkit import serve
from lessonkit.project import Project


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project of a few files, and `built`: what was built since it was last asked."""
    for name in ("docs/en/01-a.md", "docs/vi/01-a.md", "docs/en/static/site.css", "snippets/01_a.py", "theme/main.html", "mkdocs.yml", "mkdocs.vi.yml"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("old")
        os.utime(path, (1, 1))  # long ago, however coarse the clock of the file system
    monkeypatch.setattr(serve, "HERE", Project(tmp_path))
    return Project(tmp_path)


@pytest.fixture
def built(project, monkeypatch, tmp_path_factory):
    folder, languages = tmp_path_factory.mktemp("built"), []

    def build_language(language, into, kept):
        into.mkdir(exist_ok=True)
        languages.append(into.name)

    monkeypatch.setattr(serve, "build_language", build_language)
    served = serve.Served(folder)

    def ask():
        languages.clear()
        served.build()
        return languages

    ask.folder = folder
    return ask


@pytest.mark.parametrize(
    ("file", "languages"),
    [
        ("docs/en/01-a.md", ["en"]),
        ("docs/vi/01-a.md", ["vi"]),
        ("docs/en/static/site.css", ["en"]),
        ("docs/vi/02-new.md", ["vi"]),
        ("snippets/01_a.py", ["en", "vi"]),
        ("theme/main.html", ["en", "vi"]),
        ("mkdocs.yml", ["en", "vi"]),
        ("mkdocs.vi.yml", ["en", "vi"]),
    ],
)
def test_a_save_builds_the_languages_that_show_it(project, built, file, languages):
    assert built() == ["en", "vi"]
    assert built() == []
    (project.root / file).write_text("new")
    assert built() == languages
    assert built() == []


def test_a_file_that_is_gone_is_a_change_too(project, built):
    built()
    (project.docs("vi") / "01-a.md").unlink()
    assert built() == ["vi"]


def test_what_could_not_be_built_is_built_with_the_next_save(project, built, monkeypatch):
    built()
    (project.docs("en") / "01-a.md").write_text("wrong")
    works = serve.build_language
    monkeypatch.setattr(serve, "build_language", lambda language, into, kept: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        built()
    monkeypatch.setattr(serve, "build_language", works)
    (project.docs("vi") / "01-a.md").write_text("new")
    assert built() == ["en", "vi"]


def test_vietnamese_shows_within_english(built):
    built()
    assert (built.folder / "en" / "vi").samefile(built.folder / "vi")


# -- which pages of a language are rendered again


PAGES = {
    "index.md": "---\ntitle: Home\n---\n[one](01-a.md)\n",
    "01-a.md": "---\ntitle: One\n---\n# One\n\nold words\n",
    "02-b.md": '---\ntitle: Two\n---\n--8<-- "code.py"\n',
}
CONFIG = """
site_name: small
docs_dir: docs/{language}
theme: {{ name: null, custom_dir: theme }}
plugins: []
markdown_extensions: [{{ pymdownx.snippets: {{ base_path: snippets }} }}]
"""


@pytest.fixture
def small(tmp_path, monkeypatch):
    """A small site that MkDocs builds: `save(file, text)` says which sources were rendered then."""
    for language in serve.LANGUAGES:
        (tmp_path / "docs" / language).mkdir(parents=True)
        Project(tmp_path).config(language).write_text(CONFIG.format(language=language))
        for name, text in PAGES.items():
            (tmp_path / "docs" / language / name).write_text(text)
    for name, text in {"snippets/code.py": "old = 1", "theme/main.html": "{{ page.title }}: {{ page.content }}", "theme/404.html": ""}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(serve, "HERE", Project(tmp_path))
    rendered, convert = [], markdown.Markdown.convert
    monkeypatch.setattr(markdown.Markdown, "convert", lambda self, source: rendered.append(source) or convert(self, source))
    served = serve.Served(tmp_path / "built")
    served.build()

    def save(file, text):
        rendered.clear()
        (tmp_path / file).write_text(text)
        served.build()
        return len(rendered)

    return save


def shown(page):
    return (serve.HERE.root / "built" / "vi" / page / "index.html").read_text("utf-8")


def test_a_saved_page_is_rendered_again_with_those_that_name_it_and_no_other(small):
    assert small("docs/vi/01-a.md", "---\ntitle: New\n---\n# One\n\nnew words\n") == 2
    assert "New: " in shown("01-a") and "new words" in shown("01-a")
    assert 'href="01-a/"' in shown("") and "old = 1" in shown("02-b") and "Two: " in shown("02-b")


def test_any_other_change_renders_every_page_again(small):
    assert small("snippets/code.py", "new = 2") == 6
    assert "new = 2" in shown("02-b")
    assert small("docs/vi/03-new.md", "# Three") == 4
    assert small("docs/vi/figure.svg", "<svg/>") == 4
    assert small("docs/vi/.hidden", "an editor's") == 0


def test_a_page_without_a_title_of_its_own_is_always_rendered(small):
    small("docs/vi/02-b.md", "# Two by its heading\n")
    assert small("docs/vi/01-a.md", "---\ntitle: One\n---\nnew words\n") == 3
    assert "Two by its heading: " in shown("02-b")
