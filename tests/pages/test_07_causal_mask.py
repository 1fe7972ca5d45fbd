"""07-causal-mask: published numbers, outside oracles, pictures, the page and the toolkit."""

import warnings

import numpy as np
import pytest
from attention import causal_mask, multi_head_attention, scaled_dot_product_attention
from numpy.testing import assert_allclose, assert_array_equal

from lessonkit.program import run_program
from lessonkit.project import HERE
from tests.published import digits, published


def causal(scores):
    """Return causal weights without any mask: each row's softmax over the keys up to its own."""
    weights = np.zeros(scores.shape)
    for i, row in enumerate(scores):
        exps = np.e ** row[: i + 1]
        weights[i, : i + 1] = exps / exps.sum()
    return weights


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("attn_scores", "scores"),
        ("attn_weights_unmasked", "weights"),
        ("masked_simple", "zeroed"),
        ("masked_renormalised", "renormalized"),
        ("masked_scores_neg_inf", "masked_scores"),
        ("attn_weights", "causal_weights"),
        ("context_vectors", "context"),
    ],
)
def test_published_tables_agree_to_the_last_digit(page, key, name):
    assert digits(page[name]) == digits(published(f"causal_seed123.{key}"))


def test_masks_matrices_and_batch_are_as_published(page):
    assert_array_equal(page["allowed"], published("causal.mask_tril"))
    assert_array_equal(page["hidden"], published("causal.mask_triu"))
    for name in ("query", "key", "value"):
        assert_array_equal(page[f"w_{name}"], published(f"weights.v2_seed123.W_{name}").round(6))
    both = page["contexts_of"](np.stack([page["inputs"]] * 2), page["allowed"])
    assert digits(both) == digits(published("causal_attention_class_seed123.output_batch2"))


@pytest.mark.parametrize("seed", range(5))
def test_both_ways_agree_and_row_1_is_v1_for_any_matrices(page, seed):
    queries, keys, values = np.random.default_rng(seed).normal(size=(3, 6, 4))
    scores, softmax = queries @ keys.T, page["softmax"]
    way_1 = softmax(scores) * page["allowed"]
    way_2 = softmax(np.where(page["hidden"], -np.inf, scores))
    assert_allclose(way_1 / way_1.sum(axis=1, keepdims=True), causal(scores))
    assert_allclose(way_2, causal(scores))
    assert_array_equal((way_2 @ values)[0], values[0])


def test_the_quoted_warning_is_what_numpy_says(page):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        page["softmax"](page["all_hidden"])
    assert [str(each.message) for each in caught] == ["invalid value encountered in subtract"]


@pytest.mark.parametrize("kind", [np.float16, np.float32, np.float64])
def test_minus_1e9_is_enough_where_a_row_sees_a_key(page, kind):
    with np.errstate(over="ignore"):
        low, scores = np.array(-1e9).astype(kind), page["scaled"].astype(kind)
    masked = [np.where(page["allowed"], scores, hidden) for hidden in (low, -np.inf)]
    assert_array_equal(*map(page["softmax"], masked))


def test_the_page_agrees_with_the_toolkit(page):
    qkv, inputs = [page[name] for name in ("queries", "keys", "values")], page["inputs"]
    context, weights = scaled_dot_product_attention(*qkv, is_causal=True, return_weights=True)
    assert_allclose(page["causal_weights"], weights)
    assert_allclose(page["context"], context)
    assert_array_equal(page["allowed"], causal_mask(6))
    matrices = [page[f"w_{name}"] for name in ("query", "key", "value")]
    batch = multi_head_attention(inputs[None], *matrices, np.eye(2), 1, is_causal=True)
    assert_allclose(batch[0], page["context"])


def test_the_tables_in_the_picture_show_the_weights(page, drawn):
    cells = {"pattern": r"\d\.\d\d", "text_anchor": "middle", "font_size": "12"}
    causal_part = page["causal_weights"][page["allowed"]]
    triangle = np.concatenate([page["weights"].ravel(), causal_part])
    assert drawn("triangle").words(**cells) == digits(triangle, 2)


def test_cat_without_a_mask_is_that_of_page_01(page):
    first = run_program(HERE.snippets / "01_why_self.py").names
    assert_array_equal(page["cat_inputs"], first["inputs"])
    assert_allclose(page["cat_free"][1], first["weights_cat"])
    assert_allclose(page["cat_causal"], causal(page["cat_scores"]))


def test_strips_are_as_long_as_the_row_sums(drawn):
    lengths = {}
    for y, width in drawn("rows").sizes("rect", "weight", "y", "width"):
        lengths[y] = lengths.get(y, 0) + width + 2  # the gap between bars
    rows = [length / 303 for _, length in sorted(lengths.items())]
    assert_allclose(rows[1:12:2], [1] * 6, atol=0.005)
