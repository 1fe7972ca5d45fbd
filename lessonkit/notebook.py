"""Every lesson page as a notebook, written into the built site.

`site/notebooks/02-one-query.ipynb` runs by itself, in Jupyter and in Colab, with NumPy alone: the
toolkit comes along where the page needs it. The page's Markdown holds more than Jupyter reads; each
small function below turns one such thing (an include, a number, a fold) into what reads well there.
"""

import base64
import html
import json
import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lessonkit.includes import included
from lessonkit.marks import CLAIM, NUMBER
from lessonkit.pictures import drawn, with_colours
from lessonkit.project import Project
from lessonkit.sections import sections
from lessonkit.translations import FRONT_MATTER

WORDS = {
    "en": {
        "intro": (
            "One page of *Attention, verified*, as a notebook. It needs Python with NumPy and"
            " nothing else. Run all cells from top to bottom, then change what you like and run"
            " again."
        ),
        "toolkit": (
            "The first cell writes `attention.py`, every function of the lesson in its final form,"
            " beside the notebook."
        ),
        "language": "`LANG` says in which language the exercises answer.",
        "lang": "en_US.UTF-8",
    },
    "vi": {
        "intro": (
            "Một trang của *Attention, có kiểm chứng*, ở dạng notebook. Notebook chỉ cần Python với"
            " NumPy. Hãy chạy mọi cell từ trên xuống, rồi sửa chỗ bạn muốn và chạy lại."
        ),
        "toolkit": (
            "Cell đầu tiên ghi tệp `attention.py`, gồm mọi hàm của bài ở dạng hoàn chỉnh, cạnh"
            " notebook."
        ),
        "language": "`LANG` chọn ngôn ngữ mà phần chấm bài tập trả lời.",
        "lang": "vi_VN.UTF-8",
    },
}
FOLDED_CODE = {
    "jupyter": {"source_hidden": True}
}  # the toolkit, which is long; checks, which give answers away
WIDTH, PIXELS = 480, 720  # of a picture in the notebook, and of its PNG

INCLUDE = r'{indent}--8<-- "(?P<file>[^:"\n]+):(?P<section>[\w-]+)"\n'
FENCED = (
    r"^(?P<indent> *)`{3,} *\{(?P<classes>[^}\n]*)\} *\n"
    + INCLUDE.format(indent=" *")
    + r" *`{3,} *\n"
)
BLOCK = re.compile(FENCED, re.M)
TOOLKIT = re.compile(r"^\s*(?:from|import) attention\b", re.M)
FOLD = re.compile(
    r'^(?:\?{3}\+?|!!!) \w+(?: "(?P<title>[^"]*)")?\n(?P<inside>(?:(?:    .*)?\n)+)', re.M
)
HEADING = re.compile(r"^(?P<level>#+) (?P<words>.*?)(?: *\{[^{}]*\})? *$", re.M)
PICTURE = re.compile(r"^!\[(?P<caption>[^\]]*)\]\((?P<src>[^()\s]+\.svg)\)(?:\{[^{}]*\})? *$", re.M)
LINK = re.compile(r"(?<!!)\[(?P<words>(?:`[^`]*`|[^\[\]`])+)\]\((?P<to>[^()\s]+)\)(?:\{[^{}]*\})?")
ATTRIBUTES = re.compile(r"(?:(?<=[*\])])|(?<=[^\s`]`))\{:? *[#.]?[\w-]+[^{}]*\}")
FORMULA = re.compile(r"(\$\$.+?\$\$|(?<![\\$])\$(?:[^$\n]|\n(?!\n))+\$)", re.S)
VAL = re.compile(r"\\val\s*\{(?:[^{}]|\{[^{}]*\})*\}\s*\{([^{}]*)\}")
SECTION_MARK = re.compile(r"^# --8<-- .*\n", re.M)


@dataclass(frozen=True)
class Source:
    """The page that a notebook is made from."""

    project: Project
    language: str
    page: Path

    def output(self, file: str, section: str) -> str:
        """What a section of a snippet or an exercise prints, in this language."""
        recorded = self.project.output(self.project.snippets / file, self.language)
        found = sections(recorded) if recorded.exists() else {}
        return found[section].text if section in found else ""


def write_notebooks(project: Project, language: str, built: Path) -> None:
    """Write the notebook of every lesson page of a language into its built folder."""
    folder = built / "notebooks"
    folder.mkdir(exist_ok=True)
    for page in project.lessons(language):
        text = as_json([*cells_of(Source(project, language, page))])
        (folder / f"{page.stem}.ipynb").write_text(text, "utf-8")


