"""The notebook of each lesson page says what the page says, and runs by itself."""

import json
import os
import subprocess
import sys

import lxml.html
import pytest
from bs4 import BeautifulSoup

from lessonkit.checks.site import code_of
from lessonkit.notebook import needs
from lessonkit.project import HERE, LANGUAGES
from lessonkit.record import same_form
from web.static.python.shown import normalised

LESSONS = [(language, page.stem) for language in LANGUAGES for page in HERE.lessons(language)]
WITH_PAGE = [one for one in LANGUAGES if (HERE.docs(one) / "notebooks.py").exists()]
every_lesson = pytest.mark.parametrize(("language", "name"), LESSONS)
OF_THE_SITE = [
    "--8<--",
    "{ n=",
    "{ holds=",
    "{ #",
    "quoted=",
    "glossary.md",
    "???",
    "!!!",
    "\\val",
    "FAULT",
]
# Runs the cells as Jupyter does, one after another in one namespace, and tells what each printed.
RUN = """
import contextlib, io, json, sys
sys.path[0] = ""
names, printed = {"__name__": "__main__"}, []
for code in json.load(sys.stdin):
    with contextlib.redirect_stdout(io.StringIO()) as out:
        exec(code, names)
    printed.append(out.getvalue())
json.dump(printed, sys.stdout)
"""


def notebook(language: str, name: str) -> list[dict]:
    path = HERE.built(language) / "notebooks" / f"{name}.ipynb"
    return json.loads(path.read_text("utf-8"))["cells"]


def code_cells(language: str, name: str) -> list[dict]:
    return [cell for cell in notebook(language, name) if cell["cell_type"] == "code"]


def source(cell: dict) -> str:
    return "".join(cell["source"])


def has_tag(cell: dict, tag: str) -> bool:
    return tag in cell["metadata"].get("tags", [])


def recorded(cell: dict) -> str:
    return "".join(text for output in cell["outputs"] for text in output["text"])


@every_lesson
def test_a_notebook_runs_alone_to_its_recorded_output(language, name, tmp_path):
    cells = code_cells(language, name)
    given = json.dumps([source(cell) for cell in cells])
    command = [sys.executable, "-W", "error", "-c", RUN]
    env = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    done = subprocess.run(
        command, input=given, cwd=tmp_path, capture_output=True, text=True, env=env
    )
    assert done.returncode == 0, done.stderr
    for cell, printed in zip(cells, json.loads(done.stdout), strict=True):
        if "smollm2.ready()" in source(cell) and "`make model`" in printed:
            continue  # the model is not there, which the cell says
        same = same_form if has_tag(cell, "timed") else str.__eq__
        assert same(normalised(printed).rstrip("\n"), recorded(cell).rstrip("\n")), source(cell)


@every_lesson
def test_a_notebook_has_the_cells_of_its_page_in_order(language, name, site):
    blocks = [b for b in site.page(language, name).blocks if "run" in b.classes]
    cells = [source(cell) for cell in code_cells(language, name) if not has_tag(cell, "setup")]
    assert cells == [code_of(block) for block in blocks]


@every_lesson
def test_a_notebook_holds_no_markup_of_the_site(language, name):
    words = [source(cell) for cell in notebook(language, name) if cell["cell_type"] == "markdown"]
    left = [(mark, text[:200]) for mark in OF_THE_SITE for text in words if mark in text]
    assert not left


@every_lesson
def test_a_notebook_shows_the_pictures_of_its_page_described(language, name, site):
    figures = site.page(language, name).article.xpath(".//figure")
    words = "".join(
        source(cell) for cell in notebook(language, name) if cell["cell_type"] == "markdown"
    )
    assert words.count('src="data:image/png;base64,') == len(figures)
    assert 'alt=""' not in words


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_notebook_writes_the_data_that_its_cells_open(language, tmp_path, monkeypatch):
    page = '<div class="run"><code>np.load("snippets/data/smollm2-next.npz")</code></div>'
    cells = [*needs(BeautifulSoup(page, "html.parser"), HERE, HERE.words(language))]
    assert "`snippets/data/`" in source(cells[0]) and has_tag(cells[1], "setup")
    monkeypatch.chdir(tmp_path)
    exec(source(cells[1]), {})
    written = [*tmp_path.rglob("*.npz")]
    assert [path.relative_to(tmp_path).as_posix() for path in written] == [page.split('"')[3]]
    assert written[0].read_bytes() == (HERE.snippets / "data" / written[0].name).read_bytes()


@pytest.mark.parametrize("language", WITH_PAGE)
def test_the_page_of_the_notebooks_lists_each_by_its_question(language, site):
    built = lxml.html.fromstring((HERE.built(language) / "notebooks/index.html").read_text("utf-8"))
    links = built.xpath("//div[contains(@class, 'page')]//li/a[@download]")
    wanted = []
    for page in HERE.lessons(language):
        question = site.page(language, page.stem).article.xpath("string(.//h1)").rstrip("¶")
        wanted.append((f"{page.stem}.ipynb", f"{page.stem[:2]} {question}"))
    assert [(link.get("href"), link.text) for link in links] == wanted


@pytest.mark.parametrize("language", WITH_PAGE)
def test_the_page_of_the_notebooks_is_a_program_that_runs(language):
    command = [sys.executable, "-W", "error", HERE.docs(language) / "notebooks.py"]
    assert (
        subprocess.run(command, capture_output=True, text=True, check=True).stdout.count("\n") == 1
    )
