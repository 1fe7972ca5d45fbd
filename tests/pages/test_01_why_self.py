"""Page 01 against oracles from outside: angles without dot products, and attention.py."""

from math import atan2, cos, exp, hypot

import numpy as np
import pytest
from numpy.testing import assert_allclose

from lessonkit.project import HERE
from lessonkit.record import figure_module


def softmax(scores):
    """Return the softmax in Python's own floats, not the page's."""
    exps = [exp(score) for score in scores]
    return [each / sum(exps) for each in exps]


def angle(a, b):
    """Return the angle between two arrows, without a dot product."""
    return atan2(a[1], a[0]) - atan2(b[1], b[0])


def test_b_turns_from_the_same_direction_to_the_opposite(page):
    cosines = [cos(angle(page["a"], b)) for b in page["turned"]]
    assert np.sign(np.round(cosines, 9)).tolist() == [1, 1, 0, -1, -1]
    assert_allclose([cosines[0], cosines[2], cosines[4]], [1, 0, -1], atol=1e-12)
    assert_allclose([angle(page["longer"][0], b) for b in page["longer"]], 0, atol=1e-12)


def test_a_dot_product_is_two_lengths_times_the_cosine(page):
    for a, b in np.random.default_rng(0).normal(size=(1000, 2, 2)):
        assert_allclose(page["length"](a), hypot(*a))
        expected = hypot(*a) * hypot(*b) * cos(angle(a, b))
        assert_allclose(page["dot"](a, b), expected, atol=1e-12)
        assert_allclose(page["look"](a, [b])[0], expected, atol=1e-12)


def test_the_formula_gives_what_the_code_gives(page):
    T, d = page["inputs"].shape
    x = {i: page["inputs"][i - 1] for i in range(1, T + 1)}  # counted from 1
    for i, name in [(2, "cat"), (6, "mat")]:
        omega = [sum(x[i][k] * x[j][k] for k in range(d)) for j in x]
        assert_allclose(omega, page[f"scores_{name}"])
        assert_allclose(softmax(omega), page[f"weights_{name}"])
    context = sum(page["weights_cat"][j - 1] * x[j] for j in x)
    assert_allclose(context, page["context_cat"])


def test_cat_points_most_like_cat_and_then_like_sat(page):
    cosines = [cos(angle(page["cat"], x)) for x in page["inputs"]]
    assert [page["tokens"][j] for j in np.argsort(cosines)[::-1][:2]] == ["cat", "sat"]


def test_every_token_keeps_its_score_in_reverse_order(page):
    for query in [*page["inputs"], page["decoder"]]:
        reverse = page["look"](query, page["backwards"])
        assert_allclose(reverse[::-1], page["look"](query, page["inputs"]))


def test_the_toolkit_finds_the_same_weights_and_context(page):
    from attention import scaled_dot_product_attention as attend

    x = page["inputs"]
    context, weights = attend(x, x, x, scale=1.0, return_weights=True)
    assert_allclose(weights[[1, 5]], [page["weights_cat"], page["weights_mat"]])
    assert_allclose(context[1], page["context_cat"])
    _, weights = attend(page["decoder"][None, :], x, x, scale=1.0, return_weights=True)
    assert_allclose(weights[0], softmax(page["scores_decoder"]))


def test_bank_becomes_what_its_sentence_says(page):
    # by hand: bank scores 2 with itself and with the noun, 0 with the three other words
    whole = 2 * exp(2) + 3
    assert_allclose(page["banks"][0], [3 * exp(2) / whole, exp(2) / whole])
    assert_allclose(page["banks"][1], page["banks"][0][::-1])


def test_the_arrows_of_bank_end_where_its_vectors_say(page, drawn):
    heads = drawn("bank").points("polygon", "fill")
    ends = np.array([head[0] for head in heads])
    start = np.array([96, 168])
    expected = [page["bank"], *page["banks"]]
    assert_allclose((ends - start) * [1, -1] / 96, expected, atol=0.01)


def test_many_queries_find_mat_alone(page):
    inputs, found = page["inputs"], []
    for query in np.mgrid[-3:4, -3:4].reshape(2, -1).T:
        scores = page["look"](query, inputs)
        if scores[5] > scores[:5].max():
            found.append(query.tolist())
    assert [-1, 0] in found and len(found) > 5


@pytest.mark.parametrize(
    ("name", "queries"), [("sequences", ("decoder", "cat")), ("readings", ("cat", "mat"))]
)
def test_a_band_is_as_wide_as_its_weight(page, drawn, name, queries):
    widest = figure_module(HERE.figures / "01_why_self.py").WIDEST
    ends = [points[-1, 0] for points in drawn(name).points("path", "weight")]
    bands = np.column_stack([ends, drawn(name).sizes("path", "weight", "stroke-width")])
    for query, ends in zip(queries, np.split(bands, 2)):
        in_order = ends[ends[:, 0].argsort()]  # from left to right, as the tokens
        widths = widest * np.array(softmax(page[f"scores_{query}"]))
        assert_allclose(in_order[:, 1], np.maximum(widths, 1), atol=0.006)


def test_a_bar_is_as_tall_as_its_dot_product(page, drawn):
    bars = drawn("dot").sizes("rect", "score", "y", "height", width="20")
    step = figure_module(HERE.figures / "01_why_self.py").BAR
    products = [page["dot"](page["a"], b) for b in page["turned"] + page["longer"]]
    assert_allclose(bars[:, 1], step * np.abs(products))
    assert bars[0].sum() == bars[3, 0]  # a positive bar ends where a negative one begins
