"""Attention in NumPy: every function that the lesson builds, in one file.

Shapes: (…, T, d) means any leading axes (batch, heads), then T tokens of dimension d.
Types: integers are converted to float64; the result has the type of the other arguments.
It needs NumPy 2, where x.mT is x with its last two axes transposed.
Version 2.0 of the lesson "Attention, verified". MIT licence.
"""

# --8<-- [start:bare_attention]
import numpy as np


def bare_attention(query, key, value, mask=None):
    """Return softmax(query keyᵀ / √d) value."""
    # query (…, T_q, d), key (…, T_k, d), value (…, T_k, d_v)
    scores = query / query.shape[-1] ** 0.5 @ key.mT
    if mask is not None:  # True where a query may attend
        scores = np.where(mask, scores, -np.inf)
    exps = np.exp(scores - scores.max(axis=-1, keepdims=True))
    weights = exps / exps.sum(axis=-1, keepdims=True)
    return weights @ value  # (…, T_q, d_v)
# --8<-- [end:bare_attention]

# --8<-- [start:setup]
__all__ = ["bare_attention", "softmax", "causal_mask", "scaled_dot_product_attention",
           "multi_head_attention", "rotary_embedding", "rotate", "tiled_attention", "KVCache",
           "attention_backward"]


def require(condition, message, error=ValueError):
    if not condition:
        raise error(message)


def as_floats(**arrays):
    """Return the dtype of the result and the arrays in the dtype to compute in."""
    arrays = {name: np.asarray(array) for name, array in arrays.items()}
    for name, array in arrays.items():
        require(array.dtype.kind in "iuf", f"{name} has shape {array.shape} and dtype "
                f"{array.dtype}: it must hold integers or floats", TypeError)
    dtypes = [array.dtype if array.dtype.kind == "f" else np.float64 for array in arrays.values()]
    dtype = np.result_type(*dtypes)
    working = np.result_type(dtype, np.float32)  # in float16, 1e4 * 1e4 would overflow
    return dtype, [array.astype(working) for array in arrays.values()]


def broadcast(*shapes):
    """Return the shape to which the shapes broadcast, or None if they do not."""
    try:
        return np.broadcast_shapes(*shapes)
    except ValueError:
        return None


def is_whole(number):
    """Return whether the number is an integer; True and False are none."""
    return isinstance(number, (int, np.integer)) and not isinstance(number, bool)
# --8<-- [end:setup]

# --8<-- [start:softmax]
def softmax(x, axis=-1):
    """Return the softmax of x: non-negative weights of its shape that sum to 1 along the axis.

    Where all scores are -inf, all weights are 0, as in PyTorch's attention (torch.softmax: nan).
    Raises ValueError if x has no such axis, TypeError if x does not hold numbers.
    """
    dtype, (x,) = as_floats(x=x)
    axes = range(-x.ndim, x.ndim)
    fits = is_whole(axis) and axis in axes
    require(fits, f"x has shape {x.shape}: axis must be one of {list(axes)}, not {axis!r}")
    lowest = np.finfo(x.dtype).min  # keeps the maximum finite: -inf - -inf is nan
    exps = np.exp(x - x.max(axis=axis, keepdims=True, initial=lowest))
    total = exps.sum(axis=axis, keepdims=True)  # at least exp(0) = 1, or 0 where all are -inf
    return (exps / np.maximum(total, 1)).astype(dtype)
# --8<-- [end:softmax]

# --8<-- [start:causal_mask]
def causal_mask(T_q, T_k=None, offset=0):
    """Return the boolean mask (T_q, T_k): True where query i may attend to key j, j <= i + offset.

    By default T_k = T_q and both indices count from the top left. offset is the position of query 0
    among the keys: with a cache it is T_k - T_q, which aligns the mask to the bottom right.
    Raises ValueError unless all are integers, the sizes 0 or more (True and False are no integers).
    """
    T_k = T_q if T_k is None else T_k
    require(all(is_whole(T) and T >= 0 for T in (T_q, T_k)),
            f"T_q is {T_q!r} and T_k is {T_k!r}: both must be whole numbers, 0 or more")
    require(is_whole(offset), f"offset is {offset!r}: it must be a whole number")
    return np.tri(T_q, T_k, offset, dtype=bool)
