"""The named sections of a snippet or of a recorded output.

A section is between `--8<-- [start:name]` and `--8<-- [end:name]`, as pymdownx.snippets reads it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

MARK = re.compile(r"^\s*#\s*--8<-- \[(?P<kind>start|end):(?P<name>[a-z][a-z0-9_-]*)\]\s*$")
DOCSTRING = re.compile(r'\A"""[\s\S]*?"""')


class SectionError(ValueError):
    """The marks of a file do not fit; the message says where and what to do."""


@dataclass(frozen=True)
class Section:
    """One section: its name, the number of its first line in the file, and its text."""

    name: str
    line: int
    text: str


def sections(path: Path) -> dict[str, Section]:
    """Return the sections of a file by name. Raises SectionError where a mark does not fit."""
    return dict(_sections(path, path.stat().st_mtime_ns))


@cache
def _sections(path: Path, changed: int) -> dict[str, Section]:
    found: dict[str, Section] = {}
    open_name: str | None = None
    first = 0
    lines = path.read_text("utf-8").splitlines(keepends=True)
    for number, line in enumerate(lines, 1):
        mark = MARK.match(line)
        if mark is None and "--8<--" not in line:
            continue
        problem = wrong_mark(mark, line, open_name, found)
        if problem or mark is None:
            raise SectionError(f"{path.name}:{number}: {problem}")
        if mark["kind"] == "start":
            open_name, first = mark["name"], number + 1
        elif open_name:
            code = "".join(lines[first - 1 : number - 1])
            found[open_name] = Section(open_name, first, code)
            open_name = None
    if open_name:
        problem = f"section {open_name!r} never ends; add `# --8<-- [end:{open_name}]`"
        raise SectionError(f"{path.name}:{first - 1}: {problem}")
    return found


def wrong_mark(mark, line: str, open_name: str | None, found) -> str | None:
    """What is wrong with a line that marks a section, or None."""
    if mark is None:
        return f"this mark is not of the form `# --8<-- [start:name]`: {line.strip()}"
    name = mark["name"]
    if mark["kind"] == "end":
        fits = name == open_name
        return None if fits else f"section {name!r} ends but has not started; add its start"
    if open_name:
        return f"section {open_name!r} is still open; end it before {name!r} starts"
    return f"there is a section {name!r} already; rename this one" if name in found else None


def outside(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the lines of code that are in no section, with their numbers."""
    text = DOCSTRING.sub(lambda m: "\n" * m[0].count("\n"), path.read_text("utf-8"), count=1)
    within = False
    for number, line in enumerate(text.splitlines(), 1):
        if "--8<--" in line:
            within = "[start:" in line
        elif not within and line.strip() and not line.lstrip().startswith("#"):
            yield number, line


def with_marks(texts: dict[str, str]) -> str:
    """Write sections into one text, as a `.out` file holds them."""
    mark = "# --8<-- [{}:{}]\n"
    return "".join(mark.format("start", n) + t + mark.format("end", n) for n, t in texts.items())
