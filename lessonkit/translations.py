"""`make translated PAGE=02-one-query`: say that a translated page is up to date with its English source.

The page's front matter holds a hash for each section of the English page that it was translated from.
"""

import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import yaml

from lessonkit.includes import INCLUDE
from lessonkit.project import HERE, TRANSLATIONS, Project
from lessonkit.sections import SectionError, sections_in

HEADING = re.compile(r"^##? .*\{ *#(?P<id>[\w-]+) *\} *$", re.M)
FRONT_MATTER = re.compile(r"\A---\n(?P<yaml>.*?)^---\n", re.M | re.S)
RECORD = re.compile(r"^translated:.*\n(?:[ \t]+.*\n)*", re.M)

Read = Callable[[str], str]  # the text of a file, named from the project's root; OSError where there is none


def english_sections(page: str, read: Read) -> dict[str, str]:
    """The text of an English page from one `##` to the next, by the id of its heading, with what it includes.

    The first section starts at the top, since title and description are translated too.
    """
    headings = list(HEADING.finditer(page))
    starts = [0, *(heading.start() for heading in headings[1:])]
    ends = [*starts[1:], len(page)]
    return {heading["id"]: with_includes(page[start:end], read) for heading, start, end in zip(headings, starts, ends)}


def with_includes(text: str, read: Read) -> str:
    """A text with its includes in their places, white space collapsed."""
    return " ".join(" ".join(included(line, read) for line in text.splitlines()).split())


def included(line: str, read: Read) -> str:
    """What stands for a line; an include that brings nothing is a fault of another kind, and stays."""
    include = INCLUDE.fullmatch(line)
    if include is None:
        return line
    try:
        text = read(f"snippets/{include['file']}")
        return sections_in(text, include["file"])[include["section"]].text if include["section"] else text
    except (OSError, SectionError, KeyError):
        return line


def hash_of(text: str) -> str:
    return sha256(text.encode("utf-8")).hexdigest()[:12]


def reader(project: Project) -> Read:
    """Reads the files as they lie there now."""
    return lambda name: (project.root / name).read_text("utf-8")


def sections_now(project: Project, page: str) -> dict[str, str]:
    return english_sections((project.docs("en") / f"{page}.md").read_text("utf-8"), reader(project))


def hashes_now(project: Project, page: str) -> dict[str, str]:
    """The hashes that a translation of the page records when it is up to date."""
    return {section: hash_of(text) for section, text in sections_now(project, page).items()}


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
