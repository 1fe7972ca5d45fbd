"""03-all-tokens, "And all tokens at once?": every claim the page makes, proved.

What a cell prints is compared elsewhere; here stands what the words around the cells claim.
"""

import re
from fractions import Fraction
from itertools import permutations

import numpy as np
import pytest
from numpy.testing import assert_allclose

from lessonkit.program import run_program
from lessonkit.project import HERE, LANGUAGES
from lessonkit.record import figure_module
from lessonkit.sections import sections
from tests.published import PUBLISHED, published


def softmax(row):
    """Not the page's: an oracle must be somebody else's. Shares of exponentials, in Python's own floats."""
    exps = [np.e**score for score in row]
    return np.array([each / sum(exps) for each in exps])


def other_sentences():
    rng = np.random.default_rng(0)
    return [rng.normal(size=(T, d)) for T, d in [(1, 1), (2, 3), (3, 3), (6, 3), (20, 8)]]


def picture(language, name):
    return (HERE.docs(language) / "figures" / f"03-all-tokens-{name}.svg").read_text("utf-8")


# --- The question, the idea, by hand -----------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("inputs", "inputs"),
        ("noweights.attn_scores_6x6", "scores_by_loop"),
        ("noweights.attn_scores_6x6", "scores"),
        ("noweights.attn_weights_6x6", "weights"),
        ("noweights.all_context_vecs", "context"),
    ],
)
def test_every_result_is_the_one_that_the_book_and_the_seed_print(page, key, name):
    assert_allclose(page[name], published(key), atol=0.5e-4 if key != "inputs" else 0, rtol=0)


@pytest.mark.parametrize(
    ("cell", "key"),
    [
        ("two_loops", "attn_scores_6x6"),
        ("weights", "attn_weights_6x6"),
        ("context", "all_context_vecs"),
    ],
)
def test_the_cells_print_every_published_decimal(cell, key):
    printed = sections(HERE.snippets / "03_all_tokens.out")[cell].text
    rows = [line.split()[1:] for line in printed.strip().splitlines()]
    assert rows == [[f"{number:.4f}" for number in row] for row in published(f"noweights.{key}")]


def test_by_hand_the_scores_are_nine_dot_products_and_fold_along_5_9_1(page):
    x = np.array([[1, 2], [3, 0], [0, 1]])
    assert page["hand_scores"] == (x @ x.T).tolist() == [[5, 3, 2], [3, 9, 0], [2, 0, 1]]
    assert [sum(row) for row in page["hand_scores"]] == [10, 12, 3]


def test_by_hand_the_shares_are_fractions_of_the_row_sum_and_do_not_fold(page):
    shares = [[Fraction(score, sum(row)) for score in row] for row in page["hand_scores"]]
    assert shares[0] == [Fraction(5, 10), Fraction(3, 10), Fraction(2, 10)]
    assert shares[1] == [Fraction(3, 12), Fraction(9, 12), Fraction(0, 12)]
    assert shares[2] == [Fraction(2, 3), Fraction(0, 3), Fraction(1, 3)]
    assert_allclose(page["hand_weights"], np.array(shares, dtype=float))
    assert (
        shares[0][1] != shares[1][0] and page["hand_scores"][0][1] == page["hand_scores"][1][0] == 3
    )
    assert_allclose(
        page["hand_context"], np.array(shares, dtype=float) @ np.array(page["hand_tokens"])
    )


def test_the_first_row_by_hand_is_the_example_of_page_02(page):
    before = run_program(HERE.snippets / "02_one_query.py").names
    assert_allclose(page["hand_scores"][0], before["hand_scores"])
    assert_allclose(page["hand_context"][0], before["hand_context"])


# --- The code ----------------------------------------------------------------------------------


def test_the_row_of_journey_is_what_page_02_computed(page):
    before = run_program(HERE.snippets / "02_one_query.py").names
    assert page["tokens"][1] == "journey"
    for mine, theirs in [("inputs", "inputs"), ("tokens", "tokens")]:
        assert np.array_equal(page[mine], before[theirs])
    for matrix, row in [("scores", "scores_2"), ("weights", "weights_2"), ("context", "context_2")]:
        assert_allclose(page[matrix][1], before[row])


def test_the_columns_of_the_transposed_matrix_are_the_tokens(page):
    assert all(np.array_equal(page["inputs"].T[:, j], page["inputs"][j]) for j in range(6))


def test_each_row_of_weights_is_the_softmax_of_its_row_of_scores(page):
    assert_allclose(page["weights"], [softmax(row) for row in page["scores"]])


