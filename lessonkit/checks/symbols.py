"""Kind h, what formulas say: each of their symbols stands in a table of symbols, or is introduced on the page."""

import re
from collections.abc import Iterator

from lessonkit.checks.numbers import VAL, formulas_of
from lessonkit.checks.site import Fault, Page, Site

INDEXES = "hijkmn"
# Known without a table: indexes, Euler's number, any numbers or vectors a and b, and the normal distribution.
EVERYWHERE = {*INDEXES, "e", "a", "b", "N"}
GREEK = r"\\(?:alpha|beta|gamma|delta|epsilon|theta|kappa|lambda|mu|nu|pi|rho|sigma|tau|phi|chi|psi|omega|Gamma|Delta|Theta|Lambda|Sigma|Phi|Psi|Omega)(?![a-zA-Z])"
NO_SYMBOLS = re.compile(rf"\\(?:operatorname|begin|end|text|mathrm)\{{[^}}]*\}}|\[\d+pt\]|(?!{GREEK}|\\mathbb)\\[a-zA-Z]+")
SYMBOL = re.compile(rf"(?P<base>{GREEK}|\\mathbb\{{\w\}}|[a-zA-Z])(?:_\{{?(?P<label>[a-zA-Z]+'?)(?![\w,(])\}}?)?")
LABEL, WORD = re.compile(r"_\\text\{(\w+)\}"), "'"  # the mark that a label was a word, and no indexes
ALONE = re.compile(rf"(?:\\tilde *)?(?:{GREEK}|\\mathbb\{{\w\}}|[a-zA-Z])(?:[_^](?:\{{[^}}]*\}}|\\text\{{\w+\}}|\w))*(?: *[=>] *\d+)?")


def unknown(site: Site) -> Iterator[Fault]:
    """Symbols in formulas that nothing introduces."""
    for page in site.pages():
        known = EVERYWHERE | introduced(page) | in_the_reference(site, page.language)
        for tex in dict.fromkeys(formulas_of(page)):
            for symbol in dict.fromkeys(symbols_in(tex)):
                if symbol not in known:
                    message = f"nothing says what {symbol} in the formula {tex} is; put it into the page's table of symbols or the reference's, or name it alone in the text"
                    yield Fault("h", page.place(tex), message)


def symbols_in(tex: str) -> Iterator[str]:
    r"""The symbols of a formula: `x`, `\alpha`, and `W_q`, whose label is part of its name, while `k` in `x_k` is an index."""
    plain = NO_SYMBOLS.sub(" ", LABEL.sub(r"_{\1'}", VAL.sub(" ", tex)))
    for match in SYMBOL.finditer(plain):
        label = match["label"] or ""
        if label.strip(INDEXES + "T"):
            yield f"{match['base']}_{label.strip(WORD)}"
        else:
            yield from (match["base"], *label)


def introduced(page: Page) -> set[str]:
    """What the page's tables of symbols list, and what its text names alone."""
    listed = page.article.xpath(".//td[1]//*[local-name()='annotation']/text()")
    alone = {next(symbols_in(tex)) for tex in formulas_of(page) if ALONE.fullmatch(tex)}
    return alone.union(*map(symbols_in, listed))


def in_the_reference(site: Site, language: str) -> set[str]:
    page = site.page(language, "reference")
    return introduced(page) if page else set()
