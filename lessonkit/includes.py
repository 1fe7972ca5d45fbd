"""What an include on a page may look like: one line, one section of one file below `snippets/`."""

import re
from pathlib import Path

from lessonkit.sections import SectionError, sections

INCLUDE = re.compile(r'\s*--8<-- "(?P<file>[^":\s]+)(?::(?P<section>[a-z][a-z0-9_-]*))?"')


def include_fault(line: str, snippets: Path) -> str | None:
    """Return what is wrong with the include on a line, or None."""
    if "-8<-" not in line:  # with as many dashes as one likes, as pymdownx.snippets reads it
        return None
    include = INCLUDE.fullmatch(line)
    if include is None:
        return f'this include is not of the form `--8<-- "file.py:section"`: {line.strip()}'
    file = snippets / include["file"]
    if not file.is_file():
        return f"there is no snippets/{include['file']}; correct the name in the include"
    try:
        there = sections(file)
    except SectionError as error:
        return f"snippets/{include['file']} cannot be read: {error}"
    text = file.read_text("utf-8") if include["section"] is None else None
    if include["section"] in there:
        text = there[include["section"]].text
    if text is None:
        what = f"snippets/{include['file']} has no section {include['section']!r}"
        return f"{what}, only {', '.join(there)}; correct the name, or run `make record`"
    if not text.strip():
        return f"what is included from snippets/{include['file']} is empty; write the section"
    return None
