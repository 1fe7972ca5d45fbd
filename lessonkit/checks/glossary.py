"""A page's first use of a term leads to the glossary; no banned rendering appears."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import count

from lessonkit.checks.site import Fault, Page, Site, plain, text_of
from lessonkit.project import HERE

# No running text: code, formulas, quotations, labels, and where no link can be.
SKIPPED = {"code", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "figure", "summary", "blockquote"}
SKIPPED_CLASSES = {"formula", "formula-block", "admonition-title", "highlight"}
GAP = " \N{BULLET} "
LINK = r"⟦(?P<anchor>[^|]*)\|(?P<shown>[^⟧]*)⟧"
NO_RUNNING_LINE = re.compile(r"#|```|--8<--|title:|description:|\|?---|!\[")
PLURALS = {
    "query": "quer(?:y|ies)",
    "axis": "ax[ei]s",
    "weights": "weights?",
    "parameters": "parameters?",
}


@dataclass(frozen=True)
class Term:
    """An entry of glossary.json: a term, its first use in Vietnamese, what nobody says."""

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

    def pattern(self, language: str) -> str:
        """A regular expression for the term in running text."""
        forms = {self.en, self.short} if language == "vi" else {self.en}
        return "|".join(sorted(map(pattern_of, forms)))

    def is_part_of(self, other: "Term") -> bool:
        """`weights` is part of `attention weight`: who has met the longer term has met it too."""
        return f"-{self.anchor.removesuffix('s')}" in f"-{other.anchor}"


def pattern_of(form: str) -> str:
    *first, last = re.split(r"[\s-]", form)
    last = PLURALS.get(last, re.escape(last) + "(?:e?s)?")
    return r"[\s-]+".join([*map(re.escape, first), last])


@cache
def terms() -> tuple[Term, ...]:
    text = (HERE.root / "lessonkit" / "glossary.json").read_text("utf-8")
    return tuple(Term(e["en"], e["use"], tuple(e["never"])) for e in json.loads(text)["terms"])


def banned_renderings(site: Site) -> Iterator[Fault]:
    """Renderings that read as nonsense, anywhere on a Vietnamese page or in its Markdown."""
    for page in site.pages("vi"):
        text = plain(f"{page.source.read_text('utf-8')} {text_of(page.tree)}").lower()
        for term in terms():
            for rendering in term.never:
                if rendering in text:
                    message = (
                        f"nobody says {rendering!r}; the glossary has {term.use!r} for {term.en!r}"
                    )
                    yield Fault("term", page.place(rendering), message)


def first_uses(site: Site) -> Iterator[Fault]:
    """Terms whose first use on a page does not lead to the glossary, or lacks its gloss."""
    for page in site.pages():
        if page.name != "glossary":
            for use, message in wrong_first_uses(running_text(page.article), page.language):
                yield Fault("term", place_of(page, use), message)


def wrong_first_uses(text: str, language: str) -> Iterator[tuple[str, str]]:
    """The words of a wrong first use, and what to do; the longer of two terms counts."""
    ordered = sorted(terms(), key=lambda term: -len(term.pattern(language)))
    bare = "|".join(f"(?P<t{n}>{term.pattern(language)})" for n, term in zip(count(), ordered))
    named = {term.anchor: term for term in terms()}
    met: set[Term] = set()
    for use in re.finditer(rf"{LINK}|(?<![\w-])(?:{bare})(?![\w-])", text, re.I):
        linked = use["anchor"] is not None
        term = named.get(use["anchor"]) if linked else ordered[int(use.lastgroup[1:])]
        if term is None or term in met:
            continue
        met |= {other for other in terms() if other.is_part_of(term)} | {term}
        gloss = term.use if language == "vi" else term.en
        owed = f"write `[{gloss}](glossary.md#{term.anchor})`"
        if not linked:
            message = f"the first use of {term.en!r} must lead to the glossary: {owed}"
            yield use[0], f"{message}, or another word where the term is not meant"
        elif language == "vi" and term.use != term.short:
            if plain(use["shown"]).lower() != term.use.lower():
                yield use["shown"], f"the first use of {term.en!r} lacks its gloss: {owed}"


def running_text(element) -> str:
    """An article's words without code, headings and formulas; a link as ⟦anchor|words⟧."""
    if is_skipped(element):
        return GAP
    inside = (element.text or "") + "".join(
        running_text(child) + (child.tail or "") for child in element
    )
    if "href" in element.attrib:
        return f"⟦{element.get('href').partition('glossary/#')[2]}|{inside}⟧"
    return inside


def is_skipped(element) -> bool:
    """Whether an element holds no running text; a label such as `**Shape.**` is none."""
    label = (
        element.tag == "strong" and not element.getparent().text and element.getprevious() is None
    )
    if label and text_of(element).endswith((".", ":")):
        return True
    is_text = isinstance(element.tag, str) and element.tag not in SKIPPED
    return not is_text or not SKIPPED_CLASSES.isdisjoint(element.classes)


def place_of(page: Page, use: str) -> str:
    """The first line of running text in the Markdown with these words."""
    word = re.compile(rf"(?<![\w#/-]){re.escape(use.split()[0])}(?![\w-])")
    for number, line in enumerate(page.source.read_text("utf-8").splitlines(), 1):
        if word.search(line) and not NO_RUNNING_LINE.match(line.strip()):
            return f"{page.project.name(page.source)}:{number}"
    return page.place()
