"""`make page` makes a page on which no check and no test finds a fault; where it makes none, nothing is touched."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config

from lessonkit import page
from lessonkit.build import CONFIGS, environment
from lessonkit.checks import ALL
from lessonkit.checks.site import Site
from lessonkit.page import MAP, NAV, PageError, example, lessons, make, own_files, with_line, with_links
from lessonkit.project import HERE, LANGUAGES, Project
from lessonkit.record import RecordError

LEFT_OUT = (".*", "node_modules", "__pycache__", "site")
NAME = next(f"{number:02}-title" for number in range(1, 99) if f"{number:02}" not in {name[:2] for name in lessons(HERE)})


def copied(root: Path, *left_out: str) -> Project:
    shutil.copytree(HERE.root, root, symlinks=True, ignore=shutil.ignore_patterns(*LEFT_OUT, *left_out), dirs_exist_ok=True)
    return Project(root)


@pytest.fixture(scope="module")
def copy(tmp_path_factory) -> Project:
    """The project without its site and what other hosts gave; it stays as it is, from test to test."""
    return copied(tmp_path_factory.mktemp("project"), "lib")


@contextmanager
def edited(path: Path, text: str) -> Iterator[None]:
    """A file with another text, for a while."""
    before = path.read_bytes() if path.exists() else None
    path.write_text(text, "utf-8")
    yield
    path.unlink() if before is None else path.write_bytes(before)


@contextmanager
def refused(project: Project, error: type[BaseException], said: str | None = None) -> Iterator[None]:
    """Inside, a new page must fail, and leave every file as it is."""
    before = contents(project)
    with pytest.raises(error, match=said):
        yield
    assert contents(project) == before


def contents(project: Project) -> dict[str, bytes]:
    """Every file but those that Python leaves behind."""
    return {project.name(path): path.read_bytes() for path in project.root.rglob("*") if path.is_file() and "__pycache__" not in path.parts}


def built(project: Project, monkeypatch) -> Site:
    for name, value in environment().items():
        monkeypatch.setenv(name, value)
    for config in CONFIGS:
        build(load_config(str(project.root / config)))
    (project.site / "vi" / "404.html").unlink()
    return Site(project)


def test_a_new_page_is_whole_in_both_languages_and_every_check_and_its_own_test_pass(tmp_path, monkeypatch):
    copy = copied(tmp_path)
    before = contents(copy)
    command = ["make", "-s", "-o", ".venv/ready-site", f"IN_VENV={sys.executable}", "page", f"NAME={NAME}"]
    done = subprocess.run(command, cwd=copy.root, capture_output=True, text=True)
    assert done.returncode == 0 and all(file in done.stdout for file in own_files(NAME)), done.stderr
    after, snake = contents(copy), NAME.replace("-", "_")
    assert not before.keys() - after.keys()
    assert all(NAME in file or snake in file for file in after.keys() - before.keys())
    assert {file for file in before if after[file] != before[file]} <= {*CONFIGS, *(f"docs/{lang}/{name}.md" for lang in LANGUAGES for name in ("index", "glossary", "reference"))}

    site = built(copy, monkeypatch)
    assert [str(fault) for check in ALL for fault in check(site)] == []
    tests = [f"tests/pages/test_{name}.py" for name in (snake, "index", "glossary", "reference")]
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *tests, f"snippets/{snake}.py", f"snippets/exercises/{snake}_1.py"]
    done = subprocess.run(command, cwd=copy.root, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("", "Say what the new page is called"),
        ("14_title", "'14_title' is no name for a page"),
        ("title", "'title' is no name for a page"),
        ("4-title", "'4-title' is no name for a page"),
        ("14-Title", "'14-Title' is no name for a page"),
        ("14-title-", "'14-title-' is no name for a page"),
        ("14-../title", "is no name for a page"),
        ("02-title", "There is 02-one-query already"),
        ("99-one-query", "There is 02-one-query already"),
        ("02-one-query", "snippets/02_one_query.py lies there already"),
    ],
)
def test_a_name_that_will_not_do_is_refused_with_a_sentence_and_one_that_will_do(copy, name, said):
    with refused(copy, PageError, f"{said}.*make page NAME={example(HERE)}"):
        make(copy, name)


def test_nothing_that_lies_there_is_written_over(copy):
    for file in own_files("99-title"):
        with edited(copy.root / file, "mine\n"), refused(copy, PageError, f"{file} lies there already"):
            make(copy, "99-title")


def test_half_a_page_of_the_same_number_is_in_the_way(copy):
    with edited(copy.snippets / "99_other.py", ""), refused(copy, PageError, "There is 99-other already"):
        make(copy, "99-title")


def test_a_translation_that_is_behind_is_not_said_to_be_up_to_date(copy):
    home = copy.docs("en") / "index.md"
    changed = home.read_text("utf-8").replace("You know Python", "You know some Python")
    with edited(home, changed), refused(copy, PageError, "docs/vi/index.md .* not up to date .* make translated PAGE=index"):
        make(copy, "99-title")


@pytest.mark.parametrize(("file", "error"), [("snippet.py", RecordError), ("figure.py", RecordError), ("page.vi.md", TypeError)])
def test_where_a_step_fails_nothing_is_left(copy, monkeypatch, tmp_path, file, error):
    templates = shutil.copytree(page.TEMPLATES, tmp_path, dirs_exist_ok=True)
    (templates / file).write_text("1 / 0\n", "utf-8")
    monkeypatch.setattr(page, "TEMPLATES", templates)
    with refused(copy, error):
        make(copy, "99-title")


def test_where_the_last_step_fails_nothing_is_left(copy, monkeypatch):
    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(page, "with_hashes", interrupt)
    with refused(copy, KeyboardInterrupt):
        make(copy, "99-title")


def test_a_line_goes_below_those_of_lower_numbers_and_keeps_comments():
    nav = "nav:  # all\n  - A:\n      - 01-one.md\n  - B:\n      - 08-eight.md  # the last\n      - 12-twelve.md\n  - reference.md\n"
    assert with_line(nav, NAV, "09", lambda line: "new\n") == nav.replace("  # the last\n", "  # the last\nnew\n")
    assert with_line(nav, NAV, "13", lambda line: "new\n") == nav.replace("twelve.md\n", "twelve.md\nnew\n")
    assert with_line(nav, NAV, "00", lambda line: "new\n") == nav.replace("      - 01", "new\n      - 01")
    assert with_line("nothing\n", MAP, "09", lambda line: "new\n") == "nothing\n"


@pytest.mark.parametrize(
    ("text", "linked"),
    [
        ("Page 09: more", "[Page 09](09-new.md): more"),
        ("xem trang 09.", "xem [trang 09](09-new.md)."),
        ("[Page 09](09-new.md)", "[Page 09](09-new.md)"),
        ("page 099, page 10", "page 099, page 10"),
    ],
)
def test_what_names_the_page_leads_to_it(text, linked):
    assert with_links(text, "09-new") == linked
