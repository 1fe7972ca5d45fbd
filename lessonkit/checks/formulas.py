"""Formula source never reaches the reader. (The build stops where KaTeX rejects a formula.)"""

import re
from collections.abc import Iterator

from lessonkit.checks.numbers import prose
from lessonkit.checks.site import Fault, Site

PRICE = r"\$\d+(?:\.\d+)?(?:[\s,.;:!?)]|$)"  # a dollar sign before a plain number
RAW = re.compile(rf"\\[(\[]|\\[a-zA-Z]{{2,}}|(?!{PRICE})\$")
REMEDY = "is a dollar sign missing, or a blank beside it?"


def not_rendered(site: Site) -> Iterator[Fault]:
    """Formulas that arithmatex has not found: a dollar sign is missing, or beside a blank."""
    for page in site.pages():
        for text in prose(page):
            if RAW.search(text):
                message = f"formula source reaches the reader: {text.strip()[:80]!r}"
                yield page.fault("formula", text, f"{message}; {REMEDY}")
