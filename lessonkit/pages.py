"""What a lesson page is, said once in its front matter, and the lists of pages that follow from it.

English says the `part` of the course, whose names are `extra.words.parts`; each language has its
own `title`. `make record` writes the pages into the navigation and into the list of notebooks; the
home page's table is made with the page: `{* pages *}` below its head.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import yaml

from lessonkit.cells import cells_in
from lessonkit.project import Project, settings

FRONT_MATTER = re.compile(r"\A---\n(?P<yaml>.*?)^---\n", re.M | re.S)
LIST = re.compile(
    r"(?P<start>^.*\bpages, by `make record`.*\n)(?P<list>(?:.*\n)*?)(?=.*end of pages)", re.M
)
TABLE = "{* pages *}"


class PageError(ValueError):
    """A page does not say what it is; the message says where and what to write."""


@dataclass(frozen=True)
class Lesson:
    """A lesson page in one language, `02-one-query`: its question and the part it belongs to."""

    name: str
    title: str
    part: str

    @property
    def number(self) -> str:
        return self.name[:2]


def front_matter(page: Path) -> dict[str, Any]:
    """What a page says of itself above its text; values are texts."""
    front = FRONT_MATTER.match(page.read_text("utf-8"))
    return yaml.load(front["yaml"], yaml.BaseLoader) or {} if front else {}


def parts(project: Project, language: str) -> Iterator[tuple[str, list[Lesson]]]:
    """The parts of the course by name, each with its pages. Raises PageError."""
    names = project.words(language)["parts"]
    for part, lessons in groupby(lessons_of(project, language), lambda lesson: lesson.part):
        yield names[part], [*lessons]


def lessons_of(project: Project, language: str) -> Iterator[Lesson]:
    known = project.words(language)["parts"]
    for page in project.lessons(language):
        english = project.docs("en") / page.name
        title = front_matter(page).get("title", "")
        part = front_matter(english).get("part", "") if english.exists() else ""
        if not title:
            raise PageError(
                f"{project.name(page)}: its front matter has no title; write `title: …`"
            )
        if part not in known:
            choice = ", ".join(known)
            what = f"the front matter has no part of the course; write `part: …`, one of {choice}"
            raise PageError(f"{project.name(english)}: {what}")
        yield Lesson(page.stem, title, part)


def exercises(project: Project) -> dict[str, int]:
    """How many exercises each lesson page has, by its name."""
    pages = ((page.stem, page.read_text("utf-8")) for page in project.lessons("en"))
    return {name: sum(cell.section is None for cell in cells_in(text)) for name, text in pages}


def table(project: Project, language: str) -> list[str]:
    """The rows of the home page's table; static/progress.mjs counts in the last column."""
    rows, number_of = [], exercises(project)
    solved = project.words(language)["solved"]
    for part, lessons in parts(project, language):
        rows.append(f"| | **{part}** | | |")
        for lesson in lessons:
            minutes = f'<span data-minutes="{lesson.name}"></span>'
            number = number_of.get(lesson.name, 0)
            of = solved.format(0, number) if number else ""
            progress = f'<span data-progress="{lesson.name}">{of}</span>'
            link = f"[{lesson.title}]({lesson.name}.md)"
            rows.append(f"| {lesson.number} | {link} | {minutes} | {progress} |")
    return rows


def navigation(project: Project, language: str) -> str:
    """The pages in `nav` of a language's configuration, where each page's own title names it."""
    lines = []
    for part, lessons in parts(project, language):
        lines.append(f"  - {part}:\n")
        lines += [f"      - {lesson.name}.md\n" for lesson in lessons]
    return "".join(lines)


def notebooks(project: Project, language: str) -> str:
    """The list of `docs/*/notebooks.py`, a program in percent format."""
    entry = "# - [{0.number} {0.title}]({0.name}.ipynb)\n"
    return "#\n" + "".join(map(entry.format, lessons_of(project, language))) + "#\n"


def lists(project: Project) -> Iterator[tuple[Path, str]]:
    """Every file that lists the pages, as it should be. Raises PageError."""
    for language in project.languages:
        for path, made in (
            (project.config(language), navigation),
            (project.docs(language) / "notebooks.py", notebooks),
        ):
            if path.exists() and (made is notebooks or "nav" in settings(path)):
                yield path, with_list(path, made(project, language))


def with_list(path: Path, pages: str) -> str:
    """A file's text with this list of pages between its two marks."""
    text = path.read_text("utf-8")
    if not LIST.search(text):
        what = "has no place for the pages, from “pages, by `make record`” to “end of pages”"
        raise PageError(f"{path.name}: {what}; bring both lines back")
    return LIST.sub(lambda found: found["start"] + pages, text)
