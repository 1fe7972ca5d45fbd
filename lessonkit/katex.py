"""Formulas to HTML and MathML by the real KaTeX. Both languages have the same formulas, and most builds change none."""

from lessonkit.node import Renderer

KATEX = Renderer("render_formulas.mjs", "katex")


class FormulaError(ValueError):
    """KaTeX rejects a formula; the message is KaTeX's own."""


def render_formula(tex: str, display: bool) -> str:
    """Return a formula as HTML with MathML. Raises FormulaError where KaTeX rejects it."""
    answer = KATEX.answer(tex=tex, display=display)
    if "error" in answer:
        raise FormulaError(answer["error"].removeprefix("KaTeX parse error: "))
    return answer["html"]
