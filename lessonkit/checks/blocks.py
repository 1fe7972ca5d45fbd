"""Each block of code on a page is a section of a snippet, and has below it what that prints."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from lessonkit.checks.site import Fault, Site, code_of
from lessonkit.project import LANGUAGES, Project
from lessonkit.sections import sections

# Commands and settings; any other block, and one that names no language, must be a section.
OTHER_LANGUAGES = {"bash", "console", "json", "toml"}


def is_output(block) -> bool:
    return "output" in block.classes


def is_run(block) -> bool:
    return "run" in block.classes


def not_from_snippets(site: Site) -> Iterator[Fault]:
    """Blocks of code that are no section of `snippets/`, whatever their fence looks like."""
    files = site.project.shown_code()
    known = {part.text.strip("\n") for path in files for part in sections(path).values()}
    for page in site.pages():
        for block in page.blocks:
            names = (name for name in block.classes if name.startswith("language-"))
            code, language = code_of(block), next(names, "").removeprefix("language-")
            other = language in OTHER_LANGUAGES and not reads_as_python(code)
            if not is_output(block) and not other and code not in known:
                first = code.partition("\n")[0]
                what = f"this {language or 'block of no language'} is no section of a snippet"
                remedy = "move it into snippets/ and include it from there"
                yield page.fault("code", code, f"{what}: {first!r}; {remedy}")


def reads_as_python(code: str) -> bool:
    """Whether code that is called something else is Python: a dialogue, or statements."""
    try:
        statements = ast.parse(code).body
    except SyntaxError:
        return code.startswith(">>>")
    return any(not isinstance(statement, ast.Expr) for statement in statements)


def without_their_output(site: Site) -> Iterator[Fault]:
    """Cells whose output is missing or another's, and outputs that are below no cell."""
    recorded = {language: recorded_outputs(site.project, language) for language in LANGUAGES}
    for page in site.pages():
        for block, below in pairwise([*page.blocks, None]):
            expected = recorded[page.language].get(code_of(block)) if is_run(block) else None
            has_output = below is not None and is_output(below) and block.getnext() is below
            output = code_of(below) if has_output else None
            if expected and output not in expected:
                title = block.findtext("span") or code_of(block).partition("\n")[0]
                what = f"another cell's output below it: {output!r}"
                what = "no output below it though it prints" if output is None else what
                remedy = "include the section of the same name of the .out"
                message = f"the cell {title!r} has {what}; {remedy}"
                yield page.fault("output", f'title="{title}"', message)
            above = block.getprevious()
            if is_output(block) and (above is None or not is_run(above)):
                what = f"an output is below no runnable cell: {code_of(block)!r}"
                yield page.fault("output", code_of(block), f"{what}; put it right after its cell")


def recorded_outputs(project: Project, language: str) -> dict[str, set[str | None]]:
    """What the `.out` files have for each cell, None for nothing; cells may be equal."""
    found = defaultdict(set)
    for path in [*project.programs(), *project.exercises()]:
        out = project.output(path, language)
        texts = sections(out) if out.exists() else {}
        for name, section in sections(path).items():
            printed = texts[name].text.strip("\n") if name in texts else None
            found[section.text.strip("\n")].add(printed)
    return found
