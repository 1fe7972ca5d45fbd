"""Record how much weight a few blocks hold in each head, in snippets/data/smollm2-blocks.npz.

    make model                        # once: the weights, 97 MB, into model/
    python tools/chosen_blocks.py     # less than a minute

The text is *Alice*, 224 tokens, as on page 16; the functions that choose are those of page 17.
"""

import sys
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "snippets")]
from attention import causal_mask, softmax  # noqa: E402

from lessonkit.sections import sections  # noqa: E402
from tools import small_cache, smollm2  # noqa: E402

DATA = smollm2.DATA / "smollm2-blocks.npz"
PAGE: dict = {"np": np, "causal_mask": causal_mask, "softmax": softmax}
for part in ("choose", "shares"):
    code = sections(ROOT / "snippets" / "17_without_softmax.py")[part].text
    exec(code.partition("\n\n\n")[0], PAGE)  # the function, without what the cell prints


def shares(model) -> np.ndarray:
    """Return the mean weight held (5 ways, layers, heads), in the order of `shares_of`."""
    found = np.empty((5, smollm2.LAYERS, smollm2.HEADS), np.float32)

    def seen(layer, query, key):
        for head in range(smollm2.HEADS):
            group = head * smollm2.KEY_HEADS // smollm2.HEADS
            held = PAGE["shares_of"](query[head].astype(float), key[group].astype(float))
            found[:, layer, head] = list(held.values())

    ids = model.encode(small_cache.text_of("alice"))[: small_cache.T]
    small_cache.run(model, ids, seen=seen)
    return found


if __name__ == "__main__":
    np.savez_compressed(DATA, shares=shares(smollm2.load()))
