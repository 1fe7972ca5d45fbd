"""02-one-query, "How does journey look at the others?": every claim the page makes, proved.

What a cell prints is compared elsewhere; here stands what the words around the cells claim.
"""

import re
from itertools import combinations

import numpy as np
import pytest
from numpy.testing import assert_allclose

from lessonkit.project import HERE, LANGUAGES
from lessonkit.record import figure_module
from tests.published import published


def softmax(x):
    """Not the page's: an oracle must be somebody else's. Shares of exponentials, in Python's own floats."""
    exps = [np.e**score for score in x]
    return np.array([each / sum(exps) for each in exps])


def context_of(query, inputs):
    return softmax(inputs @ query) @ inputs


# --- The question, the idea, by hand -----------------------------------------------------------


def test_every_result_is_the_one_that_the_book_and_the_seed_print(page):
    assert_allclose(page["inputs"], published("inputs"), atol=0)
    for key, here in {
        "attn_scores_2": page["scores_2"],
        "attn_scores_2_sum": page["scores_2"].sum(),
        "attn_weights_2_sum_normalised": page["weights_by_sum"],
        "attn_weights_2_softmax": page["weights_2"],
        "context_vec_2": page["context_2"],
    }.items():
        assert_allclose(here, published(f"noweights.{key}"), atol=0.5e-4, rtol=0, err_msg=key)


def test_by_hand_the_scores_over_their_sum_mix_the_three_tokens(page):
    query, tokens = np.array([1, 2]), np.array([[1, 2], [3, 0], [0, 1]])
    scores = tokens @ query
    assert scores.sum() == 10
    assert_allclose(page["hand_scores"], scores)
    assert_allclose(page["hand_weights"], scores / 10)
    assert_allclose(page["hand_context"], scores / 10 @ tokens)


@pytest.mark.parametrize(
    ("other", "product", "cosine"), [((2, 4), 10, 1), ((2, -1), 0, 0), ((-1, -2), -5, -1)]
)
def test_the_same_side_is_positive_right_angles_zero_and_opposite_sides_negative(
    other, product, cosine
):
    query, other = np.array([1, 2]), np.array(other)
    assert query @ other == product
    assert_allclose(
        query @ other / np.linalg.norm(query) / np.linalg.norm(other), cosine, atol=1e-12
    )


def test_a_vector_twice_as_long_in_the_same_direction_scores_twice_as_much():
    query = np.array([1, 2])
    assert (query @ query, query @ (2 * query)) == (5, 10)


# --- The code ----------------------------------------------------------------------------------


def test_the_second_token_of_the_formulas_is_row_1_of_the_inputs(page):
    assert page["tokens"].index("journey") == 1
    assert_allclose(page["query"], page["inputs"][1])


def test_journey_scores_highest_with_itself_then_starts_and_one_is_last(page):
    order = [page["tokens"][j] for j in np.argsort(-page["scores_2"])]
    assert (order[0], order[1], order[-1]) == ("journey", "starts", "one")


def test_no_two_tokens_are_as_alike_as_journey_and_starts(page):
    distance = {
        (i, j): np.abs(page["inputs"][i] - page["inputs"][j]).max()
        for i, j in combinations(range(6), 2)
    }
    assert min(distance, key=distance.get) == (1, 2)
    assert distance[1, 2] < 0.025


def test_mixing_by_scores_makes_a_vector_as_many_times_too_long_as_the_scores_add_up_to(page):
    mix = page["weights_by_sum"] @ page["inputs"]
    assert_allclose(page["scores_2"] @ page["inputs"], page["scores_2"].sum() * mix)


def test_no_score_on_this_page_is_negative_since_no_input_is(page):
    assert (page["inputs"] > 0).all()
    assert (page["scores_2"] > 0).all()


def test_the_exponential_makes_every_score_positive_and_keeps_the_order():
    scores = np.sort(np.random.default_rng(0).uniform(-50, 50, 1000))
    assert (np.exp(scores) > 0).all()
    assert (np.diff(np.exp(scores)) > 0).all()


