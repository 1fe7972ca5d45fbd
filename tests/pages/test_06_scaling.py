"""06-scaling: every claim the page makes, proved."""

import re
from functools import cache
from itertools import product
from math import comb

import numpy as np
import pytest

from lessonkit.project import HERE, LANGUAGES
from lessonkit.sections import sections
from tests.published import published

SIZES = (1, 4, 16, 64, 256, 1024)


def softmax(scores):
    """Not the toolkit's: an oracle must be somebody else's."""
    exps = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return exps / exps.sum(axis=-1, keepdims=True)


def slopes_of(weights):
    """The Jacobian of one row, entry by entry, as page 04 derives it."""
    return np.array(
        [[p * ((j == k) - q) for k, q in enumerate(weights)] for j, p in enumerate(weights)]
    )


@cache
def other_draws(d):
    """Scores of queries and keys that are not the page's."""
    rng = np.random.default_rng(1)
    return rng.normal(size=(60, 16, d)) @ rng.normal(size=(60, d, 16))


# The question


def test_in_the_example_of_page_05_every_weight_is_a_little_different_without_the_division(page):
    change = np.abs(softmax(page["scores_2"]) - softmax(page["scores_2"] / np.sqrt(2)))
    assert 0.002 < change.min() and change.max() < 0.025


def test_a_query_of_64_random_numbers_gives_most_of_its_weight_to_one_key():
    weights = softmax(other_draws(64))
    assert weights.max(axis=-1).mean() > 0.8 and (weights.max(axis=-1) > 0.5).mean() > 0.9


# By hand


def test_the_table_counts_the_16_cases_of_four_coin_flips(page):
    sums = [sum(case) for case in product((1, -1), repeat=4)]
    assert [sums.count(total) for total in (4, 2, 0, -2, -4)] == [1, 4, 6, 4, 1] and len(sums) == 16
    assert page["flips"][4][0] == 4


@pytest.mark.parametrize("d", [1, 4, 9, 64, 1024])
def test_the_variance_of_a_sum_of_d_flips_is_exactly_d(page, d):
    cases = [(comb(d, heads), 2 * heads - d) for heads in range(d + 1)]
    assert sum(count * total * total for count, total in cases) == d * 2**d
    assert d not in page["flips"] or page["flips"][d][0] == d


@pytest.mark.parametrize("d", [1, 4, 9])
def test_two_keys_a_spread_above_and_below_0_share_as_softmax_says(page, d):
    both = np.array([np.sqrt(d), -np.sqrt(d)])
    assert softmax(both)[0] == pytest.approx(page["flips"][d][1])
    assert (
        softmax(both / np.sqrt(d))[0]
        == pytest.approx(page["flips"][d][2])
        == pytest.approx(page["flips"][1][1])
    )


# The code, cell by cell


def test_the_scaled_weights_are_the_published_ones(page):
    assert np.array_equal(page["published_scores"], published("scaling_example.scores"))
    assert np.array_equal(
        page["divided_weights"].round(4), published("scaling_example.weights_scaled")
    )


def test_undivided_the_second_key_still_has_a_share(page):
    weights = softmax(published("scaling_example.scores"))
    assert np.array_equal(weights.round(4)[:3], [0.9923, 0.0067, 0.0009])
    assert np.allclose(weights, page["undivided_weights"])


def test_the_order_of_the_six_weights_is_the_same_both_times(page):
    assert np.array_equal(
        np.argsort(page["undivided_weights"]), np.argsort(page["divided_weights"])
    )


def test_scores_over_the_root_are_no_shares_yet(page):
    assert (
        np.array_equal(page["divided"], page["published_scores"] / 32)
        and page["divided"].sum() == 3.40625
    )


def test_each_walk_ends_at_a_score(page):
    ends = np.einsum("sqd,sqd->sq", *page["drawn"][1024])
    assert ends.size == 480 and np.allclose(page["walks"][..., -1], ends)


@pytest.mark.parametrize(("steps", "spread"), [(4, 2), (64, 8), (1024, 32)])
def test_the_walks_spread_by_the_root_of_their_steps(page, steps, spread):
    assert page["walks"][..., steps - 1].std() == pytest.approx(spread, rel=0.07)


