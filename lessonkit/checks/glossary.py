"""A page that uses a term of the glossary links to its entry; no banned rendering appears."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from lessonkit.checks.site import Fault, Page, Site, plain
from lessonkit.project import HERE

# No running text: code, formulas, headings, quotations, and where no link can be.
SKIPPED = {"a", "blockquote", "code", "figure", "h1", "h2", "h3", "h4", "pre", "strong", "summary"}
SKIPPED_CLASSES = {"formula", "formula-block", "admonition-title", "highlight"}
PLURALS = {"query": "quer(?:y|ies)", "axis": "ax[ei]s"}
PLURALS |= {"weights": "weights?", "parameters": "parameters?"}


@dataclass(frozen=True)
class Term:
    """An entry of glossary.json: a term, its first use in Vietnamese, what nobody says."""

    en: str
    use: str
    never: Sequence[str] = ()

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


def pattern_of(form: str) -> str:
    *first, last = re.split(r"[\s-]", form)
    last = PLURALS.get(last, re.escape(last) + "(?:e?s)?")
    return r"[\s-]+".join([*map(re.escape, first), last])


@cache
def terms() -> tuple[Term, ...]:
    entries = json.loads((HERE.root / "lessonkit" / "glossary.json").read_text("utf-8"))["terms"]
    return tuple(Term(**entry) for entry in entries)


def banned_renderings(site: Site) -> Iterator[Fault]:
    """Renderings that read as nonsense, anywhere on a Vietnamese page or in its Markdown."""
    for page in site.pages("vi"):
        text = plain(f"{page.source.read_text('utf-8')} {page.tree.text_content()}").lower()
        for term in terms():
            for rendering in term.never:
                if rendering in text:
                    right = f"the glossary has {term.use!r} for {term.en!r}"
                    message = f"nobody says {rendering!r}; {right}"
                    yield page.fault("term", rendering, message)


def first_uses(site: Site) -> Iterator[Fault]:
    """Terms that a page uses without a link to their entry, and links without the gloss."""
    for page in site.pages():
        yield from unlinked_terms(page) if page.name != "glossary" else ()


def unlinked_terms(page: Page) -> Iterator[Fault]:
    """The terms of one page. Of two terms at one place, the longer is meant."""
    links = page.article.xpath(".//a[contains(@href, 'glossary/#')]")
    first = {link.get("href").partition("#")[2]: link for link in reversed(links)}
    text = running_text(page.article)
    for term in sorted(terms(), key=lambda term: -len(term.en)):
        gloss = term.use if page.language == "vi" else term.en
        owed = f"write `[{gloss}](glossary.md#{term.anchor})` at its first use"
        pattern = re.compile(rf"(?<![\w-])(?:{term.pattern(page.language)})(?![\w-])", re.I)
        used = pattern.search(text)
        text = pattern.sub("", text)
        # `weights` is part of `attention-weight`: a link to the longer term explains it too.
        part = f"-{term.anchor.removesuffix('s')}"
        if used and not any(part in f"-{anchor}" for anchor in first):
            yield page.fault("term", used[0], f"{term.en!r} must lead to the glossary: {owed}")
        elif page.language == "vi" and term.use != term.short and term.anchor in first:
            said = plain(first[term.anchor].text_content())
            if said.lower() != term.use.lower():
                yield page.fault("term", f"[{said}]", f"{said!r} lacks its gloss: {owed}")


def running_text(element) -> str:
    """An article's words without code, headings, formulas and links."""
    if not isinstance(element.tag, str) or element.tag in SKIPPED:
        return " "
    if not SKIPPED_CLASSES.isdisjoint(element.classes):
        return " "
    inside = "".join(running_text(child) + (child.tail or "") for child in element)
    return (element.text or "") + inside
