"""Every cell of every page, in a real browser: it prints what CPython printed (kind l), and what is copied is the code
that is shown and runs by itself (kind m).

One tab for each language goes from page to page by instant navigation, so Python loads twice in all.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from cells import Cell, cells, needs_python
from pages import address

from lessonkit.program import normalised
from lessonkit.project import HERE, LANGUAGES
from lessonkit.record import same_form
from lessonkit.sections import sections

pytestmark = needs_python
NAMES = [page.relative_to(HERE.docs("en")).with_suffix("").as_posix() for page in HERE.pages("en")]
WITH_CELLS = [
    (language, name)
    for language in LANGUAGES
    for name in NAMES
    if (HERE.snippets / f"{name.replace('-', '_')}.py").exists()
    and (HERE.docs(language) / f"{name}.md").exists()
]


@pytest.fixture(scope="module")
def tabs(context, served_site):
    """One tab for each language."""
    opened = {language: context.new_page() for language in LANGUAGES}
    for language, page in opened.items():
        page.goto(served_site.url + address(language, "index"))
        page.wait_for_load_state(
            "networkidle"
        )  # Material has its sitemap, which says where it may go
    yield opened
    for page in opened.values():
        page.close()


@pytest.fixture(scope="module", params=WITH_CELLS, ids="-".join)
def visit(request, tabs, served_site):
    """A page, reached by a link, for all tests of it."""
    language, name = request.param
    tab, url = tabs[language], served_site.url + address(language, name)
    tab.evaluate("localStorage.clear()")
    if tab.url.partition("#")[0] == url:  # a link to the page itself leads nowhere
        tab.goto(url)
    else:
        tab.evaluate(
            """url => { document.querySelectorAll('.run').forEach(cell => cell.setAttribute('data-left', ''));
               const link = Object.assign(document.createElement('a'), { href: url });
               document.querySelector('article').append(link); link.click(); }""",
            url,
        )
    tab.wait_for_function(
        "() => document.querySelector('.run:not([data-left])')?.dataset.state === 'idle'"
    )
    assert tab.url.partition("#")[0] == url  # Material adds the heading that the reader is at
    return tab, language, name


@pytest.fixture
def page(visit):
    """The page, its exercises untouched; the lesson's cells, which no test edits, need not run twice."""
    tab, *_ = visit
    tab.bring_to_front()  # the clipboard belongs to the tab in front
    tab.evaluate(
        "document.querySelectorAll('.run:not([data-kind=lesson]) [data-action=reset]').forEach(button => button.click())"
    )
    return tab


def copied(cell: Cell, action: str) -> str:
    """What a press of Copy or Copy all puts on the clipboard."""
    return cell.box.evaluate(
        """async (box, action) => {
           const status = box.querySelector('[role=status]');
           status.textContent = '';
           const told = new Promise(done => new MutationObserver(done).observe(status, { childList: true }));
           box.querySelector(`[data-action=${action}]`).click();
           await told;
           return navigator.clipboard.readText();
        }""",
        action,
    )


def test_copy_yields_exactly_the_code_shown(page, language, name):
    html = (
        HERE.site
        / ("" if language == "en" else language)
        / ("" if name == "index" else name)
        / "index.html"
    )
    built = page.evaluate(
        """html => [...new DOMParser().parseFromString(html, 'text/html').querySelectorAll('.run code')]
           .map(code => code.textContent.replace(/\\n$/, ''))""",
        html.read_text("utf-8"),
    )
    for cell, shown in zip(cells(page), built, strict=True):
        assert copied(cell, "copy") == shown, (
            f"docs/{language}/{name}.md, cell “{cell.name}”: [m] Copy yields other code than is shown"
        )


def kept_outputs(language: str, name: str, exercise: int) -> dict[str, str]:
    """What the check of an exercise says after start, solution and each wrong answer, as recorded by CPython."""
    ending = ".out" if language == "en" else f".{language}.out"
    path = HERE.snippets / "exercises" / f"{name.replace('-', '_')}_{exercise}{ending}"
    return {section: found.text for section, found in sections(path).items()}


