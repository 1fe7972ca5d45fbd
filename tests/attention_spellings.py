"""Attention as people write it, right and wrong: what `check_attention.py` is tested with.

Three spellings of one head (matrices, einsum, loops) and three of a layer take a fault as an
option. Below them are whole functions, each written in a way of its own.
"""

import math
from functools import partial

import numpy as np

# One head: three spellings


def softmax(scores, axis=-1):
    exps = np.exp(scores - scores.max(axis=axis, keepdims=True))
    return exps / exps.sum(axis=axis, keepdims=True)


def root(d, T):
    return math.sqrt(d)


def matrices(query, key, value, *, scale=root, axis=-1, see=None, hidden=-np.inf, after=False):
    """Attention with @, in the type of its arguments."""
    scores = query @ np.swapaxes(key, -1, -2) / scale(query.shape[-1], key.shape[-2])
    allowed = np.ones(scores.shape[-2:], dtype=bool) if see is None else see(*scores.shape[-2:])
    if after:
        return (softmax(scores, axis) * allowed) @ value
    return softmax(np.where(allowed, scores, hidden), axis) @ value


def einsum(query, key, value, *, scale=root, axis=-1, see=None, hidden=-1e9, after=False):
    """Attention with einsum, in float32."""
    query, key, value = (x.astype(np.float32) for x in (query, key, value))
    scores = np.einsum("...id,...jd->...ij", query, key)
    scores = scores / np.float32(scale(query.shape[-1], key.shape[-2]))
    if see is not None and not after:
        scores = np.where(see(*scores.shape[-2:]), scores, np.float32(hidden))
    weights = softmax(scores, axis)
    if after and see is not None:
        weights = weights * see(*scores.shape[-2:])
    return np.einsum("...ij,...jd->...id", weights, value)


def loops(query, key, value, *, scale=root, axis=-1, see=None, hidden=-1e30, after=False):
    """Attention of one text (T, d) with Python's own numbers."""
    (T, d), T_k = query.shape, len(key)
    visible = [[see is None or bool(see(T, T_k)[i, j]) for j in range(T_k)] for i in range(T)]
    table = [[float(query[i] @ key[j]) / scale(d, T_k) for j in range(T_k)] for i in range(T)]
    if not after:
        table = [[table[i][j] if visible[i][j] else hidden for j in range(T_k)] for i in range(T)]
    if axis == -2:
        table = [list(column) for column in zip(*table)]
    for row in table:
        exps = [math.exp(score - max(row)) for score in row]
        row[:] = [e / sum(exps) for e in exps]
    if axis == -2:
        table = [list(column) for column in zip(*table)]
    if after:
        table = [[table[i][j] * visible[i][j] for j in range(T_k)] for i in range(T)]
    return np.array([sum(w * value[j] for j, w in enumerate(row)) for row in table])


HEADS = [matrices, einsum, loops]


def triangle(offset=0):
    return lambda T_q, T_k: np.tri(T_q, T_k, offset, dtype=bool)


CAUSAL = triangle()


def upside_down(T_q, T_k):
    return ~np.tri(T_q, T_k, dtype=bool)


def transposed(T_q, T_k):
    return np.triu(np.ones((T_q, T_k), dtype=bool))


HEAD_FAULTS = {  # name: options of the spellings, for is_causal
    "no-scale": ({"scale": lambda d, T: 1.0}, False),
    "scale-multiplied": ({"scale": lambda d, T: d**-0.5}, False),
    "scale-by-tokens": ({"scale": lambda d, T: T**0.5}, False),
    "scale-d-not-root": ({"scale": lambda d, T: d}, False),
    "softmax-over-queries": ({"axis": -2}, False),
    "mask-missing": ({}, True),
    "mask-inverted": ({"see": upside_down}, True),
    "mask-after-softmax": ({"see": triangle(), "after": True}, True),
    "mask-with-zero": ({"see": triangle(), "hidden": 0.0}, True),
    "mask-hides-itself": ({"see": triangle(-1)}, True),
    "mask-lets-next": ({"see": triangle(1)}, True),
}


