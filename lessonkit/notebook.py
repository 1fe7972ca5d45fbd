"""The lesson as one notebook for each language, made from the pages, their snippets and what those print.

`docs/en/lesson.ipynb` runs by itself, to the end, in plain Jupyter with NumPy alone: its first cell brings the toolkit.
The pages' Markdown holds more than Jupyter reads (includes, origins of numbers, folded solutions, ids of headings); each
small function below turns one such thing into what reads well there.
"""

import base64
import html
import json
import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lessonkit.includes import include_fault
from lessonkit.markdown_extension import NUMBER
from lessonkit.project import HERE, LANGUAGES, Project
from lessonkit.sections import sections, sections_in

PAGES = ("01", "02", "03")  # by the numbers that their names start with

WORDS = {
    "en": {
        "title": "The lesson as a notebook",
        "intro": (
            "The pages of *Attention, proved*, one after the other, with their code, what it prints, and their exercises."
            " The notebook needs Python with NumPy and nothing else. Run all cells from top to bottom, then change what you"
            " like and run again. Solutions are folded; their code is there to read or to copy."
        ),
        "toolkit": (
            "The first cell writes `attention.py` beside the notebook: every function of the lesson, in its final form. The"
            " pages check their own results against it, so you need not read it now. The second says in which language the"
            " exercises answer."
        ),
        "lang": "en_US.UTF-8",
    },
    "vi": {
        "title": "Cả bài trong một notebook",
        "intro": (
            "Các trang của *Attention, có kiểm chứng*, trang này nối trang kia, kèm code, kết quả in ra và bài tập. Notebook"
            " chỉ cần Python với NumPy. Hãy chạy mọi cell từ trên xuống, rồi sửa chỗ bạn muốn và chạy lại. Lời giải được gập"
            " lại; mở ra là đọc và chép được."
        ),
        "toolkit": (
            "Cell đầu tiên ghi tệp `attention.py` cạnh notebook: mọi hàm của bài, ở dạng hoàn chỉnh. Các trang đem kết quả của"
            " mình so với nó, nên bạn chưa cần đọc ngay. Cell thứ hai chọn ngôn ngữ mà phần chấm bài tập trả lời."
        ),
        "lang": "vi_VN.UTF-8",
    },
}

CELL = re.compile(r'^`{3,} *\{(?P<classes>[^}\n]*\.run\b[^}\n]*)\} *\n--8<-- "(?P<file>[^:"\n]+)\.py:(?P<section>[\w-]+)"\n`{3,} *\n', re.M)
OUTPUT = re.compile(r"^`{3,} *\{[^}\n]*\.output\b[^}\n]*\} *\n.*\n`{3,} *\n", re.M)
INCLUDED = re.compile(r'^(?P<indent> *)`{3,} *\{[^}\n]*\} *\n *--8<-- "(?P<file>[^:"\n]+):(?P<section>[\w-]+)"\n *`{3,} *$', re.M)
FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.S)
FOLDED = re.compile(r'^\?{3}\+? \w+ "(?P<title>[^"]*)"\n(?P<inside>(?:(?:    .*)?\n)+)', re.M)
BOX = re.compile(r'^!!! \w+(?: "(?P<title>[^"]*)")?\n(?P<inside>(?:(?:    .*)?\n)+)', re.M)
HEADING = re.compile(r"^(?P<level>#+) (?P<words>.*?)(?: *\{[^{}]*\})? *$", re.M)
PICTURE = re.compile(r"^!\[(?P<caption>[^\]]*)\]\((?P<src>[^()\s]+\.svg)\)(?:\{[^{}]*\})? *$", re.M)
LINK = re.compile(r"(?<!!)\[(?P<words>(?:`[^`]*`|[^\[\]`])+)\]\((?P<to>[^()\s]+)\)(?:\{[^{}]*\})?")
ATTRIBUTES = re.compile(r"(?:(?<=[*\])])|(?<=[^\s`]`))\{:? *[#.]?[\w-]+[^{}]*\}")
FORMULA = re.compile(r"(\$\$.+?\$\$|(?<![\\$])\$(?:[^$\n]|\n(?!\n))+\$)", re.S)
VAL = re.compile(r"\\val\s*\{(?:[^{}]|\{[^{}]*\})*\}\s*\{([^{}]*)\}")
MARK = re.compile(r"^# --8<-- .*\n", re.M)
VARIABLE = re.compile(r"--([\w-]+): ([^;]+);")
ROLE = re.compile(r"\.picture \.([\w-]+) \{ color: var\(--([\w-]+)\); \}")


