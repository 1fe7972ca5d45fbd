"""07-causal-mask, "How is the future hidden?": every claim the page makes, proved.

What a cell prints is compared elsewhere; here stands what the words around the cells claim.
"""

import re
import warnings
from fractions import Fraction
from math import comb

import numpy as np
import pytest
from attention import causal_mask, scaled_dot_product_attention
from numpy.testing import assert_allclose, assert_array_equal

from lessonkit.project import HERE, LANGUAGES
from lessonkit.record import figure_module
from tests.published import PUBLISHED, published
from tests.test_attention import SEED_789_W_KEY, SEED_789_W_QUERY

NAMES = ("query", "key", "value")


def softmax(x):
    """Not the page's: an oracle must be somebody else's. Shares of exponentials, row by row."""
    exps = np.e ** np.asarray(x, dtype=float)
    return exps / exps.sum(axis=-1, keepdims=True)


def causal(scores):
    """Each row shared out among the keys that it may see, without any mask."""
    weights = np.zeros(scores.shape)
    for i, row in enumerate(scores):
        weights[i, : i + 1] = softmax(row[: i + 1])
    return weights


def digits(numbers, decimals=4):
    """The numbers as they are printed."""
    return [f"{number:.{decimals}f}" for number in np.ravel(numbers)]


