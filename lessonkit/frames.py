"""What a frame on another site shows of a page, in `embed/v1/pages/NAME.html`: its cells, each
with what it prints, and its pictures. static/embed.mjs takes from it what belongs to one cell.

The page itself would do too, but is three times as heavy and more.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lessonkit.project import Project

FOLDER = "embed/v1/pages"
PART = re.compile(
    r"(?P<details><details(?! [^>]*\bopen\b))|(?P<open><details)|(?P<end></details>)|(?P<h2><h2\b)"
    r'|<figure id="(?P<id>[^"]+)".*?</figure>'
    r'|<div data-kind="lesson".*?</div>(?:\s*<div class="[^"]*\boutput\b.*?</div>)?',
    re.S,
)
TITLE = re.compile(r"<h1[^>]*>(.*?)(?:<a class=\"headerlink\".*)?</h1>")
TAG = re.compile(r"<[^>]+>")
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
        text = (built / folder / "index.html").read_text("utf-8")
        title = TITLE.search(text)
        if title and (lines := [*lines_of(text)]):
            said = {"language": language, "title": TAG.sub("", title[1]), "parts": "\n".join(lines)}
            path = built / FOLDER / f"{page.stem}.html"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(PAGE.format(**said), "utf-8")


def lines_of(page: str) -> Iterator[str]:
    """The cells of a page in the order in which they run, those in a closed fold last, each with
    the name of its picture; then the pictures, without the map at the top."""
    parts = [*parts_of(page)]
    figures = [part for part in parts if part.id and not part.id.endswith("-here")]
    cells = [part for part in parts if not part.id]
    for cell in sorted(cells, key=lambda cell: cell.folded):
        picture = picture_of(cell, figures) or ""
        yield f'<section data-picture="{picture}">{cell.html}</section>'
    if cells:
        yield from (figure.html for figure in figures)


def parts_of(page: str) -> Iterator[Part]:
    section, folds = 0, []  # for each fold that is open around a part: whether it is closed
    for match in PART.finditer(page):
        if match["h2"]:
            section += 1
        elif match["details"] or match["open"]:
            folds.append(match["open"] is None)
        elif match["end"]:
            folds.pop()
        else:
            yield Part(match[0], section, any(folds), match["id"])


def picture_of(cell: Part, figures: list[Part]) -> str | None:
    """The picture of a cell: one of its section, else the first of the page."""
    own = [figure.id for figure in figures if figure.section == cell.section]
    return next(iter([*own, *(figure.id for figure in figures)]), None)
