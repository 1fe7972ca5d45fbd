"""Kind f: code on a page that comes from nowhere, whatever its fence looks like."""

import ast
from collections.abc import Iterator

from lessonkit.checks.site import Fault, Page, Site, code_of
from lessonkit.sections import sections

# Commands and settings; everything else, and a block that names no language, must be a section.
OTHER_LANGUAGES = {"bash", "console", "json", "toml"}


def language_of(block) -> str | None:
    return next((name.removeprefix("language-") for name in block.classes if name.startswith("language-")), None)


def is_output(block) -> bool:
    return "output" in block.classes


def code_sections(site: Site) -> set[str]:
    """Every section of every snippet and exercise, as a page shows it."""
    paths = [*site.project.programs(), *site.project.exercises(), *site.project.pytorch()]
    return {section.text.strip("\n") for path in paths for section in sections(path).values()}


def not_from_snippets(site: Site) -> Iterator[Fault]:
    """Blocks of code that are no section of `snippets/`."""
    known = code_sections(site)
    for page in site.pages():
        for block in page.blocks:
            other = language_of(block) in OTHER_LANGUAGES and not reads_as_python(code_of(block))
            if not is_output(block) and not other and code_of(block) not in known:
                yield fault(page, block)


def reads_as_python(code: str) -> bool:
    """Whether code that is called something else is Python all the same: a dialogue, or statements that Python can read."""
    try:
        return code.startswith(">>>") or any(not isinstance(statement, ast.Expr) for statement in ast.parse(code).body)
    except SyntaxError:
        return False


def fault(page: Page, block) -> Fault:
    code = code_of(block)
    first = code.partition("\n")[0]
    kind = f"this {language_of(block) or 'block of no language'}"
    return Fault("f", page.place(code), f"{kind} is no section of a snippet: {first!r}; move it into snippets/ and include it from there")
