"""What an include on a page may look like: one line, one section of one file below `snippets/`."""

import re
from pathlib import Path

from lessonkit.sections import SectionError, sections

INCLUDE = re.compile(r'\s*--8<-- "(?P<file>[^":\s]+):(?P<section>[a-z][a-z0-9_-]*)"')


def include_fault(line: str, snippets: Path) -> str | None:
    """Return what is wrong with the include on a line, or None."""
    if "-8<-" not in line:  # with as many dashes as one likes, as pymdownx.snippets reads it
        return None
    include = INCLUDE.fullmatch(line)
    if include is None:
        return f'this include is not of the form `--8<-- "file.py:section"`: {line.strip()}'
    name, section = include.groups()
    if not (snippets / name).is_file():
        return f"there is no snippets/{name}; correct the name in the include"
    try:
        there = sections(snippets / name)
    except SectionError as error:
        return f"snippets/{name} cannot be read: {error}"
    if section not in there:
        what = f"snippets/{name} has no section {section!r}, only {', '.join(there)}"
        return f"{what}; correct the name, or run `make record`"
    if not there[section].text.strip():
        return f"what is included from snippets/{name} is empty; write the section"
    return None
