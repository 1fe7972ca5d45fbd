"""What a lesson page is, said once in its front matter, and the lists of pages that follow from it.

English says the `part` of the course, whose names are `extra.words.parts`; each language has its
own `title`. Every list is made with the site: the navigation where `nav` says `lessons`, the home
page's table at `{* pages *}` below its head, that of the notebooks at the same words.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import yaml

from lessonkit.cells import cells_in
from lessonkit.project import Project

FRONT_MATTER = re.compile(r"\A---\n(?P<yaml>.*?)^---\n", re.M | re.S)
TABLE, LESSONS = "{* pages *}", "lessons"  # on the home page, in `nav`


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
        if not english.exists():
            raise PageError(f"{project.name(page)}: has no twin; write {project.name(english)}")
        title, part = front_matter(page).get("title", ""), front_matter(english).get("part", "")
        if not title:
            what = "its front matter has no title; write `title: …`"
            raise PageError(f"{project.name(page)}: {what}")
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


def with_lessons(nav: list, project: Project, language: str) -> list:
    """The navigation with the pages in the place of `lessons`, each named by its own title."""
    found = parts(project, language)
    made = [{part: [f"{lesson.name}.md" for lesson in lessons]} for part, lessons in found]
    return [one for entry in nav for one in (made if entry == LESSONS else [entry])]
