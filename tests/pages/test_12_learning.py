"""12-learning: gradients and training against outside oracles, published dropout, the toolkit."""

import attention
import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from tests.published import digits, published
from tests.test_attention import SEED_789_W_KEY, SEED_789_W_QUERY


def test_the_function_of_the_page_is_that_of_the_toolkit(page):
    arrays = page["grad_context"], page["queries"], page["keys"], page["values"]
    expected = attention.attention_backward(*arrays, is_causal=True)
    for found, gradient in zip(page["at_once"], expected, strict=True):
        assert_allclose(found, gradient, atol=1e-12)
    batch = [np.random.default_rng(0).normal(size=(2, 3, 4, 5)) for _ in range(4)]
    both = page["attention_backward"](*batch), attention.attention_backward(*batch)
    assert all(map(np.allclose, *both))


@pytest.mark.parametrize("place", [(0, 1, 2), (1, 7, 3), (2, 8, 5)])
def test_gradients_of_the_task_are_central_differences(page, place):
    books = page["draw"](7, np.random.default_rng(3))
    losses = []
    for nudge in (1e-5, -1e-5):
        moved = [matrix.copy() for matrix in page["start"]]
        moved[place[0]][place[1:]] += nudge
        losses.append(page["loss_and_gradients"](moved, *books)[0])
    computed = page["loss_and_gradients"](page["start"], *books)[1][place[0]][place[1:]]
    assert_allclose((losses[0] - losses[1]) / 2e-5, computed, atol=1e-9)


def test_a_book_has_different_letters_and_answers_its_question(page):
    questions, books, answers = page["draw"](300, np.random.default_rng(5))
    for question, book, answer in zip(questions[:, 0], books, answers, strict=True):
        (row,) = np.flatnonzero((book[:, :6] == question[:6]).all(axis=1))
        assert book[row, 6:].argmax() == answer and not question[6:].any()
    assert_array_equal(books.sum(axis=(1, 2)), 10)
    assert np.bincount(answers).min() > 30


@pytest.mark.parametrize("seed", range(1, 4))
def test_other_beginnings_learn_the_task_too(page, seed, capsys):
    start = np.random.default_rng(seed).uniform(-1, 1, size=(3, 12, 6)) * page["bound"]
    assert page["accuracy"](page["train"](start, 2.0, 150)[0]) > 0.99


def test_dropout_gives_the_published_table(page):
    assert_array_equal(page["other_query"], np.round(SEED_789_W_QUERY, 6))
    assert_array_equal(page["other_key"], np.round(SEED_789_W_KEY, 6))
    assert_array_equal(page["kept"], published("dropout.keep_mask_p0.5_seed123"))
    assert digits(page["dropped"]) == digits(published("dropout.attn_weights_p0.5_seed123"))
    assert_allclose(page["dropped"].sum(axis=1), published("facts.dropout_row_sums"), atol=2e-4)


def test_dividing_by_what_is_left_changes_the_mean_weight(page):
    row, p = page["last_row"], page["p"]
    draws = row * np.array(list(np.ndindex((2,) * len(row))))  # equally likely, since p is 1/2
    left = draws.sum(axis=1, keepdims=True)
    by_what_is_left = np.divide(draws, left, out=np.zeros_like(draws), where=left > 0)
    assert_allclose((draws / (1 - p)).mean(axis=0), row)
    assert np.abs(by_what_is_left.mean(axis=0) - row).max() > 0.01
