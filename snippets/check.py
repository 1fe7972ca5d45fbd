"""Is yours right? A function to replace by one's own, and three published mistakes."""

# --8<-- [start:yours]
import numpy as np
from check_attention import check


def my_attention(query, key, value):  # put yours here
    scores = query @ key.mT / np.sqrt(query.shape[-1])
    exps = np.exp(scores - scores.max(axis=-1, keepdims=True))
    weights = exps / exps.sum(axis=-1, keepdims=True)
    allowed = np.tril(np.ones(scores.shape[-2:]))
    return (weights * allowed) @ value


report = check(my_attention, is_causal=True)
# --8<-- [end:yours]

# --8<-- [start:exercise_3_2]
from attention import softmax


def as_printed(query, key, value):
    B, T, d = query.shape
    scores = query @ key.transpose(0, 2, 1) / d**0.5
    future = np.triu(np.ones((T, T), dtype=bool), k=1)
    weights = softmax(np.where(future, -np.inf, scores), axis=1)
    return weights @ value


book = check(as_printed, is_causal=True)
# --8<-- [end:exercise_3_2]

# --8<-- [start:width_of_the_model]
from check_attention import check_layer


def heads_of(x, w, num_heads):  # (…, T, d_in) -> (…, heads, T, d)
    return (x @ w).reshape(*x.shape[:-1], num_heads, -1).swapaxes(-2, -3)


def course_layer(x, w_query, w_key, w_value, w_out, num_heads):
    T, C = x.shape[-2:]
    query, key, value = (heads_of(x, w, num_heads) for w in (w_query, w_key, w_value))
    scores = query @ key.mT * C**-0.5
    allowed = np.tril(np.ones((T, T), dtype=bool))
    weights = softmax(np.where(allowed, scores, -np.inf))
    context = (weights @ value).swapaxes(-2, -3)
    return context.reshape(*x.shape[:-1], -1) @ w_out


course = check_layer(course_layer, is_causal=True)
# --8<-- [end:width_of_the_model]

# --8<-- [start:reshape_alone]
def reshaped_layer(x, w_query, w_key, w_value, w_out, num_heads):
    *batch, T, d_in = x.shape
    query, key, value = (
        (x @ w).reshape(*batch, num_heads, T, -1) for w in (w_query, w_key, w_value))
    weights = softmax(query @ key.mT / query.shape[-1] ** 0.5)
    context = (weights @ value).swapaxes(-2, -3)
    return context.reshape(*batch, T, -1) @ w_out


onnx = check_layer(reshaped_layer)
# --8<-- [end:reshape_alone]

# --8<-- [start:others]
from attention import (KVCache, multi_head_attention, rotary_embedding,
                       scaled_dot_product_attention)
from check_attention import check_cache, check_layer, check_rotary

matrices = np.random.default_rng(0).normal(size=(3, 4, 4))


def whole(tokens):  # (T, d) -> (T, d_v)
    query, key, value = (tokens @ w for w in matrices)
    return scaled_dot_product_attention(query, key, value, is_causal=True)


def make_step():
    cache = KVCache()

    def step(token):  # (d,) -> (d_v,)
        query, key, value = (token[None] @ w for w in matrices)
        return scaled_dot_product_attention(query, *cache.append(key, value))[0]

    return step


tokens = np.random.default_rng(1).normal(size=(5, 4))
others = [check(scaled_dot_product_attention, takes_mask=True, quiet=True),
          check_layer(multi_head_attention, quiet=True),
          check_rotary(rotary_embedding, quiet=True),
          check_cache(make_step, whole, tokens, quiet=True)]
print(*others, sep="\n\n")
# --8<-- [end:others]

# --8<-- [start:in_tests]
def test_my_attention():
    report = check(scaled_dot_product_attention, quiet=True)
    assert not report.faults and not report.wrong_for, report


test_my_attention()  # pytest finds and calls it by its name
# --8<-- [end:in_tests]
