"""Is yours right? Give your attention to a check, and it names the mistake that it has.

    from check_attention import check
    report = check(my_attention, is_causal=True)   # prints a report and returns it
    assert not report.faults

`check` is for f(query, key, value), `check_layer` for a layer with heads, `check_rotary` for RoPE,
`check_cache` for generation token by token. On the command line:

    python -m check_attention my_file.py:my_attention --causal

How it works: what is right is computed in plain loops. For each known fault `imitate` computes
what a function with that fault returns; a fault that gives your numbers is named. It needs NumPy
alone and shares no code with attention.py. Version 2.0 of "Attention, verified". MIT licence.
"""

import contextlib
import functools
import importlib.util
import inspect
import io
import itertools
import math
import os
import sys
import time
import warnings
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

CLOSE = 1e-4  # of the largest entry: a function may compute in float32
HALF = {"float16": 1e-2, "bfloat16": 5e-2}
SLOW = 5  # seconds for one call with a few tokens
LARGE = 3000.0  # a score that float32 can hold and whose exponential it cannot


@dataclass
class Fault:
    """A mistake: its name, a sentence that says what to change, the page that explains it."""

    name: str
    sentence: str
    page: str


@dataclass
class Report:
    """What a check found; True where there is no fault.

    faults: a list of Fault. conventions: names of choices that are no faults. notes: sentences
    about what was noticed besides. wrong_for: shapes of wrong results that
    are no fault, because the function is right for all of another kind and may be made for it.
    """

    language: str = "en"
    faults: list = field(default_factory=list)
    conventions: list = field(default_factory=list)
    notes: list = field(default_factory=list)
    tried: list = field(default_factory=list)
    wrong_for: list = field(default_factory=list)

    def __bool__(self):
        return not self.faults

    def add(self, name, evidence="", **details):
        """Add a fault once, with the sentence for its name and the numbers that show it."""
        if name not in [fault.name for fault in self.faults]:
            sentence = say(self.language, name, **details)
            page = PAGES.get(name, "check/#question")
            self.faults.append(Fault(name, " ".join(f"{sentence} {evidence}".split()), page))

    def convention(self, name, **details):
        if name not in self.conventions:
            self.conventions.append(name)
            self.notes.append(say(self.language, name, **details))

    def note(self, name, **details):
        sentence = say(self.language, name, **details)
        if sentence not in self.notes:
            self.notes.append(sentence)

    def __str__(self):
        count = len(self.faults)
        head = {0: "partly" if self.wrong_for else "no_fault", 1: "one_fault"}.get(count, "faults")
        lines = [say(self.language, head, count=count)]
        for fault in self.faults:
            lines += [f"✗ {fault.name}: {fault.sentence}", f"→ {fault.page}"]
        lines += [f"· {note}" for note in self.notes]
        if self.tried:
            lines.append(say(self.language, "tried", tried="; ".join(self.tried)))
        if not count:
            lines.append(say(self.language, "blind"))
        return "\n".join(lines)


def say(language, name, **details):
    """Return the sentence of a name in a language."""
    english, vietnamese = SENTENCES[name]
    return (vietnamese if language == "vi" else english).format(**details)


def language_of(language):
    """Return the language that was asked for, or that of the page.

    The pages of the lesson set LANG to vi.UTF-8. A machine's own locale names a country too, as
    vi_VN.UTF-8 does, and is not followed.
    """
    return language or ("vi" if os.environ.get("LANG") == "vi.UTF-8" else "en")


# What is right, in plain loops


def reference(query, key, value, allowed, added):
    """Return attention of query (…, T_q, d), key (…, T_k, d), value (…, T_k, d_v), in loops.

    allowed (…, T_q, T_k) says what a query may attend to, added is added to the scores. A query
    that may attend to nothing gets nan. Source: Vaswani et al. 2017, 3.2.1.
    """
    output = np.full((*query.shape[:-1], value.shape[-1]), np.nan)
    root = math.sqrt(query.shape[-1])
    for place in np.ndindex(query.shape[:-1]):  # the leading axes, then the query
        lead = place[:-1]
        seen = [j for j in range(key.shape[-2]) if allowed[(*place, j)]]
        scores = [sum(query[place] * key[(*lead, j)]) / root + added[(*place, j)] for j in seen]
        if seen and max(scores) > -math.inf:
            exps = [math.exp(score - max(scores)) for score in scores]
            weighted = [e / sum(exps) * value[(*lead, j)] for e, j in zip(exps, seen)]
            output[place] = sum(weighted)
    return output


def reference_layer(x, weights, heads, kv_heads, is_causal):
    """Return the layer of x (…, T, d_in), one head after the other. Source: the same, 3.2.2."""
    T, d = x.shape[-2], weights["query"].shape[1] // heads
    allowed = np.ones((*x.shape[:-1], T), dtype=bool)
    allowed = np.tril(allowed) if is_causal else allowed
    output = np.zeros((*x.shape[:-1], weights["out"].shape[1])) + weights.get("out_bias", 0)
    for head in range(heads):
        group = head * kv_heads // heads
        own, shared = slice(head * d, head * d + d), slice(group * d, group * d + d)
        parts = []
        for name, columns in [("query", own), ("key", shared), ("value", shared)]:
            bias = np.broadcast_to(weights.get(f"{name}_bias", 0), weights[name].shape[1])
            parts.append(x @ weights[name][:, columns] + bias[columns])
        output += reference(*parts, allowed, np.zeros(allowed.shape)) @ weights["out"][own]
    return output


