"""Kind g, the glossary: a page's first use of a term leads there, with the gloss that it says; nothing it bans appears."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property

from lessonkit.checks.site import Fault, Page, Site, plain, text_of
from lessonkit.project import HERE

# No running text: code, formulas, quotations, and where no link can stand.
SKIPPED = {"code", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "figure", "summary", "blockquote"}
SKIPPED_CLASSES = {"formula", "formula-block", "admonition-title", "highlight"}
# The same in Markdown.
NO_RUNNING_TEXT = re.compile(
    r"\A---\n.*?^---$|^ *```.*?^ *```$|^(?:#|>| *[!?]{3}).*?$|^\*\*[^*]*[.:]\*\*|`[^`]*`|\$[^$]*\$|!\[[^\]]*\]|\]\([^()]*\)", re.M | re.S
)
PLURALS = {"query": "quer(?:y|ies)", "axis": "ax[ei]s", "weights": "weights?", "parameters": "parameters?"}


@dataclass(frozen=True)
class Term:
    """One entry of glossary.json: the English term, how Vietnamese pages write it first, what must not be written."""

    en: str
    use: str
    never: tuple[str, ...] = ()

    @property
    def anchor(self) -> str:
        return self.en.lower().replace(" ", "-")

    @property
    def short(self) -> str:
        """`query` of `query (truy vấn)`: how a Vietnamese page goes on after the first use."""
        return self.use.partition(" (")[0]

    @cached_property
    def words(self) -> tuple[str, ...]:
        return tuple(word.removesuffix("s") for word in re.split(r"[\s-]", self.en))

    def pattern(self, language: str) -> str:
        """A regular expression for the term in running text."""
        forms = {self.en, self.short} if language == "vi" else {self.en}
        return "|".join(map(pattern_of, forms))

    def is_part_of(self, other: "Term") -> bool:
        """`weights` is part of `attention weight`: who has met the longer term has met the shorter one."""
        return any(other.words[i : i + len(self.words)] == self.words for i in range(len(other.words)))


def pattern_of(form: str) -> str:
    *first, last = re.split(r"[\s-]", form)
    return r"[\s-]+".join([*map(re.escape, first), PLURALS.get(last, re.escape(last) + "(?:e?s)?")])


@cache
def terms() -> tuple[Term, ...]:
    entries = json.loads((HERE.root / "lessonkit" / "glossary.json").read_text("utf-8"))["terms"]
    return tuple(Term(entry["en"], entry["use"], tuple(entry["never"])) for entry in entries)


def banned_renderings(site: Site) -> Iterator[Fault]:
    """Renderings that read as nonsense, anywhere on a Vietnamese page or in its Markdown, which holds the description too."""
    for page in site.pages("vi"):
        source = page.source.read_text("utf-8")
        text = plain(f"{source} {text_of(page.tree)}").lower()
        for term in terms():
            for rendering in term.never:
                if rendering in text:
                    message = f"{rendering!r} must not appear, nobody says it; the glossary has {term.use!r} for {term.en!r}"
                    where = place(page, source, r"\s+".join(map(re.escape, rendering.split())))
                    yield Fault("g", where, message)


def first_uses(site: Site) -> Iterator[Fault]:
    """Terms whose first use on a page does not lead to the glossary, or lacks the gloss that a Vietnamese page owes."""
    for page in site.pages():
        if page.name != "glossary":
            for term, message in wrong_first_uses(page.article, page.language):
                yield Fault("g", place_of(page, term), message)


def wrong_first_uses(article, language: str) -> Iterator[tuple[Term, str]]:
    """The terms of an article whose first use is not as it should be, each with what to do."""
    text, links = running_text(article)
    met: set[Term] = set()
    for start, term, link in uses(text, links, language):
        if term in met:
            continue
        met |= {other for other in terms() if other.is_part_of(term)}
        if link is None:
            yield term, f"the first use of {term.en!r} must lead to the glossary: write {owed(term, language)}, or another word where the term is not meant"
        elif language == "vi" and term.use != term.short and plain(text[link.start : link.end]).lower() != term.use.lower():
            yield term, f"the first use of {term.en!r} owes its gloss: write {owed(term, language)}"


def owed(term: Term, language: str) -> str:
    return f"`[{term.use if language == 'vi' else term.en}](glossary.md#{term.anchor})`"


@dataclass(frozen=True)
class Link:
    """A link within the running text, and the anchor of the glossary that it leads to."""

    start: int
    end: int
    anchor: str


def uses(text: str, links: list[Link], language: str) -> Iterator[tuple[int, Term, Link | None]]:
    """Every use of a term and every link to one, in their order; of two terms at one place the longer."""
    ordered = sorted(terms(), key=lambda term: -len(term.pattern(language)))
    pattern = "|".join(f"(?P<t{n}>{term.pattern(language)})" for n, term in enumerate(ordered))
    found = []
    for use in re.finditer(rf"(?<![\w-])(?:{pattern})(?![\w-])", text, re.I):
        term = ordered[int(use.lastgroup[1:])]
        if not any(link.start <= use.start() < link.end for link in links):
            found.append((use.start(), term, None))
    named = {term.anchor: term for term in terms()}
    found += [(link.start, named[link.anchor], link) for link in links if link.anchor in named]
    return iter(sorted(found, key=lambda use: use[0]))


def running_text(article) -> tuple[str, list[Link]]:
    """An article's words without code, headings and formulas, and its links, those to elsewhere with no anchor."""
    pieces, links = [], []

    def add(element):
        if is_skipped(element):
            pieces.append(" \N{BULLET} ")
            return
        start = sum(map(len, pieces))
        pieces.append(element.text or "")
        for child in element:
            add(child)
            pieces.append(child.tail or "")
        if "href" in element.attrib:
            links.append(Link(start, sum(map(len, pieces)), element.get("href").partition("glossary/#")[2]))

    add(article)
    return "".join(pieces), links


def is_skipped(element) -> bool:
    """Whether an element holds no running text; a label such as `**Shape.**` stands for a heading."""
    label = element.tag == "strong" and not element.getparent().text and element.getprevious() is None
    if label and text_of(element).endswith((".", ":")):
        return True
    return not isinstance(element.tag, str) or element.tag in SKIPPED or not SKIPPED_CLASSES.isdisjoint(element.classes)


def place_of(page: Page, term: Term) -> str:
    """The line of the Markdown where a term is used first."""
    running = NO_RUNNING_TEXT.sub(lambda match: "\n" * match[0].count("\n"), page.source.read_text("utf-8"))
    return place(page, running, rf"(?<![\w-])(?:{term.pattern(page.language)})(?![\w-])")


def place(page: Page, text: str, pattern: str) -> str:
    """The page, with the line on which the text matches first."""
    match = re.search(pattern, text, re.I)
    name = page.project.name(page.source)
    if not match:
        return name
    line = text[: match.start()].count("\n") + 1
    return f"{name}:{line}"
