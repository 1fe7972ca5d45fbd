"""No claim is empty: each becomes false for some other numbers than the page's.

First the literals of the page's snippet change. A claim that holds whatever they are (weights sum
to 1) must depend on a name in its expression: then the values of its names change, and what its
functions return.
"""

import ast
import warnings

import numpy as np
import pytest

from lessonkit.checks.claims import claims_of, names_of_page
from lessonkit.program import fresh_program, run_program
from lessonkit.project import HERE
from lessonkit.sections import sections

TRIES = 60


class OtherNumbers(ast.NodeTransformer):
    """Change some of the numeric literals of a program, never to another type."""

    def __init__(self, rng):
        self.rng = rng
        self.share = rng.choice([0.05, 0.3, 1.0])

    def visit_Constant(self, node):
        if type(node.value) not in (int, float) or self.rng.random() > self.share:
            return node
        if type(node.value) is int:
            return ast.copy_location(
                ast.Constant(max(0, node.value + int(self.rng.integers(-2, 4)))), node
            )
        return ast.copy_location(
            ast.Constant(node.value + self.rng.normal(scale=1 + abs(node.value))), node
        )


def names_with_other_numbers(program, rng):
    """The names that a snippet ends with when some literals are others, or None."""
    names = {"__name__": "__main__"}
    try:
        with fresh_program(program.parent, "en"), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for section in sections(program).values():
                tree = ast.fix_missing_locations(OtherNumbers(rng).visit(ast.parse(section.text)))
                exec(compile(tree, str(program), "exec"), names)
    except Exception:
        return None
    return names


def other_value(value, rng):
    """Something of the same kind with other numbers; a function returns something else."""
    if callable(value):
        return lambda *args, **kwargs: other_value(value(*args, **kwargs), rng)
    if isinstance(value, np.ndarray) and value.dtype == bool:
        return rng.random(value.shape) < 0.5
    if isinstance(value, np.ndarray) and value.dtype.kind in "fi":
        noise = rng.normal(scale=2 * rng.random() * rng.integers(0, 2), size=value.shape)
        return noise + value * rng.integers(0, 2)  # now and then all are 0
    if isinstance(value, bool):
        return bool(rng.integers(0, 2))
    if isinstance(value, (int, float, np.number)):
        return type(value)(
            value + rng.integers(-5, 6) + (0 if isinstance(value, int) else rng.normal())
        )
    if isinstance(value, (list, tuple)):
        return type(value)(other_value(item, rng) for item in value)
    if isinstance(value, dict):
        return {key: other_value(item, rng) for key, item in value.items()}
    return value + "x" if isinstance(value, str) else value


def is_false(expression, names):
    """Whether an expression can be evaluated with these names, and is false."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return not eval(expression, {"np": np, **names})
    except Exception:
        return False


def never_false(page, program):
    """The claims of a page that stay true whatever its numbers are."""
    rng = np.random.default_rng(0)
    left = [expression for _, expression in claims_of(page)]
    own = run_program(program).names
    for _ in range(TRIES):
        for claim in left[:]:
            used = sorted(names_of_page(page, claim))
            with np.errstate(all="ignore"):
                changed = {name: other_value(own[name], rng) for name in used}
            if is_false(claim, own | changed):
                left.remove(claim)
    for _ in range(TRIES):
        if not left:
            break
        names = names_with_other_numbers(program, rng)  # slow: the whole program runs again
        left = [claim for claim in left if not (names and is_false(claim, names))]
    return left


@pytest.mark.parametrize("program", HERE.programs(), ids=lambda program: program.stem)
def test_each_claim_can_become_false(program, site):
    page = site.page("en", program.stem.replace("_", "-"))
    empty = never_false(page, program) if page and claims_of(page) else ()
    assert not empty, f"{page.place()}: these claims can never fail, so they say nothing: {empty}"
