"""`make page` makes a page on which no check and no test finds a fault; where it makes none, nothing is touched. And a language
more, added as TRANSLATING.md says, is whole: both are tried in one copy of the project, which is built once."""

import re
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import lxml.html
import pytest

from lessonkit import page
from lessonkit.build import environment
from lessonkit.page import MAP, NAV, PLAN, PageError, example, lessons, make, own_files, with_line, with_links
from lessonkit.project import HERE, Project
from lessonkit.prove.workshop import copied
from lessonkit.record import RecordError

NAME = next(f"{number:02}-title" for number in range(1, 99) if f"{number:02}" not in {name[:2] for name in lessons(HERE)})


@pytest.fixture(scope="module")
def copy(tmp_path_factory) -> Project:
    """The project without its site and what other hosts gave; it stays as it is, from test to test."""
    return copied(tmp_path_factory.mktemp("project"), "lib")


@contextmanager
def edited(path: Path, text: str) -> Iterator[None]:
    """A file with another text, for a while."""
    before = path.read_bytes() if path.exists() else None
    path.write_text(text, "utf-8")
    try:
        yield
    finally:
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


def run(project: Project, *command: str) -> str:
    done = subprocess.run(command, cwd=project.root, capture_output=True, text=True, env=environment())
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout[-4000:]}{done.stderr[-4000:]}"
    return done.stdout


def make_in(project: Project, *words: str) -> str:
    return run(project, "make", "-s", "-o", ".venv/ready-site", f"IN_VENV={sys.executable}", *words)


