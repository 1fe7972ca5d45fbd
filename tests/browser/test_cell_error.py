"""Errors teach, and no code takes the page along."""

import pytest
from cells import needs_python

pytestmark = needs_python


def test_a_traceback_shows_the_readers_own_lines_and_the_editor_marks_the_line(cell):
    cell.run("def invert(n):\n    return 1 / n\n\ninvert(0)")
    name = cell.name
    assert cell.output.startswith(
        f'Traceback (most recent call last):\n  File "{name}", line 4, in <module>\n    invert(0)\n'
    )
    assert "runner" not in cell.output and "pyodide" not in cell.output
    assert cell.output.rstrip().endswith("ZeroDivisionError: division by zero")
    assert cell.says == "Ended with an error in line 2"
    mark, area = cell.box.locator(".cell-mark").bounding_box(), cell.editor.bounding_box()
    height = mark["height"]
    assert (mark["y"] - area["y"]) // height == 1 and abs(height * 4 - area["height"]) < 2 * height
    assert cell.editor.get_attribute("aria-invalid") == "true"
    cell.write("print('mended')")
    assert (
        cell.box.locator(".cell-mark").count() == 0
        and cell.editor.get_attribute("aria-invalid") == "false"
    )


def test_what_went_wrong_is_in_sight_below_a_long_output(cell):
    cell.run("for n in range(100): print(n)\n1 / 0")
    end = "output => output.scrollHeight - output.clientHeight - output.scrollTop"
    assert abs(cell.box.locator("[data-output]").evaluate(end)) <= 1


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("cell", "must have the same size"), ("vietnamese_cell", "phải dài bằng nhau")],
    ids=["en", "vi"],
)
def test_a_shape_error_says_which_axis_does_not_fit_in_the_pages_language(
    request, language, sentence
):
    first = request.getfixturevalue(language)
    first.run("import numpy as np\nnp.ones((6, 3)) @ np.ones((4, 2))")
    assert "ValueError: matmul" in first.output
    last = first.output.splitlines()[-1]
    assert sentence in last and "3" in last and "4" in last


@pytest.mark.parametrize(
    ("code", "word"),
    [
        ("for i in range(100_000): print(i)", "… cut here, after 20 000 characters"),
        ("print('x' * 10_000_000)", "… cut here, after 20 000 characters"),
        ("import numpy as np\nnp.ones(2 * 1024**3 // 8)", "Make the array smaller"),
        (
            "import numpy as np\nkept = [np.ones(500_000_000) for _ in range(9)]",
            "Make the array smaller",
        ),
        ("import os; os._exit(1)", "The code ended Python itself"),
        ("def f(n): return f(n + 1)\nf(0)", "it needs a case that returns"),
        (
            "class A:\n    def __repr__(self): return repr([self])\nprint(A())",
            "The code ended Python itself",
        ),
        ("name = input('Who? ')", "write the value into the code"),
        ("import torch", "Only NumPy, Python's standard library"),
        ("from js import fetch", "Only NumPy, Python's standard library"),
        ("import sys; sys.exit(3)", "SystemExit: 3"),
        ("for i in range(3)\n    pass", "SyntaxError: expected ':'"),
    ],
)
def test_hard_code_ends_in_a_word_that_the_reader_understands_and_the_next_run_works(
    cell, code, word
):
    cell.run(code)
    assert word in cell.output
    assert len(cell.output) < 21_000
    assert cell.run("print('alive')").output == "alive\n"
    if word.startswith("The code ended Python"):
        cell.page.trouble.clear()  # Pyodide says so in the console


@pytest.mark.parametrize(
    "code",
    ["for i in range(100_000): print(i)", "print('x' * 10_000_000)", "print('x\\n' * 1_000_000)"],
)
def test_a_flood_of_output_is_cut_before_it_reaches_the_page_and_drawn_once_a_frame(cell, code):
    """How long the page is blocked by it, `make bench` measures."""
    cell.page.evaluate("""() => { const seen = window.seen = { frames: 0, pieces: 0, characters: 0 };
      const next = () => { seen.frames += 1; requestAnimationFrame(next); }; next();
      new MutationObserver(changes => { for (const { addedNodes: [text] } of changes) if (text?.data) {
        seen.pieces += 1; seen.characters += text.length; } })
        .observe(document.querySelector('.run [data-output]'), { childList: true }); }""")
    cell.run(code)
    seen = cell.page.evaluate("seen")
    assert 20_000 <= seen["characters"] < 21_000
    assert seen["pieces"] <= seen["frames"] + 2
