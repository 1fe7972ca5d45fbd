"""The picture of the architecture: what it names is there. That it is drawn as the code draws it, the checks look."""

import re

import lxml.html
import pytest

from lessonkit.architecture import BUILT, DESCRIPTION, HEADS, PROVED, RECORDED, WRITTEN, architecture
from lessonkit.project import HERE

MAKEFILE = (HERE.root / "Makefile").read_text("utf-8")


@pytest.mark.parametrize("name", [name for name, _ in WRITTEN + RECORDED + BUILT + PROVED])
def test_what_a_box_names_is_there_and_is_described(name):
    assert list(HERE.root.glob(name.rstrip("/"))) and name in DESCRIPTION


def test_the_commands_are_those_of_make():
    commands = {head for head, _ in HEADS if head.startswith("make ")} | set(re.findall(r"make \w+", architecture()))
    assert commands == {"make record", "make build", "make test"}
    assert all(re.search(rf"^{command.removeprefix('make ')}:", MAKEFILE, re.M) for command in commands)


def test_readme_shows_it_and_says_what_it_shows():
    (shown,) = lxml.html.fromstring((HERE.root / "README.md").read_text("utf-8")).xpath("//img")
    assert shown.get("alt") == DESCRIPTION and (HERE.root / shown.get("src")).read_text("utf-8") == architecture()
    assert f"({shown.get('src')})" in (HERE.root / "CONTRIBUTING.md").read_text("utf-8")


