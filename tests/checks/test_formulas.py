"""Kind h, broken on purpose."""

import logging

import pytest

from lessonkit.checks import formulas

EN = "docs/en/01-tiny.md"


@pytest.mark.parametrize("formula", [r"$\frac{1}$", r"$x_1_2$", r"$\nosuchcommand$", "$trọng$", "$$\n\\begin{matrix} 1\n$$"])
def test_a_formula_that_katex_rejects_is_named_and_shown(copy, formula, caplog):
    copy.append(EN, f"\n{formula}\n")
    with caplog.at_level(logging.WARNING, logger="mkdocs"):
        (fault,) = copy.faults(formulas.not_rendered)
    place = fault.partition(": ")[0]
    assert fault.startswith(f"{place}: [h] this is a fault of the page and no content, mend its source: ")
    (logged,) = [record.getMessage() for record in caplog.records if record.name == "mkdocs.lesson"]
    assert place.startswith(f"{EN}:5") and logged.startswith(f"{place}: KaTeX rejects the formula")


@pytest.mark.parametrize("raw", [r"\\(x\\)", "&#36;x^{(2)}&#36;", r"\alpha of x", "$x is", "x$ is", "$ x $", "$2x is", r"\varphi"])
def test_formula_source_that_reaches_the_reader_is_named(copy, raw):
    copy.append(EN, f"\nHere: {raw}\n")
    (fault,) = copy.faults(formulas.not_rendered)
    assert "formula source reaches the reader" in fault


def test_prices_are_no_formulas(copy):
    copy.append(EN, "\nIt costs $5, not \\$6.\n")
    assert copy.faults(formulas.not_rendered) == []


def test_characters_that_the_fonts_lack_are_named(copy):
    copy.append(EN, "\n$a \\aleph b \\beth$\n")
    (fault,) = copy.faults(formulas.without_glyph)
    assert fault.startswith(f"{EN}:5") and "the fonts lack ℵℶ of the formula a \\aleph b \\beth; add" in fault
