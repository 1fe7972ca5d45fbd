"""Kind j: the notebook of every lesson page says what the page says, and runs by itself to what is on record."""

import base64
import html
import json
import os
import re
import shutil
import struct
import subprocess
import sys
from pathlib import Path

import jinja2
import lxml.html
import nbformat
import pytest
from fontTools.ttLib import TTFont
from mkdocs.commands.build import build
from mkdocs.config import load_config
from nbclient import NotebookClient

from lessonkit.checks.outputs import is_run
from lessonkit.checks.site import code_of
from lessonkit.node import MODULES, _started
from lessonkit.notebook import PICTURES, Material, coloured, drawn, plain_markdown
from lessonkit.program import normalised
from lessonkit.project import HERE, LANGUAGES
from lessonkit.record import recorded, same_form, timed_sections

ENGLISH = Material(HERE, "en", {})
LESSONS = [HERE.notebook(page) for language in LANGUAGES for page in HERE.lessons(language)]
INDEXES = [HERE.docs(language) / "notebooks" / "index.ipynb" for language in LANGUAGES]
TIMED = {f"{file}-{section}" for file, section in timed_sections(HERE)}
NEEDS = ("toolkit", "language")
every_lesson = pytest.mark.parametrize("path", LESSONS, ids=HERE.name)
every_notebook = pytest.mark.parametrize("path", LESSONS + INDEXES, ids=HERE.name)


def notebook(path: Path):
    return nbformat.read(path, as_version=4)


def code_cells(notebook) -> list:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def words_of(notebook) -> str:
    return "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")


def printed(cell) -> str:
    """What a cell printed. Anything else that it left, an error or a warning, is part of the answer."""
    return "".join(o.text if o.get("name") == "stdout" else repr(o) for o in cell.outputs)


def differences(told, left: list[str]) -> list[str]:
    """The cells of a notebook that left something else than is on record; times differ in their digits."""
    pairs = [(cell.id, normalised(printed(cell)), normalised(text)) for cell, text in zip(code_cells(told), left, strict=True)]
    return [f"{name}: {a!r} is on record, {b!r} came out" for name, a, b in pairs if a != b and not (name in TIMED and same_form(a, b))]


def run(*paths: Path) -> dict[str, list[str]]:
    """What every cell of some notebooks leaves in IPython, each notebook in a process of its own."""
    command = [sys.executable, HERE.root / "tests" / "run_notebooks.py", *paths]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=os.environ | {"OPENBLAS_NUM_THREADS": "1"})
    return json.loads(done.stdout)


def in_a_kernel(told, folder: Path) -> list[str]:
    """What every cell of a notebook leaves as a reader runs it: with a kernel of its own."""
    copy = nbformat.from_dict(told)
    NotebookClient(copy, timeout=60, kernel_name="python3", allow_errors=True, resources={"metadata": {"path": folder}}).execute()
    return [printed(cell) for cell in code_cells(copy)]


@pytest.fixture(scope="module")
def left() -> dict[str, list[str]]:
    return run(*LESSONS, *INDEXES)


@every_notebook
def test_it_runs_by_itself_and_prints_what_is_on_record(path, left):
    assert differences(notebook(path), left[str(path)]) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_kernel_of_jupyter_prints_it_too(language, tmp_path):
    told = notebook(HERE.notebook(HERE.lessons(language)[-1]))
    assert differences(told, in_a_kernel(told, tmp_path)) == []


def test_a_notebook_that_prints_warns_shows_or_raises_something_else_is_found_by_running_it(tmp_path):
    told = notebook(LESSONS[0])
    changed = [cell for cell in code_cells(told)[2:] if cell.outputs][:5]
    changed[0].outputs[0].text += "1\n"
    for cell, code in zip(changed[1:], ["print(2)", "import warnings; warnings.warn('old')", "1 + 1", "1 / 0"], strict=True):
        cell.source += f"\n{code}"
    nbformat.write(told, tmp_path / "changed.ipynb")
    (left,) = run(tmp_path / "changed.ipynb").values()
    assert [line.partition(":")[0] for line in differences(told, left)] == [cell.id for cell in changed]


