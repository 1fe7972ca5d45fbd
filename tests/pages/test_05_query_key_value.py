"""05-query-key-value, "Where do queries, keys and values come from?": every claim the page makes, proved.

What a cell prints is compared elsewhere; here stands what the words around the cells claim.
"""

import re
from decimal import Decimal, localcontext
from itertools import permutations

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from lessonkit.project import HERE, LANGUAGES
from tests.published import published

NAMES = ("query", "key", "value")


def softmax(x):
    """Not the page's: an oracle must be somebody else's. Shares of exponentials, in Python's own floats."""
    exps = np.e ** np.asarray(x)
    return exps / exps.sum(axis=-1, keepdims=True)


def attend(x, w_query, w_key, w_value):
    queries, keys, values = x @ w_query, x @ w_key, x @ w_value
    return softmax(queries @ keys.T / keys.shape[1] ** 0.5) @ values


def regenerated(version):
    """The matrices of seed 123 as PyTorch holds them, with all their decimals."""
    return [published(f"weights.{version}_seed123.W_{name}") for name in NAMES]


def matrices(page):
    return [page["w_query"], page["w_key"], page["w_value"]]


def digits(numbers, decimals=4):
    """The numbers as they are printed."""
    return [f"{number:.{decimals}f}" for number in np.ravel(numbers)]


# --- The published numbers ---------------------------------------------------------------------


def test_every_published_number_of_the_trainable_section_comes_out_to_its_last_digit(page):
    for key, here in {
        "W_query": page["w_query"],
        "W_key": page["w_key"],
        "W_value": page["w_value"],
        "query_2": page["query_2"],
        "key_2": page["key_2"],
        "value_2": page["value_2"],
        "keys": page["keys"],
        "values": page["values"],
        "attn_score_22": page["query_2"] @ page["key_2"],
        "attn_scores_2": page["scores_2"],
        "attn_weights_2": page["weights_2"],
        "context_vec_2": page["context_2"],
    }.items():
        assert digits(here) == digits(published(f"trainable.{key}")), key


def test_both_published_outputs_come_out_to_their_last_digit(page):
    assert digits(page["context"]) == digits(published("self_attention_v1.output"))
    assert digits(page["context_v2"]) == digits(published("self_attention_v2_seed123.output"))


def test_the_scores_and_weights_of_v2_are_those_that_notebook_9_prints(page):
    assert digits(page["scores_v2"]) == digits(published("causal_seed123.attn_scores"))
    assert digits(page["weights_v2"]) == digits(published("causal_seed123.attn_weights_unmasked"))


def test_row_2_of_the_output_is_the_context_vector_of_journey(page):
    assert_allclose(page["context"][1], page["context_2"])


def test_the_matrices_are_those_of_pytorch_to_six_decimals(page):
    for version, here in (("v1", matrices(page)), ("v2", page["linear"])):
        for typed, exact in zip(here, regenerated(version), strict=True):
            assert_array_equal(typed, exact.round(6))


def test_six_decimals_are_enough_for_every_published_digit_and_four_are_not(page):
    x = page["inputs"]
    for version, key in (
        ("v1", "self_attention_v1.output"),
        ("v2", "self_attention_v2_seed123.output"),
    ):
        assert digits(attend(x, *(w.round(6) for w in regenerated(version)))) == digits(
            published(key)
        )
    four = [w.round(4) for w in regenerated("v1")]
    assert digits(attend(x, *four)) != digits(published("self_attention_v1.output"))
    assert digits(x @ four[1]) != digits(published("trainable.keys"))
    differ = [
        a != b
        for a, b in zip(
            digits(attend(x, *four)), digits(published("self_attention_v1.output")), strict=True
        )
    ]
    assert sum(differ) == 2


