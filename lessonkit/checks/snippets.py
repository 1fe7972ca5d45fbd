"""Kinds a, d and e: imports of what readers lack, sections that no page shows, code in no section, includes that bring nothing."""

import ast
import sys
from collections.abc import Iterator

from lessonkit.checks.site import Fault, Site, code_of
from lessonkit.includes import include_fault
from lessonkit.project import LANGUAGES
from lessonkit.sections import outside, sections

HAD_BY_READERS = sys.stdlib_module_names | {"numpy", "attention"}


def foreign_imports(site: Site) -> Iterator[Fault]:
    """Imports of more than NumPy, the standard library and the toolkit: here they work, for a reader they do not."""
    for path in [*site.project.programs(), *site.project.exercises()]:
        for number, module in imports(path.read_text("utf-8")):
            if module not in HAD_BY_READERS:
                where = f"{site.project.name(path)}:{number}"
                yield Fault("a", where, f"a reader's Python has no {module}; use NumPy, the standard library or `attention`")


def imports(code: str) -> Iterator[tuple[int, str]]:
    """Each module that some code imports, without what is below it, and the line."""
    try:
        tree = ast.parse(code)
    except SyntaxError:  # it does not run, which is told elsewhere
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name.partition(".")[0]) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, "." if node.level else node.module.partition(".")[0]


def out_of_place(site: Site) -> Iterator[Fault]:
    """Snippets in a folder where nothing runs them and no page looks for them."""
    project = site.project
    for path in sorted({*project.snippets.rglob("*.py")} - {*project.programs(), *project.exercises(), *project.pytorch()}):
        yield Fault("d", project.name(path), "lies where nothing runs it; move it into snippets/ or snippets/exercises/, and show it on a page")


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
        for path in [*site.project.programs(), *site.project.exercises(), *site.project.pytorch()]:
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
