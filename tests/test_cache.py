"""KVCache: step by step equals all at once, and ONNX's cases of Attention with a past."""

import json
from pathlib import Path

import numpy as np
import pytest
from attention import KVCache, causal_mask, scaled_dot_product_attention
from numpy.testing import assert_allclose, assert_array_equal

from tests.test_rotary import draw

CASES = json.loads((Path(__file__).parent / "onnx_cache.json").read_text("utf-8"))


@pytest.mark.parametrize("name", CASES)
def test_with_a_past_the_outputs_are_those_of_onnx(name):
    case = {key: np.array(rows).reshape(shape) for key, (shape, rows) in arrays_of(CASES[name])}
    cache = KVCache()
    cache.append(case["past_key"], case["past_value"])
    key, value = cache.append(case["K"], case["V"])
    T_q, T_k, T_past = case["Q"].shape[-2], key.shape[-2], case["past_key"].shape[-2]
    seen = causal_mask(T_q, T_k, T_past) if CASES[name]["is_causal"] else np.ones((T_q, T_k))
    mask = np.where(seen, case["attn_mask"], -np.inf)
    found = scaled_dot_product_attention(case["Q"], key, value, mask, enable_gqa=True)
    assert_allclose(found, case["Y"], atol=1e-6)


def arrays_of(case):
    return [(key, content) for key, content in case.items() if key != "is_causal"]


@pytest.mark.parametrize("steps", [[1] * 7, [4, 1, 1, 1], [3, 2, 2], [7], [0, 7]])
@pytest.mark.parametrize("leading", [(), (2,), (5, 2)], ids=str)
def test_step_by_step_equals_all_at_once(steps, leading):
    query, key = draw(2, *leading, 7, 4)
    value = draw(*leading, 7, 3, seed=1)
    cache, found, first = KVCache(), [], 0
    for size in steps:
        new = np.s_[..., first : first + size, :]
        keys, values = cache.append(key[new], value[new])
        mask = causal_mask(size, first + size, offset=first)  # bottom right
        found.append(scaled_dot_product_attention(query[new], keys, values, attn_mask=mask))
        first += size
    assert_array_equal(keys, key)
    assert_array_equal(values, value)
    expected = scaled_dot_product_attention(query, key, value, is_causal=True)
    assert_allclose(np.concatenate(found, axis=-2), expected)


def test_caches_share_nothing_and_keep_no_reference_to_what_they_got():
    key, value = draw(2, 3, 4)
    one, other = KVCache(), KVCache()
    one.append(key, value)
    other.append(-key, -value)
    key[:], value[:] = 0, 0
    keys, values = one.append(key[:0], value[:0])
    assert_array_equal([keys, values], draw(2, 3, 4))


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
def test_numbers_keep_their_type_and_lists_are_accepted(dtype):
    array = draw(2, 3).astype(dtype)
    assert [part.dtype for part in KVCache().append(array, array)] == [dtype, dtype]
    assert_array_equal(KVCache().append([[1, 2]], [[3]])[1], [[3]])


@pytest.mark.parametrize(("first", "dtype"), [(np.float32, np.float32), (np.int64, np.float64)])
def test_a_cache_keeps_the_type_that_it_began_with(first, dtype):
    cache = KVCache()
    cache.append(np.ones((1, 2), first), np.ones((1, 2), first))
    found = cache.append(np.full((1, 2), 0.5), np.full((1, 2), 0.5))
    assert [array.dtype for array in found] == [dtype, dtype]
    assert_array_equal(found[0], [[1, 1], [0.5, 0.5]])
    with pytest.raises(TypeError, match="value has shape .* it must hold integers or floats"):
        cache.append(np.ones((1, 2)), [["a", "b"]])


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ((2, 1, 5), (2, 1, 3), r"\[\(2, 1, 5\), .* they must be \[\(2, 1, 4\), \(2, 1, 3\)\]"),
        ((3, 1, 4), (3, 1, 3), r"they must be \[\(2, 1, 4\), \(2, 1, 3\)\]"),
        ((2, 1, 4), (2, 2, 3), r"\(2, 2, 3\)\]: they must be \[\(2, 1, 4\), \(2, 1, 3\)\]"),
        ((4,), (3,), r"they must be \[\(2, 'T', 4\), \(2, 'T', 3\)\]"),
    ],
)
def test_shapes_that_do_not_fit_are_named_and_leave_the_cache_alone(key, value, message):
    cache = KVCache()
    cache.append(np.zeros((2, 6, 4)), np.zeros((2, 6, 3)))
    with pytest.raises(ValueError, match=message):
        cache.append(np.zeros(key), np.zeros(value))
    assert cache.append(np.zeros((2, 1, 4)), np.zeros((2, 1, 3)))[0].shape == (2, 7, 4)


def test_first_shapes_are_checked_too():
    with pytest.raises(ValueError, match=r"they must be \[\(5, 4\), \(5, 3\)\]"):
        KVCache().append(np.zeros((5, 4)), np.zeros((6, 3)))
    with pytest.raises(ValueError, match=r"they must be \[\('T', 4\), \('T', 3\)\]"):
        KVCache().append(np.zeros(4), np.zeros(3))