def test_published_scores_are_not_divided_by_the_root_of_d_k_and_weights_contexts_and_outputs_are(
    page,
):
    scores, root = published("trainable.attn_scores_2"), np.sqrt(2)
    assert_allclose(page["query_2"] @ page["keys"].T, scores, atol=0.5e-4)
    assert_allclose(softmax(scores / root), published("trainable.attn_weights_2"), atol=1e-4)
    assert not np.allclose(softmax(scores), published("trainable.attn_weights_2"), atol=1e-3)
    values = published("trainable.values")
    assert_allclose(
        softmax(scores / root) @ values, published("trainable.context_vec_2"), atol=1e-4
    )
    assert not np.allclose(
        softmax(scores) @ values, published("trainable.context_vec_2"), atol=1e-3
    )
    for version, key in (
        ("v1", "self_attention_v1.output"),
        ("v2", "self_attention_v2_seed123.output"),
    ):
        query, key_matrix, value = regenerated(version)
        assert digits(attend(page["inputs"], root * query, key_matrix, value)) != digits(
            published(key)
        )


def test_the_eighteen_numbers_lie_between_0_and_1_as_torch_rand_draws_and_hardly_any_normal_draw_would(
    page,
):
    numbers = np.concatenate(matrices(page)).ravel()
    assert numbers.size == 18
    assert (numbers >= 0).all() and (numbers < 1).all()
    assert (
        0.3414**18 < 1e-8
    )  # a number from N(0, 1) lies between 0 and 1 with a probability of 0.3413


def test_the_numbers_of_nn_linear_lie_within_one_over_the_root_of_3(page):
    assert np.abs(page["linear"]).max() < 1 / np.sqrt(3)
    assert page["linear"].min() < 0 < page["linear"].max()


# --- The question, by hand ---------------------------------------------------------------------


def test_with_one_vector_for_both_journey_scores_with_one_what_one_scores_with_journey(page):
    x = page["inputs"]
    assert x[1] @ x[4] == x[4] @ x[1]


def test_without_queries_and_keys_car_scores_0_with_red_and_1_with_itself():
    red, car = np.array([0, 1]), np.array([1, 0])
    assert (car @ red, car @ car) == (0, 1)


def test_by_hand_car_scores_2_with_red_and_0_with_itself_and_red_scores_0_with_car():
    red, car = {"q": 0, "k": 1}, {"q": 2, "k": 0}
    assert (car["q"] * red["k"], car["q"] * car["k"], red["q"] * car["k"]) == (2, 0, 0)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_by_hand_says_what_the_three_matrices_make(page, language):
    text = (HERE.docs(language) / "05-query-key-value.md").read_text("utf-8")
    for name in ("red", "car"):
        vector, *made = re.search(
            rf"^\| {name} \| \((.+)\) \| (\d+) \| (\d+) \| (\d+) \|$", text, re.M
        ).groups()
        assert vector == "{}, {}".format(*page[name])
        assert [int(number) for number in made] == [
            np.dot(page[name], page[f"hand_{role}"]) for role in "qkv"
        ]


def test_a_query_of_zero_gives_equal_scores_and_equal_weights(page):
    keys = np.random.default_rng(0).normal(size=(6, 2))
    assert_allclose(softmax(keys @ np.zeros(2)), 1 / 6)


def test_car_becomes_mostly_what_red_passes_on(page):
    assert page["hand_values"] == [10, 0]
    assert page["hand_context"] / 10 > 0.85


# --- The code ----------------------------------------------------------------------------------


def test_each_number_of_a_query_is_a_dot_product_with_a_column(page):
    for j in range(2):
        assert_allclose(
            page["query_2"][j], sum(a * b for a, b in zip(page["inputs"][1], page["w_query"][:, j]))
        )


def test_row_i_of_queries_keys_and_values_depends_on_token_i_alone(page):
    changed = page["inputs"].copy()
    changed[3] += 1
    for w, made in zip(matrices(page), ("queries", "keys", "values")):
        differs = ~np.isclose(changed @ w, page[made]).all(axis=1)
        assert_array_equal(differs, [False, False, False, True, False, False])


def test_a_context_vector_lies_in_the_range_of_the_values_and_need_not_lie_in_that_of_the_inputs(
    page,
):
    for context, values in (
        (page["context"], page["values"]),
        (page["context_v2"], page["values_v2"]),
    ):
        assert (values.min(axis=0) <= context).all() and (context <= values.max(axis=0)).all()
    assert (page["context_v2"] < 0).all()
    assert (page["inputs"] > 0).all()


