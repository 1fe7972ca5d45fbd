"""08-multi-head, "Why several heads?": every claim the page makes, proved.

What a cell prints is compared elsewhere; here stands what the words around the cells claim.
"""

import re

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from lessonkit.project import HERE, LANGUAGES
from tests.published import published

NAMES = ("query", "key", "value")
TRIANGLE = np.tril(np.ones((6, 6))) == 1


def softmax(x):
    """Not the page's: an oracle must be somebody else's."""
    exps = np.e ** (x - np.max(x, axis=-1, keepdims=True))
    return exps / exps.sum(axis=-1, keepdims=True)


def attend(x, w_query, w_key, w_value, allowed=True):
    """One head for one sequence, without any axis in front."""
    scores = (x @ w_query) @ (x @ w_key).T / w_key.shape[1] ** 0.5
    return softmax(np.where(allowed, scores, -np.inf)) @ (x @ w_value)


def several(x, matrices, num_heads, allowed=True):
    """Head by head, on column slices: no reshape, no transpose."""
    parts = zip(*(np.split(w, num_heads, axis=1) for w in matrices), strict=True)
    return np.concatenate([attend(x, *part, allowed) for part in parts], axis=1)


def matrices(page):
    return page["w_query"], page["w_key"], page["w_value"]


def regenerated():
    """The matrices of both heads as PyTorch holds them, with all their decimals."""
    return np.array(
        [
            [published(f"weights.mha_wrapper_seed123.head{h}.W_{name}") for name in NAMES]
            for h in (0, 1)
        ]
    )


def digits(numbers):
    """The numbers as they are printed."""
    return [f"{number:.4f}" for number in np.ravel(numbers)]


def run(page, x):
    """The page's two heads, without a mask."""
    return page["multi_head"](x, *matrices(page), 2)[0]


def picture(language, name):
    return (HERE.docs(language) / "figures" / f"08-multi-head-{name}.svg").read_text("utf-8")


# --- The published numbers ---------------------------------------------------------------------


def test_the_loop_gives_every_digit_of_the_book_s_wrapper_in_both_sequences_of_the_batch(page):
    book = published("mha_wrapper_seed123.output_batch2")
    assert page["stacked"].shape == book.shape == (2, 6, 4)
    assert digits(page["stacked"]) == digits(page["at_once"]) == digits(book)
    assert page["stacked"][0].size == 24


def test_the_matrices_are_those_of_pytorch_to_six_decimals(page):
    assert_array_equal(page["heads"], regenerated().round(6))


def test_head_1_is_v2_and_its_columns_are_the_context_vectors_of_the_causal_page(page):
    for w, name in zip(page["heads"][0], NAMES, strict=True):
        assert_array_equal(w, published(f"weights.v2_seed123.W_{name}").round(6))
    assert digits(page["stacked"][0, :, :2]) == digits(published("causal_seed123.context_vectors"))


def test_the_printed_solution_of_exercise_3_2_comes_from_a_softmax_over_the_wrong_axis_with_d_out_1(
    page,
):
    right, wrong = [], []
    for h in (0, 1):
        q, k, v = (
            page["inputs"] @ published(f"weights.mha_wrapper_dout1_seed123.head{h}.W_{name}")
            for name in NAMES
        )
        scores = np.where(TRIANGLE, q @ k.T, -np.inf)  # d_k is 1
        right.append(softmax(scores) @ v)
        wrong.append(softmax(scores.T).T @ v)
    printed = published("exercise_3_2.output_dim2")
    assert printed.shape == (6, 2)
    assert_allclose(np.hstack(wrong), printed, rtol=2e-4, atol=3e-5)
    assert np.abs(np.hstack(right) - printed).max() > 0.3
    assert_allclose(np.hstack(right), published("mha_wrapper_dout1_seed123.output"), atol=1e-6)


