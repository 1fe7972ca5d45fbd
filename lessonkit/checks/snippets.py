"""Snippets import what readers have, and every line of them is shown on a page."""

import sys
from collections.abc import Iterator

from lessonkit.checks.site import Fault, Site, code_of
from lessonkit.modules import imports
from lessonkit.program import Run, fresh_program, run_program, run_section
from lessonkit.sections import outside, sections

HAD_BY_READERS = sys.stdlib_module_names | {"numpy"}


def foreign_imports(site: Site) -> Iterator[Fault]:
    """Imports that a reader lacks, who has NumPy, the standard library and our modules."""
    project = site.project
    there = HAD_BY_READERS | {path.stem for path in project.modules()}
    for path in [*project.programs(), *project.exercises()]:
        for number, module in imports(path.read_text("utf-8")):
            if module not in there:
                message = f"a reader's Python has no {module}; use NumPy or the standard library"
                yield Fault("snippet", f"{project.name(path)}:{number}", message)


def cannot_be_quoted(site: Site) -> Iterator[Fault]:
    """Modules that *Copy all* and notebooks cannot write within three single quotes."""
    for path in site.project.modules():
        if "'''" in path.read_text("utf-8"):
            message = "holds ''', within which notebooks and Copy all write it; use \"\"\""
            yield Fault("snippet", site.project.name(path), message)


def out_of_place(site: Site) -> Iterator[Fault]:
    """Snippets in a folder where nothing runs them and no page looks for them."""
    project = site.project
    for path in sorted({*project.snippets.rglob("*.py")} - {*project.shown_code()}):
        message = "is where nothing runs it; move it into snippets/ or snippets/exercises/"
        yield Fault("unshown", project.name(path), f"{message}, and show it on a page")


def code_outside_sections(site: Site) -> Iterator[Fault]:
    """Code that is in no section, and so on no page, where it is not a module's."""
    project = site.project
    programs = [path for path in project.programs() if path not in project.modules()]
    for path in [*programs, *project.exercises()]:
        for number, line in outside(path):
            what = "this line is in no section, so no page shows it; move it into one"
            yield Fault("unshown", f"{project.name(path)}:{number}", f"{what}: {line.strip()}")


def unshown_sections(site: Site) -> Iterator[Fault]:
    """Sections, but for the wrong answers of exercises, that no page of a language shows."""
    project = site.project
    for language in project.languages:
        shown = {code_of(block) for page in site.pages(language) for block in page.blocks}
        for path in project.shown_code():
            for section in sections(path).values():
                if section.text.strip("\n") not in shown and not section.name.startswith("wrong_"):
                    message = f"section {section.name!r} is on no page in docs/{language}"
                    where = f"{project.name(path)}:{section.line}"
                    yield Fault("unshown", where, f"{message}; include it, or delete it")


def needed_from_a_fold(site: Site) -> Iterator[Fault]:
    """Cells that print something else where those in a closed fold run last, as in the page."""
    for page in site.pages("en"):
        if not page.program.exists():
            continue
        parts = {part.text.strip("\n"): part for part in sections(page.program).values()}
        cells = page.article.xpath(".//*[@data-kind='lesson'][not(contains(@class, 'timed'))]")
        cells.sort(key=lambda cell: len(cell.xpath("ancestor::details[not(@open)]")) > 0)
        try:
            run, recorded = Run(), run_program(page.program).outputs
        except Exception:  # another check says that the snippet does not run
            continue
        with fresh_program(site.project.snippets, "en"):
            for part in filter(None, (parts.get(code_of(cell)) for cell in cells)):
                try:
                    run_section(part, page.program, run)
                except Exception as error:
                    run.outputs[part.name] = f"{type(error).__name__}: {error}"
                if run.outputs[part.name] != recorded[part.name]:
                    what = f"the cell {part.name!r} gives {run.outputs[part.name].strip()!r}"
                    message = f"{what} where folded cells run last and .timed ones do not"
                    remedy = "move what it needs out of them, or before it on the page"
                    yield page.fault("order", f".py:{part.name} ", f"{message}; {remedy}")
                    break
