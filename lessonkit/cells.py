"""A cell is one line of a page: `{* 02_one_query.py:scores "a title" .timed *}`.

It names a file below `snippets/` and a section in it. The title is the section's name where there
is none, `hl_lines="2 5-6"` after it highlights lines, and the recorded output follows by itself.
What is in a module (`extra.modules`) or in `pytorch/` is shown and not run.
`{* exercises/02_one_query_1.py *}` is a whole exercise: its start, its check and its folded
solution, to which the indented text below the line belongs.

Before a page is rendered each line becomes fences around includes of pymdownx.snippets.
"""

import re
from dataclasses import dataclass

from lessonkit.project import Project
from lessonkit.sections import SectionError, sections

LINE = re.compile(
    r"(?P<indent> *)\{\* (?P<file>[\w/]+\.py)(?::(?P<section>[a-z][a-z0-9_-]*)"
    r'(?: "(?P<title>[^"]+)")?(?: hl_lines="(?P<hl_lines>[\d -]+)")?'
    r"(?P<classes>(?: \.[a-z]+)*))? \*\}"
)
FORM = '{* file.py:section "title" *}, or for an exercise {* exercises/file.py *}'
CLASSES = {".given", ".large", ".shaded", ".timed"}
EXERCISE = ("start", "check", "solution")


class CellError(ValueError):
    """A line cannot be a cell; the message says why and what to do."""


@dataclass(frozen=True)
class Cell:
    """What a line says; a whole exercise has no section."""

    indent: str
    file: str
    section: str | None
    title: str | None
    hl_lines: str | None
    classes: str | None

    @property
    def names(self) -> list[str]:
        return (self.classes or "").split()


def cell_of(line: str) -> Cell | None:
    """The cell that a line of Markdown says, or None. Raises CellError where its form is wrong."""
    if "-8<-" in line:  # with as many dashes as one likes, as pymdownx.snippets reads it
        raise CellError(f"a page includes nothing by hand; write {FORM}")
    if not line.lstrip().startswith("{*"):
        return None
    match = LINE.fullmatch(line)
    if match is None or (match["section"] is None) != match["file"].startswith("exercises/"):
        raise CellError(f"this line is not of the form {FORM}: {line.strip()}")
    return Cell(**match.groupdict())


def cells_in(text: str) -> list[Cell]:
    """The cells of a page, without lines whose form is wrong, of which the build tells."""
    return [Cell(**match.groupdict()) for match in map(LINE.fullmatch, text.split("\n")) if match]


def runs(cell: Cell, project: Project) -> bool:
    """Whether a reader runs it in the page."""
    path = project.snippets / cell.file
    return path not in project.modules() and not cell.file.startswith("pytorch/")


def check(cell: Cell, project: Project) -> None:
    """Raise CellError where a cell names a file, a section or a class that is not there."""
    path = project.snippets / cell.file
    if not path.is_file():
        raise CellError(f"there is no snippets/{cell.file}; correct the name in the line")
    try:
        there = sections(path)
    except SectionError as error:
        raise CellError(f"snippets/{cell.file} cannot be read: {error}") from error
    for name in [cell.section] if cell.section else EXERCISE:
        if name not in there:
            what = f"snippets/{cell.file} has no section {name!r}, only {', '.join(there)}"
            raise CellError(f"{what}; correct the name in the line")
        if not there[name].text.strip():
            raise CellError(f"section {name!r} of snippets/{cell.file} is empty; write it")
    for name in cell.names:
        if name not in CLASSES:
            raise CellError(f"no cell has the class {name}; there are {', '.join(sorted(CLASSES))}")


def fences(cell: Cell, project: Project, language: str, words: dict) -> list[str]:
    """The Markdown of a cell with its recorded output, or of an exercise."""
    if cell.section is None:
        lines = exercise(cell, project, language, words)
    elif runs(cell, project):
        title = cell.title or cell.section.replace("_", " ")
        of_output = {".shaded"} & {*cell.names}
        classes = [".run", *(name for name in cell.names if name not in of_output)]
        options = {"title": title, "hl_lines": cell.hl_lines, "data-section": cell.section}
        lines = fence(cell.file, cell.section, ".python", *classes, **options)
        lines += output(cell.file, cell.section, project, language, *of_output)
    else:
        lines = fence(cell.file, cell.section, ".python", title=cell.title)
    return [cell.indent + line if line else "" for line in lines]


def exercise(cell: Cell, project: Project, language: str, words: dict) -> list[str]:
    """Its start and its check, each with what it prints, and the fold of its solution."""
    number, lines = cell.file.removesuffix(".py").rpartition("_")[2], []
    for name in ("start", "check"):
        title = words[f"{name}_cell"].format(number)
        lines += fence(cell.file, name, ".python", ".run", f".{name}", title=title)
        lines += output(cell.file, name, project, language)
    solution = [f"    {line}" for line in fence(cell.file, "solution", ".python") if line]
    return [*lines, f'??? solution "{words["solution"]}"', *solution, ""]


def output(file: str, section: str, project: Project, language: str, *classes: str) -> list[str]:
    """The block of what a section prints; nothing where it prints nothing.

    What a program says in each language has the class `spoken`.
    """
    snippet = project.snippets / file
    recorded = project.output(snippet, language)
    spoken = [".spoken"] * any(snippet.parent.glob(f"{snippet.stem}.??.out"))
    if not recorded.exists() or section not in sections(recorded):
        return []
    name = recorded.relative_to(project.snippets).as_posix()
    return fence(name, section, ".text", ".output", *spoken, *classes)


def fence(file: str, section: str, *classes: str, **options: str | None) -> list[str]:
    said = " ".join([*classes, *(f'{name}="{value}"' for name, value in options.items() if value)])
    return [f"``` {{ {said} }}", f'--8<-- "{file}:{section}"', "```", ""]
