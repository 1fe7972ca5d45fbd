"""04-softmax: every claim the page makes, proved."""

import re

import numpy as np
import pytest

from lessonkit.project import HERE, LANGUAGES
from tests.published import published


@pytest.fixture(scope="module")
def softmax(page):
    return page["stable_softmax"]


def sparsemax(scores):
    """The nearest point to the scores among all sets of shares (Martins and Astudillo 2016, algorithm 1)."""
    descending = np.sort(scores)[::-1]
    places = np.arange(1, len(scores) + 1)
    kept = places[1 + places * descending > np.cumsum(descending)].max()
    return np.maximum(scores - (descending[:kept].sum() - 1) / kept, 0)


# By hand


def test_two_and_four_give_the_published_shares(page):
    two_and_four = published("softmax_vs_l1.x")
    assert np.array_equal(np.round(page["by_sum"](two_and_four), 2), published("softmax_vs_l1.l1"))
    assert np.array_equal(
        np.round(page["by_softmax"](two_and_four), 2), published("softmax_vs_l1.softmax")
    )


def test_shares_by_sum_do_not_feel_a_factor_and_softmax_does_not_feel_a_shift(page):
    by_sum, by_softmax = page["by_sum"], page["by_softmax"]
    assert by_sum([2, 4]) == pytest.approx(by_sum([4, 8])) and by_softmax([2, 4]) == pytest.approx(
        by_softmax([12, 14])
    )
    assert by_sum([2, 4]) != pytest.approx(by_sum([12, 14])) and by_softmax(
        [2, 4]
    ) != pytest.approx(by_softmax([4, 8]))


# The code, cell by cell


def test_the_scores_and_weights_of_journey_are_the_published_ones(page):
    assert np.allclose(page["scores_2"], published("noweights.attn_scores_2"), rtol=0, atol=5.1e-5)
    assert np.allclose(
        page["weights_2"], published("noweights.attn_weights_2_softmax"), rtol=0, atol=5.1e-5
    )


def test_a_vector_common_to_all_keys_moves_every_score_of_a_query_by_the_same_amount(page):
    for query in page["inputs"]:
        moved = (page["inputs"] + page["common"]) @ query - page["inputs"] @ query
        assert np.allclose(moved, moved[0])


@pytest.mark.parametrize(
    ("name", "highest_finite", "lowest_inf"),
    [("float64", 709.78, 709.79), ("float32", 88.72, 88.73), ("float16", 11.08, 11.1)],
)
def test_exp_overflows_above_the_limit_and_not_below_it(page, name, highest_finite, lowest_inf):
    with np.errstate(over="ignore"):
        assert np.isfinite(np.exp(np.array(highest_finite, name))) and np.isinf(
            np.exp(np.array(lowest_inf, name))
        )
    assert highest_finite < page["limits"][name] < lowest_inf


@pytest.mark.parametrize(
    ("name", "small", "zero"),
    [("float64", -745, -746), ("float32", -103, -104), ("float16", -17, -18)],
)
def test_far_below_0_exp_is_rounded_to_0(name, small, zero):
    assert np.exp(np.array(small, name)) > 0 and np.exp(np.array(zero, name)) == 0


def test_four_of_the_six_large_scores_overflow_and_each_of_their_weights_is_nan(page):
    above = page["large"] > page["limits"]["float32"]
    assert above.sum() == 4 and np.array_equal(np.isnan(page["nan_weights"]), above)
    assert np.isnan(page["nan_context"]).all()


def test_python_warns_in_the_quoted_words(page):
    with pytest.warns(RuntimeWarning) as warned, np.errstate(over="warn", invalid="warn"):
        exps = np.exp(page["large"])
        exps / exps.sum()
    assert {str(warning.message) for warning in warned} >= {
        "overflow encountered in exp",
        "invalid value encountered in divide",
    }


@pytest.mark.parametrize("factor", [1, 100, 1e4, -1e4])
def test_after_the_subtraction_the_largest_exp_is_1_and_the_sum_lies_between_1_and_6(page, factor):
    scores = factor * page["scores_2"]
    exps = np.exp(scores - scores.max())
    assert exps.max() == 1 and 1 <= exps.sum() <= 6


def test_a_weight_that_underflows_has_no_nearer_float_than_0():
    true_weight = np.exp(-104.0) / (1 + np.exp(-104.0))  # float64, for which -104 is not low
    assert np.exp(np.float32(-104)) == 0 and np.float32(true_weight) == 0 < true_weight


