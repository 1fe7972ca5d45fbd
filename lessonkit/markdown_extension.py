"""The Python-Markdown extension: cells, formulas, numbers, claims, pictures, times.

It is an extension and no MkDocs hook, so that another generator that reads Python-Markdown can
render the same pages. A fault is logged as a warning of MkDocs, which `--strict` counts, and shown
in the page, so that serving goes on.
"""

import html
import logging
import re
import xml.etree.ElementTree as etree
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from markdown import Extension, Markdown
from markdown.inlinepatterns import InlineProcessor, LinkInlineProcessor
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

from lessonkit.cells import CellError, cell_of, check, fences
from lessonkit.node import ask_node
from lessonkit.pages import TABLE, PageError, table
from lessonkit.project import LESSON, Project
from lessonkit.reading_time import times
from lessonkit.translations import english_of, outdated, recorded_hashes

log = logging.getLogger("mkdocs.lesson")

# `[0.2379]{ n="weights_2[1]" }`, `[half of it]{ holds="weights_2[0] > 0.5" }`, `[…]{ quoted="…" }`
MARK = r"""\{\s*(?P<kind>KINDS)=(?P<mark>["'])(?P<expression>[\s\S]*?)(?P=mark)\s*\}"""
NUMBER = r"\[(?P<shown>[^\[\]]+)\]" + MARK.replace("KINDS", "n|quoted")
CLAIM = re.compile(MARK.replace("KINDS", "holds|quoted"))
NUMERIC = re.compile(r"[-−\d.,\s×e]+")
ASKED_TIME = re.compile(r'<span data-minutes="(?P<name>[^"]+)"></span>')
RUN_CELL = re.compile(r'<div class="(?P<classes>language-python [^"]*\brun\b[^"]*)"')


@dataclass
class Lesson:
    """What the parts share, as `md.lesson`: the page that is being rendered, and its project."""

    md: Markdown

    @property
    def _told(self) -> tuple[Path, Path]:
        """The page's file, and the folder of the language that is built, as a generator tells it.

        Raises RuntimeError where it is told in another way than by those that are known.
        """
        try:
            if "rendering_context" in self.md.preprocessors:  # Zensical
                zensical = self.md.preprocessors["rendering_context"]
                docs = Path(zensical.config["root_dir"], zensical.config["docs_dir"])
                return docs / zensical.page.path, docs
            mkdocs = self.md.treeprocessors["relpath"]
            return Path(mkdocs.file.abs_src_path), Path(mkdocs.config.docs_dir)
        except (AttributeError, KeyError) as error:
            what = "MkDocs or Zensical no longer tells an extension which page it renders as it did"
            raise RuntimeError(f"{what}: {error!r}; correct Lesson._told in {__file__}") from error

    @property
    def source(self) -> Path:
        return self._told[0]

    @property
    def project(self) -> Project:
        return Project(self._told[1].parents[1])

    @property
    def language(self) -> str:
        """The language that is built; that of the page is English where it is not translated."""
        return self._told[1].name

    @property
    def words(self) -> dict:
        """Words of the pages' frame."""
        return self.project.words(self.language)

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
        try:
            if line == TABLE:
                return table(lesson.project, lesson.language)
            if cell := cell_of(line):
                check(cell, lesson.project)
        except (CellError, PageError) as error:
            lesson.warn(line, str(error))
            return [f"FAULT: {error}"]
        if cell is None:
            return [line]
        return fences(cell, lesson.project, lesson.language, lesson.words)


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
        page = self.md.lesson.source
        path = page.parent / src
        if Path(src).parent.name == "figures":  # which a translation has where its words differ
            path = self.md.lesson.project.picture(page.parent.name, path.stem)
        if path.is_file():
            content = path.read_text("utf-8")
        else:
            remedy = "correct the path, or draw it by `make record`"
            self.md.lesson.warn(src, f"there is no figure {src}; {remedy}")
            content = f'<code class="fault">{html.escape(src)}: no such figure</code>'
        paragraph.clear()
        paragraph.tag = "figure"
        paragraph.set("id", Path(src).stem)
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
        late = outdated(page) if recorded_hashes(page) and english_of(page).exists() else []
        headings = [element for element in root if element.tag in ("h1", "h2")]
        for section, following in pairwise([*headings, None]):
            if section.get("id") in late:
                line = etree.Element("p", {"class": "outdated"})
                line.text = self.md.lesson.words["outdated"]
                root.insert(len(root) if following is None else list(root).index(following), line)


class Cells(Postprocessor):
    """Say of each cell whether it belongs to the lesson, starts an exercise or checks one."""

    def run(self, text):
        return RUN_CELL.sub(self.with_kind, text)

    @staticmethod
    def with_kind(m):
        kinds = {"start", "check"} & set(m["classes"].split())
        return f'<div data-kind="{"".join(kinds) or "lesson"}" class="{m["classes"]}"'


class ReadingTimes(Postprocessor):
    """The times that a page takes, below its title, and at each `<span data-minutes="…">`."""

    def run(self, text):
        page = self.md.lesson.source
        if "</h1>" in text and LESSON.match(page.name):  # `toc` has it run on each heading's words
            time = self.told("page_minutes", page)
            word = self.md.lesson.words["show_checked"]
            switch = f'<label><input type="checkbox" id="show-checked"> {word}</label>'
            below = f'</h1><p class="reading-time">{time} {switch}</p>'
            text = text.replace("</h1>", below, 1)
        return ASKED_TIME.sub(self.asked, text)

    def asked(self, m):
        lesson = self.md.lesson
        page = lesson.project.page(lesson.language, m["name"])
        if not page.is_file():
            message = f"there is no page {page.stem} to tell the minutes of; correct the name"
            lesson.warn(m[0].removesuffix("></span>"), message)
            return m[0]
        return m[0].replace("></span>", f">{self.told('minutes', page)}</span>")

    def told(self, word, page):
        lesson = self.md.lesson
        return lesson.words[word].format(**times(lesson.project, page))


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
