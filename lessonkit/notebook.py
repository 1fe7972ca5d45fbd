"""Every lesson page as a notebook, made from the built page.

`site/notebooks/02-one-query.ipynb` runs by itself, in Jupyter and in Colab, with NumPy alone: the
lesson's modules come along where the page imports them.
"""

import base64
import html
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import nbformat
from bs4 import BeautifulSoup, SoupStrainer, Tag
from markdownify import MarkdownConverter

from lessonkit.modules import needed
from lessonkit.node import drawn
from lessonkit.project import HERE, Project

TEXT = {"cell_type": "markdown", "metadata": {}}
CODE_CELL = {"cell_type": "code", "execution_count": None}
FOLDED: dict[str, Any] = {
    "jupyter": {"source_hidden": True}
}  # modules and data are long, checks give answers away
WIDTH, PIXELS = 480, 720  # of a picture in the notebook, and of its PNG
NOT_TAKEN = {"reading-time", "sheet", "sheet-head", "outdated", "headerlink", "filename"}

SVG = re.compile(r"<svg .*?</svg>", re.S)
CODE = re.compile(r"<pre.*?</pre>", re.S)
SPAN = re.compile(r"</?span[^>]*>")
SECTION_MARK = re.compile(r"^# --8<-- .*\n", re.M)
# The pictures' roles, and the colours that they have in the site's style sheet
VARIABLE = re.compile(r"--([\w-]+): ([^;]+);")
ROLE = re.compile(r"\.picture \.([\w-]+) \{ color: var\(--([\w-]+)\); \}")
OF_MATERIAL = {"md-default-fg-color": "#1d1f23", "md-default-bg-color": "#fff"}
SHAPE = re.compile(r'class="([\w-]+) (fill|stroke|words)"')
VAL = re.compile(r"\\val\s*\{(?:[^{}]|\{[^{}]*\})*\}\s*\{([^{}]*)\}")


def write_notebooks(project: Project, language: str, built: Path) -> None:
    """Write the notebook of every lesson page of a language into its built folder."""
    folder = built / "notebooks"
    folder.mkdir(exist_ok=True)
    words = project.words(language)
    for page in project.lessons(language):
        text = SVG.sub("", (built / page.stem / "index.html").read_text("utf-8"))
        text = CODE.sub(lambda block: SPAN.sub("", block[0]), text)  # colours, for nobody here
        article = BeautifulSoup(text, "lxml", parse_only=SoupStrainer(class_="page")).div
        cells = [*cells_of(article, project, page.parent.name, words)]
        (folder / f"{page.stem}.ipynb").write_text(as_json(cells), "utf-8")


def as_json(cells: list[dict]) -> str:
    """A notebook's text, without counts, times and versions: the same pages give the same bytes."""
    for number, cell in enumerate(cells, 1):
        cell["id"] = f"cell-{number}"
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    whole = {"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": cells}
    nbformat.validate(whole)
    return nbformat.v4.writes(nbformat.from_dict(whole)) + "\n"


def code_cell(code: str, output: str = "", **metadata) -> dict:
    """A cell of code with its recorded output."""
    outputs = [{"output_type": "stream", "name": "stdout", "text": output}] if output else []
    return CODE_CELL | {"metadata": metadata, "outputs": outputs, "source": code.strip("\n")}


def cells_of(article: Tag, project: Project, language: str, words: dict) -> Iterator[dict]:
    """The cells of a page that is written in a language; what they need is below the title."""
    convert = Converter(project, language).convert_soup
    waiting: list[str] = []
    first = True
    for piece in [*pieces(article), None]:
        if piece is None or is_a("run", piece) or re.fullmatch("h[1-6]", piece.name):
            if text := "\n\n".join(waiting):
                yield TEXT | {"source": text}
                if first:
                    yield from needs(article, project, words)
                first = False
            waiting = []
        if is_a("run", piece):
            yield run_cell(piece)
        elif piece is not None and (prose := convert(piece).strip()):
            waiting.append(prose)


def pieces(element: Tag) -> Iterator[Tag]:
    """What a page consists of, in its order; a fold with cells is open."""
    above = None
    for child in element.find_all(True, recursive=False):
        if child.name == "details" and child.find(class_="run"):
            yield from pieces(child)
        elif not (is_a("output", child) and is_a("run", above)):
            yield child
        above = child


def is_a(kind: str, piece: Tag | None) -> bool:
    """Whether a piece is a cell to `run`, or an `output`."""
    return piece is not None and kind in (piece.get("class") or [])


def run_cell(block: Tag) -> dict:
    """The notebook's cell of a runnable block, with what it prints."""
    output = block.find_next_sibling(True)
    printed = output.find("code").get_text() if is_a("output", output) else ""
    metadata = FOLDED if "check" in block["class"] else {}
    tags = {"tags": ["timed"]} if "timed" in block["class"] else {}
    return code_cell(block.find("code").get_text(), printed, **metadata, **tags)