def test_the_weights_of_v2_are_close_to_a_sixth_and_its_rows_close_to_the_mean_of_the_values(page):
    assert (
        np.abs(page["weights_v2"] - 1 / 6).max() < 0.012 < np.abs(page["weights"] - 1 / 6).max() / 5
    )
    assert np.abs(page["context_v2"] - page["values_v2"].mean(axis=0)).max() < 0.006


def test_smaller_matrices_give_scores_closer_together_and_weights_closer_to_equal(page):
    x, (w_query, w_key, _) = page["inputs"], matrices(page)
    spreads = []
    for size in (1, 0.5, 0.1, 0):
        scores = x @ (size * w_query) @ (x @ (size * w_key)).T
        spreads.append((np.ptp(scores), np.ptp(softmax(scores))))
    assert spreads == sorted(spreads, reverse=True)
    assert_allclose(spreads[-1], 0)


def test_a_long_query_gives_what_the_dictionary_gives_and_a_query_of_zeros_the_mean(page):
    with localcontext() as context:
        context.prec = 30
        assert 10 * Decimal(20).exp() / (Decimal(20).exp() + 1) > Decimal("9.99999997")
    assert page["shelf"] == dict(zip(("red", "car"), page["shelf_values"]))
    assert softmax(page["shelf_keys"] @ [0, 0]) @ page["shelf_values"] == np.mean([10, 0])


def test_cross_attention_gives_a_row_for_each_that_asks_and_a_column_for_each_that_is_asked(page):
    assert len(page["written"]) == len(page["decoder"]) == 4
    assert page["cross_queries"].shape == (4, 2)
    assert page["keys"].shape == page["values"].shape == (6, 2)
    assert page["cross_scores"].shape == page["cross_weights"].shape == (4, 6)
    assert page["cross_context"].shape == (4, 2)


def test_self_attention_is_cross_attention_with_the_same_x_on_both_sides(page):
    def cross(asking, asked):
        return softmax(asking @ page["w_query"] @ (asked @ page["w_key"]).T / np.sqrt(2)) @ (
            asked @ page["w_value"]
        )

    assert_allclose(cross(page["decoder"], page["inputs"]), page["cross_context"])
    assert_allclose(cross(page["inputs"], page["inputs"]), page["context"])


# --- The formula -------------------------------------------------------------------------------