def test_plain_softmax_is_right_for_small_scores_and_fails_for_large_ones(page):
    small = np.random.default_rng(0).uniform(-2, 2, 6)
    assert_allclose(page["plain_softmax"](small), softmax(small))
    with np.errstate(over="ignore", invalid="ignore"):
        assert np.isnan(page["plain_softmax"](np.array([1000.0, 0.0]))[0])


def test_the_weights_are_shares_none_negative_and_1_in_all(page):
    for weights in (page["weights_by_sum"], page["weights_2"]):
        assert (weights >= 0).all()
        assert_allclose(weights.sum(), 1)


def test_journey_and_starts_get_nearly_half_of_the_weight(page):
    assert 0.45 < page["weights_2"][1:3].sum() < 0.5


def test_softmax_turns_a_difference_of_scores_into_a_ratio_of_weights(page):
    scores, weights = page["scores_2"], page["weights_2"]
    for i, j in combinations(range(6), 2):
        assert_allclose(np.exp(scores[i] - scores[j]), weights[i] / weights[j])


def test_the_other_five_tokens_pull_the_first_number_of_journey_down(page):
    others = np.delete(np.arange(6), 1)
    mix = page["weights_2"][others] @ page["inputs"][others, 0] / page["weights_2"][others].sum()
    assert mix < page["context_2"][0] < page["query"][0]


def test_shares_never_leave_the_range_of_the_inputs():
    rng = np.random.default_rng(0)
    inputs = rng.normal(size=(6, 3))
    for shares in rng.dirichlet(np.ones(6), 1000):
        assert (inputs.min(axis=0) <= shares @ inputs).all() and (
            shares @ inputs <= inputs.max(axis=0)
        ).all()


def test_the_context_vector_has_as_many_numbers_as_an_input(page):
    assert page["context_2"].shape == page["query"].shape == (3,)


# --- The formula -------------------------------------------------------------------------------