def as_json(cells: list[dict]) -> str:
    """A notebook's text, without counts, times and versions: the same pages give the same bytes."""
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    notebook = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(notebook, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def words_cell(name: str, text: str) -> dict:
    """A cell of Markdown, in the form of nbformat 4.5."""
    source = text.strip().splitlines(keepends=True)
    return {"cell_type": "markdown", "id": name, "metadata": {}, "source": source}


def code_cell(name: str, code: str, output: str = "", **metadata) -> dict:
    """A cell of code with its recorded output, in the form of nbformat 4.5."""
    lines = output.splitlines(keepends=True)
    stream = {"name": "stdout", "output_type": "stream", "text": lines}
    return {
        "cell_type": "code",
        "execution_count": None,
        "id": name,
        "metadata": metadata,
        "outputs": [stream] if output else [],
        "source": code.strip("\n").splitlines(keepends=True),
    }


def cells_of(source: Source) -> Iterator[dict]:
    """The cells of a page, in its order; what they need comes below the title's paragraph."""
    text = opened_folds_with_cells(FRONT_MATTER.sub("", source.page.read_text("utf-8")))
    end = number = 0
    for block in [*filter(is_cell, BLOCK.finditer(text)), None]:
        for words in between_headings(text[end : block.start() if block else None]):
            if readable := plain_markdown(source, words).strip():
                number += 1
                yield words_cell(f"words-{number}", readable)
                if number == 1:
                    yield from needs(source, text)
        if block:
            yield run_cell(source, block)
            end = block.end()


def is_cell(block: re.Match) -> bool:
    return ".run" in block["classes"].split()


def opened_folds_with_cells(text: str) -> str:
    """A page whose folds with runnable cells are open: a cell cannot be within another."""

    def opened(fold: re.Match) -> str:
        if not any(map(is_cell, BLOCK.finditer(fold["inside"]))):
            return fold[0]
        return f"**{fold['title']}**\n\n{textwrap.dedent(fold['inside'])}"

    return FOLD.sub(opened, text)


def needs(source: Source, page: str) -> Iterator[dict]:
    """How to use a notebook, the toolkit, and the language of the checks."""
    words = WORDS.get(source.language, WORDS["en"])
    code = "".join(
        included(source.project, block["file"], block["section"]) for block in BLOCK.finditer(page)
    )
    toolkit, speaks = TOOLKIT.search(code), "environ" in code
    said = [words["intro"], *[words["toolkit"]] * bool(toolkit), *[words["language"]] * speaks]
    yield words_cell("use", "\n\n".join(said))
    if toolkit:
        yield toolkit_cell(source.project)
    if speaks:
        yield code_cell("language", f'import os\n\nos.environ["LANG"] = "{words["lang"]}"')


def toolkit_cell(project: Project) -> dict:
    toolkit = SECTION_MARK.sub("", (project.snippets / "attention.py").read_text("utf-8"))
    code = (
        f"from pathlib import Path\n\nwritten = Path('attention.py').write_text(r'''{toolkit}''')"
    )
    return code_cell("toolkit", code, **FOLDED_CODE)


def between_headings(text: str) -> list[str]:
    """A piece for each heading, so that Jupyter can fold what is below it."""
    return re.split(r"^(?=#+ )", text, flags=re.M)


def run_cell(source: Source, block: re.Match) -> dict:
    """The notebook's cell of a runnable block, with what it prints."""
    file, section = block["file"], block["section"]
    code = included(source.project, file, section)
    metadata = FOLDED_CODE if ".check" in block["classes"] else {}
    return code_cell(f"{Path(file).stem}-{section}", code, source.output(file, section), **metadata)


def plain_markdown(source: Source, text: str) -> str:
    """A page's Markdown as Jupyter reads it."""
    text = BLOCK.sub(lambda block: readable_block(source.project, block), text)
    formulas = FORMULA.findall(text)
    text = plain_words(FORMULA.sub("\0", text))  # a claim may hold formulas, and they no markup
    for formula in formulas:
        text = text.replace("\0", VAL.sub(r"\1", formula), 1)
    text = PICTURE.sub(lambda m: embedded_picture(source, m["src"], m["caption"]), text)
    return FOLD.sub(folded, text.rstrip("\n") + "\n")


def plain_words(text: str) -> str:
    """Text without what only the site reads: ids, origins of numbers, links within the site."""
    text = HEADING.sub(r"\g<level> \g<words>", text)
    text = CLAIM.sub(r"\g<text>", re.sub(NUMBER, r"\g<shown>", text))
    text = LINK.sub(lambda m: m[0] if m["to"].startswith("http") else m["words"], text)
    return ATTRIBUTES.sub("", text)


def readable_block(project: Project, block: re.Match) -> str:
    """A block that is read and not run, such as a solution; output is in the cell above."""
    if ".output" in block["classes"]:
        return ""
    code = included(project, block["file"], block["section"])
    return textwrap.indent(f"```python\n{code}```\n", block["indent"])


def folded(block: re.Match) -> str:
    """A fold or a note of the site, as HTML that Jupyter can open."""
    inside = textwrap.dedent(block["inside"]).strip()
    return f"<details>\n<summary>{block['title'] or '…'}</summary>\n\n{inside}\n\n</details>\n"


def embedded_picture(source: Source, src: str, caption: str) -> str:
    """A picture within the notebook, as PNG, since Colab shows no SVG."""
    path = source.page.parent / src
    if not path.exists():
        return f"FAULT: there is no figure {src}"
    svg = path.read_text("utf-8")
    png = base64.b64encode(drawn(with_colours(svg), PIXELS)).decode()
    described = re.search(r"<desc>(.*?)</desc>", svg, re.S)
    alt = html.escape(html.unescape(described[1])) if described else ""
    return f'<img width="{WIDTH}" alt="{alt}" src="data:image/png;base64,{png}">\n\n*{caption}*'