def test_subtracting_the_mean_still_overflows():
    scores = np.array([0, 0, 0, 0, 0, 1000.0])
    with np.errstate(over="ignore"):
        assert np.isinf(np.exp(scores - scores.mean())).any()


def test_the_order_is_the_same_at_every_temperature(page):
    order = np.argsort(page["scores_2"])
    for temperature in np.logspace(-3, 3, 61):  # the smallest weights may underflow to 0 together
        assert np.all(np.diff(page["stable_softmax"](page["scores_2"] / temperature)[order]) >= 0)


def test_temperature_leads_from_one_hot_to_one_sixth_each(page, softmax):
    assert np.allclose(page["at_temperature"][0], np.eye(6)[1], atol=1e-8)
    assert np.allclose(page["at_temperature"][-1], 1 / 6, atol=0.007)
    assert np.allclose(softmax(page["scores_2"] / 1e9), 1 / 6)
    assert np.allclose(
        page["at_temperature"][-1] @ page["inputs"], page["inputs"].mean(axis=0), atol=0.01
    )


def test_a_raised_score_raises_its_own_weight_and_lowers_the_other_five(page):
    assert np.all(page["J"].diagonal() > 0) and np.all(page["J"][~np.eye(6, dtype=bool)] < 0)


def test_rows_and_columns_of_the_jacobian_sum_to_0(page):
    assert np.allclose(page["J"].sum(axis=0), 0) and np.allclose(page["J"].sum(axis=1), 0)


def test_finite_differences_find_a_wrong_jacobian(page):
    p, measured = page["weights_2"], page["measured"]
    assert np.allclose(measured, page["J"], rtol=0, atol=1e-9)
    assert not np.allclose(measured, np.diag(p * (1 - p)), rtol=0, atol=1e-9)


def test_where_one_weight_is_nearly_1_every_slope_is_nearly_0(page, softmax):
    weights = softmax(1000 * page["scores_2"])
    assert weights.max() > 1 - 1e-8 and np.abs(page["jacobian"](weights)).max() < 1e-8


def test_the_slope_of_a_weight_by_its_own_score_is_largest_where_the_weight_is_one_half(page):
    p = np.linspace(0, 1, 1001)
    assert p[(p - p * p).argmax()] == 0.5
    assert np.allclose(page["J"].diagonal(), page["weights_2"] * (1 - page["weights_2"]))


# The formula


@pytest.mark.parametrize("c", [0.3, 1, 7])
def test_the_exponential_turns_sums_into_products_at_every_temperature(c):
    a, b = np.meshgrid(np.linspace(-3, 3, 13), np.linspace(-3, 3, 13))
    assert np.allclose(np.exp(c * (a + b)), np.exp(c * a) * np.exp(c * b))


@pytest.mark.parametrize(
    "f", [np.square, lambda x: np.log1p(np.exp(x)), lambda x: 1 / (1 + np.exp(-x))]
)
def test_other_functions_of_the_scores_feel_a_shift(page, f):
    before, after = f(page["scores_2"]), f(page["scores_2"] + 1)
    assert not np.isclose(before[1] / before[4], after[1] / after[4])


def test_sparsemax_gives_three_of_the_six_tokens_exactly_0(page):
    shares = sparsemax(page["scores_2"])
    assert shares.sum() == pytest.approx(1) and (shares == 0).sum() == 3


def test_no_set_of_shares_is_nearer_to_the_scores_than_that_of_sparsemax(page):
    others = np.random.default_rng(0).dirichlet(np.ones(6), size=10_000)
    distance = ((sparsemax(page["scores_2"]) - page["scores_2"]) ** 2).sum()
    assert np.all(((others - page["scores_2"]) ** 2).sum(axis=1) > distance)


# What goes wrong


def test_rows_of_the_right_weights_and_columns_of_the_wrong_ones_sum_to_1(page):
    assert np.allclose(page["by_rows"].sum(axis=1), 1) and np.allclose(
        page["by_columns"].sum(axis=0), 1
    )
    assert not np.isclose(page["by_columns"].sum(axis=1), 1).any()


def test_the_right_weights_are_the_published_ones(page):
    assert np.allclose(
        page["by_rows"], published("noweights.attn_weights_6x6"), rtol=0, atol=5.1e-5
    )


def test_a_spare_transpose_makes_the_wrong_axis_vanish_only_where_scores_are_symmetric(page):
    assert np.allclose(page["scores"], page["scores"].T) and not np.allclose(
        page["lopsided"], page["lopsided"].T
    )
    assert np.allclose(page["by_columns"].T, page["by_rows"])
    assert not np.allclose(page["wrong"].T, page["right"])