def test_the_last_axis_is_the_axis_along_each_row(page):
    exps = np.exp(page["scores"])
    assert np.array_equal(exps.sum(axis=-1), exps.sum(axis=1))
    assert exps.sum(axis=-1, keepdims=True).shape == (6, 1)


@pytest.mark.parametrize("T", [1, 2, 6, 50])
def test_the_three_lines_take_any_number_of_tokens(page, T):
    x = np.random.default_rng(0).normal(size=(T, 3))
    assert_allclose(page["self_attention"](x), [softmax(x @ asker) @ x for asker in x])


@pytest.mark.parametrize(("T", "d"), [(6, 3), (3, 3), (12, 3), (5, 4)])
def test_loops_and_matrix_product_need_T_T_d_multiply_adds_each(page, T, d):
    x = np.ones((T, d))
    assert page["count"](page["by_loop"], x) == page["count"](page["by_product"], x) == T * T * d
    assert page["count"](lambda x: (x @ x.T) @ x, x) == 2 * T * T * d


def test_the_counting_is_done_in_python_s_own_integers(page):
    assert type(page["count"](page["by_product"], page["inputs"])) is int


def test_counted_numbers_give_the_same_scores(page):
    counted = np.array(
        [[page["Counted"](number) for number in row] for row in page["inputs"]], dtype=object
    )
    assert_allclose((counted @ counted.T).astype(float), page["scores"])


def test_loops_and_matrix_product_agree_on_the_timed_tokens(page):
    assert page["many"].shape == (128, 64) and 128 * 128 == 16384
    assert_allclose(page["by_loop"](page["many"]), page["by_product"](page["many"]))


class Noted(np.ndarray):
    """An array that notes how often Python calls `@` on it."""

    calls = 0

    def __array_ufunc__(self, ufunc, method, *arrays, **options):
        Noted.calls += 1
        return getattr(ufunc, method)(*(array.view(np.ndarray) for array in arrays), **options)


@pytest.mark.parametrize(("compute", "calls"), [("by_loop", 128 * 128), ("by_product", 1)])
def test_the_loops_go_through_python_for_every_dot_product_and_the_matrix_product_once(
    page, compute, calls
):
    Noted.calls = 0  # what these calls cost is for the reader to measure: a time is no proof on a busy machine
    page[compute](page["many"].view(Noted))
    assert Noted.calls == calls


# --- The formula -------------------------------------------------------------------------------


