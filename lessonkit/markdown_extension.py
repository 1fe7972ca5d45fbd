"""The Python-Markdown extension: cells, formulas, numbers, claims, pictures, times.

It is an extension and no MkDocs hook, so that another generator that reads Python-Markdown can
render the same pages. A fault is logged as a warning of MkDocs, which `--strict` counts, and shown
in the page, so that serving goes on.
"""

import html
import logging
import re
import xml.etree.ElementTree as etree
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise
from math import ceil
from pathlib import Path

from markdown import Extension, Markdown
from markdown.inlinepatterns import InlineProcessor, LinkInlineProcessor
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

from lessonkit.cells import Cell, CellError, cell_of, cells_in, check, fences, runs
from lessonkit.node import ask_node
from lessonkit.pages import FRONT_MATTER, TABLE, PageError, table
from lessonkit.project import TRANSLATIONS, Project
from lessonkit.sections import sections
from lessonkit.translations import english_of, outdated, recorded_hashes

log = logging.getLogger("mkdocs.lesson")

# `[0.2379]{ n="weights_2[1]" }`, `[half of it]{ holds="weights_2[0] > 0.5" }`, `[…]{ quoted="…" }`
MARK = r"""\{\s*(?P<kind>KINDS)=(?P<mark>["'])(?P<expression>[\s\S]*?)(?P=mark)\s*\}"""
NUMBER = r"\[(?P<shown>[^\[\]]+)\]" + MARK.replace("KINDS", "n|quoted")
CLAIM = re.compile(MARK.replace("KINDS", "holds|quoted"))
NUMERIC = re.compile(r"[-−\d.,\s×e]+")
NOT_SEARCHED = re.compile(
    r'<(?:span class="filename"|div data-kind="check"|div class="language-text output[^"]*")'
)
ASKED_TIME = re.compile(r'<span data-minutes="(?P<name>[^"]+)"></span>')
RUN_CELL = re.compile(r'<div class="(?P<classes>language-python [^"]*\brun\b[^"]*)"')
# What a reading time does not count, and what it does
FENCE = re.compile(r"^ *`{3,}[^\n]*\n(?:.*\n)*? *`{3,} *$", re.M)
FOLD = re.compile(r"^\?{3}.*\n(?:(?:    .*)?\n)*", re.M)
TABLE_ROW = re.compile(r"^\|.*$", re.M)
FORMULA = re.compile(r"\$\$.+?\$\$|\$[^$\n]+\$", re.S)
MARKUP = re.compile(r"\]\([^()]*\)|\{[^{}]*\}|<[^>]*>")
EXERCISES = re.compile(r"^## .*\{ *#exercises *\}", re.M)


@dataclass
class Lesson:
    """What the parts share, as `md.lesson`: the page that is being rendered, and its project."""

    md: Markdown

    @property
    def page(self) -> tuple[Path, str]:
        """The folder of the page's language, and the file in it, as MkDocs tells them."""
        file = self.md.treeprocessors["relpath"].file
        return Path(file.src_dir), file.src_uri

    @property
    def extra(self) -> dict:
        """`extra` of the page's configuration, whose `words` are in the page's language."""
        return self.md.treeprocessors["relpath"].config.extra

    @property
    def source(self) -> Path:
        return Path(*self.page)

    @property
    def project(self) -> Project:
        return Project(self.page[0].parents[1])

    def warn(self, needle: str, message: str) -> None:
        log.warning("%s: %s", self.project.place(self.source, needle), message)


class CellLines(Preprocessor):
    """Make fences of the lines that are cells: see `cells.py`; and the table of all pages."""

    def run(self, lines):
        snippets = self.md.preprocessors["snippet"]
        snippets.base_path = [str(self.md.lesson.project.snippets)]  # wherever this was started
        return [made for line in lines for made in self.made_of(line)]

    def made_of(self, line):
        lesson = self.md.lesson
        language = lesson.source.parent.name
        try:
            if line == TABLE:
                return table(lesson.project, language)
            if cell := cell_of(line):
                check(cell, lesson.project)
        except (CellError, PageError) as error:
            lesson.warn(line, str(error))
            return [f"FAULT: {error}"]
        words = lesson.extra["words"]
        return fences(cell, lesson.project, language, words) if cell else [line]