def answers(name: str, exercise: int) -> dict[str, str]:
    path = HERE.snippets / "exercises" / f"{name.replace('-', '_')}_{exercise}.py"
    return {
        section: found.text.rstrip("\n")
        for section, found in sections(path).items()
        if section not in ("start", "check")
    }


def difference(language: str, name: str, cell: Cell, recorded: str, answer: str = "") -> str:
    """A sentence with page, cell and both outputs, or nothing where they agree."""
    printed = normalised(cell.output)
    timed = "timed" in cell.box.get_attribute("class").split()
    if printed == recorded or (timed and same_form(printed, recorded)):
        return ""
    after = f" after {answer}" if answer else ""
    return f"docs/{language}/{name}.md, cell “{cell.name}”{after}: [l] the browser printed\n{printed}\nand CPython\n{recorded}"


def test_every_cell_prints_in_the_browser_what_it_printed_in_cpython(page, language, name):
    lesson = cells(page, "lesson")
    page.evaluate(
        "document.querySelectorAll('[data-kind=lesson] [data-action=reset]').forEach(button => button.click())"
    )
    recorded = [cell.output for cell in lesson]
    lesson[-1].run_from_within()
    assert [
        f"docs/{language}/{name}.md, cell “{cell.name}”: [l] {cell.says}"
        for cell in lesson
        if cell.state != "done"
    ] == []
    found = [
        difference(language, name, cell, before)
        for cell, before in zip(lesson, recorded, strict=True)
    ]
    assert not any(found), "\n".join(filter(None, found))


def test_every_exercise_says_in_the_browser_what_it_said_in_cpython(page, language, name):
    """After the start as the page has it, after the solution, and after each wrong answer."""
    found = []
    for number, (start, check) in enumerate(
        zip(cells(page, "start"), cells(page, "check"), strict=True), 1
    ):
        kept = kept_outputs(language, name, number)
        check.run_from_within()
        found.append(difference(language, name, check, kept["check"]))
        found.append(difference(language, name, start, kept.get("start", "")))
        for answer, code in answers(name, number).items():
            start.write(code)
            check.run_from_within()
            found.append(difference(language, name, check, kept.get(answer, ""), answer))
    assert not any(found), "\n".join(filter(None, found))


def run_by_itself(program: str, language: str, folder: Path) -> str:
    """Runs a program where nothing else is, as somebody who pasted it would."""
    (folder / "pasted.py").write_text(program, "utf-8")
    done = subprocess.run(
        [sys.executable, "-W", "error", "pasted.py"],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        env={**os.environ, "LANG": f"{language}.UTF-8", "PYTHONUTF8": "1", "PYTHONPATH": ""},
    )
    return normalised(done.stdout) if done.returncode == 0 else done.stderr


def test_copy_all_yields_a_program_that_runs_by_itself_and_prints_what_the_page_shows(
    page, language, name, tmp_path
):
    where = f"docs/{language}/{name}.md"
    lesson, starts, checks = (cells(page, kind) for kind in ("lesson", "start", "check"))
    for number, cell in enumerate(lesson, 1):
        cells_up_to_here = "\n\n".join(c.code for c in lesson[:number]) + "\n"
        assert copied(cell, "copy-all").endswith(cells_up_to_here), (
            f"{where}, cell “{cell.name}”: [m] Copy all yields other code than is shown"
        )
    exercises = {
        check: [*lesson, start, check] for start, check in zip(starts, checks, strict=True)
    }
    for last, whole in (
        exercises or {lesson[-1]: lesson}
    ).items():  # the program of an exercise holds that of the lesson
        printed, shown = (
            run_by_itself(copied(last, "copy-all"), language, tmp_path),
            "".join(cell.output for cell in whole),
        )
        timed = page.locator(".run.timed").count() > 0
        agree = printed == shown or (timed and same_form(printed, shown))
        assert agree, (
            f"{where}, cell “{last.name}”: [m] what Copy all yields printed\n{printed}\nand the page shows\n{shown}"
        )
