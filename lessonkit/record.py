"""`make record`: write down what every snippet prints and every figure shows."""

import os
import re
import sys
import traceback
from collections.abc import Iterator
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType

from lessonkit.cells import cells_in
from lessonkit.program import reads_model, run_exercise, run_program
from lessonkit.project import HERE, Project
from lessonkit.sections import sections, with_marks
from web.static.python.wording import words_in, words_of

SPEAKS = "import check"  # of check_attention, in a snippet
DIGITS = re.compile(r"\d+(\.\d+)?")


class RecordError(Exception):
    """A program raises; the message says which, where and what to do."""


def made_by(project: Project, path: Path) -> dict[Path, str]:
    """The files that a snippet, an exercise or a figure program makes, with their texts.

    Raises RecordError where it raises.
    """
    makers = {project.figures: figures, project.snippets: program_output}
    make = makers.get(path.parent, exercise_outputs)
    try:
        return dict(make(project, path))
    except Exception as error:
        frames = traceback.extract_tb(error.__traceback__)
        lines = [frame.lineno for frame in frames if frame.filename == str(path)]
        where = ":".join([project.name(path), *map(str, lines[-1:])])
        what = f"raises {type(error).__name__}: {error}"
        raise RecordError(f"{where}: {what}; correct it, and run `make record` again") from error


def program_output(project: Project, path: Path) -> Iterator[tuple[Path, str]]:
    """The `.out` of a snippet that prints; a timed output of the same form stays, and so does that
    of a model that has not run.

    One that checks answers speaks the page's language, as exercises do, and has one a language.
    """
    outputs = {**run_program(path).outputs}
    out = path.with_suffix(".out")
    timed = [section for file, section in timed_sections(project) if file == path.stem]
    for section in timed if out.exists() else ():
        old = sections(out)[section].text if section in sections(out) else ""
        left_out = not outputs.get(section) and reads_model(sections(path)[section])
        if left_out or same_form(old, outputs.get(section, "")):
            outputs[section] = old
    outputs = {name: text for name, text in outputs.items() if text}
    if outputs:
        yield out, with_marks(outputs)
    for language in project.translations if SPEAKS in path.read_text("utf-8") else ():
        said = {name: text for name, text in run_program(path, language).outputs.items() if text}
        if said != outputs:
            yield path.with_suffix(f".{language}.out"), with_marks(said)


def timed_sections(project: Project) -> set[tuple[str, str]]:
    """The (snippet, section) pairs that a page marks `.timed`: their output is an example."""
    cells = (cell for page in project.pages("en") for cell in cells_in(page.read_text("utf-8")))
    timed = (cell for cell in cells if ".timed" in cell.names)
    return {(cell.file.removesuffix(".py"), cell.section or "") for cell in timed}


def same_form(one: str, other: str) -> bool:
    """Whether two texts differ in their digits only."""
    return DIGITS.sub("0", one).split() == DIGITS.sub("0", other).split()


def exercise_outputs(project: Project, path: Path) -> Iterator[tuple[Path, str]]:
    """What an exercise says in English, and in each language that it speaks besides."""
    english = exercise_output(project, path, "en")
    yield path.with_suffix(".out"), english
    for language in project.translations:
        if (said := exercise_output(project, path, language)) != english:
            yield path.with_suffix(f".{language}.out"), said


def exercise_output(project: Project, path: Path, language: str) -> str:
    """What start prints, and what check says after start, the solution and each wrong answer."""
    outputs = run_exercise(project, path, "start", language)
    for answer in sections(path):
        if answer not in ("start", "check"):
            outputs[answer] = run_exercise(project, path, answer, language)["check"]
    return with_marks({name: text for name, text in outputs.items() if text})


def figure_programs(project: Project) -> list[Path]:
    """The figure programs: each has the name of its page's snippet; other modules are shared."""
    there = sorted(project.figures.glob("*.py"))
    return [path for path in there if (project.snippets / path.name).exists()]


def figure_module(path: Path):
    """Import `figures/NN_slug.py`, whose name is no identifier, and what it shares."""
    loader = SourceFileLoader(f"figures_{path.stem}", str(path))
    module = ModuleType(loader.name)
    module.__file__ = str(path)
    sys.path.insert(0, str(path.parent))
    try:
        loader.exec_module(module)
    finally:
        sys.path.remove(str(path.parent))
    return module


def figures(project: Project, path: Path) -> Iterator[tuple[Path, str]]:
    """The pictures of a figure program in English, and in each language that has other words."""
    names, page = run_program(project.snippets / path.name).names, path.stem.replace("_", "-")
    english: dict[str, str] = {}
    for language in project.languages:
        words = words_in(project.figures / "words", language)
        for name, draw in figure_module(path).FIGURES.items():
            svg = draw(names, words_of(words, page, name))
            if svg != english.setdefault(name, svg) or language == "en":
                yield project.docs(language) / "figures" / f"{page}-{name}.svg", svg


def programs(project: Project) -> list[Path]:
    """Everything that `made_by` takes."""
    return [*project.programs(), *project.exercises(), *figure_programs(project)]


def belonging(project: Project, path: Path) -> set[Path]:
    """The recorded files of a program that are there, by their names."""
    if path.parent != project.figures:
        return {*path.parent.glob(f"{path.stem}.out"), *path.parent.glob(f"{path.stem}.??.out")}
    return {*project.root.glob(f"docs/*/figures/{path.stem.replace('_', '-')}-*.svg")}


def without_program(project: Project) -> list[Path]:
    """Recorded files that belong to no program."""
    there = {*project.snippets.rglob("*.out"), *project.root.glob("docs/*/figures/*.svg")}
    return sorted(there.difference(*(belonging(project, path) for path in programs(project))))


MODEL = HERE.root / "model"  # `make model`


def main() -> None:
    """Rewrite what changed; remove what no code makes any more; say so."""
    if (MODEL / "manifest.json").exists():
        os.environ.setdefault("SMOLLM2", str(MODEL))
    else:
        print("SmolLM2 is not here, so what it says is left as it is; `make model` brings it")
    old = {*without_program(HERE)}.union(*(belonging(HERE, path) for path in programs(HERE)))
    try:
        made = {file: text for path in programs(HERE) for file, text in made_by(HERE, path).items()}
    except RecordError as error:
        sys.exit(f"Nothing is recorded: {error}")
    for file, text in made.items():
        if not file.exists() or file.read_text("utf-8") != text:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8", newline="\n")
            print(f"recorded {HERE.name(file)}")
    for file in sorted(old - made.keys()):
        file.unlink()
        print(f"removed {HERE.name(file)}: no code makes it any more")
    print(f"{len(made)} files are as the code makes them; `git diff` shows what changed")


if __name__ == "__main__":
    main()
