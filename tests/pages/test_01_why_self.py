"""01-why-self, "What is self in self-attention?": every claim the page makes, proved.

What a cell prints is compared elsewhere; here stands what the words around the cells claim.
"""

import re
from math import atan2, cos, exp, hypot

import numpy as np
import pytest
from numpy.testing import assert_allclose

from lessonkit.project import HERE, LANGUAGES
from lessonkit.record import figure_module

THE_FIRST, CAT, SAT, ON, THE, MAT = range(6)


def softmax(scores):
    """Not the page's: an oracle must be somebody else's. Shares of exponentials, in Python's own floats."""
    exps = [exp(score) for score in scores]
    return [each / sum(exps) for each in exps]


def angle(a, b):
    """The angle between two arrows in the plane, without a dot product: the difference of their bearings."""
    return atan2(a[1], a[0]) - atan2(b[1], b[0])


# --- By hand -----------------------------------------------------------------------------------


def test_the_direction_in_the_table_is_the_angle_acute_right_or_obtuse(page):
    assert np.sign(np.round([cos(angle(page["a"], b)) for b in page["turned"]], 9)).tolist() == [
        1,
        1,
        0,
        -1,
        -1,
    ]


def test_the_arrow_and_all_five_that_turn_away_from_it_are_equally_long(page):
    assert {hypot(*b) for b in [page["a"], *page["turned"]]} == {hypot(2, 1)}


def test_as_b_turns_away_the_dot_product_falls_from_the_same_direction_over_right_angles_to_opposite(
    page,
):
    cosines = [cos(angle(page["a"], b)) for b in page["turned"]]
    assert_allclose([cosines[0], cosines[2], cosines[4]], [1, 0, -1], atol=1e-12)
    products = [page["dot"](page["a"], b) for b in page["turned"]]
    assert products == [5, 4, 0, -3, -5]
    assert products == sorted(products, reverse=True)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_holds_these_five_arrows_and_their_dot_products(page, language):
    text = (HERE.docs(language) / "01-why-self.md").read_text("utf-8").replace("−", "-")
    rows = re.findall(r"^\| \((-?\d), (-?\d)\) \| (.+) = (-?\d+) \|", text, re.M)
    assert [[int(x), int(y)] for x, y, *_ in rows] == page["turned"]
    for x, y, sum_of_products, product in rows:
        assert (
            eval(sum_of_products.replace("·", "*"))
            == int(product)
            == page["dot"](page["a"], (int(x), int(y)))
        )


def test_the_sign_says_same_side_right_angles_or_opposite_sides(page):
    rng = np.random.default_rng(0)
    for a, b in rng.normal(size=(1000, 2, 2)):
        assert np.sign(page["dot"](a, b)) == np.sign(cos(angle(a, b)))


def test_twice_as_long_in_one_direction_gives_twice_the_number(page):
    one, two, three = page["longer"]
    assert_allclose([angle(one, two), angle(one, three)], 0, atol=1e-12)
    assert_allclose([hypot(*two), hypot(*three)], [2 * hypot(*one), 3 * hypot(*one)])
    assert [page["dot"](page["a"], b) for b in page["longer"]] == [4, 8, 12]


def test_a_long_arrow_beats_one_that_points_exactly_where_a_points(page):
    dot, arrow = page["dot"], page["a"]
    assert (dot(arrow, [2, 4]), dot(arrow, [2, 1])) == (8, 5)
    assert angle(arrow, [2, 1]) == 0 != angle(arrow, [2, 4])


# --- The code ----------------------------------------------------------------------------------


def test_the_sentence_has_six_tokens_of_two_invented_numbers(page):
    assert " ".join(page["tokens"]) == "The cat sat on the mat"
    assert page["inputs"].shape == (6, 2)
    assert_allclose(page["inputs"][[CAT, ON]], [[1, 0], [0, 2]])