def message_of(compute):
    """The warning that Python gives on a machine of one's own."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        compute()
    return [f"{each.category.__name__}: {each.message}" for each in caught]


def quietly(compute):
    with np.errstate(all="ignore"):
        return compute()


def prose(language):
    return (HERE.docs(language) / "07-causal-mask.md").read_text("utf-8")


# --- The published numbers ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("attn_scores", "scores"),
        ("attn_weights_unmasked", "weights"),
        ("masked_simple", "crossed_out"),
        ("masked_renormalised", "renormalised"),
        ("masked_scores_neg_inf", "masked_scores"),
        ("attn_weights", "causal_weights"),
        ("context_vectors", "context"),
    ],
)
def test_every_published_table_comes_out_to_its_last_digit(page, key, name):
    assert page[name].shape == published(f"causal_seed123.{key}").shape
    assert digits(page[name]) == digits(published(f"causal_seed123.{key}"))


def test_no_published_table_of_the_causal_section_is_left_out():
    assert len([key for key in PUBLISHED if key.startswith("causal_seed123.")]) == 7


def test_both_published_triangles_are_the_page_s(page):
    assert_array_equal(page["allowed"], published("causal.mask_tril"))
    assert_array_equal(page["hidden"], published("causal.mask_triu"))


def test_the_published_batch_is_the_page_s_context_twice(page):
    assert digits(page["both"]) == digits(published("causal_attention_class_seed123.output_batch2"))


def test_the_matrices_are_those_of_pytorch_to_six_decimals(page):
    for name in NAMES:
        assert_array_equal(page[f"w_{name}"], published(f"weights.v2_seed123.W_{name}").round(6))


def test_the_published_dropout_comes_out_to_its_last_digit(page):
    assert_array_equal(page["kept"], published("dropout.keep_mask_p0.5_seed123"))
    assert_array_equal(page["kept"] / (1 - page["p"]), published("dropout.ones_p0.5_seed123"))
    assert digits(page["dropped"]) == digits(published("dropout.attn_weights_p0.5_seed123"))


def test_the_row_sums_are_2_0_2_and_three_others_and_the_mask_drops_15_of_36(page):
    assert digits(page["dropped"].sum(axis=1), 2) == [
        "2.00",
        "0.00",
        "2.00",
        "0.98",
        "0.77",
        "1.31",
    ]
    assert_allclose(page["dropped"].sum(axis=1), published("facts.dropout_row_sums"), atol=2e-4)
    assert (page["kept"] == 0).sum() == published("facts.dropout_zeros_of_36") == 15


def test_the_dropout_table_belongs_to_other_matrices_than_the_rest_of_the_page(page):
    assert digits(page["causal_weights"] * page["kept"] * 2) != digits(
        published("dropout.attn_weights_p0.5_seed123")
    )


def test_the_matrices_of_seed_789_are_those_that_pytorch_gives(page):
    assert_array_equal(page["other_query"], np.round(SEED_789_W_QUERY, 6))
    assert_array_equal(page["other_key"], np.round(SEED_789_W_KEY, 6))


# --- The question, the idea, by hand -----------------------------------------------------------


def test_without_a_mask_journey_sees_starts(page):
    assert page["weights"][1, 2] > 0.1
    assert page["causal_weights"][1, 2] == 0


def test_query_i_looks_at_keys_1_to_i_and_they_share_the_whole_1(page):
    for i, row in enumerate(page["causal_weights"]):
        assert (row[: i + 1] > 0).all() and (row[i + 1 :] == 0).all()
        assert_allclose(row.sum(), 1)


def test_the_table_by_hand_gives_one_and_two_thirds_both_ways(page):
    exps = [Fraction(1), Fraction(2), Fraction(3)]
    weights = [e / sum(exps) for e in exps]
    assert weights == [Fraction(1, 6), Fraction(2, 6), Fraction(3, 6)]
    assert sum(weights[:2]) == Fraction(3, 6)
    thirds = [Fraction(1, 3), Fraction(2, 3), 0]
    assert [weight / sum(weights[:2]) for weight in weights[:2]] == thirds[:2]
    assert [e / sum(exps[:2]) for e in exps[:2]] == thirds[:2]
    assert_allclose(page["hand_after"], np.array(thirds, dtype=float))
    assert_allclose(page["hand_before"], np.array(thirds, dtype=float))


# --- The code ----------------------------------------------------------------------------------


def test_the_matrices_are_v2_of_page_05(page):
    text = (HERE.snippets / "05_query_key_value.py").read_text("utf-8")
    for name in NAMES:
        for number in page[f"w_{name}"].ravel():
            assert f"{number:.6f}" in text


def test_both_triangles_together_are_1_everywhere_and_a_token_may_look_at_itself(page):
    assert_array_equal(page["allowed"] + page["hidden"], np.ones((6, 6)))
    assert (np.diag(page["allowed"]) == 1).all()


def test_the_exponential_of_minus_infinity_is_exactly_0():
    assert np.exp(-np.inf) == 0


@pytest.mark.parametrize("seed", range(5))
def test_both_ways_agree_and_row_1_is_the_first_value_whatever_the_matrices_are(page, seed):
    rng = np.random.default_rng(seed)
    queries, keys, values = rng.normal(size=(3, 6, 4))
    scores = queries @ keys.T
    before = page["stable_softmax"](np.where(page["hidden"] == 1, -np.inf, scores))
    after = page["stable_softmax"](scores) * page["allowed"]
    assert_allclose(before, after / after.sum(axis=1, keepdims=True))
    assert_allclose(before, causal(scores))
    assert_array_equal((before @ values)[0], values[0])


def test_only_the_changed_token_and_those_after_it_move(page):
    attend, inputs = page["attend"], page["inputs"]
    for place in range(6):
        changed = inputs.copy()
        changed[place] = [9, -9, 9]
        moved = ~np.isclose(attend(changed, page["allowed"]), attend(inputs, page["allowed"])).all(
            axis=1
        )
        assert_array_equal(moved, np.arange(6) >= place)


def test_dividing_minus_infinity_by_the_root_leaves_it_as_it_is(page):
    assert -np.inf / page["root"] == -np.inf


# --- The formula -------------------------------------------------------------------------------


def test_the_formulas_read_literally_give_the_page_s_weights(page):
    T, root = 6, 2**0.5
    omega = page["scores"]
    e = [[np.e ** (omega[i, n] / root) for n in range(T)] for i in range(T)]
    by_sum = [[e[i][j] / sum(e[i][: i + 1]) if j <= i else 0 for j in range(T)] for i in range(T)]
    masked = [
        [e[i][j] * (np.e**0 if j <= i else np.e**-np.inf) for j in range(T)] for i in range(T)
    ]
    with_mask = [[masked[i][j] / sum(masked[i]) for j in range(T)] for i in range(T)]
    u = [[e[i][j] / sum(e[i]) for j in range(T)] for i in range(T)]
    left_over = [sum(u[i][: i + 1]) for i in range(T)]
    by_u = [[u[i][j] / left_over[i] if j <= i else 0 for j in range(T)] for i in range(T)]
    assert_allclose(by_sum, page["causal_weights"], atol=1e-15)
    assert_allclose(with_mask, page["causal_weights"], atol=1e-15)
    assert_allclose(u, page["weights"])
    assert_allclose(left_over, page["left_over"][:, 0])
    assert_allclose(by_u, page["causal_weights"], atol=1e-15)


@pytest.mark.parametrize("p", [Fraction(1, 2), Fraction(1, 5), Fraction(9, 10)])
def test_the_mean_over_all_draws_is_the_weight_itself(p):
    weight = Fraction(1, 7)
    assert p * 0 + (1 - p) * (weight / (1 - p)) == weight


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_of_symbols_names_what_the_code_names_in_its_shape(page, language):
    table = re.findall(r"^\| \$.+\$ \| `(\w+)` \| (\(.+\)|.+?) \|", prose(language), re.M)
    shapes = {name: shape for name, shape in table if name != "root"}
    assert {name: str(page[name].shape) for name in shapes} == shapes
    assert len(shapes) == 9


# --- Before or after, add or multiply ----------------------------------------------------------


def test_only_minus_infinity_before_and_renormalising_after_hide_and_sum_to_1(page):
    right = causal(page["scaled"])
    assert_allclose(page["minus_inf"], right)
    assert_allclose(page["renormalised"], right)
    for wrong in (page["times_mask"], page["plus_mask"]):
        assert_allclose(wrong.sum(axis=1), 1)
        assert (wrong[page["hidden"] == 1] > 0.05).all()
    assert (page["crossed_out"] * page["hidden"] == 0).all()
    assert (page["crossed_out"].sum(axis=1)[:5] < 0.9).all()


def test_a_hidden_score_far_above_the_visible_one_leaves_0_over_0(page):
    weights = page["stable_softmax"](page["far"])
    assert weights[0, 0] == 0
    assert np.isnan(quietly(lambda: weights * [1, 0] / (weights * [1, 0]).sum())).any()


# --- Rows that see nothing ---------------------------------------------------------------------


def test_the_quoted_warning_is_what_python_says(page):
    said = message_of(lambda: page["stable_softmax"](page["nobody"]))
    assert said == ["RuntimeWarning: invalid value encountered in subtract"]
    for language in LANGUAGES:
        assert f"> {said[0]}\n" in prose(language)


def test_without_subtracting_the_maximum_a_row_without_keys_is_0_over_0(page):
    exps = np.exp(page["nobody"])
    assert exps.sum() == 0
    assert np.isnan(quietly(lambda: exps / exps.sum())).all()


def test_one_row_of_nan_spoils_the_next_layer_through_a_weight_of_0(page):
    values = page["values"].copy()
    values[5] = np.nan  # "step" saw nothing in the layer before
    assert np.isnan(page["causal_weights"] @ values).all(axis=1).tolist() == [True] * 6


def test_minus_1e9_shows_a_row_without_keys_every_key_alike(page):
    assert_allclose(page["stable_softmax"](np.full(6, -1e9)), np.full(6, 1 / 6))


def test_filler_on_the_left_leaves_the_first_query_no_key():
    filler_first = causal_mask(6) & (np.arange(6) >= 1)  # the first token is filler
    assert not filler_first[0].any() and filler_first[1:].any(axis=1).all()


def test_with_a_mask_upside_down_the_last_row_sees_nothing_and_gives_zeros(page):
    assert not page["upside_down"][5].any() and page["upside_down"][:5].any(axis=1).all()
    assert_array_equal(page["mixed"][5], 0)
    assert (page["turned"] * page["allowed"] == 0).all()


# --- Minus 1e9 ---------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [np.float16, np.float32, np.float64])
def test_where_a_row_sees_a_key_minus_1e9_does_what_minus_infinity_does(page, kind):
    with np.errstate(over="ignore"):
        low = np.array(-1e9).astype(kind)
        scores = page["scaled"].astype(kind)
        one, other = (
            page["stable_softmax"](np.where(page["allowed"] == 1, scores, x))
            for x in (low, -np.inf)
        )
    assert_array_equal(one, other)


def test_added_in_float64_minus_1e9_hides_nothing_from_a_row_without_keys(page):
    added = page["stable_softmax"](page["scaled"][1] - 1e9)
    assert_allclose(added, page["weights"][1], atol=1e-6)


def test_times_0_minus_1e10_is_minus_1e10_in_the_place_of_the_score(page):
    """GPT-2's code: w * b - 1e10 * (1 - b)."""
    b = page["allowed"]
    assert_array_equal(page["scaled"] * b - 1e10 * (1 - b), np.where(b == 1, page["scaled"], -1e10))


