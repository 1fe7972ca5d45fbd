"""Kinds d and e: sections that no page shows, code in no section, includes that bring nothing."""

from collections.abc import Iterator

from lessonkit.checks.site import Fault, Site, code_of
from lessonkit.includes import include_fault
from lessonkit.project import LANGUAGES
from lessonkit.sections import outside, sections


def code_outside_sections(site: Site) -> Iterator[Fault]:
    """Code that stands in no section is shown on no page."""
    for path in [*site.project.programs(), *site.project.exercises()]:
        for number, line in outside(path):
            where = f"{site.project.name(path)}:{number}"
            yield Fault("d", where, f"this line stands in no section, so no page shows it; move it into one: {line.strip()}")


def unshown_sections(site: Site) -> Iterator[Fault]:
    """Sections, but for the wrong answers of exercises, that no page of a language shows."""
    for language in LANGUAGES:
        shown = {code_of(block) for page in site.pages(language) for block in page.blocks}
        for path in [*site.project.programs(), *site.project.exercises()]:
            for section in sections(path).values():
                if section.text.strip("\n") not in shown and not section.name.startswith("wrong_"):
                    where = f"{site.project.name(path)}:{section.line}"
                    yield Fault("d", where, f"section {section.name!r} stands on no page in docs/{language}; include it, or take it out")


def wrong_includes(site: Site) -> Iterator[Fault]:
    """Includes that name what is not there, or bring nothing."""
    for language in LANGUAGES:
        for page in site.project.pages(language):
            for number, line in enumerate(page.read_text("utf-8").splitlines(), 1):
                if fault := include_fault(line, site.project.snippets):
                    yield Fault("e", f"{site.project.name(page)}:{number}", fault)
