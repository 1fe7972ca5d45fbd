"""Run a page's code and note the shape of every expression in it, by the expression's own text."""

import ast
import io
from contextlib import redirect_stdout
from functools import cache
from pathlib import Path

import numpy as np

from lessonkit.program import a_program_of_its_own, versions
from lessonkit.project import Project
from lessonkit.sections import sections

Shapes = dict[str, set[tuple[int, ...]]]  # `inputs @ query`: {(6,)}
PLAIN = (ast.Constant, ast.Slice, ast.Starred, ast.JoinedStr, ast.FormattedValue)  # no array, or no place for a call


class Watch(ast.NodeTransformer):
    """Hand the value of every expression to `__seen__`, with its text."""

    def visit(self, node):
        text = ast.unparse(node) if isinstance(node, ast.expr) else ""
        inner = self.generic_visit(node)
        written_to = not isinstance(getattr(node, "ctx", ast.Load()), ast.Load)
        if not text or written_to or isinstance(node, PLAIN) or (isinstance(node, ast.Tuple) and ":" in text):
            return inner
        return ast.Call(ast.Name("__seen__", ast.Load()), [ast.Constant(text), inner], [])


def shape_of(value) -> tuple[int, ...] | None:
    """The shape of an array, or of a list that would make one."""
    if isinstance(value, (list, tuple)) and 0 < len(value) <= 100:
        try:
            value = np.asarray(value, dtype=float)
        except (TypeError, ValueError):
            return None
    return value.shape if isinstance(value, np.ndarray) else None


def run(code: str, path: Path, names: dict, shapes: Shapes) -> None:
    """Run code and add the shapes that it meets, and those of the names that it leaves."""

    def seen(text, value):
        if shape := shape_of(value):
            shapes.setdefault(text, set()).add(shape)
        return value

    tree = ast.fix_missing_locations(Watch().visit(ast.parse(code)))
    names["__seen__"] = seen
    with redirect_stdout(io.StringIO()):
        exec(compile(tree, str(path), "exec"), names)
    for name, value in list(names.items()):
        seen(name, value)


def shapes_on(project: Project, program: Path) -> Shapes:
    """Every shape that the code of a page meets: its snippet, the solutions of its exercises, and their checks."""
    files = [program, *(path for path in project.exercises() if project.exercise_page(path) == program)]
    files = tuple(path for path in files if path.exists())
    return _shapes_on(files, versions(*files, project.snippets / "attention.py"))


@cache
def _shapes_on(files: tuple[Path, ...], changed: tuple[int, ...]) -> Shapes:
    shapes: Shapes = {}
    names: dict = {"__name__": "__main__"}
    with a_program_of_its_own(files[0].parent if files else Path(), "en"):
        for path in files:
            parts = sections(path)
            wanted = parts if path == files[0] else [name for name in ("start", "solution", "check") if name in parts]
            own = names if path == files[0] else dict(names)
            for name in wanted:
                run(parts[name].text, path, own, shapes)
    return shapes
