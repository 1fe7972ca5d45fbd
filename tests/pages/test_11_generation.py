"""11-generation: an oracle without a cache, published sizes, the pictures and the toolkit."""

import numpy as np
import pytest
from attention import KVCache, causal_mask, scaled_dot_product_attention
from numpy.testing import assert_allclose, assert_array_equal

from lessonkit.project import HERE
from tests.published import digits
from tools import one_sentence

RECORDED = np.load(HERE.snippets / "data" / "one-sentence.npz")


def last_row(x, w_query, w_key, w_value):
    """Return the last context vector, written as a loop over the keys."""
    query = x[-1] @ w_query
    exps = [np.e ** (query @ (row @ w_key) / 2**0.5) for row in x]
    return sum(e * (row @ w_value) for e, row in zip(exps, x)) / sum(exps)


def test_each_step_is_the_last_row_of_all_tokens_so_far(page):
    matrices = [page[f"w_{name}"] for name in ("query", "key", "value")]
    rows = [last_row(page["inputs"][: T + 1], *matrices) for T in range(5)]
    assert_allclose(page["cached"], rows)
    assert_allclose(page["known"], rows)


def test_the_recorded_matrices_are_what_page_15_learns():
    for part, matrix in one_sentence.learned().items():
        assert_allclose(matrix, RECORDED[part], atol=0.01, err_msg=part)


def test_it_has_learned_by_a_loop_of_its_own(page):
    """Its loss is far below that without logits, and no number of it would lower it by much."""

    def loss(w):
        rows = [
            last_row(page["inputs"][: T + 1], w["query"], w["key"], w["value"]) for T in range(5)
        ]
        logits = np.array(rows) @ w["words"]
        return np.mean([np.log(np.exp(row).sum()) - row[T + 1] for T, row in enumerate(logits)])

    w = {part: RECORDED[part].astype(float) for part in RECORDED.files}
    assert loss(w) < 0.05 < 1 < loss(w | {"words": w["words"] * 0})
    for part, place in ((name, at) for name in w for at in np.ndindex(w[name].shape)):
        kept, near = w[part][place], []
        for nudge in (1e-4, -1e-4):
            w[part][place] = kept + nudge
            near.append(loss(w))
        w[part][place] = kept
        assert abs(near[0] - near[1]) / 2e-4 < 0.05, (part, place)


@pytest.mark.parametrize("steps", [[6], [1] * 6, [2, 3, 1]])
def test_the_page_agrees_with_the_toolkit(page, steps):
    mine, toolkit, first = page["Cache"](), KVCache(), 0
    rows = np.random.default_rng(0).normal(size=(2, 6, 2))
    for size in steps:
        new = rows[:, first : first + size]
        assert_array_equal(mine.append(*new), toolkit.append(*new))
        first += size
    assert_array_equal([mine.keys, mine.values], rows)


def test_sizes_are_those_of_arrays_of_that_shape(page):
    for model, (layers, _, heads, d, _) in page["models"].items():
        one = np.zeros((2, layers, heads, 1, d), dtype=np.float16)
        assert page["per_token"][model] == one.nbytes
    assert page["gigabytes"]["GQA"] == page["longest"]["Llama 3.1 70B"] / 1e9


def test_each_query_head_uses_the_keys_of_its_group(page):
    query, key, value = page["query"], page["key"], page["value"]
    for h, g in enumerate([0, 0, 1, 1]):
        assert_allclose(page["right"][h], scaled_dot_product_attention(query[h], key[g], value[g]))


def test_the_corners_are_those_of_the_toolkit_and_of_the_picture(page, drawn):
    assert_array_equal(page["corners"]["top left"], causal_mask(2, 6))
    assert_array_equal(page["corners"]["bottom right"], causal_mask(2, 6, offset=4))
    corners = [page["aligned"][c][page["corners"][c]] for c in ("bottom right", "top left")]
    shown = np.concatenate([page["all_rows"][causal_mask(6)], *corners])
    cells = {"pattern": r"\d\.\d\d", "text_anchor": "middle", "font_size": "12"}
    assert drawn("aligned").words(**cells) == digits(shown, 2)


def test_temperature_divides_logits_and_top_k_needs_no_others(page):
    logits = np.concatenate([np.log(page["probabilities"]), np.full(49142, -20.0)]) + 3
    best = np.sort(logits)[: -page["k"] - 1 : -1]
    exps = np.e ** (best / page["temperature"])
    assert_allclose(page["chances"][: page["k"]], exps / exps.sum())
    assert not page["chances"][page["k"] :].any()


def test_the_pictures_show_the_rows_and_the_probabilities(page, drawn):
    cells = len(drawn("grow").shapes("rect", "weight", fill_opacity="0.75"))
    triangles = sum(T * (T + 1) // 2 for T in page["rows"])
    assert cells == triangles + (3 + 3 + 4 + 5) + 1  # one in the legend
    bars = drawn("chances").sizes("rect", "weight", "width", height="11").ravel()
    scale = 250 / page["probabilities"].max()
    assert_allclose(bars, scale * page["chances"], atol=0.01)
