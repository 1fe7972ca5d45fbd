"""tiled_attention against scaled_dot_product_attention, PyTorch's contract, and its own memory."""

import tracemalloc

import numpy as np
import pytest
from attention import causal_mask, scaled_dot_product_attention, tiled_attention
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

pytestmark = pytest.mark.filterwarnings("error")
LEADING = [((), (), ()), ((2, 1), (3,), (2, 3)), ((1,), (4,), (4,)), ((2, 3), (), (3,))]


def draw(*shape, seed=0, dtype=np.float64):
    return (3 * np.random.default_rng(seed).normal(size=shape)).astype(dtype)


def both(*qkv, block_size, **options):
    plain = scaled_dot_product_attention(*qkv, **options)
    return tiled_attention(*qkv, block_size, **options), plain


@settings(deadline=None, derandomize=True)
@given(
    sizes=st.tuples(*[st.integers(0, 11)] * 2, *[st.integers(0, 4)] * 2),
    leading=st.sampled_from(LEADING),
    block_size=st.integers(1, 12),
    is_causal=st.booleans(),
    scale=st.sampled_from([None, 0, 0.5, -2.0]),
)
def test_equals_plain_attention_for_any_sizes(sizes, leading, block_size, is_causal, scale):
    T_q, T_k, d, d_v = sizes
    shapes = (T_q, d), (T_k, d), (T_k, d_v)
    arrays = [draw(*front, *shape) for front, shape in zip(leading, shapes, strict=True)]
    found, expected = both(*arrays, block_size=block_size, is_causal=is_causal, scale=scale)
    assert found.shape == expected.shape
    assert_allclose(found, expected, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize(("T_q", "T_k"), [(5, 9), (9, 5), (130, 70), (1, 64)])
def test_causal_counts_from_the_top_left(T_q, T_k):
    query, key, value = draw(T_q, 4), draw(T_k, 4, seed=1), draw(T_k, 2, seed=2)
    rows = [tiled_attention(query[[i]], key[: i + 1], value[: i + 1]) for i in range(T_q)]
    assert_allclose(tiled_attention(query, key, value, 4, True), np.concatenate(rows))


@settings(deadline=None, derandomize=True)
@given(
    sizes=st.tuples(*[st.integers(0, 11)] * 2),
    block_size=st.integers(1, 12),
    offset=st.integers(-12, 12),
)
def test_causal_with_an_offset_equals_its_mask(sizes, block_size, offset):
    T_q, T_k = sizes
    qkv = draw(2, T_q, 3), draw(T_k, 3, seed=1), draw(T_k, 2, seed=2)
    expected = scaled_dot_product_attention(*qkv, causal_mask(T_q, T_k, offset))
    found = tiled_attention(*qkv, block_size, True, offset=offset)
    assert_allclose(found, expected, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("is_causal", [False, True])
def test_the_log_sum_exp_is_that_of_each_query(is_causal):
    query, key, value = draw(2, 9, 4), draw(7, 4, seed=1), draw(7, 2, seed=2)
    seen = causal_mask(9, 7, -2) | (not is_causal)  # with the mask, two queries see no key
    with np.errstate(divide="ignore"):
        expected = np.log((np.exp(query @ key.T / 2) * seen).sum(axis=-1))
    options = {"is_causal": is_causal, "offset": -2, "return_lse": True}
    output, lse = tiled_attention(query, key, value, 3, **options)
    assert_allclose(lse, expected)
    assert_allclose(output, tiled_attention(query, key, value, 3, is_causal, offset=-2))
    assert tiled_attention(query[:, :0], key, value, return_lse=True)[1].shape == (2, 0)


def test_parts_of_the_keys_combine_by_their_log_sum_exps():
    query, key, value = draw(9, 4), draw(7, 4, seed=1), draw(7, 2, seed=2)
    parts = [
        tiled_attention(query, key[part], value[part], 2, return_lse=True)
        for part in (slice(3), slice(3, 7))
    ]
    outputs, lse = zip(*parts, strict=True)
    weights = np.exp(lse - np.logaddexp(*lse))[..., None]  # (2, 9, 1)
    assert_allclose((weights * outputs).sum(axis=0), tiled_attention(query, key, value))


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64, np.int64])
def test_the_dtype_is_that_of_plain_attention_and_inputs_stay(dtype):
    arrays = [draw(3, 20, 4, seed=seed, dtype=dtype) for seed in range(3)]
    before = np.copy(arrays)
    found, expected = both(*arrays, block_size=7)
    assert found.dtype == expected.dtype == (np.float64 if dtype is np.int64 else dtype)
    assert_allclose(found, expected, rtol=2e-3 if dtype is np.float16 else 1e-5, atol=1e-5)
    assert (arrays == before).all()


def test_large_rising_scores_give_no_overflow_and_no_nan():
    key, value = draw(50, 3, seed=1), draw(50, 2, seed=2)
    key[:, 0] = np.linspace(-1e6, 1e6, 50)
    assert_allclose(*both(np.abs(draw(9, 3)), key, value, block_size=8), atol=1e-12)


def peak(attend, T, **options):  # in bytes; NumPy reports its arrays to tracemalloc
    arrays = [draw(T, 16, seed=seed) for seed in range(3)]
    tracemalloc.start()
    attend(*arrays, **options)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most


@pytest.mark.parametrize("is_causal", [False, True])
def test_memory_is_linear_in_T_and_far_below_plain_attention(is_causal):
    options = {"block_size": 32, "is_causal": is_causal}
    first, second, third = (peak(tiled_attention, T, **options) for T in (512, 1024, 2048))
    assert third - second == pytest.approx(2 * (second - first), rel=0.1)
    assert peak(scaled_dot_product_attention, 2048) > 50 * third


def test_what_does_not_fit_is_named():
    fits = np.ones((3, 2))
    for size in (0, -3, 2.0, True, "64"):
        with pytest.raises(ValueError, match=f"block_size is {size!r}, not 1 or more"):
            tiled_attention(fits, fits, fits, size)
    with pytest.raises(ValueError, match=r"offset is 1\.5: it must be a whole number"):
        tiled_attention(fits, fits, fits, offset=1.5)
    with pytest.raises(ValueError, match=r"key must be \(…, T_k, 2\)"):
        tiled_attention(fits, np.ones((3, 4)), np.ones((3, 4)))
    with pytest.raises(TypeError, match="must hold integers or floats"):
        tiled_attention([["a"]], fits, fits)
