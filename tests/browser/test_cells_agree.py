"""On every page what is copied runs alone, and exercises say in a browser what they said before."""

import os
import subprocess
import sys

import pytest
from cells import RESET, Cell, cells, needs_python
from pages import IN_TURN

from lessonkit.checks.site import Site, code_of
from lessonkit.project import HERE
from lessonkit.record import same_form
from lessonkit.sections import sections
from lessonkit.shown import normalised

pytestmark = needs_python
COPY = """async (box, [action, copied]) => {
  const status = box.querySelector('.cell-says');
  status.textContent = '';
  const told = new Promise(done =>
    new MutationObserver(done).observe(status, { childList: true }));
  box.querySelector(`[data-action=${action}]`).click();
  await told;
  if (status.textContent !== copied) return status.textContent;
  return navigator.clipboard.readText() }"""


@pytest.fixture
def page(lesson_page):
    if lesson_page.language != IN_TURN[lesson_page.name]:
        pytest.skip("looked at in the other language, whose code is the same")
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


def test_copy_yields_the_code_and_copy_all_a_program(page, tmp_path):
    lesson, starts, checks = (cells(page, kind) for kind in ("lesson", "start", "check"))
    built = Site(HERE).page(page.language, page.name).article.find_class("run")
    for cell, block in zip(cells(page), built, strict=True):
        assert copied(cell, "copy") == code_of(block), f"{page.where}, cell “{cell.name}”"
    for number, cell in enumerate(lesson, 1):
        up_to_here = "\n\n".join(each.code for each in lesson[:number]) + "\n"
        assert copied(cell, "copy-all").endswith(up_to_here), f"{page.where}, cell “{cell.name}”"
    # The program of an exercise holds that of the lesson.
    programs = [[*lesson, start, check] for start, check in zip(starts, checks, strict=True)]
    timed = page.locator(".run.timed").count() > 0
    for program in programs or [lesson]:
        printed = run_alone(copied(program[-1], "copy-all"), page.language, tmp_path)
        shown = "".join(cell.output for cell in program)
        message = f"{page.where}, “{program[-1].name}”: Copy all prints\n{printed}\nnot\n{shown}"
        assert printed == shown or (timed and same_form(printed, shown)), message


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


def copied(cell: Cell, action: str) -> str:
    """Return what a press of Copy or Copy all puts on the clipboard."""
    said = HERE.words(cell.page.language)["script"]["copied"]
    return cell.box.evaluate(COPY, [action, said])


def run_alone(program: str, language: str, folder) -> str:
    """Run a program where nothing else is, as somebody who pasted it would."""
    (folder / "pasted.py").write_text(program, "utf-8")
    if not (folder / "snippets").exists():  # programs that open data say that they need it
        (folder / "snippets").mkdir()
        (folder / "snippets" / "data").symlink_to(HERE.snippets / "data")
    env = {"LANG": f"{language}.UTF-8", "PYTHONUTF8": "1", "PYTHONPATH": ""}
    command = [sys.executable, "-W", "error", "pasted.py"]
    done = subprocess.run(
        command,
        check=False,
        cwd=folder,
        capture_output=True,
        env=os.environ | env,
    )
    said = done.stderr if done.returncode else done.stdout  # bytes: a carriage return is kept
    return normalised(said.decode("utf-8"))
