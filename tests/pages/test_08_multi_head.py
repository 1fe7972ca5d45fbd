"""08-multi-head against the published numbers, a head-by-head oracle, and attention.py."""

import re

import numpy as np
import pytest
from attention import multi_head_attention
from numpy.testing import assert_allclose, assert_array_equal

from tests.published import published

NAMES = ("query", "key", "value")
TRIANGLE = np.tril(np.ones((6, 6), dtype=bool))


def softmax(x):
    """Return the softmax over the last axis, written apart from the page's."""
    exps = np.e ** (x - np.max(x, axis=-1, keepdims=True))
    return exps / exps.sum(axis=-1, keepdims=True)


def several(x, matrices, num_heads, allowed=True):
    """Return the heads of one sequence on column slices: no reshape, no transpose."""
    heads = []
    for w_q, w_k, w_v in zip(*(np.split(w, num_heads, axis=1) for w in matrices), strict=True):
        scores = (x @ w_q) @ (x @ w_k).T / w_q.shape[1] ** 0.5
        heads.append(softmax(np.where(allowed, scores, -np.inf)) @ (x @ w_v))
    return np.concatenate(heads, axis=1)


def matrices_of(page):
    return page["w_query"], page["w_key"], page["w_value"]


def test_the_loop_prints_what_the_book_prints(page):
    book = published("mha_wrapper_seed123.output_batch2")
    assert_array_equal(page["stacked"].round(4), book)
    assert page["stacked"][0].size == 24


def test_the_matrices_are_pytorchs_and_head_1_is_v2(page):
    key = "weights.mha_wrapper_seed123.head{}.W_{}"
    drawn = [[published(key.format(h, name)) for name in NAMES] for h in (0, 1)]
    assert_array_equal(page["heads"], np.round(drawn, 6))
    v2 = [published(f"weights.v2_seed123.W_{name}") for name in NAMES]
    assert_array_equal(page["heads"][0], np.round(v2, 6))


def test_exercise_3_2_of_the_book_has_its_softmax_on_the_wrong_axis(page):
    results = {"right": [], "wrong": []}
    for h in (0, 1):
        key = f"weights.mha_wrapper_dout1_seed123.head{h}.W_"
        q, k, v = (page["inputs"] @ published(key + name) for name in NAMES)
        scores = np.where(TRIANGLE, q @ k.T, -np.inf)  # d_k is 1
        results["right"].append(softmax(scores) @ v)
        results["wrong"].append(softmax(scores.T).T @ v)
    printed = published("exercise_3_2.output_dim2")
    assert_allclose(np.hstack(results["wrong"]), printed, rtol=2e-4, atol=3e-5)
    assert np.abs(np.hstack(results["right"]) - printed).max() > 0.3


def test_gpt_2_has_as_many_parameters_as_the_book_counts(page):
    assert page["count"](12, 64) == published("exercise_3_3.gpt2_mha_param_count") == 2360064


@pytest.mark.parametrize("num_heads", [1, 2, 3, 6])
def test_heads_at_once_equal_heads_one_by_one(page, num_heads):
    rng = np.random.default_rng(0)
    x, weights = rng.normal(size=(5, 7, 4)), rng.normal(size=(3, 4, 12))
    at_once, _ = page["multi_head"](x, *weights, num_heads)
    assert_allclose(at_once, [several(sequence, weights, num_heads) for sequence in x])


def test_merging_undoes_splitting_for_any_axes_in_front(page):
    x = np.random.default_rng(0).normal(size=(2, 3, 7, 12))
    split = page["split_heads"](x, 4)
    assert_array_equal(split, np.stack(np.split(x, 4, axis=-1), axis=2))
    assert_array_equal(page["merge_heads"](split), x)


def test_the_page_agrees_with_attention_py(page):
    sides = *matrices_of(page), page["w_out"], 2
    expected = multi_head_attention(page["batch"], *sides, is_causal=True, b_out=page["b_out"])
    assert_allclose(page["output"], expected)
    contexts = several(page["inputs"], matrices_of(page), 2, TRIANGLE)
    assert_allclose(contexts @ page["w_out"] + page["b_out"], expected[0])
    with pytest.raises(ValueError, match="must divide d_out = 4"):
        multi_head_attention(page["inputs"], *sides[:-1], 3)


def test_two_heads_compute_only_as_many_products_as_one(page):
    for num_heads in (1, 2, 4):
        q = page["split_heads"](page["inputs"] @ page["w_query"], num_heads)
        assert (q[..., :, None, :] * q[..., None, :, :]).size == 6 * 6 * 4


def test_the_bars_are_as_tall_as_the_weights(page, drawn):
    bars = drawn("looks").sizes("rect", "weight", "height").ravel()
    rows = [page["row_1"], page["row_2"], page["row_both"]]
    assert_allclose(bars / 62, np.ravel(rows), atol=0.0002)


def test_the_map_shows_one_head_and_two_where_they_are(page, drawn):
    one, two = drawn("reach").sizes("rect", "ink", "x", "y")
    moved = page["two_heads"] - page["one_head"]
    assert_allclose((two - one) / 384, moved * [1, -1], atol=0.0002)


def test_only_the_right_split_has_heads_of_one_kind(drawn):
    columns = {True: [], False: []}
    for cell in drawn("split").shapes("text", text_anchor="middle"):
        x = float(cell.get("x"))
        if re.fullmatch(r"\d\d", cell.text) and not 140 < x < 220:
            columns[x < 140].append(cell.text[1] in "12")
    assert columns[True] == [True] * 6 + [False] * 6
    assert {*columns[False][:6]} == {*columns[False][6:]} == {True, False}