# --8<-- [end:causal_mask]

# --8<-- [start:scaled_dot_product_attention]
def scaled_dot_product_attention(query, key, value, attn_mask=None, dropout_p=0.0, is_causal=False,
                                 scale=None, enable_gqa=False, *, rng=None, return_weights=False):
    """Return softmax(query keyᵀ · scale) value, like PyTorch's function of the same name.

    For query (…, T_q, d), key (…, T_k, d) and value (…, T_k, d_v) the output is (…, T_q, d_v);
    with return_weights=True also the weights after dropout (…, T_q, T_k). Leading axes broadcast.
    attn_mask broadcasts to the weights: booleans, True where a query may attend to a key, or floats
    that are added to the scores. is_causal=True uses causal_mask(T_q, T_k); with attn_mask, both
    masks apply, where some backends of PyTorch raise an error. A query that may attend to no key
    gets zeros. By default scale is 1 / √d. enable_gqa=True repeats the heads (axis -3) of key and
    value until there are as many as in query. Each weight is dropped with probability dropout_p,
    drawn from rng, a np.random.Generator; 0 <= dropout_p < 1 (PyTorch also accepts 1).
    Raises ValueError if shapes or options do not fit, TypeError for a wrong kind of array or rng.
    Source: Vaswani et al. 2017, 3.2.1; torch.nn.functional.scaled_dot_product_attention.
    """
    dtype, (query, key, value) = as_floats(query=query, key=key, value=value)
    if enable_gqa:
        key, value = repeat_heads("key", key, query), repeat_heads("value", value, query)
    check_shapes(query, key, value)
    scale = 1 / max(query.shape[-1], 1) ** 0.5 if scale is None else scale
    scores = mask_scores(query * scale @ key.mT, attn_mask, is_causal)  # scale first: no overflow
    weights = drop(softmax(scores), dropout_p, rng)
    output = (weights @ value).astype(dtype)
    return (output, weights.astype(dtype)) if return_weights else output