def needs(article: Tag, project: Project, words: dict) -> Iterator[dict]:
    """How to use a notebook, the modules it imports, and the language of the checks."""
    code = "\n".join(block.find("code").get_text() for block in article(class_="run"))
    modules, speaks = needed(project, code), "environ" in code
    opened = "".join([code, *(path.read_text("utf-8") for path in modules)])
    data = [path for path in project.data() if f"snippets/data/{path.name}" in opened]
    said = ["notebook_intro"] + ["notebook_modules"] * bool(modules)
    said += ["notebook_data"] * bool(data) + ["notebook_lang"] * speaks
    names = ", ".join(f"`{path.name}`" for path in modules)
    yield TEXT | {"source": "\n\n".join(words[key].replace("{}", names) for key in said).strip()}
    for path in modules:
        text = SECTION_MARK.sub("", path.read_text("utf-8"))
        write = f"written = Path('{path.name}').write_text(r'''{text}''', 'utf-8')"
        yield code_cell(f"from pathlib import Path\n\n{write}", tags=["setup"], **FOLDED)
    if data:
        yield code_cell(write_data(data), tags=["setup"], **FOLDED)
    if speaks:
        lang = f'import os\n\nos.environ["LANG"] = "{words["locale"]}.UTF-8"'
        yield code_cell(lang, tags=["setup"])


def write_data(files: list[Path]) -> str:
    """Code that writes files of recorded data to where the cells open them."""
    lines = ["import base64", "from pathlib import Path", "", 'folder = Path("snippets/data")']
    lines.append("folder.mkdir(parents=True, exist_ok=True)")
    for path in files:
        text = base64.b64encode(path.read_bytes()).decode()
        lines.append(f'written = (folder / "{path.name}").write_bytes(base64.b64decode("{text}"))')
    return "\n".join(lines)


def with_colours(svg: str) -> str:
    """A picture of the site with the light palette's colours in it, on a white ground."""
    colours = light_colours()

    def attributes(classes: re.Match) -> str:
        role, shape = classes.groups()
        line = f'fill="none" stroke="{colours[role]}"'
        return line if shape == "stroke" else f'fill="{colours[role]}"'

    head = r'<svg font-family="sans-serif" stroke-width="1.5" \1>'
    ground = '<rect width="100%" height="100%" fill="#fff"/>'
    return re.sub(r"<svg ([^>]*)>", head + ground, SHAPE.sub(attributes, svg), count=1)


@cache
def light_colours() -> dict[str, str]:
    """The colour of each role of the pictures, from the site's style sheet."""
    style = (HERE.web / "static" / "site.css").read_text("utf-8")
    values = dict(reversed(VARIABLE.findall(style))) | OF_MATERIAL  # the light palette comes first
    return {role: values[name] for role, name in ROLE.findall(style)}


class Converter(MarkdownConverter):
    """Turns what a page has into Markdown that Jupyter reads."""

    def __init__(self, project: Project, language: str):
        super().__init__(heading_style="ATX", bullets="-", escape_misc=False, strip=["svg"])
        self.project, self.language = project, language

    def process_tag(self, node, parent_tags=None):
        classes = set(node.get("class", []))
        if classes & NOT_TAKEN:
            return ""
        if classes & {"formula", "formula-block"}:
            tex = VAL.sub(r"\1", node.find("annotation").get_text())
            return f"\n\n$${tex}$$\n\n" if "formula-block" in classes else f"${tex}$"
        if node.name == "figure":
            return self.picture(node)
        return super().process_tag(node, parent_tags)

    def picture(self, figure: Tag) -> str:
        """A picture within the notebook, as PNG: Colab shows no SVG (its issue 2092)."""
        svg = self.project.picture(self.language, figure["id"]).read_text("utf-8")
        fonts = [path for path in [self.project.font_of_pictures(self.language)] if path.exists()]
        png = base64.b64encode(drawn(with_colours(svg), PIXELS, *fonts)).decode()
        alt = html.escape(html.unescape(re.search(r"<desc>(.*?)</desc>", svg, re.S)[1]))
        caption = figure.find("figcaption").get_text()
        return f'<img width="{WIDTH}" alt="{alt}" src="data:image/png;base64,{png}">\n\n*{caption}*'

    def convert_a(self, el, text, parent_tags):
        outside = el.get("href", "").startswith("http")
        return super().convert_a(el, text, parent_tags) if outside else text

    def convert_pre(self, el, text, parent_tags):
        return f"\n\n```python\n{el.get_text().strip()}\n```\n\n"

    def convert_details(self, el, text, parent_tags):
        title = el.find("summary").get_text()
        return f"\n\n<details>\n<summary>{title}</summary>\n\n{text.strip()}\n\n</details>\n\n"

    def convert_summary(self, el, text, parent_tags):
        with_cells = el.parent.find(class_="run") is not None  # the fold is open
        return f"**{text}**" if with_cells else ""

    def convert_div(self, el, text, parent_tags):
        if "admonition" in el.get("class", []):
            return "\n\n" + "".join(f"> {line}\n" for line in text.strip().splitlines()) + "\n"
        return super().convert_div(el, text, parent_tags)
