"""02-one-query: the page's numbers against what others published, computed and drew.

What the page says about its results is checked where it says it, by `holds=` and `n=`.
"""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from lessonkit.program import run_program
from lessonkit.project import HERE
from lessonkit.record import figure_module
from tests.published import published

PUBLISHED = {
    "inputs": "inputs",
    "scores_2": "noweights.attn_scores_2",
    "scores_2.sum()": "noweights.attn_scores_2_sum",
    "weights_by_sum": "noweights.attn_weights_2_sum_normalised",
    "weights_2": "noweights.attn_weights_2_softmax",
    "context_2": "noweights.context_vec_2",
}


@pytest.mark.parametrize("expression", PUBLISHED)
def test_the_book_and_its_notebook_print_the_same(page, expression):
    here = eval(expression, dict(page))
    assert_allclose(here, published(PUBLISHED[expression]), atol=0.5e-4, rtol=0)


def test_the_formulas_read_literally_give_the_results(page):
    T, d = page["inputs"].shape
    x = {j + 1: page["inputs"][j].tolist() for j in range(T)}
    omega = {j: sum(x[2][k] * x[j][k] for k in range(d)) for j in x}
    alpha = {j: np.e ** omega[j] / sum(np.e ** omega[m] for m in x) for j in x}
    z = [sum(alpha[j] * x[j][k] for j in x) for k in range(d)]
    assert_allclose(list(omega.values()), page["scores_2"])
    assert_allclose(list(alpha.values()), page["weights_2"])
    assert_allclose(z, page["context_2"])


def test_the_toolkit_gives_the_same_results(page):
    from attention import scaled_dot_product_attention, softmax

    query, inputs = page["query"][None, :], page["inputs"]
    context, weights = scaled_dot_product_attention(
        query, inputs, inputs, scale=1.0, return_weights=True
    )
    assert_allclose(softmax(page["scores_2"]), page["weights_2"])
    assert_allclose(weights[0], page["weights_2"])
    assert_allclose(context[0], page["context_2"])


def test_bank_becomes_what_it_becomes_on_page_01(page):
    banks = run_program(HERE.snippets / "01_why_self.py").names["banks"]
    assert_allclose(page["context_bank"], banks[0])


def test_cosines_are_those_of_angles_without_dot_products(page):
    query = page["query"] / np.linalg.norm(page["query"])
    units = page["inputs"] / np.linalg.norm(page["inputs"], axis=1, keepdims=True)
    apart, along = (np.linalg.norm(x, axis=1) for x in (units - query, units + query))
    assert_allclose(page["cosines"], np.cos(2 * np.arctan2(apart, along)), atol=1e-12)


def test_no_smaller_factor_gives_one_half_of_the_weight(page):
    def weight_of_one(factor):
        scores = page["scores_2"] * np.where(np.arange(6) == 4, factor, 1)
        return np.exp(scores[4]) / np.exp(scores).sum()

    enough = [factor for factor in range(-10, 11) if weight_of_one(factor) > 0.5]
    assert enough == list(range(4, 11))


def test_bands_are_as_wide_as_weights_bars_as_tall_as_scores(page, drawn):
    corners = np.array(drawn("way").points("polygon", "weight"))
    bands = corners[:, -1, 0] - corners[:, 0, 0]  # from top left to top right
    bars = drawn("way").sizes("rect", "score", "height").ravel()
    gap = figure_module(HERE.figures / "02_one_query.py").GAP
    assert_allclose((bands + gap) / (bands + gap).sum(), page["weights_2"], atol=0.0005)
    assert_allclose(bars / bars.max(), page["scores_2"] / page["scores_2"].max(), atol=0.0005)


def test_weighted_arrows_end_to_end_lead_to_the_mix(page, drawn):
    path = drawn("mix").sizes("line", "weight", "x1", "y1", "x2", "y2")
    assert_allclose(path[1:, :2], path[:-1, 2:])
    step = figure_module(HERE.figures / "02_one_query.py").STEP
    pieces = (path[:, 2:] - path[:, :2]) * [1, -1] / step
    assert_allclose(pieces, np.array([[5], [3], [2]]) / 10 * page["hand_tokens"], atol=1e-3)
    assert_allclose(pieces.sum(axis=0), page["hand_context"], atol=1e-3)


def test_the_mix_by_hand_is_inside_the_triangle(page):
    edges = np.array(page["hand_tokens"])[1:] - page["hand_tokens"][0]
    inside = np.linalg.solve(edges.T, np.subtract(page["hand_context"], page["hand_tokens"][0]))
    assert (inside > 0).all() and inside.sum() < 1
