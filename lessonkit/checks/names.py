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
ELSEWHERE_SAID = f"{has_class('highlight')} or {has_class('fault')} or @data-quoted"
ELSEWHERE = {*dir(builtins), *keyword.kwlist, *dir(np), *dir(np.ndarray), *dir(np.linalg), *dir(np.random.Generator)}


def that_do_not_exist(site: Site) -> Iterator[Fault]:
    """Names in inline code that no code has: a slip, or a name that has changed since."""
    snippets = sorted(site.project.snippets.rglob("*.py"))
    known = ELSEWHERE | {name for path in snippets for name in re.findall(r"\w+", path.read_text("utf-8"))}
    for page in site.pages():
        for code in page.article.xpath(f".//code[not(ancestor::*[{ELSEWHERE_SAID}])]"):
            for name in NAME.findall(COMMAND.sub("", code.text_content())):
                if name not in known:
                    near = get_close_matches(name, known, 1)
                    hint = f"; is it {near[0]!r}?" if near else ""
                    message = f"no code in snippets/ has the name {name!r}, nor has NumPy or Python{hint}; correct it, or say by [`…`]{{ quoted=\"…\" }} whose it is"
                    yield Fault("f", page.place(f"`{code.text_content()}`"), message)
