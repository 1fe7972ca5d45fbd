"""16-small-cache: what is absorbed, what a window sees, what was recorded, and each picture."""

import numpy as np
import pytest
from attention import rotary_embedding, scaled_dot_product_attention
from numpy.testing import assert_allclose

from lessonkit.project import HERE
from tests import record_transformers

RECORDED = np.load(HERE.snippets / "data" / "smollm2-cache.npz")
TRANSFORMERS = np.load(record_transformers.RECORD)


def test_absorbing_is_exact_for_other_sizes(page):
    draw = np.random.default_rng(5).normal
    for heads, d, d_latent in ((1, 2, 9), (3, 7, 4)):
        query, c = draw(size=(heads, 5, d)), draw(size=(5, d_latent))
        up_k, up_v = draw(size=(2, heads, d_latent, d))
        plain = scaled_dot_product_attention(query, c @ up_k, c @ up_v)
        mixed = scaled_dot_product_attention(query @ up_k.mT, c, c, scale=1 / d**0.5)
        assert_allclose(mixed @ up_v, plain, atol=1e-12)


def test_the_matrix_between_gives_the_rotated_score(page):
    """By the definition: rotate query and key, then multiply."""
    query, key = (rotary_embedding(page[name][0]) for name in ("query", "key"))
    for i, j in ((0, 0), (5, 3), (3, 5)):
        score = page["x"][i] @ page["between"](i, j) @ page["c"][j]
        assert score == pytest.approx(query[i] @ key[j], abs=1e-12)


@pytest.mark.parametrize(("size", "first"), [(1, 0), (3, 0), (3, 1), (4, 2), (9, 0)])
def test_a_window_sees_the_first_and_the_last(page, size, first):
    mask = page["window_mask"](7, size, first)
    for i in range(7):
        expected = {j for j in range(i + 1) if j < first or i - j < size - first}
        assert {*np.flatnonzero(mask[i])} == expected and len(expected) <= size


def test_a_learned_logit_is_a_token_without_a_value(page):
    scores, value = page["scores"], page["value"]
    exps = np.exp(np.concatenate([scores, np.full((*scores.shape[:2], 1), 3.0)], axis=-1))
    padded = np.concatenate([value, np.zeros_like(value[:, :1])], axis=1)
    expected = exps / exps.sum(axis=-1, keepdims=True) @ padded
    assert_allclose(page["with_sink"](scores, 3.0) @ value, expected, atol=1e-12)


@pytest.mark.parametrize("axis", [0, 1])
def test_rounding_is_off_by_half_a_step_at_most(page, axis):
    x = np.random.default_rng(1).normal(size=(40, 30))
    found = page["rounded"](x, 4, axis)
    step = np.ptp(x, axis=axis, keepdims=True) / 15
    assert (np.abs(found - x) <= step / 2 + 1e-12).all()
    assert max(len(np.unique(row.round(9))) for row in np.moveaxis(found, axis, -1)) <= 16


@pytest.mark.parametrize("name", record_transformers.TEXTS)
def test_transformers_gives_the_same_losses(name):
    """With masks and rounding of its own, of which the last digits decide as in our five runs."""
    assert_allclose(RECORDED[f"{name}_losses"], TRANSFORMERS[f"{name}_losses"], atol=0.001)
    for runs, loss in zip(RECORDED[f"{name}_rounded"], TRANSFORMERS[f"{name}_rounded"]):
        assert runs.min() - 0.05 < loss < runs.max() + 0.05


def test_until_the_window_is_full_the_losses_are_equal():
    for name in record_transformers.TEXTS:
        losses = RECORDED[f"{name}_losses"]
        assert_allclose(losses[1:, :47], losses[:1, :47].repeat(2, axis=0), atol=1e-4)
        assert (np.abs(losses[1] - losses[0])[48:] > 0.01).any()


def test_the_recorded_errors_are_those_of_the_cell(page):
    for kind, error in zip(("token", "channel"), RECORDED["errors"][0, :, 13, 8]):
        assert page["off"][kind] == pytest.approx(error, abs=0.01)


def test_the_boxes_are_to_scale(drawn):
    (_, latents, window, bits) = drawn("box").sizes("rect", "fill", "width", "height")
    assert latents.tolist() == [112, 5] and window.tolist() == [24, 64]
    assert bits.tolist() == [112, 64]


def test_the_picture_has_a_dot_for_each_head(drawn, page):
    better = drawn("bits").sizes("circle", "score", "cx", "cy")
    assert len(better) == (page["by_channel"][0] < page["by_token"][0]).sum()
    assert len(drawn("bits").sizes("circle", "fill", "cx")) == 271  # and the marked one


def test_the_curves_end_where_the_losses_do(drawn, page):
    means = np.mean(list(page["losses"].values()), axis=0)[:, -32:].mean(axis=1)
    ends = [float(text.rpartition(" ")[2]) for text in drawn("window").words(r".* \d\.\d")]
    assert_allclose(ends, means, atol=0.051)
