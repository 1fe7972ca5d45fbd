"""Formulas to HTML and MathML by the real KaTeX."""

from functools import cache

from lessonkit.node import ask_node


class FormulaError(ValueError):
    """KaTeX rejects a formula; the message is KaTeX's own."""


@cache
def render_formula(tex: str, display: bool) -> str:
    """Return a formula as HTML with MathML. Raises FormulaError where KaTeX rejects it."""
    answer = ask_node("render_formulas.mjs", tex=tex, display=display)
    if "error" in answer:
        raise FormulaError(answer["error"].removeprefix("KaTeX parse error: "))
    return answer["html"]