def test_the_three_formulas_read_literally_give_the_page_s_results(page):
    T, d = page["inputs"].shape
    x = {j + 1: page["inputs"][j].tolist() for j in range(T)}
    omega = {j: sum(x[2][k] * x[j][k] for k in range(d)) for j in x}
    alpha = {j: np.e ** omega[j] / sum(np.e ** omega[m] for m in x) for j in x}
    z = [sum(alpha[j] * x[j][k] for j in x) for k in range(d)]
    assert_allclose(list(omega.values()), page["scores_2"])
    assert_allclose(list(alpha.values()), page["weights_2"])
    assert_allclose(z, page["context_2"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_of_symbols_names_what_the_code_names_in_its_shape(page, language):
    table = re.findall(
        r"^\| \$.+ \| `(\w+)` \| \((.+)\) \|",
        (HERE.docs(language) / "02-one-query.md").read_text("utf-8"),
        re.M,
    )
    shapes = {name: f"({shape})" for name, shape in table}
    exps = shapes.pop("exps")  # a name inside plain_softmax
    assert exps == str(page["scores_2"].shape)
    assert {name: str(page[name].shape) for name in shapes} == shapes
    assert set(shapes) == {"inputs", "query", "products", "scores_2", "weights_2", "context_2"}


# --- The picture -------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_in_the_picture_a_band_is_as_wide_as_its_weight_and_a_bar_as_tall_as_its_score(
    page, language
):
    picture = (HERE.docs(language) / "figures" / "02-one-query-way.svg").read_text("utf-8")
    corners = re.findall(
        r'<polygon class="weight[^>]* points="([\d.]+),\S+ .* ([\d.]+),\S+"', picture
    )
    bands = np.diff(
        np.array(corners, dtype=float)
    ).ravel()  # from the first corner, top left, to the last, top right
    bars = np.array(re.findall(r'<rect class="score[^>]* height="([\d.]+)"', picture), dtype=float)
    gap = figure_module(HERE.figures / "02_one_query.py").GAP
    assert_allclose((bands + gap) / (bands + gap).sum(), page["weights_2"], atol=0.0005)
    assert_allclose(bars / bars.max(), page["scores_2"] / page["scores_2"].max(), atol=0.0005)


@pytest.mark.parametrize("language", LANGUAGES)
def test_in_the_picture_by_hand_the_shares_laid_end_to_end_lead_to_the_mix(page, language):
    picture = (HERE.docs(language) / "figures" / "02-one-query-mix.svg").read_text("utf-8")
    numbers = r'x1="([\d.]+)" y1="([\d.]+)" x2="([\d.]+)" y2="([\d.]+)"'
    ways = np.array(re.findall(f'<line class="weight[^>]* {numbers}', picture), dtype=float)
    assert_allclose(ways[1:, :2], ways[:-1, 2:])
    pieces = (
        (ways[:, 2:] - ways[:, :2]) * [1, -1] / figure_module(HERE.figures / "02_one_query.py").STEP
    )
    assert_allclose(pieces, np.array([5, 3, 2])[:, None] / 10 * page["hand_tokens"], atol=1e-3)
    assert_allclose(pieces.sum(axis=0), page["hand_context"], atol=1e-3)


def test_the_mix_by_hand_lies_inside_the_triangle_of_the_three_tips(page):
    def left_of(a, b, point):
        return (b[0] - a[0]) * (point[1] - a[1]) - (b[1] - a[1]) * (point[0] - a[0])

    first, second, third = page["hand_tokens"]
    sides = [
        left_of(a, b, page["hand_context"])
        for a, b in [(first, second), (second, third), (third, first)]
    ]
    assert len(set(np.sign(sides))) == 1 and 0 not in sides


# --- What goes wrong ---------------------------------------------------------------------------


def test_starts_in_place_of_journey_changes_no_number_by_two_thousandths(page):
    difference = np.abs(
        np.subtract(*[context_of(page["inputs"][row], page["inputs"]) for row in (2, 1)])
    )
    assert 0 < difference.max() < 0.002


def test_divided_by_the_sum_shares_can_be_2_1_and_minus_2_and_still_add_up_to_1(page):
    shares = page["mixed"] / page["mixed"].sum()
    assert_allclose(shares, [2, 1, -2])
    assert_allclose(shares.sum(), 1)


def test_divided_by_the_sum_the_lowest_of_all_negative_scores_gets_the_highest_weight(page):
    negative = page["negative"]
    assert (negative < 0).all()
    assert_allclose(np.argsort(negative / negative.sum()), np.argsort(-negative))


def test_scores_that_add_up_to_zero_cannot_be_divided_by_their_sum():
    with np.errstate(divide="ignore", invalid="ignore"):
        assert not np.isfinite(np.array([2.0, -1.0, -1.0]) / 0.0).any()


def test_softmax_keeps_the_order_and_gives_no_negative_weight(page):
    for scores in (page["mixed"], page["negative"], np.array([2.0, -1.0, -1.0])):
        weights = page["plain_softmax"](scores)
        assert (weights > 0).all()
        assert_allclose(np.argsort(weights, stable=True), np.argsort(scores, stable=True))


def test_a_dot_product_is_both_lengths_times_the_cosine_of_the_angle(page):
    query = page["query"]
    angles = [
        2
        * np.arctan2(np.linalg.norm(a - b), np.linalg.norm(a + b))  # Kahan's, without a dot product
        for x in page["inputs"]
        for a, b in [(query / np.linalg.norm(query), x / np.linalg.norm(x))]
    ]
    assert_allclose(page["cosines"], np.cos(angles), atol=1e-12)
    assert_allclose(page["scores_2"], page["lengths"][1] * page["lengths"] * np.cos(angles))


def test_with_points_nearer_to_journey_than_your_does_yet_scores_less_for_it_is_shorter(page):
    your, with_ = page["tokens"].index("Your"), page["tokens"].index("with")
    assert page["cosines"][with_] > page["cosines"][your]
    assert page["scores_2"][with_] < page["scores_2"][your]
    assert page["lengths"][with_] < page["lengths"][your]


def test_the_lowest_token_beats_journey_itself_once_it_is_three_times_as_long(page):
    one = page["tokens"].index("one")
    assert page["scores_2"].argmin() == one
    assert page["query"] @ (3 * page["inputs"][one]) > page["query"] @ page["query"]


def test_the_six_weights_stood_upright_multiply_each_row_by_its_own_weight(page):
    upright = page["weights_2"][:, None]
    assert upright.shape == (6, 1)
    assert_allclose(
        upright * page["inputs"], [w * x for w, x in zip(page["weights_2"], page["inputs"])]
    )


def test_without_softmax_every_number_is_above_the_largest_input(page):
    assert (page["scores_2"] @ page["inputs"] > page["inputs"].max(axis=0)).all()


def test_mean_in_place_of_sum_divides_by_6_once_more_and_two_of_three_are_below_the_smallest_input(
    page,
):
    mean = page["each"].mean(axis=0)
    assert_allclose(mean, page["context_2"] / 6)
    assert (mean < page["inputs"].min(axis=0)).sum() == 2


def test_the_wrong_axis_gives_a_number_for_each_token_and_where_T_is_d_the_shape_hides_it():
    rng = np.random.default_rng(0)
    for T, d, seen in [(6, 3, True), (3, 3, False)]:
        inputs, weights = rng.normal(size=(T, d)), softmax(rng.normal(size=T))
        wrong = (weights[:, None] * inputs).sum(axis=1)
        assert wrong.shape == (T,)
        assert (wrong.shape != (weights @ inputs).shape) is seen
        assert seen or not np.allclose(wrong, weights @ inputs)


def test_the_toolkit_divides_by_the_root_of_d_unless_scale_says_otherwise(page):
    from attention import scaled_dot_product_attention

    query, inputs = page["query"][None, :], page["inputs"]
    by_default = scaled_dot_product_attention(query, inputs, inputs)
    assert_allclose(
        by_default, scaled_dot_product_attention(query / np.sqrt(3), inputs, inputs, scale=1.0)
    )
    assert not np.allclose(by_default[0], page["context_2"])


# --- The exercises, and what comes next --------------------------------------------------------


def test_one_looks_most_at_starts_because_of_the_first_number(page):
    inputs = page["inputs"]
    scores = inputs @ inputs[4]
    assert [page["tokens"][j] for j in np.argsort(-scores)[:3]] == ["starts", "journey", "one"]
    assert inputs[4].argmax() == 0
    products = inputs[[1, 2]] * inputs[4]
    assert products[1, 0] > products[0, 0] and (products[1, 1:] < products[0, 1:]).all()
    assert (page["lengths"][[1, 2]] > page["lengths"][4]).all()


def test_four_times_is_the_smallest_whole_number_that_gives_one_more_than_half(page):
    def weight_of_one(factor):
        longer = page["inputs"] * np.where(np.arange(6) == 4, factor, 1)[:, None]
        return softmax(longer @ page["query"])[4]

    assert [factor for factor in range(-10, 11) if weight_of_one(factor) > 0.5] == [
        4,
        5,
        6,
        7,
        8,
        9,
        10,
    ]


def test_weights_at_inputs_is_the_same_sum_as_down_axis_0(page):
    assert_allclose(page["weights_2"] @ page["inputs"], page["each"].sum(axis=0))


def test_much_of_the_mix_is_journey_and_starts_and_every_other_token_gives_less(page):
    weights = page["weights_2"]
    assert weights[[1, 2]].min() > 1.4 * np.delete(weights, [1, 2]).max()
