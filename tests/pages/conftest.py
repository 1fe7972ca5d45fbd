"""`page`: the names that the snippet of a page ends with; `test_02_one_query.py` gets its own."""

import pytest

from lessonkit.program import run_program
from lessonkit.project import HERE


@pytest.fixture(scope="module")
def page(request) -> dict:
    return run_program(HERE.snippets / f"{request.path.stem.removeprefix('test_')}.py").names