def test_nothing_of_one_notebook_is_left_when_the_next_one_runs(tmp_path):
    codes = ["left = 1\nimport attention_left", "print('left' in globals(), 'attention_left' in __import__('sys').modules)"]
    for name, code in zip(("1.ipynb", "2.ipynb"), codes, strict=True):
        cells = [nbformat.v4.new_code_cell("%%writefile attention_left.py\nx = 1"), nbformat.v4.new_code_cell(code)]
        nbformat.write(nbformat.v4.new_notebook(cells=cells), tmp_path / name)
    first, second = run(tmp_path / "1.ipynb", tmp_path / "2.ipynb").values()
    assert first[1] == "" and second == ["Writing attention_left.py\n", "False False\n"]


@every_lesson
def test_it_has_every_runnable_cell_of_its_page_in_their_order(site, path):
    page = site.page(path.parts[-3], path.stem)
    shown = [code_of(block) for block in page.blocks if is_run(block)]
    assert [cell.source for cell in code_cells(notebook(path)) if cell.id not in NEEDS] == shown


@every_lesson
def test_it_has_the_headings_the_solutions_and_the_pictures_of_its_page(site, path):
    page, words = site.page(path.parts[-3], path.stem), words_of(notebook(path))
    headings = [re.sub(r"[`*]", "", heading) for heading in re.findall(r"^#+ (.*)$", re.sub(r"^ *```.*?^ *```$", "", words, flags=re.M | re.S), re.M)]
    assert headings == [h.text_content().removesuffix("¶") for h in page.article.xpath(".//*[self::h1 or self::h2 or self::h3 or self::h4]")]
    for inside, outside in (("<details>", ".//details"), ("<img ", ".//figure")):
        assert words.count(inside) == len(page.article.xpath(outside))


@every_notebook
def test_the_toolkit_comes_along_where_a_cell_needs_it_and_is_the_whole(path):
    cells = {cell.id: cell.source for cell in code_cells(notebook(path))}
    needed = any(re.search(r"^from attention import", code, re.M) for name, code in cells.items() if name != "toolkit")
    assert needed == ("toolkit" in cells)
    toolkit = re.sub(r"^# --8<-- .*\n", "", (HERE.snippets / "attention.py").read_text("utf-8"), flags=re.M)
    assert not needed or cells["toolkit"] == f"%%writefile attention.py\n{toolkit.rstrip()}"


@every_lesson
def test_the_code_of_every_check_of_an_exercise_is_hidden(path):
    hidden = [cell.id for cell in code_cells(notebook(path)) if cell.metadata.get("jupyter", {}).get("source_hidden")]
    assert hidden == [cell.id for cell in code_cells(notebook(path)) if re.search(r"_\d-check$|^toolkit$", cell.id)]


@every_notebook
def test_nothing_that_only_the_site_reads_is_left_in_the_words(path):
    without_code = re.sub(r"^ *```.*?^ *```$|`[^`\n]*`|base64,[^\"]*", "", words_of(notebook(path)), flags=re.M | re.S)
    left = re.compile(r"--8<--|\\val\b|^!!!|^\?\?\?|\{ ?[#.:]|\{ \w+=|\.md\b|\]\(#|FAULT|<span|<div")
    assert [line for line in without_code.splitlines() if left.search(line)] == []


@every_notebook
def test_no_line_within_a_paragraph_begins_a_list_which_on_the_page_it_does_not(path):
    """Jupyter reads CommonMark, in which a line that begins with `1.` ends the paragraph above it."""
    list_begins = re.compile(r"^(?! |[-+*>|#]|\d+[.)] ).+\n(?:[-+*]|1[.)]) .*", re.M)
    assert [list_begins.findall(cell.source) for cell in notebook(path).cells if list_begins.search(cell.source)] == []


@every_notebook
def test_it_is_a_valid_notebook(path):
    told = notebook(path)
    nbformat.validate(told)
    assert len({cell.id for cell in told.cells}) == len(told.cells)


@pytest.mark.parametrize("path", INDEXES, ids=HERE.name)
def test_the_index_leads_to_the_notebook_of_every_page_by_its_question(site, path):
    rows = re.findall(r"^\| (\d\d) \| \[(.*)\]\((.*)\) \|$", words_of(notebook(path)), re.M)
    pages = [site.page(path.parts[-3], page.stem) for page in HERE.lessons(path.parts[-3])]
    assert rows == [(page.name[:2], page.article.xpath(".//h1")[0].text_content().removesuffix("¶"), f"{page.name}.ipynb") for page in pages]


