"""Each block of code on a page is a section of a snippet, each output a section of its record."""

import ast
from collections.abc import Iterator
from pathlib import Path

from lessonkit.checks.site import Fault, Site, code_of
from lessonkit.sections import sections

# Commands, settings, the HTML of others' pages; any other block, and one that names no language,
# must be a section.
OTHER_LANGUAGES = {"bash", "console", "html", "json", "toml"}


def is_output(block) -> bool:
    return "output" in block.classes


def not_from_snippets(site: Site) -> Iterator[Fault]:
    """Blocks of code that are no section of `snippets/`, whatever their fence looks like."""
    code_known, output_known = texts(site.project.shown_code()), texts(site.project.outputs())
    for page in site.pages():
        for block in page.blocks:
            names = (name for name in block.classes if name.startswith("language-"))
            code, language = code_of(block), next(names, "").removeprefix("language-")
            first = code.partition("\n")[0]
            if is_output(block):
                if code not in output_known:
                    remedy = "write the line of its cell instead, which brings its output"
                    yield page.fault(
                        "code", code, f"this output is in no .out: {first!r}; {remedy}"
                    )
            elif code not in code_known and not is_other(language, code):
                what = f"this {language or 'block of no language'} is no section of a snippet"
                remedy = "move it into snippets/ and include it from there"
                yield page.fault("code", code, f"{what}: {first!r}; {remedy}")


def texts(files: list[Path]) -> set[str]:
    """The texts of all sections of some files, as pages show them."""
    return {part.text.strip("\n") for path in files for part in sections(path).values()}


def is_other(language: str, code: str) -> bool:
    """Whether a block holds commands or settings, which are no section."""
    return language in OTHER_LANGUAGES and not reads_as_python(code)


def reads_as_python(code: str) -> bool:
    """Whether code that is called something else is Python: a dialogue, or statements."""
    try:
        statements = ast.parse(code).body
    except SyntaxError:
        return code.startswith(">>>")
    return any(not isinstance(statement, ast.Expr) for statement in statements)
