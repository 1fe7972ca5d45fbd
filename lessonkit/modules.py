"""What code imports of the modules that a page may import: `extra.modules` of `mkdocs.yml`.

Such a module is `snippets/NAME.py`. It is served as a file, brought to the page's Python, put
before *Copy all* and into notebooks where cells import it, and need not be on a page.
"""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from lessonkit.project import Project


def imports(code: str) -> Iterator[tuple[int, str]]:
    """Each module that some code imports, without what is below it, and the line."""
    try:
        tree = ast.parse(code)
    except SyntaxError:  # it does not run, which another check says
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name.partition(".")[0]) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, "." if node.level else (node.module or "").partition(".")[0]


@cache  # every notebook asks about the same modules
def names_in(code: str) -> frozenset[str]:
    return frozenset(name for _, name in imports(code))


def needed(project: Project, code: str) -> list[Path]:
    """The files of the modules that some code imports, each after those that it imports itself."""
    found: dict[Path, None] = {}
    names = names_in(code)
    for path in project.modules():
        if path.stem in names:
            found |= dict.fromkeys([*needed(project, path.read_text("utf-8")), path])
    return [*found]
