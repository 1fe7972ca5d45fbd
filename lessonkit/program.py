"""Run a snippet section by section, as a reader runs its cells."""

import io
import os
import re
import sys
import warnings
from contextlib import contextmanager, redirect_stdout
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import ModuleType

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
    before, lang, toolkit = sys.path[:], os.environ.get("LANG"), sys.modules.pop("attention", None)
    sys.path.insert(0, str(folder))
    os.environ["LANG"] = f"{language}.UTF-8"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            yield
    finally:
        sys.path[:] = before
        sys.modules.pop("attention", None) if toolkit is None else sys.modules.update(attention=toolkit)
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
    """Run a whole snippet, once for each version of it and of the toolkit. Whatever it raises comes through."""
    return _run_program(path, versions(path, path.parent / "attention.py"))


def versions(*paths: Path) -> tuple[int, ...]:
    """What changes when one of these files does."""
    return tuple(path.stat().st_mtime_ns for path in paths if path.exists())


@cache
def _run_program(path: Path, changed: tuple[int, ...]) -> Run:
    return _run_whole(path)


def _run_whole(path: Path) -> Run:
    run = Run()
    with a_program_of_its_own(path.parent, "en"):
        for section in sections(path).values():
            _run_section(section, path, run)
    return run


def run_exercise(project: Project, exercise: Path, answer: str, language: str) -> dict[str, str]:
    """What is printed by the page's cells, then the section `answer` in the place of an exercise's start, then its check."""
    page = project.exercise_page(exercise)
    return _run_exercise(page, exercise, answer, language, versions(page, exercise, project.snippets / "attention.py"))


@cache
def _run_exercise(page: Path, exercise: Path, answer: str, language: str, changed: tuple[int, ...]) -> dict[str, str]:
    run, parts = Run(names=names_after(page)), sections(exercise)
    with a_program_of_its_own(page.parent, language):
        for name in (answer, "check"):
            _run_section(parts[name], exercise, run)
    return run.outputs


def names_after(page: Path) -> dict:
    """The names with which a page ends, as if it had only now run: what an exercise before this one did to them is undone.

    The dict is the same one each time, since that is where the page's functions look names up.
    """
    names, kept = _ended(page, versions(page, page.parent / "attention.py"))
    names.clear()
    names.update(copied(kept))
    return names


@cache
def _ended(page: Path, changed: tuple[int, ...]) -> tuple[dict, dict]:
    """The names that a run of a page of its own ended with, and a copy that nothing changes."""
    names = _run_whole(page).names
    return names, copied(names)


def copied(names: dict) -> dict:
    """A deep copy of a program's names, without the builtins; modules, which cannot be copied, are the same ones."""
    modules = {id(value): value for value in names.values() if isinstance(value, ModuleType)}
    return deepcopy({name: value for name, value in names.items() if name != "__builtins__"}, modules)
