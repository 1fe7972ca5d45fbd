"""17-without-softmax: what a state holds and forgets, what was recorded, and each picture."""

import numpy as np
import pytest
from attention import scaled_dot_product_attention
from numpy.testing import assert_allclose

from lessonkit.project import HERE

RECORDED = np.load(HERE.snippets / "data" / "smollm2-blocks.npz")["shares"]


def test_linear_attention_is_the_sum_by_its_definition(page):
    query, key, value = (page[name] for name in ("query", "key", "value"))
    rows = [sum((query[i] @ key[j]) * value[j] for j in range(i + 1)) for i in range(len(query))]
    assert_allclose(page["parallel"], rows, atol=1e-12)
    assert_allclose(page["recurrent"], rows, atol=1e-12)


def test_decay_is_the_sum_by_its_definition(page):
    query, key, value, keep = (page[name] for name in ("query", "key", "value", "keep"))
    rows = [
        sum(keep ** (i - j) * (query[i] @ key[j]) * value[j] for j in range(i + 1))
        for i in range(len(query))
    ]
    assert_allclose(page["decayed"], rows, atol=1e-12)


def test_the_delta_rule_is_a_step_of_gradient_descent(page):
    """Of the squared error (v - k S)² / 2, by finite differences, with the step beta."""
    draw = np.random.default_rng(3).normal
    state, k, v, beta = draw(size=(3, 2)), draw(size=3), draw(size=2), 0.3
    k /= np.linalg.norm(k)

    def error(table):
        return ((v - k @ table) ** 2).sum() / 2

    nudges = 1e-5 * np.eye(6).reshape(6, 3, 2)
    slopes = [(error(state + nudge) - error(state - nudge)) / 2e-5 for nudge in nudges]
    expected = state - beta * np.reshape(slopes, (3, 2))
    assert_allclose(page["overwrite"](state, k, v, beta=beta), expected, atol=1e-9)


@pytest.mark.parametrize("update", ["write", "overwrite"])
def test_four_perpendicular_keys_keep_their_values(page, update):
    keys = np.linalg.qr(np.random.default_rng(2).normal(size=(4, 4)))[0]
    values = np.random.default_rng(4).normal(size=(4, 4))
    assert_allclose(keys @ page["stored"](page[update], keys, values), values, atol=1e-12)


def test_a_query_reads_its_own_block_and_the_best_before(page):
    scores = np.random.default_rng(6).normal(size=(20, 5))
    found = page["chosen"](scores, size=4, count=3)
    for i, row in enumerate(scores):
        earlier = sorted(range(i // 4), key=lambda block: -row[block])
        assert {*np.flatnonzero(found[i])} == {i // 4, *earlier[:2]}


def test_the_shares_are_those_of_real_attention(page):
    """With a block that is chosen for each query, summed from `attention.py`'s weights."""
    query, key = np.random.default_rng(7).normal(size=(2, 32, 8))
    _, weights = scaled_dot_product_attention(query, key, key, is_causal=True, return_weights=True)
    latest = [weights[i, 4 * max(i // 4 - 1, 0) :].sum() for i in range(8, 32)]
    found = page["shares_of"](query, key, size=4, count=2)
    assert found["latest"] == pytest.approx(np.mean(latest))
    assert found["best"] >= max(found.values()) - 1e-12


def test_the_recorded_shares_are_those_of_the_cell(page):
    assert_allclose([*page["one_head"].values()], RECORDED[:, 13, 8], atol=0.001)
    assert (RECORDED[-1] >= RECORDED[:-1] - 1e-6).all() and (RECORDED <= 1).all()


def test_the_cost_of_pairs_is_that_of_page_10(page):
    assert page["pair_cost"](1024) == 2 * 1024 * 1024 * 768
    assert page["chosen_cost"](1024) > page["pair_cost"](1024)  # choosing costs something


def test_the_picture_counts_the_numbers_that_are_kept(drawn):
    keys, values = (drawn("state").sizes("rect", role, "x") for role in ("key", "value"))
    assert (len(keys), len(values)) == (4 * 21, 3 * 21)
    assert len(drawn("state").sizes("rect", "score", "x")) == 6 * 12


def test_the_picture_has_a_dot_for_each_head(drawn, page):
    assert len(drawn("blocks").sizes("circle", "fill", "cx")) == 270
    assert (
        len(drawn("blocks").sizes("circle", "score", "cx"))
        == (page["by_way"]["means"] > page["by_way"]["first and latest"]).sum()
    )


def test_the_lines_of_the_cost_are_to_scale(drawn, page):
    """A power of ten is as high everywhere, so heights tell the ratio of two costs."""
    lines = [drawn("cost").points("path", role)[0] for role in ("query", "key", "score")]
    pairs, chosen, state = (line[-1][1] for line in lines)
    costs = [page[name](131_072) for name in ("pair_cost", "chosen_cost", "state_cost")]
    assert (chosen - pairs) / 40 == pytest.approx(np.log10(costs[0] / costs[1]), abs=0.01)
    assert (state - pairs) / 40 == pytest.approx(np.log10(costs[0] / costs[2]), abs=0.01)