class Numbers(InlineProcessor):
    """`[0.2379]{ n="weights_2[1]" }` becomes <data> that carries the expression, its origin."""

    def handleMatch(self, m, data):
        origin = " ".join(m["expression"].split())
        element = etree.Element("data", {"class": "number", "value": m["shown"]})
        element.set(f"data-{m['kind']}", origin)
        element.text = m["shown"]
        return element, m.start(0), m.end(0)


class Claims(LinkInlineProcessor):
    """`[half of it]{ holds="weights[0] > 0.5" }` becomes <span> that carries the expression.

    The text of a claim may hold whatever a link may, and numbers.
    """

    def handleMatch(self, m, data):
        text, end, closed = self.getText(data, m.end(0))
        claim = closed and CLAIM.match(data, end)
        if not claim or claim["kind"] == "quoted" and NUMERIC.fullmatch(text):
            return None, None, None
        element = etree.Element("span", {"class": "claim"})
        element.set(f"data-{claim['kind']}", " ".join(claim["expression"].split()))
        element.text = text
        return element, m.start(0), claim.end(0)


class Formulas(Treeprocessor):
    """Replace what arithmatex marked by KaTeX's HTML."""

    def run(self, root):
        for element in root.findall(".//*[@class='arithmatex']"):
            marked = html.unescape("".join(element.itertext()))
            tex, display = marked[2:-2].strip(), marked.startswith("\\[")
            try:
                rendered = ask_node("render_formulas.mjs", tex=tex, display=display)
            except ValueError as error:
                what = str(error).removeprefix("KaTeX parse error: ")
                self.md.lesson.warn(tex, f"KaTeX rejects the formula {tex}: {what}")
                rendered = f'<code class="fault">{html.escape(tex)}: {html.escape(what)}</code>'
            del element[:]
            element.set("class", "formula-block" if display else "formula")
            element.set("data-search-exclude", "")  # it would be indexed three times, unreadable
            element.text = self.md.htmlStash.store(rendered)


class Pictures(Treeprocessor):
    """Put a figure's SVG into the page, so that it follows the palette, with a caption."""

    def run(self, root):
        for paragraph in root.iter("p"):
            for image in paragraph.findall(".//img"):
                src = image.get("src", "")
                others = (paragraph.text or "") + (image.tail or "")
                if src.endswith(".svg") and len(paragraph) == 1 and not others.strip():
                    self.place_in(paragraph, src, image.get("alt"))
                elif src.endswith(".svg"):
                    remedy = "put an empty line above and below it"
                    self.md.lesson.warn(src, f"the figure {src} is among words; {remedy}")

    def place_in(self, paragraph, src, caption):
        path = self.md.lesson.source.parent / src
        if path.is_file():
            content = path.read_text("utf-8")
        else:
            remedy = "correct the path, or draw it by `make record`"
            self.md.lesson.warn(src, f"there is no figure {src}; {remedy}")
            content = f'<code class="fault">{html.escape(src)}: no such figure</code>'
        paragraph.clear()
        paragraph.tag = "figure"
        paragraph.set("id", Path(src).stem)
        paragraph.set("data-search-exclude", "")
        paragraph.text = self.md.htmlStash.store(content)
        etree.SubElement(paragraph, "figcaption").text = caption


class Sheet(Treeprocessor):
    """Two places that the theme fills for a printed sheet of exercises: its head, and its link."""

    def run(self, root):
        ids = [element.get("id") for element in root]
        if "exercises" in ids:
            place = ids.index("exercises") + 1
            root.insert(place, etree.Element("p", {"class": "sheet", "id": "sheet"}))
            root.insert(1, etree.Element("p", {"class": "sheet-head"}))  # below the title


class Outdated(Treeprocessor):
    """One quiet line at the end of each translated section whose English has changed since."""

    def run(self, root):
        page = self.md.lesson.source
        if page.parent.name not in TRANSLATIONS or not english_of(page).exists():
            return
        late = outdated(page) if recorded_hashes(page) else []
        headings = [element for element in root if element.tag in ("h1", "h2")]
        for section, following in pairwise([*headings, None]):
            if section.get("id") in late:
                line = etree.Element("p", {"class": "outdated"})
                line.text = self.md.lesson.extra["words"]["outdated"]
                root.insert(len(root) if following is None else list(root).index(following), line)


