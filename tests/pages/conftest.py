"""`page`: the names that the snippet of a page ends with; `test_02_one_query.py` gets its own.

`picture("way")` is the SVG of one of its pictures and `drawn("way")` its shapes; who asks for one
is tested in each language.
"""

import re

import numpy as np
import pytest
from lxml import etree

from lessonkit.program import run_program
from lessonkit.project import HERE, LANGUAGES


def page_of(request) -> str:
    return request.path.stem.removeprefix("test_")


@pytest.fixture(scope="module")
def page(request) -> dict:
    return run_program(HERE.snippets / f"{page_of(request)}.py").names


@pytest.fixture(params=LANGUAGES)
def language(request) -> str:
    return request.param


class Drawn:
    """The shapes of a picture, in the order in which they are drawn."""

    def __init__(self, svg: str):
        self.all = list(etree.fromstring(svg).iter("{*}*"))

    def shapes(self, tag: str, role: str = "", **attributes: str) -> list:
        """Return those of a kind and a role with these attributes, `fill_opacity="0.75"`."""
        wanted = {name.replace("_", "-"): value for name, value in attributes.items()}
        return [
            shape
            for shape in self.all
            if etree.QName(shape).localname == tag
            and {role} <= {"", *shape.get("class", "").split()}
            and wanted.items() <= {**shape.attrib}.items()
        ]

    def sizes(self, tag: str, role: str, *names: str, **attributes: str) -> np.ndarray:
        """Return a row of attributes, as numbers, for each of the shapes that have them."""
        shapes = self.shapes(tag, role, **attributes)
        rows = [[shape.get(name) for name in names] for shape in shapes]
        return np.array([row for row in rows if None not in row], dtype=float)

    def points(self, tag: str, role: str) -> list[np.ndarray]:
        """Return for each of the shapes the points, x and y, that it goes through."""
        data = [shape.get("points") or shape.get("d") for shape in self.shapes(tag, role)]
        numbers = [np.array(re.findall(r"-?[\d.]+", each), dtype=float) for each in data]
        return [each.reshape(-1, 2) for each in numbers]

    def words(self, pattern: str = ".*", **attributes: str) -> list[str]:
        """Return the texts that have these attributes and are as the pattern says."""
        texts = [text.text for text in self.shapes("text", **attributes)]
        return [text for text in texts if re.fullmatch(pattern, text)]


@pytest.fixture
def drawn(picture):
    return lambda name: Drawn(picture(name))


@pytest.fixture
def picture(request, language):
    page = page_of(request).replace("_", "-")
    return lambda name: HERE.picture(language, f"{page}-{name}").read_text("utf-8")