def repeat_heads(name, array, query):
    shapes = f"enable_gqa: {name} has shape {array.shape}, query {query.shape}"
    require(min(array.ndim, query.ndim) > 2, f"{shapes}: both must be (…, heads, T, d)")
    heads, needed = array.shape[-3], query.shape[-3]
    require(heads and needed % heads == 0, f"{shapes}: its heads must divide query's {needed}")
    return np.repeat(array, needed // heads, axis=-3)


def check_shapes(query, key, value):
    shapes = f"query has shape {query.shape}, key {key.shape}, value {value.shape}"
    require(min(query.ndim, key.ndim, value.ndim) > 1, f"{shapes}: each must be (…, T, d)")
    require(key.shape[-1] == query.shape[-1], f"{shapes}: key must be (…, T_k, {query.shape[-1]})")
    require(value.shape[-2] == key.shape[-2], f"{shapes}: value must be (…, {key.shape[-2]}, d_v)")
    require(broadcast(query.shape[:-2], key.shape[:-2], value.shape[:-2]) is not None,
            f"{shapes}: leading axes must be equal, 1 or missing (fewer heads: enable_gqa)")


def mask_scores(scores, attn_mask, is_causal, offset=0):
    if attn_mask is not None:
        mask = np.asarray(attn_mask)
        shapes = (f"attn_mask has shape {mask.shape} and dtype {mask.dtype}, "
                  f"the scores {scores.shape}")
        require(mask.dtype.kind in "bf", f"{shapes}: it must hold booleans or floats", TypeError)
        require(broadcast(mask.shape, scores.shape) == scores.shape,
                f"{shapes}: it must broadcast to them, as {scores.shape[-2:]} does")
        scores = np.where(mask, scores, -np.inf) if mask.dtype == bool else scores + mask
    if is_causal:
        scores = np.where(causal_mask(*scores.shape[-2:], offset), scores, -np.inf)
    return scores


def drop(weights, dropout_p, rng):
    require(0 <= dropout_p < 1, f"dropout_p is {dropout_p}, but must be at least 0 and below 1")
    if dropout_p == 0:
        return weights
    require(isinstance(rng, np.random.Generator),
            f"dropout_p={dropout_p} needs rng=np.random.default_rng(seed), not {rng!r}", TypeError)
    return weights * (rng.random(weights.shape) >= dropout_p) / (1 - dropout_p)
# --8<-- [end:scaled_dot_product_attention]

# --8<-- [start:multi_head_attention]
def multi_head_attention(x, w_query, w_key, w_value, w_out, num_heads, is_causal=False, b_out=None,
                         *, attn_mask=None, num_kv_heads=None, source=None,
                         b_query=None, b_key=None, b_value=None):
    """Return the attention of x (…, T, d_in) with num_heads heads: (…, T, d_model).

    Keys and values come from source (…, T_k, d_source), by default from x (self-attention). Weights
    are used as x @ w: w_query (d_in, num_heads · d_k), w_key (d_source, num_kv_heads · d_k) and
    w_value (d_source, num_kv_heads · d_v), of which each head gets the next columns, and the output
    projection w_out (num_heads · d_v, d_model), which combines the concatenated heads. A bias b_…
    has one number for each column. By default num_kv_heads is num_heads. attn_mask broadcasts to
    (…, num_heads, T, T_k), so one that hides padding is (batch, 1, 1, T_k); the masks are those of
    scaled_dot_product_attention.
    Raises ValueError if shapes or numbers of heads do not fit, TypeError for a wrong kind of array.
    Source: Vaswani et al. 2017, 3.2.2; torch.nn.MultiheadAttention, whose weights are w.T.
    """
    source = x if source is None else source
    num_kv_heads = num_heads if num_kv_heads is None else num_kv_heads
    weights = dict(query=w_query, key=w_key, value=w_value, out=w_out)
    biases = dict(query=b_query, key=b_key, value=b_value, out=b_out)
    dtype, arrays = as_floats(
        x=x, source=source, **{f"w_{name}": w for name, w in weights.items()},
        **{f"b_{name}": no_bias(weights[name]) if b is None else b for name, b in biases.items()})
    check_weights(*arrays, num_heads, num_kv_heads)
    x, source, w_query, w_key, w_value, w_out, b_query, b_key, b_value, b_out = arrays
    query = split_heads(x @ w_query + b_query, num_heads)
    key = split_heads(source @ w_key + b_key, num_kv_heads)
    value = split_heads(source @ w_value + b_value, num_kv_heads)
    context = scaled_dot_product_attention(query, key, value, attn_mask, is_causal=is_causal,
                                           enable_gqa=True)
    context = context.swapaxes(-2, -3)  # (…, T, num_heads, d_v), to concatenate the heads
    return (context.reshape(*context.shape[:-2], len(w_out)) @ w_out + b_out).astype(dtype)


def no_bias(w):
    return np.zeros(np.shape(w)[-1:], np.float16)  # float16 never widens the result


def split_heads(x, num_heads):  # (…, T, num_heads · d) -> (…, num_heads, T, d)
    return x.reshape(*x.shape[:-1], num_heads, x.shape[-1] // num_heads).swapaxes(-2, -3)


def check_weights(x, source, w_query, w_key, w_value, w_out, b_query, b_key, b_value, b_out,
                  num_heads, num_kv_heads):
    shapes = f"x has shape {x.shape} and w_query {w_query.shape}"
    require(x.ndim > 1, f"{shapes}: x must be (…, T, d_in)")
    require(source.ndim > 1, f"source has shape {source.shape}: it must be (…, T_k, d_source)")
    require(w_query.shape[:-1] == x.shape[-1:], f"{shapes}: w_query must be ({x.shape[-1]}, d_out)")
    d_out, d_source = w_query.shape[1], source.shape[-1]
    require(is_whole(num_heads) and num_heads > 0 and d_out % num_heads == 0,
            f"{shapes}, num_heads is {num_heads!r}: it must divide d_out = {d_out}")
    require(is_whole(num_kv_heads) and num_kv_heads > 0 and num_heads % num_kv_heads == 0,
            f"num_kv_heads is {num_kv_heads!r}: it must divide num_heads = {num_heads}")
    require(w_out.ndim == 2 and len(w_out) % num_heads == 0,
            f"{shapes}, w_out {w_out.shape}: w_out must be ({num_heads} · d_v, d_model)")
    of_keys, of_values = (n // num_heads * num_kv_heads for n in (d_out, len(w_out)))
    for name, array, shape in [
        ("w_key", w_key, (d_source, of_keys)), ("w_value", w_value, (d_source, of_values)),
        ("b_query", b_query, (d_out,)), ("b_key", b_key, (of_keys,)),
        ("b_value", b_value, (of_values,)), ("b_out", b_out, w_out.shape[1:]),
    ]:
        require(array.shape == shape, f"{shapes}, {name} {array.shape}: {name} must be {shape}")
# --8<-- [end:multi_head_attention]

# --8<-- [start:rotary_embedding]
def rotary_embedding(x, positions=None, base=10000.0, interleaved=False, rotary_dim=None):
    """Return x (…, T, d) with its pairs of components rotated by angles that grow with position.

    At position p, pair i turns by the angle p · base^(-2i / rotary_dim), so the dot product of a
    rotated query and a rotated key depends on their positions only through their offset. positions,
    (T,) or (…, T) broadcasting to x without its last axis, are 0 … T - 1 by default. The first
    rotary_dim components are rotated, by default all. Pair i is components i and rotary_dim / 2 + i
    (as in Transformers' Llama), with interleaved=True 2i and 2i + 1 (as in the paper).
    Raises ValueError if rotary_dim is odd or a shape does not fit, TypeError for no numbers.
    Source: Su et al. 2021, RoFormer, 3.2; transformers.models.llama, apply_rotary_pos_emb.
    """
    dtype, (x,) = as_floats(x=x)
    require(x.ndim > 1 and (rotary_dim is not None or x.shape[-1] % 2 == 0), "x has shape "
            f"{x.shape}: it must be (…, T, d) with an even d: components are rotated in pairs")
    T, d = x.shape[-2], x.shape[-1] if rotary_dim is None else rotary_dim
    require(is_whole(d) and d in range(0, x.shape[-1] + 1, 2), f"rotary_dim is {d!r}: it must be "
            f"even and at most {x.shape[-1]}, the number of components of x {x.shape}")
    _, (positions,) = as_floats(positions=range(T) if positions is None else positions)
    require(positions.shape[-1:] == (T,)
            and broadcast(positions.shape, x.shape[:-1]) == x.shape[:-1],
            f"positions has shape {positions.shape}: it must be {(T,)}, a position for each token "
            f"of x {x.shape}, or broadcast to {x.shape[:-1]}")
    require(base > 0, f"base is {base}: it must be above 0")
    angles = positions[..., None] * float(base) ** (-np.arange(0, d, 2) / max(d, 1))  # (…, T, d/2)
    return rotate(x, np.cos(angles), np.sin(angles), interleaved).astype(dtype)


def rotate(x, cos, sin, interleaved):
    """Return x (…, T, d) with pair i of each token rotated: cos and sin are (…, T, pairs).

    Components after the pairs are returned unchanged.
    """
    half = cos.shape[-1]
    x, rest = x[..., : 2 * half], x[..., 2 * half :]
    a, b = (x[..., ::2], x[..., 1::2]) if interleaved else (x[..., :half], x[..., half:])
    rotated = np.stack([a * cos - b * sin, a * sin + b * cos], axis=-1 if interleaved else -2)
    return np.concatenate([rotated.reshape(x.shape), rest], axis=-1)
# --8<-- [end:rotary_embedding]

# --8<-- [start:tiled_attention]
def tiled_attention(query, key, value, block_size=64, is_causal=False, scale=None, *, offset=0,
                    return_lse=False):
    """Return scaled_dot_product_attention of these, with one tile of the scores at a time.

    A tile is (…, block_size, block_size). is_causal=True uses causal_mask(T_q, T_k, offset). With
    return_lse=True also the log-sum-exp of each query's scores (…, T_q), in float32 at least, by
    which the outputs for parts of the keys combine; it is -inf for a query that sees no key.
    Source: Dao et al. 2022, FlashAttention, algorithm 1, in the order of loops of Dao 2023.
    """
    dtype, (query, key, value) = as_floats(query=query, key=key, value=value)
    check_shapes(query, key, value)
    require(is_whole(block_size) and block_size > 0, f"block_size is {block_size!r}, not 1 or more")
    require(is_whole(offset), f"offset is {offset!r}: it must be a whole number")
    query = query * (1 / max(query.shape[-1], 1) ** 0.5 if scale is None else scale)
    T_q, T_k, blocks, lse = query.shape[-2], key.shape[-2], [], []
    for i in range(0, max(T_q, 1), block_size):
        largest, total, mixed = np.finfo(query.dtype).min, 0, 0
        end = min(T_k, i + block_size + offset) if is_causal else T_k
        for j in range(0, max(end, 1), block_size):
            scores = query[..., i : i + block_size, :] @ key[..., j : j + block_size, :].mT
            scores = mask_scores(scores, None, is_causal, i - j + offset)
            new = np.maximum(largest, scores.max(axis=-1, keepdims=True, initial=-np.inf))
            shrink, exps = np.exp(largest - new), np.exp(scores - new)
            total = total * shrink + exps.sum(axis=-1, keepdims=True)
            mixed, largest = mixed * shrink + exps @ value[..., j : j + block_size, :], new
        sums = np.maximum(total, 1)  # total is at least exp(0) = 1, or 0 where all is hidden
        blocks.append(mixed / sums)
        lse.append(np.where(total > 0, largest + np.log(sums), -np.inf)[..., 0])
    output = np.concatenate(blocks, axis=-2).astype(dtype)
    return (output, np.concatenate(lse, axis=-1)) if return_lse else output
# --8<-- [end:tiled_attention]

# --8<-- [start:kv_cache]
class KVCache:
    """The keys and values of all tokens so far, none at first. Source: Shazeer 2019, 2.4."""
    past = ()
    def append(self, key, value):
        """Return all keys and values so far, (…, T, d) each, in the dtype of the first ones.

        Raises ValueError if the shapes do not fit, TypeError if these do not hold numbers.
        """
        dtype, new = as_floats(key=key, value=value)
        shapes = [array.shape for array in new]
        T = shapes[0][-2:-1] or ("T",)  # so that a vector fits nothing
        fit = [(*array.shape[:-2], *T, *array.shape[-1:]) for array in self.past or new]
        require(shapes == fit, f"key and value have shapes {shapes}: they must be {fit}")
        past = self.past or [array[..., :0, :].astype(dtype) for array in new]
        self.past = tuple(np.concatenate(pair, axis=-2, dtype=pair[0].dtype)
                          for pair in zip(past, new))
        return self.past
# --8<-- [end:kv_cache]

# --8<-- [start:attention_backward]
def attention_backward(grad_output, query, key, value, attn_mask=None, is_causal=False, scale=None):
    """Return the gradients of query, key and value, in this order and in their shapes.

    grad_output (…, T_q, d_v) is the gradient of scaled_dot_product_attention's output; all other
    arguments are as there. A gradient is summed over leading axes along which its array broadcast.
    Raises what that function raises, and ValueError if grad_output has not the output's shape.
    Source: Dao et al. 2022, FlashAttention, appendix B; PyTorch's autograd.
    """
    arrays = {"grad_output": grad_output, "query": query, "key": key, "value": value}
    dtype, (grad_output, *inputs) = as_floats(**arrays)
    output, weights = scaled_dot_product_attention(*inputs, attn_mask, 0.0, is_causal, scale,
                                                   return_weights=True)
    require(grad_output.shape == output.shape, f"grad_output has shape {grad_output.shape}: "
            f"it must have the shape of the output, {output.shape}")
    query, key, value = inputs
    grad_scores = weights * (grad_output @ value.mT - (grad_output * output).sum(-1)[..., None])
    grad_scores *= 1 / max(query.shape[-1], 1) ** 0.5 if scale is None else scale
    gradients = grad_scores @ key, grad_scores.mT @ query, weights.mT @ grad_output
    padded = [(1,) * (output.ndim - array.ndim) + array.shape for array in inputs]
    repeated = [tuple(axis for axis, n in enumerate(shape) if n == 1) for shape in padded]
    return tuple(gradient.sum(axis=axes).reshape(array.shape).astype(dtype)
                 for gradient, axes, array in zip(gradients, repeated, inputs))
# --8<-- [end:attention_backward]
