"""Kind g, by content: translated sections whose English source changed since they were translated."""

import subprocess
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import islice

from lessonkit.checks.site import Fault, Site
from lessonkit.project import Project
from lessonkit.translations import Read, english_sections, hash_of, recorded_hashes, sections_now, translations

CONTEXT = 4  # words on each side of a change


def out_of_date(site: Site) -> Iterator[Fault]:
    """Sections whose English text is not the one that the translation is recorded for, each with what changed."""
    project = site.project
    for page in translations(project):
        recorded, now = recorded_hashes(page.source.read_text("utf-8")), sections_now(project, page.name)
        for section, text in now.items():
            if recorded.get(section) != hash_of(text):
                what = difference(project, page.name, recorded.get(section), text)
                yield Fault("g", project.place(page.source, f"{{ #{section} }}"), f"section #{section}: {what}\n{what_to_do(page.call)}")
        for section in recorded:
            if section not in now:
                place = project.place(page.source, f"{section}:")
                yield Fault("g", place, f"the English page has no section #{section} any more. {what_to_do(page.call)}")


def what_to_do(page: str) -> str:
    return f"Translate what changed, then run `make translated PAGE={page}`"


def difference(project: Project, page: str, recorded: str | None, now: str) -> str:
    """What changed in the English text since it was translated, as far as git knows it."""
    if recorded is None:
        return "nothing says which English text it was translated from."
    before = text_with_hash(project, page, recorded)
    if before is None:
        return f"its English source changed since it was translated, and git has no version of it with the hash {recorded} to compare with."
    return f"its English source changed since it was translated:\n{changed_words(before, now)}"


def text_with_hash(project: Project, page: str, recorded: str) -> str | None:
    """The English section, in the history of git, that has a hash."""
    source = f"docs/en/{page}.md"
    for commit in git(project, "log", "--format=%H", "--", source, "snippets").split():
        read = reader_at(project, commit)
        for text in english_sections(read(source), read).values():
            if hash_of(text) == recorded:
                return text
    return None


def reader_at(project: Project, commit: str) -> Read:
    """Reads the files of one commit; nothing where it has no such file."""
    return lambda name: git(project, "show", f"{commit}:./{name}")


def git(project: Project, *command: str) -> str:
    """What git says; nothing where there is no git, no repository or no such file."""
    try:
        return subprocess.run(["git", *command], cwd=project.root, capture_output=True, encoding="utf-8").stdout
    except OSError:
        return ""


def changed_words(before: str, now: str) -> str:
    """The first changes from one text to another, `- was` above `+ is`, with a few words around."""
    old, new = before.split(), now.split()
    changes = (codes for codes in SequenceMatcher(None, old, new, autojunk=False).get_opcodes() if codes[0] != "equal")
    return "\n".join(f"- {around(old, i1, i2)}\n+ {around(new, j1, j2)}" for _, i1, i2, j1, j2 in islice(changes, 4))


def around(words: list[str], start: int, end: int) -> str:
    shown = words[max(start - CONTEXT, 0) : end + CONTEXT]
    return " ".join(shown if len(shown) <= 40 else [*shown[:20], "…", *shown[-20:]])