class Cells(Postprocessor):
    """Say of each cell whether it belongs to the lesson, starts an exercise or checks one.

    Titles of cells, checks and recorded output are kept out of the search's index.
    """

    def run(self, text):
        text = RUN_CELL.sub(self.with_kind, text)
        return NOT_SEARCHED.sub(r'\g<0> data-search-exclude="yes"', text)

    @staticmethod
    def with_kind(m):
        kinds = {"start", "check"} & set(m["classes"].split())
        return f'<div data-kind="{"".join(kinds) or "lesson"}" class="{m["classes"]}"'


class ReadingTimes(Postprocessor):
    """The times that a page takes, below its title, and at each `<span data-minutes="…">`."""

    def run(self, text):
        page = self.md.lesson.source
        if re.match(r"\d\d-", page.name):
            time = self.told("page_minutes", page)
            word = self.md.lesson.extra["words"]["show_checked"]
            switch = f'<label><input type="checkbox" id="show-checked"> {word}</label>'
            below = f'</h1><p class="reading-time" data-search-exclude="yes">{time} {switch}</p>'
            text = text.replace("</h1>", below, 1)
        return ASKED_TIME.sub(lambda m: self.asked(m, page.with_name(f"{m['name']}.md")), text)

    def asked(self, m, page):
        if not page.is_file():
            message = f"there is no page {page.stem} to tell the minutes of; correct the name"
            self.md.lesson.warn(m[0].removesuffix("></span>"), message)
            return m[0]
        return m[0].replace("></span>", f">{self.told('minutes', page)}</span>")

    def told(self, word, page):
        extra, counted = self.md.lesson.extra, work(page)
        minutes = minutes_of(counted, extra["words_per_minute"])
        # Exercises are counted apart.
        times = {"minutes": minutes, "more": 8 * counted["exercises"]}
        return extra["words"][word].format(**times, **counted)


def work(page: Path) -> dict[str, int]:
    """What a page asks of a reader; its main path is all that is not folded before exercises."""
    main, *rest = EXERCISES.split(FRONT_MATTER.sub("", page.read_text("utf-8")))
    main = FOLD.sub("", main)
    exercises = sum(cell.section is None for cell in cells_in("".join(rest)))
    project = Project(page.parents[2])
    cells = [cell for cell in cells_in(main) if runs(cell, project)]
    lines = sum(lines_of(cell, project) for cell in cells)
    counted = {"words": words_in(main), "cells": len(cells), "lines": lines}
    return counted | {"exercises": exercises}


def minutes_of(counted: dict[str, int], words_per_minute: int) -> int:
    """The minutes of a main path: its words, 20 seconds a cell, and 3 a line of its code."""
    seconds = 20 * counted["cells"] + 3 * counted["lines"]
    return ceil(counted["words"] / words_per_minute + seconds / 60)


def lines_of(cell: Cell, project: Project) -> int:
    """The lines of a cell's code, without empty ones; 0 where the build tells what is wrong."""
    with suppress(CellError):
        check(cell, project)
        code = sections(project.snippets / cell.file).get(cell.section or "start")
        return sum(bool(line.strip()) for line in code.text.splitlines()) if code else 0
    return 0


def words_in(text: str) -> int:
    """The words of running text: no code blocks, tables, formulas, addresses and marks."""
    for not_read in (FENCE, TABLE_ROW, FORMULA, MARKUP):
        text = not_read.sub(" ", text)
    return len(re.findall(r"\S*\w\S*", text))


class LessonExtension(Extension):
    """What the pages need of Markdown beyond pymdown: see each processor above."""

    def extendMarkdown(self, md):
        md.lesson = Lesson(md)
        md.preprocessors.register(CellLines(md), "cell-lines", 33)  # before pymdownx.snippets
        # After code spans and escapes, before links; a claim may hold numbers.
        md.inlinePatterns.register(Claims(r"\[", md), "claims", 176)
        md.inlinePatterns.register(Numbers(NUMBER, md), "numbers", 175)
        md.treeprocessors.register(Formulas(md), "formulas", 10)  # after inline patterns
        # After the headings have their ids, before MkDocs collects them.
        md.treeprocessors.register(Sheet(md), "sheet", 6)
        md.treeprocessors.register(Outdated(md), "outdated", 6)
        md.treeprocessors.register(Pictures(md), "pictures", 5)  # before MkDocs rewrites the paths
        md.postprocessors.register(Cells(md), "cells", 5)  # after stashed blocks are back
        md.postprocessors.register(ReadingTimes(md), "reading-times", 4)


makeExtension = LessonExtension  # by this name Markdown finds it
