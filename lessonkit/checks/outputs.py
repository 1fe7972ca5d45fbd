"""Kind b on the page: each cell that prints has its recorded output right below it, and nothing else has."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from lessonkit.checks.python_blocks import is_output
from lessonkit.checks.site import Fault, Page, Site, code_of
from lessonkit.project import LANGUAGES, Project
from lessonkit.sections import sections


def expected_outputs(project: Project, language: str) -> dict[str, set[str | None]]:
    """What the `.out` says for each cell, None for nothing; more than one where equal cells stand in several files."""
    expected = defaultdict(set)
    for path in [*project.programs(), *project.exercises()]:
        out = project.output(path, language)
        recorded = sections(out) if out.exists() else {}
        for section in sections(path).values():
            expected[section.text.strip("\n")].add(recorded[section.name].text.strip("\n") if section.name in recorded else None)
    return expected


def is_run(block) -> bool:
    return "run" in block.classes


def not_beside_their_cell(site: Site) -> Iterator[Fault]:
    """Cells whose output is missing or another's, and outputs that stand below no cell."""
    of_cells = {language: expected_outputs(site.project, language) for language in LANGUAGES}
    for page in site.pages():
        for block, below in pairwise([*page.blocks, None]):
            output = code_of(below) if below is not None and is_output(below) and block.getnext() is below else None
            expected = of_cells[page.language].get(code_of(block)) if is_run(block) else None
            if expected and output not in expected:
                yield wrong_output(page, block, output)
        for block in page.blocks:
            above = block.getprevious()
            if is_output(block) and (above is None or not is_run(above)):
                place = page.place(code_of(block))
                yield Fault("b", place, f"an output stands below no runnable cell: {code_of(block)!r}; put it right after its cell")


def wrong_output(page: Page, block, output: str | None) -> Fault:
    cell = code_of(block).partition("\n")[0]
    title = block.findtext("span") or cell
    what = "has no output below it though it prints" if output is None else f"has another cell's output below it: {output!r}"
    return Fault("b", page.place(f'title="{title}"'), f"the cell {title!r} {what}; include the section of the same name of the .out")