def test_cat_looks_most_at_sat_and_is_orthogonal_to_the_on_and_the(page):
    scores = page["scores_cat"]
    assert_allclose(scores, page["inputs"] @ page["inputs"][CAT])
    assert scores[SAT] == 2 > np.delete(scores, SAT).max()
    assert_allclose(scores[[THE_FIRST, ON, THE]], 0)
    assert scores[MAT] == -1


def test_mat_looks_apart_from_itself_most_at_on_then_at_both_the_and_these_help_more_than_cat(page):
    scores = page["scores_mat"]
    assert_allclose(scores, page["inputs"] @ page["inputs"][MAT])
    others = np.delete(scores, MAT)
    assert scores[ON] == others.max() == 2
    assert_allclose(scores[[THE_FIRST, THE]], 1)
    assert_allclose(scores[[CAT, SAT]], -1)


def test_every_token_asks_in_its_turn_and_gets_six_scores_of_its_own(page):
    scores = np.array([page["look"](query, page["inputs"]) for query in page["inputs"]])
    assert scores.shape == (6, 6)
    words = {token.lower(): tuple(row) for token, row in zip(page["tokens"], scores)}
    assert (
        len(set(words.values())) == len(words) == 5
    )  # the same word twice, and no two words alike


def test_the_decoder_looks_for_somebody_who_does_and_for_no_place(page):
    doing, place = page["decoder"]
    assert doing > 0 > place


def test_when_the_decoder_asks_only_the_query_comes_from_elsewhere_and_cat_scores_highest(page):
    inputs, decoder = page["inputs"], page["decoder"]
    assert (inputs == page["cat"]).all(axis=1).any() and (inputs == page["mat"]).all(axis=1).any()
    assert not (inputs == decoder).all(axis=1).any()
    assert_allclose(page["scores_decoder"], inputs @ decoder)
    assert page["scores_decoder"].argmax() == CAT
    assert page["scores_decoder"][CAT] == 1


def test_the_borrowed_softmax_gives_larger_shares_to_higher_scores_none_negative_and_1_in_all(page):
    for name in ("scores_cat", "scores_mat", "scores_decoder"):
        weights = page["softmax"](page[name])
        assert_allclose(weights, softmax(page[name]))
        assert (weights >= 0).all()
        assert_allclose(weights.sum(), 1)
        for i in range(6):
            for j in range(6):
                assert (weights[i] > weights[j]) == (page[name][i] > page[name][j])


def test_a_score_of_0_is_not_a_share_of_0(page):
    assert page["scores_cat"][ON] == 0 < page["weights_cat"][ON]


def test_more_than_half_of_the_weight_goes_to_sat_and_the_new_cat_has_gained_a_place(page):
    assert page["weights_cat"][SAT] > 0.5
    doing, place = page["context_cat"]
    assert page["cat"][1] == 0 < place
    assert doing > 0


# --- The formula -------------------------------------------------------------------------------


