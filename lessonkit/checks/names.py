"""Kind f, in the text: what prose sets as code exists, on the page, in the toolkit, in NumPy or in Python."""

import ast
import builtins
import re
from collections.abc import Iterator
from difflib import get_close_matches
from functools import cache, reduce
from pathlib import Path

import numpy as np

from lessonkit.checks.site import Fault, Page, Site, has_class
from lessonkit.project import Project

FILE = re.compile(r"[\w./-]+\.(?:py|md|out|ipynb|yml)")
LIBRARY = re.compile(r"(?:np|nn|torch)(?:\.\w+)+")
PRINTED = {"nan", "inf", "float16", "float32", "float64"}  # how NumPy prints values and kinds of floats
NO_PYTHON = {"@", "make serve"}
# What other libraries have, and why a page speaks of it.
QUOTED = {
    "nn.Linear": "PyTorch's layer, whose matrices page 05 reproduces",
    "nn.Dropout": "PyTorch's layer, whose mask page 07 reproduces",
    "nn.MultiheadAttention": "PyTorch's layer, which page 08 compares with",
    "torch.nn.MultiheadAttention": "the same, by its full name in the reference",
    "torch.nn.functional.scaled_dot_product_attention": "PyTorch's function, which the toolkit behaves like",
    "torch.softmax": "PyTorch's function, which the toolkit behaves like",
    "torch.rand": "what the book draws its matrices with",
    "average_attn_weights": "an argument of nn.MultiheadAttention",
    "embed_dim": "an argument of nn.MultiheadAttention",
    "dim": "what PyTorch calls an axis",
    "weight": "the matrix of an nn.Linear",
    "causal_lower_right": "PyTorch's mask for the other corner",
    "MultiHeadAttention": "a class of the book",
    "MultiHeadAttentionWrapper": "a class of the book",
    "SelfAttention_v1": "a class of the book",
    "attention.cpp": "a file of PyTorch's source",
}


def that_do_not_exist(site: Site) -> Iterator[Fault]:
    """Names, attributes, arguments and strings in prose that no code has."""
    for page in site.pages():
        known = names_on(page)
        for code in inline_code(page):
            for name in unknown_names(code, known, page.project):
                near = get_close_matches(name, known)
                hint = f"; is it {near[0]!r}?" if near else ""
                yield Fault("f", page.place(f"`{code}`"), f"{name!r} of the code `{code}` is not in the page's code, the toolkit, NumPy or Python{hint}")


def inline_code(page: Page) -> list[str]:
    """Each piece of code in prose, tables and captions, once."""
    return list(dict.fromkeys(code.text_content() for code in page.article.xpath(f".//code[not(ancestor::*[{has_class('highlight')}] or {has_class('fault')})]")))


def unknown_names(code: str, known: set[str], project: Project) -> list[str]:
    """The names in a piece of code that exist nowhere; the whole where it is no Python."""
    if code in NO_PYTHON or code in QUOTED or FILE.fullmatch(code) and exists(code, project):
        return []
    tree = parsed(code)
    if tree is None:
        return [code]
    return [name for name in dict.fromkeys(names_in(tree)) if name not in known and name not in QUOTED and not in_numpy(name)]


def parsed(code: str) -> ast.AST | None:
    """A piece of code as prose quotes it: whole, or from its dot on; `…` stands for what is left out."""
    try:
        return ast.parse(("x" if code.startswith(".") else "") + code.replace("…", "..."))
    except SyntaxError:
        return None


def names_in(tree: ast.AST) -> Iterator[str]:
    """Every name, attribute, argument and string of some code; what hangs on `np`, `nn` or `torch` as one."""
    for node in ast.iter_child_nodes(tree):
        if LIBRARY.fullmatch(ast.unparse(node)):
            yield ast.unparse(node)
            continue
        yield from (getattr(node, field) for field in ("id", "attr", "arg", "name") if isinstance(getattr(node, field, None), str))
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        yield from names_in(node)


def in_numpy(name: str) -> bool:
    """Whether a dotted name leads somewhere from `np`, or belongs to every array."""
    if not name.startswith("np."):
        return hasattr(np.ndarray, name) or name in PRINTED
    try:
        reduce(getattr, name.split(".")[1:], np)
    except AttributeError:
        return False
    return True


def exists(file: str, project: Project) -> bool:
    return (project.snippets / file).exists() or (project.root / file).exists()


def names_on(page: Page) -> set[str]:
    """What a page may speak of: its own code and its exercises' (all pages', where it has none), the toolkit, Python."""
    project = page.project
    own = [path for path in project.exercises() if project.exercise_page(path) == page.program]
    files = [page.program, *own, project.snippets / "attention.py"] if page.program.exists() else [*project.programs(), *project.exercises()]
    return set(dir(builtins)) | {"x"} | set().union(*(names_of(path) for path in files if path.exists()))


def names_of(path: Path) -> set[str]:
    return _names_of(path, path.stat().st_mtime_ns)


@cache
def _names_of(path: Path, changed: int) -> set[str]:
    names = set(names_in(ast.parse(path.read_text("utf-8"))))
    return names | {name.rpartition(".")[2] for name in names if LIBRARY.fullmatch(name)}