def test_the_formulas_read_literally_give_the_page_s_results(page):
    T, d = page["inputs"].shape
    x = {i + 1: page["inputs"][i].tolist() for i in range(T)}
    omega = {(i, j): sum(x[i][k] * x[j][k] for k in range(d)) for i in x for j in x}
    alpha = {
        (i, j): np.e ** omega[i, j] / sum(np.e ** omega[i, m] for m in x) for i in x for j in x
    }
    z = {i: [sum(alpha[i, j] * x[j][k] for j in x) for k in range(d)] for i in x}
    assert_allclose([[omega[i, j] for j in x] for i in x], page["scores"])
    assert_allclose([[alpha[i, j] for j in x] for i in x], page["weights"])
    assert_allclose([z[i] for i in x], page["context"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_of_symbols_names_what_the_code_names_in_its_shape(page, language):
    text = (HERE.docs(language) / "03-all-tokens.md").read_text("utf-8")
    shapes = {
        name: f"({shape})"
        for name, shape in re.findall(r"^\| \$.+\$ \| `([\w.]+)` \| \((.+?)\) \|", text, re.M)
    }
    assert shapes.pop("inputs.T") == str(page["inputs"].T.shape)
    assert shapes.pop("sums") == "(6, 1)"  # a name inside softmax_rows
    assert shapes == {
        name: str(page[name].shape) for name in ("inputs", "scores", "weights", "context")
    }


# --- What must be true -------------------------------------------------------------------------


def test_who_looks_most_at_whom_is_as_the_published_scores_say(page):
    assert [page["tokens"][j] for j in page["favourites"]] == PUBLISHED[
        "facts.argmax_score_per_token"
    ]["value"]


def test_four_of_six_tokens_score_another_token_above_themselves(page):
    scores = page["scores"]
    assert sum(any(scores[i, j] > scores[i, i] for j in range(6)) for i in range(6)) == 4


def test_the_largest_score_of_a_row_is_its_largest_weight(page):
    assert np.array_equal(page["scores"].argmax(axis=1), page["weights"].argmax(axis=1))


def test_a_score_with_itself_is_the_length_squared_and_journey_is_the_longest(page):
    lengths = np.linalg.norm(page["inputs"], axis=1)
    assert_allclose(page["scores"].diagonal(), lengths**2)
    assert_allclose(page["lengths"], lengths)
    assert page["tokens"][lengths.argmax()] == "journey"


def test_the_longest_token_of_any_sentence_looks_most_at_itself_and_with_equal_lengths_all_do():
    for x in other_sentences():
        longest = np.linalg.norm(x, axis=1).argmax()
        assert (x @ x[longest]).argmax() == longest
        if x.shape[1] > 1:
            unit = x / np.linalg.norm(x, axis=1, keepdims=True)
            assert np.array_equal((unit @ unit.T).argmax(axis=1), np.arange(len(x)))


def test_a_token_scores_more_with_another_only_if_the_other_is_longer():
    for x in other_sentences():
        scores, lengths = x @ x.T, np.linalg.norm(x, axis=1)
        assert all(
            lengths[j] > lengths[i]
            for i, j in permutations(range(len(x)), 2)
            if scores[i, j] > scores[i, i]
        )


def test_the_scores_of_any_sentence_are_symmetric_and_the_weights_are_not(page):
    for x in [page["inputs"], *other_sentences()[1:]]:
        scores, weights = x @ x.T, page["softmax_rows"](x @ x.T)
        assert_allclose(scores, scores.T)
        assert not np.allclose(weights, weights.T)


def test_journey_and_one_share_a_score_but_journey_s_row_has_the_larger_sum(page):
    sums, weights = page["row_sums"], page["weights"]
    assert page["scores"][1, 4] == pytest.approx(page["scores"][4, 1])
    assert sums[1] > sums[4] and weights[1, 4] < weights[4, 1]


def test_journey_scores_high_with_most_tokens_and_one_low_with_all(page):
    scores = page["scores"]
    assert (scores[1] > np.median(scores)).sum() > 3
    assert (scores[4] < np.mean(scores)).all()


def test_rows_sum_to_1_columns_do_not_and_all_columns_together_to_6(page):
    assert_allclose(page["weights"].sum(axis=1), 1)
    assert not np.isclose(page["weights"].sum(axis=0), 1).any()
    assert_allclose(page["weights"].sum(axis=0).sum(), 6)


def test_journey_gets_most_from_all_and_one_least(page):
    gets = page["weights"].sum(axis=0)
    assert (page["tokens"][gets.argmax()], page["tokens"][gets.argmin()]) == ("journey", "one")


def test_every_context_vector_is_in_range_in_any_sentence(page):
    for x in [page["inputs"], *other_sentences()]:
        z = page["self_attention"](x)
        tolerance = 1e-12 * np.abs(x).max()
        assert (x.min(axis=0) <= z + tolerance).all() and (z <= x.max(axis=0) + tolerance).all()


def test_the_corner_is_in_range_but_no_mix_of_the_tokens(page):
    inputs, corner = page["inputs"], page["largest"]
    assert page["in_range"](corner)
    alone = np.flatnonzero(
        inputs[:, 0] == corner[0]
    )  # only these tokens reach the first number, so they take all the weight
    assert [page["tokens"][i] for i in alone] == ["one"]
    assert inputs[alone[0], 1] < corner[1]


def test_in_range_notices_a_vector_outside(page):
    assert not page["in_range"](page["scores"] @ page["inputs"])


def test_any_permutation_of_the_tokens_permutes_rows_and_columns_in_the_same_way(page):
    for order in list(permutations(range(6)))[::37]:
        x = page["inputs"][list(order)]
        assert_allclose(page["self_attention"](x), page["context"][list(order)])
        assert_allclose(page["softmax_rows"](x @ x.T), page["weights"][np.ix_(order, order)])
        assert_allclose(page["self_attention"](x).mean(axis=0), page["context"].mean(axis=0))


def test_the_other_order_is_the_sentence_that_the_page_names(page):
    assert [page["tokens"][i] for i in page["order"]] == "one step starts with Your journey".split()
    assert_allclose(page["shuffled"][-1], page["context"][1])


# --- What goes wrong ---------------------------------------------------------------------------


def test_softmax_over_the_wrong_axis_of_symmetric_scores_is_the_right_one_transposed(page):
    assert_allclose(page["down_columns"], page["weights"].T)
    assert_allclose(
        page["down_columns"].T @ page["inputs"], page["context"]
    )  # the two faults undo each other


def test_scores_that_are_not_symmetric_show_the_wrong_axis():
    scores = np.random.default_rng(0).normal(size=(6, 6))
    exps = np.exp(scores)
    assert not np.allclose(exps / exps.sum(axis=0), (exps / exps.sum(axis=1, keepdims=True)).T)


def test_with_three_askers_the_wrong_axis_is_no_transpose_and_journey_hands_out_more_than_two(page):
    assert page["weights_3"].shape == (3, 6)
    assert not np.allclose(page["weights_3"], page["weights"][:3]) and not np.allclose(
        page["weights_3"].sum(axis=1), 1
    )
    assert page["weights_3"].sum(axis=1)[1] > 2


def test_without_keepdims_column_j_is_divided_by_the_sum_of_row_j(page):
    exps = page["exps"]
    assert_allclose(
        page["no_keepdims"], [[exps[i, j] / exps[j].sum() for j in range(6)] for i in range(6)]
    )
    assert not np.allclose(page["no_keepdims"].sum(axis=1), 1)


def test_a_heat_map_of_symmetric_scores_cannot_tell_the_axes_apart_but_the_weights_can(page):
    assert_allclose(page["scores"], page["scores"].T)
    assert_allclose(page["weights"].sum(axis=1), 1)
    assert not np.allclose(page["weights"].T.sum(axis=1), 1)


def test_scale_1_switches_off_the_division_by_the_root_of_d(page):
    from attention import scaled_dot_product_attention

    x = page["inputs"]
    by_default = scaled_dot_product_attention(x, x, x)
    assert not np.allclose(by_default, page["context"])
    assert_allclose(by_default, scaled_dot_product_attention(x, x, x, scale=3**-0.5))


# --- The pictures ------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_heat_map_shows_all_scores_and_weights_rows_first_and_names_the_query_axis(
    page, language
):
    words = re.findall(r"<text[^>]*>([^<]+)</text>", picture(language, "heat"))
    numbers = [word for word in words if re.fullmatch(r"\d\.\d{4}", word)]
    shown = [
        f"{number:.4f}"
        for number in [*page["scores"].flat, *page["weights"].flat, *page["weights"].sum(axis=0)]
    ]
    assert numbers == shown
    assert any(word.startswith("query ↓") for word in words) and any(
        word.startswith("key →") for word in words
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_heat_map_says_that_the_framed_scores_are_equal_and_the_framed_weights_are_not(
    page, language
):
    scores, weights = page["scores"], page["weights"]
    words = re.findall(r"<text[^>]*>([^<]+)</text>", picture(language, "heat"))
    assert f"{scores[1, 4]:.4f} = {scores[4, 1]:.4f}" in words and scores[1, 4] == pytest.approx(
        scores[4, 1]
    )
    assert (
        f"{weights[1, 4]:.4f} &lt; {weights[4, 1]:.4f}" in words and weights[1, 4] < weights[4, 1]
    )


def opacities(svg, role):
    return np.array(
        re.findall(rf'<rect class="{role} fill"[^>]* fill-opacity="([\d.]+)"', svg), dtype=float
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("role", "name"), [("score", "scores"), ("weight", "weights")])
def test_in_the_pictures_a_stronger_shade_is_a_larger_number(page, language, role, name):
    for drawn in ("heat", "steps"):
        shades = opacities(picture(language, drawn), role)[:36]
        order = np.argsort(page[name].flat, kind="stable")
        assert (np.diff(shades[order]) >= 0).all()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_picture_of_the_hull_has_every_context_vector_inside(page, language):
    module = figure_module(HERE.figures / "03_all_tokens.py")
    corners = module.hull_of([module.on_map(vector) for vector in page["inputs"]])
    assert len(corners) == 5  # all but "with"
    for vector in page["context"]:
        point = module.on_map(vector)
        assert (
            len(
                {module.turns_left(a, b, point) for a, b in zip(corners, corners[1:] + corners[:1])}
            )
            == 1
        )
    assert picture(language, "hull").count('class="context fill"') == 6 + 1  # and one in the legend


def test_the_context_vectors_lie_close_together_and_those_of_journey_and_starts_almost_coincide(
    page,
):
    assert (np.ptp(page["context"], axis=0) < np.ptp(page["inputs"], axis=0) / 8).all()
    assert np.abs(page["context"][1] - page["context"][2]).max() < 0.002


# --- The exercises -----------------------------------------------------------------------------


def test_vectors_twice_as_long_score_four_times_as_much_and_sharpen_the_weights(page):
    doubled = 2 * page["inputs"]
    assert_allclose(doubled @ doubled.T, 4 * page["scores"])
    sharper = page["softmax_rows"](doubled @ doubled.T)
    assert_allclose(sharper.sum(axis=1), 1)
    assert (sharper.max(axis=1) > page["weights"].max(axis=1)).all()


def test_24_tokens_need_sixteen_times_as_many_multiply_adds(page):
    assert (
        page["count"](lambda x: (x @ x.T) @ x, np.ones((24, 3)))
        == 2 * 24 * 24 * 3
        == 3456
        == 16 * 216
    )


def test_a_score_of_minus_infinity_gets_the_weight_0():
    assert softmax([-np.inf, 0.0])[0] == 0
