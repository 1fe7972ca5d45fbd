"""`make translated PAGE=02-one-query`: say that a translated page is up to date with its English source.

The page's front matter holds a hash for each section of the English page that it was translated from.
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import yaml

from lessonkit.project import HERE, TRANSLATIONS, Project

HEADING = re.compile(r"^##? .*\{ *#(?P<id>[\w-]+) *\} *$", re.M)
FRONT_MATTER = re.compile(r"\A---\n(?P<yaml>.*?)^---\n", re.M | re.S)
RECORD = re.compile(r"^translated:.*\n(?:[ \t]+.*\n)*", re.M)

INCLUDE = re.compile(r"^ *-+8<-+ .*$", re.M)


def english_sections(page: str) -> dict[str, str]:
    """The prose of an English page from one `##` to the next, by the id of its heading, white space collapsed.

    The first section starts at the top, since title and description are translated too.
    """
    headings = list(HEADING.finditer(page))
    starts = [0, *(heading.start() for heading in headings[1:])]
    ends = [*starts[1:], len(page)]
    return {
        heading["id"]: " ".join(INCLUDE.sub("", page[start:end]).split())
        for heading, start, end in zip(headings, starts, ends)
    }


def hash_of(text: str) -> str:
    return sha256(text.encode("utf-8")).hexdigest()[:12]


def hashes_now(project: Project, page: str) -> dict[str, str]:
    """The hashes that a translation of the page records when it is up to date."""
    text = (project.docs("en") / f"{page}.md").read_text("utf-8")
    return {section: hash_of(prose) for section, prose in english_sections(text).items()}


def outdated_sections(project: Project, page: str, translation: str) -> list[str]:
    """The sections whose English prose has changed since the page was translated, in their order."""
    recorded = recorded_hashes(translation)
    return [section for section, value in hashes_now(project, page).items() if recorded.get(section) != value]


def recorded_hashes(translation: str) -> dict[str, str]:
    """The hashes that a translated page's front matter holds, by section."""
    front = FRONT_MATTER.match(translation)
    return (yaml.load(front["yaml"], yaml.BaseLoader) or {}).get("translated") or {} if front else {}


def with_hashes(translation: str, hashes: dict[str, str]) -> str:
    """The same page with other hashes, and nothing else changed."""
    record = "translated:\n" + "".join(f"  {section}: {value}\n" for section, value in hashes.items())
    front = FRONT_MATTER.match(translation)
    if front is None:
        return f"---\n{record}---\n\n{translation}"
    return f"---\n{RECORD.sub('', front['yaml'])}{record}---\n{translation[front.end() :]}"


@dataclass(frozen=True)
class Translation:
    """A page in another language than English, translated from the English page of the same name."""

    language: str
    name: str
    source: Path

    @property
    def call(self) -> str:
        """What `make translated PAGE=` calls it: a Vietnamese page by its name alone, one of another language `de/01-why-self`."""
        return self.name if self.language == TRANSLATIONS[0] else f"{self.language}/{self.name}"


def translations(project: Project) -> Iterator[Translation]:
    """Every page that is translated; one that is a link to the English page is not yet."""
    for language in TRANSLATIONS:
        for source in project.pages(language):
            name = source.relative_to(project.docs(language)).with_suffix("").as_posix()
            if not source.is_symlink() and (project.docs("en") / f"{name}.md").exists():
                yield Translation(language, name, source)


def confirm(project: Project, page: str) -> list[str]:
    """Record what the English page says now, of one page or of `all`; return a line for each section that changed."""
    said = []
    for translation in translations(project):
        if page in (translation.call, "all"):
            text = translation.source.read_text("utf-8")
            hashes, old = hashes_now(project, translation.name), recorded_hashes(text)
            if hashes != old:
                translation.source.write_text(with_hashes(text, hashes), "utf-8", newline="\n")
            changed = [key for key in hashes | old if hashes.get(key) != old.get(key)]
            said += [f"{project.name(translation.source)}: translated as the English page reads now: #{key}" for key in changed]
    return said


def main(page: str = "") -> int:
    calls = [translation.call for translation in translations(HERE)]
    if page not in (*calls, "all"):
        print(f"Say which page is translated: make translated PAGE={calls[0]}, or PAGE=all for every one of {', '.join(calls)}", file=sys.stderr)
        return 2
    print("\n".join(confirm(HERE, page)) or "nothing to record: every section is translated as the English page reads now")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