def reference_rotary(x, positions, base, interleaved):
    """Return x (…, T, d) with its pairs rotated, one after the other. Source: Su et al. 2021."""
    output, d = np.array(x, dtype=float), x.shape[-1]
    for t, i in itertools.product(range(len(positions)), range(d // 2)):
        a, b = (2 * i, 2 * i + 1) if interleaved else (i, i + d // 2)
        angle = float(positions[t]) * base ** (-2 * i / d)
        cos, sin = math.cos(angle), math.sin(angle)
        output[..., t, a] = x[..., t, a] * cos - x[..., t, b] * sin
        output[..., t, b] = x[..., t, a] * sin + x[..., t, b] * cos
    return output


# Examples: what a function is given, what is right, and what imitations need to know


@dataclass(eq=False)
class Example:
    """What is given to a function and what is right; `found` is what it returned."""

    name: str
    args: tuple
    right: np.ndarray
    query: np.ndarray = None  # for check: the arrays of attention, for check_layer: none
    key: np.ndarray = None
    value: np.ndarray = None
    triangle: np.ndarray = None  # (T_q, T_k), True where the causal mask lets a query look
    mask: np.ndarray = None  # given as attn_mask: booleans, or floats
    layer: dict = None  # x, weights, heads, kv_heads
    found: np.ndarray = None
    half: str = ""  # the name of the half precision in which the result came
    bare: tuple = ()  # after the function, before its result was converted

    @property
    def tolerance(self):
        return HALF.get(self.half, CLOSE)

    def is_right(self):
        return close(self.found, self.right, self.tolerance)


def close(found, expected, tolerance):
    """Return whether two results agree where the expected one is defined, in a tenth at least."""
    if expected is None or found.shape != expected.shape:
        return False
    defined = np.isfinite(expected)
    if defined.mean() < 0.1 or not np.isfinite(found[defined]).all():
        return False
    size = max(abs(expected[defined]).max(), 1e-30)
    return abs(found - expected)[defined].max() <= tolerance * size


def attention_example(name, lead, T_q, T_k, d, d_v, is_causal, mask=None, offset=0, seed=0):
    """Return an example for f(query, key, value)."""
    draw = np.random.default_rng([seed, len(lead), T_q, T_k, d, d_v]).normal
    query, key, value = (draw(size=(*lead, *s)) for s in ((T_q, d), (T_k, d), (T_k, d_v)))
    triangle = np.tri(T_q, T_k, offset, dtype=bool) if is_causal else None
    allowed = np.ones((*lead, T_q, T_k), dtype=bool)
    if is_causal:
        allowed = allowed & triangle
    added = np.zeros(allowed.shape)
    if mask is not None and mask.dtype == bool:
        allowed = allowed & mask
    elif mask is not None:
        added = added + mask
    right = reference(query, key, value, allowed, added)
    return Example(name, (query, key, value), right, query, key, value, triangle, mask)


def layer_example(name, lead, T, weights, heads, kv_heads, is_causal, given, seed=0, factor=1.0):
    """Return an example for f(x, w_query, w_key, w_value, w_out, num_heads), or for f(x)."""
    rng = np.random.default_rng([seed, len(lead), T])
    x = rng.normal(size=(*lead, T, len(weights["query"]))) * factor
    right = reference_layer(x, weights, heads, kv_heads, is_causal)
    matrices = [weights[name] for name in ("query", "key", "value", "out")]
    args = (x,) if given else (x, *matrices, heads)
    layer = {"x": x, "weights": weights, "heads": heads, "kv_heads": kv_heads}
    triangle = np.tri(T, dtype=bool) if is_causal else None
    return Example(name, args, right, triangle=triangle, layer=layer)


def draw_weights(d_in, heads, kv_heads, d, d_out):
    """Return four matrices whose heads have scores of standard deviation about 1."""
    draw = np.random.default_rng([d_in, heads, kv_heads, d, d_out]).normal
    shapes = {"query": (d_in, heads * d), "key": (d_in, kv_heads * d),
              "value": (d_in, kv_heads * d), "out": (heads * d, d_out)}
    return {name: draw(size=shape) / math.sqrt(shape[0]) for name, shape in shapes.items()}


# Known faults: what a function with a fault computes. A way replaces one step of the right one.


def softmax(scores, axis):
    """Return exp(scores) over its sum along the axis; -inf gets 0, and nan where all are -inf."""
    exps = np.exp(scores - np.max(scores, axis=axis, keepdims=True, initial=np.finfo(float).min))
    return exps / exps.sum(axis=axis, keepdims=True)


def shares(scores):
    """Divide the scores by their sum, without exponentials; what is hidden counts as 0."""
    scores = np.where(np.isfinite(scores), scores, 0)
    return scores / scores.sum(axis=-1, keepdims=True)


def without_keepdims(scores):
    exps = np.exp(scores - np.max(scores, axis=-1, keepdims=True))
    return exps / exps.sum(axis=-1)[..., None, :]


def summed_again(scores):
    weights = softmax(scores, -2)
    return weights / weights.sum(axis=-1, keepdims=True)


def over(axis):
    return lambda scores: softmax(scores, axis)


def causal_ways(triangle, way):
    """Return the triangle of a causal mask that is wrong in this way."""
    own = np.eye(*triangle.shape, dtype=bool)
    return {"missing": triangle | True, "inverted": ~triangle, "with diagonal": ~triangle | own,
            "hides itself": triangle & ~own, "lets next": triangle | np.eye(*triangle.shape, 1, dtype=bool),
            "right": triangle}[way]


def hide(scores, allowed, way):
    """Return the scores with those hidden that are not allowed, in one of the usual ways."""
    if isinstance(way, float):  # also -1e9, a number that is right over the keys
        return np.where(allowed, scores, way)
    if isinstance(way, str) and way.startswith("by"):
        return np.where(allowed, scores, scores - (10 if way == "by ten" else 1e9))
    return scores + allowed if way == "as numbers" else np.where(allowed, scores, -np.inf)


def attend(query, key, value, example, ways, widths):
    """Return softmax(query keyᵀ / √d) value, with the steps that `ways` replaces."""
    roles = {"q": query, "k": key, "v": value}
    query, key, value = (roles[name] for name in ways.get("roles", "qkv"))
    scale = ways.get("scale", lambda shape, keys, widths: shape[-1] ** -0.5)
    scores = query @ key.swapaxes(-1, -2) * scale(query.shape, key.shape[-2], widths)
    allowed = np.ones(scores.shape, dtype=bool)
    if example.triangle is not None:
        allowed = allowed & causal_ways(example.triangle, ways.get("triangle", "right"))
    elif "future" in ways:
        allowed = np.tril(allowed)
    mask, way = example.mask, ways.get("mask", "right")
    if mask is not None and way != "missing":
        mask = mask.swapaxes(-1, -2) if way == "of queries" else mask
        if mask.dtype == bool or way == "as booleans":
            allowed = allowed & (mask == 0 if way == "inverted" else mask != 0)
        else:
            scores = scores - mask if way == "inverted" else scores + mask
    how, normalize = ways.get("hide", "right"), ways.get("normalize", over(-1))
    if how == "after":
        context = (normalize(scores) * allowed) @ value
    else:
        weights = normalize(hide(scores, allowed, how))
        context = np.where(np.isfinite(weights), weights, np.nan) @ value
    return np.where(allowed.any(axis=-1, keepdims=True), context, np.nan)


def split_heads(x, heads, way):
    """Return (…, heads, T, d) from (…, T, heads · d)."""
    *lead, T, width = x.shape
    if way == "reshape":
        return x.reshape(*lead, heads, T, width // heads)
    if way == "interleaved":
        return x.reshape(*lead, T, width // heads, heads).swapaxes(-1, -2).swapaxes(-2, -3)
    return x.reshape(*lead, T, heads, width // heads).swapaxes(-2, -3)


def merge_heads(x, way):
    """Return (…, T, heads · d) from (…, heads, T, d)."""
    *lead, heads, T, d = x.shape
    if way == "interleaved":
        x = x.swapaxes(-2, -3).swapaxes(-1, -2)
    elif way == "columns":
        x = x.swapaxes(-1, -2)
    elif way != "reshape":
        x = x.swapaxes(-2, -3)
    return x.reshape(*lead, T, heads * d)


def attend_layer(example, ways):
    """Return what a layer with these ways computes."""
    layer = example.layer
    x, weights, heads, kv_heads = (layer[k] for k in ("x", "weights", "heads", "kv_heads"))
    one = "one head" in ways and heads == kv_heads
    counts = [1, 1, 1] if one else [heads, kv_heads, kv_heads]
    transposed, split = ways.get("transposed", ""), ways.get("split", ("", ""))
    parts = {}
    for name, count in zip(("query", "key", "value"), counts):
        matrix = weights[name].T if name[0] in transposed else weights[name]
        bias = weights.get(f"{name}_bias", 0) if name[0] not in ways.get("no bias", "") else 0
        parts[name[0]] = split_heads(x @ matrix + bias, count, split[0] * (name[0] in split[1]))
    layout, rotated, sign = ways.get("rotary", (False, "", 1))
    for name in rotated:
        parts[name] = reference_rotary(parts[name], sign * np.arange(x.shape[-2]), 1e4, layout)
    for name, way in zip("kv", ways.get("groups", ("repeat", "repeat"))):
        times, part = heads // kv_heads * (not one) or 1, parts[name]
        lead = (1,) * (part.ndim - 3)
        parts[name] = (np.tile(part, (*lead, times, 1, 1)) if way == "tile"
                       else np.repeat(part, times, axis=-3))
    d = weights["query"].shape[1] // heads
    widths = (x.shape[-1], heads * d, weights["out"].shape[1], kv_heads * d)
    if one:
        widths = (x.shape[-1], d, *widths[2:])
    context = merge_heads(attend(*parts.values(), example, ways, widths), ways.get("merge", ""))
    if ways.get("out") == "missing":
        return context
    matrix = weights["out"].T if "o" in transposed else weights["out"]
    return context @ matrix + (0 if "o" in ways.get("no bias", "") else weights.get("out_bias", 0))


def imitate(example, ways):
    """Return what a function with these ways returns for an example, None where it would raise."""
    try:
        if example.layer:
            return attend_layer(example, ways)
        arrays = example.query, example.key, example.value
        d, d_v = example.query.shape[-1], example.value.shape[-1]
        widths = (math.prod(example.query.shape[-3:-2]) * d, d_v)
        return attend(*arrays, example, ways, widths)
    except (ValueError, IndexError):  # shapes that do not fit, an axis that is not there
        return None


def by(size):
    return lambda shape, keys, widths: size(shape, keys, widths) ** -0.5


def axis_name(names, axis):
    """Return the name of a fault that follows from an axis, for scores of a number of axes."""
    return lambda ndim: names.get(ndim - axis if axis >= 0 else -axis, "")


SOFTMAX = {2: "softmax-over-queries", 3: "softmax-over-heads", 4: "softmax-over-heads"}
SHAPE = {2: "scale-by-tokens", 3: "scale-by-heads", 4: "scale-by-heads"}


def attention_forms(is_causal, layer=False):
    """Return pairs (name, ways): the usual forms of each fault, the likelier ones first."""
    forms = [(axis_name(SOFTMAX, axis), {"normalize": over(axis)}) for axis in (-2, -3, 1, 0, 2, -4)]
    for axis in (-3, 1, 0, -4) if is_causal else ():  # where a hidden score meets no other
        for way in (-1e9, "by adding"):
            forms.append((axis_name(SOFTMAX, axis), {"normalize": over(axis), "hide": way}))
    forms += [
        ("softmax-over-queries", {"normalize": summed_again}),
        ("softmax-over-all", {"normalize": over((-2, -1))}),
        ("softmax-over-all", {"normalize": over(None)}),
        ("keepdims-missing", {"normalize": without_keepdims}),
        ("no-softmax", {"normalize": lambda s: np.where(np.isfinite(s), s, 0)}),
        ("no-softmax", {"normalize": shares}),
        ("softmax-not-normalized", {"normalize": np.exp}),
        ("softmax-twice", {"normalize": lambda s: softmax(softmax(s, -1), -1)}),
        ("no-scale", {"scale": lambda shape, keys, widths: 1.0}),
        ("scale-multiplied", {"scale": lambda shape, keys, widths: shape[-1] ** 0.5}),
        ("scale-multiplied", {"scale": lambda shape, keys, widths: float(shape[-1])}),
        ("scale-d-not-root", {"scale": lambda shape, keys, widths: 1 / shape[-1]}),
        ("scale-fourth-root", {"scale": lambda shape, keys, widths: shape[-1] ** -0.25}),
        ("scale-by-tokens", {"scale": by(lambda shape, keys, widths: keys)}),
        ("scale-by-tokens", {"scale": by(lambda shape, keys, widths: shape[-2])}),
        ("scale-by-tokens", {"scale": by(lambda shape, keys, widths: keys**2)}),
        ("scale-by-tokens", {"scale": by(lambda shape, keys, widths: shape[-2] ** 2)}),
    ]
    names = ["scale-by-d-model"] * 4 if layer else ["scale-by-d-model", "scale-by-value-width"]
    for power, (n, name) in itertools.product((1, 2), enumerate(names)):
        forms.append((name, {"scale": by(lambda s, keys, widths, n=n, p=power: widths[n] ** p)}))
    for axis in (-3, 0, 1, 2):
        way = by(lambda shape, keys, widths, axis=axis: shape[axis])
        forms.append((axis_name(SHAPE, axis), {"scale": way}))
    for constant in (1 / 8, 1 / 64, 512**-0.5, 768**-0.5, 1 / 16, 0.1, 0.5):
        forms.append(("scale-constant", {"scale": lambda s, keys, widths, c=constant: c}))
    for name, roles in [("key-and-value-swapped", "qvk"), ("query-and-key-swapped", "kqv"),
                        ("roles-mixed", "vkq"), ("roles-mixed", "kvq"), ("roles-mixed", "vqk"),
                        ("roles-mixed", "qkk"), ("roles-mixed", "qkq"), ("roles-mixed", "qqv"),
                        ("roles-mixed", "kkv"), ("roles-mixed", "qvv"), ("roles-mixed", "vkv")]:
        forms.append((name, {"roles": roles}))
    if not is_causal:
        return [*forms, ("mask-unexpected", {"future": "hidden"})]
    for name, way in [("mask-missing", "missing"), ("mask-inverted", "inverted"),
                      ("mask-inverted", "with diagonal"), ("mask-hides-itself", "hides itself"),
                      ("mask-lets-next", "lets next")]:
        forms.append((name, {"triangle": way}))
    forms += [("mask-after-softmax", {"hide": "after"}), ("mask-added", {"hide": "as numbers"})]
    return forms + [("mask-with-zero", {"hide": way}) for way in (0.0, 1.0, -1.0, -10.0, "by ten")]


def faulty(name, is_causal=False):
    """Return f(query, key, value) that has a fault of one head, in its most usual form.

    For tests of tests. Raises ValueError where no fault of one head has this name.
    """
    for known, ways in attention_forms(is_causal):
        if name in (known, callable(known) and known(4)):
            return functools.partial(with_ways, ways, is_causal)
    raise ValueError(f"no fault of one head has the name {name!r}")


def with_ways(ways, is_causal, query, key, value):
    triangle = np.tri(query.shape[-2], key.shape[-2], dtype=bool) if is_causal else None
    with np.errstate(all="ignore"):
        return imitate(Example("", (), None, query, key, value, triangle), ways)


def layer_forms(is_causal, biases):
    """Return pairs (name, ways) for layers; the name of a convention is in CONVENTIONS."""
    forms = [("weights-transposed", {"transposed": names})
             for names in ("qkvo", "qkv", "o", "q", "k", "v", "qk", "kv", "qv")]
    for way in ("reshape", "interleaved"):
        for names in ("qkv", "q", "k", "v", "qk", "kv", "qv"):
            forms.append(("heads-split-by-reshape", {"split": (way, names)}))
        forms.append(("heads-merged-by-reshape", {"merge": way}))
    forms += [("heads-merged-by-reshape", {"merge": "columns"}),
              ("output-projection-missing", {"out": "missing"}),
              ("heads-not-split", {"one head": True})]
    for layout, name in [(False, "rotary-halves"), (True, "rotary-interleaved")]:
        forms += [(name, {"rotary": (layout, "qk", 1)}),
                  ("rotary-on-values", {"rotary": (layout, "qkv", 1)}),
                  ("rotary-on-values", {"rotary": (layout, "v", 1)}),
                  ("rotary-wrong-direction", {"rotary": (layout, "qk", -1)})]
    if biases:
        forms += [("bias-missing", {"no bias": names}) for names in ("qkvo", "qkv", "o")]
    groups = [("tile", "tile"), ("tile", "repeat"), ("repeat", "tile")]
    forms += [("kv-heads-tiled", {"groups": way}) for way in groups]
    return forms + attention_forms(is_causal, layer=True)


CONVENTIONS = {"rotary-halves", "rotary-interleaved"}
# Tried alone and not in pairs, which would take seconds.
RARE = {"roles-mixed", "scale-constant", "scale-fourth-root", "softmax-twice", "softmax-over-all",
        "keepdims-missing", "softmax-not-normalized", "mask-added"}


def diagnose(examples, forms, start=None):
    """Return the forms, one or two, that give what was found in all examples; None if none do."""
    start = start or {}
    # What is wrong and small comes first, since most forms end there.
    examples = sorted(examples, key=lambda e: (e.is_right(), e.right.size))

    def gives_what_was_found(ways):
        matching = 0
        for example in examples:
            imitation = imitate(example, start | ways)
            if imitation is None and example.found.shape != example.right.shape:
                continue  # loops give something where matrices raise
            if not close(example.found, imitation, example.tolerance):
                return False
            matching += 1
        return matching > 0

    for form in forms:
        if gives_what_was_found(form[1]):
            return [form]
    usual = [form for form in forms if form[0] not in RARE]
    for one, other in itertools.combinations(usual, 2):
        if not one[1].keys() & other[1].keys() and gives_what_was_found(one[1] | other[1]):
            return [one, other]
    return None


# Calls of the reader's function


class Unusable(Exception):
    """The function cannot be used: the name of the fault, and what its sentence needs."""

    def __init__(self, name, **details):
        super().__init__(name)
        self.name, self.details = name, details


CALLS = {1: "x", 2: "x, positions", 3: "query, key, value",
         6: "x, w_query, w_key, w_value, w_out, num_heads"}


class Caller:
    """Calls a function with arrays of NumPy or of another library, and looks at what it does."""

    def __init__(self, function, make, report):
        self.function, self.make, self.report = function, make, report
        self.dtype, self.changed, self.slowest, self.printed = float, False, 0.0, False
        self.half_given = self.needs_mask = False

    def convert(self, array):
        """Return an array as the function takes it."""
        if not isinstance(array, np.ndarray):
            return array
        array = array.astype(self.dtype) if array.dtype == float else array.copy()
        if self.make is None:
            return array
        made = self.make(array)
        parameters = getattr(self.function, "parameters", None)
        weight = next(iter(parameters()), None) if callable(parameters) else None
        return made.to(weight) if weight is not None and array.dtype.kind == "f" else made

    def __call__(self, *args, **options):
        """Return the result as float64, and the name of its precision where that is half."""
        if self.needs_mask and "attn_mask" not in options:
            shape = (args[0].shape[-2], args[1].shape[-2])
            options["attn_mask"] = np.ones(shape, dtype=bool)
        try:
            return self.call(args, options)
        except Unusable as unusable:
            if unusable.name != "raises" or self.dtype != float:
                raise
            self.dtype = np.float32  # some layers take what their weights are, and nothing else
            try:
                return self.call(args, options)
            except Unusable:
                self.dtype = float
            raise

    def call(self, args, options):
        try:
            given = [self.convert(arg) for arg in args]
            options = {name: self.convert(option) for name, option in options.items()}
        except Exception as error:
            raise Unusable("make-fails", error=told(error)) from error
        looked_at = [arg for arg in (*given, *options.values()) if hasattr(arg, "shape")]
        before = [bare(arg)[0] for arg in looked_at]
        self.half_given = bare(given[0])[1] in HALF
        started, printed = time.perf_counter(), io.StringIO()
        try:
            with contextlib.redirect_stdout(printed):
                result = self.function(*given, **options)
        except (Exception, SystemExit) as error:
            raise self.why(error, given, options) from error
        self.slowest = max(self.slowest, time.perf_counter() - started)
        self.printed = self.printed or bool(printed.getvalue())
        self.changed |= not all(map(same, before, (bare(arg)[0] for arg in looked_at)))
        return self.array_of(result)

    def why(self, error, given, options):
        """Return the fault of a function that raised."""
        shapes = ", ".join(str(tuple(arg.shape)) for arg in given if hasattr(arg, "shape"))
        if isinstance(error, (OverflowError, FloatingPointError)):
            return Unusable("overflow")
        try:
            signature = inspect.signature(self.function)
            signature.bind(*given, **options)
        except TypeError:
            names = CALLS.get(len(given), "…")
            names += "".join(f", {name}=…" for name in options)
            return Unusable("arguments", count=len(given), names=names, signature=str(signature))
        except ValueError:
            pass  # a built-in function tells no signature
        name = "needs-tensors" if "ensor" in told(error) and self.make is None else "raises"
        return Unusable(name, error=told(error), shapes=shapes)

    def array_of(self, result):
        """Return what a function returned as float64, and its precision where that is half."""
        if result is None:
            raise Unusable("returns-nothing")
        if isinstance(result, (tuple, list)) and len(result) and hasattr(result[0], "shape") and (
                isinstance(result, tuple) or len({np.shape(part) for part in result}) > 1):
            self.report.convention("returns-more")
            result = result[0]
        if isinstance(result, (list, tuple)):
            self.report.convention("returns-list")
        try:
            array, dtype = bare(result)
        except Exception as error:
            raise Unusable("not-numbers", kind=type(result).__name__) from error
        if array.dtype.kind not in "fiu":
            raise Unusable("not-numbers", kind=f"{type(result).__name__} ({array.dtype})")
        return array.astype(float), dtype if dtype in HALF else ""

    def tell(self):
        """Put into the report what the function did besides."""
        if self.changed:
            self.report.add("input-changed")
        if self.printed:
            self.report.note("prints")
        if self.slowest > SLOW:
            self.report.note("slow", seconds=f"{self.slowest:.0f}")


def bare(array):
    """Return an array of any library as NumPy's, and the name of its type."""
    dtype = str(getattr(array, "dtype", "")).rpartition(".")[2]
    if hasattr(array, "detach"):
        array = array.detach().cpu()
        array = array.float() if dtype == "bfloat16" else array
    array = np.array(array)
    return (array.astype(np.float32), dtype) if dtype == "bfloat16" else (array, str(array.dtype))


def same(one, other):
    return one.shape == other.shape and np.array_equal(one, other, equal_nan=one.dtype.kind == "f")


def told(error):
    """Return an error as Python names it, on one line."""
    try:
        line = " ".join(str(error).split())
    except Exception:
        line = ""
    return f"{type(error).__name__}: {line[:200]}" if line else type(error).__name__


# The steps that all checks share


def begin(function, make, language):
    """Return a report and a caller. Raises Unusable where there is nothing to call."""
    report = Report(language_of(language))
    if inspect.isclass(function) or not callable(function):
        kind = f"class {function.__name__}" if inspect.isclass(function) else type(function).__name__
        raise Unusable("not-a-function", kind=kind)
    return report, Caller(function, make, report)


def guarded(check):
    """Turn what cannot be used into a report; print it unless it is to be quiet."""

    @functools.wraps(check)
    def checked(function, *args, quiet=False, language=None, **options):
        report = Report(language_of(language))
        try:
            with np.errstate(all="ignore"), warnings.catch_warnings():
                warnings.simplefilter("ignore")
                report = check(function, *args, language=language, **options)
        except Unusable as unusable:
            report.add(unusable.name, **unusable.details)
        except TypeError as error:
            if error.__traceback__.tb_next.tb_next is None:  # of this call: an option that is none
                raise
            report.add("check-fails", error=told(error))
        except Exception as error:  # a strange function may break what it is given to
            report.add("check-fails", error=told(error))
        if not quiet:
            print(report)
        return report

    return checked


def try_all(examples, caller, report):
    """Give each example to the function; return those it took. Raises Unusable if it takes none."""
    taken, refused = [], []
    for example in examples:
        try:
            example.found, example.half = caller(*example.args)
        except Unusable as unusable:
            refused.append((example, unusable))
            continue
        if not example.half and not example.is_right():
            example.half = precision(example.found)
        taken.append(example)
    if not taken:
        told_apart = [unusable for _, unusable in refused]
        told_apart.sort(key=lambda unusable: "unpack" in unusable.details.get("error", ""))
        raise told_apart[0]  # what says more than that a number of axes is not expected
    fitting = [e for e in taken if e.found.shape == e.right.shape]
    if any(e.is_right() for e in fitting):  # what gives other shapes elsewhere is not made for that
        refused += [(e, None) for e in taken if e not in fitting]
        taken = fitting
    if refused:
        report.note("refused", examples=named(report, (example for example, _ in refused)))
    report.tried.append(named(report, taken))
    return taken, refused


def named(report, examples):
    """Return the names of examples with the shapes of what is returned."""
    names = {}
    for example in examples:
        names.setdefault(say(report.language, example.name), []).append(str(example.right.shape))
    return "; ".join(f"{name} {', '.join(shapes)}" for name, shapes in names.items())


def precision(found):
    """Return the half precision that holds all numbers of a result exactly, or ""."""
    finite = found[np.isfinite(found)]
    if finite.size < 8 or np.array_equal(finite, np.round(finite)):
        return ""
    if np.array_equal(finite.astype(np.float16), finite):
        return "float16"
    single = finite.astype(np.float32)
    lowest = single.view(np.uint32) & 0xFFFF
    return "bfloat16" if np.array_equal(single, finite) and not lowest.any() else ""


def is_random(examples, caller):
    """Return whether a second call gives another result."""
    found, before = caller(*examples[0].args)[0], examples[0].found
    return found.shape == before.shape and not np.allclose(found, before, CLOSE, CLOSE, True)


def judge(examples, refused, caller, report, forms, symptoms):
    """Name the faults of a function that has taken these examples; return the ways it has."""
    if is_random(examples, caller):
        judge_dropout(examples[0], caller, report, forms)
        return None
    wrong = [example for example in examples if not example.is_right()]
    wrong.sort(key=lambda example: example.right.ndim)
    if not wrong:
        if any(example.half for example in examples) and not caller.half_given:
            report.add("computed-in-half-precision", evidence(examples[0], report))
        return {}
    errors = [abs(e.found - e.right).max() / abs(e.right).max() for e in examples
              if e.found.shape == e.right.shape]
    error = max(errors) if len(errors) == len(examples) else math.inf
    rounded = error < HALF["bfloat16"] and is_rounded(examples, caller)
    found = None if rounded and error < HALF["float16"] else diagnose(examples, forms)
    if found is None and rounded:
        report.add("computed-in-half-precision", evidence(wrong[0], report))
        return {}
    if found is None and made_for(examples):
        report.wrong_for = [e.right.shape for e in wrong]
        right = [example for example in examples if example.is_right()]
        report.note("only-for", right=named(report, right), wrong=named(report, wrong))
        return {}
    if found is None:
        judge_unknown(examples, wrong, refused, caller, report, symptoms)
        return None
    ways = {}
    for name, way in found:
        ways |= way
        names = [name] if isinstance(name, str) else [name(e.right.ndim + bool(e.layer)) for e in wrong]
        for each in filter(None, names):
            if each in CONVENTIONS:
                report.convention(each)
            else:
                report.add(each, evidence(wrong[0], report) if found[-1][0] == name else "")
    if any(example.half for example in examples) and not caller.half_given:
        report.add("computed-in-half-precision")
    return ways


def is_rounded(examples, caller):
    """Return whether the result moves in jumps, as numbers in half precision do.

    The same small step before and behind the arguments moves a smooth result by nearly the same
    amount; one that is rounded to three digits moves by 0, 1 or more units of the last.
    """
    moved = bent = 0.0
    for example in examples:
        draw = np.random.default_rng(0).normal
        steps = [2e-4 * arg * draw(size=np.shape(arg)) if np.ndim(arg) else 0 for arg in example.args]
        before, after = (caller(*(arg + sign * step for arg, step in zip(example.args, steps)))[0]
                         for sign in (-1, 1))
        moved = max(moved, abs(after - before).max())
        bent = max(bent, abs(after - 2 * example.found + before).max())
    return bent > 0.1 * moved or moved == 0


def made_for(examples):
    """Return whether all examples of one kind are right: a function may be made for it alone.

    Loops over (T, d) give something for a batch too, and loops over as many keys as queries for
    unequal lengths.
    """
    kinds = [{e for e in examples if kind(e) == kind(one)}
             for kind in (lambda e: e.right.ndim, lambda e: e.name) for one in examples]
    return any(all(e.is_right() for e in those) for those in kinds)


def evidence(example, report):
    """Return the entry of an example that differs most, and what is right there."""
    if example.found.shape != example.right.shape:
        return say(report.language, "shapes", found=example.found.shape, right=example.right.shape)
    difference = np.nan_to_num(abs(example.found - example.right), nan=np.inf)
    difference = np.where(np.isfinite(example.right), difference, 0)
    place = np.unravel_index(difference.argmax(), difference.shape)
    found, right = example.found[place], example.right[place]
    return say(report.language, "evidence", example=say(report.language, example.name),
               place="[" + ", ".join(map(str, place)) + "]", found=f"{found:.4f}", right=f"{right:.4f}")


def judge_dropout(example, caller, report, forms):
    """Name what a function does that gives another result in each call: its mean tells."""
    total, started, calls = np.zeros(example.right.shape), time.perf_counter(), 0
    while calls < 400 and time.perf_counter() - started < 2:
        total, calls = total + caller(*example.args)[0], calls + 1

    def likeness(ways):
        """Return the cosine of the mean and an imitation, and the factor between them."""
        expected = imitate(example, ways) if ways else example.right
        if expected is None or expected.shape != total.shape:
            return 0, 0
        known = np.isfinite(expected) & np.isfinite(total)
        one, other = total[known] / calls, expected[known]
        size = one @ one * (other @ other)
        return (one @ other / math.sqrt(size), one @ other / (other @ other)) if size else (0, 0)

    found = {"": likeness({})}
    for name, ways in forms:
        if isinstance(name, str):
            found[name] = max(found.get(name, (0, 0)), likeness(ways))
    best = max(found, key=lambda name: found[name][0] + 0.003 * (name == ""))
    cosine, factor = found[best]
    if cosine < 0.98 or not 0.3 < factor < 1.2:
        report.add("random", evidence(example, report))
        return
    report.add("dropout-always-on", evidence(example, report))
    if best:
        report.add(best)
    if factor < 0.96:
        mean = say(report.language, "mean", calls=calls, factor=f"{factor:.2f}")
        report.add("dropout-not-rescaled", mean)


def judge_unknown(examples, wrong, refused, caller, report, symptoms):
    """Report a result that no known fault gives, with the properties that it violates."""
    first = wrong[0]
    shrunk = [np.nansum(e.found * e.right) / np.nansum(e.right**2) for e in examples
              if e.found.shape == e.right.shape]
    if len(shrunk) == len(examples) and 0.05 < shrunk[0] < 0.99 and all(
            close(e.found, e.right * shrunk[0], e.tolerance) for e in examples):
        report.add("dropout-not-rescaled", evidence(first, report))
    elif first.found.shape != first.right.shape:
        report.add("wrong-shape", found=first.found.shape, right=first.right.shape)
    else:
        failing = list(dict.fromkeys(symptoms()))
        if "zeros" in failing:
            report.add("dropout-always-on", evidence(first, report))
            return
        nan = np.isnan(first.found[np.isfinite(first.right)]).any()
        said = [say(report.language, name) for name in failing]
        report.add("nan" if nan else "unknown", evidence(first, report), symptoms=" ".join(said))


def judge_large(example, token, caller, report):
    """Name an overflow: one token whose score is LARGE must get its own value."""
    try:
        if not np.isfinite(caller(*example.args)[0]).all():
            return  # not the fault of a large score
        found, half = caller(*token, *example.args[len(token):])
    except Unusable as unusable:
        if unusable.name == "overflow":
            report.add("overflow", say(report.language, "large", found="OverflowError"))
        return
    if not half and not caller.half_given and not np.isfinite(found).all():
        first = found[~np.isfinite(found)][0]
        report.add("overflow", say(report.language, "large", found=first))


# The four checks


@guarded
def check(f, *, is_causal=False, takes_mask=False, make=None, language=None):
    """Check f(query, key, value), which returns softmax(query keyᵀ / √d) value.

    query (…, T_q, d), key (…, T_k, d) and value (…, T_k, d_v) have equal leading axes: none, one
    and two are tried, and one of these is enough. With is_causal=True query i may attend to the
    keys j <= i. With takes_mask=True also f(query, key, value, attn_mask=mask) is called: booleans,
    True where a query may attend, and floats that are added to the scores.
    make turns an array into what f takes, for example torch.tensor. quiet=True prints nothing,
    language is "en" or "vi". Returns a Report; raises nothing.
    """
    report, caller = begin(f, make, language)
    caller.needs_mask = takes_mask and not accepts_three(f)
    leads = [(2, 3), (2,), ()]
    uneven = (7, 7) if is_causal else (4, 7)
    examples = [attention_example("square", lead, 6, 6, 5, 5, is_causal) for lead in leads]
    examples += [attention_example("uneven", lead, *uneven, 5, 8, is_causal) for lead in leads]
    taken, refused = try_all(examples, caller, report)
    largest = max(taken, key=lambda e: e.right.ndim)
    lead = largest.right.shape[:-2]
    ways = judge(taken, refused, caller, report, attention_forms(is_causal),
                 lambda: attention_symptoms(largest, caller, is_causal))
    large = attention_example("large", lead, 1, 1, 5, 5, is_causal)
    same_score = np.full((*lead, 1, 5), math.sqrt(LARGE / math.sqrt(5)))
    judge_large(large, (same_score, same_score), caller, report)
    if is_causal and ways == {}:
        judge_corner(lead, caller, report)
    if takes_mask and ways is not None:
        judge_masks(lead, is_causal, caller, report, ways)
    caller.tell()
    return report


def accepts_three(f):
    """Return whether f may be called with query, key and value alone."""
    try:
        inspect.signature(f).bind(0, 0, 0)
    except TypeError:
        return False
    except ValueError:
        pass
    return True


def attention_symptoms(example, call, is_causal):
    """Yield the names of the properties that fail, and "zeros" where single weights are missing."""
    query, key, value = example.args
    T, lead = key.shape[-2], value.shape[:-2]
    seen = [(query, key, np.ones((*lead, T, value.shape[-1])))]
    with contextlib.suppress(Unusable):
        if not np.allclose(call(*seen[0])[0], 1, atol=1e-3):
            yield "rows-do-not-sum-to-1"
    with contextlib.suppress(Unusable):
        if is_causal:
            other = [array.copy() for array in (query, key, value)]
            for array in other:
                array[..., -1, :] += 1
            moved = call(*other)[0]
            if not np.allclose(moved[..., :-1, :], example.found[..., :-1, :], atol=1e-3):
                yield "future-matters"
        else:
            order = np.roll(np.arange(T), 1)
            mixed = call(query, key[..., order, :], value[..., order, :])[0]
            if not np.allclose(mixed, example.found, atol=1e-3):
                yield "order-matters"
    with contextlib.suppress(Unusable):
        if not np.allclose(call(query, key + 1, value)[0], example.found, atol=1e-3):
            yield "shift-matters"
    low, high = value.min(axis=-2, keepdims=True), value.max(axis=-2, keepdims=True)
    if not ((low - 1e-3 <= example.found) & (example.found <= high + 1e-3)).all():
        yield "out-of-range"
    with contextlib.suppress(Unusable):
        identity = np.broadcast_to(np.eye(T), (*lead, T, T)).copy()
        weights = call(query, key, identity)[0]
        allowed = np.tril(np.ones((T, T))) if is_causal else np.ones((T, T))
        if weights.shape[-2:] == (T, T) and (weights == 0)[..., allowed > 0].any():
            kept = weights != 0
            right = reference(query, key, identity, np.broadcast_to(allowed > 0, weights.shape),
                              np.zeros(weights.shape))
            factor = np.median(weights[kept] / right[kept]) if kept.any() else 0
            if np.isfinite(factor) and factor and np.allclose(weights[kept], right[kept] * factor, rtol=1e-3):
                yield "zeros"


def judge_corner(lead, call, report):
    """Say in which corner the triangle of unequal lengths starts: both are conventions."""
    for name, offset in [("mask-top-left", 0), ("mask-bottom-right", 3)]:
        example = attention_example("corner", lead, 4, 7, 5, 8, True, offset=offset)
        with contextlib.suppress(Unusable):
            if close(call(*example.args)[0], example.right, CLOSE):
                report.convention(name)


MASK_FORMS = [
    ("mask-missing", {"mask": "missing"}), ("mask-inverted", {"mask": "inverted"}),
    ("mask-after-softmax", {"hide": "after"}), ("mask-with-zero", {"hide": 0.0}),
    ("mask-with-zero", {"hide": 1.0}), ("mask-with-zero", {"hide": -1.0}),
    ("mask-with-zero", {"hide": -10.0}), ("mask-added", {"hide": "as numbers"}),
    ("mask-of-queries", {"mask": "of queries"}), ("mask-as-booleans", {"mask": "as booleans"}),
    ("mask-replaces-causal", {"triangle": "missing"}),
]


def judge_masks(lead, is_causal, caller, report, ways):
    """Name what a function does with each kind of mask; some kinds alone are a convention."""
    T, rng = 6, np.random.default_rng(7)
    some = rng.random((T, T)) < 0.6
    some[np.arange(T), np.arange(T)] = True  # under a causal mask too every query sees a key
    some[0, 3] = some[2, 1] = False
    floats = np.where(rng.random((T, T)) < 0.7, rng.normal(size=(T, T)), -np.inf)
    floats[np.arange(T), np.arange(T)] = 0.3
    real = np.arange(T) < 4
    padding = np.broadcast_to(real, (*lead[:1], *(1,) * len(lead[1:]), 1, T)).copy()
    verdicts = {}
    for kind, mask in [("booleans", some), ("floats", floats), ("padding", padding)]:
        verdicts[kind] = verdict_on_mask(mask, lead, is_causal, caller, ways)
    told_of = {kind for kind, (name, _) in verdicts.items() if name == ""}
    if "booleans" in told_of and verdicts["floats"][0] != "":
        report.convention("mask-boolean-only")
        verdicts.pop("floats")
    elif "floats" not in told_of and "booleans" not in told_of and (
            verdicts["floats"][0] in ("unknown", "raises")):
        verdicts.pop("floats")  # one mistake, told once
    elif "floats" in told_of and verdicts["booleans"][0] in ("mask-added", "raises"):
        report.convention("mask-float-only")
        verdicts = {"floats": verdicts["floats"]}
    for kind, (name, example) in verdicts.items():
        if name == "mask-replaces-causal":
            report.convention(name)
        elif name == "raises" and told_of:
            report.note("refused", examples=say(report.language, f"mask-{kind}"))
        elif name == "mask-missing" and (kind == "padding" or is_causal):
            report.add("padding-attended", evidence(example, report))
        elif name == "mask-of-queries":
            report.add("padding-attended" if kind == "padding" else "mask-inverted",
                       evidence(example, report))
        elif name == "mask-as-booleans":
            report.add("mask-inverted", evidence(example, report))
        elif name:
            report.add(name, evidence(example, report) if example else "", symptoms="",
                       **({} if example else verdicts[kind][1] or {}))
    judge_hidden_row(some, lead, is_causal, caller, report)


def verdict_on_mask(mask, lead, is_causal, caller, ways):
    """Return the name of what a function does with a mask, "" where that is right; the example."""
    example = attention_example("mask", lead, 6, 6, 5, 5, is_causal, mask, seed=3)
    try:
        try:
            example.found, example.half = caller(*example.args, attn_mask=mask)
        except Unusable:
            whole = np.broadcast_to(mask, (*lead, 6, 6)).copy()
            example.found, example.half = caller(*example.args, attn_mask=whole)
    except Unusable as unusable:
        unusable.details.setdefault("error", "")
        raise_later = "raises" if unusable.name == "raises" else unusable.name
        return raise_later, unusable.details if raise_later != "raises" else None
    if close(example.found, imitate(example, ways), example.tolerance):
        return "", example
    found = None
    for name, way in MASK_FORMS:
        if close(example.found, imitate(example, ways | way), example.tolerance):
            found = name
            break
    return found or "unknown", example


def judge_hidden_row(mask, lead, is_causal, caller, report):
    """Say what a query gets that may attend to no key: zeros, nan or a mean are conventions."""
    mask = mask.copy()
    mask[2] = False
    example = attention_example("mask", lead, 6, 6, 5, 5, is_causal, mask, seed=4)
    with contextlib.suppress(Unusable):
        row = caller(*example.args, attn_mask=mask)[0][..., 2, :]
        means = [example.value.mean(axis=-2), example.value[..., :3, :].mean(axis=-2)]
        if np.isnan(row).all():
            report.convention("hidden-row-nan")
        elif not row.any():
            report.convention("hidden-row-zeros")
        elif any(np.allclose(row, mean, atol=1e-3) for mean in means):
            report.convention("hidden-row-mean")


@guarded
def check_layer(f, *, num_heads=4, num_kv_heads=None, is_causal=False, weights=None, make=None,
                language=None):
    """Check a layer: projections, num_heads heads, output projection.

    Without weights it calls f(x, w_query, w_key, w_value, w_out, num_heads) with matrices that are
    used as x @ w: (d_in, H · d), twice (d_in, G · d), and (H · d, d_out), also square ones. With
    weights, a dictionary query, key, value, out and biases such as query_bias, it calls f(x). x is
    (T, d_in) or (B, T, d_in); one of these is enough. H = num_heads query heads share
    G = num_kv_heads heads of keys and values (default: H). Other options as in check.
    """
    report, caller = begin(f, make, language)
    matrices = checked_weights(num_heads, num_kv_heads, weights)
    kv_heads = num_kv_heads or num_heads
    leads, given = [(2,), ()], weights is not None
    if given:
        factor = factor_of(matrices, num_heads, kv_heads)
        sets = [("layer", matrices)]
    else:
        factor, d = 1.0, 6 if num_heads != 6 else 4  # even, so that it could be rotated
        d_in = num_heads * d + 3
        square = draw_weights(num_heads * d, num_heads, kv_heads, d, num_heads * d)
        sets = [("layer", draw_weights(d_in, num_heads, kv_heads, d, num_heads * d + 2)),
                ("square-matrices", square)]
    examples = [layer_example(name, lead, 7, drawn, num_heads, kv_heads, is_causal, given,
                              factor=factor) for name, drawn in sets for lead in leads]
    taken, refused = try_all(examples, caller, report)
    forms = layer_forms(is_causal, any(name.endswith("bias") for name in matrices))
    largest = taken[0]
    judge(taken, refused, caller, report, forms,
          lambda: layer_symptoms(largest, caller, is_causal))
    large = layer_example("large", largest.right.shape[:-2], 1, largest.layer["weights"], num_heads,
                          kv_heads, is_causal, given)
    judge_large(large, (large_token(large),), caller, report)
    if num_heads == 1:
        report.note("one-head")
    caller.tell()
    return report


def checked_weights(num_heads, num_kv_heads, weights):
    """Return the matrices as arrays. Raises Unusable where options or shapes do not fit."""
    kv_heads = num_heads if num_kv_heads is None else num_kv_heads
    for count in (num_heads, kv_heads):
        if not isinstance(count, (int, np.integer)) or isinstance(count, bool) or count < 1:
            raise Unusable("bad-options", what=f"num_heads={num_heads!r}, num_kv_heads={kv_heads!r}")
    if num_heads % kv_heads:
        raise Unusable("bad-options", what=f"num_heads={num_heads}, num_kv_heads={kv_heads}")
    if weights is None:
        return {}
    try:
        matrices = {name: bare(array)[0].astype(float) for name, array in weights.items()}
    except Exception as error:
        raise Unusable("bad-options", what=f"weights: {told(error)}") from error
    missing = {"query", "key", "value", "out"} - matrices.keys()
    if missing:
        raise Unusable("bad-options", what=f"weights[{min(missing)!r}]: KeyError")
    shapes = {name: array.shape for name, array in matrices.items()}
    two = all(len(shapes[name]) == 2 for name in ("query", "key", "value", "out"))
    width = shapes["query"][-1] if two else 0
    own = width // num_heads * kv_heads
    if not two or width % num_heads or shapes["key"] != (shapes["query"][0], own) or (
            shapes["value"] != shapes["key"]) or shapes["out"][0] != width:
        raise Unusable("bad-options", what=f"weights {shapes}, num_heads={num_heads}")
    for name in matrices:
        root, _, bias = name.partition("_")
        if bias and (root not in shapes or shapes[name] != shapes[root][1:]):
            raise Unusable("bad-options", what=f"weights[{name!r}] {shapes[name]}")
    return matrices


def factor_of(weights, heads, kv_heads):
    """Return what tokens are multiplied with so that scores have a standard deviation near 1."""
    x = np.random.default_rng(5).normal(size=(20, len(weights["query"])))
    d = weights["query"].shape[1] // heads
    query, key = x @ weights["query"][:, :d], x @ weights["key"][:, :d]
    return float(np.clip(1 / math.sqrt((query @ key.T).std() / math.sqrt(d) + 1e-12), 0.01, 100))


def large_token(example):
    """Return one token whose score with itself is LARGE in one head at least."""
    weights, heads, x = (example.layer[k] for k in ("weights", "heads", "x"))
    d, own = weights["query"].shape[1] // heads, len(weights["query"])
    tokens = np.random.default_rng(6).normal(size=(50, own))
    query, key = tokens @ weights["query"][:, :d], tokens @ weights["key"][:, :d]
    scores = (query * key).sum(axis=-1) / math.sqrt(d)
    best = scores.argmax()
    token = tokens[best] * math.sqrt(LARGE / max(scores[best], 1e-3))
    return np.broadcast_to(token, x.shape).copy()


def layer_symptoms(example, caller, is_causal):
    """Yield the names of the properties that fail."""
    x, *rest = example.args
    with contextlib.suppress(Unusable):
        if is_causal:
            other = x.copy()
            other[..., -1, :] += 1
            moved = caller(other, *rest)[0]
            if not np.allclose(moved[..., :-1, :], example.found[..., :-1, :], atol=1e-3):
                yield "future-matters"
        else:
            mixed = caller(x[..., ::-1, :].copy(), *rest)[0]
            if not np.allclose(mixed[..., ::-1, :], example.found, atol=1e-3):
                yield "order-matters"
    with contextlib.suppress(Unusable):
        if x.ndim == 3:
            other = x.copy()
            other[1] += 1
            if not np.allclose(caller(other, *rest)[0][0], example.found[0], atol=1e-3):
                yield "batch-matters"


def rotary_ways(x, positions, base, interleaved):
    """Return pairs (name, what a function with that fault returns)."""
    T, half = x.shape[-2], x.shape[-1] // 2

    def turned(p, base=base, layout=interleaved, x=x):
        return reference_rotary(x, p, base, layout)

    def pairs(power, mixed=False, sign=-1):
        angles = positions[:, None] * base ** -(np.arange(half) * power)
        both = np.repeat(angles, 2, -1) if interleaved ^ mixed else np.tile(angles, 2)
        cos, sin = np.cos(both), np.sin(both)
        if interleaved:
            other = np.stack([sign * x[..., 1::2], x[..., ::2]], axis=-1).reshape(x.shape)
        else:
            other = np.concatenate([sign * x[..., half:], x[..., :half]], axis=-1)
        return x * cos + other * sin

    step = 2 / x.shape[-1]
    steps = {"rotary-frequencies": [step / 2, step * 2]}
    ways = [("rotary-wrong-direction", turned(-positions)),
            ("rotary-restarts", turned(np.arange(T))), ("rotary-restarts", turned(0 * positions)),
            ("rotary-restarts", turned(np.arange(1, T + 1))),
            ("rotary-off-by-one", turned(positions + 1)), ("rotary-off-by-one", turned(positions - 1)),
            ("rotary-layouts-mixed", pairs(step, mixed=True)),
            ("rotary-sign-missing", pairs(step, sign=1))]
    ways += [("rotary-frequencies", pairs(power)) for power in steps["rotary-frequencies"]]
    ways += [("rotary-frequencies", turned(positions, 1 / base))]
    for other in (1e4, 1e5, 5e5, 1e6, 1e3, 100.0):
        ways.append(("rotary-other-base", turned(positions, other)))
    if x.ndim > 2 and x.shape[-3] <= T:
        lead = np.moveaxis(x, -3, -2)
        moved = reference_rotary(lead, positions[: x.shape[-3]], base, interleaved)
        ways.append(("rotary-wrong-axis", np.moveaxis(moved, -2, -3)))
    return ways


@guarded
def check_rotary(f, *, base=10000.0, interleaved=None, make=None, language=None):
    """Check f(x, positions), which rotates the pairs of x (…, T, d) by angles (RoPE).

    At position p pair i turns by p · base^(-2i / d). positions (T,) are whole numbers, not always
    0, 1, 2, …. Pairs may be halves (i with i + d / 2) or interleaved (2i with 2i + 1): the report
    says which, and interleaved=True or False asks for one. Other options as in check.
    """
    report, caller = begin(f, make, language)
    if not isinstance(base, (int, float)) or isinstance(base, bool) or not base > 0:
        raise Unusable("bad-options", what=f"base={base!r}")
    draw = np.random.default_rng(8).normal
    layouts = [False, True] if interleaved is None else [bool(interleaved)]
    examples = []
    for name, lead, positions in [("from-zero", (2, 3), np.arange(5)), ("from-zero", (), np.arange(5)),
                                  ("later", (2, 3), np.array([7, 8, 9, 10, 11])),
                                  ("later", (3,), np.array([7, 8, 9, 10, 11])),
                                  ("later", (), np.array([4, 0, 9, 3, 1])),
                                  ("one-token", (), np.array([6]))]:
        x = draw(size=(*lead, len(positions), 8))
        examples.append(Example(name, (x, positions), x))
    taken, _ = try_all(examples, caller, report)
    for layout in [False, True]:
        for example in taken:
            example.right = reference_rotary(*example.args, float(base), layout)
        if all(example.is_right() for example in taken):
            report.convention("rotary-interleaved" if layout else "rotary-halves")
            if layout not in layouts:
                report.add("rotary-other-layout", evidence(taken[0], report))
            if any(example.half for example in taken) and not caller.half_given:
                report.add("computed-in-half-precision")
            caller.tell()
            return report
    judge_rotary(taken, float(base), caller, report)
    caller.tell()
    return report


def judge_rotary(taken, base, caller, report):
    """Name the fault of a rotation that is right in neither layout."""
    if is_random(taken, caller):
        report.add("random")
        return
    for layout in (False, True):
        left = None
        for example in taken:
            example.right = reference_rotary(*example.args, base, layout)
            names = [name for name, gives in rotary_ways(*example.args, base, layout)
                     if close(example.found, gives, example.tolerance)]
            if not example.is_right():
                left = names if left is None else [name for name in left if name in names]
        if left:
            wrong = next(example for example in taken if not example.is_right())
            report.convention("rotary-interleaved" if layout else "rotary-halves")
            report.add(left[0], evidence(wrong, report))
            return
    wrong = taken[0]
    if wrong.found.shape != wrong.right.shape:
        report.add("wrong-shape", found=wrong.found.shape, right=wrong.right.shape)
        return
    lengths = [np.allclose((e.found**2).sum(-1), (e.args[0] ** 2).sum(-1), rtol=1e-2) for e in taken]
    said = "" if all(lengths) else say(report.language, "length-changes")
    report.add("unknown", evidence(wrong, report), symptoms=said)


@guarded
def check_cache(make_step, whole, tokens, *, make=None, language=None):
    """Check generation token by token against all tokens at once.

    make_step() returns a fresh step with an empty cache; step(token) takes (d,) and returns (d_v,).
    whole(tokens) takes (T, d) and returns (T, d_v): row t for tokens 0 to t. T is at least 3.
    Other options as in check.
    """
    report, caller = begin(whole, make, language)
    if inspect.isclass(make_step) is False and not callable(make_step):
        raise Unusable("not-a-function", kind=type(make_step).__name__)
    try:
        tokens = bare(tokens)[0].astype(float)
    except Exception as error:
        raise Unusable("bad-options", what=f"tokens: {told(error)}") from error
    if tokens.ndim != 2 or len(tokens) < 3:
        raise Unusable("bad-options", what=f"tokens {tokens.shape}")

    def all_at_once(given):
        return caller(given)[0]

    def steps(given):
        try:
            step = Caller(make_step(), make, report)
        except Exception as error:
            raise Unusable("raises", error=told(error), shapes="make_step()") from error
        if not callable(step.function):
            raise Unusable("not-a-function", kind=f"make_step() → {type(step.function).__name__}")
        rows = np.array([step(token)[0].squeeze() for token in given])
        caller.changed |= step.changed
        return rows

    right, found = all_at_once(tokens), steps(tokens)
    report.tried.append(say(report.language, "steps", count=len(tokens)))
    if right.shape != found.shape:
        raise Unusable("wrong-shape", found=found.shape, right=right.shape)
    if not close(found, right, CLOSE):
        for name in cache_faults(tokens, right, found, all_at_once, steps):
            report.add(name, say(report.language, "rows", rows=", ".join(
                str(t) for t in range(len(tokens)) if not close(found[t], right[t], CLOSE))))
            break
    elif not close(steps(tokens), right, CLOSE):
        report.add("cache-shared")
    caller.tell()
    return report


def cache_faults(tokens, right, found, whole, steps):
    """Yield the names that fit what was found, the surest first."""
    T = len(tokens)
    alone = np.array([whole(tokens[t : t + 1])[0] for t in range(T)])
    if close(found, alone, CLOSE):
        yield "cache-forgets"
    shifted = [(found[1:], right[:-1]), (found[:-1], right[1:])]
    dropped = [whole(np.delete(tokens[: t + 1], 0, axis=0))[-1] for t in range(1, T)]
    skipped = [whole(np.delete(tokens[: t + 1], t - 1, axis=0))[-1] for t in range(1, T)]
    shifted += [(found[1:], np.array(dropped)), (found[1:], np.array(skipped))]
    if any(close(one, other, CLOSE) for one, other in shifted):
        yield "cache-off-by-one"
    # Below, a result without one key is on a line through the result with it and that key's value.
    times = range(2, T)
    zero = np.zeros((1, tokens.shape[1]))  # takes some weight, gives no value, and moves the last
    moved = {t: np.concatenate([tokens[:t], zero, tokens[t : t + 1]]) for t in times}
    twice = {t: np.concatenate([tokens[: t + 1], tokens[t : t + 1]]) for t in times}
    own = all(parallel(found[t] - alone[t], right[t] - alone[t]) for t in times)
    later = all(parallel(found[t], whole(moved[t])[-1]) for t in times) or all(
        parallel(found[t] - alone[t], whole(twice[t])[-1] - alone[t]) for t in times)
    if own or later:
        yield "cache-off-by-one"
    with contextlib.suppress(Unusable):
        if all(parallel(steps(twice[t])[-1] - alone[t], right[t] - alone[t]) for t in times):
            yield "cache-off-by-one"
        order = np.r_[np.arange(T - 2, -1, -1), T - 1]  # the last step, after another past
        if close(steps(tokens[order])[-1], found[-1], CLOSE) and not close(
                whole(tokens[order])[-1], right[-1], CLOSE):
            yield "rotary-restarts"
    yield "cache-differs"


def parallel(one, other):
    """Return whether two vectors point in the same direction."""
    size = math.sqrt((one @ one) * (other @ other))
    return bool(size and one @ other > (1 - 1e-6) * size)


# On the command line


def main(words=None):
    """Check file.py:function; return 1 where there is a fault, 2 where there is no such function."""
    import argparse

    parser = argparse.ArgumentParser(prog="python -m check_attention", description="Is yours right?")
    parser.add_argument("function", help="my_file.py:my_function")
    parser.add_argument("--layer", action="store_true", help="f(x, w_query, w_key, w_value, w_out, num_heads)")
    parser.add_argument("--rotary", action="store_true", help="f(x, positions)")
    parser.add_argument("--causal", action="store_true", help="query i may attend to keys j <= i")
    parser.add_argument("--mask", action="store_true", help="f also takes attn_mask=")
    parser.add_argument("--heads", type=int, default=4)
    parser.add_argument("--kv-heads", type=int)
    parser.add_argument("--language", choices=["en", "vi"], default="en")
    chosen = parser.parse_args(words)
    file, _, name = chosen.function.rpartition(":")
    try:
        function = load(Path(file), name)
    except Exception as error:
        print(say(chosen.language, "not-loaded", what=chosen.function, error=told(error)))
        return 2
    options = {"language": chosen.language}
    if chosen.rotary:
        report = check_rotary(function, **options)
    elif chosen.layer:
        options |= {"num_heads": chosen.heads, "num_kv_heads": chosen.kv_heads}
        report = check_layer(function, is_causal=chosen.causal, **options)
    else:
        report = check(function, is_causal=chosen.causal, takes_mask=chosen.mask, **options)
    return 0 if report else 1


def load(path, name):
    """Return a function of a file. Raises what the file raises, and AttributeError."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    sys.path.insert(0, str(path.resolve().parent))
    spec.loader.exec_module(module)
    return getattr(module, name)


# What is said: for each name a sentence in English and in Vietnamese

PAGES = {
    "softmax-over-queries": "04-softmax/#which-axis",
    "softmax-over-heads": "04-softmax/#batch",
    "softmax-over-all": "04-softmax/#which-axis",
    "keepdims-missing": "03-all-tokens/#keepdims",
    "no-softmax": "04-softmax/#differences",
    "softmax-not-normalized": "02-one-query/#softmax",
    "softmax-twice": "04-softmax/#temperature",
    "no-scale": "06-scaling/#largest",
    "scale-by-d-model": "06-scaling/#which-d",
    "scale-by-heads": "06-scaling/#which-d",
    "scale-by-value-width": "06-scaling/#which-d",
    "scale-constant": "06-scaling/#which-d",
    "scale-multiplied": "06-scaling/#formula",
    "scale-fourth-root": "06-scaling/#formula",
    "scale-by-tokens": "06-scaling/#which-d",
    "scale-d-not-root": "06-scaling/#twice",
    "mask-inverted": "07-causal-mask/#upside-down",
    "mask-after-softmax": "07-causal-mask/#after",
    "mask-with-zero": "07-causal-mask/#before",
    "mask-added": "07-causal-mask/#before",
    "mask-hides-itself": "07-causal-mask/#nobody",
    "mask-lets-next": "07-causal-mask/#mask",
    "mask-missing": "07-causal-mask/#change-the-future",
    "mask-unexpected": "07-causal-mask/#mask",
    "key-and-value-swapped": "05-query-key-value/#names",
    "query-and-key-swapped": "05-query-key-value/#scores",
    "roles-mixed": "05-query-key-value/#names",
    "overflow": "04-softmax/#nan",
    "heads-split-by-reshape": "08-multi-head/#transpose",
    "heads-merged-by-reshape": "08-multi-head/#transpose",
    "heads-not-split": "08-multi-head/#split",
    "output-projection-missing": "08-multi-head/#w-out",
    "weights-transposed": "05-query-key-value/#transposed",
    "bias-missing": "05-query-key-value/#linear",
    "kv-heads-tiled": "11-generation/#tile",
    "rotary-wrong-direction": "09-position/#rope",
    "rotary-on-values": "09-position/#rope",
    "rotary-restarts": "11-generation/#new-rows",
    "rotary-off-by-one": "13-wrong-answers/#cache",
    "rotary-layouts-mixed": "09-position/#halves",
    "rotary-other-layout": "09-position/#halves",
    "rotary-sign-missing": "09-position/#rope",
    "rotary-frequencies": "09-position/#sinusoidal",
    "rotary-other-base": "09-position/#longer",
    "rotary-wrong-axis": "09-position/#rope",
    "cache-forgets": "11-generation/#cache",
    "cache-off-by-one": "13-wrong-answers/#cache",
    "cache-differs": "11-generation/#new-rows",
    "cache-shared": "11-generation/#cache",
    "dropout-always-on": "12-learning/#dropout",
    "dropout-not-rescaled": "12-learning/#dropout",
    "padding-attended": "13-wrong-answers/#padding",
    "computed-in-half-precision": "04-softmax/#overflow",
    "input-changed": "check/#writes",
    "unknown": "13-wrong-answers/#symptoms",
    "nan": "13-wrong-answers/#symptoms",
}

SENTENCES = {
    # faults
    "softmax-over-queries": (
        "Softmax runs over the queries. It must run over the keys: the last axis of the scores.",
        "Softmax chạy theo các query. Nó phải chạy theo các key, tức là trục cuối của điểm."),
    "softmax-over-heads": (
        "Softmax runs over the heads or the batch. It must run over the keys: the last axis of the "
        "scores, axis=-1.",
        "Softmax chạy theo các head hoặc theo batch. Nó phải chạy theo các key: trục cuối của điểm, "
        "axis=-1."),
    "softmax-over-all": (
        "Softmax normalizes the whole table of scores at once. Each row must sum to 1 by itself: "
        "use axis=-1 and keepdims=True.",
        "Softmax chuẩn hóa cả bảng điểm một lần. Mỗi hàng phải có tổng bằng 1: hãy dùng axis=-1 và "
        "keepdims=True."),
    "keepdims-missing": (
        "keepdims=True is missing: the sum of row i divides column i. Write "
        "exps / exps.sum(axis=-1, keepdims=True).",
        "Thiếu keepdims=True: tổng của hàng i lại chia cột i. Hãy viết "
        "exps / exps.sum(axis=-1, keepdims=True)."),
    "no-softmax": (
        "The scores are used as weights without an exponential. Apply softmax over the keys first.",
        "Điểm được dùng thẳng làm trọng số, không qua hàm mũ. Trước đó hãy tính softmax theo các key."),
    "softmax-not-normalized": (
        "The exponentials are not divided by their sum. Divide each row by its own sum.",
        "Các giá trị mũ chưa được chia cho tổng. Hãy chia mỗi hàng cho tổng của chính hàng đó."),
    "softmax-twice": (
        "Softmax is applied twice, so no weight of a row is more than e times another. Apply it once.",
        "Softmax được tính hai lần, nên trong một hàng không trọng số nào lớn hơn trọng số khác quá e "
        "lần. Chỉ tính một lần."),
    "no-scale": (
        "The scores are not divided by the root of d. Divide query · key by √d before softmax.",
        "Điểm chưa được chia cho căn của d. Hãy chia query · key cho √d trước softmax."),
    "scale-by-d-model": (
        "The scores are divided by the width of all heads or of the model. The d under the root is "
        "the width of one head.",
        "Điểm được chia theo số chiều của mọi head gộp lại, hoặc của cả mô hình. d dưới dấu căn "
        "là số chiều của một head."),
    "scale-by-heads": (
        "The scores are divided by the root of a number of heads or of a batch size. Divide by the "
        "root of query.shape[-1].",
        "Điểm được chia cho căn của số head hoặc kích thước batch. Hãy chia cho căn của "
        "query.shape[-1]."),
    "scale-by-value-width": (
        "The scores are divided by the root of the values' width. Divide by the root of "
        "query.shape[-1].",
        "Điểm được chia cho căn số chiều của value. Hãy chia cho căn của query.shape[-1]."),
    "scale-constant": (
        "The scores are multiplied by a constant that does not depend on d. Divide by the root of "
        "query.shape[-1].",
        "Điểm được nhân với một hằng số không phụ thuộc d. Hãy chia cho căn của query.shape[-1]."),
    "scale-multiplied": (
        "The scores are multiplied by √d or d. Divide them by √d.",
        "Điểm được nhân với √d hoặc d. Hãy chia cho √d."),
    "scale-fourth-root": (
        "The scores are divided by the fourth root of d. Divide by √d: both query and key by d^(1/4), "
        "or their product once by √d.",
        "Điểm được chia cho căn bậc bốn của d. Hãy chia cho √d: chia cả query lẫn key cho d^(1/4), "
        "hoặc chia tích một lần cho √d."),
    "scale-by-tokens": (
        "The scores are divided by the number of tokens or its root. Divide by the root of d, the "
        "last axis: query.shape[-1].",
        "Điểm được chia cho số token hoặc căn của nó. Hãy chia cho căn của d, trục cuối: "
        "query.shape[-1]."),
    "scale-d-not-root": (
        "The scores are divided by d, not by its root. Either the root is missing, or √d divides "
        "twice.",
        "Điểm được chia cho d chứ không phải căn của d. Hoặc thiếu dấu căn, hoặc chia cho √d hai lần."),
    "mask-inverted": (
        "The mask hides what it should show. True says what a query may attend to; swap True and "
        "False, or transpose the triangle.",
        "Mặt nạ che đúng những gì cần để lộ. True cho biết query được phép nhìn gì; hãy đổi True và "
        "False, hoặc chuyển vị tam giác."),
    "mask-after-softmax": (
        "The mask sets weights to 0 after softmax, so rows no longer sum to 1. Set hidden scores to "
        "−∞ before softmax.",
        "Mặt nạ đặt trọng số bằng 0 sau softmax, nên tổng các hàng không còn bằng 1. Hãy đặt điểm bị "
        "che thành −∞ trước softmax."),
    "mask-with-zero": (
        "A hidden score is 0 or another small number, and e to the 0 is 1. Hidden scores must be −∞.",
        "Điểm bị che được đặt là 0 hoặc một số nhỏ khác, mà e mũ 0 bằng 1. Điểm bị che phải là −∞."),
    "mask-added": (
        "The booleans of the mask are added to the scores as 0 and 1. Use "
        "np.where(mask, scores, -np.inf).",
        "Các giá trị đúng, sai của mặt nạ bị cộng vào điểm như 0 và 1. Hãy dùng "
        "np.where(mask, scores, -np.inf)."),
    "mask-hides-itself": (
        "Each query is hidden from its own key. A query may attend to the keys j <= i: the diagonal "
        "belongs to the mask.",
        "Mỗi query không nhìn được key của chính nó. Query i được phép nhìn các key j <= i: đường "
        "chéo phải thuộc mặt nạ."),
    "mask-lets-next": (
        "Each query sees one key of the future. A query may attend to the keys j <= i: use the "
        "triangle with k=0.",
        "Mỗi query nhìn thấy một key của tương lai. Query i chỉ được nhìn các key j <= i: hãy dùng "
        "tam giác với k=0."),
    "mask-missing": (
        "There is no mask: queries attend to keys that must be hidden from them. Set these scores to "
        "−∞ before softmax.",
        "Không có mặt nạ: query nhìn cả những key phải bị che. Hãy đặt các điểm đó thành −∞ trước "
        "softmax."),
    "mask-unexpected": (
        "The function hides the future, but is_causal=True was not given. Say check(…, "
        "is_causal=True) if that is wanted.",
        "Hàm che tương lai, nhưng bạn chưa nói is_causal=True. Nếu bạn muốn vậy, hãy gọi check(…, "
        "is_causal=True)."),
    "key-and-value-swapped": (
        "Key and value are swapped. Scores come from query and key, and the weights mix the values.",
        "Key và value bị đổi chỗ. Điểm tính từ query và key, còn trọng số thì trộn các value."),
    "query-and-key-swapped": (
        "Query and key are swapped, so the scores are transposed. Row i of the scores is "
        "query i · all keys: query @ key.T.",
        "Query và key bị đổi chỗ nên bảng điểm bị chuyển vị. Hàng i của điểm là query i · mọi key: "
        "query @ key.T."),
    "roles-mixed": (
        "One of query, key and value is used in place of another. Scores are query · key, and the "
        "weights mix the values.",
        "Một trong ba query, key, value bị dùng thay cho cái khác. Điểm là query · key, còn trọng số "
        "thì trộn các value."),
    "overflow": (
        "With large scores the result is not finite, because exp overflows. Subtract the maximum of "
        "each row before exp.",
        "Khi điểm lớn, kết quả không còn hữu hạn vì exp bị tràn số. Hãy trừ đi giá trị lớn nhất của "
        "mỗi hàng trước khi tính exp."),
    "heads-split-by-reshape": (
        "The heads are split in the wrong order, so a head mixes tokens or columns. Reshape to "
        "(…, T, H, d) first, then swap T and H.",
        "Chia head sai thứ tự nên một head trộn lẫn token hoặc cột. Hãy reshape thành (…, T, H, d) "
        "trước, rồi đổi chỗ T và H."),
    "heads-merged-by-reshape": (
        "The heads are merged in the wrong order. Swap H and T back to (…, T, H, d) before the last "
        "reshape.",
        "Ghép head sai thứ tự. Hãy đổi H và T về lại (…, T, H, d) trước lần reshape cuối."),
    "heads-not-split": (
        "All columns are used as one head. Each of the heads has its own columns and its own softmax.",
        "Mọi cột bị dùng như một head. Mỗi head phải có các cột riêng và softmax riêng."),
    "output-projection-missing": (
        "The heads are concatenated, and that is all. Multiply the result by w_out.",
        "Các head chỉ được ghép lại rồi thôi. Hãy nhân kết quả với w_out."),
    "weights-transposed": (
        "A weight matrix is used transposed. The check wants x @ w; nn.Linear stores w.T.",
        "Một ma trận trọng số bị dùng ở dạng chuyển vị. Ở đây cần x @ w; nn.Linear lưu w.T."),
    "bias-missing": (
        "A bias is not added. Add it to each projection: x @ w + b.",
        "Thiếu bias. Hãy cộng nó vào mỗi phép chiếu: x @ w + b."),
    "kv-heads-tiled": (
        "The heads of keys and values are tiled: 1 2 3 1 2 3. Repeat them, 1 1 2 2 3 3: "
        "np.repeat, or torch.repeat_interleave, along the axis of the heads.",
        "Các head của key và value bị lặp cả dãy: 1 2 3 1 2 3. Phải lặp từng head, 1 1 2 2 3 3: "
        "np.repeat hay torch.repeat_interleave theo trục head."),
    "rotary-wrong-direction": (
        "The pairs turn the wrong way. The pair (a, b) becomes (a cos − b sin, a sin + b cos).",
        "Các cặp quay ngược chiều. Cặp (a, b) trở thành (a cos − b sin, a sin + b cos)."),
    "rotary-on-values": (
        "The values are rotated too. Rotate queries and keys only.",
        "Cả value cũng bị quay. Chỉ quay query và key."),
    "rotary-restarts": (
        "The positions start again, or are not used. Rotate each token by the position that it has "
        "in the whole text.",
        "Vị trí bị đếm lại từ đầu hoặc không được dùng. Hãy quay mỗi token theo vị trí của nó trong "
        "cả văn bản."),
    "rotary-off-by-one": (
        "Each position is one too large or too small. Rotate by the positions as they are given.",
        "Mỗi vị trí lệch một đơn vị. Hãy quay đúng theo các vị trí được cho."),
    "rotary-layouts-mixed": (
        "Two layouts are mixed: the angles are laid out for one kind of pairs, the components for "
        "the other. Use halves or interleaved for both.",
        "Hai cách xếp cặp bị trộn lẫn: góc xếp theo cách này, thành phần xếp theo cách kia. Hãy dùng "
        "cùng một cách cho cả hai."),
    "rotary-other-layout": (
        "The pairs are of the other layout than the one that was asked for.",
        "Các cặp được xếp theo cách khác với cách bạn yêu cầu."),
    "rotary-sign-missing": (
        "A minus is missing, so the pairs are not rotated: (a cos − b sin, a sin + b cos).",
        "Thiếu một dấu trừ nên đó không phải phép quay: (a cos − b sin, a sin + b cos)."),
    "rotary-frequencies": (
        "The angles grow wrongly from pair to pair. Pair i of d / 2 turns by base^(−2i / d) for each "
        "position.",
        "Góc tăng sai từ cặp này sang cặp kia. Mỗi vị trí quay cặp i trong d / 2 cặp một góc "
        "base^(−2i / d)."),
    "rotary-other-base": (
        "The base is another than the one that was given. Call check_rotary(…, base=…) if yours is "
        "wanted.",
        "Cơ số khác với cơ số được cho. Nếu bạn muốn vậy, hãy gọi check_rotary(…, base=…)."),
    "rotary-wrong-axis": (
        "The positions run along the axis of the heads. They belong to the tokens, the axis before "
        "the last.",
        "Vị trí chạy theo trục head. Chúng phải theo các token, trục áp cuối."),
    "cache-forgets": (
        "Each step sees only its own token. Append its key and value to the cache, and attend to all "
        "of it.",
        "Mỗi bước chỉ thấy token của chính nó. Hãy thêm key và value của nó vào cache rồi nhìn toàn "
        "bộ cache."),
    "cache-off-by-one": (
        "The steps are one position off: append the new key before attending, keep the first, and "
        "count its position from 0.",
        "Các bước lệch một vị trí: hãy thêm key mới trước khi tính attention, giữ key đầu tiên và "
        "đếm vị trí từ 0."),
    "cache-differs": (
        "Token by token gives something else than all at once. Compare the cached keys with those of "
        "the whole text, row by row.",
        "Tính từng token cho kết quả khác với tính cả đoạn. Hãy so từng hàng các key trong cache với "
        "key của cả văn bản."),
    "cache-shared": (
        "A second run starts with the cache of the first. make_step() must begin with an empty cache.",
        "Lần chạy thứ hai bắt đầu với cache của lần trước. make_step() phải bắt đầu với cache rỗng."),
    "dropout-always-on": (
        "Weights are dropped at random in every call. Switch dropout off outside training; in "
        "PyTorch call .eval() first.",
        "Lần gọi nào cũng có trọng số bị bỏ ngẫu nhiên. Hãy tắt dropout khi không huấn luyện; với "
        "PyTorch, gọi .eval() trước."),
    "dropout-not-rescaled": (
        "The result is smaller than it should be by one factor. Dropout with probability p divides "
        "what it keeps by 1 − p, and does nothing outside training.",
        "Kết quả nhỏ hơn mức đúng theo cùng một tỉ lệ. Dropout với xác suất p chia phần giữ lại cho "
        "1 − p, và không làm gì khi không huấn luyện."),
    "random": (
        "The function gives another result in each call. Take the randomness out of it.",
        "Mỗi lần gọi hàm lại cho kết quả khác. Hãy bỏ phần ngẫu nhiên đi."),
    "padding-attended": (
        "Tokens of padding are attended to: attn_mask is not used, or hides queries and not keys. "
        "Hide the columns of the padding keys.",
        "Query vẫn nhìn các token đệm: attn_mask không được dùng, hoặc che query thay vì key. Hãy "
        "che các cột của key đệm."),
    "computed-in-half-precision": (
        "The result has the precision of float16 or bfloat16. Compute the scores and the softmax in "
        "float32 at least.",
        "Kết quả chỉ có độ chính xác của float16 hoặc bfloat16. Hãy tính điểm và softmax ít nhất ở "
        "float32."),
    "input-changed": (
        "The function writes into its arguments. Work on a copy: x = x * 2 makes a new array, "
        "x *= 2 does not.",
        "Hàm ghi đè lên đối số của nó. Hãy làm trên bản sao: x = x * 2 tạo mảng mới, còn x *= 2 thì "
        "không."),
    # results and functions that cannot be used
    "unknown": (
        "The result is wrong, and it is none of the known mistakes. {symptoms}",
        "Kết quả sai, nhưng không phải lỗi nào đã biết. {symptoms}"),
    "nan": (
        "The result contains nan, and no known mistake gives it. {symptoms} Look for 0 / 0, "
        "0 · inf and inf − inf.",
        "Kết quả có nan, và không lỗi nào đã biết cho ra như vậy. {symptoms} Hãy tìm 0 / 0, "
        "0 · inf và inf − inf."),
    "wrong-shape": (
        "The result has shape {found}, and it should have {right}.",
        "Kết quả có shape {found}, lẽ ra phải là {right}."),
    "returns-nothing": (
        "The function returns None. Is a return missing?",
        "Hàm trả về None. Có thiếu return không?"),
    "not-numbers": (
        "The function returns {kind}, and not an array of numbers with the shape of the values.",
        "Hàm trả về {kind}, không phải một mảng số."),
    "raises": (
        "The function raises {error}. It was called with the shapes {shapes}.",
        "Hàm báo lỗi {error}. Nó được gọi với các shape {shapes}."),
    "needs-tensors": (
        "The function raises {error}. It seems to want tensors: give make=torch.tensor.",
        "Hàm báo lỗi {error}. Có vẻ nó cần tensor: hãy thêm make=torch.tensor."),
    "arguments": (
        "The function is called as f({names}), and it takes {signature}. Hand over a lambda that "
        "calls yours with the right arguments.",
        "Hàm được gọi là f({names}), nhưng nó nhận {signature}. Hãy đưa vào một lambda gọi hàm của "
        "bạn với đúng các đối số."),
    "make-fails": (
        "make cannot convert an array: {error}. Give a function such as torch.tensor.",
        "make không chuyển được mảng: {error}. Hãy đưa vào một hàm như torch.tensor."),
    "check-fails": (
        "The check itself has failed on this function: {error}. Please report it.",
        "Chính phép kiểm tra bị lỗi với hàm này: {error}. Hãy báo cho chúng tôi."),
    "not-a-function": (
        "A function is needed, and this is: {kind}. Give its name without calling it; of a class, "
        "give an instance.",
        "Cần một hàm, nhưng đây là: {kind}. Hãy đưa tên hàm mà không gọi nó; với class, hãy đưa một "
        "đối tượng."),
    "bad-options": (
        "These options do not fit: {what}. The docstring says what is wanted.",
        "Các tùy chọn không khớp: {what}. Docstring nói rõ cần gì."),
    "not-loaded": (
        "{what} cannot be loaded: {error}. Write my_file.py:my_function.",
        "Không nạp được {what}: {error}. Hãy viết my_file.py:my_function."),
    # properties
    "rows-do-not-sum-to-1": (
        "The weights of a row do not sum to 1.", "Trọng số của một hàng có tổng khác 1."),
    "future-matters": (
        "Another last token changes earlier rows.", "Đổi token cuối làm các hàng trước thay đổi."),
    "order-matters": (
        "Another order of the tokens changes more than the order of the result.",
        "Đổi thứ tự token làm thay đổi nhiều hơn thứ tự của kết quả."),
    "shift-matters": (
        "A vector added to all keys changes the result; softmax must ignore it.",
        "Cộng cùng một vector vào mọi key làm kết quả thay đổi; softmax phải bỏ qua điều đó."),
    "out-of-range": (
        "A result is outside the range of the values.", "Có kết quả nằm ngoài khoảng của các value."),
    "batch-matters": (
        "Another text in the batch changes this one.",
        "Đổi một văn bản trong batch làm văn bản khác thay đổi."),
    "length-changes": (
        "A rotation keeps the length of a vector; yours changes it.",
        "Phép quay giữ nguyên độ dài vector; hàm của bạn làm nó thay đổi."),
    "zeros": ("Single weights are 0.", "Một số trọng số bằng 0."),
    # conventions and notes
    "mask-top-left": (
        "With fewer queries than keys, your triangle starts in the top left corner "
        "(mask-top-left).",
        "Khi query ít hơn key, tam giác của bạn bắt đầu từ góc trên bên trái (mask-top-left)."),
    "mask-bottom-right": (
        "With fewer queries than keys, your triangle ends in the bottom right corner "
        "(mask-bottom-right).",
        "Khi query ít hơn key, tam giác của bạn kết thúc ở góc dưới bên phải (mask-bottom-right)."),
    "mask-boolean-only": (
        "Masks of booleans are right; masks of floats are not added (mask-boolean-only).",
        "Mặt nạ đúng, sai thì chạy đúng; mặt nạ số thực không được cộng vào (mask-boolean-only)."),
    "mask-float-only": (
        "Masks of floats are right; masks of booleans are not understood (mask-float-only).",
        "Mặt nạ số thực thì chạy đúng; mặt nạ đúng, sai không được hiểu (mask-float-only)."),
    "mask-replaces-causal": (
        "With attn_mask the causal mask is not used (mask-replaces-causal).",
        "Khi có attn_mask, mặt nạ nhân quả không được dùng (mask-replaces-causal)."),
    "hidden-row-nan": (
        "A query that may attend to nothing gets nan (hidden-row-nan).",
        "Query không được nhìn key nào thì nhận nan (hidden-row-nan)."),
    "hidden-row-zeros": (
        "A query that may attend to nothing gets zeros (hidden-row-zeros).",
        "Query không được nhìn key nào thì nhận toàn 0 (hidden-row-zeros)."),
    "hidden-row-mean": (
        "A query that may attend to nothing gets the mean of the values (hidden-row-mean).",
        "Query không được nhìn key nào thì nhận trung bình các value (hidden-row-mean)."),
    "rotary-halves": (
        "Rotary positions, pairs of halves: i and i + d / 2 (rotary-halves).",
        "Vị trí kiểu quay (RoPE), cặp theo hai nửa: i và i + d / 2 (rotary-halves)."),
    "rotary-interleaved": (
        "Rotary positions, interleaved pairs: 2i and 2i + 1 (rotary-interleaved).",
        "Vị trí kiểu quay (RoPE), cặp xen kẽ: 2i và 2i + 1 (rotary-interleaved)."),
    "returns-more": (
        "More than one result came back; the first was checked (returns-more).",
        "Hàm trả về nhiều kết quả; chỉ kết quả đầu được kiểm tra (returns-more)."),
    "returns-list": (
        "A list came back; it was read as an array (returns-list).",
        "Hàm trả về một list; nó được đọc như một mảng (returns-list)."),
    "only-for": (
        "Right for: {right}. Wrong for: {wrong}. That is a fault if you use the function so.",
        "Đúng với: {right}. Sai với: {wrong}. Nếu bạn dùng hàm như vậy thì đó là lỗi."),
    "refused": (
        "Not judged, since the function does not take it or returns another shape: {examples}.",
        "Không chấm vì hàm không nhận hoặc trả về shape khác: {examples}."),
    "one-head": (
        "One head hides mistakes with heads: check it with num_heads=4 too.",
        "Một head che giấu các lỗi về head: hãy thử cả num_heads=4."),
    "prints": ("It prints; that was not shown.", "Hàm có in ra; phần đó không được hiển thị."),
    "slow": (
        "It is slow: one call with a few tokens took {seconds} s.",
        "Hàm chậm: một lần gọi với vài token mất {seconds} giây."),
    # examples and numbers
    "square": ("equal lengths", "độ dài bằng nhau"),
    "square-matrices": ("square matrices", "ma trận vuông"),
    "uneven": ("all sizes different", "mọi kích thước khác nhau"),
    "mask": ("with a mask", "có mặt nạ"),
    "mask-booleans": ("masks of booleans", "mặt nạ đúng, sai"),
    "mask-floats": ("masks of floats", "mặt nạ số thực"),
    "mask-padding": ("masks of padding", "mặt nạ đệm"),
    "layer": ("all sizes different", "mọi kích thước khác nhau"),
    "from-zero": ("positions from 0", "vị trí từ 0"),
    "later": ("later positions", "vị trí về sau"),
    "one-token": ("one token", "một token"),
    "steps": ("{count} tokens, one by one", "{count} token, từng token một"),
    "evidence": (
        "({example}, entry {place}: {found}; right: {right}.)",
        "({example}, phần tử {place}: {found}; đúng: {right}.)"),
    "shapes": ("(Shape {found}; right: {right}.)", "(Shape {found}; đúng: {right}.)"),
    "large": (
        "(One token with a score of 3000 gives {found}.)",
        "(Một token với điểm 3000 cho {found}.)"),
    "rows": ("(Rows that differ: {rows}.)", "(Các hàng khác nhau: {rows}.)"),
    "mean": (
        "(The mean of {calls} calls is {factor} times what is right.)",
        "(Trung bình của {calls} lần gọi bằng {factor} lần kết quả đúng.)"),
    "no_fault": ("No fault found.", "Không tìm thấy lỗi."),
    "partly": (
        "No fault found for some shapes; for others the result is wrong.",
        "Không tìm thấy lỗi với một số shape; với shape khác, kết quả sai."),
    "one_fault": ("One fault:", "Một lỗi:"),
    "faults": ("{count} faults:", "{count} lỗi:"),
    "tried": ("Tried: {tried}.", "Đã thử: {tried}."),
    "blind": (
        "These tests cannot see details of training, or faults that only float16 has.",
        "Các phép thử này không phát hiện được lỗi chỉ có khi huấn luyện hoặc chỉ có ở float16."),
}

if __name__ == "__main__":
    sys.exit(main())
