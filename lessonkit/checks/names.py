"""Names that prose sets as code exist: in snippets/, in NumPy or in Python."""

import builtins
import keyword
import re
from collections.abc import Iterator
from difflib import get_close_matches

import numpy as np

from lessonkit.checks.site import Fault, Site, has_class

NAME = re.compile(r"(?<![\w.\\/-])[a-zA-Z_]\w*(?![\w/-]|\.\w)")
COMMAND = re.compile(r"^(?:make|python|git) .*")
NOT_OURS = f"{has_class('highlight')} or {has_class('fault')} or @data-quoted"
LIBRARIES = (builtins, np, np.ndarray, np.linalg, np.random.Generator)
KNOWN = {*keyword.kwlist, *(name for library in LIBRARIES for name in dir(library))}


def unknown_names(site: Site) -> Iterator[Fault]:
    """Names in inline code that no code has: a slip, or a name that has changed since."""
    texts = [path.read_text("utf-8") for path in sorted(site.project.snippets.rglob("*.py"))]
    known = KNOWN.union(*(re.findall(r"\w+", text) for text in texts))
    for page in site.pages():
        for code in page.article.xpath(f".//code[not(ancestor::*[{NOT_OURS}])]"):
            text = code.text_content()
            for name in NAME.findall(COMMAND.sub("", text)):
                if name not in known:
                    near = get_close_matches(name, known, 1)
                    hint = f"correct it ({near[0]}?)" if near else "correct it"
                    remedy = f'{hint}, or say whose it is by [`{name}`]{{ quoted="…" }}'
                    message = f"neither snippets/ nor NumPy nor Python has {name!r}; {remedy}"
                    yield page.fault("name", f"`{text}`", message)
