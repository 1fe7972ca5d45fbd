"""The engine's README says what is there, and who imports whom."""

import re
from pathlib import Path

from lessonkit.project import HERE

ROW = re.compile(r"^\| .* \|$", re.M)
PROGRAM = re.compile(r"`([\w-]+\.(?:m?js|py))`")
SCRIPT = re.compile(r'from "\.{1,2}/(?:\w+/)?([\w-]+\.mjs)";')
MODULE = re.compile(r"^from \.(?: import )?(\w+)", re.M)


def in_order() -> list[str]:
    """The scripts and programs that the README names, in the order of its table."""
    text = (HERE.web / "README.md").read_text("utf-8")
    _, _, table = text.partition("\n## Who imports whom\n")
    table, _, _ = table.partition("\n## ")
    return [name for row in ROW.findall(table) for name in PROGRAM.findall(row)]


def files() -> list[Path]:
    return [path for form in ("*.mjs", "*.js", "*.py") for path in HERE.web.rglob(form)]


def test_the_readme_names_each_script_once():
    assert sorted(in_order()) == sorted(path.name for path in files())


def test_a_script_imports_only_what_stands_above_it():
    place = {name: number for number, name in enumerate(in_order())}
    for path in files():
        text = path.read_text("utf-8")
        for name in [*SCRIPT.findall(text), *(f"{one}.py" for one in MODULE.findall(text))]:
            assert place[name] < place[path.name], f"{path.name} imports {name}"
