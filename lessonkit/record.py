"""`make record`: write down what every snippet prints and every figure shows. The tests compare with the same function."""

import importlib.util
import re
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lessonkit.architecture import architecture
from lessonkit.notebook import notebooks
from lessonkit.program import run_exercise, run_program
from lessonkit.project import HERE, LANGUAGES, TRANSLATIONS, Project
from lessonkit.sections import sections, with_marks

TIMED = re.compile(r"^`{3,} *\{[^}\n]*\.timed\b[^}\n]*\} *\n--8<-- \"(?P<file>[^:\"]+)\.py:(?P<section>[\w-]+)\"", re.M)
DIGITS = re.compile(r"\d+(\.\d+)?")


def timed_sections(project: Project) -> set[tuple[str, str]]:
    """The (snippet, section) pairs that a page marks `.timed`: their output is an example, compared in form only."""
    pages = (page.read_text("utf-8") for language in LANGUAGES for page in project.pages(language))
    return {(m["file"], m["section"]) for text in pages for m in TIMED.finditer(text)}


def same_form(one: str, other: str) -> bool:
    """Whether two texts differ in their digits only."""
    return DIGITS.sub("0", one).split() == DIGITS.sub("0", other).split()


def program_output(project: Project, path: Path) -> str:
    """What the `.out` of a snippet has to say. A timed output that is on record in the same form stays."""
    outputs = {name: text for name, text in run_program(path).outputs.items() if text}
    recorded = path.with_suffix(".out")
    timed = {section for file, section in timed_sections(project) if file == path.stem} & outputs.keys()
    if timed and recorded.exists():
        old = sections(recorded)
        outputs |= {name: old[name].text for name in timed if name in old and same_form(old[name].text, outputs[name])}
    return with_marks(outputs)


def exercise_output(project: Project, path: Path, language: str) -> str:
    """What start prints, and what check says after start, after the solution and after each wrong answer."""
    outputs = {}
    for answer in sections(path):
        if answer == "check":
            continue
        printed = run_exercise(project, path, answer, language)
        if answer == "start":
            outputs |= {"start": printed["start"], "check": printed["check"]}
        else:
            outputs[answer] = printed["check"]
    return with_marks({name: text for name, text in outputs.items() if text})


def figure_module(path: Path):
    """Import `figures/NN_slug.py`, whose name is no identifier."""
    spec = importlib.util.spec_from_file_location(f"figures_{path.stem}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def figures(project: Project, path: Path) -> Iterator[tuple[Path, str]]:
    """Every picture of a figure program in every language: the path of its SVG, and its text."""
    module = figure_module(path)
    page = run_program(project.snippets / path.name).names
    for name, draw in module.FIGURES.items():
        for language in LANGUAGES:
            picture = project.docs(language) / "figures" / f"{path.stem.replace('_', '-')}-{name}.svg"
            yield picture, draw(page, module.WORDS.get(language, module.WORDS["en"]))


def recorded(project: Project, page: str = "") -> Iterator[tuple[Path, str]]:
    """Every file that the project's code makes, with the text that it should hold now.

    With the name of one page's snippet, what belongs to that page, and the table of all notebooks.
    """
    made = {}
    for path, text in outputs_and_figures(project, page):
        made[path] = text
        yield path, text
    if not page:  # an output that lies there, but that no code makes any more, is none
        made |= {path: "" for path in project.snippets.rglob("*.out") if path not in made}
    yield from notebooks(project, made, page)
    if not page and (project.root / "README.md").exists():  # which shows it
        yield project.root / "docs" / "architecture.svg", architecture()


def outputs_and_figures(project: Project, page: str) -> Iterator[tuple[Path, str]]:
    """What the snippets and exercises print, and the pictures. Raises RecordError where one of them raises."""
    for make, paths in ((program_files, project.programs()), (exercise_files, project.exercises()), (figures, sorted(project.figures.glob("*.py")))):
        for path in paths:
            if path.stem.startswith(page):
                with named(project, path):
                    made = list(make(project, path))
                yield from made


class RecordError(Exception):
    """A snippet or a figure program raises; the message says which, where and what to do."""


@contextmanager
def named(project: Project, path: Path) -> Iterator[None]:
    """Turn whatever a program raises into one sentence that names its line."""
    try:
        yield
    except Exception as error:
        lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == str(path)]
        where = f"{project.name(path)}:{lines[-1]}" if lines else project.name(path)
        raise RecordError(f"{where}: raises {type(error).__name__}: {error}; mend it, and run `make record` again") from error


def program_files(project: Project, path: Path) -> Iterator[tuple[Path, str]]:
    """What a program prints, if it prints."""
    if text := program_output(project, path):
        yield path.with_suffix(".out"), text


def exercise_files(project: Project, path: Path) -> Iterator[tuple[Path, str]]:
    """What an exercise says in English, and in each language that it speaks besides."""
    english = exercise_output(project, path, "en")
    yield path.with_suffix(".out"), english
    for language in TRANSLATIONS:
        if (said := exercise_output(project, path, language)) != english:
            yield path.with_suffix(f".{language}.out"), said


def main() -> int:
    """Rewrite what changed; remove what no code makes any more; say so."""
    try:
        made = dict(recorded(HERE))
    except RecordError as error:
        sys.exit(f"Nothing is recorded: {error}")
    for path, text in made.items():
        if not path.exists() or path.read_text("utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8", newline="\n")
            print(f"recorded {HERE.name(path)}")
    for path in left_over(HERE, set(made)):
        path.unlink()
        print(f"removed {HERE.name(path)}: no code makes it any more")
    print(f"{len(made)} files stand as the code makes them; `git diff` shows what changed")
    return 0


def left_over(project: Project, made: set[Path]) -> list[Path]:
    """Recorded files that no code makes."""
    there = [*project.snippets.rglob("*.out")]
    for language in LANGUAGES:
        there += [*(project.docs(language) / "figures").glob("*.svg"), *project.docs(language).rglob("*.ipynb")]
    return sorted(set(there) - made)


if __name__ == "__main__":
    sys.exit(main())
