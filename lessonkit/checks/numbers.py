"""Kind c: every decimal number that a reader sees names its origin, and the origin gives it."""

import re
from collections.abc import Iterator
from itertools import product

import numpy as np

from lessonkit.checks.site import Fault, Page, Site, has_class, plain
from lessonkit.program import normalised, run_program

DECIMAL = re.compile(r"(?<![\w.])[-−]?(?:\d*\.\d+(?:e[-−+]?\d+)?|\d+e[-−]\d+)(?![\w.]*\d)")
WITH_COMMA = re.compile(r"(?<![\w.,])[-−]?(?![1-9]\d{0,2}(?:,\d{3})+(?![\d,]))\d+,\d+")  # 0,37 but not 65,504
NARROW_SPACES = re.compile(r"(?<=\d)[\u2009\u202f\xa0 ](?=\d)")  # of thousands
VAL = re.compile(r"\\val\s*\{(?P<origin>(?:[^{}]|\{[^{}]*\})*)\}\s*\{(?P<shown>[^{}]*)\}")
COMMAND = re.compile(rf"{VAL.pattern}|\\[a-zA-Z]+")  # of a formula; a number with an origin is one
# Recorded outputs, code and figures are compared elsewhere; a formula's source is looked at by itself.
SKIPPED = {"code", "svg"}
SKIPPED_CLASSES = {"highlight", "formula", "formula-block", "number"}


def without_origin(site: Site) -> Iterator[Fault]:
    """Decimal numbers without an origin, and those that their origin does not give."""
    for page in site.pages():
        for shown, origin in numbers_in_prose(page):
            if problem := wrong_number(page, shown, origin):
                yield Fault("c", page.place(f"[{shown}]"), problem)
        for shown, origin in numbers_in_formulas(page):
            if problem := wrong_number(page, shown, origin):
                yield Fault("c", page.place(f"{{{origin}}}{{{shown}}}"), problem)
        for shown, source in quoted_numbers(page):
            if len(source.split()) < 2:
                yield Fault("c", page.place(f"[{shown}]"), f"{shown} is quoted from {source!r}, which nobody can look up; name who says so, and where")
        yield from bare_numbers(page)


def numbers_in_prose(page: Page) -> list[tuple[str, str]]:
    return [(data.text, data.get("data-n")) for data in page.article.xpath(".//data[@data-n]")]


def quoted_numbers(page: Page) -> list[tuple[str, str]]:
    return [(data.text, data.get("data-quoted")) for data in page.article.xpath(".//data[@data-quoted]")]


def formulas_of(page: Page) -> list[str]:
    return page.article.xpath(".//*[local-name()='annotation']/text()")


def numbers_in_formulas(page: Page) -> list[tuple[str, str]]:
    return [(m["shown"], m["origin"]) for tex in formulas_of(page) for m in VAL.finditer(tex)]


def wrong_number(page: Page, shown: str, origin: str) -> str | None:
    """What is wrong with one value with an origin, or None where the origin gives it as it is shown."""
    try:
        value = evaluated(page, origin)
    except Exception as error:
        return f"the origin {origin!r} of {shown} does not work at the end of {page.program.name}: {error!r}"
    if (right := as_shown(value, shown)) != NARROW_SPACES.sub("", shown.replace("−", "-")):
        return f"{shown} should be {right}, which is what {origin!r} gives; change the number or its origin"
    return None


def evaluated(page: Page, expression: str):
    """The value of an expression where the page's snippet ends. Raises whatever it raises."""
    names = run_program(page.program).names if page.program.exists() else {}
    return eval(expression, {"np": np, **names})


def as_shown(value, shown: str) -> str:
    """A value as a page writes it: words as they are, a tuple as Python does, a number to the decimals shown."""
    if isinstance(value, str):
        return value
    if isinstance(value, (tuple, list)):
        return str(tuple(int(number) for number in value))
    decimals = len(shown.partition(".")[2])
    return normalised(f"{float(value):.{decimals}f}")


def bare_numbers(page: Page) -> Iterator[Fault]:
    """Decimal numbers in prose, captions, titles, alternative texts and formulas that name no origin."""
    formulas = (re.sub(r"\{[.,]\}", ".", COMMAND.sub(" ", tex)) for tex in formulas_of(page))
    words = [*prose(page), *metadata(page)]
    for text, pattern in [*product(words, [DECIMAL, WITH_COMMA]), *product(formulas, [DECIMAL])]:
        for match in pattern.finditer(text):
            yield Fault("c", page.place(match[0]), f'{match[0]} names no origin: write [{match[0]}]{{ n="…" }}, or \\val in a formula: "{plain(text)[:80]}"')
    known = code_known_to(page)
    for code in page.article.xpath(f".//code[not(ancestor::*[{has_class('highlight')}])]"):
        text = code.text_content()
        for match in [*DECIMAL.finditer(text), *filter(None, [WITH_COMMA.fullmatch(text)])]:
            if not any(re.search(rf"(?<![\d.]){re.escape(match[0])}(?!\d)", program) for program in known):
                yield Fault("c", page.place(match[0]), f"the code {text!r} holds {match[0]}, which the page's snippet does not")


def prose(page: Page) -> list[str]:
    """The text of the article outside of code, formulas and numbers with an origin, piece by piece."""
    return list(texts_within(page.article))


def texts_within(element) -> Iterator[str]:
    """By hand, since the same in XPath takes ten times as long."""
    if isinstance(element.tag, str) and element.tag not in SKIPPED and SKIPPED_CLASSES.isdisjoint(element.classes):
        yield element.text or ""
        for child in element:
            yield from texts_within(child)
            yield child.tail or ""


def metadata(page: Page) -> list[str]:
    titles_of_cells = page.article.xpath(f".//*[{has_class('filename')}]/text()")
    return titles_of_cells + page.tree.xpath("//title/text() | //meta[@name='description']/@content | //article//@alt | //article//@aria-label[not(ancestor::*[local-name()='svg'])]")


def code_known_to(page: Page) -> list[str]:
    """The code that a page may quote from: its own snippet, its exercises, and the toolkit."""
    paths = [page.program, page.project.snippets / "attention.py"]
    paths += [path for path in page.project.exercises() if page.project.exercise_page(path) == page.program]
    return [path.read_text("utf-8") for path in paths if path.exists()]
