"""Run a snippet section by section, as a reader runs its cells."""

import io
import os
import sys
import warnings
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy as np

from lessonkit.project import Project
from lessonkit.sections import Section, sections
from web.static.python.copies import copies_of
from web.static.python.shown import normalised


@dataclass
class Run:
    """What a program printed, section by section, and the names and print options it ended with."""

    outputs: dict[str, str] = field(default_factory=dict)
    names: dict = field(default_factory=lambda: {"__name__": "__main__"})
    options: dict = field(default_factory=dict)


@contextmanager
def fresh_program(folder: Path, language: str):
    """Let programs import modules and speak a language; turn warnings into errors."""
    before, lang, ours = sys.path[:], os.environ.get("LANG"), forget_modules(folder)
    sys.path.insert(0, str(folder))
    os.environ["LANG"] = f"{language}.UTF-8"
    try:
        with warnings.catch_warnings(), np.printoptions():  # which a program may set for itself
            warnings.simplefilter("error")
            warnings.simplefilter("ignore", ResourceWarning)  # np.load leaves an .npz open
            yield
    finally:
        sys.path[:] = before
        forget_modules(folder)
        sys.modules.update(ours)
        os.environ.pop("LANG") if lang is None else os.environ.update(LANG=lang)


def forget_modules(folder: Path) -> dict:
    """Take a project's modules out of those that are imported, and return them by name."""
    names = {path.stem for path in Project(folder.parent).modules()} & sys.modules.keys()
    return {name: sys.modules.pop(name) for name in names}


def reads_model(section: Section) -> bool:
    """Whether a cell runs SmolLM2, which takes long and which not every machine has."""
    return "smollm2.ready()" in section.text


def run_section(section: Section, path: Path, run: Run) -> None:
    code = compile("\n" * (section.line - 1) + section.text, str(path), "exec")
    with redirect_stdout(io.StringIO()) as printed:
        try:
            exec(code, run.names)
        except SystemExit as error:
            raise RuntimeError(f"sys.exit({error.code})") from error
    run.outputs[section.name] = normalised(printed.getvalue())


def run_program(path: Path, language: str = "en") -> Run:
    """Run a whole snippet, once for each version of it. Raises what it raises.

    What runs SmolLM2 is left out, unless the variable SMOLLM2 names the folder with its parts.
    """
    files = [path, *Project(path.parent.parent).modules()]
    times = tuple(file.stat().st_mtime_ns for file in files if file.exists())
    return _run_once(path, times, language)


@cache
def _run_once(path: Path, changed: tuple[int, ...], language: str) -> Run:
    run = Run()
    with fresh_program(path.parent, language):
        for section in sections(path).values():
            if reads_model(section) and not os.environ.get("SMOLLM2"):
                run.outputs[section.name] = ""
            else:
                run_section(section, path, run)
        run.options = {**np.get_printoptions()}
    return run


def run_exercise(project: Project, exercise: Path, answer: str, language: str) -> dict[str, str]:
    """What one answer to an exercise and then its check print, after the page's cells.

    Raises ValueError where the check marks another answer than the solution as solved, or does not
    mark that.
    """
    page, parts = run_program(project.exercise_page(exercise)), sections(exercise)
    run = Run(names=copies_of(page.names))
    with fresh_program(project.snippets, language):
        np.set_printoptions(**page.options)
        for name in (answer, "check"):
            run_section(parts[name], exercise, run)
    if run.names.get("solved", False) is not (answer == "solution"):
        does = "does not set" if answer == "solution" else "sets"
        raise ValueError(f"after {answer!r} the check {does} `solved = True`, its mark")
    return run.outputs