def test_near_1e9_float32_numbers_are_64_apart_and_every_score_is_lost(page):
    assert np.spacing(np.float32(1e9)) == 64
    row, low = page["scaled"].astype(np.float32), np.float32(-1e9)
    assert_array_equal(row + low - low, np.zeros((6, 6)))
    assert_allclose(page["stable_softmax"](row[1] + low), np.full(6, 1 / 6))


def test_float16_ends_at_65504_and_minus_1e9_becomes_minus_infinity():
    assert np.finfo(np.float16).max == 65504
    with np.errstate(over="ignore"):
        assert np.array(-1e9).astype(np.float16) == -np.inf


def test_0_times_minus_1e9_is_no_nan_and_0_times_minus_infinity_is():
    assert 0 * -1e9 == 0
    assert np.isnan(0 * -np.inf)


# --- Two corners -------------------------------------------------------------------------------


def test_bottom_right_is_the_last_rows_of_the_full_triangle(page):
    assert_array_equal(page["bottom_right"], page["allowed"][-2:])
    i, j = np.indices((2, 6))
    assert_array_equal(page["bottom_right"] == 1, j <= i + 6 - 2)
    assert_array_equal(page["bottom_right"] == 1, causal_mask(6)[-2:])
    assert page["bottom_right"][-1].all()


