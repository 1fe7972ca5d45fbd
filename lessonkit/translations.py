"""`make translated PAGE=02-one-query`: say that a translated page is up to date.

The page's front matter holds a hash for each section of the English prose that it was translated
from. A section whose prose has changed since is listed by `make test`, and is no fault.
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path

import yaml

from lessonkit.project import HERE, TRANSLATIONS, Project

HEADING = re.compile(r"^##? .*\{ *#(?P<id>[\w-]+) *\} *$", re.M)
FRONT_MATTER = re.compile(r"\A---\n(?P<yaml>.*?)^---\n", re.M | re.S)
RECORD = re.compile(r"^translated:.*\n(?:[ \t]+.*\n)*", re.M)
INCLUDE = re.compile(r"^ *-+8<-+ .*$", re.M)


def english_hashes(page: str) -> dict[str, str]:
    """A hash for the prose of an English page from one `##` to the next, by the id of its heading.

    White space does not count. The first section starts at the top, with title and description.
    """
    headings = list(HEADING.finditer(page))
    starts = [0, *(heading.start() for heading in headings[1:])]
    ends = [*starts[1:], len(page)]
    prose = (" ".join(INCLUDE.sub("", page[start:end]).split()) for start, end in zip(starts, ends))
    hashes = (sha256(text.encode()).hexdigest()[:12] for text in prose)
    return {heading["id"]: value for heading, value in zip(headings, hashes)}


@dataclass(frozen=True)
class Translation:
    """A page in another language than English, and the English page of the same name."""

    project: Project
    language: str
    name: str

    @property
    def source(self) -> Path:
        return self.project.docs(self.language) / f"{self.name}.md"

    @property
    def call(self) -> str:
        """What `make translated PAGE=` calls it: `02-one-query` in Vietnamese, else `de/02-…`."""
        return self.name if self.language == TRANSLATIONS[0] else f"{self.language}/{self.name}"

    @cached_property
    def english(self) -> dict[str, str]:
        return english_hashes((self.project.docs("en") / f"{self.name}.md").read_text("utf-8"))

    @cached_property
    def recorded(self) -> dict[str, str]:
        """The hashes in the page's front matter."""
        front = FRONT_MATTER.match(self.source.read_text("utf-8"))
        return (
            (yaml.load(front["yaml"], yaml.BaseLoader) or {}).get("translated") or {}
            if front
            else {}
        )

    def outdated(self) -> list[str]:
        """The sections whose English prose has changed since they were translated."""
        return [
            section
            for section, value in self.english.items()
            if self.recorded.get(section) != value
        ]

    def confirm(self) -> None:
        """Record what the English page says now, and change nothing else."""
        text = self.source.read_text("utf-8")
        record = "translated:\n" + "".join(
            f"  {key}: {value}\n" for key, value in self.english.items()
        )
        front = FRONT_MATTER.match(text)
        other, rest = (
            (RECORD.sub("", front["yaml"]), text[front.end() :]) if front else ("", f"\n{text}")
        )
        self.source.write_text(f"---\n{other}{record}---\n{rest}", "utf-8", newline="\n")


def translations(project: Project) -> Iterator[Translation]:
    """Every translated page of the project."""
    for language in TRANSLATIONS:
        for source in project.pages(language):
            if (project.docs("en") / source.name).exists():
                yield Translation(project, language, source.stem)


def outdated_lines(project: Project) -> Iterator[tuple[str, str]]:
    """The place of each outdated section, and what to do about it."""
    for page in translations(project):
        for section in page.outdated():
            what = f"section #{section}: its English has changed; translate the change"
            place = project.place(page.source, f"#{section} }}")
            yield place, f"{what} if it matters, then `make translated PAGE={page.call}`"


def main(call: str = "") -> int:
    pages = {page.call: page for page in translations(HERE)}
    chosen = pages.values() if call == "all" else [pages[call]] if call in pages else []
    if not chosen:
        print(
            f"Name a page: make translated PAGE=…, one of all, {', '.join(pages)}", file=sys.stderr
        )
        return 2
    for page in chosen:
        sections = page.outdated() + [key for key in page.recorded if key not in page.english]
        if sections:
            page.confirm()
        print(f"{HERE.name(page.source)}: {', '.join(sections) or 'nothing to record'}")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
