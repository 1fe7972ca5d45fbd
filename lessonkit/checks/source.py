"""The source of formulas, links, numbers and claims never reaches the reader."""

import re
from collections.abc import Iterator

from lessonkit.checks.site import Fault, Site, prose

PRICE = r"\$\d+(?:\.\d+)?(?:[\s,.;:!?)]|$)"  # a dollar sign before a plain number
REMEDIES = {  # kind → how its source looks, and what to do
    "formula": (
        rf"\\[(\[]|\\[a-zA-Z]{{2,}}|(?!{PRICE})\$",
        "is a dollar sign missing, or a blank beside it?",
    ),
    "link": (r"(?:\[[^\[\]]*)?\](?: ?\(\S|\[)", "write [words](address)"),
    "claim": (r"\{\s*(?:n|holds|quoted)=", 'write [words]{ holds="…" }'),
}


def visible_markup(site: Site) -> Iterator[Fault]:
    """Source that a missing sign, or a blank too many, has left in the text."""
    for page in site.pages():
        for text in prose(page.article):
            for kind, (source, remedy) in REMEDIES.items():
                if found := re.search(source, text):
                    rest = " ".join(text[found.start() :].split())[:60]
                    message = f"the source of a {kind} reaches the reader: {rest!r}; {remedy}"
                    yield page.fault(kind, rest, message)
