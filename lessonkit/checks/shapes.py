"""Kind c, shapes: every shape of whole numbers that prose, a table, a caption or a comment names is one that the code has."""

import ast
import re
from collections.abc import Iterator, Set
from dataclasses import dataclass
from pathlib import Path

from lessonkit.checks.site import Fault, Page, Site, has_class, plain
from lessonkit.project import Project
from lessonkit.watched import Shapes, shapes_on

TUPLE = r"\((?:\d+,|…(?:, *\d+)+|\d+(?:, *\d+)+)\)"
SHAPE = re.compile(rf"(?<![\w`]){TUPLE}|(?<![\w.])\d+(?: ?× ?\d+)+")
PRODUCT = re.compile(rf"({TUPLE})`? *`?@`? *`?({TUPLE})(?:`? *(?:→|->) *`?({TUPLE}))?")
NAMED = re.compile(rf"`(?P<code>[^`]+)`(?: is| là|:| has the shape| có shape(?: \(kích thước\))?(?: là)?|,)? *\|? *(?P<shape>{TUPLE})(?! *`?@)")
ABOUT_SHAPES = re.compile(r"\bshapes?\b|kích thước|[@→] ?`? ?\(\d|`,? \(\d|\) ?`?@|-> \(|\d ?× ?\d", re.I)
COMMENT = re.compile(r"#(?P<text> .*)")


@dataclass(frozen=True)
class Said:
    """A passage that may name shapes: its text, with code in backquotes, and whether shapes are its subject."""

    text: str
    about_shapes: bool


def not_in_the_code(site: Site) -> Iterator[Fault]:
    """Shapes that no array of the page's code has, and products whose shape is another."""
    for page in site.pages():
        shapes, numbers = known_shapes(page), whole_numbers(page.program) if page.program.exists() else set()
        for said in passages(page):
            for shape, problem in wrong_shapes(said, shapes, numbers):
                yield Fault("c", place_of(page, shape, said.text), problem)


def in_comments(site: Site) -> Iterator[Fault]:
    """The same for the comments of snippets and exercises."""
    for path in [*site.project.programs(), *site.project.exercises()]:
        program = path if path.parent == site.project.snippets else site.project.exercise_page(path)
        shapes = shapes_on(site.project, program) if program.exists() else {}
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            if comment := COMMENT.search(line):
                said = Said(comment["text"], True)
                for shape, problem in wrong_shapes(said, shapes):
                    if numbers_in(shape) not in values_in(path):
                        yield Fault("c", f"{site.project.name(path)}:{number}", problem)


def wrong_shapes(said: Said, shapes: Shapes, numbers: Set[int] = frozenset()) -> Iterator[tuple[str, str]]:
    """The shapes of a passage that are wrong, each with what to say of it. `768 × 768` may be of numbers that the code computes with."""
    products: set[tuple] = set()
    of_names = set()
    for left, right, result in PRODUCT.findall(said.text):
        gives = product(numbers_in(left), numbers_in(right))
        if gives is None:
            yield right, f"{left} @ {right} do not fit; mend the shapes"
            continue
        products.add(gives)
        if result and gives != numbers_in(result):
            yield result, f"{left} @ {right} gives {gives}, not {result}; mend the shape"
    for named in NAMED.finditer(said.text):
        of_code = shapes_of(named["code"], shapes)
        if said.about_shapes and of_code and not any(fits(numbers_in(named["shape"]), shape) for shape in of_code):
            of_names.add(named["shape"])
            yield named["shape"], f"the code's {named['code']} has the shape {' or '.join(map(str, sorted(of_code)))}, not {named['shape']}; mend the shape"
    everything = set().union(products, *shapes.values())
    for shape in SHAPE.findall(said.text) if said.about_shapes else []:
        computed = "×" in shape and numbers.issuperset(numbers_in(shape))
        if shape not in of_names and not computed and not any(fits(numbers_in(shape), known) for known in everything):
            yield shape, f"no array of the page's code has the shape {shape}; mend the shape"


