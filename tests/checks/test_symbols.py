"""Symbols, broken on purpose."""

import pytest

from lessonkit.checks import symbols
from lessonkit.checks.symbols import symbols_in

EN = "docs/en/01-tiny.md"


@pytest.mark.parametrize(
    ("tex", "found"),
    [
        (r"x^{(2)}_k", {"x", "k"}),
        (r"W_q W_k^\top", {"W_q", "W", "k"}),
        (r"d_\text{in} + d_{out}", {"d_in", "d_out"}),
        (r"\sum_{m=1}^{T} e^{\omega_{im} / \sqrt{d}}", {"m", "T", "e", r"\omega", "i", "d"}),
        (r"\operatorname{softmax}(\Omega) \begin{cases} 1 & \text{if } i \\[6pt] \end{cases}", {r"\Omega", "i"}),
        (r"\val{alpha_2[1]}{0.2379} = 1", set()),
        (r"\mathbb{E}[q] \cdot \cos\theta", {r"\mathbb{E}", "q", r"\theta"}),
        (r"\alpha_{iT} \tilde\alpha_{2j}", {r"\alpha", "i", "T", "j"}),
        (r"\alpha\text{ of }x", {r"\alpha", "x"}),
        (r"\cdot\val{mean}{1.875}x", {"x"}),
    ],
)
def test_the_symbols_of_a_formula(tex, found):
    assert set(symbols_in(tex)) == found


@pytest.mark.parametrize("formula", [r"$m = \theta$", "$W_q = m$", r"$$m^{(v)}$$", r"$d_\text{in} + m$"])
def test_a_symbol_that_nothing_introduces_is_named(copy, formula):
    copy.append(EN, f"\n{formula}\n")
    line = len((copy.project.root / EN).read_text("utf-8").splitlines())
    (fault,) = copy.faults(symbols.unknown)
    assert fault.startswith(f"{EN}:{line}: [h] nothing says what ") and "put it into the page's table of symbols" in fault


@pytest.mark.parametrize("words", [r"Let $\theta$ be an angle.", r"With $\theta > 0$:", "| symbol |\n|---|\n| $\\theta^2 + 1$ |"])
def test_a_symbol_that_the_page_introduces_passes(copy, words):
    copy.append(EN, f"\n{words}\n\n$m = \\theta$ for $m = 1$, $e^i$\n")
    assert copy.faults(symbols.unknown) == []


def test_what_everybody_knows_passes(copy):
    copy.append(EN, "\n$N(a, b) = e^{a \\cdot b}$\n")
    assert copy.faults(symbols.unknown) == []


def test_a_symbol_of_the_references_table_passes(copy):
    for language in ("en", "vi"):
        (copy.project.docs(language) / "reference.md").write_text("# R { #top }\n\n| symbol |\n|---|\n| $W_q$ |\n")
    copy.append(EN, "\n$W_q = m$\n")
    assert copy.faults(symbols.unknown) == []
