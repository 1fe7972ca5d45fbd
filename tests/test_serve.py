"""What `make serve` builds again after a save: what has to be, and no more."""

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
    monkeypatch.setattr(serve, "HERE", Project(tmp_path))
    return Project(tmp_path)


@pytest.fixture
def built(project, monkeypatch, tmp_path_factory):
    folder, languages = tmp_path_factory.mktemp("built"), []

    def build_language(config, into):
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
    monkeypatch.setattr(serve, "build_language", lambda config, into: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        built()
    monkeypatch.setattr(serve, "build_language", works)
    (project.docs("vi") / "01-a.md").write_text("new")
    assert built() == ["en", "vi"]


def test_vietnamese_shows_within_english(built):
    built()
    assert (built.folder / "en" / "vi").samefile(built.folder / "vi")
