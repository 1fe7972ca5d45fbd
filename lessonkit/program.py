"""Run a snippet section by section, as a reader runs its cells."""

import io
import os
import re
import sys
import warnings
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from lessonkit.project import Project
from lessonkit.sections import Section, sections

NEGATIVE_ZERO = re.compile(r"-(?=0\.?0*(?![\d.]))")


@dataclass
class Run:
    """What a program printed, section by section, and the names it ended with."""

    outputs: dict[str, str] = field(default_factory=dict)
    names: dict = field(default_factory=lambda: {"__name__": "__main__"})


@contextmanager
def a_program_of_its_own(folder: Path, language: str):
    """Let programs import the toolkit beside them and speak a language; turn warnings into errors."""
    before, lang = sys.path[:], os.environ.get("LANG")
    sys.path.insert(0, str(folder))
    os.environ["LANG"] = f"{language}.UTF-8"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            yield
    finally:
        sys.path[:] = before
        os.environ.pop("LANG") if lang is None else os.environ.update(LANG=lang)


def normalised(printed: str) -> str:
    """A zero has no sign: the last bit of a sum, and with it the sign of a rounded zero, differs between machines."""
    return NEGATIVE_ZERO.sub("", printed)


def _run_section(section: Section, path: Path, run: Run) -> None:
    code = compile("\n" * (section.line - 1) + section.text, str(path), "exec")
    printed = io.StringIO()
    with redirect_stdout(printed):
        exec(code, run.names)
    run.outputs[section.name] = normalised(printed.getvalue())


def run_program(path: Path) -> Run:
    """Run a whole snippet, once for each version of it. Whatever it raises comes through."""
    return _run_program(path, path.stat().st_mtime_ns)


@cache
def _run_program(path: Path, changed: int) -> Run:
    run = Run()
    with a_program_of_its_own(path.parent, "en"):
        for section in sections(path).values():
            _run_section(section, path, run)
    return run


def run_exercise(project: Project, exercise: Path, answer: str, language: str) -> Run:
    """Run the page's cells, then the section `answer` of an exercise in the place of its start, then its check."""
    run, parts = Run(), sections(exercise)
    page = project.exercise_page(exercise)
    with a_program_of_its_own(project.snippets, language):
        for section in sections(page).values():
            _run_section(section, page, run)
        for name in (answer, "check"):
            _run_section(parts[name], exercise, run)
    return run