def test_most_walks_end_between_the_curves(page):
    ends = page["walks"][..., -1]
    assert (np.abs(ends) < 32).mean() > 0.6 and (np.abs(ends.ravel()[:20]) < 32).mean() > 0.6


def test_each_d_has_480_queries_and_7680_scores(page):
    for d in SIZES:
        assert page["scores"][d].shape == (30, 16, 16) and page["scores"][d].size == 7680


@pytest.mark.parametrize("d", SIZES)
def test_the_variance_is_about_d_and_divided_by_the_root_about_1(page, d):
    for scores in (page["scores"][d], other_draws(d)):
        assert scores.var() == pytest.approx(d, rel=0.08)
        assert (scores / np.sqrt(d)).var() == pytest.approx(1, rel=0.08)


@pytest.mark.parametrize(("d", "undivided"), [(4, 0.43), (64, 0.84), (1024, 0.96)])
def test_the_largest_weight_of_the_experiment_does_not_hang_on_its_seed(page, d, undivided):
    here = page["largest"][d]
    for scores in (page["scores"][d], other_draws(d)):
        ways = [softmax(scores / by).max(axis=-1).mean() for by in (1, np.sqrt(d), d)]
        assert ways[0] == pytest.approx(undivided, abs=0.015) and ways[1] == pytest.approx(
            0.24, abs=0.015
        )
        assert np.allclose(ways, here, atol=0.025)


def test_divided_by_d_the_weights_become_flat_and_the_result_the_mean_of_all_values(page):
    weights = softmax(page["scores"][1024] / 1024)
    assert np.allclose(weights, 1 / 16, atol=0.01)
    values = np.random.default_rng(2).normal(size=(30, 16, 5))
    assert np.allclose(weights @ values, values.mean(axis=1, keepdims=True), atol=0.05)


def test_the_jacobians_are_those_of_page_04_and_their_largest_entry_bounds_all(page):
    for d in (4, 1024):
        weights = softmax(page["scores"][d])
        jacobians = page["jacobian"](weights)
        assert np.allclose(jacobians[0, 0], slopes_of(weights[0, 0])) and jacobians.shape == (
            30,
            16,
            16,
            16,
        )
        assert np.array_equal(
            page["steepest"](page["scores"][d]), np.abs(jacobians).max(axis=(2, 3))
        )


def test_undivided_the_steepest_slope_falls_from_d_4_on_and_divided_it_stays(page):
    undivided, divided = np.array([page["slopes"][d] for d in SIZES]).T
    assert (np.diff(undivided[1:]) < 0).all() and undivided[-1] < 0.03
    assert np.ptp(divided[1:]) < 0.02 and divided[-1] == pytest.approx(0.18, abs=0.005)


def test_the_six_scores_have_slopes_again_once_they_are_divided(page):
    for scores, steepest in zip((page["published_scores"], page["divided"]), page["example"]):
        assert np.abs(slopes_of(softmax(scores))).max() == pytest.approx(steepest)


# The formula

NOT_NORMAL = {
    "flips": lambda rng, size: rng.choice([-1.0, 1.0], size),
    "uniform": lambda rng, size: rng.uniform(-np.sqrt(3), np.sqrt(3), size),
    "exponential": lambda rng, size: rng.exponential(1, size) - 1,
}


@pytest.mark.parametrize("kind", NOT_NORMAL)
def test_the_four_lines_hold_for_any_independent_numbers_with_mean_0_and_variance_1(kind):
    rng = np.random.default_rng(3)
    q, k = (NOT_NORMAL[kind](rng, (20_000, 16)) for _ in range(2))
    products = q * k
    assert np.allclose(products.mean(axis=0), 0, atol=0.04)
    assert products.var() == pytest.approx(1, rel=0.05)
    assert products.sum(axis=1).var() == pytest.approx(16, rel=0.05)
    assert (products.sum(axis=1) / np.sqrt(16)).var() == pytest.approx(1, rel=0.05)