def test_the_toolkit_counts_from_the_top_left(page):
    assert_array_equal(causal_mask(2, 6), page["top_left"] == 1)
    query, key, value = page["queries"][-2:], page["keys"], page["values"]
    assert_allclose(
        scaled_dot_product_attention(query, key, value, is_causal=True),
        page["aligned"]["top left"] @ value,
    )


def test_where_a_single_new_token_asks_top_left_shows_it_the_first_key_alone(page):
    query, key, value = page["queries"][-1:], page["keys"], page["values"]
    assert_array_equal(causal_mask(1, 6), [[True] + [False] * 5])
    assert_allclose(scaled_dot_product_attention(query, key, value, is_causal=True), value[:1])


def test_top_left_takes_one_for_the_first_token(page):
    assert_array_equal(page["aligned"]["top left"][0], [1, 0, 0, 0, 0, 0])


def test_with_more_queries_than_keys_bottom_right_leaves_the_first_rows_without_a_key():
    mask = np.tril(np.ones((4, 2)), k=2 - 4)
    assert mask.any(axis=1).tolist() == [False, False, True, True]


# --- Dropout -----------------------------------------------------------------------------------


def test_your_counts_twice_journey_hears_nothing_and_starts_lost_none(page):
    sums, kept = page["dropped"].sum(axis=1), page["kept"]
    assert_allclose(sums[:3], [2, 0, 2])
    assert kept[2, :3].all()


def test_dividing_by_what_is_left_brings_the_1_back_but_changes_the_mean_of_each_weight():
    row = np.array(
        [0.9, 0.1]
    )  # all four draws of p = 1/2, equally likely; with nothing left there is nothing to divide by
    draws = [row, np.array([1, 0]), np.array([0, 1]), np.zeros(2)]
    assert not np.isclose(np.mean(draws, axis=0), row, atol=0.1).any()
    assert_allclose(np.mean([2 * row * kept for kept in np.ndindex(2, 2)], axis=0), row)


