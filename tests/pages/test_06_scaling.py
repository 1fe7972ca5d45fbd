"""06-scaling: published numbers, other seeds, measured derivatives, and the pictures."""

import numpy as np
import pytest
from attention import multi_head_attention, scaled_dot_product_attention

from lessonkit.project import HERE
from lessonkit.sections import sections
from tests.published import published


def softmax(scores):
    """Return the weights, computed without the toolkit."""
    exps = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return exps / exps.sum(axis=-1, keepdims=True)


def other_scores(d):
    """Return scores of queries and keys that are not the page's."""
    rng = np.random.default_rng(1)
    return rng.normal(size=(60, 16, d)) @ rng.normal(size=(60, d, 16))


def test_the_scores_and_weights_are_the_published_ones(page):
    assert np.array_equal(page["published_scores"], published("scaling_example.scores"))
    assert np.array_equal(page["scores_2"], published("trainable.attn_scores_2"))
    scaled, with_root = page["divided_weights"].round(4), page["with_root"].round(4)
    assert np.array_equal(scaled, published("scaling_example.weights_scaled"))
    assert np.array_equal(with_root, published("trainable.attn_weights_2"))


@pytest.mark.parametrize("d", [4, 64, 1024])
def test_the_experiment_does_not_depend_on_its_seed(page, d):
    scores = other_scores(d)
    ways = [softmax(scores / by).max(axis=-1).mean() for by in (1, np.sqrt(d), d)]
    assert scores.var() == pytest.approx(d, rel=0.08)
    assert np.allclose(ways, page["largest"][d], atol=0.025)
    for divisor, share in zip((1, np.sqrt(d)), page["tiny"][d]):
        slopes = page["steepest"](scores, divisor)
        assert (slopes < 0.001).mean() == pytest.approx(share, abs=0.05)


@pytest.mark.parametrize(
    ("name", "std"),
    [("variance 1", 1 / 768**0.5), ("nn.Linear", 1 / (3 * 768) ** 0.5), ("GPT-2", 0.02)],
)
def test_matrices_drawn_as_models_start_give_the_weights_of_the_table(page, name, std):
    rng = np.random.default_rng(1)
    tokens, others = rng.normal(size=(2, 20, 16, 768))
    for d, expected in zip((16, 64, 256), page["by_start"][name]):
        w_query, w_key = rng.normal(0, std, size=(2, 768, d))
        scores = (tokens @ w_query) @ (others @ w_key).mT
        assert softmax(scores).max(axis=-1).mean() == pytest.approx(expected, abs=0.03)


@pytest.mark.parametrize("divisor", [1, 8])
def test_steepest_is_the_largest_derivative_that_one_measures(page, divisor):
    scores, step = page["scores"][64][0, :4], 1e-5
    nudges = step * np.eye(16)[:, None]  # one key at a time
    higher, lower = softmax((scores + nudges) / divisor), softmax((scores - nudges) / divisor)
    measured = np.abs((higher - lower) / (2 * step)).max(axis=(0, -1))
    assert np.allclose(measured, page["steepest"](scores, divisor), atol=1e-9)


def test_the_toolkit_divides_by_the_root_of_each_head(page):
    x, same = page["queries"][64][0], np.eye(64)  # the identity matrix: q = k = v = x
    halves = x[:, :32], x[:, 32:]
    by_hand = [page["softmax"](half @ half.T / np.sqrt(32)) @ half for half in halves]
    two_heads = multi_head_attention(x, same, same, same, same, num_heads=2)
    assert np.allclose(np.hstack(by_hand), two_heads)
    for d in (64, 256):
        q, k = page["queries"][d], page["keys"][d]
        _, weights = scaled_dot_product_attention(q, k, k, return_weights=True)
        assert np.allclose(weights, page["softmax"](page["scaled"][d]))


def test_the_walks_end_at_their_scores(page, drawn):
    ends = [points[-1, 1] for points in drawn("walks").points("path", "score")]
    ends = np.reshape(ends, (2, 20))
    scores = page["walks"][..., -1].ravel()[:20]
    assert np.allclose(104 - ends[0], scores, atol=0.06)
    assert np.allclose((284 - ends[1]) / 16, scores / 32, atol=0.01)


def test_the_bars_show_the_mean_weights(page, drawn):
    bars = drawn("shares").sizes("rect", "weight", "width").reshape(2, 3, 16)
    shown = (bars[:, :, 0] + 1) / 293
    assert np.allclose(shown.T, [page["largest"][d][:2] for d in (4, 64, 1024)], atol=0.0005)


def test_the_curves_show_the_experiment(page, drawn):
    heights = [points[:, 1] for points in drawn("largest").points("path", "")]
    largest, tiny = (np.array(list(page[name].values())).T for name in ("largest", "tiny"))
    assert np.allclose([(178 - y) / 150 for y in heights[:3]], largest, atol=0.0005)
    assert np.allclose([(348 - y) / 150 for y in heights[3:]], tiny, atol=0.0005)


@pytest.mark.parametrize("ending", [".out", ".vi.out"])
def test_each_wrong_answer_gets_its_own_message(ending):
    for number in range(1, 6):
        said = sections(HERE.snippets / "exercises" / f"06_scaling_{number}{ending}")
        messages = [said[name].text for name in said if name.startswith("wrong_")]
        assert len(set(messages)) == len(messages) >= 4
