"""rotary_embedding against ONNX's cases, complex numbers, and what it promises about offsets."""

import json
from pathlib import Path

import numpy as np
import pytest
from attention import rotary_embedding, rotate
from numpy.testing import assert_allclose, assert_array_equal

CASES = json.loads((Path(__file__).parent / "onnx_rotary.json").read_text("utf-8"))
LAYOUTS = pytest.mark.parametrize("interleaved", [False, True], ids=["halves", "interleaved"])


def draw(*shape, seed=0):
    return np.random.default_rng(seed).normal(size=shape)


@pytest.mark.parametrize("name", CASES)
def test_rotate_gives_the_expected_outputs_of_onnx(name):
    case = CASES[name]
    batch, _, T, _ = case["shape"]
    x, output = (np.array(case[key]).reshape(case["shape"]) for key in ("x", "output"))
    cos, sin = (np.array(case[key]).reshape(batch, 1, T, -1) for key in ("cos", "sin"))
    d = 2 * cos.shape[-1]  # the components after these stay as they are
    rotated = rotate(x, cos, sin, case["interleaved"])
    assert_allclose(rotated, output, atol=1e-5)
    assert_array_equal(rotated[..., d:], x[..., d:])


@LAYOUTS
def test_a_pair_is_a_complex_number_times_a_unit_one(interleaved):
    x, positions = draw(2, 3, 5, 8), np.array([3, 1, 4, 1, 59])
    turns = np.exp(1j * positions[:, None] * 100.0 ** (-np.arange(4) / 4))
    pairs = x.reshape(2, 3, 5, 4, 2) if interleaved else np.stack(np.split(x, 2, -1), -1)
    turned = (pairs[..., 0] + 1j * pairs[..., 1]) * turns
    parts = [turned.real, turned.imag]
    expected = np.stack(parts, -1).reshape(x.shape) if interleaved else np.concatenate(parts, -1)
    assert_allclose(rotary_embedding(x, positions, 100, interleaved), expected)


@LAYOUTS
def test_scores_depend_on_the_offset_alone(interleaved):
    query, key = draw(1, 64), draw(1, 64, seed=1)

    def score(query_at, key_at):
        turned = (
            rotary_embedding(row, [position], interleaved=interleaved)
            for row, position in [(query, query_at), (key, key_at)]
        )
        return np.vdot(*turned)

    assert_allclose([score(107, 100), score(7, 0), score(0, -7)], score(12, 5))
    assert abs(score(7, 0) - score(8, 0)) > 0.01


def test_positions_count_from_zero_by_default():
    x = draw(3, 4, 6)
    assert_allclose(rotary_embedding(x), rotary_embedding(x, np.arange(4)))
    assert_allclose(rotary_embedding(x)[:, 0], x[:, 0])
    assert_allclose(rotary_embedding(x)[:, 2:], rotary_embedding(x[:, 2:], [2, 3]))


@LAYOUTS
def test_each_sequence_may_have_positions_of_its_own(interleaved):
    x, positions = draw(2, 3, 5, 8), np.array([[[0, 1, 2, 3, 4]], [[7, 9, 4, 0, 1]]])
    found = rotary_embedding(
        x, positions, interleaved=interleaved
    )  # (2, 1, 5): the same for all heads
    rows = [rotary_embedding(x[n], positions[n, 0], interleaved=interleaved) for n in range(2)]
    assert_array_equal(found, rows)


@LAYOUTS
def test_the_first_components_alone_may_be_rotated(interleaved):
    """As with rotary_dim of GPT-J: the rates are those of vectors with so many components."""
    x = draw(2, 5, 7)
    found = rotary_embedding(x, interleaved=interleaved, rotary_dim=4)
    assert_array_equal(found[..., :4], rotary_embedding(x[..., :4], interleaved=interleaved))
    assert_array_equal(found[..., 4:], x[..., 4:])
    assert_array_equal(rotary_embedding(x, rotary_dim=0), x)


def test_lengths_stay_and_layouts_differ_only_in_order():
    x = draw(4, 6)
    halves, order = rotary_embedding(x), [0, 3, 1, 4, 2, 5]
    assert_allclose(np.linalg.norm(halves, axis=1), np.linalg.norm(x, axis=1))
    assert_allclose(rotary_embedding(x[:, order], interleaved=True), halves[:, order])
    assert not np.allclose(rotary_embedding(x, interleaved=True), halves)


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64, np.int64])
def test_the_dtype_comes_back_and_the_input_is_not_changed(dtype):
    x = np.arange(24).reshape(2, 3, 4).astype(dtype)
    before = x.copy()
    expected = np.float64 if dtype == np.int64 else dtype
    assert rotary_embedding(x).dtype == expected
    assert (x == before).all()


def test_no_tokens_give_no_tokens():
    assert rotary_embedding(np.zeros((2, 0, 4))).shape == (2, 0, 4)


@pytest.mark.parametrize(
    ("x", "options", "error", "message"),
    [
        (np.zeros((2, 3, 5)), {}, ValueError, r"x has shape \(2, 3, 5\): .* an even d"),
        (np.zeros(4), {}, ValueError, r"x has shape \(4,\): it must be \(…, T, d\)"),
        (np.zeros((3, 4)), {"positions": [0, 1]}, ValueError, r"\(2,\): it must be \(3,\)"),
        (np.zeros((3, 4)), {"positions": ["a", "b", "c"]}, TypeError, "positions has shape"),
        (np.zeros((3, 4)), {"positions": np.ones((2, 3))}, ValueError, r"or broadcast to \(3,\)"),
        (np.zeros((2, 3, 4)), {"positions": np.ones((2, 1))}, ValueError, r"it must be \(3,\)"),
        (np.zeros((3, 4)), {"rotary_dim": 3}, ValueError, "rotary_dim is 3: it must be even and"),
        (np.zeros((3, 4)), {"rotary_dim": 6}, ValueError, r"at most 4, .* of x \(3, 4\)"),
        (np.zeros((3, 4)), {"rotary_dim": 2.0}, ValueError, "rotary_dim is 2.0: it must be even"),
        (np.zeros((3, 4)), {"base": 0}, ValueError, "base is 0: it must be above 0"),
        (np.array([["a", "b"]]), {}, TypeError, "it must hold integers or floats"),
    ],
)
def test_what_does_not_fit_is_named(x, options, error, message):
    with pytest.raises(error, match=message):
        rotary_embedding(x, **options)
