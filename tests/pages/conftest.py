"""`page`: the names that the snippet of a page ends with; `test_02_one_query.py` gets its own.

`picture("way")` is the SVG of one of its pictures; who asks for one is tested in each language.
"""

from pathlib import Path

import pytest

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


@pytest.fixture
def picture(request, language):
    start = HERE.docs(language) / "figures" / page_of(request).replace("_", "-")
    return lambda name: Path(f"{start}-{name}.svg").read_text("utf-8")