def test_the_formulas_read_literally_give_the_page_s_results(page):
    T, W_q, W_k, W_v = range(6), *(w.tolist() for w in matrices(page))
    x = page["inputs"].tolist()

    def times(row, matrix):
        return [sum(a * line[j] for a, line in zip(row, matrix)) for j in range(2)]

    q, k, v = ([times(x[i], W) for i in T] for W in (W_q, W_k, W_v))
    omega = [[sum(a * b for a, b in zip(q[i], k[j])) for j in T] for i in T]
    exps = [[np.e ** (omega[i][j] / 2**0.5) for j in T] for i in T]
    alpha = [[exps[i][j] / sum(exps[i]) for j in T] for i in T]
    z = [[sum(alpha[i][j] * v[j][c] for j in T) for c in range(2)] for i in T]
    assert_allclose(omega, page["scores"])
    assert_allclose(alpha, page["weights"])
    assert_allclose(z, page["context"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_of_symbols_gives_the_shapes_that_the_code_has(page, language):
    text = (HERE.docs(language) / "05-query-key-value.md").read_text("utf-8")
    rows = re.findall(r"^\| \$[^|]+\| (`[^|]+`) \| (\([\d, ]+\)) \|", text, re.M)
    shapes = {name: shape for names, shape in rows for name in re.findall(r"`(\w+)`", names)}
    assert {name: str(page[name].shape) for name in shapes} == shapes
    assert set(shapes) == {
        "inputs",
        "w_query",
        "w_key",
        "w_value",
        "queries",
        "keys",
        "values",
        "scores",
        "weights",
        "context",
    }


# --- The pictures ------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_in_the_first_picture_the_parts_of_a_bar_are_as_tall_as_their_products(page, language):
    picture = (HERE.docs(language) / "figures" / "05-query-key-value-roles.svg").read_text("utf-8")
    products = [page["inputs"][1] * w[:, j] for w in matrices(page) for j in range(2)]
    bars = re.findall(
        r'<rect class="(?:query|key|value)[^>]* width="30" height="([\d.]+)"', picture
    )
    heights = np.array(bars, dtype=float) + 1.5  # a line of ground stands between two parts
    assert_allclose(heights / heights.sum(), np.ravel(products) / np.sum(products), atol=0.0005)


@pytest.mark.parametrize("language", LANGUAGES)
def test_in_the_second_picture_only_scores_with_two_matrices_differ_from_their_mirror_image(
    page, language
):
    picture = (HERE.docs(language) / "figures" / "05-query-key-value-symmetry.svg").read_text(
        "utf-8"
    )
    difference = page["scores"] - page["scores"].T
    assert (
        picture.count("<circle") == 36 + 6
    )  # no difference on the left, none on the right's diagonal
    assert (difference > 0).sum() == 15 == (difference < 0).sum()
    full = re.findall(
        r'<rect class="score fill" x="[\d.]+" y="[\d.]+" width="([\d.]+)" height="\1"/>', picture
    )
    areas = np.sort(np.array(full[:-1], dtype=float) ** 2)  # the last one is the legend's
    assert_allclose(
        areas / areas.max(), np.sort(difference[difference > 0]) / difference.max(), atol=0.002
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_in_the_third_picture_each_number_has_a_square(page, language):
    picture = (HERE.docs(language) / "figures" / "05-query-key-value-cross.svg").read_text("utf-8")
    for role, count in {
        "query": 4 * 2,
        "key": 6 * 2,
        "weight": 4 * 6,
        "value": 6 * 2,
        "context": 4 * 2,
    }.items():
        assert picture.count(f'<rect class="{role} fill"') == count


# --- What goes wrong ---------------------------------------------------------------------------


def test_one_merged_matrix_gives_the_same_scores_whatever_the_two_are():
    rng = np.random.default_rng(0)
    x, w_query, w_key = rng.normal(size=(5, 4)), rng.normal(size=(4, 3)), rng.normal(size=(4, 3))
    scores = [[(x[i] @ w_query) @ (x[j] @ w_key) for j in range(5)] for i in range(5)]
    assert_allclose(scores, x @ (w_query @ w_key.T) @ x.T)


def test_row_a_and_column_b_of_the_merged_matrix_weigh_number_a_of_one_with_number_b_of_the_other(
    page,
):
    x, merged = page["inputs"], page["merged"]
    summed = sum(x[1, a] * merged[a, b] * x[4, b] for a in range(3) for b in range(3))
    assert_allclose(summed, page["scores"][1, 4])


def test_without_matrices_the_merged_matrix_is_the_identity(page):
    x = page["inputs"]
    assert_allclose(x @ np.eye(3) @ x.T, published("noweights.attn_scores_6x6"), atol=0.5e-4)


def test_two_thin_matrices_have_a_product_of_rank_at_most_d_k_and_a_free_matrix_has_no_such_limit():
    rng = np.random.default_rng(0)
    for d_k in (1, 2, 5):
        assert np.linalg.matrix_rank(rng.normal(size=(8, d_k)) @ rng.normal(size=(d_k, 8))) == d_k
    assert np.linalg.matrix_rank(rng.normal(size=(8, 8))) == 8


def test_for_a_head_of_gpt_2_merging_takes_six_times_the_numbers_and_over_eight_times_the_multiplications(
    page,
):
    (two, two_products), (one, one_products) = page["cost"](1024, 768, 64)
    assert one == 6 * two == 768 * 768
    assert 8 < one_products / two_products < 9
    assert 12 * 64 == 768


def test_here_merging_saves_a_few_numbers(page):
    (two, _), (one, _) = page["cost"](6, 3, 2)
    assert (two, one) == (page["w_query"].size + page["w_key"].size, page["merged"].size) == (12, 9)


def test_multiplications_are_counted_right():
    """A number that counts its multiplications goes through both ways of computing the scores."""

    class Counted:
        count = 0

        def __mul__(self, other):
            Counted.count += 1
            return self

        def __add__(self, other):
            return self

    def full(*shape):
        return np.array([Counted() for _ in range(np.prod(shape))]).reshape(shape)

    def count(scores):
        Counted.count = 0
        scores()
        return Counted.count

    from lessonkit.program import run_program

    cost = run_program(HERE.snippets / "05_query_key_value.py").names["cost"]
    for T, d, d_k in [(6, 3, 2), (3, 5, 2)]:
        x, w_query, w_key, merged = full(T, d), full(d, d_k), full(d, d_k), full(d, d)
        (_, two), (_, one) = cost(T, d, d_k)
        assert count(lambda: (x @ w_query) @ (x @ w_key).T) == two  # noqa: B023
        assert count(lambda: (x @ merged) @ x.T) == one  # noqa: B023


def test_with_one_matrix_for_both_the_scores_are_symmetric_and_no_token_scores_itself_below_0():
    rng = np.random.default_rng(0)
    own, separate = [], []
    for _ in range(200):
        x, w_query, w_key = (
            rng.normal(size=(6, 3)),
            rng.normal(size=(3, 2)),
            rng.normal(size=(3, 2)),
        )
        scores = (x @ w_query) @ (x @ w_query).T
        assert_allclose(scores, scores.T)
        own.append(scores.diagonal().min())
        separate.append(((x @ w_query) * (x @ w_key)).sum(axis=1).min())
    assert min(own) >= 0 > min(separate)


def test_a_round_trip_of_weights_is_the_same_both_ways_for_symmetric_scores_alone(page):
    def trip(weights, i, j, k):
        return weights[i, j] * weights[j, k] * weights[k, i]

    shared = softmax(page["queries"] @ page["queries"].T / np.sqrt(2))
    for i, j, k in permutations(range(6), 3):
        assert_allclose(trip(shared, i, j, k), trip(shared, k, j, i))
    assert not np.isclose(trip(page["weights"], 1, 4, 5), trip(page["weights"], 5, 4, 1), rtol=0.05)
    assert not np.allclose(shared, shared.T)


def test_the_reformer_s_keys_of_one_length_break_the_symmetry(page):
    queries = page["queries"]
    keys = queries / np.linalg.norm(queries, axis=1, keepdims=True)
    assert not np.allclose(queries @ keys.T, (queries @ keys.T).T)


def test_a_matrix_that_is_not_transposed_raises_unless_it_is_square(page):
    with pytest.raises(ValueError, match="mismatch"):
        page["inputs"] @ page["w_query"].T
    assert not np.allclose(page["right"], page["wrong"])


# --- The exercises -----------------------------------------------------------------------------


def test_swapping_w_query_and_w_key_transposes_the_scores(page):
    swapped = page["keys"] @ page["queries"].T
    assert_allclose(swapped, page["scores"].T)
    assert not np.allclose(swapped, page["scores"])


def test_values_may_have_any_width_and_the_context_has_it(page):
    for width in (1, 2, 5):
        values = page["inputs"] @ np.ones((3, width))
        assert (page["cross_weights"] @ values).shape == (4, width)


def test_values_of_those_who_ask_go_unnoticed_where_both_sides_are_the_same(page):
    values = page["decoder"] @ page["w_value"]
    with pytest.raises(ValueError, match="mismatch"):
        page["cross_weights"] @ values
    assert_allclose(page["weights"] @ (page["inputs"] @ page["w_value"]), page["context"])


def test_matrices_side_by_side_are_still_three_matrices(page):
    together = page["inputs"] @ np.concatenate(matrices(page), axis=1)
    for part, made in zip(np.split(together, 3, axis=1), ("queries", "keys", "values")):
        assert_allclose(part, page[made])
