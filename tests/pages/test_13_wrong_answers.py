"""13-wrong-answers: the published errors, and the page's head against attention.py."""

import json

import numpy as np
import pytest
from attention import scaled_dot_product_attention
from numpy.testing import assert_allclose, assert_array_equal

from lessonkit.project import HERE
from tests.published import published

NAMES = ("query", "key", "value")


def test_the_head_agrees_with_attention_py(page):
    arrays = [page[name] for name in NAMES]
    right = scaled_dot_product_attention(*arrays, is_causal=True)
    assert_allclose(page["causal_head"](*arrays), right)


@pytest.mark.parametrize("seed", range(3))
def test_the_right_head_passes_for_other_numbers(page, seed, monkeypatch):
    rng = np.random.default_rng(seed)
    for name in NAMES:
        other = rng.normal(size=page[name].shape)
        monkeypatch.setitem(page["causal_head"].__globals__, name, other)
    assert page["failing"](page["causal_head"]) == []


def test_the_books_matrices_and_its_twelve_numbers_are_as_published(page):
    for name in NAMES:
        keys = [f"weights.mha_wrapper_dout1_seed123.head{h}.W_{name}" for h in (0, 1)]
        drawn = [np.ravel(published(key)) for key in keys]
        assert_array_equal(page[f"book_{name}"], np.round(drawn, 6))
    assert_array_equal(page["printed"], published("exercise_3_2.output_dim2"))
    right = published("mha_wrapper_dout1_seed123.output")
    wrong = published("mha_wrapper_dout1_seed123.output_softmax_wrong_axis")
    assert_allclose(page["book_layer"](-1), right, atol=1e-5)
    assert_allclose(page["book_layer"](-2), wrong, atol=1e-5)


def test_onnx_expected_outputs_come_from_reshape_and_tile(page):
    cases = json.loads((HERE.root / "tests" / "onnx_attention.json").read_text("utf-8"))
    value, rows = np.array(cases["3d_causal"]["value"]), cases["3d_causal"]["row_1"]
    assert_allclose(page["onnx_value"], value[:, ::8], atol=5e-5)
    assert_allclose(page["expected_1_18"], rows["1.18.0"], atol=5e-5)
    assert_allclose(page["expected_1_19"], rows["1.19.1"], atol=5e-5)
    assert_array_equal(rows["1.18.0"], value.reshape(3, 6, 8)[:, 0, 0])
    grouped = cases["4d_gqa_causal"]
    assert_allclose(page["grouped_value"], grouped["value"], atol=5e-5)
    assert_allclose(page["grouped_1_18"], grouped["row_1"]["1.18.0"], atol=5e-5)
    assert_array_equal(grouped["row_1"]["1.19.1"], np.repeat(grouped["value"], 3))


@pytest.mark.parametrize("seed", range(3))
def test_the_gradient_agrees_for_other_numbers(page, seed):
    rng = np.random.default_rng(seed)
    scores, values, grad = (rng.normal(size=s) for s in ((4, 5), (5, 3), (4, 3)))
    measured = page["by_differences"](lambda s: (page["mix"](s, values) * grad).sum(), scores)
    assert_allclose(page["backward"](scores, values, grad), measured, atol=1e-8)