def test_line_1_needs_mean_0_of_one_of_the_two_only():
    rng = np.random.default_rng(4)
    q, k = rng.normal(0, 1, 200_000), rng.normal(3, 1, 200_000)
    assert (q * k).mean() == pytest.approx(0, abs=0.03)
    assert ((q + 3) * k).mean() == pytest.approx(9, rel=0.01)  # and fails where neither has it


def test_line_2_needs_variance_1():
    rng = np.random.default_rng(5)
    assert (rng.normal(0, 2, 200_000) * rng.normal(0, 3, 200_000)).var() == pytest.approx(
        36, rel=0.02
    )


def test_line_3_needs_independent_products():
    rng = np.random.default_rng(6)
    same = np.repeat(rng.normal(size=(100_000, 2, 1)), 16, axis=2)  # one number, 16 times over
    assert (same[:, 0] * same[:, 1]).sum(axis=1).var() == pytest.approx(16**2, rel=0.1)


@pytest.mark.parametrize(("name", "variance"), [("Glorot", 1), ("nn.Linear", 1 / 3)])
def test_a_new_layer_makes_queries_of_about_the_variance_that_the_page_says(name, variance):
    rng, d_in, d_k = np.random.default_rng(7), 256, 64
    bound = {"Glorot": np.sqrt(6 / (d_in + d_in)), "nn.Linear": 1 / np.sqrt(d_in)}[name]
    tokens = rng.normal(size=(400, d_in))
    queries, keys = (tokens @ rng.uniform(-bound, bound, (d_in, d_k)) for _ in range(2))
    assert queries.var() == pytest.approx(variance, rel=0.05)
    scores = queries[:200] @ keys[200:].T  # no token with itself
    assert scores.var() == pytest.approx(d_k * variance**2, rel=0.1)


def test_the_root_is_the_temperature_at_which_random_scores_spread_by_1():
    scores = other_draws(64)
    spread = {temperature: (scores / temperature).std() for temperature in (1, 4, 8, 16, 64)}
    assert min(spread, key=lambda temperature: abs(spread[temperature] - 1)) == 8


# Pictures