def wrong_heads():
    """Yield (name, spelling, function, is_causal): the faults in each spelling."""
    for name, (options, is_causal) in HEAD_FAULTS.items():
        for spelling in HEADS:
            yield name, spelling.__name__, partial(spelling, **options), is_causal
    causal = {"see": triangle()}
    for name in ("no-scale", "scale-multiplied", "scale-by-tokens", "softmax-over-queries"):
        for spelling in HEADS:
            options = HEAD_FAULTS[name][0] | causal
            yield name, f"{spelling.__name__}, causal", partial(spelling, **options), True
    for spelling in HEADS:
        yield "key-and-value-swapped", spelling.__name__, swapped(spelling, "qvk"), False
        yield "query-and-key-swapped", spelling.__name__, swapped(spelling, "kqv"), False
        yield "input-changed", spelling.__name__, in_place(spelling), False
        yield "computed-in-half-precision", spelling.__name__, in_half(spelling), False
        yield "dropout-always-on", spelling.__name__, dropping(spelling, True), False
        yield "dropout-not-rescaled", spelling.__name__, dropping(spelling, False), False
    yield "mask-inverted", "with the diagonal", partial(matrices, see=transposed), True
    yield "overflow", "matrices", naive_softmax, False
    yield "overflow", "float32", lambda q, k, v: naive_softmax(*map(np.float32, (q, k, v))), False
    yield "overflow", "loops", naive_loops, False
    yield "no-softmax", "matrices", lambda q, k, v: q @ k.mT / q.shape[-1] ** 0.5 @ v, False
    yield "no-softmax", "einsum, shares of the sum", sum_shares, False
    yield "no-softmax", "loops", no_softmax_loops, False


def swapped(spelling, order):
    def function(query, key, value):
        roles = {"q": query, "k": key, "v": value}
        return spelling(*(roles[name] for name in order))

    return function


def in_place(spelling):
    def function(query, key, value):
        result = spelling(query, key, value)
        query /= 2.0
        return result

    return function


def in_half(spelling):
    return lambda *arrays: spelling(*(x.astype(np.float16) for x in arrays)).astype(np.float16)


def dropping(spelling, rescaled):
    rng, p = np.random.default_rng(0), 0.2

    def function(query, key, value):
        identity = np.broadcast_to(np.eye(key.shape[-2]), (*key.shape[:-1], key.shape[-2]))
        weights = spelling(query, key, identity)
        weights = weights * (rng.random(weights.shape) >= p)
        return weights / (1 - p if rescaled else 1) @ value

    return function


def naive_softmax(query, key, value):
    exps = np.exp(query @ key.mT / query.shape[-1] ** 0.5)
    return exps / exps.sum(axis=-1, keepdims=True) @ value


def naive_loops(query, key, value):
    rows = []
    for q in query:
        exps = [math.exp(float(q @ k) / math.sqrt(len(q))) for k in key]
        rows.append(sum(e * v for e, v in zip(exps, value)) / sum(exps))
    return np.array(rows)


def sum_shares(query, key, value):
    scores = np.einsum("...id,...jd->...ij", query, key) / query.shape[-1] ** 0.5
    return scores / scores.sum(-1, keepdims=True) @ value


def no_softmax_loops(query, key, value):
    return np.array([sum(q @ k / len(q) ** 0.5 * v for k, v in zip(key, value)) for q in query])


def pairs_of_heads():
    """Yield (names, function, is_causal): two faults at once."""
    scales = ["no-scale", "scale-by-tokens", "scale-d-not-root", "scale-multiplied"]
    others = [
        "softmax-over-queries",
        "mask-missing",
        "mask-inverted",
        "mask-after-softmax",
        "mask-with-zero",
        "mask-hides-itself",
        "mask-lets-next",
    ]
    for n, (scale, other) in enumerate((s, o) for s in scales for o in others):
        options = HEAD_FAULTS[scale][0] | HEAD_FAULTS[other][0]
        if "see" not in options and other != "mask-missing":
            options = options | {"see": triangle()}
        yield (scale, other), partial(HEADS[n % 3], **options), True
    sees = {"mask-inverted": transposed, "mask-lets-next": triangle(1)}
    for n, (other, see) in enumerate(sees.items()):
        yield ("softmax-over-queries", other), partial(HEADS[n], axis=-2, see=see), True
    for n, (scale, order) in enumerate((s, o) for s in scales for o in ("qvk", "kqv")):
        name = {"qvk": "key-and-value-swapped", "kqv": "query-and-key-swapped"}[order]
        spelling = partial(HEADS[n % 3], **HEAD_FAULTS[scale][0])
        yield (scale, name), swapped(spelling, order), False


