"""On every page what is copied runs alone, and exercises say in a browser what they said before."""

import os
import subprocess
import sys

import pytest
from cells import RESET, Cell, cells, look, needs_python
from pages import IN_TURN, WITH_CELLS

from lessonkit.checks.site import Site, code_of
from lessonkit.project import HERE
from lessonkit.record import same_form
from lessonkit.sections import sections
from lessonkit.shown import normalised

pytestmark = needs_python
# In one language each: the code is the same in both.
ONE_LANGUAGE = [(IN_TURN[name], name) for name in WITH_CELLS]
in_turn = pytest.mark.parametrize("lesson_page", sorted(ONE_LANGUAGE), indirect=True, ids="-".join)
COPIES = """async ([action, copied]) => {
  const copies = [];
  for (const box of document.querySelectorAll('.run')) {
    const status = box.querySelector('.cell-says');
    status.textContent = '';
    const told = new Promise(done =>
      new MutationObserver(done).observe(status, { childList: true }));
    box.querySelector(`[data-action=${action}]`).click();
    await told;
    if (status.textContent !== copied) throw Error(status.textContent);
    copies.push(await navigator.clipboard.readText());
  }
  return copies }"""


@pytest.fixture
def page(lesson_page):
    lesson_page.evaluate(RESET)
    return lesson_page


def difference(cell: Cell, recorded: str, answer: str = "the page's own code") -> list[str]:
    """Return a sentence with page, cell and both outputs, or none where they agree."""
    printed = normalised(cell.output)
    timed = "timed" in cell.box.get_attribute("class").split()
    if printed == recorded or (timed and same_form(printed, recorded)):
        return []
    where = f"{cell.page.where}, cell “{cell.name}”, {answer}"
    return [f"{where}: the browser printed\n{printed}\nand CPython\n{recorded}"]


@in_turn
def test_copy_yields_the_code_and_copy_all_a_program(page, tmp_path):
    shown = look(page)
    built = Site(HERE).page(page.language, page.name).article.find_class("run")
    for cell, copy, block in zip(shown, copies(page, "copy"), built, strict=True):
        assert copy == code_of(block), f"{page.where}, cell “{cell['name']}”"
    programs = [*zip(shown, copies(page, "copy-all"), strict=True)]
    lesson, starts, checks = (
        [(cell, program) for cell, program in programs if cell["kind"] == kind]
        for kind in ("lesson", "start", "check")
    )
    above = ""
    for cell, program in lesson:
        above += ("\n\n" if above else "") + cell["code"]
        assert program.endswith(above + "\n"), f"{page.where}, cell “{cell['name']}”"
    # The program of an exercise holds that of the lesson.
    exercises = [[*lesson, start, check] for start, check in zip(starts, checks, strict=True)]
    timed = any(cell["timed"] for cell in shown)
    for cells_of_it in exercises or [lesson]:
        last, program = cells_of_it[-1]
        printed = run_alone(program, page.language, tmp_path)
        recorded = "".join(cell["output"] for cell, _ in cells_of_it)
        message = f"{page.where}, “{last['name']}”: Copy all prints\n{printed}\nnot\n{recorded}"
        assert printed == recorded or (timed and same_form(printed, recorded)), message


@in_turn
def test_every_exercise_says_what_it_said_in_cpython(page):
    """After the start as the page has it, and after one answer; CPython has compared all."""
    found = []
    exercises = zip(cells(page, "start"), cells(page, "check"), strict=True)
    for number, (start, check) in enumerate(exercises, 1):
        code = HERE.snippets / "exercises" / f"{page.stem}_{number}.py"
        record = sections(HERE.output(code, page.language))
        said = {name: section.text for name, section in record.items()}
        check.run_from_within()
        found += difference(check, said["check"]) + difference(start, said.get("start", ""))
        name = "solution" if number % 2 else "wrong_1"
        start.write(sections(code)[name].text.rstrip("\n"))
        check.run_from_within()
        found += difference(check, said.get(name, ""), name)
    assert not found, "\n".join(found)


def copies(page, action: str) -> list[str]:
    """Return what a press of Copy or Copy all of each cell puts on the clipboard."""
    said = HERE.words(page.language)["script"]["copied"]
    return page.evaluate(COPIES, [action, said])


def run_alone(program: str, language: str, folder) -> str:
    """Run a program where nothing else is, as somebody who pasted it would."""
    (folder / "pasted.py").write_text(program, "utf-8")
    if not (folder / "snippets").exists():  # programs that open data say that they need it
        (folder / "snippets").mkdir()
        (folder / "snippets" / "data").symlink_to(HERE.snippets / "data")
    env = {"LANG": f"{language}.UTF-8", "PYTHONUTF8": "1", "PYTHONPATH": ""}
    command = [sys.executable, "-W", "error", "pasted.py"]
    done = subprocess.run(
        command, check=False, cwd=folder, capture_output=True, env=os.environ | env
    )
    said = done.stderr if done.returncode else done.stdout  # bytes: a carriage return is kept
    return normalised(said.decode("utf-8"))
