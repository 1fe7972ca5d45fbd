"""pytest collects every snippet: one item for each file, one for each of its sections, in the order of the pages.

A new file in `snippets/` is collected without touching a test.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from lessonkit.program import normalised, run_exercise, run_program
from lessonkit.project import HERE
from lessonkit.record import same_form, timed_sections
from lessonkit.sections import sections

RIGHT = {"en": "Right:", "vi": "Đúng:"}


def pytest_collect_file(file_path, parent):
    if file_path.suffix == ".py" and file_path.parent == HERE.snippets:
        return ProgramFile.from_parent(parent, path=file_path)
    if file_path.suffix == ".py" and file_path.parent == HERE.snippets / "exercises":
        return ExerciseFile.from_parent(parent, path=file_path)
    return None


class WrongOutput(Exception):
    """A snippet does not print what is on record."""


class SnippetItem(pytest.Item):
    """One thing that a snippet has to do; `prove` says which."""

    def __init__(self, *, prove, **kwargs):
        super().__init__(**kwargs)
        self.prove = prove

    def runtest(self):
        self.prove()

    def repr_failure(self, excinfo, style=None):
        if isinstance(excinfo.value, (WrongOutput, subprocess.CalledProcessError)):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self):
        return self.path, None, f"{HERE.name(self.path)}: {self.name}"


class ProgramFile(pytest.File):
    """A snippet: it runs alone, and each section prints what its `.out` says."""

    def collect(self):
        yield SnippetItem.from_parent(self, name="runs alone", prove=lambda: run_alone(self.path))
        for section in sections(self.path):
            yield SnippetItem.from_parent(self, name=section, prove=lambda section=section: compare(self.path, section))


class ExerciseFile(pytest.File):
    """An exercise: its check says of each answer what is on record, in both languages, and only the solution is right."""

    def collect(self):
        for answer in sections(self.path):
            if answer != "check":
                for language in RIGHT:
                    prove = lambda answer=answer, language=language: check_answer(self.path, answer, language)  # noqa: E731
                    yield SnippetItem.from_parent(self, name=f"{answer}-{language}", prove=prove)


def recorded_output(out: Path, section: str) -> str:
    return sections(out)[section].text if out.exists() and section in sections(out) else ""


def run_alone(path: Path) -> None:
    """Run a file as a reader does, from the project's root, with warnings as errors."""
    command = [sys.executable, "-W", "error", str(path)]
    done = subprocess.run(command, cwd=HERE.root, capture_output=True, text=True, env=os.environ | {"LANG": "en_GB.UTF-8"})
    if done.returncode:
        raise WrongOutput(f"python {HERE.name(path)} fails, so its page does too; mend it:\n{done.stderr[-2000:]}")
    expected = "".join(section.text for section in sections(path.with_suffix(".out")).values()) if path.with_suffix(".out").exists() else ""
    timed = any(file == path.stem for file, _ in timed_sections(HERE))
    if not (same_form if timed else str.__eq__)(normalised(done.stdout), expected):
        raise WrongOutput(f"python {HERE.name(path)} prints something else than its .out says; run `make record`, and read `git diff`")


def compare(path: Path, section: str) -> None:
    """Compare what a section prints, the file run up to it, with its section of the `.out`."""
    printed, out = run_program(path).outputs[section], path.with_suffix(".out")
    expected = recorded_output(out, section)
    same = same_form if (path.stem, section) in timed_sections(HERE) else str.__eq__
    if not same(printed, expected):
        line = sections(path)[section].line
        raise WrongOutput(
            f"{HERE.name(path)}:{line}: section {section!r} prints\n{printed}and {HERE.name(out)} says\n{expected}"
            f"Mend the code, or run `make record` and read `git diff`."
        )


def check_answer(path: Path, answer: str, language: str) -> None:
    said = run_exercise(HERE, path, answer, language).outputs["check"]
    section = "check" if answer == "start" else answer
    out = path.with_suffix(".out" if language == "en" else ".vi.out")
    if said != recorded_output(out, section):
        raise WrongOutput(f"{HERE.name(path)}: the check says of {answer!r}\n{said}and {HERE.name(out)} says something else; run `make record`")
    if said.startswith(RIGHT[language]) != (answer == "solution"):
        raise WrongOutput(f"{HERE.name(path)}: of the solution, and of nothing else, the check says {RIGHT[language]!r}; of {answer!r} it says\n{said}")
