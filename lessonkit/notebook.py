"""Every lesson page as a notebook, in each language, made from the page, its snippets and what those print.

`docs/en/notebooks/02-one-query.ipynb` runs by itself, to the end, in plain Jupyter and in Colab with NumPy alone: the
toolkit comes along where the page needs it. The page's Markdown holds more than Jupyter reads (includes, origins of
numbers, folded solutions, ids of headings); each small function below turns one such thing into what reads well there.
"""

import html
import json
import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lessonkit.includes import include_fault
from lessonkit.markdown_extension import MARK, NUMBER
from lessonkit.node import Renderer
from lessonkit.project import HERE, LANGUAGES, Project
from lessonkit.sections import sections, sections_in
from lessonkit.translations import FRONT_MATTER

WORDS = {
    "en": {
        "intro": (
            "One page of *Attention, proved*, as a notebook. It needs Python with NumPy and nothing else. Run all cells from"
            " top to bottom, then change what you like and run again. Solutions are folded; their code is there to read or"
            " to copy."
        ),
        "toolkit": (
            "The first cell writes `attention.py` beside the notebook: every function of the lesson, in its final form. The"
            " page checks its own results against it, so you need not read it now."
        ),
        "language": "`LANG` says in which language the exercises answer.",
        "lang": "en_US.UTF-8",
        "index": (
            "# The notebooks\n\nEvery page of the lesson is a notebook too, with its words, formulas and pictures, its code and"
            " what that prints, its exercises and their solutions. Each runs by itself: it needs Python with NumPy and nothing"
            " else.\n\n| page | its question |\n|---|---|\n{rows}"
        ),
        "ways": (
            "## How to use them\n\n"
            "- **On your machine.** Each question leads to its notebook. Open that in Jupyter or VS Code, and run all cells from"
            " top to bottom.\n"
            "- **With nothing installed.** Every page of the lesson offers its notebook above the title: *Download notebook* and,"
            " where the site comes from GitHub, *Open in Colab*, which asks for a Google account.\n"
            "- **All of them.** Clone the repository and type `jupyter lab docs/en/notebooks`. This page is `index.ipynb` there."
        ),
        "try": (
            "## Does it run here?\n\nThe first cell writes `attention.py`, every function of the lesson; the second is the cell"
            " of the home page. Where it prints these six weights, every notebook will run."
        ),
    },
    "vi": {
        "intro": (
            "Một trang của *Attention, có kiểm chứng*, ở dạng notebook. Notebook chỉ cần Python với NumPy. Hãy chạy mọi cell"
            " từ trên xuống, rồi sửa chỗ bạn muốn và chạy lại. Lời giải được gập lại; mở ra là đọc và chép được."
        ),
        "toolkit": (
            "Cell đầu tiên ghi tệp `attention.py` cạnh notebook: mọi hàm của bài, ở dạng hoàn chỉnh. Trang này đem kết quả"
            " của mình so với nó, nên bạn chưa cần đọc ngay."
        ),
        "language": "`LANG` chọn ngôn ngữ mà phần chấm bài tập trả lời.",
        "lang": "vi_VN.UTF-8",
        "index": (
            "# Các notebook\n\nMỗi trang của bài học cũng là một notebook, có đủ lời, công thức và hình, code và kết quả in ra, bài"
            " tập và lời giải. Notebook nào cũng chạy độc lập, chỉ cần Python với NumPy.\n\n"
            "| trang | câu hỏi |\n|---|---|\n{rows}"
        ),
        "ways": (
            "## Cách dùng\n\n"
            "- **Trên máy của bạn.** Mỗi câu hỏi dẫn tới notebook của nó. Mở notebook bằng Jupyter hay VS Code, rồi chạy mọi cell"
            " từ trên xuống.\n"
            "- **Không cài gì cả.** Trang nào của bài học cũng có notebook ngay trên tiêu đề: *Tải notebook*, và nếu trang web đến"
            " từ GitHub thì có thêm *Mở trong Colab*; Colab cần tài khoản Google.\n"
            "- **Cả bộ.** Clone kho mã rồi gõ `jupyter lab docs/vi/notebooks`. Trang này là tệp `index.ipynb` ở đó."
        ),
        "try": (
            "## Chạy thử\n\nCell đầu ghi tệp `attention.py`, chứa mọi hàm của bài; cell sau chính là cell ở trang chủ. Nếu nó in ra"
            " đúng sáu trọng số này thì notebook nào cũng chạy được."
        ),
    },
}
PICTURES = Renderer("render_pictures.mjs", "@resvg/resvg-wasm", "dejavu-fonts-ttf")
HIDDEN = {"jupyter": {"source_hidden": True}}  # of the toolkit, which is long, and of a check, which gives answers away
WIDTH, PIXELS = 480, 720  # of a picture, in the notebook and by itself

