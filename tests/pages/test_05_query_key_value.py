"""Page 05 against published numbers, oracles of its own, and `snippets/attention.py`."""

import attention
import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from tests.published import digits, published

PUBLISHED = {
    "w_query": "trainable.W_query",
    "w_key": "trainable.W_key",
    "w_value": "trainable.W_value",
    "query_2": "trainable.query_2",
    "key_2": "trainable.key_2",
    "value_2": "trainable.value_2",
    "keys": "trainable.keys",
    "values": "trainable.values",
    "scores_2": "trainable.attn_scores_2",
    "scores_2[1]": "trainable.attn_score_22",
    "scores": "trainable.full_attn_scores_6x6",
    "weights_2": "trainable.attn_weights_2",
    "context_2": "trainable.context_vec_2",
    "context": "self_attention_v1.output",
    "context_v2": "self_attention_v2_seed123.output",
    "scores_v2": "causal_seed123.attn_scores",
    "weights_v2": "causal_seed123.attn_weights_unmasked",
}


def drawn(version):
    """The matrices of seed 123 with all decimals that PyTorch has."""
    names = ("query", "key", "value")
    return [published(f"weights.{version}_seed123.W_{name}") for name in names]


@pytest.mark.parametrize(("expression", "key"), PUBLISHED.items())
def test_published_numbers_come_out_to_the_last_digit(page, expression, key):
    assert digits(eval(expression, dict(page))) == digits(published(key))


def test_the_matrices_are_pytorch_s_to_six_decimals(page):
    mine = [page["w_query"], page["w_key"], page["w_value"], *page["linear"]]
    for typed, exact in zip(mine, drawn("v1") + drawn("v2"), strict=True):
        assert_array_equal(typed, exact.round(6))


def test_the_formulas_in_plain_loops_give_the_same(page):
    T, x = range(6), page["inputs"].tolist()
    W_q, W_k, W_v = (page[name].tolist() for name in ("w_query", "w_key", "w_value"))

    def times(row, W):
        return [sum(a * line[c] for a, line in zip(row, W)) for c in range(2)]

    q, k, v = ([times(row, W) for row in x] for W in (W_q, W_k, W_v))
    omega = [[sum(a * b for a, b in zip(q[i], k[j])) for j in T] for i in T]
    exps = [[np.e ** (score / 2**0.5) for score in row] for row in omega]
    alpha = [[number / sum(row) for number in row] for row in exps]
    z = [[sum(alpha[i][j] * v[j][c] for j in T) for c in range(2)] for i in T]
    for mine, name in ((omega, "scores"), (alpha, "weights"), (z, "context")):
        assert_allclose(page[name], mine)


def test_the_page_agrees_with_attention_py(page):
    attend = attention.scaled_dot_product_attention
    assert_allclose(page["context"], attend(page["queries"], page["keys"], page["values"]))
    crossed = attend(page["cross_queries"], page["keys"], page["values"])
    assert_allclose(page["cross_context"], crossed)
    matrices = [page["w_query"], page["w_key"], page["w_value"]]
    one_head = attention.multi_head_attention(page["inputs"], *matrices, np.eye(2), 1)
    assert_allclose(page["context"], one_head)


def test_without_its_rotation_the_trained_head_has_other_weights(page):
    dogs, trained = page["dogs"], page["trained"]
    query, key = (dogs @ trained[name] for name in ("w_query", "w_key"))
    scores = np.where(np.tri(len(dogs), dtype=bool), query @ key.T / 8, -np.inf)
    exps = np.exp(scores - scores.max(axis=1, keepdims=True))
    assert_allclose(page["unrotated"], exps / exps.sum(axis=1, keepdims=True), atol=1e-4)


def test_a_bias_of_the_queries_adds_a_term_to_each_key():
    draw = np.random.default_rng(0).normal
    x, w_q, w_k, b_q, b_k = (draw(size=size) for size in [(6, 3), (3, 2), (3, 2), 2, 2])
    weights = attention.softmax((x @ w_q + b_q) @ (x @ w_k + b_k).T)
    merged = x @ w_q @ w_k.T @ x.T
    assert_allclose(attention.softmax(merged + b_q @ w_k.T @ x.T), weights)
    assert abs(attention.softmax(merged) - weights).max() > 0.1


@pytest.mark.parametrize(("T", "d", "d_k"), [(6, 3, 2), (3, 5, 2)])
def test_multiplications_are_counted_one_by_one(page, T, d, d_k):
    separate = sum(1 for _ in np.ndindex(2, T, d, d_k)) + sum(1 for _ in np.ndindex(T, T, d_k))
    merged = sum(1 for _ in np.ndindex(T, d, d)) + sum(1 for _ in np.ndindex(T, T, d))
    assert page["cost"](T, d, d_k) == ((2 * d * d_k, separate), (d * d, merged))


def test_each_part_of_a_bar_is_as_tall_as_its_product(page, drawn):
    matrices = [page["w_query"], page["w_key"], page["w_value"]]
    products = np.ravel([page["inputs"][1] * w[:, j] for w in matrices for j in range(2)])
    roles = ("query", "key", "value")
    bars = [drawn("roles").sizes("rect", role, "height", width="30") for role in roles]
    heights = np.concatenate(bars).ravel() + 1.5
    assert_allclose(heights / heights.sum(), products / products.sum(), atol=0.0005)


def test_squares_show_the_differences_of_two_directions(page, drawn):
    differences = page["scores"] - page["scores"].T
    squares = [
        square
        for square in drawn("symmetry").shapes("rect", "score")
        if "fill-opacity" not in square.attrib and square.get("width") == square.get("height")
    ]
    *areas, _ = np.array([square.get("width") for square in squares], dtype=float) ** 2
    positive = np.sort(differences[differences > 0])
    assert_allclose(np.sort(areas) / max(areas), positive / positive.max(), atol=0.002)
    assert len(drawn("symmetry").shapes("circle")) == 36 + 6


def test_cross_attention_is_drawn_with_one_square_a_number(drawn):
    for role, count in {"query": 8, "key": 12, "weight": 24, "value": 12, "context": 8}.items():
        assert len(drawn("cross").shapes("rect", role)) == count
