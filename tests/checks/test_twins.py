"""Kind g, broken on purpose: whatever one language lacks, adds or reorders is named."""

import pytest

from lessonkit.checks import twins

VI = "docs/vi/01-tiny.md"

LACKING = {
    "heading": ("## Tổng { #sum }", ""),
    "heading id": ("{ #sum }", "{ #tong }"),
    "heading level": ("### Bài tập 1", "## Bài tập 1"),
    "cell": ('``` { .python .run title="mean" }\n--8<-- "01_tiny.py:mean"\n```\n', ""),
    "output": ('``` { .text .output }\n--8<-- "01_tiny.out:mean"\n```\n', ""),
    "formula": ("| $m$ |", "| m |"),
    "formula's text": ("| $m$ |", "| $n$ |"),
    "number": ("[1.8750]", "[1.88]"),
    "origin": ('n="mean"', 'n="mean + 0"'),
    "figure": ("![Cột dài bằng trung bình](figures/01-tiny-bar.svg)", ""),
    "admonition": ('!!! note "Kích thước"', '!!! warning "Kích thước"'),
    "table row": ("| $m$ | `mean` |", "| $m$ | `mean` |\n| x | y |"),
    "exercise": ('``` { .python .run .start title="exercise 1" }\n--8<-- "exercises/01_tiny_1.py:start"\n```\n', ""),
    "link": ("[tổng](#sum)", "tổng"),
    "link's target": ("[tổng](#sum)", "[tổng](#top)"),
    "list": ("## Tổng", "- một\n- hai\n\n## Tổng"),
}


@pytest.mark.parametrize(("old", "new"), LACKING.values(), ids=LACKING)
def test_what_differs_is_named(copy, old, new):
    copy.edit(VI, old, new)
    (fault,) = copy.faults(twins.that_differ)
    assert fault.startswith(VI) and "[g]" in fault and "docs/en/01-tiny.md has" in fault


def test_two_figures_in_another_order_are_named(copy):
    row, figure = "| $m$ | `mean` |\n\n", "![Cột dài bằng trung bình](figures/01-tiny-bar.svg)\n\n"
    copy.edit(VI, row + figure, row)
    copy.edit(VI, "## Tổng", figure + "## Tổng")
    (fault,) = copy.faults(twins.that_differ)
    assert "picture 01-tiny-bar" in fault


@pytest.mark.parametrize(("there", "missing"), [("en", "vi"), ("vi", "en")])
def test_a_page_without_a_twin_is_named(copy, there, missing):
    (copy.project.docs(there) / "02-alone.md").write_text("# Alone { #top }\n")
    (fault,) = copy.faults(twins.that_differ)
    assert fault == f"docs/{there}/02-alone.md: [g] has no twin; write docs/{missing}/02-alone.md"


def test_other_words_are_no_difference(copy):
    copy.edit(VI, "Trung bình là", "Số trung bình của hai số là")
    assert copy.faults(twins.that_differ) == []
