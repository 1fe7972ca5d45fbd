"""CONTRIBUTING.md shows, for each kind of fault, the message as it is printed: word for word."""

import pytest

from lessonkit.checks import formulas, glossary, links, names, numbers, outputs, python_blocks, recorded, shapes, snippets, spelling, symbols, translations, twins
from lessonkit.project import HERE

EN, VI, CODE = "docs/en/01-tiny.md", "docs/vi/01-tiny.md", "snippets/01_tiny.py"
NEW_SECTION = "\n# --8<-- [start:more]\nmore = 1\n# --8<-- [end:more]\n"

# A check, and how to make a fault that it finds: a file of the small project, what it says, and what it says then.
FAULTS = {
    "a": (recorded.stale_files, CODE, "sum(numbers) /", "sum(nubmers) /"),
    "b": (recorded.stale_files, "snippets/01_tiny.out", "1.8750", "1.8751"),
    "b, on the page": (outputs.not_beside_their_cell, EN, '``` { .text .output }\n--8<-- "01_tiny.out:mean"\n```\n', ""),
    "c": (numbers.without_origin, EN, "[1.8750]", "[1.8751]"),
    "c, without origin": (numbers.without_origin, EN, '[1.8750]{ n="mean" }', "1.8750"),
    "c, shapes": (shapes.not_in_the_code, EN, "Two numbers, `2.5` the larger.", "`numbers` has the shape (3,)."),
    "d": (snippets.unshown_sections, CODE, "\n# --8<-- [start:mean]", f"{NEW_SECTION}\n# --8<-- [start:mean]"),
    "e": (snippets.wrong_includes, EN, '"01_tiny.py:mean"', '"01_tiny.py:meen"'),
    "f": (python_blocks.not_from_snippets, EN, "!!! note", "``` python\nmean = 1.8750\n```\n\n!!! note"),
    "f, in the text": (names.that_do_not_exist, EN, "`mean`", "`meen`"),
    "g": (twins.that_differ, VI, "| $m$ | `mean` |\n", ""),
    "g, by content": (translations.out_of_date, EN, "the larger", "the second"),
    "g, terms": (glossary.banned_renderings, VI, "Hai số", f"Hai số, tự ghi nhận"),
    "g, spelling": (spelling.tone_marks, VI, "Hai số", "Hai khoá"),
    "h": (formulas.not_rendered, EN, "| $m$ |", "| $m_1_2$ |"),
    "h, symbols": (symbols.unknown, EN, "a formula $m =", "a formula $\\theta ="),
    "i": (links.that_lead_nowhere, EN, "(#sum)", "(#sums)"),
    "j": (recorded.stale_files, "docs/en/notebooks/01-tiny.ipynb", "1.8750", "1.8751"),
    "k": (recorded.stale_files, "docs/en/figures/01-tiny-bar.svg", "1.8750", "1.8751"),
}
# Kinds that show in a browser alone; the words are those of the tests that say them.
IN_THE_BROWSER = {
    "l": ("test_cells_agree.py", ["docs/{language}/{name}.md, cell “{cell.name}”{after}: [l] the browser printed", "and CPython"]),
    "m": ("test_cells_agree.py", ["[m] Copy yields other code than is shown", "cell “{last.name}”: [m] what Copy all yields printed", "and the page shows"]),
}


CONTRIBUTING = (HERE.root / "CONTRIBUTING.md").read_text("utf-8")


@pytest.mark.parametrize("kind", FAULTS)
def test_the_message_is_the_one_that_is_printed(copy, kind):
    check, file, old, new = FAULTS[kind]
    copy.edit(file, old, new)
    message = copy.faults(check)[0]
    assert f"[{kind[0]}] " in message
    assert f"``` text\n{message}\n```" in CONTRIBUTING


@pytest.mark.parametrize("kind", IN_THE_BROWSER)
def test_the_browsers_message_is_the_one_of_its_test(kind):
    file, words = IN_THE_BROWSER[kind]
    tests = (HERE.root / "tests" / "browser" / file).read_text("utf-8")
    assert all(word in tests and word in CONTRIBUTING for word in words)


def test_every_kind_has_its_message():
    assert {kind[0] for kind in [*FAULTS, *IN_THE_BROWSER]} == set("abcdefghijklm")
