"""A model of the same format as SmolLM2's parts: 2 layers, 2 heads, 8 tokens, random weights."""

from pathlib import Path

import numpy as np

from tools.model_parts import MANIFEST, MATRICES, manifest_of, packed, write

D, HIDDEN, TOKENS, ROWS = 64, 64, 8, 3
SIZES = {"layers": 2, "heads": 2, "d_head": 32, "tokens": TOKENS, "rows": ROWS}
FIRST = ["<|endoftext|>", "a", "b", "Ġ", "1", "2"]
PAIRS = [[1, 2], [3, 6]]  # "ab", then " ab"
SHAPES = dict.fromkeys(MATRICES, (D, D)) | {"k": (32, D), "v": (32, D)}


def tiny_parts() -> dict[str, bytes]:
    """Return its parts by name, the same at each call."""
    rng = np.random.default_rng(0)
    parts = {"vocabulary.npz": packed(first=np.array(FIRST), pairs=np.array(PAIRS, np.uint16))}
    for layer in range(SIZES["layers"]):
        arrays = {name: np.ones(D, np.float32) for name in ("attend_gain", "mlp_gain")}
        for name, (d_out, d_in) in SHAPES.items():
            arrays[name] = rng.integers(0, 256, (d_out, d_in // 32, 16), np.uint8)
            arrays[f"{name}_scale"] = np.full((d_out, d_in // 32), 0.03, np.float16)
            arrays[f"{name}_minimum"] = np.full((d_out, d_in // 32), -0.225, np.float16)
        parts[f"layer-{layer:02}.npz"] = packed(**arrays)
    for number, start in enumerate(range(0, TOKENS, ROWS)):
        count = min(ROWS, TOKENS - start)
        quants = rng.integers(-127, 128, (count, D // 32, 32), np.int8)
        scale = np.full((count, D // 32), 0.01, np.float16)
        parts[f"embedding-{number:03}.npz"] = packed(quants=quants, scale=scale)
    parts["last.npz"] = packed(gain=np.ones(D, np.float32))
    return parts | {MANIFEST: manifest_of(parts, **SIZES)}


def write_tiny(folder: Path) -> None:
    write(tiny_parts(), folder)
