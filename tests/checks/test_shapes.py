"""Shapes, broken on purpose."""

import ast
from types import SimpleNamespace

import lxml.html
import pytest

from lessonkit.checks import shapes
from lessonkit.checks.shapes import Said, fits, numbers_in, product, wrong_shapes
from lessonkit.checks.site import Site
from lessonkit.watched import Watch, run, shapes_on

EN = "docs/en/01-tiny.md"
KNOWN = {
    "x": {(6, 3)}, "x.T": {(3, 6)}, "x.max(axis=1, keepdims=True)": {(6, 1)},
    "x @ q": {(6,)}, "q": {(3,)}, "many": {(2, 6, 3)}, "rows": {(4,), (5,)},
}  # fmt: skip


def wrong(text: str, about_shapes: bool = True) -> list[str]:
    return [shape for shape, _ in wrong_shapes(Said(text, about_shapes), KNOWN)]


@pytest.mark.parametrize(
    "text",
    [
        "`x` (6, 3) → `q` (3,)",
        "The shape of `x` is (6, 3).",
        "(6, 3) `@` (3,) → (6,)",
        "(6, 3) `@` (3,) gives one number for each row",
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
    assert list(wrong_shapes(Said("the shape (768, 768)", True), {}, {768}))


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("`x` has the shape (6, 4)", ["the code's x has the shape (6, 3), not (6, 4); mend the shape"]),
        ("`rows` has the shape (6, 4)", ["the code's rows has the shape (4,) or (5,), not (6, 4); mend the shape"]),
        (
            "(6, 3) `@` (2,), then (…, 3)",
            ["(6, 3) @ (2,) do not fit; mend the shapes", "no array of the page's code has the shape (2,); mend the shape"],
        ),
        (
            "(6, 4) `@` (3,), and (6, 3) `@` (3,) → (7,)",
            ["(6, 4) @ (3,) do not fit; mend the shapes", "(6, 3) @ (3,) gives (6,), not (7,); mend the shape"]
            + [f"no array of the page's code has the shape {shape}; mend the shape" for shape in ("(6, 4)", "(7,)")],
        ),
    ],
)
def test_what_is_said_of_a_wrong_shape(text, problems):
    assert [problem for _, problem in wrong_shapes(Said(text, True), KNOWN)] == problems


def test_words_in_code_have_no_shape():
    assert shapes.shapes_of("all tokens", KNOWN) == set()


def test_whole_numbers_of_the_code_are_neither_words_nor_truths_nor_floats(tmp_path):
    path = tmp_path / "page.py"
    path.write_text("x = [768, 'a', 2.0, True, None]\n", "utf-8")
    assert shapes.whole_numbers(path) == {768}


def test_a_tuple_that_holds_a_name_is_no_point(tmp_path):
    path = tmp_path / "page.py"
    path.write_text("a = 1\npoint = (5, 6)\nother = [a, 7]\n", "utf-8")
    assert shapes.values_in(path) == {(5, 6)}


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


def said_on(html: str) -> list[Said]:
    return list(shapes.passages(SimpleNamespace(article=lxml.html.fromstring(f"<article>{html}</article>"))))


def test_a_passage_keeps_code_in_backquotes_and_a_formula_as_a_word():
    html = '<p><code>x</code> times <span class="formula">d<p>2</p></span> is <em>all<!-- so far --></em>.</p>'
    assert said_on(html)[0] == Said("`x` times $ is all.", False)


def test_the_cells_of_a_row_stand_apart():
    (said,) = said_on("<table><tr><th>a <em>row</em></th><td>6</td><td>3</td></tr></table>")
    assert said.text == "| a row | 6 | 3"


HEADS = [("shape", True), ("<em>Shape</em> of it", True), ("kích thước", True), ("point", False)]


@pytest.mark.parametrize(("head", "about_shapes"), HEADS)
def test_the_heads_of_a_table_say_whether_its_rows_are_about_shapes(head, about_shapes):
    rows = f"<tr><th>code</th><th>{head}</th></tr><tr><td>x</td><td>(3,)</td></tr>"
    assert [said.about_shapes for said in said_on(f"<table>{rows}</table><p>the point (3,)</p>")] == [about_shapes, about_shapes, False]


@pytest.mark.parametrize(
    ("source", "text", "line"),
    [
        ("`a` (3,)\n\n`b` (3,)", "`b` (3,)", 3),
        ("A point (3,).\n\nThe words before\nit are `b` (3,)", "The words before it are `b` (3,)", 4),  # over the end of a line
        ("The b\nand\nthen (3,) first,\n\n`b` (3,)", "`b` (3,)", 5),  # not two lines further down
        ("A shape (3,),\n\nand *b* (3,)", "and b (3,)", 1),  # markup between: the first line that names the shape
        ("| a | (3,) |\n| b | (3,) |", "| `b` | (3,)", 2),
    ],
)
def test_the_line_of_a_shape_is_the_one_with_the_same_words_before_it(tmp_path, source, text, line):
    page = SimpleNamespace(source=tmp_path / "page.md", project=SimpleNamespace(name=lambda path: path.name))
    page.source.write_text(source, "utf-8")
    assert shapes.place_of(page, "(3,)", text) == f"page.md:{line}"


def test_a_shape_over_the_end_of_a_line_is_named_without_a_line(copy):
    copy.append(EN, "\nThe shape is (3,\n4).\n")
    assert copy.faults(shapes.not_in_the_code) == [f"{EN}: [c] no array of the page's code has the shape (3, 4); mend the shape"]


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


def test_a_page_may_name_a_matrix_of_numbers_that_its_snippet_computes_with(copy):
    copy.edit("snippets/01_tiny.py", "mean = ", "parameters = 768 * 768\nmean = ")
    copy.append(EN, "\nIt has 768 × 768 parameters, not 769 × 769.\n")
    (fault,) = copy.faults(shapes.not_in_the_code)
    assert "no array of the page's code has the shape 769 × 769" in fault


def test_a_page_without_code_speaks_of_all_the_others(copy):
    copy.append("docs/en/index.md", "\nThe shape (2,), not the shape (3,).\n")
    (fault,) = copy.faults(shapes.not_in_the_code)
    assert fault == "docs/en/index.md:9: [c] no array of the page's code has the shape (3,); mend the shape"


@pytest.mark.parametrize("file", ["snippets/01_tiny.py", "snippets/exercises/01_tiny_1.py"])
def test_comments_are_looked_at_too(copy, file):
    old = "numbers = [1.25, 2.5]" if "exercises" not in file else "difference = None"
    copy.edit(file, old, f"{old}  # (3,), not (2,), and the point (5, 6)\npoint = (5, 6)")
    (fault,) = map(str, shapes.in_comments(Site(copy.project)))
    assert fault == f"{file}:4: [c] no array of the page's code has the shape (3,); mend the shape"


def test_the_comments_of_an_exercise_without_a_page_are_looked_at_without_running_it(copy):
    exercise = "# --8<-- [start:start]\nx = numbers[0]  # (2,)\n# --8<-- [end:start]\n"
    (copy.project.snippets / "exercises" / "02_none_1.py").write_text(exercise, "utf-8")
    (fault,) = map(str, shapes.in_comments(Site(copy.project)))
    assert fault == "snippets/exercises/02_none_1.py:2: [c] no array of the page's code has the shape (2,); mend the shape"


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
