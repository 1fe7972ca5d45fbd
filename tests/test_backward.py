"""attention_backward against central differences, PyTorch's autograd and its own contract."""

import json
from pathlib import Path

import numpy as np
import pytest
from attention import attention_backward, scaled_dot_product_attention
from numpy.testing import assert_allclose, assert_array_equal

from tests.record_torch_gradients import CASES, draw

TORCH = json.loads((Path(__file__).parent / "torch_gradients.json").read_text("utf-8"))
NAMES = pytest.mark.parametrize("name", CASES)


def differences(number, array, step=1e-6):
    """Return the central differences of a number by each entry of an array."""
    gradient = np.zeros(array.shape)
    for place in np.ndindex(array.shape):
        nudge = np.zeros(array.shape)
        nudge[place] = step
        gradient[place] = (number(array + nudge) - number(array - nudge)) / (2 * step)
    return gradient


@NAMES
def test_gradients_are_those_of_pytorchs_autograd(name):
    *inputs, grad_output = draw(name)
    found = attention_backward(grad_output, *inputs, **CASES[name][-1])
    for gradient, array, recorded in zip(found, inputs, TORCH[name], strict=True):
        assert gradient.shape == array.shape
        assert_allclose(gradient.ravel(), recorded, atol=1e-8)


@NAMES
def test_gradients_are_central_differences(name):
    *inputs, grad_output = draw(name)
    found = attention_backward(grad_output, *inputs, **CASES[name][-1])
    for i, gradient in enumerate(found):

        def number(array, i=i):
            arrays = [*inputs[:i], array, *inputs[i + 1 :]]
            output = scaled_dot_product_attention(*arrays, **CASES[name][-1])
            return (output * grad_output).sum()

        assert_allclose(gradient, differences(number, inputs[i]), atol=1e-7)


def test_a_key_that_no_query_sees_has_no_gradient():
    *inputs, grad_output = draw("plain")
    mask = np.array([[True, True, False, True, False]] * 2 + [[False] * 5])
    found = attention_backward(grad_output, *inputs, attn_mask=mask)
    for gradient in found[1:]:
        assert_array_equal(gradient.any(axis=-1), mask[0])
    assert_array_equal(found[0].any(axis=-1), [True, True, False])  # the last query sees nothing


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64, np.int64])
def test_the_dtype_comes_back_and_inputs_are_not_changed(dtype):
    arrays = [np.arange(6).reshape(3, 2).astype(dtype) for _ in range(4)]
    found = attention_backward(*arrays)
    assert {gradient.dtype.type for gradient in found} == {
        np.float64 if dtype == np.int64 else dtype
    }
    assert all((array == np.arange(6).reshape(3, 2)).all() for array in arrays)


def test_no_tokens_and_no_components_give_empty_gradients():
    shapes = [(2, 0, 4), (2, 3, 4), (2, 3, 5)]
    found = attention_backward(np.zeros((2, 0, 5)), *map(np.zeros, shapes))
    assert [gradient.shape for gradient in found] == shapes
    assert not any(gradient.any() for gradient in found)


@pytest.mark.parametrize(
    ("shapes", "error", "message"),
    [
        ([(3, 5), (3, 4), (5, 4), (5, 2)], ValueError, r"has shape \(3, 5\): .* \(3, 2\)"),
        ([(3, 2), (3, 4), (5, 3), (5, 2)], ValueError, r"key must be \(…, T_k, 4\)"),
    ],
)
def test_what_does_not_fit_is_named(shapes, error, message):
    with pytest.raises(error, match=message):
        attention_backward(*map(np.zeros, shapes))