@every_lesson
def test_its_page_offers_it_right_above_the_title(site, path):
    page = site.page(path.parts[-3], path.stem)
    download, *colab = page.tree.xpath("//p[@class='take']/a")
    assert (page.html.parent / download.get("href")).resolve() == HERE.site / path.relative_to(HERE.docs("en").parent).as_posix().removeprefix("en/")
    edit = page.tree.xpath("string(//p[@class='page-end']/a/@href)")
    assert len(colab) == (edit.startswith("https://github.com/") and "/example/" not in edit)


def test_other_pages_offer_no_notebook(site):
    lessons = {path.stem for path in LESSONS}
    assert not [page.name for page in site.pages() if page.name not in lessons and page.tree.xpath("//p[@class='take']")]


@pytest.mark.parametrize(
    ("repository", "colab"),
    [
        ("https://github.com/ada/attention", "https://colab.research.google.com/github/ada/attention/blob/main/docs/vi/notebooks/02-one-query.ipynb"),
        ("https://github.com/ada/edit", "https://colab.research.google.com/github/ada/edit/blob/main/docs/vi/notebooks/02-one-query.ipynb"),
        ("https://github.com/example/attention-proved", None),
        ("https://git.example.org/ada/attention", None),
    ],
)
def test_colab_opens_the_notebook_of_the_repository_that_the_site_comes_from(repository, colab):
    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(HERE.root / "theme" / "partials"))
    environment.filters["url"] = lambda path: f"../{path}"
    page = {"url": "02-one-query/", "edit_url": f"{repository}/edit/main/docs/vi/02-one-query.md"}
    shown = environment.get_template("take.html").render(page=page, config={"extra": {"words": {"download": "Tải notebook", "colab": "Mở trong Colab"}}})
    download, *offered = lxml.html.fromstring(shown).findall("a")
    assert (download.text, download.get("href"), "download" in download.attrib) == ("Tải notebook", "../notebooks/02-one-query.ipynb", True)
    assert [(link.text, link.get("href"), link.get("rel")) for link in offered] == ([("Mở trong Colab", colab, "noopener")] if colab else [])


def test_the_page_of_the_notebooks_can_be_taken_out_and_each_page_still_gives_its_own(tmp_path):
    """Without mkdocs-jupyter, its place in the navigation and its piece of the theme."""
    docs = tmp_path / "docs"
    shutil.copytree(HERE.docs("en") / "notebooks", docs / "notebooks")
    (docs / "02-one-query.md").write_text("# How { #how }")
    shutil.copytree(HERE.root / "theme", tmp_path / "theme", ignore=shutil.ignore_patterns("notebook.html"))
    config = load_config(str(HERE.root / "mkdocs.yml"), docs_dir=str(docs), site_dir=str(tmp_path / "site"), plugins=[], nav=["02-one-query.md"])
    config.theme.dirs[0] = str(tmp_path / "theme")
    build(config)
    page = lxml.html.parse(tmp_path / "site" / "02-one-query" / "index.html")
    (link,) = page.xpath("//p[@class='take']/a[1]/@href")
    assert (tmp_path / "site" / "02-one-query" / link).read_bytes() == (docs / "notebooks" / "02-one-query.ipynb").read_bytes()


def test_recording_one_page_makes_its_notebooks_and_the_table_of_all_and_no_other():
    made = [path for path, _ in recorded(HERE, "02_one_query") if path.suffix == ".ipynb"]
    assert made == [HERE.docs(language) / "notebooks" / f"{name}.ipynb" for language in LANGUAGES for name in ("02-one-query", "index")]


