"""15-whole-model: the recorded training is that of the page's code, and its gradients are right."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from lessonkit.project import HERE

RECORDED = np.load(HERE.snippets / "data" / "whole-model.npz")


def test_the_recorded_runs_are_those_of_the_cells(page):
    for name in ("losses", "losses_without"):
        assert len(page[name]) == 600
        assert_allclose(page[name], RECORDED[f"alice_{name}"], atol=0.005, err_msg=name)
    for part, matrix in page["trained"].items():
        assert_allclose(page["w"][part], matrix, atol=0.01, err_msg=part)


def test_every_gradient_of_every_matrix_is_right(page):
    """All entries of the smaller matrices, by central differences on a few tokens."""
    ids, targets = page["known"][None, :5], page["known"][None, 1:6]
    w = page["new_weights"](3)
    w["place"] = w["place"][:5]
    logits, computed = page["forward"](w, ids)
    grads = page["backward"](w, ids, page["loss_of"](logits, targets)[1], computed)
    draw = np.random.default_rng(0)
    for part, matrix in w.items():
        for _ in range(40):
            place = tuple(draw.integers(matrix.shape))
            kept, losses = matrix[place], []
            for nudge in (1e-5, -1e-5):
                matrix[place] = kept + nudge
                losses.append(page["loss_of"](page["forward"](w, ids)[0], targets)[0])
            matrix[place] = kept
            measured = (losses[0] - losses[1]) / 2e-5
            assert measured == pytest.approx(grads[part][place], abs=1e-8), (part, place)


def test_a_later_token_changes_no_earlier_logits(page):
    ids = page["known"][None, :10]
    other = ids.copy()
    other[0, 6] = (ids[0, 6] + 1) % len(page["letters"])
    before, after = (page["forward"](page["trained"], each)[0] for each in (ids, other))
    assert_allclose(before[:, :6], after[:, :6], atol=1e-12)
    assert not np.allclose(before[:, 6:], after[:, 6:])


def test_adam_is_that_of_its_paper(page):
    """Algorithm 1 of Kingma and Ba 2015, with vectors m and v of its own."""
    draw = np.random.default_rng(0)
    theta, m, v = draw.normal(size=4), np.zeros(4), np.zeros(4)
    w, state = {"theta": theta.copy()}, {}
    for t in range(1, 6):
        g = draw.normal(size=4)
        page["adam"](w, {"theta": g}, state, t, rate=0.01)
        m, v = 0.9 * m + (1 - 0.9) * g, 0.99 * v + (1 - 0.99) * g * g
        theta = theta - 0.01 * (m / (1 - 0.9**t)) / (np.sqrt(v / (1 - 0.99**t)) + 1e-8)
    assert_allclose(w["theta"], theta, atol=1e-14)
