"""04-softmax against published numbers, outside oracles and attention.py."""

import attention
import numpy as np
import pytest

from lessonkit.program import run_program
from lessonkit.project import HERE
from tests.published import published


def close_to_published(found, key):
    return np.allclose(found, published(key), rtol=0, atol=5.1e-5)


def test_two_and_four_give_the_published_weights(page):
    pair = published("softmax_vs_l1.x")
    assert np.array_equal(np.round(page["by_sum"](pair), 2), published("softmax_vs_l1.l1"))
    assert np.array_equal(np.round(page["by_softmax"](pair), 2), published("softmax_vs_l1.softmax"))


def test_scores_and_weights_are_the_published_ones(page):
    assert close_to_published(page["scores_2"], "noweights.attn_scores_2")
    assert close_to_published(page["weights_2"], "noweights.attn_weights_2_softmax")
    assert close_to_published(page["by_rows"], "noweights.attn_weights_6x6")


def test_the_page_agrees_with_attention_py(page):
    softmax = page["softmax"]
    for x in (page["scores"], page["large"], page["asymmetric"], page["batch"]):
        assert np.allclose(attention.softmax(x), softmax(x))
        assert np.allclose(attention.softmax(x, axis=0), softmax(x, axis=0))
    assert np.array_equal(attention.softmax(np.full(3, -np.inf)), np.zeros(3))


def test_the_scores_of_cat_are_those_of_page_01(page):
    own = run_program(HERE.snippets / "01_why_self.py").names
    assert np.array_equal(page["cat_scores"], own["scores_cat"])
    assert np.allclose(page["cat_at"][1], own["weights_cat"])


@pytest.mark.parametrize("dtype", ["float16", "float32", "float64"])
def test_exp_overflows_just_above_the_limit(page, dtype):
    limit = page["limits"][dtype]
    with np.errstate(over="ignore"):
        low, high = np.exp(np.array([limit * 0.999, limit * 1.001], dtype))
    assert np.isfinite(low) and np.isinf(high)


@pytest.mark.parametrize(
    ("dtype", "small", "zero"),
    [("float64", -745, -746), ("float32", -103, -104), ("float16", -17, -18)],
)
def test_far_below_0_exp_is_rounded_to_0(dtype, small, zero):
    assert np.exp(np.array(small, dtype)) > 0 == np.exp(np.array(zero, dtype))


def test_python_warns_in_the_quoted_words(page):
    with pytest.warns(RuntimeWarning) as warned, np.errstate(over="warn", invalid="warn"):
        exps = np.exp(page["large"])
        exps / exps.sum()
    messages = {str(warning.message) for warning in warned}
    assert "overflow encountered in exp" in messages
    assert "invalid value encountered in divide" in messages


def test_subtracting_the_mean_may_still_overflow(page):
    scores = np.array([0, 0, 0, 0, 0, 1000.0])
    assert scores.max() - scores.mean() > page["limits"]["float64"]
    assert page["softmax"](scores).tolist() == [0, 0, 0, 0, 0, 1]


def test_below_a_common_maximum_a_low_row_becomes_nan(page):
    rows = np.array([[2.0, 1.0, 0.0], [-998.0, -999.0, -1000.0]])
    exps = np.exp(rows - rows.max())
    assert (exps[1] == 0).all()
    right = page["softmax"](rows)
    assert np.allclose(right[0], right[1])


def test_sparsemax_is_the_nearest_point_to_the_scores(page):
    others = np.random.default_rng(0).dirichlet(np.ones(6), size=10_000)
    nearest = ((page["sparse_2"] - page["scores_2"]) ** 2).sum()
    assert (((others - page["scores_2"]) ** 2).sum(axis=1) > nearest).all()


def test_no_derivative_is_steeper_than_the_diagonal_says(page):
    for factor, steepest in page["steepest"].items():
        weights = page["softmax"](factor * page["scores_2"])
        assert np.abs(page["jacobian"](weights)).max() == pytest.approx(steepest)


def test_in_the_river_bands_are_as_wide_as_weights(page, drawn):
    corners = np.array(drawn("river").points("polygon", "weight"))
    left, right = np.split(corners[..., 0], 2, axis=1)  # down the left edge, up the right one
    widths = (right[:, ::-1] - left).T[::20]  # every 20th of 81 temperatures is printed
    shares = widths / widths.sum(axis=1, keepdims=True)
    assert np.allclose(shares, page["at_temperature"], atol=0.0005)


def test_in_the_axes_picture_bars_are_as_long_as_sums(page, drawn):
    bars = drawn("axes").sizes("rect", "score", "width", "height")
    for table, name in zip(bars.reshape(2, 6, 2, 2), ("by_rows", "by_columns")):
        assert np.allclose(table[:, 0, 0] / 18, page[name].sum(axis=1), atol=0.0005)
        assert np.allclose(table[:, 1, 1] / 18, page[name].sum(axis=0), atol=0.0005)
