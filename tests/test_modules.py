"""A module that cells may import: one word in `extra.modules`, and all else follows."""

import json
import subprocess
import sys

import pytest
from bs4 import BeautifulSoup
from mkdocs.exceptions import Abort
from tiny_project import TinyProject

from lessonkit.node import NODE
from lessonkit.notebook import needs
from lessonkit.program import run_program
from lessonkit.project import HERE, LANGUAGES

HELPER = """'A module.'
import base


def total(x):
    return base.twice(sum(x)) / 2
"""
USES = "import helper\n\nprint(helper.total([1, 2]))"
# Asks for a page's program, as *Copy all* does; files are served from a folder.
COPY_ALL = """
const [script, folder, names, text] = JSON.parse(require("fs").readFileSync(0, "utf-8"));
const { readFileSync } = require("fs");
globalThis.document = {
  documentElement: { lang: "en" },
  querySelector: () => ({ dataset: { words: "{}", modules: names } }),
};
globalThis.fetch = async (address) => ({
  ok: true,
  text: async () => readFileSync(folder + new URL(address).pathname.split("/").at(-1), "utf-8"),
});
const cell = { kind: "lesson", editor: { text } };
import(script).then(({ programTo }) => programTo([cell], cell)).then(console.log);
"""


@pytest.fixture
def tiny(tmp_path):
    """A project that has a second module, imported by a page, in its folder and in no list."""
    tiny = TinyProject(tmp_path)
    tiny.edit("snippets/helper.py", "", HELPER)
    code = "import helper\n\nnumbers = [1.25, 2.5]\nprint(helper.total(numbers))"
    tiny.edit("snippets/01_tiny.py", "numbers = [1.25, 2.5]\nprint(sum(numbers))", code)
    yield tiny
    sys.modules.pop("helper", None)  # which is forgotten only where the list has it


def add_word(tiny: TinyProject):
    tiny.edit("mkdocs.yml", "[base]", "[base, helper]")


def test_a_module_in_no_list_is_a_fault(tiny):
    told = "\n".join(tiny.faults())
    assert "a reader's Python has no helper; use NumPy" in told
    assert "snippets/helper.py:2: [unshown] this line is in no section" in told


def test_a_second_module_is_one_word(tiny):
    add_word(tiny)
    assert tiny.faults() == []
    for language in LANGUAGES:
        lib = tiny.project.built(language) / "lib"
        assert {path.name for path in lib.glob("*.py")} == {"base.py", "helper.py"}


def test_a_module_is_forgotten_between_runs(tiny):
    add_word(tiny)
    page = tiny.project.snippets / "01_tiny.py"
    assert run_program(page).outputs["numbers"] == "3.75\n"
    assert not {"base", "helper"} & sys.modules.keys()
    tiny.edit("snippets/helper.py", "/ 2", "* 10")
    assert run_program(page).outputs["numbers"] == "75.0\n"


def test_a_notebook_writes_the_modules_that_its_cells_import(tiny, tmp_path, monkeypatch):
    add_word(tiny)
    page = BeautifulSoup(f'<div class="run"><code>{USES}</code></div>', "html.parser")
    told, *cells = needs(page, tiny.project, HERE.words("en"))
    assert "`base.py`, `helper.py`" in told["source"]
    monkeypatch.chdir(tmp_path)
    for cell in cells:
        exec(cell["source"], {})
    assert printed(USES, tmp_path) == "3.0\n"


def test_copy_all_has_the_modules_that_cells_import_and_no_other(tiny, tmp_path):
    script = (HERE.web / "static" / "cell" / "program.mjs").as_uri()
    for code, wanted in ((USES, "3.0\n"), ("print(1)  # import base", "1\n")):
        asked = [script, f"{tiny.project.snippets}/", "base helper", code]
        done = subprocess.run(
            [NODE, "-e", COPY_ALL],
            input=json.dumps(asked),
            timeout=60,
            capture_output=True,
            text=True,
            check=True,
        )
        assert printed(done.stdout, tmp_path) == wanted
        assert ("ModuleType" in done.stdout) == (code == USES)


def printed(code: str, folder) -> str:
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout


def test_a_module_without_a_file_stops_the_build_by_a_sentence(tiny, caplog):
    tiny.edit("mkdocs.yml", "[base]", "[base, gone]")
    with pytest.raises(Abort):
        tiny.faults()
    assert "extra.modules names gone; write snippets/gone.py" in caplog.text
