"""The built site as the checks see it: pages, with their HTML and their Markdown."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from lessonkit.built import tree
from lessonkit.project import Project

# Recorded outputs, code and figures are compared elsewhere; formulas are looked at by their source.
SKIPPED = {"code", "svg"}
SKIPPED_CLASSES = {"highlight", "formula", "formula-block", "number"}


@dataclass(frozen=True)
class Fault:
    """One fault: its kind in a word, the place to correct it, and what is wrong and what to do."""

    kind: str
    where: str
    message: str

    def __str__(self):
        return f"{self.where}: [{self.kind}] {self.message}"


def has_class(name: str) -> str:
    """An XPath condition."""
    return f"contains(concat(' ', normalize-space(@class), ' '), ' {name} ')"


def plain(text: str) -> str:
    """Text with white space collapsed."""
    return re.sub(r"\s+", " ", text).strip()


@dataclass(frozen=True)
class Page:
    """One page of the built site in one language."""

    project: Project
    language: str
    source: Path

    @property
    def name(self) -> str:
        """`02-one-query`, as the address has it; the same in both languages."""
        return self.source.stem

    @property
    def html(self) -> Path:
        folder = "" if self.name == "index" else self.name
        return self.project.built(self.language) / folder / "index.html"

    @cached_property
    def tree(self):
        return tree(self.html)

    @cached_property
    def article(self):
        """What the author wrote, without navigation and the links at the page's end."""
        return self.tree.xpath(f"//*[{has_class('page')}]")[0]

    @cached_property
    def blocks(self) -> list:
        """Every block of code, in its outermost element: `div.highlight`, or what else HTML has."""
        highlight = f"div[{has_class('highlight')}]"
        bare = "(self::pre or self::samp or self::xmp or self::textarea)"
        return self.article.xpath(f".//{highlight} | .//*[{bare} and not(ancestor::{highlight})]")

    @property
    def program(self) -> Path:
        """The page's snippet, whether it exists or not."""
        return self.project.snippets / f"{self.name.replace('-', '_')}.py"

    def place(self, needle: str = "") -> str:
        """Where in the Markdown a text is."""
        return self.project.place(self.source, needle)

    def fault(self, kind: str, needle: str, message: str) -> Fault:
        """A fault where the Markdown has a text."""
        return Fault(kind, self.place(needle), message)


def code_of(block) -> str:
    """The code that a block shows, as a reader copies it."""
    return next(block.iter("code"), block).text_content().strip("\n")


class Site:
    """The built site of a project."""

    def __init__(self, project: Project):
        self.project = project
        self._pages = {
            language: [Page(project, language, source) for source in project.pages(language)]
            for language in project.languages
        }

    def pages(self, *languages: str) -> Iterator[Page]:
        """The built pages of these languages, or of all."""
        for language in languages or self._pages:
            yield from (page for page in self._pages.get(language, ()) if page.html.exists())

    def page(self, language: str, name: str) -> Page | None:
        return next((page for page in self.pages(language) if page.name == name), None)


def prose(element) -> Iterator[str]:
    """The pieces of an element's text outside of code, formulas and numbers with an origin."""
    if not isinstance(element.tag, str) or element.tag in SKIPPED:
        return
    if SKIPPED_CLASSES.isdisjoint(element.classes) and element.get("data-quoted") is None:
        yield element.text or ""
        for child in element:
            yield from prose(child)  # the same in XPath takes ten times as long
            yield child.tail or ""