CELL = re.compile(r'^`{3,} *\{(?P<classes>[^}\n]*\.run\b[^}\n]*)\} *\n--8<-- "(?P<file>[^:"\n]+)\.py:(?P<section>[\w-]+)"\n`{3,} *\n', re.M)
OUTPUT = re.compile(r"^`{3,} *\{[^}\n]*\.output\b[^}\n]*\} *\n.*\n`{3,} *\n", re.M)
TOOLKIT = re.compile(r"^\s*(?:from|import) attention\b", re.M)
INCLUDED = re.compile(r'^(?P<indent> *)`{3,} *\{[^}\n]*\} *\n *--8<-- "(?P<file>[^:"\n]+):(?P<section>[\w-]+)"\n *`{3,} *$', re.M)
FOLDED = re.compile(r'^\?{3}\+? \w+ "(?P<title>[^"]*)"\n(?P<inside>(?:(?:    .*)?\n)+)', re.M)
BOX = re.compile(r'^!!! \w+(?: "(?P<title>[^"]*)")?\n(?P<inside>(?:(?:    .*)?\n)+)', re.M)
HEADING = re.compile(r"^(?P<level>#+) (?P<words>.*?)(?: *\{[^{}]*\})? *$", re.M)
PICTURE = re.compile(r"^!\[(?P<caption>[^\]]*)\]\((?P<src>[^()\s]+\.svg)\)(?:\{[^{}]*\})? *$", re.M)
LINK = re.compile(r"(?<!!)\[(?P<words>(?:`[^`]*`|[^\[\]`])+)\]\((?P<to>[^()\s]+)\)(?:\{[^{}]*\})?")
CLAIM = re.compile(r"\[(?P<text>(?:[^\[\]]|\[[^\[\]]*\])*)\]" + MARK % "holds|quoted")
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
        path = next(filter(self.is_there, (snippet.with_suffix(f".{self.language}.out"), snippet.with_suffix(".out"))), None)
        return {name: section.text for name, section in sections_in(self.text(path), path.name).items()} if path else {}

    def is_there(self, path: Path) -> bool:
        return bool(self.made[path]) if path in self.made else path.exists()


def notebooks(project: Project, made: dict[Path, str], page: str = "") -> Iterator[tuple[Path, str]]:
    """The notebooks of all lesson pages, or of the one whose snippet has this name, and what leads to them: paths and texts."""
    for language in LANGUAGES:
        material = Material(project, language, made)
        for source in project.lessons(language):
            if not page or source.stem.replace("-", "_") == page:
                yield project.notebook(source), as_json([*cells_of(material, source)])
        yield project.docs(language) / "notebooks" / "index.ipynb", as_json([*index(material)])


