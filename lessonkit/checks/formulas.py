"""Kind h: formulas that KaTeX did not render."""

import re
from collections.abc import Iterator

from lessonkit.checks.numbers import prose
from lessonkit.checks.site import Fault, Site, has_class
from lessonkit.fonts import GLYPHS, WITHOUT_INK

RAW = re.compile(r"\\[(\[]|\\[a-zA-Z]{2,}|\$(?!\d+(?:\.\d+)?(?:[\s,.;:!?)]|$))")  # a dollar sign before a plain number is a price


def without_glyph(site: Site) -> Iterator[Fault]:
    """Formulas with a character that the fonts, as cut down, do not hold: another font would draw it, out of place."""
    for page in site.pages():
        for formula in page.article.xpath(f".//*[{has_class('katex-html')}]"):
            if strange := set(formula.text_content()) - GLYPHS - WITHOUT_INK:
                tex = formula.xpath("string(../*//*[local-name()='annotation'])")
                what = "".join(sorted(strange))
                yield Fault("h", page.place(tex), f"the fonts lack {what} of the formula {tex}; add it to GLYPHS in lessonkit/fonts.py")


def not_rendered(site: Site) -> Iterator[Fault]:
    """Formulas that KaTeX rejects, and formula source that reaches the reader raw."""
    for page in site.pages():
        for rejected in page.article.xpath(f".//*[{has_class('fault')} and not(ancestor::figure)]"):
            text = rejected.text_content()
            yield Fault("h", page.place(text.partition(":")[0]), f"this is a fault of the page and no content, mend its source: {text}")
        for text in prose(page):
            if raw := RAW.search(text):
                yield Fault("h", page.place(raw[0]), f"formula source reaches the reader: {text.strip()[:80]!r}; is a dollar sign or a blank missing?")
