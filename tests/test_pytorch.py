"""The notes “The same in PyTorch” give the numbers of their pages, where PyTorch is installed."""

import importlib.util

import numpy as np
import pytest
from numpy.testing import assert_allclose

from lessonkit.program import run_program
from lessonkit.project import HERE

MISSING = importlib.util.find_spec("torch") is None
pytestmark = pytest.mark.skipif(MISSING, reason="PyTorch is not installed: pip install torch")


@pytest.mark.parametrize("program", HERE.pytorch(), ids=lambda program: program.stem)
def test_a_note_gives_the_numbers_of_its_page(program):
    spec = importlib.util.spec_from_file_location(f"pytorch_{program.stem}", program)
    note = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(note)
    page = {"np": np, **run_program(HERE.snippets / program.name).names}
    for expression, tensor in note.compare.items():
        expected = np.asarray(eval(expression, page))
        found = tensor.detach().numpy() if hasattr(tensor, "detach") else np.asarray(tensor)
        assert_allclose(found, expected, atol=1e-5, rtol=1e-5, err_msg=expression)