def as_json(cells: list[dict]) -> str:
    """A notebook's text: no counts, no times, no versions, so that the same pages give the same bytes."""
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    notebook = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(notebook, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def words_cell(name: str, text: str) -> dict:
    """A cell of Markdown, in the form of nbformat 4.5."""
    return {"cell_type": "markdown", "id": name, "metadata": {}, "source": text.strip().splitlines(keepends=True)}


def code_cell(name: str, code: str, output: str = "", **metadata) -> dict:
    """A cell of code with what it printed on record, in the form of nbformat 4.5."""
    stream = {"name": "stdout", "output_type": "stream", "text": output.splitlines(keepends=True)}
    source = code.strip("\n").splitlines(keepends=True)
    outputs = [stream] if output else []
    return {"cell_type": "code", "execution_count": None, "id": name, "metadata": metadata, "outputs": outputs, "source": source}


def cells_of(material: Material, page: Path) -> Iterator[dict]:
    """The cells of a page, in its order; what they need comes right below the title and its paragraph."""
    text = OUTPUT.sub("", FRONT_MATTER.sub("", page.read_text("utf-8")))
    end = number = 0
    for cell in [*CELL.finditer(text), None]:
        for words in between_headings(text[end : cell.start() if cell else None]):
            number += 1
            yield words_cell(f"words-{number}", plain_markdown(material, words))
            if number == 1:
                yield from needs(material, text)
        if cell:
            yield run_cell(material, cell["file"], cell["section"], **(HIDDEN if ".check" in cell["classes"] else {}))
            end = cell.end()


def needs(material: Material, page: str) -> Iterator[dict]:
    """How to use a notebook, and what its cells need: the toolkit, and the language that the checks answer in."""
    words = WORDS.get(material.language, WORDS["en"])
    code = "".join(included(material.project, include["file"], include["section"]) for include in INCLUDED.finditer(page))
    toolkit, speaks = TOOLKIT.search(code), "environ" in code
    yield words_cell("use", "\n\n".join([words["intro"], *[words["toolkit"]] * bool(toolkit), *[words["language"]] * speaks]))
    if toolkit:
        yield toolkit_cell(material)
    if speaks:
        yield code_cell("language", f'import os\n\nos.environ["LANG"] = "{words["lang"]}"')


def toolkit_cell(material: Material) -> dict:
    code = MARK.sub("", (material.project.snippets / "attention.py").read_text("utf-8"))
    return code_cell("toolkit", f"%%writefile attention.py\n{code}", "Writing attention.py\n", tags=["toolkit"], **HIDDEN)


def index(material: Material) -> Iterator[dict]:
    """The notebook that leads to all others, which the site shows as a page; links within the folder work in both."""
    words, lessons = WORDS.get(material.language, WORDS["en"]), material.project.lessons(material.language)
    rows = "\n".join(f"| {page.stem[:2]} | [{title(page)}]({page.stem}.ipynb) |" for page in lessons)
    yield words_cell("title", words["index"].format(rows=rows))
    yield words_cell("ways", words["ways"])
    if (material.project.snippets / "index.py").exists():
        yield words_cell("try", words["try"])
        yield toolkit_cell(material)
        yield run_cell(material, "index", "try")


def title(page: Path) -> str:
    """The words of its first heading, or its name where it has none."""
    heading = HEADING.search(FRONT_MATTER.sub("", page.read_text("utf-8")))
    return heading["words"] if heading else page.stem


def between_headings(text: str) -> list[str]:
    """A piece for each heading, so that Jupyter can fold what is below it."""
    return [piece for piece in re.split(r"^(?=#+ )", text, flags=re.M) if piece.strip()]


def run_cell(material: Material, file: str, section: str, **metadata) -> dict:
    """The notebook's cell of a section of a snippet, with what it prints."""
    snippet = material.project.snippets / f"{file}.py"
    code = included(material.project, f"{file}.py", section)
    return code_cell(f"{snippet.stem}-{section}", code, material.outputs(snippet).get(section, ""), **metadata)


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
    text = HEADING.sub(r"\g<level> \g<words>", text)
    text = CLAIM.sub(r"\g<text>", re.sub(NUMBER, r"\g<shown>", text))
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
    """A picture within the notebook, described for those who cannot see it. As PNG, since Colab shows no SVG."""
    path = material.project.docs(material.language) / src
    if path not in material.made and not path.exists():
        return f"FAULT: there is no figure {src}"
    svg = material.text(path)
    description = html.escape(html.unescape(re.search(r"<desc>(.*?)</desc>", svg, re.S)[1]))
    png = drawn(coloured(svg), PIXELS, src)
    return f'<img src="data:image/png;base64,{png}" width="{WIDTH}" alt="{description}">\n\n*{caption}*'


def drawn(svg: str, width: int, name: str) -> str:
    """A picture as PNG in base64, so many pixels wide. Raises ValueError with its name where it is no SVG."""
    answer = PICTURES.answer(svg=svg, width=width)
    if "error" in answer:
        raise ValueError(f"{name} cannot be drawn: {answer['error']}")
    return answer["png"]


def coloured(svg: str) -> str:
    """A picture that needs no style sheet, as an image has none: light colours as attributes, on a white ground."""
    colours = light_colours()

    def attributes(classes: re.Match) -> str:
        role, shape = classes[1].split()
        return f'fill="none" stroke="{colours[role]}"' if shape == "stroke" else f'fill="{colours[role]}"'

    svg = re.sub(r'class="(\w+ (?:fill|stroke|words))"', attributes, svg)
    head = r'<svg font-family="sans-serif" stroke-width="1.5" \1' + '<rect width="100%" height="100%" fill="#fff"/>'
    return re.sub(r"<svg ([^>]*>)", head, svg, count=1)


@cache
def light_colours() -> dict[str, str]:
    """The colour of each role of the pictures, from the site's style sheet."""
    style = (HERE.docs("en") / "static" / "site.css").read_text("utf-8")
    values = {"md-default-fg-color": "#1d1f23", "md-default-bg-color": "#fff"}  # Material's own
    for name, value in VARIABLE.findall(style):
        values.setdefault(name, value)  # the light palette comes first
    return {role: values[name] for role, name in ROLE.findall(style)}