def test_the_formula_symbol_by_symbol_gives_what_the_code_gives(page):
    T, d = page["inputs"].shape
    x = {i: page["inputs"][i - 1] for i in range(1, T + 1)}  # counted from 1
    for i, scores, weights in [(2, "scores_cat", "weights_cat"), (6, "scores_mat", "weights_mat")]:
        omega = [sum(x[i][k] * x[j][k] for k in range(d)) for j in x]
        assert_allclose(omega, page[scores])
        assert_allclose(softmax(omega), page[weights])
        assert_allclose(sum(page[weights]), 1)
    assert_allclose(sum(page["weights_cat"][j - 1] * x[j] for j in x), page["context_cat"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_of_symbols_names_what_the_code_names_in_its_shape(page, language):
    table = re.findall(
        r"^\| \$.+ \| `(\w+)` \| \((.+)\) \|",
        (HERE.docs(language) / "01-why-self.md").read_text("utf-8"),
        re.M,
    )
    assert {name: f"({shape})" for name, shape in table} == {
        name: str(page[name].shape)
        for name in ("inputs", "scores_cat", "scores_mat", "weights_cat", "context_cat")
    }
    assert page["cat"].shape == page["mat"].shape == (2,)


# --- The pictures ------------------------------------------------------------------------------


def shapes(picture, language, pattern):
    svg = (HERE.docs(language) / "figures" / f"01-why-self-{picture}.svg").read_text("utf-8")
    return np.array(re.findall(pattern, svg), dtype=float)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("picture", "lookers"), [("sequences", ("decoder", "cat")), ("readings", ("cat", "mat"))]
)
def test_in_the_pictures_a_band_is_as_wide_as_its_weight_and_at_least_a_hairline(
    page, picture, lookers, language
):
    bands = shapes(
        picture,
        language,
        r'<path class="weight[^>]* d="[^"]* ([\d.]+) [\d.]+" stroke-width="([\d.]+)"',
    )
    widest = figure_module(HERE.figures / "01_why_self.py").WIDEST
    for looker, ends in zip(lookers, np.split(bands, 2)):
        in_order = ends[ends[:, 0].argsort()]  # from left to right, as the tokens they lead to
        assert_allclose(
            in_order[:, 1],
            np.maximum(widest * np.array(softmax(page[f"scores_{looker}"])), 1),
            atol=0.006,
        )


@pytest.mark.parametrize("language", LANGUAGES)
def test_in_the_picture_a_bar_is_as_tall_as_its_dot_product_and_below_the_line_where_that_is_negative(
    page, language
):
    bars = shapes(
        "dot",
        language,
        r'<rect class="score fill" x="[\d.]+" y="([\d.]+)" width="20" height="([\d.]+)"',
    )
    step = figure_module(HERE.figures / "01_why_self.py").BAR
    products = np.array([page["dot"](page["a"], b) for b in page["turned"] + page["longer"]])
    assert_allclose(bars[:, 1], step * np.abs(products))
    foot_of_first_row = (
        bars[0].sum(),
        bars[3, 0],
    )  # where an upward bar ends, a downward one begins
    assert foot_of_first_row[0] == foot_of_first_row[1]


# --- What goes wrong ---------------------------------------------------------------------------


def test_in_both_mixes_most_of_the_weight_goes_to_other_tokens(page):
    for weights, itself in [(page["weights_cat"], CAT), (page["weights_mat"], MAT)]:
        assert 0.5 < np.delete(weights, itself).sum() < 1


def test_a_dot_product_is_both_lengths_times_the_cosine_of_the_angle(page):
    for a, b in np.random.default_rng(0).normal(size=(1000, 2, 2)):
        assert_allclose(page["length"](a), hypot(*a))
        assert_allclose(np.linalg.norm(a), hypot(*a))
        assert_allclose(page["dot"](a, b), hypot(*a) * hypot(*b) * cos(angle(a, b)), atol=1e-12)


def test_three_dot_products_near_zero_belong_to_three_directions(page):
    small = [(-1, 2), (0.02, 0.01), (-0.02, -0.01)]
    assert max(abs(page["dot"](page["a"], b)) for b in small) < 0.1
    assert_allclose([cos(angle(page["a"], b)) for b in small], [0, 1, -1], atol=1e-12)


def test_nothing_points_more_like_cat_than_cat_but_sat_is_longer_and_scores_higher(page):
    cat, inputs = page["cat"], page["inputs"]
    cosines = [cos(angle(cat, x)) for x in inputs]
    assert np.argmax(cosines) == CAT
    assert hypot(*inputs[SAT]) > hypot(*cat)
    assert page["scores_cat"][SAT] > page["scores_cat"][CAT]


def test_on_points_where_the_points_and_is_twice_as_long(page):
    assert_allclose(page["inputs"][ON], 2 * page["inputs"][THE])


def test_both_the_have_one_vector_and_so_one_score_and_in_reverse_order_every_token_keeps_its_score(
    page,
):
    inputs = page["inputs"]
    assert_allclose(inputs[THE_FIRST], inputs[THE])
    assert page["scores_mat"][THE_FIRST] == page["scores_mat"][THE]
    for query in inputs:
        assert_allclose(page["look"](query, page["backwards"])[::-1], page["look"](query, inputs))


def test_cat_finds_sat_only_because_of_the_numbers_chosen(page):
    other_numbers = page["inputs"].copy()
    other_numbers[SAT] = [-2, 1]
    assert page["look"](page["cat"], other_numbers).argmax() != SAT


def test_the_toolkit_finds_the_same_for_all_six_tokens_at_once_and_scale_1_leaves_the_scores(page):
    from attention import scaled_dot_product_attention

    inputs = page["inputs"]
    context, weights = scaled_dot_product_attention(
        inputs, inputs, inputs, scale=1.0, return_weights=True
    )
    for i, query in enumerate(inputs):
        assert_allclose(weights[i], softmax(page["look"](query, inputs)))
        assert_allclose(context[i], np.array(softmax(page["look"](query, inputs))) @ inputs)
    assert not np.allclose(scaled_dot_product_attention(inputs, inputs, inputs), context)


def test_the_toolkit_lets_the_decoder_ask_as_a_matrix_of_one_row(page):
    assert page["decoder"][None, :].shape == (1, 2)
    assert page["foreign_weights"].shape == (1, 6)
    assert_allclose(page["foreign_weights"][0], softmax(page["scores_decoder"]))


# --- The exercises -----------------------------------------------------------------------------


def test_the_three_pairs_are_at_a_right_angle_an_obtuse_one_and_an_acute_one_both_to_the_left(page):
    dot = page["dot"]
    assert (dot([3, 1], [-1, 3]), dot([1, -2], [1, 1]), dot([-2, -1], [-1, 0])) == (0, -1, 2)
    pairs = [([3, 1], [-1, 3]), ([1, -2], [1, 1]), ([-2, -1], [-1, 0])]
    cosines = [cos(angle(a, b)) for a, b in pairs]
    assert_allclose(cosines[0], 0, atol=1e-12)
    assert -1 < cosines[1] < 0 < cosines[2] < 1
    assert max(x for a, b in pairs[2:] for x in (a[0], b[0])) < 0


def test_the_vector_of_mat_itself_draws_level_with_on_which_is_longer(page):
    scores = page["look"](page["mat"], page["inputs"])
    assert scores[MAT] == scores[ON] == scores.max()
    assert hypot(*page["inputs"][ON]) > hypot(*page["mat"])


def test_only_mat_has_a_negative_first_number_and_minus_1_0_is_one_of_many_queries_that_find_it_alone(
    page,
):
    inputs, look = page["inputs"], page["look"]
    assert (inputs[:, 0] < 0).tolist() == [False] * 5 + [True]
    found = []
    for query in np.mgrid[-3:4, -3:4].reshape(2, -1).T:
        scores = look(query, inputs)
        if scores[MAT] > np.delete(scores, MAT).max():
            found.append(query.tolist())
    assert [-1, 0] in found and len(found) > 5
    assert not any((inputs == [-1, 0]).all(axis=1))


def test_by_direction_alone_cat_is_most_like_cat_and_then_like_sat(page):
    cosines = [cos(angle(page["cat"], x)) for x in page["inputs"]]
    assert [page["tokens"][j] for j in np.argsort(cosines)[::-1][:2]] == ["cat", "sat"]
    assert_allclose(cosines[CAT], 1)


def test_the_size_of_a_dot_product_grows_with_the_length_of_both_vectors(page):
    for a, b in np.random.default_rng(0).normal(size=(100, 2, 2)):
        assert abs(page["dot"](2 * a, b)) > abs(page["dot"](a, b))
        assert abs(page["dot"](a, 2 * b)) > abs(page["dot"](a, b))
