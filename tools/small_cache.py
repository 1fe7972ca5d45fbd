"""Record what SmolLM2 loses with a smaller cache, in snippets/data/smollm2-cache.npz.

    make model                      # once: the weights, 97 MB, into model/
    python tools/small_cache.py     # ten minutes

Three texts of 224 tokens are read with windows, and with keys and values rounded to 4 bits. The
functions are those of pages 14 and 16. What lies between two values is rounded up or down by the
last digits, so each rounding is measured in five runs, whose embeddings differ in the fifth digit.
"""

import sys
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "snippets")]
from attention import rotary_embedding, scaled_dot_product_attention  # noqa: E402

from lessonkit.sections import sections  # noqa: E402
from tools import smollm2  # noqa: E402

DATA = smollm2.DATA / "smollm2-cache.npz"
TEXTS, T, WINDOW, BITS, RUNS = ("alice", "kieu", "bridge"), 224, 48, 4, 5
LAYER, HEAD = 13, 8  # whose queries and keys the page rounds itself

PAGE: dict = {**smollm2.PAGE}  # the functions of page 14, and two of page 16
exec("from attention import causal_mask", PAGE)
for part in ("window_mask", "rounded"):
    exec(sections(ROOT / "snippets" / "16_small_cache.py")[part].text, PAGE)
ALL = PAGE["window_mask"](T, T)
MASKS = {"all": ALL, "window": PAGE["window_mask"](T, WINDOW)}
MASKS["first"] = PAGE["window_mask"](T, WINDOW, first=1)


def text_of(name: str) -> str:
    return (ROOT / "tools" / "texts" / f"{name}.txt").read_text("utf-8")


def keys_of(x, w):
    """Return the rotated queries (9, T, 64) and keys (3, T, 64) of the tokens x (T, 576), and the
    values."""
    query, key, value = (PAGE["split"](x @ w[name], w["d_head"]) for name in "qkv")
    return *(rotary_embedding(each, base=100_000) for each in (query, key)), value


def run(model, ids, mask=ALL, axis=None, seen=None, seed=0):
    """Return the loss of each token after the first (T - 1,).

    mask (T, T) says what each token may look at. Along axis the keys are rounded, and the values
    with a scale for each token. seen(layer, query, key) is called for each layer. A seed above 0
    changes the embeddings a little.
    """
    x = model.embedding(ids)
    if seed:
        x = x * (1 + 1e-5 * np.random.default_rng(seed).normal(size=x.shape)).astype(x.dtype)
    for layer in range(smollm2.LAYERS):
        w = model.weights(layer)
        query, key, value = keys_of(PAGE["rms_norm"](x, w["attend_gain"]), w)
        if seen:
            seen(layer, query, key)
        if axis is not None:
            key, value = PAGE["rounded"](key, BITS, axis), PAGE["rounded"](value, BITS, -1)
        context = scaled_dot_product_attention(query, key, value, mask, enable_gqa=True)
        x = x + context.swapaxes(0, 1).reshape(x.shape) @ w["out"]
        x = x + PAGE["mlp"](PAGE["rms_norm"](x, w["mlp_gain"]), w)
    logits = model.logits(PAGE["rms_norm"](x[:-1], model.last_gain()).T).T
    right = np.take_along_axis(logits, np.array(ids)[1:, None], axis=1)[:, 0]
    return smollm2.log_sum_exp(logits) - right


def errors_of(query, key):
    """Return the largest error of a weight in each head (2, 9), with a scale for each token and
    for each channel."""

    def maps(key):
        return scaled_dot_product_attention(
            query, key, key, is_causal=True, enable_gqa=True, return_weights=True
        )[1]

    exact = maps(key)
    rounded = [maps(PAGE["rounded"](key, BITS, axis)) for axis in (-1, -2)]
    return np.array([np.abs(each - exact).max(axis=(1, 2)) for each in rounded])


def recorded(model):
    """Return the arrays of the file, which snippets/data/README.md describes."""
    arrays, errors = {}, np.empty((len(TEXTS), 2, smollm2.LAYERS, smollm2.HEADS), np.float32)
    for number, name in enumerate(TEXTS):
        ids = model.encode(text_of(name))[:T]

        def seen(layer, query, key):
            errors[number, :, layer] = errors_of(query, key)
            if (name, layer) == (TEXTS[0], LAYER):
                arrays["query"] = np.float16(query[HEAD])
                arrays["key"] = np.float16(key[HEAD * smollm2.KEY_HEADS // smollm2.HEADS])

        windows = [run(model, ids, mask) for mask in list(MASKS.values())[1:]]
        arrays[f"{name}_losses"] = np.array([run(model, ids, seen=seen), *windows], np.float32)
        rounded = [
            [run(model, ids, axis=axis, seed=seed).mean() for seed in range(RUNS)]
            for axis in (-1, -2)
        ]
        arrays[f"{name}_rounded"] = np.array(rounded, np.float32)
    return arrays | {"errors": errors}


if __name__ == "__main__":
    np.savez_compressed(DATA, **recorded(smollm2.load()))
