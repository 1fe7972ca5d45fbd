"""Kinds a and b: a snippet runs alone, and prints what is on record; so does the check of an exercise.

`items` names what has to be proved of one file: `conftest.py` makes a test of each.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from lessonkit.checks.recorded import raised
from lessonkit.checks.site import Fault
from lessonkit.program import normalised, run_exercise, run_program
from lessonkit.project import LANGUAGES, Project
from lessonkit.record import RecordError, named, same_form, timed_sections
from lessonkit.sections import sections

RIGHT = {"en": "Right:", "vi": "Đúng:"}  # in a language that the checks do not speak yet, they answer in English
READ_DIFF = "mend the code, or run `make record` and read `git diff`"


def items(project: Project, path: Path) -> Iterator[tuple[str, Callable[[], Iterator[Fault]]]]:
    """What has to be proved of a snippet or an exercise: a name, and what finds the faults."""
    if path.parent == project.snippets:
        yield "runs alone", partial(not_alone, project, path)
        for section in sections(path):
            yield section, partial(wrong_output, project, path, section)
        return
    for answer in sections(path):
        if answer != "check":
            for language in LANGUAGES:
                yield f"{answer}-{language}", partial(wrong_answer, project, path, answer, language)


def on_record(out: Path, section: str) -> str:
    return sections(out)[section].text if out.exists() and section in sections(out) else ""


def not_alone(project: Project, path: Path) -> Iterator[Fault]:
    """Run a file as a reader does, from the project's root, with warnings as errors."""
    name, out = project.name(path), path.with_suffix(".out")
    command = [sys.executable, "-W", "error", str(path)]
    done = subprocess.run(command, cwd=project.root, capture_output=True, text=True, env=os.environ | {"LANG": "en_GB.UTF-8"})
    expected = "".join(section.text for section in sections(out).values()) if out.exists() else ""
    same = same_form if any(file == path.stem for file, _ in timed_sections(project)) else str.__eq__
    if done.returncode:
        yield Fault("a", name, f"python {name} fails, so its page does too; mend it:\n{done.stderr[-2000:]}")
    elif not same(normalised(done.stdout), expected):
        yield Fault("b", name, f"python {name} prints something else than its .out says; {READ_DIFF}")


def wrong_output(project: Project, path: Path, section: str) -> Iterator[Fault]:
    """Compare what a section prints, the file run up to it, with its section of the `.out`."""
    try:
        with named(project, path):
            printed = run_program(path).outputs[section]
    except RecordError as error:
        yield raised(error)
        return
    out = path.with_suffix(".out")
    expected = on_record(out, section)
    same = same_form if (path.stem, section) in timed_sections(project) else str.__eq__
    if not same(printed, expected):
        where = f"{project.name(path)}:{sections(path)[section].line}"
        yield Fault("b", where, f"section {section!r} prints\n{printed}and {project.name(out)} says\n{expected}{READ_DIFF}")


def wrong_answer(project: Project, path: Path, answer: str, language: str) -> Iterator[Fault]:
    """Compare what an exercise's check says of an answer with what is on record; only the solution is right."""
    try:
        with named(project, path):
            said = run_exercise(project, path, answer, language)["check"]
    except RecordError as error:
        yield raised(error)
        return
    name, out = project.name(path), project.output(path, language)
    right = RIGHT.get(language, RIGHT["en"])
    if said != on_record(out, "check" if answer == "start" else answer):
        yield Fault("b", name, f"the check says of {answer!r}\n{said}and {project.name(out)} says something else; {READ_DIFF}")
    if said.startswith(right) != (answer == "solution"):
        yield Fault("b", name, f"of the solution, and of nothing else, the check says {right!r}; of {answer!r} it says\n{said}")
