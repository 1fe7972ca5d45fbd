"""10-cost: counted work, attention.py and PyTorch's parameters, and the pictures."""

import numpy as np
import pytest
from attention import causal_mask, scaled_dot_product_attention, tiled_attention
from numpy.testing import assert_allclose

from lessonkit.program import run_program
from lessonkit.project import HERE


def test_costs_are_those_that_page_03_counts_one_by_one(page):
    counting = run_program(HERE.snippets / "03_all_tokens.py").names
    inputs, count = page["inputs"], counting["count"]
    assert count(counting["scores_and_contexts"], inputs) == page["pair_cost"](6, 3)
    square = np.ones((3, 3))
    one = count(lambda x: x @ square, inputs)
    assert 4 * one == page["projection_cost"](6, 3)
    assert page["projection_cost"](1, 768) == 4 * 768**2  # GPT-2's parameters without the biases


@pytest.mark.parametrize("block_size", [1, 2, 4, 5, 6, 64])
@pytest.mark.parametrize("T_q", [6, 17])
def test_tiles_of_any_size_agree_with_the_toolkit(page, block_size, T_q):
    rng = np.random.default_rng(0)
    q, k, v = rng.normal(size=(T_q, 5)), rng.normal(size=(17, 5)), rng.normal(size=(17, 3))
    expected = scaled_dot_product_attention(q, k, v)
    for attend in (page["tiled"], tiled_attention):
        assert_allclose(attend(q, k, v, block_size), expected)
    masked = scaled_dot_product_attention(q, k, v, attn_mask=causal_mask(T_q, 17))
    for attend in (page["causal_tiled"], lambda *all: tiled_attention(*all, is_causal=True)):
        assert_allclose(attend(q, k, v, block_size), masked)


def test_one_pass_agrees_with_the_toolkit_in_any_order(page):
    scores, values = np.array([5.0, -900.0, 7.0, 800.0, 799.0]), np.arange(10.0).reshape(5, 2)
    exps = np.exp(scores - 800)
    for order in ([0, 1, 2, 3, 4], [4, 3, 2, 1, 0], [3, 0, 4, 1, 2]):
        state = (-np.inf, 0, 0)
        for j in order:
            state = page["add_key"](state, scores[j], values[j])
        assert_allclose(state[2] / state[1], exps @ values / exps.sum())


def test_the_tile_in_the_picture_shows_scores_and_running_numbers(page, drawn):
    scores = page["inputs"] @ page["inputs"].T / 3**0.5
    shown = drawn("tiles").words(r"\d\.\d\d")
    exps = np.exp(scores[2:4, :4] - scores[2:4, :4].max(axis=1, keepdims=True))
    state = np.stack([scores[2:4, :4].max(axis=1), exps.sum(axis=1)], axis=1)
    assert shown == [f"{n:.2f}" for n in [*scores[2:4, 2:4].ravel(), *state.ravel()]]
