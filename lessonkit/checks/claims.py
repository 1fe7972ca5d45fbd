"""A claim about a page's results has an expression that is true where the page's snippet ends."""

import ast
from collections.abc import Iterator

from lessonkit.checks.numbers import evaluated
from lessonkit.checks.site import Fault, Page, Site
from lessonkit.program import run_program


def false_claims(site: Site) -> Iterator[Fault]:
    """Claims whose expression is false, cannot be evaluated, or uses nothing of the page."""
    for page in site.pages():
        for text, expression in claims_of(page):
            if problem := wrong_claim(page, expression):
                yield page.fault("claim", expression, f"“{text}”: {problem}")


def claims_of(page: Page) -> list[tuple[str, str]]:
    """The text and the expression of each claim on a page."""
    spans = page.article.xpath(".//*[@data-holds]")
    return [(" ".join(span.text_content().split()), span.get("data-holds")) for span in spans]


def wrong_claim(page: Page, expression: str) -> str | None:
    """What is wrong with a claim, or None where it holds."""
    try:
        holds = bool(evaluated(page, expression))
    except Exception as error:
        where = f"at the end of {page.program.name}"
        return f"{expression!r} cannot be evaluated {where}: {error!r}; change the expression"
    if not holds:
        return f"{expression!r} is not true; change the sentence, or the expression that says it"
    if not names_of_page(page, expression):
        return f"{expression!r} uses no name of the page's code, so it can never fail; use one"
    return None


def names_of_page(page: Page, expression: str) -> set[str]:
    """The names of the page's snippet that an expression uses."""
    tree = ast.parse(expression.strip(), mode="eval")
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    names = run_program(page.program).names if page.program.exists() else {}
    return used & set(names) - {"np"}