def picture(language, name):
    return (HERE.docs(language) / "figures" / f"06-scaling-{name}.svg").read_text("utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_picture_of_the_walks_ends_where_the_scores_lie(page, language):
    paths = re.findall(
        r'<path class="score stroke" d="\S+.*?L(\S+) (\S+)" ', picture(language, "walks")
    )
    ends = np.array(paths, dtype=float)[:, 1].reshape(2, 20)
    scores = page["walks"][..., -1].ravel()[:20]
    assert np.allclose(104 - ends[0], scores, atol=0.06)
    assert np.allclose((284 - ends[1]) / 16, scores / 32, atol=0.01)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_bars_of_the_shares_are_cut_as_the_mean_weights_say(page, language):
    widths = re.findall(
        r'<rect class="weight fill" x="\S+" y="\S+" width="(\S+)"', picture(language, "shares")
    )
    bars = np.array(widths, dtype=float).reshape(2, 3, 16)
    for group, column in zip(bars, (0, 1)):
        for bar, d in zip(group, (4, 64, 1024)):
            assert (bar[0] + 1) / 293 == pytest.approx(page["largest"][d][column], abs=0.0005)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_curves_run_through_the_numbers_of_the_experiment(page, language):
    svg = picture(language, "largest")
    ways = [
        re.findall(r"[ML](\S+) (\d+\.?\d*)", d)
        for d in re.findall(r'<path class="\w+ stroke" d="([^"]+)"', svg)
    ]
    heights = [np.array(way, dtype=float)[:, 1] for way in ways]
    largest, slopes = (np.array(list(page[name].values())) for name in ("largest", "slopes"))
    assert np.allclose([(178 - y) / 150 for y in heights[:3]], largest.T, atol=0.0005)
    assert np.allclose([(318 - y) / 100 / 4 for y in heights[3:]], slopes.T, atol=0.0005)


# What goes wrong


def test_a_head_adds_as_many_products_as_it_is_wide_and_the_root_of_d_model_takes_too_much(page):
    variance, by_head, by_model = page["variances"]
    assert variance == pytest.approx(32, rel=0.05)
    assert by_head == pytest.approx(1, rel=0.05) and by_model == pytest.approx(1 / 2, rel=0.05)


def test_with_twelve_heads_the_root_of_d_model_loses_eleven_twelfths_of_the_variance():
    scores = other_draws(64)
    assert (scores / np.sqrt(12 * 64)).var() / (scores / np.sqrt(64)).var() == pytest.approx(
        1 - 11 / 12
    )


def test_values_may_be_of_another_length_and_leave_the_weights_alone(page):
    attend, rng = page["scaled_dot_product_attention"], np.random.default_rng(8)
    q, k = rng.normal(size=(2, 6, 64))
    narrow, wide = (
        attend(q, k, rng.normal(size=(6, d_v)), return_weights=True)[1] for d_v in (3, 500)
    )
    assert np.array_equal(narrow, wide)


def test_the_scores_of_journey_are_the_published_ones(page):
    assert np.array_equal(page["scores_2"], published("trainable.attn_scores_2"))
    assert np.array_equal(
        softmax(page["scores_2"] / np.sqrt(2)).round(4), published("trainable.attn_weights_2")
    )


def test_leaving_the_division_out_changes_neither_order_nor_sums(page):
    with_it, without = softmax(page["scores_2"] / np.sqrt(2)), softmax(page["scores_2"])
    assert np.array_equal(np.argsort(with_it), np.argsort(without))
    assert with_it.sum() == pytest.approx(without.sum()) == pytest.approx(1)


def test_dividing_twice_by_the_root_is_dividing_by_d(page):
    q, k = (array[0] for array in page["drawn"][256])
    _, twice = page["scaled_dot_product_attention"](q / 16, k, k, return_weights=True)
    assert np.allclose(twice, softmax(q @ k.T / 256)) and np.allclose(twice, 1 / 16, atol=0.02)


@pytest.mark.parametrize("scale", [None, 1.0, 0.3])
def test_scale_is_a_factor_and_none_means_one_over_the_root_of_d(page, scale):
    q, k = np.random.default_rng(9).normal(size=(2, 5, 49))
    _, weights = page["scaled_dot_product_attention"](q, k, k, scale=scale, return_weights=True)
    assert np.allclose(weights, softmax(q @ k.T * (1 / 7 if scale is None else scale)))


def test_the_slopes_by_q_times_k_hold_the_factor_once_more(page):
    scores, step = page["scores"][1024][0, 0], 1e-4
    nudges = step * np.eye(16)
    measured = (softmax((scores + nudges) / 32) - softmax((scores - nudges) / 32)) / (2 * step)
    assert np.allclose(measured.T, slopes_of(softmax(scores / 32)) / 32, atol=1e-8)


def test_undivided_309_of_480_queries_stand_still_and_a_few_jump_and_divided_none_does(page):
    undivided, divided = page["by_raw"].values()
    assert (
        undivided.size == 480 and (undivided < 0.001).sum() == 309 and (divided < 0.001).sum() == 0
    )
    assert 0 < (undivided > 0.1).mean() < 0.15 and undivided.max() > 0.24
    assert undivided.mean() > divided.mean()


def test_the_steps_of_adam_do_not_feel_a_factor_common_to_all_gradients():
    gradients = np.random.default_rng(10).normal(size=(20, 5))

    def steps(gradients):  # Kingma and Ba 2015, algorithm 1, without the tiny number below the line
        first = second = 0
        for t, g in enumerate(gradients, 1):
            first, second = 0.9 * first + 0.1 * g, 0.999 * second + 0.001 * g * g
            yield first / (1 - 0.9**t) / np.sqrt(second / (1 - 0.999**t))

    assert np.allclose(list(steps(gradients)), list(steps(gradients / 32)))


@pytest.mark.parametrize("d", [64, 1024])
def test_a_leaning_query_has_mean_0_and_variance_1_and_products_with_its_own_key_have_not_mean_0(
    page, d
):
    queries, own = page["drawn"][d]
    leaning = (queries + own) / np.sqrt(2)
    assert leaning.mean() == pytest.approx(0, abs=0.02) and leaning.var() == pytest.approx(
        1, rel=0.03
    )
    assert (leaning * own).mean() == pytest.approx(1 / np.sqrt(2), rel=0.03)
    assert (leaning * own > 0).mean() > 0.6 and (queries * own > 0).mean() == pytest.approx(
        0.5, abs=0.02
    )
    others = np.roll(own, 1, axis=1)  # another's key: still independent
    assert (leaning * others).mean() == pytest.approx(0, abs=0.02)


def test_the_score_with_the_own_key_grows_like_d_and_takes_everything_in_the_end(page):
    trained = page["trained"]
    assert np.allclose([trained[d][3] for d in trained], 1 / np.sqrt(2), atol=0.03)
    assert trained[4][2] < trained[64][2] < trained[1024][2] and trained[1024][1] > 0.99995


def test_without_leaning_the_largest_weight_is_that_of_the_experiment(page):
    assert all(drawn == pytest.approx(0.24, abs=0.015) for drawn, *_ in page["trained"].values())


@pytest.mark.parametrize("times", [0.01, 1, 1e6])
def test_qk_norm_keeps_scores_within_g_and_does_not_notice_lengths(page, times):
    queries, keys = page["drawn"][64]
    scores = page["qk_norm_scores"](times * queries, keys / times, 8)
    assert np.abs(scores).max() <= 8 and np.allclose(
        scores, page["qk_norm_scores"](queries, keys, 8)
    )


def test_with_queries_16_times_as_long_the_scaled_weights_are_sharper_than_undivided_ones(page):
    assert page["by_length"][16][0] > page["largest"][64][0]


def test_how_sharp_the_weights_of_qk_norm_are_is_up_to_g_alone(page):
    assert np.allclose([row[1:] for row in page["by_length"].values()], page["by_length"][1][1:])
    assert (
        page["by_length"][1][2]
        > page["by_length"][1][1]
        == pytest.approx(page["by_length"][1][0], abs=0.01)
    )


def test_multi_head_attention_divides_by_the_root_of_each_head_and_not_of_d_model(page):
    x, same = page["x"], np.eye(64)
    by_model = [softmax(half @ half.T / np.sqrt(64)) @ half for half in page["halves"]]
    two_heads = page["multi_head_attention"](x, same, same, same, same, num_heads=2)
    assert np.allclose(np.hstack(page["by_hand"]), two_heads) and not np.allclose(
        np.hstack(by_model), two_heads
    )


# Exercises


def test_spreads_of_2_and_3_and_256_products_make_a_spread_of_96():
    rng = np.random.default_rng(13)
    scores = rng.normal(0, 2, (2000, 256)) * rng.normal(0, 3, (2000, 256))
    assert scores.sum(axis=1).std() == pytest.approx(96, rel=0.04)


def test_the_smallest_gpt_2_divides_by_8():
    assert np.sqrt(768 / 12) == 8


def test_float16_holds_nothing_above_65504_and_the_product_overflows_undivided():
    assert np.finfo(np.float16).max == 65504
    key = np.full((1, 1024), 20, np.float16)
    with np.errstate(over="ignore"):
        assert np.isinf(key @ key.T / 1024**0.5).all()


def test_one_side_by_the_root_or_both_by_the_fourth_root_is_the_same():
    q, k = np.random.default_rng(14).normal(size=(2, 6, 1024)).astype(np.float16) * np.float16(20)
    exact = q.astype(float) @ k.astype(float).T / 32
    for here in ((q / 1024**0.5) @ k.T, (q / 1024**0.25) @ (k / 1024**0.25).T):
        assert here.dtype == np.float16 and np.abs(here - exact).max() < 0.01 * np.abs(exact).max()


@pytest.mark.parametrize("number", [1, 2, 3, 4])
@pytest.mark.parametrize("ending", [".out", ".vi.out"])
def test_each_wrong_answer_gets_a_sentence_of_its_own(number, ending):
    said = sections(HERE.snippets / "exercises" / f"06_scaling_{number}{ending}")
    messages = [said[name].text for name in said if name.startswith("wrong_")]
    assert len(messages) == len(set(messages)) == 4