def test_in_a_batch_axis_1_is_the_axis_of_the_queries(page, softmax):
    assert np.allclose(softmax(page["batch"], axis=1)[0], page["by_columns"])
    assert np.allclose(softmax(page["batch"], axis=-1)[0], page["by_rows"])


def test_the_toolkit_gives_zeros_where_every_score_is_minus_infinity(page):
    assert np.array_equal(page["softmax"](np.full(3, -np.inf)), np.zeros(3))


# Pictures


def picture(language, name):
    return (HERE.docs(language) / "figures" / f"04-softmax-{name}.svg").read_text("utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_in_the_river_a_band_is_as_wide_as_its_weight_at_every_printed_temperature(page, language):
    bands = re.findall(r'<polygon class="weight[^>]* points="([^"]+)"', picture(language, "river"))
    corners = np.array(
        [[corner.split(",") for corner in band.split()] for band in bands], dtype=float
    )
    left, right = np.split(corners[..., 0], 2, axis=1)  # down the left shore, up the right one
    widths = (right[:, ::-1] - left).T  # a row for each of 81 temperatures from 0.001 to 10
    assert np.allclose(
        widths[::20] / widths[::20].sum(axis=1, keepdims=True), page["at_temperature"], atol=0.0005
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_in_the_range_picture_all_arrows_are_parallel_and_crosses_stand_where_exp_is_inf(
    page, language
):
    svg = picture(language, "range")
    lines = np.array(
        re.findall(r'<line class="soft stroke" x1="(\S+)" y1="(\S+)" x2="(\S+)" y2="(\S+)"', svg),
        dtype=float,
    )
    arrows = lines[lines[:, 0] != lines[:, 2]]
    assert len(arrows) == 6
    slopes = (arrows[:, 3] - arrows[:, 1]) / (arrows[:, 2] - arrows[:, 0])
    assert np.allclose(slopes, slopes[0], atol=0.001)
    assert svg.count('<line class="ink stroke"') == 2 * np.isnan(page["nan_weights"]).sum()


@pytest.mark.parametrize("language", LANGUAGES)
def test_in_the_axes_picture_the_bars_are_as_long_as_the_sums(page, language):
    bars = np.array(
        re.findall(
            r'<rect class="score[^>]* width="(\S+)" height="(\S+)"', picture(language, "axes")
        ),
        dtype=float,
    )
    right, wrong = bars.reshape(2, 6, 2, 2)  # table, k, row or column, width or height
    for table, weights in [(right, page["by_rows"]), (wrong, page["by_columns"])]:
        assert np.allclose(table[:, 0, 0] / 18, weights.sum(axis=1), atol=0.0005)
        assert np.allclose(table[:, 1, 1] / 18, weights.sum(axis=0), atol=0.0005)


# Exercises


def test_below_a_common_maximum_every_exp_of_a_low_row_underflows_and_0_over_0_is_nan(
    page, softmax
):
    two_rows = np.array([[2.0, 1.0, 0.0], [-998.0, -999.0, -1000.0]])
    exps = np.exp(two_rows - two_rows.max())
    assert np.all(exps[1] == 0)
    with np.errstate(invalid="ignore"):
        assert np.isnan(exps[1] / exps[1].sum()).all()
    assert np.allclose(softmax(two_rows)[1], softmax(two_rows)[0])


def test_the_temperature_of_exercise_2_gives_exactly_twice_the_weight(page, softmax):
    weights = softmax(page["scores_2"] / ((page["scores_2"][1] - page["scores_2"][4]) / np.log(2)))
    assert weights[1] / weights[4] == pytest.approx(2)


def test_the_jacobian_is_its_own_transpose_so_j_g_is_the_chain_rule(page, softmax):
    g, x, step = np.random.default_rng(2).normal(size=6), page["scores_2"], 1e-5
    by_chain_rule = [
        (softmax(x + step * e) - softmax(x - step * e)) @ g / (2 * step) for e in np.eye(6)
    ]
    assert np.array_equal(page["J"], page["J"].T) and np.allclose(
        page["J"] @ g, by_chain_rule, rtol=0, atol=1e-9
    )


def test_the_weighted_mean_form_of_exercise_4_is_the_jacobian_times_the_slopes(page):
    slopes = np.random.default_rng(1).normal(size=6)
    p = page["weights_2"]
    by_scores = page["J"] @ slopes
    assert np.allclose(p * (slopes - p @ slopes), by_scores)
