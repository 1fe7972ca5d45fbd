"""What a frame on another site shows of a page, in `embed/v1/pages/NAME.html`: its cells, each
with what it prints, and its pictures. static/embed.mjs takes from it what belongs to one cell.

The page itself would do too, but is three times as heavy and more.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path

import lxml.html

from lessonkit.built import article_of
from lessonkit.project import Project
from lessonkit.search_index import text_of

FOLDER = "embed/v1/pages"
PAGE = """<!doctype html>
<html lang="{language}"><head><meta charset="utf-8"><meta name="robots" content="noindex">
<title>{title}</title></head><body>
{parts}
</body></html>
"""


@dataclass(frozen=True)
class Part:
    """A cell or a picture of a page: its HTML, the number of its section, whether it is in a closed
    fold; of a picture the id."""

    html: str
    section: int
    folded: bool
    id: str | None


def write_frames(project: Project, language: str, built: Path) -> None:
    """Write, below a built language, the file of each page that has cells."""
    for page in project.pages(language):
        folder = "" if page.stem == "index" else page.stem
        article = article_of(built / folder / "index.html")
        if lines := [*lines_of(article)]:
            title = escape(text_of(article.find(".//h1")))
            path = built / FOLDER / f"{page.stem}.html"
            path.parent.mkdir(parents=True, exist_ok=True)
            text = PAGE.format(language=language, title=title, parts="\n".join(lines))
            path.write_text(text, "utf-8")


def lines_of(article) -> Iterator[str]:
    """The cells of a page in the order in which they run, those in a closed fold last, each with
    the name of its picture; then the pictures, without the map at the top."""
    parts = [*parts_of(article)]
    figures = [part for part in parts if part.id and not part.id.endswith("-here")]
    cells = [part for part in parts if not part.id]
    for cell in sorted(cells, key=lambda cell: cell.folded):
        picture = picture_of(cell, figures) or ""
        yield f'<section data-picture="{picture}">{cell.html}</section>'
    if cells:
        yield from (figure.html for figure in figures)


def parts_of(article) -> Iterator[Part]:
    """The cells, each with its output, and the pictures of a page, in its order."""
    section = 0
    for element in article.iter("h2", "figure", "div"):
        folds = element.iterancestors("details")
        folded = any(fold.get("open") is None for fold in folds)
        if element.tag == "h2":
            section += 1
        elif element.tag == "figure" and element.get("id"):
            yield Part(written(element), section, folded, element.get("id"))
        elif element.get("data-kind") == "lesson":
            output = element.getnext()
            printed = output is not None and "output" in output.classes
            html = written(element) + (written(output) if printed else "")
            yield Part(html, section, folded, None)


def written(element) -> str:
    return lxml.html.tostring(element, encoding="unicode", with_tail=False)


def picture_of(cell: Part, figures: list[Part]) -> str | None:
    """The picture of a cell: one of its section, else the first of the page."""
    own = [figure.id for figure in figures if figure.section == cell.section]
    return next(iter([*own, *(figure.id for figure in figures)]), None)