def mend(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text, f"{path} does not hold {old!r}"
    path.write_text(text.replace(old, new, 1), "utf-8")


def add_german(project: Project) -> None:
    """Step by step as TRANSLATING.md says."""
    said = (HERE.root / "TRANSLATING.md").read_text("utf-8").partition("## Add a language")[2]
    for block in re.findall(r"``` ?bash\n(.*?)```", said, re.S):
        run(project, "sh", "-e", "-c", textwrap.dedent(block))
    (listed,) = re.findall(r"``` ?yaml\n(.*?) *```", said, re.S)
    mend(project.root / "mkdocs.yml", "\n  words: ", f"\n{textwrap.indent(textwrap.dedent(listed), ' ' * 4).rstrip()}\n  words: ")
    mend(project.config("de"), "Sửa trang này", "Seite bearbeiten")
    mend(project.config("de"), "  words:", "  words:\n    untranslated: Noch nicht übersetzt.")
    mend(project.docs("en") / "static" / "cell" / "words.de.mjs", 'run: "Run"', 'run: "Ausführen"')
    mend(project.root / "theme" / "404.html", "{% endblock %}", '<section class="not-found" lang="de"><h1>Nicht gefunden</h1></section>\n{% endblock %}')
    for place in ("title: ", "\n# "):
        mend(project.docs("de") / "index.md", f"{place}Attention, proved", f"{place}Attention, bewiesen")
    make_in(project, "record")
    make_in(project, "translated", "PAGE=de/index")


BUILD = """
from mkdocs.commands.build import build
from mkdocs.config import load_config
from lessonkit.build import finish
from lessonkit.project import HERE, LANGUAGES
for language in LANGUAGES:
    build(load_config(str(HERE.config(language))))
finish(HERE)
"""


@pytest.fixture(scope="module")
def grown(tmp_path_factory) -> tuple[Project, dict[str, bytes], dict[str, bytes], str]:
    """The project with German and then a new page, built: what its files held before the new page, and after, and what was said."""
    project = copied(tmp_path_factory.mktemp("grown"))
    (project.root / "node_modules").symlink_to(HERE.root / "node_modules")
    add_german(project)
    before = contents(project)
    said = make_in(project, "page", f"NAME={NAME}")
    after = contents(project)
    run(project, sys.executable, "-c", BUILD)
    return project, before, after, said


def html(project: Project, address: str):
    return lxml.html.fromstring((project.site / address / "index.html").read_text("utf-8"))


def test_a_new_page_is_made_of_new_files_and_lines_in_what_leads_to_it(grown):
    project, before, after, said = grown
    assert all(file in said for file in own_files(NAME))
    assert all(NAME in file or NAME.replace("-", "_") in file for file in after.keys() ^ before.keys())
    leading = {f"docs/{language}/{name}.md" for language in ("en", "vi", "de") for name in ("index", "teachers", "glossary", "reference")} | {f"docs/{language}/notebooks/index.ipynb" for language in ("en", "vi", "de")}
    assert {file for file in before if after[file] != before[file]} <= leading | {project.config(language).name for language in ("en", "vi", "de")}


def test_after_a_language_and_a_page_more_every_check_and_the_tests_of_the_page_pass(grown):
    """All but the one that records again what was recorded a moment ago, and the one that looks at the workflow."""
    snake = NAME.replace("-", "_")
    tests = ["tests/test_site.py", "tests/test_metadata.py", "tests/pages/test_index.py", "tests/pages/test_teachers.py", f"tests/pages/test_{snake}.py"]
    run(grown[0], sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", "not stale_files and not fork", *tests, f"snippets/{snake}.py", f"snippets/exercises/{snake}_1.py")


def test_the_german_home_page_is_german_and_its_twins_know_it(grown):
    home = html(grown[0], "de")
    assert home.get("lang") == "de" and home.xpath("string(//h1)").startswith("Attention, bewiesen")
    assert home.xpath("string(//p[@class='page-end']/a[1])") == "Seite bearbeiten"
    for address, others in (("", ["vi", "de"]), ("vi", ["en", "de"]), ("de", ["en", "vi"])):
        page = html(grown[0], address)
        assert [link.get("hreflang") for link in page.xpath("//link[normalize-space(@rel)='alternate']")] == ["en", "vi", "de", "x-default"]
        assert [link.get("hreflang") for link in page.xpath("//a[@data-twin]")] == others


def test_a_page_that_is_not_translated_yet_is_there_in_english_and_says_so(grown):
    page, english = html(grown[0], "de/01-why-self"), html(grown[0], "01-why-self")
    assert page.get("lang") == "de" and page.xpath("string(//*[@class='page']/@lang)") == "en"
    assert page.xpath("string(//p[@class='untranslated'])") == "Noch nicht übersetzt."
    (edit,) = page.xpath("//a[contains(@href, '/edit/')]/@href")
    assert edit.endswith("/edit/main/docs/en/01-why-self.md")
    for shown in (page, english):
        assert shown.xpath("//link[@rel='canonical']/@href") == english.xpath("//link[@rel='canonical']/@href")
        assert [link.get("hreflang") for link in shown.xpath("//link[normalize-space(@rel)='alternate']")] == ["en", "vi", "x-default"]
    assert not english.xpath("//p[@class='untranslated']") and english.xpath("//*[@class='page']/@lang") == []


def test_a_lost_german_reader_is_told_so_in_german(grown):
    lost = lxml.html.fromstring((grown[0].site / "404.html").read_text("utf-8"))
    assert lost.xpath("//section[@class='not-found']/@lang") == ["en", "vi", "de"]
    assert not (grown[0].site / "de" / "404.html").exists()


def test_no_template_asks_which_language_it_is_in_but_for_english():
    """What differs from language to language stands in its configuration; the one 404 page holds all languages."""
    for template in (HERE.root / "theme").rglob("*.html"):
        named = re.findall(r"""(?<!lang=)["'](?:vi|Vietnamese)["']|\bif vi\b""", template.read_text("utf-8"))
        assert template.name == "404.html" or not named, template


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


def test_a_lesson_plan_stands_between_those_of_its_neighbours():
    plans = "# Plans\n\n## 01 One { #p01 }\n\n**Aims.**\n\n## 08 Eight { #p08 }\n\n- last\n"

    def with_plan(number):
        return with_line(plans, PLAN, number, lambda above: "new\n\n" if above.endswith("\n\n") else "\nnew\n")

    assert with_plan("05") == plans.replace("## 08", "new\n\n## 08")
    assert with_plan("09") == plans + "\nnew\n"


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