def test_with_one_half_both_scales_are_2_and_with_one_fifth_1_over_p_is_four_times_too_much(page):
    assert 1 / (1 - page["p"]) == 1 / page["p"] == 2
    assert page["rate"] == 0.2
    assert_allclose((1 / 0.2) / (1 / (1 - 0.2)), 4)


def test_the_mean_of_many_draws_is_the_row_before_dropout_with_either_p(page):
    for p, mean in page["means"].items():
        spread = page["step"] * np.sqrt(p / (1 - p) / 100_000)
        assert (np.abs(mean - page["step"]) < 4 * spread).all()


def test_exactly_18_comes_in_one_of_eight_draws_and_15_or_fewer_in_one_of_five(page):
    exactly = comb(36, 18) / 2**36
    fewer = sum(comb(36, n) for n in range(16)) / 2**36
    assert round(1 / exactly) == 8 and round(1 / fewer) == 5
    assert_allclose([page["chances"][18], sum(page["chances"][:16])], [exactly, fewer])


# --- The pictures ------------------------------------------------------------------------------


def svg(language, name):
    return (HERE.docs(language) / "figures" / f"07-causal-mask-{name}.svg").read_text("utf-8")


def rects(picture, role="weight"):
    return np.array(
        re.findall(
            rf'<rect class="{role} fill" x="([\d.]+)" y="([\d.]+)" width="([\d.]+)"', picture
        ),
        dtype=float,
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_in_the_picture_of_rows_each_cell_is_as_wide_as_its_weight(page, language):
    figure, cells = figure_module(HERE.figures / "07_causal_mask.py"), rects(svg(language, "rows"))
    found = (cells[:, 2] + figure.GAP) / figure.STRIP
    pairs = [
        (page["weights"][i, j], page["causal_weights"][i, j])
        for i in range(6)
        for j in range(i + 1)
    ]
    assert_allclose(found, np.ravel(pairs), atol=0.0005)
    lower = cells[1::2]
    for y in np.unique(lower[:, 1]):
        assert_allclose((lower[lower[:, 1] == y, 2] + figure.GAP).sum(), figure.STRIP, atol=0.1)


@pytest.mark.parametrize("language", LANGUAGES)
def test_in_the_picture_of_dropout_each_row_is_as_long_as_its_sum(page, language):
    figure, cells = (
        figure_module(HERE.figures / "07_causal_mask.py"),
        rects(svg(language, "dropout")),
    )
    mean, drawn = cells[-6:], cells[:-6][1::2]
    sums = [
        (drawn[drawn[:, 1] == y, 2] + figure.GAP).sum() / figure.ONE for y in np.unique(drawn[:, 1])
    ]
    assert_allclose(sums, page["dropped"].sum(axis=1)[[0, 2, 3, 4, 5]], atol=0.001)
    assert_allclose((mean[:, 2] + figure.GAP) / figure.ONE, page["means"][0.5], atol=0.001)


@pytest.mark.parametrize("language", LANGUAGES)
def test_in_the_picture_of_corners_the_framed_rows_appear_twice(page, language):
    shown = re.findall(
        r'text-anchor="middle" font-size="12">(\d\.\d{4})<', svg(language, "aligned")
    )
    visible = [page["causal_weights"][page["allowed"] == 1]]
    visible += [
        page["aligned"][corner][page[name] == 1]
        for corner, name in [("bottom right", "bottom_right"), ("top left", "top_left")]
    ]
    assert shown == digits(np.concatenate(visible))
    assert shown[10:21] == shown[21:32]


# --- The exercises -----------------------------------------------------------------------------


def test_with_equal_scores_row_i_gives_each_key_one_ith_and_early_tokens_get_more_in_all():
    columns = causal(np.zeros((6, 6))).sum(axis=0)
    assert_allclose(columns[0], float(sum(Fraction(1, i) for i in range(1, 7))))
    assert (np.diff(columns) < 0).all()


def test_chance_at_least_p_is_true_with_chance_1_minus_p():
    chance = np.random.default_rng(0).random(100_000)
    assert chance.min() >= 0 and chance.max() < 1
    assert_allclose((chance >= 0.2).mean(), 0.8, atol=0.005)
