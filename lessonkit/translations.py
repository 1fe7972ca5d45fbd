"""`make translated PAGE=02-one-query`: say that a translated page is up to date.

The page's front matter holds a hash for each section of the English prose that it was translated
from. A section whose prose has changed since is listed by `make test`, and is no fault.
"""

import re
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from lessonkit.pages import FRONT_MATTER, front_matter
from lessonkit.project import HERE, Project

HEADING = re.compile(r"^##? .*\{ *#(?P<id>[\w-]+) *\} *$", re.M)
FIRST = "vi"  # its pages are named without their language
RECORD = re.compile(r"^translated:.*\n(?:[ \t]+.*\n)*", re.M)


def english_hashes(page: Path) -> dict[str, str]:
    """A hash for the prose of an English page from one `##` to the next, by the id of its heading.

    White space does not count. The first section starts at the top, with title and description.
    """
    text = page.read_text("utf-8")
    headings = list(HEADING.finditer(text))
    starts = [0, *(heading.start() for heading in headings[1:])]
    ends = [*starts[1:], len(text)]
    prose = (" ".join(text[start:end].split()) for start, end in zip(starts, ends))
    hashes = (sha256(text.encode()).hexdigest()[:12] for text in prose)
    return {heading["id"]: value for heading, value in zip(headings, hashes)}


def english_of(page: Path) -> Path:
    return page.parents[1] / "en" / page.name


def recorded_hashes(page: Path) -> dict[str, str]:
    """The hashes in the front matter of a translated page."""
    return front_matter(page).get("translated") or {}


def outdated(page: Path) -> list[str]:
    """The sections of a translated page whose English prose has changed since."""
    recorded = recorded_hashes(page)
    english = english_hashes(english_of(page)).items()
    return [section for section, value in english if recorded.get(section) != value]


def confirm(page: Path) -> None:
    """Record in a translated page what the English page says now, and change nothing else."""
    hashes = english_hashes(english_of(page)).items()
    record = "translated:\n" + "".join(f"  {section}: {value}\n" for section, value in hashes)
    text = page.read_text("utf-8")
    front = FRONT_MATTER.match(text)
    other, rest = (RECORD.sub("", front["yaml"]), text[front.end() :]) if front else ("", text)
    page.write_text(f"---\n{other}{record}---\n{rest}", "utf-8", newline="\n")


def translated(project: Project) -> dict[str, Path]:
    """Every translated page by what `PAGE=` calls it; in a third language `de/02-one-query`."""
    pages = [page for language in project.translations for page in project.own_pages(language)]
    pages = [page for page in pages if english_of(page).exists()]
    return {
        page.stem if page.parent.name == FIRST else f"{page.parent.name}/{page.stem}": page
        for page in pages
    }


def outdated_lines(project: Project) -> Iterator[tuple[str, str]]:
    """The place of each outdated section, and what to do about it."""
    for call, page in translated(project).items():
        for section in outdated(page):
            what = f"section #{section}: its English has changed; translate the change"
            place = project.place(page, f"#{section} }}")
            yield place, f"{what} if it matters, then `make translated PAGE={call}`"


def main(call: str = "") -> int:
    pages = translated(HERE)
    if call != "all" and call not in pages:
        print("Name a page: make translated PAGE=…, one of all,", ", ".join(pages), file=sys.stderr)
        return 2
    for page in pages.values() if call == "all" else [pages[call]]:
        before = recorded_hashes(page)
        confirm(page)
        now = recorded_hashes(page)
        changed = [key for key in before | now if before.get(key) != now.get(key)]
        print(f"{HERE.name(page)}: {', '.join(changed) or 'nothing to record'}")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
