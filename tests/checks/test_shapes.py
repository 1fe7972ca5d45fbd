"""Shapes, broken on purpose."""

import ast

import pytest

from lessonkit.checks import shapes
from lessonkit.checks.shapes import Said, fits, numbers_in, product, wrong_shapes
from lessonkit.watched import Watch, run, shapes_on

EN = "docs/en/01-tiny.md"
KNOWN = {"x": {(6, 3)}, "x.T": {(3, 6)}, "x.max(axis=1, keepdims=True)": {(6, 1)}, "x @ q": {(6,)}, "q": {(3,)}, "many": {(2, 6, 3)}}


def wrong(text: str, about_shapes: bool = True) -> list[str]:
    return [shape for shape, _ in wrong_shapes(Said(text, about_shapes), KNOWN)]


@pytest.mark.parametrize(
    "text",
    [
        "`x` (6, 3) → `q` (3,)",
        "The shape of `x` is (6, 3).",
        "(6, 3) `@` (3,) → (6,)",
        "(6, 3) `@` (3, 6) → (6, 6), then a (6, 6)",  # a product that no array keeps
        "`x.max(…)` (…, 1) and (…, 6, 3)",
        "`x.max(…)` | (6, 1)",
        "a 6 × 3 matrix",
        "6×3",
        "`torch.rand(7, 2)` and f(7, 2) are calls",
        "1 · 2 + 2 · 1, half of (−1, 2) and (T, d)",
    ],
)
def test_right_shapes_pass(text):
    assert wrong(text) == []


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("`x` has the shape (6, 4)", "(6, 4)"),
        ("`x` (3, 6) → `q` (3,)", "(3, 6)"),  # a shape that is there, but not the one of x
        ("`x` | (3, 6) | all tokens", "(3, 6)"),
        ("`x`, (3, 6), a row each", "(3, 6)"),
        ("`x.max(…)` | (6, 3)", "(6, 3)"),
        ("(6, 3) `@` (3,) → (3,)", "(3,)"),
        ("(6, 3) @ (3, 6) -> (6, 3)", "(6, 3)"),
        ("(6, 3) `@` (2,) → one number", "(2,)"),
        ("tokens (7,) → weights", "(7,)"),
        ("(…, 2)", "(…, 2)"),
        ("a 6 × 4 matrix", "6 × 4"),
    ],
)
def test_a_wrong_shape_is_found(text, shape):
    assert shape in wrong(text)


def test_a_table_may_be_of_numbers_that_the_code_computes_with():
    said = Said("each needs a 768 × 768 matrix", True)
    assert list(wrong_shapes(said, {}, {768})) == [] and list(wrong_shapes(said, {}, {769}))


def test_points_are_no_shapes():
    assert wrong("the arrow (7, 1)", about_shapes=False) == []


@pytest.mark.parametrize(
    ("left", "right", "gives"),
    [
        ((3,), (3,), ()), ((6, 3), (3,), (6,)), ((3,), (3, 2), (2,)), ((6, 3), (3, 2), (6, 2)), ((6, 3), (2, 3), None),
        ((2, 6, 3), (3, 4), (2, 6, 4)), ((6, 3), (2, 3, 6), (2, 6, 6)), ((3,), (2,), None), ((2, 6, 3), (3,), (2, 6)),
    ],
)  # fmt: skip
def test_products(left, right, gives):
    assert product(left, right) == gives


def test_axes_that_are_left_out():
    assert fits(("…", 3), (6, 3)) and fits(("…", 6, 3), (6, 3)) and not fits(("…", 1), (6, 3)) and not fits(("…", 2, 6, 3), (6, 3))
    assert numbers_in("(…, 6, 3)") == ("…", 6, 3) and numbers_in("768 × 768") == (768, 768)


WRONG = {
    "prose": "\n**Shape.** Two `numbers` (3,) → one number.\n",
    "table": "\n| code | shape |\n|---|---|\n| `numbers` | (3,) |\n",
    "list": "\n- shape: (3,)\n",
    "admonition": "\n!!! note\n\n    The shape is (3,).\n",
    "caption": "\n![The shape (3,)](figures/01-tiny-bar.svg)\n",
}


@pytest.mark.parametrize("text", WRONG.values(), ids=WRONG)
def test_a_wrong_shape_is_named_with_its_line_wherever_it_stands(copy, text):
    copy.append(EN, "\nThe point (3,).\n" + text)
    line = max(n for n, row in enumerate((copy.project.root / EN).read_text("utf-8").splitlines(), 1) if "(3,)" in row)
    faults = copy.faults(shapes.not_in_the_code)
    assert faults and all(fault.startswith(f"{EN}:{line}: [c]") and "mend the shape" in fault for fault in faults)


def test_the_shapes_of_the_code_pass(copy):
    copy.append(EN, "\n**Shape.** `numbers` (2,), and (2,) `@` (2,) → one number.\n")
    assert copy.faults(shapes.not_in_the_code) == []


def test_a_page_without_code_speaks_of_all_the_others(copy):
    copy.append("docs/en/index.md", "\nThe shape (2,), not the shape (3,).\n")
    (fault,) = copy.faults(shapes.not_in_the_code)
    assert fault == "docs/en/index.md:9: [c] no array of the page's code has the shape (3,); mend the shape"


@pytest.mark.parametrize("file", ["snippets/01_tiny.py", "snippets/exercises/01_tiny_1.py"])
def test_comments_are_looked_at_too(copy, file):
    old = "numbers = [1.25, 2.5]" if "exercises" not in file else "difference = None"
    copy.edit(file, old, f"{old}  # (3,), and the point (5, 6)\npoint = (5, 6)")
    (fault,) = copy.faults(shapes.in_comments)
    assert fault.startswith(f"{file}:4: [c] no array of the page's code has the shape (3,)")


def test_the_code_does_what_it_did_while_it_is_watched(copy):
    code = "import numpy as np\nx = np.ones((2, 3))\ny = f'{x.sum():.1f}' + str([i for i in (1, 2)])\nx[0, 1:] += 1\nz, *w = x[:, :2] @ np.ones((2, 4)), *[1]\n"
    names, seen = {}, {}
    run(code, copy.project.snippets / "x.py", names, seen)
    assert names["y"] == "6.0[1, 2]" and names["x"].sum() == 8 and names["w"] == [1]
    assert seen["x"] == {(2, 3)} and seen["x[:, :2]"] == {(2, 2)} and seen["x[:, :2] @ np.ones((2, 4))"] == {(2, 4)} == seen["z"]
    assert ast.unparse(Watch().visit(ast.parse("x = 1"))) == "x = 1"


def test_the_shapes_of_a_page_hold_those_of_its_exercises(copy):
    copy.edit("snippets/exercises/01_tiny_1.py", "difference = numbers[1] - numbers[0]\n", "three = [1, 2, 3]\ndifference = numbers[1] - numbers[0]\n")
    assert shapes_on(copy.project, copy.project.snippets / "01_tiny.py")["three"] == {(3,)}