def test_gpt_2_has_2360064_parameters_counted_as_the_book_counts(page):
    assert (
        published("exercise_3_3.gpt2_mha_param_count") == 3 * 768 * 768 + 768 * 768 + 768 == 2360064
    )
    assert [page["count"](H, 768 // H) for H in (1, 2, 3, 4, 6, 8, 12, 48, 768)] == [2360064] * 9


# --- By hand -----------------------------------------------------------------------------------


def test_by_hand_two_heads_give_11_and_19_one_head_15_and_the_two_change_places_with_the_nouns(
    page,
):
    for passed_on, expected in (([10, 20], (11, 19)), ([20, 10], (19, 11))):
        heads = [softmax(np.log(page[name])) @ passed_on for name in ("who", "where")]
        assert_allclose(heads, expected)
        both = np.log(page["who"]) + np.log(page["where"])  # scores add up
        assert_allclose(softmax(both) @ passed_on, 15)


def test_whatever_the_shares_the_two_numbers_of_one_head_come_out_equal():
    passed_on = np.array([[10, 10], [20, 20]])
    for shares in np.random.default_rng(0).dirichlet([1, 1], 100):
        first, second = shares @ passed_on
        assert_allclose(first, second)


def test_with_other_values_one_head_can_tell_the_sentences_apart():
    """Values that say who and where: (number, 0) for the one who sits, (0, number) for the place."""
    results = [np.array([1, 1]) / 2 @ np.diag(passed_on) for passed_on in ([10, 20], [20, 10])]
    assert not np.allclose(*results)


# --- The code ----------------------------------------------------------------------------------


def test_each_head_alone_gives_its_own_columns(page):
    for h in (0, 1):
        alone = attend(page["inputs"], *page["heads"][h], TRIANGLE)
        assert_allclose(page["at_once"][0][:, 2 * h : 2 * h + 2], alone)


def test_a_column_of_a_product_depends_on_that_column_of_the_matrix_alone(page):
    changed = page["w_query"].copy()
    changed[:, 2] += 1
    differs = ~np.isclose(page["inputs"] @ changed, page["inputs"] @ page["w_query"]).all(axis=0)
    assert_array_equal(differs, [False, False, True, False])


def test_the_toy_says_token_and_column_and_each_head_gets_every_token_and_its_own_two_columns(page):
    for token in (1, 2, 3):
        for column in (1, 2, 3, 4):
            assert page["toy"][token - 1, column - 1] == 10 * token + column
            head, place = divmod(column - 1, 2)
            assert page["right"][head, token - 1, place] == 10 * token + column


def test_reshape_alone_makes_head_1_of_half_of_the_tokens_with_token_1_twice_and_token_3_never(
    page,
):
    tokens = page["wrong"][0] // 10
    assert_array_equal(tokens, [[1, 1], [1, 1], [2, 2]])
    assert_array_equal(page["wrong"].ravel(), page["toy"].ravel())  # no number moved
    assert page["wrong"].shape == page["right"].shape


@pytest.mark.parametrize("sizes", [(6, 4, 2), (7, 12, 3), (5, 8, 8), (4, 9, 1)])
def test_splitting_keeps_tokens_and_deals_out_columns_and_merging_undoes_it(page, sizes):
    T, d_out, num_heads = sizes
    x = np.random.default_rng(0).normal(size=(2, 3, T, d_out))
    split = page["split_heads"](x, num_heads)
    assert split.shape == (2, 3, num_heads, T, d_out // num_heads)
    for h, columns in enumerate(np.split(x, num_heads, axis=-1)):
        assert_array_equal(split[:, :, h], columns)
    assert_array_equal(page["merge_heads"](split), x)


@pytest.mark.parametrize("num_heads", [1, 2, 3, 6])
def test_heads_at_once_equal_heads_one_by_one_for_any_batch_and_any_number_of_heads(
    page, num_heads
):
    rng = np.random.default_rng(0)
    x, weights = rng.normal(size=(5, 7, 4)), rng.normal(size=(3, 4, 12))
    at_once, _ = page["multi_head"](x, *weights, num_heads)
    for sequence, result in zip(x, at_once, strict=True):
        assert_allclose(result, several(sequence, weights, num_heads))


def test_the_weights_are_a_table_for_each_sequence_and_head_and_every_row_of_it_is_1_in_all(page):
    assert page["weights"].shape == (2, 2, 6, 6)
    assert_allclose(page["weights"].sum(axis=-1), 1)
    assert not np.allclose(page["weights"][0, 0], page["weights"][0, 1], atol=0.01)


def test_a_sequence_of_the_batch_does_not_notice_another_and_goes_through_the_same_code_alone(page):
    x = np.random.default_rng(0).normal(size=(4, 6, 3))
    for sequence, result in zip(x, run(page, x), strict=True):
        assert_allclose(result, several(sequence, matrices(page), 2))
        assert_allclose(run(page, sequence), result)
    assert_allclose(run(page, x.reshape(2, 2, 6, 3)).reshape(4, 6, 4), run(page, x))


def test_w_out_gives_each_head_rows_of_its_own_and_adds_the_heads_up(page):
    rows = np.split(page["w_out"], 2)
    summed = sum(
        np.einsum("btk,kd->btd", z, w) for z, w in zip(page["contexts"], rows, strict=True)
    )
    assert_allclose(page["at_once"] @ page["w_out"], summed)


def test_without_w_out_a_number_comes_from_one_head_and_with_it_from_all(page):
    for h in (0, 1):
        silent = page["at_once"].copy()
        silent[..., 2 * h : 2 * h + 2] = 0
        assert_array_equal(
            (silent != page["at_once"]).any(axis=(0, 1)), [h == 0, h == 0, h == 1, h == 1]
        )
        assert ((silent - page["at_once"]) @ page["w_out"]).any(axis=(0, 1)).all()


# --- Why several -------------------------------------------------------------------------------


def test_head_1_finds_one_head_2_journey_and_starts_and_the_single_head_loses_one(page):
    tokens, (first, second), (single,) = page["tokens"], page["looks"][2], page["looks"][1]
    assert tokens[first.argmax()] == "one" and first.max() > 0.9
    assert [tokens[j] for j in np.argsort(-second)[:2]] == ["journey", "starts"] and np.sort(
        second
    )[-2:].sum() > 0.9
    assert single[tokens.index("one")] < 0.00005
    assert tokens[page["inputs"][:, 0].argmax()] == "one"
    assert tokens[page["inputs"][:, 1].argmax()] == "journey"


def test_the_scores_of_the_single_head_are_those_of_both_heads_added_up(page):
    x = page["inputs"]
    q, k = x @ page["ask"], x @ page["pick"]
    assert_allclose(q @ k.T, sum(np.outer(q[:, h], k[:, h]) for h in (0, 1)))
    rng = np.random.default_rng(0)
    q, k = rng.normal(size=(2, 3, 5, 4))  # three heads of four columns
    wide = q.swapaxes(0, 1).reshape(5, 12) @ k.swapaxes(0, 1).reshape(5, 12).T
    assert_allclose(wide, (q @ k.swapaxes(1, 2)).sum(axis=0))


def test_no_row_of_weights_reaches_what_two_heads_reach(page):
    sums = page["inputs"][:, 0] + page["inputs"][:, 1]
    assert_allclose(sums.max(), 1.42)
    for row in np.random.default_rng(0).dirichlet(np.full(6, 0.2), 1000):
        assert (row @ page["inputs"][:, :2]).sum() <= sums.max() + 1e-12
    assert page["became"][2].sum() > sums.max() + 0.2


def test_two_heads_reach_most_of_the_first_number_of_one_and_most_of_the_second_of_journey(page):
    best = page["inputs"][4, 0], page["inputs"][1, 1]
    assert (page["became"][2] > 0.98 * np.array(best)).all()


def test_two_heads_reach_the_whole_frame_and_stay_in_it(page):
    numbers = page["first_two"]
    low, high = numbers.min(axis=0), numbers.max(axis=0)
    assert (low < page["became"][2]).all() and (page["became"][2] < high).all()
    for corner in np.stack(np.meshgrid(*zip(low, high)), axis=-1).reshape(-1, 2):
        rows = np.eye(6)[
            [np.abs(numbers[:, h] - corner[h]).argmin() for h in (0, 1)]
        ]  # a head each, all on one token
        assert_allclose([rows[h] @ numbers[:, h] for h in (0, 1)], corner)


# --- The formula -------------------------------------------------------------------------------


def test_the_formulas_read_literally_give_the_page_s_results(page):
    X, W_o, H = page["batch"][0], page["w_out"], 2
    M = np.where(TRIANGLE, 0, -np.inf)
    W = [np.split(w, H, axis=1) for w in matrices(page)]
    Z = [
        softmax(X @ W[0][h] @ (X @ W[1][h]).T / np.sqrt(4 / H) + M) @ X @ W[2][h] for h in range(H)
    ]
    assert_allclose(np.hstack(Z) @ W_o, page["output"][0])
    assert_allclose(sum(Z[h] @ W_o[2 * h : 2 * h + 2] for h in range(H)), page["output"][0])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_of_symbols_gives_the_shapes_that_the_code_has(page, language):
    text = (HERE.docs(language) / "08-multi-head.md").read_text("utf-8")
    rows = re.findall(r"^\| \$[^|]+\| (`[^|]+`) \| (\([\d, ]+\)|\d) \|", text, re.M)
    assert len(rows) == 13
    for names, shape in rows:
        for name in re.findall(r"`([^`]+)`", names):
            for h in (1, 2):
                found = eval(name, {**page, "h": h})  # noqa: S307
                assert str(found if isinstance(found, int) else found.shape) == shape, name


# --- The pictures ------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_in_the_first_picture_a_bar_is_as_tall_as_its_weight(page, language):
    heights = re.findall(
        r'<rect class="weight fill"[^>]* height="([\d.]+)"', picture(language, "looks")
    )
    weights = np.concatenate([page["looks"][2], page["looks"][1]])
    assert_allclose(np.array(heights, dtype=float) / 62, weights.ravel(), atol=0.0002)


@pytest.mark.parametrize("language", LANGUAGES)
def test_in_the_second_picture_two_heads_lie_in_the_frame_and_outside_the_hull(page, language):
    svg = picture(language, "reach")
    corners = re.search(r'<polygon class="key fill" points="([^"]+)"', svg)[1]
    corners = np.array([corner.split(",") for corner in corners.split()], dtype=float)
    one, two = (
        np.array(re.findall(r'<rect class="ink fill" x="([\d.]+)" y="([\d.]+)"', svg), dtype=float)
        + 4.5
    )
    left, top, width, height = map(
        float,
        re.search(
            r'<rect class="weight fill" x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"',
            svg,
        ).groups(),
    )

    def inside(point, slack=0.0):
        ahead = np.roll(corners, -1, axis=0) - corners
        to = point - corners
        turns = ahead[:, 0] * to[:, 1] - ahead[:, 1] * to[:, 0]
        return (turns >= -slack).all() or (turns <= slack).all()

    assert inside(one, 1) and not inside(two, 1)
    assert left < two[0] < left + width and top < two[1] < top + height
    scale = width / np.ptp(page["first_two"][:, 0])
    assert_allclose(two - one, (page["became"][2] - page["became"][1]) * [scale, -scale], atol=0.05)


@pytest.mark.parametrize("language", LANGUAGES)
def test_in_the_third_picture_only_the_right_split_has_heads_of_one_kind(language):
    svg = picture(language, "split")
    cells = re.findall(
        r'<(?:rect class="(query) fill" x|path class="(key) stroke" d="M)[="]*([\d.]+)[^\n]*\n<text[^>]*>(\d\d)<',
        svg,
    )
    assert len(cells) == 36
    sides = {"left": [], "right": []}
    for query, key, x, number in cells:
        assert (query or key) == ("query" if number[1] in "12" else "key")
        if not 140 < float(x) < 220:
            sides["left" if float(x) < 140 else "right"].append(query or key)
    assert sides["left"] == ["query"] * 6 + ["key"] * 6
    assert {*sides["right"][:6]} == {*sides["right"][6:]} == {"query", "key"}


# --- What goes wrong ---------------------------------------------------------------------------


def test_with_reshape_alone_earlier_tokens_notice_a_later_one_and_row_1_is_not_v1(page):
    x, values = page["inputs"], page["inputs"] @ page["w_value"]
    changed = x.copy()
    changed[4] = [9, -9, 9]
    for name, noticed in (("split_heads", [4, 5]), ("reshape_alone", [2, 3, 4, 5])):
        before, after = (page["heads_of"](each, page[name]) for each in (x, changed))
        assert list(np.flatnonzero(~np.isclose(before, after).all(axis=1))) == noticed
        assert np.allclose(before[0], values[0]) is (name == "split_heads")


def test_the_number_of_heads_must_divide_d_out_in_all(page):
    from attention import multi_head_attention

    for num_heads in range(1, 6):
        if 4 % num_heads == 0:
            multi_head_attention(page["inputs"], *matrices(page), np.eye(4), num_heads)
        else:
            with pytest.raises(ValueError, match="must divide d_out = 4"):
                multi_head_attention(page["inputs"], *matrices(page), np.eye(4), num_heads)


def test_per_head_more_heads_do_mean_more_parameters(page):
    assert (
        page["count"](12, 768)
        == 12 * 3 * 768 * 768 + 12 * 768 * 768 + 768
        > 11 * page["count"](1, 768)
    )


def test_the_biases_of_queries_keys_and_values_would_be_2304_more(page):
    assert 3 * 768 == 2304


def test_parameters_are_counted_as_there_are_numbers_in_the_arrays(page):
    counted = sum(w.size for w in matrices(page)) + page["w_out"].size + page["b_out"].size
    d_in, d_out, H = 3, 4, 2
    assert counted == H * 3 * d_in * (d_out // H) + d_out * d_out + d_out


def test_multiplications_for_the_scores_do_not_grow_with_the_heads_and_the_weights_do(page):
    T, d_out = 6, 4
    for num_heads in (1, 2, 4):
        q = page["split_heads"](page["inputs"] @ page["w_query"], num_heads)
        products = (
            q[..., :, None, :] * q[..., None, :, :]
        )  # every product of every score, before they are added up
        assert products.size == T * T * d_out
        assert products.sum(axis=-1).size == num_heads * T * T


def test_only_the_root_of_one_head_s_columns_gives_the_book_s_numbers_and_your_sees_only_itself(
    page,
):
    x, book = page["inputs"], published("mha_wrapper_seed123.output_batch2")[0]
    for d, agree in ((2, 24), (4, 4)):
        wide = [(np.sqrt(2 / d) * w_q, w_k, w_v) for w_q, w_k, w_v in page["heads"]]
        result = np.hstack([attend(x, *head, TRIANGLE) for head in wide])
        same = np.array(digits(result)) == np.array(digits(book))
        assert same.sum() == agree
        assert same[:4].all()
    assert 768 // 12 == 64


def test_the_mean_map_is_like_no_head_and_does_not_give_the_result(page):
    mean, looks = page["mean_map"], page["looks"][2]
    assert all(np.abs(mean - row).max() > 0.3 for row in looks)
    assert np.abs(mean @ page["first_two"] - page["became"][2]).max() > 0.1


# --- The exercises, and what comes next --------------------------------------------------------


def test_the_shapes_of_exercise_1(page):
    x, weights = np.ones((5, 10, 3)), np.ones((3, 3, 96))
    context, table = page["multi_head"](x, *weights, 8)
    assert table.shape == (5, 8, 10, 10)
    assert page["split_heads"](context, 8).shape == (5, 8, 10, 12)


def test_the_solution_of_exercise_2_prints_what_it_says(page):
    grid = np.array([[10 * token + column for column in range(1, 7)] for token in range(1, 5)])
    assert grid.reshape(4, 3, 2).swapaxes(0, 1)[1, 0].tolist() == [13, 14]
    assert grid.reshape(3, 4, 2)[1, 0].tolist() == [23, 24]


def test_on_the_way_back_without_a_transpose_row_1_holds_head_1_of_two_tokens(page):
    split = page["split_heads"](page["at_once"][0], 2)
    merged = split.reshape(6, 4)
    assert_array_equal(merged[0], split[0, :2].ravel())


def test_without_a_mask_the_order_of_the_tokens_counts_for_nothing(page):
    order = np.random.default_rng(0).permutation(6)
    assert_allclose(run(page, page["inputs"][order]), run(page, page["inputs"])[order])
