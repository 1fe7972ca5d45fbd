"""Kind j: the notebook of each language says what the pages say, and runs by itself to what is on record."""

import base64
import json
import re
from pathlib import Path

import lxml.etree
import nbformat
import pytest
from nbclient import NotebookClient

from lessonkit.checks.outputs import is_run
from lessonkit.checks.site import code_of
from lessonkit.notebook import PAGES, Material, notebooks, plain_markdown
from lessonkit.program import normalised
from lessonkit.project import HERE, LANGUAGES
from lessonkit.record import recorded, same_form

ENGLISH = Material(HERE, "en", {})
every_language = pytest.mark.parametrize("language", LANGUAGES)


def notebook(language: str):
    return nbformat.read(HERE.docs(language) / "lesson.ipynb", as_version=4)


def code_cells(notebook) -> list:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def printed(cell) -> str:
    """What a cell printed. Anything else that it left, an error or a warning, is part of the answer."""
    return normalised("".join(o.text if o.get("name") == "stdout" else repr(o) for o in cell.outputs))


def differences(told, got) -> list[str]:
    """The cells of an executed notebook whose output is not the recorded one; times differ in their digits."""
    pairs = zip(code_cells(told), code_cells(got), strict=True)
    timed = re.compile(r"\bperf_counter\b|\btimeit\b")
    return [
        f"{a.id}: {printed(a)!r} is on record, {printed(b)!r} came out"
        for a, b in pairs
        if printed(a) != printed(b) and not (timed.search(a.source) and same_form(printed(a), printed(b)))
    ]


def executed(told, folder: Path):
    """A notebook run as a reader runs it: with a kernel of its own, in a folder that holds nothing else."""
    copy = nbformat.from_dict(told)
    NotebookClient(copy, timeout=60, kernel_name="python3", allow_errors=True, resources={"metadata": {"path": folder}}).execute()
    return copy


@every_language
def test_the_notebook_runs_by_itself_and_prints_what_is_on_record(language, tmp_path):
    told = notebook(language)
    assert differences(told, executed(told, tmp_path)) == []


def test_a_notebook_whose_code_or_output_was_changed_is_found_by_running_it(tmp_path):
    told = notebook("en")
    first, second = [cell for cell in code_cells(told)[2:] if cell.outputs][:2]
    first.outputs[0].text += "1\n"
    second.source += "\nprint(2)"
    del told.cells[told.cells.index(second) + 1 :]
    found = differences(told, executed(told, tmp_path))
    assert [line.partition(":")[0] for line in found] == [first.id, second.id]


@every_language
def test_the_notebook_has_every_runnable_cell_of_its_pages_in_their_order(site, language):
    pages = [page for page in site.pages(language) if page.name.startswith(PAGES)]
    shown = [code_of(block) for page in pages for block in page.blocks if is_run(block)]
    assert [cell.source for cell in code_cells(notebook(language))[2:]] == shown


@every_language
def test_nothing_that_only_the_site_reads_is_left_in_the_words(language):
    words = "\n".join(cell.source for cell in notebook(language).cells if cell.cell_type == "markdown")
    without_code = re.sub(r"^ *```.*?^ *```$|`[^`\n]*`|base64,[^)]*", "", words, flags=re.M | re.S)
    left = re.compile(r"--8<--|\\val\b|^!!!|^\?\?\?|\{ ?[#.:]|\{ \w+=|\.md\b|\]\(#")
    assert [line for line in without_code.splitlines() if left.search(line)] == []


@every_language
def test_the_notebook_is_a_valid_one(language):
    told = notebook(language)
    nbformat.validate(told)
    assert len({cell.id for cell in told.cells}) == len(told.cells)


def test_the_same_pages_give_the_same_bytes():
    assert dict(notebooks(HERE, {})) == dict(notebooks(HERE, {}))


def test_recording_one_page_leaves_the_notebooks_alone():
    assert not [path for path, _ in recorded(HERE, "02_one_query") if path.suffix == ".ipynb"]


@pytest.mark.parametrize(
    ("page", "jupyter"),
    [
        ("## By hand { #by-hand }", "### By hand"),
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


def test_a_picture_comes_within_the_notebook_with_its_description_and_its_colours():
    text = plain_markdown(ENGLISH, "![The way](figures/02-one-query-way.svg)")
    description, _, data = text.removeprefix("![").partition("](data:image/svg+xml;base64,")
    assert description.startswith("From top to bottom.") and text.rstrip().endswith("*The way*") and "[" not in description
    picture = lxml.etree.fromstring(base64.b64decode(data.partition(")")[0]))
    shapes = [shape for shape in picture.iter("{*}rect", "{*}path", "{*}line", "{*}text")]
    assert shapes and all(re.fullmatch(r"none|#\w+|rgba\(.*\)", shape.get("fill")) for shape in shapes)
    assert not [shape for shape in picture.iter() if shape.get("class") not in (None, "picture")]


def test_a_notebook_is_written_line_by_line_so_that_a_diff_can_be_read():
    cells = json.loads((HERE.docs("en") / "lesson.ipynb").read_text("utf-8"))["cells"]
    assert all(line.count("\n") <= 1 for cell in cells for line in cell["source"])