# A layer: three spellings


def split(x, heads):
    return x.reshape(*x.shape[:-1], heads, -1).swapaxes(-2, -3)


def split_by_reshape(x, heads):
    return x.reshape(*x.shape[:-2], heads, x.shape[-2], -1)


def merge(x):
    x = x.swapaxes(-2, -3)
    return x.reshape(*x.shape[:-2], -1)


def merge_by_reshape(x):
    *lead, heads, T, d = x.shape
    return x.reshape(*lead, T, heads * d)


def repeat(x, times):
    return np.repeat(x, times, axis=-3)


def tile(x, times):
    return np.concatenate([x] * times, axis=-3)


def turn(x, sign=1):
    """Rotate halves by positions 0, 1, 2, …"""
    half = x.shape[-1] // 2
    angles = sign * np.arange(x.shape[-2])[:, None] * 10000.0 ** (-np.arange(half) / half)
    a, b, cos, sin = x[..., :half], x[..., half : 2 * half], np.cos(angles), np.sin(angles)
    return np.concatenate([a * cos - b * sin, a * sin + b * cos], axis=-1)


def layer_matrices(
    x,
    w_query,
    w_key,
    w_value,
    w_out,
    num_heads,
    *,
    split=split,
    merge=merge,
    share=repeat,
    project=True,
    scale=None,
    axis=-1,
    see=CAUSAL,
    turned="",
    transposed="",
):
    """A layer in matrices, with or without a batch."""
    named = {"q": w_query, "k": w_key, "v": w_value, "o": w_out}
    w = {name: matrix.T if name in transposed else matrix for name, matrix in named.items()}
    d = w_query.shape[1] // num_heads
    q, k, v = (
        split(x @ w[n], w[n].shape[1] // d if n not in transposed else num_heads) for n in "qkv"
    )
    q, k, v = (turn(part) if name in turned else part for name, part in zip("qkv", (q, k, v)))
    k, v = share(k, q.shape[-3] // k.shape[-3]), share(v, q.shape[-3] // v.shape[-3])
    factor = d**0.5 if scale is None else scale(x.shape[-1], w_query.shape[1]) ** 0.5
    scores = q @ k.swapaxes(-1, -2) / factor
    if see is not None:
        scores = np.where(see(*scores.shape[-2:]), scores, -np.inf if axis in (-1, -2) else -1e9)
    context = merge(softmax(scores, axis) @ v)
    return context @ w["o"] if project else context


def layer_batch(x, w_query, w_key, w_value, w_out, num_heads, **options):
    """A layer in float32 for (B, T, d_in) alone, as many courses write it."""
    B, T, d_in = x.shape
    arrays = [a.astype(np.float32) for a in (x, w_query, w_key, w_value, w_out)]
    return layer_matrices(*arrays, num_heads, **options).reshape(B, T, -1)


def layer_one_text(x, w_query, w_key, w_value, w_out, num_heads, **options):
    """A layer for one text (T, d_in) alone."""
    if x.ndim != 2:
        raise ValueError("x must be (T, d_in)")
    return layer_matrices(x, w_query, w_key, w_value, w_out, num_heads, **options)


LAYERS = [layer_matrices, layer_batch, layer_one_text]

LAYER_FAULTS = {
    "heads-split-by-reshape": {"split": split_by_reshape},
    "heads-merged-by-reshape": {"merge": merge_by_reshape},
    "output-projection-missing": {"project": False},
    "scale-by-d-model": {"scale": lambda d_model, width: d_model},
    "softmax-over-heads": {"axis": -3},
    "weights-transposed": {"transposed": "qkvo"},
    "kv-heads-tiled": {"share": tile},
    "rotary-on-values": {"turned": "qkv"},
    "mask-missing": {"see": None},
    "mask-inverted": {"see": upside_down},
    "mask-lets-next": {"see": triangle(1)},
    "softmax-over-queries": {"axis": -2},
    "no-scale": {"scale": lambda d_model, width: 1},
}


def layer_options(names):
    """How check_layer is called for these faults."""
    return {"num_heads": 4, "is_causal": True} | (
        {"num_kv_heads": 2} if "kv-heads-tiled" in names else {}
    )


def wrong_layers():
    """Yield (name, spelling, function)."""
    for name, options in LAYER_FAULTS.items():
        for spelling in LAYERS:
            yield name, spelling.__name__, partial(spelling, **options)
    for wide in ("width", "d_model"):
        scale = {"width": lambda d_model, width: width, "d_model": lambda m, w: m}[wide]
        yield "scale-by-d-model", f"by {wide}", partial(layer_matrices, scale=scale)
    for names in ("qkv", "o", "v"):
        yield "weights-transposed", names, partial(layer_matrices, transposed=names)


def pairs_of_layers():
    """Yield (names, function)."""
    pairs = [
        ("heads-split-by-reshape", "heads-merged-by-reshape"),
        ("heads-split-by-reshape", "kv-heads-tiled"),
        ("scale-by-d-model", "mask-missing"),
        ("scale-by-d-model", "softmax-over-heads"),
        ("mask-lets-next", "no-scale"),
        ("output-projection-missing", "scale-by-d-model"),
        ("kv-heads-tiled", "no-scale"),
        ("rotary-on-values", "mask-missing"),
        ("softmax-over-queries", "scale-by-d-model"),
        ("heads-merged-by-reshape", "mask-inverted"),
        ("weights-transposed", "no-scale"),
        ("heads-split-by-reshape", "scale-by-d-model"),
    ]
    for n, pair in enumerate(pairs):
        yield pair, partial(LAYERS[n % 3], **LAYER_FAULTS[pair[0]] | LAYER_FAULTS[pair[1]])


# RoPE


def rotate_half(x):
    half = x.shape[-1] // 2
    return np.concatenate([-x[..., half:], x[..., :half]], axis=-1)


def rotary_halves(x, positions, *, sign=1.0, ignore=False):
    """As in Transformers' Llama."""
    positions = np.arange(x.shape[-2]) if ignore else np.asarray(positions)
    frequencies = 1.0 / (10000.0 ** (np.arange(0, x.shape[-1], 2) / x.shape[-1]))
    angles = np.einsum("t,f->tf", positions.astype(float), frequencies)
    angles = np.concatenate([angles, angles], axis=-1)
    return x * np.cos(angles) + sign * rotate_half(x) * np.sin(angles)


def rotary_complex(x, positions, *, sign=1.0, ignore=False):
    """As in Meta's Llama: pairs as complex numbers."""
    positions = np.arange(x.shape[-2]) if ignore else np.asarray(positions)
    pairs = x[..., ::2] + 1j * x[..., 1::2]
    angles = positions[:, None] * 10000.0 ** (-np.arange(0, x.shape[-1], 2) / x.shape[-1])
    turned = pairs * np.exp(sign * 1j * angles)
    return np.stack([turned.real, turned.imag], axis=-1).reshape(x.shape)


def rotary_loops(x, positions, *, sign=1.0, ignore=False):
    """One pair of one token after the other, in float32."""
    out, d = np.array(x, dtype=np.float32), x.shape[-1]
    for t, position in enumerate(positions):
        for i in range(0, d, 2):
            angle = sign * (t if ignore else int(position)) * 10000.0 ** (-i / d)
            a, b = x[..., t, i], x[..., t, i + 1]
            out[..., t, i] = a * math.cos(angle) - b * math.sin(angle)
            out[..., t, i + 1] = a * math.sin(angle) + b * math.cos(angle)
    return out


ROTARIES = [rotary_halves, rotary_complex, rotary_loops]


# Generation with a cache


class Cached:
    """One head with a cache; `fault` is a name, `positions` turns on RoPE."""

    def __init__(self, fault="", positions=True, d=6, spelling=matrices):
        draw = np.random.default_rng(3).normal
        self.w = [draw(size=(d, d)) / math.sqrt(d) for _ in range(3)]
        self.fault, self.positions, self.spelling, self.past = fault, positions, spelling, []

    def whole(self, tokens):
        query, key, value = (np.asarray(tokens) @ w for w in self.w)
        if self.positions:
            query, key = turn(query), turn(key)
        return self.spelling(query, key, value, see=triangle())

    def __call__(self):
        past = self.past if self.fault == "cache-shared" else []

        def step(token):
            query, key, value = (token[None] @ w for w in self.w)
            at = len(past) + (self.fault == "position")
            at = 0 if self.fault == "rotary-restarts" else at
            if self.positions:
                query = rotary_halves(query, [at])
                key = rotary_halves(key, [0 if self.fault == "rotary-restarts" else len(past)])
            if self.fault == "late" and past:
                attended = list(past)
                past.append((key, value))
            else:
                past.append((key, value))
                attended = past[-1:] if self.fault == "cache-forgets" else past
                attended = past[-3:] if self.fault == "window" else attended
                attended = past[1:] or past if self.fault == "drops first" else attended
            keys, values = (np.concatenate(parts) for parts in zip(*attended))
            return self.spelling(query, keys, values)[0]

        return step


CACHE_FAULTS = {
    "cache-forgets": ["cache-forgets"],
    "cache-off-by-one": ["position", "late", "drops first"],
    "rotary-restarts": ["rotary-restarts"],
    "cache-differs": ["window"],
}


# Masks that are handed over


def masked(
    query,
    key,
    value,
    attn_mask=None,
    *,
    use=True,
    invert=False,
    after=False,
    zero=False,
    causal=False,
):
    """Attention as PyTorch's function takes masks, for all kinds."""
    scores = query @ key.mT / query.shape[-1] ** 0.5
    if causal:
        scores = np.where(np.tri(*scores.shape[-2:], dtype=bool), scores, -np.inf)
    if attn_mask is None or not use:
        return softmax(scores) @ value
    if attn_mask.dtype == bool:
        attn_mask = ~attn_mask if invert else attn_mask
        if after:
            return softmax(scores) * attn_mask @ value
        return softmax(np.where(attn_mask, scores, 0.0 if zero else -1e9)) @ value
    return softmax(scores + attn_mask) @ value


def pads_queries(query, key, value, attn_mask=None):
    """The mask of padding hides rows, where it should hide columns."""
    if attn_mask is not None and attn_mask.shape[-2] == 1:
        attn_mask = attn_mask.swapaxes(-1, -2)
    return masked(query, key, value, attn_mask)


def only_square_masks(query, key, value, attn_mask=None):
    """The mask of padding is not used."""
    square = attn_mask is not None and attn_mask.shape[-2] == attn_mask.shape[-1]
    return masked(query, key, value, attn_mask if square else None)


MASK_FAULTS = [  # names, function, is_causal
    ({"padding-attended"}, partial(masked, use=False, causal=True), True),
    ({"padding-attended", "mask-missing"}, partial(masked, use=False), False),
    ({"padding-attended"}, pads_queries, False),
    ({"padding-attended"}, only_square_masks, False),
    ({"mask-inverted"}, partial(masked, invert=True), False),
    ({"mask-after-softmax"}, partial(masked, after=True), False),
    ({"mask-with-zero"}, partial(masked, zero=True), False),
]


# Right functions, each in its own way


def hides_with_loops(query, key, value):
    T, out = len(query), np.zeros((len(query), value.shape[1]))
    for i in range(T):
        w = key[: i + 1] @ query[i] / math.sqrt(query.shape[1])
        w = np.exp(w - w.max())
        out[i] = (w / w.sum()) @ value[: i + 1]
    return out


def online(query, key, value):
    """One key at a time, as FlashAttention does."""
    largest = np.full((*query.shape[:-1], 1), -np.inf)
    total, mixed = np.zeros_like(largest), np.zeros((*query.shape[:-1], value.shape[-1]))
    for j in range(key.shape[-2]):
        score = (query * key[..., j : j + 1, :]).sum(-1, keepdims=True) / query.shape[-1] ** 0.5
        new = np.maximum(largest, score)
        shrink, e = np.exp(largest - new), np.exp(score - new)
        total, mixed, largest = (
            total * shrink + e,
            mixed * shrink + e * value[..., j : j + 1, :],
            new,
        )
    return mixed / total


def renormalized(query, key, value):
    """The mask comes after softmax, and the rows are divided again."""
    scores = query @ key.mT / np.sqrt(query.shape[-1])
    weights = softmax(scores) * np.tri(*scores.shape[-2:])
    return weights / weights.sum(axis=-1, keepdims=True) @ value


def split_root(query, key, value):
    d = query.shape[-1]
    return softmax((query / d**0.25) @ (key / d**0.25).swapaxes(-1, -2)) @ value


def log_softmax(query, key, value):
    scores = query @ key.mT / math.sqrt(query.shape[-1])
    largest = scores.max(-1, keepdims=True)
    logs = scores - largest - np.log(np.exp(scores - largest).sum(-1, keepdims=True))
    return np.exp(logs) @ value


def only_batches(query, key, value):
    B, T, d = query.shape
    out = np.empty((B, T, value.shape[2]), dtype=np.float32)
    for b in range(B):
        s = (query[b] @ key[b].T).astype(np.float32) / np.float32(d**0.5)
        s -= s.max(axis=1, keepdims=True)
        e = np.exp(s)
        out[b] = (e / e.sum(axis=1)[:, None]) @ value[b]
    return out


def only_heads(query, key, value):
    scores = np.einsum("bhqd,bhkd->bhqk", query, key) / np.sqrt(query.shape[-1])
    return np.einsum("bhqk,bhkd->bhqd", softmax(scores), value)


def only_self(query, key, value):
    """For equal lengths and widths alone."""
    assert query.shape == key.shape == value.shape
    return matrices(query, key, value)


def bottom_right(query, key, value):
    T_q, T_k = query.shape[-2], key.shape[-2]
    return matrices(query, key, value, see=triangle(T_k - T_q))


def equal_lengths_causal(query, key, value):
    T = query.shape[-2]
    future = np.triu(np.full((T, T), -1e9), 1)
    return softmax(query @ key.mT / query.shape[-1] ** 0.5 + future) @ value


def with_weights(query, key, value):
    weights = softmax(query @ key.mT / query.shape[-1] ** 0.5)
    return weights @ value, weights


def closure(dropout=0.0):
    state = {"calls": 0}

    def forward(query, key, value):
        state["calls"] += 1
        return matrices(query, key, value)

    return forward


class Attention:
    """An object that is called."""

    def __call__(self, query, key, value):
        return matrices(query, key, value)


def folded_scale(x, w_query, w_key, w_value, w_out, num_heads):
    """The scale is in W_q."""
    d = w_query.shape[1] // num_heads
    w_query = w_query / np.sqrt(d)
    q, k, v = (split(x @ w, w.shape[1] // d) for w in (w_query, w_key, w_value))
    k, v = repeat(k, q.shape[-3] // k.shape[-3]), repeat(v, q.shape[-3] // v.shape[-3])
    return merge(softmax(q @ k.mT) @ v) @ w_out


def head_by_head(x, w_query, w_key, w_value, w_out, num_heads):
    d = w_query.shape[1] // num_heads
    outputs = []
    for h in range(num_heads):
        g = h * (w_key.shape[1] // d) // num_heads
        own, shared = slice(h * d, h * d + d), slice(g * d, g * d + d)
        q, k, v = x @ w_query[:, own], x @ w_key[:, shared], x @ w_value[:, shared]
        outputs.append(matrices(q, k, v, see=triangle()))
    return np.concatenate(outputs, axis=-1) @ w_out


def four_axes(x, w_query, w_key, w_value, w_out, num_heads):
    """einsum with the weights as (d_in, H, d), for batches."""
    d_in, width = w_query.shape
    q = np.einsum("btm,mhd->bhtd", x, w_query.reshape(d_in, num_heads, -1))
    k = np.einsum("btm,mhd->bhtd", x, w_key.reshape(d_in, num_heads, -1))
    v = np.einsum("btm,mhd->bhtd", x, w_value.reshape(d_in, num_heads, -1))
    a = softmax(np.einsum("bhid,bhjd->bhij", q, k) * (width // num_heads) ** -0.5)
    return np.einsum("bhij,bhjd,hdo->bio", a, v, w_out.reshape(num_heads, width // num_heads, -1))


def square_only(x, w_query, w_key, w_value, w_out, num_heads):
    """As in nanoGPT: one matrix for three, and the width of the model everywhere."""
    B, T, C = x.shape
    qkv = x @ np.concatenate([w_query, w_key, w_value], axis=1)
    q, k, v = np.split(qkv, 3, axis=2)
    q, k, v = (a.reshape(B, T, num_heads, C // num_heads).transpose(0, 2, 1, 3) for a in (q, k, v))
    y = matrices(q, k, v, see=triangle())
    return y.transpose(0, 2, 1, 3).reshape(B, T, C) @ w_out


def each_matrix(query, key, value):
    attend = np.vectorize(matrices, signature="(n,d),(m,d),(m,e)->(n,e)")
    return attend(query, key, value)


def sums_of_products(query, key, value):
    """For (T, d) alone: a batch gives something too."""
    out = np.zeros((len(query), *value.shape[1:]))
    for i in range(len(query)):
        scores = [(query[i] * k).sum() / math.sqrt(query.shape[-1]) for k in key]
        for weight, v in zip(softmax(np.array(scores)), value):
            out[i] += weight * v
    return out


def one_maximum(query, key, value):
    scores = query @ key.mT / query.shape[-1] ** 0.5
    exps = np.exp(scores - scores.max())
    return exps @ value / exps.sum(-1, keepdims=True)


def clipped(query, key, value):
    exps = np.exp(np.clip(query @ key.mT / query.shape[-1] ** 0.5, -60, 60))
    return exps @ value / exps.sum(-1, keepdims=True)


def lowest_number(query, key, value, attn_mask=None):
    """Hidden scores are the lowest number of float32; a row that sees nothing gets zeros."""
    scores, seen = query @ key.mT / query.shape[-1] ** 0.5, True
    if attn_mask is not None and attn_mask.dtype == bool:
        scores, seen = np.where(attn_mask, scores, np.finfo(np.float32).min), attn_mask
    elif attn_mask is not None:
        scores = scores + attn_mask
    exps = np.exp(scores - scores.max(-1, keepdims=True)) * seen
    return exps @ value / np.maximum(exps.sum(-1, keepdims=True), 1e-30)


# A layer that holds its weights, as a class does


def own_weights(heads=4, kv_heads=4, width=24, biases=True, size=0.2):
    """Return the dictionary that check_layer takes."""
    draw, own = np.random.default_rng(heads + kv_heads).normal, width // heads * kv_heads
    shapes = {
        "query": (width, width),
        "key": (width, own),
        "value": (width, own),
        "out": (width, width),
    }
    weights = {name: draw(size=shape) * size for name, shape in shapes.items()}
    if biases:
        weights |= {f"{name}_bias": draw(size=shape[1]) for name, shape in shapes.items()}
    return weights


def module(weights, heads, *, dtype=float, folded=False, scale=None, biases=True, **options):
    """Return f(x), causal: a closure over its weights."""
    w = {name: array.astype(dtype) for name, array in weights.items()}
    d = w["query"].shape[1] // heads

    def forward(x):
        q, k, v = (
            x.astype(dtype) @ w[n] + w.get(f"{n}_bias", 0) * dtype(biases)
            for n in ("query", "key", "value")
        )
        q = q / dtype(d**0.5) if folded else q
        q, k, v = (split(a, a.shape[-1] // d) for a in (q, k, v))
        k, v = repeat(k, heads // k.shape[-3]), repeat(v, heads // v.shape[-3])
        factor = 1 if folded else scale or d**0.5
        out = merge(matrices(q, k, v, scale=lambda *_: factor, see=triangle(), **options))
        return out @ w["out"] + w.get("out_bias", 0) * dtype(biases)

    return forward


# Published mistakes, as NumPy writes them


def exercise_3_2(query, key, value):
    """What gives the numbers that the book's solution prints: dim=1 of (B, T, T).

    Source: rasbt/LLMs-from-scratch, ch03, exercise-solutions.ipynb; tests/published-numbers.json.
    """
    b, T, d = query.shape
    scores = query @ key.transpose(0, 2, 1)
    scores = np.where(np.triu(np.ones((T, T)), 1) > 0, -np.inf, scores)
    return softmax(scores / d**0.5, axis=1) @ value


def c_to_the_minus_half(x, w_query, w_key, w_value, w_out, num_heads):
    """Scores times C**-0.5, with C the width of the tokens.

    Source: karpathy/ng-video-lecture, pull request 6 and issue 55; DL4Proteins-notebooks, issue 12.
    """
    C = x.shape[-1]
    return layer_matrices(x, w_query, w_key, w_value, w_out, num_heads, scale=lambda m, w: C)


def onnx_1_18(x, w_query, w_key, w_value, w_out, num_heads):
    """Heads split by reshape alone and groups tiled. Source: onnx/onnx, issue 7118, pull 7274."""
    return layer_matrices(
        x, w_query, w_key, w_value, w_out, num_heads, split=split_by_reshape, share=tile
    )


PUBLISHED = [  # name, names of faults, which check, function, options
    ("exercise 3.2", {"softmax-over-queries"}, "check", exercise_3_2, {"is_causal": True}),
    ("C**-0.5", {"scale-by-d-model"}, "check_layer", c_to_the_minus_half, {"is_causal": True}),
    (
        "ONNX 1.18",
        {"heads-split-by-reshape", "kv-heads-tiled"},
        "check_layer",
        onnx_1_18,
        {"is_causal": True, "num_kv_heads": 2},
    ),
]

causal = {"is_causal": True}
RIGHT = [  # label, function, options of check
    ("matrices", matrices, {}),
    ("einsum in float32", einsum, {}),
    ("loops", loops, {}),
    ("causal matrices", partial(matrices, see=triangle()), causal),
    ("causal einsum, -1e9", partial(einsum, see=triangle()), causal),
    ("causal loops", partial(loops, see=triangle()), causal),
    ("causal, -1e4", partial(einsum, see=triangle(), hidden=-1e4), causal),
    ("only what is seen", hides_with_loops, causal),
    ("online", online, {}),
    ("renormalized", renormalized, causal),
    ("fourth roots", split_root, {}),
    ("log softmax", log_softmax, {}),
    ("only batches", only_batches, {}),
    ("only heads", only_heads, {}),
    ("only self", only_self, {}),
    ("bottom right", bottom_right, causal),
    ("triu", equal_lengths_causal, causal),
    ("with weights", with_weights, {}),
    ("closure", closure(), {}),
    ("object", Attention(), {}),
    ("a list", lambda q, k, v: matrices(q, k, v).tolist(), {}),
    ("each matrix by itself", each_matrix, {}),
    ("sums of products", sums_of_products, {}),
    ("one maximum for all", one_maximum, {}),
    ("clipped scores", clipped, {}),
    ("the lowest number", lowest_number, {"takes_mask": True}),
    ("all masks", masked, {"takes_mask": True}),
    ("all masks, causal", partial(masked, causal=True), causal | {"takes_mask": True}),
    (
        "booleans alone",
        lambda q, k, v, attn_mask: matrices(q, k, v, see=lambda *_: attn_mask != 0),
        {"takes_mask": True},
    ),
    (
        "floats alone",
        lambda q, k, v, attn_mask=0.0: softmax(q @ k.mT / q.shape[-1] ** 0.5 + attn_mask) @ v,
        {"takes_mask": True},
    ),
]
RIGHT_LAYERS = [
    ("matrices", partial(layer_matrices, see=None), {}),
    ("causal", layer_matrices, causal),
    ("batch, float32", layer_batch, causal),
    ("one text", layer_one_text, causal),
    ("scale in W_q", folded_scale, {}),
    ("head by head", head_by_head, causal),
    ("four axes", four_axes, {}),
    ("square", square_only, causal),
    ("groups", layer_matrices, causal | {"num_kv_heads": 2}),
    ("groups, head by head", head_by_head, causal | {"num_kv_heads": 1}),
    ("one head", layer_matrices, causal | {"num_heads": 1}),
    ("groups, scale in W_q", folded_scale, {"num_heads": 6, "num_kv_heads": 3}),
    ("with RoPE", partial(layer_matrices, turned="qk"), causal),
]
for kv_heads in (4, 2):
    for dtype in (np.float64, np.float32):
        weights = own_weights(4, kv_heads)
        options = causal | {"num_kv_heads": kv_heads, "weights": weights}
        RIGHT_LAYERS.append(
            (
                f"own weights, {kv_heads} {dtype.__name__}",
                module(weights, 4, dtype=dtype, folded=kv_heads == 2),
                options,
            )
        )
small = own_weights(size=0.02, biases=False)
RIGHT_LAYERS.append(
    ("small weights", module(small, 4, dtype=np.float32), causal | {"weights": small})
)
WRONG_MODULES = [  # name, function, weights
    ("scale-by-d-model", module(small, 4, scale=24**0.5, dtype=np.float32), small),
    ("bias-missing", module(own_weights(), 4, biases=False), own_weights()),
    ("softmax-over-queries", module(own_weights(), 4, axis=-2), own_weights()),
    (
        "weights-transposed",
        module(own_weights(), 4),
        {name: array.T for name, array in own_weights().items()},
    ),
]
