"""Every decimal number that a reader sees names its origin, and the origin gives it."""

import re
from collections.abc import Iterator
from itertools import product

import numpy as np

from lessonkit.checks.site import Fault, Page, Site, has_class, plain, prose
from lessonkit.program import run_program
from web.static.python.shown import as_shown

DECIMAL = re.compile(r"(?<![\w.])[-−]?(?:\d*\.\d+(?:e[-−+]?\d+)?|\d+e[-−]\d+)(?![\w.]*\d)")
THOUSANDS = r"[1-9]\d{0,2}(?:,\d{3})+(?![\d,])"
WITH_COMMA = re.compile(rf"(?<![\w.,])[-−]?(?!{THOUSANDS})\d+,\d+")  # 0,37 but not 65,504
VAL = re.compile(r"\\val\s*\{(?P<origin>(?:[^{}]|\{[^{}]*\})*)\}\s*\{(?P<shown>[^{}]*)\}")
COMMAND = re.compile(rf"{VAL.pattern}|\\[a-zA-Z]+")  # of a formula; a number with an origin is one
METADATA = (
    "//title/text() | //meta[@name='description']/@content | //article//@alt"
    " | //article//@aria-label[not(ancestor::*[local-name()='svg'])]"
)


def without_origin(site: Site) -> Iterator[Fault]:
    """Decimal numbers without an origin, and those that their origin does not give."""
    for page in site.pages():
        for data in page.article.xpath(".//data[@data-n]"):
            if problem := wrong_number(page, data.text, data.get("data-n")):
                yield page.fault("number", f"[{data.text}]", problem)
        for value in (m for tex in formulas_of(page) for m in VAL.finditer(tex)):
            if problem := wrong_number(page, value["shown"], value["origin"]):
                yield page.fault("number", f"{{{value['origin']}}}{{{value['shown']}}}", problem)
        for quoted in page.article.xpath(".//*[@data-quoted]"):
            text, source = quoted.text_content(), quoted.get("data-quoted")
            if len(source.split()) < 2:
                message = f"“{text}” is quoted from {source!r}; say who says so, and where"
                yield page.fault("number", f"[{text}", message)
        yield from bare_numbers(page)


def formulas_of(page: Page) -> list[str]:
    return page.article.xpath(".//*[local-name()='annotation']/text()")


def wrong_number(page: Page, shown: str, origin: str) -> str | None:
    """What is wrong with a value that has an origin, or None where it is shown right."""
    try:
        value = evaluated(page, origin)
    except Exception as error:
        where = f"at the end of {page.program.name}"
        return f"the origin {origin!r} of {shown} does not work {where}: {error!r}"
    right = as_shown(value, shown)
    wrong = f"{shown} should be {right}, the value of {origin!r}; change the number or its origin"
    return None if right == shown else wrong


def evaluated(page: Page, expression: str):
    """The value of an expression where the page's snippet ends. Raises whatever it raises."""
    names = run_program(page.program).names if page.program.exists() else {}
    return eval(expression, {"np": np, **names})


def bare_numbers(page: Page) -> Iterator[Fault]:
    """Decimal numbers without an origin in prose, captions, titles and formulas."""
    formulas = (re.sub(r"\{[.,]\}", ".", COMMAND.sub(" ", tex)) for tex in formulas_of(page))
    titles = page.article.xpath(f".//*[{has_class('filename')}]/text()")
    words = [*prose(page.article), *titles, *page.tree.xpath(METADATA)]
    for text, pattern in [*product(words, [DECIMAL, WITH_COMMA]), *product(formulas, [DECIMAL])]:
        for match in pattern.finditer(text):
            remedy = f'write [{match[0]}]{{ n="…" }}, or \\val in a formula'
            message = f'{match[0]} names no origin: {remedy}: "{plain(text)[:80]}"'
            yield page.fault("number", match[0], message)