@dataclass(frozen=True)
class Material:
    """What a notebook is made from: the project, the language, and what `make record` has made so far."""

    project: Project
    language: str
    made: dict[Path, str]

    def text(self, path: Path) -> str:
        return self.made[path] if path in self.made else path.read_text("utf-8")

    def outputs(self, snippet: Path) -> dict[str, str]:
        """What each section of a snippet or an exercise prints, in this language."""
        own = snippet.with_suffix(f".{self.language}.out")
        path = own if own in self.made or own.exists() else snippet.with_suffix(".out")
        there = path in self.made or path.exists()
        return {name: section.text for name, section in sections_in(self.text(path), path.name).items()} if there else {}


def notebooks(project: Project, made: dict[Path, str]) -> Iterator[tuple[Path, str]]:
    """The notebook of each language: its path, and its text."""
    for language in LANGUAGES:
        material = Material(project, language, made)
        pages = [page for page in project.pages(language) if page.stem.startswith(PAGES)]
        cells = [*opening(material), *(cell for page in pages for cell in cells_of(material, page))]
        yield project.docs(language) / "lesson.ipynb", as_json(cells)


def as_json(cells: list[dict]) -> str:
    """A notebook's text: no counts, no times, no versions, so that the same pages give the same bytes."""
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    notebook = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(notebook, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def words_cell(name: str, text: str) -> dict:
    return {"cell_type": "markdown", "id": name, "metadata": {}, "source": text.strip().splitlines(keepends=True)}


def code_cell(name: str, code: str, output: str = "", **metadata) -> dict:
    stream = {"name": "stdout", "output_type": "stream", "text": output.splitlines(keepends=True)}
    source = code.strip("\n").splitlines(keepends=True)
    outputs = [stream] if output else []
    return {"cell_type": "code", "execution_count": None, "id": name, "metadata": metadata, "outputs": outputs, "source": source}


def opening(material: Material) -> Iterator[dict]:
    """The title, and what the cells of the pages need: the toolkit, and the language that the checks answer in."""
    words = WORDS.get(material.language, WORDS["en"])
    yield words_cell("title", f"# {words['title']}\n\n{words['intro']}\n\n{words['toolkit']}")
    toolkit = material.project.snippets / "attention.py"
    if toolkit.exists():
        code = f"%%writefile attention.py\n{MARK.sub('', toolkit.read_text('utf-8'))}"
        yield code_cell("toolkit", code, "Writing attention.py\n", tags=["toolkit"], jupyter={"source_hidden": True})
    yield code_cell("language", f'import os\n\nos.environ["LANG"] = "{words["lang"]}"')


def cells_of(material: Material, page: Path) -> Iterator[dict]:
    """The cells of one page, in its order."""
    text = OUTPUT.sub("", FRONT_MATTER.sub("", page.read_text("utf-8")))
    end = number = 0
    for cell in [*CELL.finditer(text), None]:
        for words in between_headings(text[end : cell.start() if cell else None]):
            number += 1
            yield words_cell(f"{page.stem}-{number}", plain_markdown(material, words))
        if cell:
            yield run_cell(material, cell["file"], cell["section"])
            end = cell.end()


def between_headings(text: str) -> list[str]:
    """A piece for each heading, so that Jupyter can fold what is below it."""
    return [piece for piece in re.split(r"^(?=#+ )", text, flags=re.M) if piece.strip()]


def run_cell(material: Material, file: str, section: str) -> dict:
    snippet = material.project.snippets / f"{file}.py"
    code = included(material.project, f"{file}.py", section)
    return code_cell(f"{snippet.stem}-{section}", code, material.outputs(snippet).get(section, ""))


def included(project: Project, file: str, section: str) -> str:
    """The text of an include, or what is wrong with it, as the build says it too."""
    fault = include_fault(f'--8<-- "{file}:{section}"', project.snippets)
    return f"FAULT: {fault}\n" if fault else sections(project.snippets / file)[section].text


def plain_markdown(material: Material, text: str) -> str:
    """A page's Markdown as Jupyter reads it."""
    text = "".join(
        plain_formula(part) if FORMULA.fullmatch(part) else plain_words(part) for part in FORMULA.split(text) if part
    )
    text = PICTURE.sub(lambda m: embedded_picture(material, m["src"], m["caption"]), text)
    text = INCLUDED.sub(lambda m: readable_code(material.project, m), text)
    return BOX.sub(boxed, FOLDED.sub(folded, text.rstrip("\n") + "\n"))


def plain_formula(formula: str) -> str:
    return VAL.sub(r"\1", formula)


def plain_words(text: str) -> str:
    """Take out what only the site reads: ids, origins of numbers, links within the site."""
    text = HEADING.sub(r"#\g<level> \g<words>", text)  # one level down: the notebook has a title of its own
    text = re.sub(NUMBER, r"\g<shown>", text)
    text = LINK.sub(lambda m: m[0] if m["to"].startswith("http") else m["words"], text)
    return ATTRIBUTES.sub("", text)


def readable_code(project: Project, include: re.Match) -> str:
    """A block of code that is read and not run, such as a solution."""
    code = included(project, include["file"], include["section"])
    return textwrap.indent(f"```python\n{code}```", include["indent"])


def folded(block: re.Match) -> str:
    inside = textwrap.dedent(block["inside"]).strip()
    return f"<details>\n<summary>{block['title']}</summary>\n\n{inside}\n\n</details>\n"


def boxed(block: re.Match) -> str:
    inside = textwrap.dedent(block["inside"]).strip()
    title = f"**{block['title']}**\n\n" if block["title"] else ""
    return textwrap.indent(title + inside, "> ", lambda line: True) + "\n"


def embedded_picture(material: Material, src: str, caption: str) -> str:
    """A picture within the notebook, described for those who cannot see it."""
    path = material.project.docs(material.language) / src
    if path not in material.made and not path.exists():
        return f"FAULT: there is no figure {src}"
    svg = material.text(path)
    description = html.unescape(re.search(r"<desc>(.*?)</desc>", svg, re.S)[1]).replace("[", "(").replace("]", ")")
    data = base64.b64encode(coloured(svg).encode()).decode()
    return f"![{description}](data:image/svg+xml;base64,{data})\n\n*{caption}*"


def coloured(svg: str) -> str:
    """A picture that needs no style sheet, as an image has none: light colours as attributes, on a white ground."""
    colours = light_colours()

    def attributes(classes: re.Match) -> str:
        role, shape = classes[1].split()
        return f'fill="none" stroke="{colours[role]}"' if shape == "stroke" else f'fill="{colours[role]}"'

    svg = re.sub(r'class="(\w+ (?:fill|stroke|words))"', attributes, svg)
    head = '<svg width="480" font-family="sans-serif" stroke-width="1.5" '
    return re.sub(r"<svg ([^>]*>)", rf'{head}\1\n<rect width="100%" height="100%" fill="#fff"/>', svg, count=1)


@cache
def light_colours() -> dict[str, str]:
    """The colour of each role of the pictures, from the site's style sheet."""
    style = (HERE.docs("en") / "static" / "site.css").read_text("utf-8")
    values = {"md-default-fg-color": "#1d1f23", "md-default-bg-color": "#fff"}  # Material's own
    for name, value in VARIABLE.findall(style):
        values.setdefault(name, value)  # the light palette comes first
    return {role: values[name] for role, name in ROLE.findall(style)}