def fits(said: tuple, shape: tuple[int, ...]) -> bool:
    """Whether a shape is the one that is said; `…` stands for any axes."""
    if said[:1] == ("…",):
        return shape[1 - len(said) :] == said[1:]
    return said == shape


def numbers_in(shape: str) -> tuple:
    return tuple(part if part == "…" else int(part) for part in re.findall(r"\d+|…", shape))


def product(left: tuple, right: tuple) -> tuple | None:
    """The shape of `left @ right`, None where they do not fit. A vector on the right or left loses its axis."""
    if left[-1] != right[-2:][0]:
        return None
    front = left[:-2] if len(left) > 2 else right[:-2]
    return (*front, *left[-2:-1], *(right[-1:] if len(right) > 1 else ()))


def shapes_of(code: str, shapes: Shapes) -> set[tuple[int, ...]]:
    """The shapes that the page's code gave a piece of code, in which `…` stands for anything."""
    try:
        code = ast.unparse(ast.parse(code.replace("…", "___"), mode="eval")).replace("___", "…")
    except SyntaxError:
        return set()
    pattern = re.compile(re.escape(code).replace("…", ".+"))
    return set().union(*(found for text, found in shapes.items() if pattern.fullmatch(text)))


def whole_numbers(path: Path) -> set[int]:
    """The whole numbers that a file's code holds."""
    return {node.value for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Constant) and type(node.value) is int}


def values_in(path: Path) -> set[tuple]:
    """The tuples of whole numbers that a file's code holds: points and the like, no shapes."""
    tree = ast.parse(path.read_text("utf-8"))
    lists = [node.elts for node in ast.walk(tree) if isinstance(node, (ast.Tuple, ast.List))]
    return {tuple(item.value for item in items) for items in lists if all(isinstance(item, ast.Constant) for item in items)}


def known_shapes(page: Page) -> Shapes:
    """The shapes of the page's own code; a page without code speaks of all the others."""
    if page.program.exists():
        return shapes_on(page.project, page.program)
    return everywhere(page.project)


def everywhere(project: Project) -> Shapes:
    found: Shapes = {}
    for program in project.programs():
        for text, shapes in shapes_on(project, program).items():
            found.setdefault(text, set()).update(shapes)
    return found


def passages(page: Page) -> Iterator[Said]:
    """Paragraphs, items, captions and rows of tables, in their order."""
    outside = f"not(ancestor::*[{has_class('highlight')} or self::svg]) and not(self::li and p) and not(self::dd and p)"
    for block in page.article.xpath(f".//*[(self::p or self::li or self::dd or self::figcaption or self::tr) and {outside}]"):
        text, *heads = [plain(marked(part)) for part in [block, *block.xpath("ancestor::table[1]//th")]]
        yield Said(text, any(ABOUT_SHAPES.search(words) for words in [text, *heads]))


def marked(element) -> str:
    """An element's text with code in backquotes, the cells of a row apart, and a formula as a word."""
    pieces = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str):
            if child.tag == "code":
                pieces.append(f"`{child.text_content()}`")
            elif child.xpath("contains(@class, 'formula')"):
                pieces.append("$")
            else:
                pieces.append(f" | {marked(child)}" if child.tag in ("td", "th") else marked(child))
        pieces.append(child.tail or "")
    return "".join(pieces)


def place_of(page: Page, shape: str, text: str) -> str:
    """The line that names a shape: the first that does so beside the same words."""
    before = plain(text.partition(shape)[0].replace("`", ""))[-12:]
    lines = page.source.read_text("utf-8").splitlines()
    numbers = [n for n, line in enumerate(lines, 1) if shape in line]
    near = [n for n in numbers if before in plain(" ".join(lines[n - 2 : n]).replace("`", ""))]
    return f"{page.project.name(page.source)}:{(near or numbers)[0]}" if numbers else page.project.name(page.source)
