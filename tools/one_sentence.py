"""Record the model of page 11 in snippets/data/one-sentence.npz, trained by the code of page 15.

    python tools/one_sentence.py

`query`, `key` and `value` (3, 2) are the matrices of one attention, `words` (2, 6) turns its
context vectors into a logit for each word; all float32. The model learns one sentence, whose
vectors page 11 has.
"""

import sys
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "snippets")]
from lessonkit.sections import sections  # noqa: E402
from tools.whole_model import page as page_15  # noqa: E402

DATA = ROOT / "snippets" / "data" / "one-sentence.npz"
STEPS = 600


def page_11() -> dict:
    """The names of page 11's first cell: the words and their vectors, before anything is loaded."""
    names: dict = {}
    exec(sections(ROOT / "snippets" / "11_generation.py")["words"].text, names)
    return names


def learned() -> dict[str, np.ndarray]:
    """Return the matrices after the training."""
    names, sentence = page_15("alice"), page_11()
    names["letters"] = sentence["tokens"]  # the vocabulary that `loss_of` counts
    x, targets = sentence["inputs"][None, :5], np.arange(1, 6)[None]
    rng = np.random.default_rng(1)
    w = {part: rng.normal(size=(3, 2)) for part in ("query", "key", "value")}
    w["words"] = rng.normal(size=(2, 6))
    state: dict = {}
    for step in range(1, STEPS + 1):
        names["adam"](w, gradients(names, w, x, targets), state, step, rate=0.02)
    return {part: matrix.astype(np.float32) for part, matrix in w.items()}


def gradients(names: dict, w: dict, x, targets) -> dict:
    """Return the gradient of each matrix, by page 15's `loss_of`, `product` and the toolkit."""
    attention = [x @ w[part] for part in ("query", "key", "value")]
    context = names["scaled_dot_product_attention"](*attention, is_causal=True)
    _, grad = names["loss_of"](context @ w["words"], targets)
    grads = {"words": names["product"](context, grad)}
    through = names["attention_backward"](grad @ w["words"].T, *attention, is_causal=True)
    return grads | dict(zip(("query", "key", "value"), (names["product"](x, g) for g in through)))


def main():
    np.savez_compressed(DATA, **learned())
    print(DATA.relative_to(ROOT), DATA.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