@pytest.mark.parametrize(
    ("page", "jupyter"),
    [
        ("## By hand { #by-hand }", "## By hand"),
        ('the weight [0.2379]{ n="weights_2[1]" }.', "the weight 0.2379."),
        ('he printed [0.1455]{ quoted="Raschka 2024, chapter 3" }', "he printed 0.1455"),
        (r"$e^{\val{scores_2[1] - x}{0.7880}} = \val{a[{1}]}{2.2}$", "$e^{0.7880} = 2.2$"),
        ("$x^{(2)}$ and `{ #a }`", "$x^{(2)}$ and `{ #a }`"),
        ("a [query](glossary.md#query), [below](#length)", "a query, below"),
        ("a [`softmax`](reference.md#softmax){ .x } and *chiều*{ lang=vi }", "a `softmax` and *chiều*"),
        ("[the book](https://example.org/book)", "[the book](https://example.org/book)"),
        ('!!! note "Shape"\n\n    Six rows.\n\n    Three columns.\n', "> **Shape**\n> \n> Six rows.\n> \n> Three columns."),
        ('??? solution "Solution"\n    It is so.\n\nOn.', "<details>\n<summary>Solution</summary>\n\nIt is so.\n\n</details>\nOn."),
        (
            '    ``` { .python }\n    --8<-- "exercises/02_one_query_1.py:solution"\n    ```',
            '    ```python\n    guess = "starts"\n    ```',
        ),
        ("![Gone](figures/gone.svg)", "FAULT: there is no figure figures/gone.svg"),
    ],
)
def test_markdown_of_a_page_becomes_markdown_that_jupyter_reads(page, jupyter):
    assert plain_markdown(ENGLISH, page).strip("\n") == jupyter.strip("\n")


def test_an_include_of_nothing_says_so_in_the_notebook_too():
    text = plain_markdown(ENGLISH, '``` { .python }\n--8<-- "02_one_query.py:gone"\n```')
    assert "FAULT: snippets/02_one_query.py has no section 'gone'" in text


def test_a_picture_comes_within_the_notebook_as_png_with_its_description():
    """Colab shows no SVG."""
    text = plain_markdown(ENGLISH, "![The way](figures/02-one-query-way.svg)")
    (image,) = lxml.html.fragments_fromstring(text.partition("\n")[0])
    png = base64.b64decode(image.get("src").removeprefix("data:image/png;base64,"))
    width, height = struct.unpack(">II", png[16:24])
    assert png.startswith(b"\x89PNG") and (width, image.get("width")) == (720, "480") and height > 700
    assert image.get("alt") == html.unescape(re.search("<desc>(.*)</desc>", (HERE.docs("en") / "figures" / "02-one-query-way.svg").read_text("utf-8"))[1])
    assert text.rstrip().endswith("*The way*")


def test_a_picture_that_becomes_png_has_every_colour_of_the_light_palette_in_itself():
    picture = lxml.html.fromstring(coloured((HERE.docs("en") / "figures" / "02-one-query-way.svg").read_text("utf-8")))
    shapes = [*picture.iter("rect", "path", "line", "text")]
    assert shapes and all(re.fullmatch(r"none|#\w+|rgba\(.*\)", shape.get("fill")) for shape in shapes)
    assert not [shape for shape in picture.iter() if shape.get("class") not in (None, "picture")]


def test_the_font_of_the_pictures_has_every_letter_of_theirs():
    font = TTFont(MODULES / "dejavu-fonts-ttf" / "ttf" / "DejaVuSansCondensed.ttf")
    pictures = [path for language in LANGUAGES for path in (HERE.docs(language) / "figures").glob("*.svg")]
    letters = {letter for path in pictures for words in re.findall(r">([^<]*)</text>", path.read_text("utf-8")) for letter in html.unescape(words)}
    assert len(letters) > 100 and not {letter for letter in letters if ord(letter) not in font.getBestCmap()}


def test_a_notebook_is_written_line_by_line_so_that_a_diff_can_be_read():
    cells = json.loads(LESSONS[0].read_text("utf-8"))["cells"]
    assert all(line.count("\n") <= 1 for cell in cells for line in cell["source"])


def test_a_picture_that_is_no_svg_is_named_and_the_next_one_is_drawn():
    with pytest.raises(ValueError, match="broken.svg cannot be drawn: "):
        drawn("<svg", 10, "broken.svg")
    assert base64.b64decode(drawn('<svg xmlns="http://www.w3.org/2000/svg" width="7" height="7"/>', 10, "empty.svg"))[1:4] == b"PNG"


def test_a_script_that_has_ended_is_named():
    process = _started(PICTURES.script, os.getpid())
    process.kill()
    process.wait()
    with pytest.raises(RuntimeError, match=r"lessonkit/render_pictures\.mjs has ended; what it said of it stands above"):
        PICTURES.answer(svg="<svg", width=10)
    _started.cache_clear()
