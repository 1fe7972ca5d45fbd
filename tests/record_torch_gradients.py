"""Write torch_gradients.json again: `pip install torch==2.13.0`, then run this file.

PyTorch's autograd differentiates scaled_dot_product_attention in float64. What goes in is drawn
from a seed here and in test_backward.py, so only the gradients are recorded.
"""

import json
import textwrap
from pathlib import Path

import numpy as np

CASES = {  # shapes of query, key and value, and the options
    "plain": ((3, 4), (5, 4), (5, 2), {}),
    "scaled": ((2, 3, 4), (2, 5, 4), (2, 5, 2), {"scale": 0.3}),
    "causal": ((2, 4, 3), (2, 4, 3), (2, 4, 3), {"is_causal": True}),
    "boolean mask": ((3, 4), (5, 4), (5, 2), {"attn_mask": np.tri(3, 5, 1) == 1}),
    "float mask": ((3, 2), (3, 2), (3, 2), {"attn_mask": np.arange(9.0).reshape(3, 3) / 4}),
    "heads share a key": ((2, 3, 4, 2), (1, 5, 2), (3, 5, 2), {}),
}


def draw(name: str) -> list[np.ndarray]:
    """Return query, key, value and the gradient of the output of a case."""
    query, key, value, _ = CASES[name]
    leading = np.broadcast_shapes(query[:-2], key[:-2], value[:-2])
    rng = np.random.default_rng(list(CASES).index(name))
    shapes = [query, key, value, (*leading, query[-2], value[-1])]
    return [rng.normal(size=shape) for shape in shapes]


def gradients(name: str) -> list[list[float]]:
    import torch

    *inputs, grad_output = map(torch.from_numpy, draw(name))
    options = {**CASES[name][-1]}
    if "attn_mask" in options:
        options["attn_mask"] = torch.from_numpy(options["attn_mask"])
    inputs = [array.requires_grad_() for array in inputs]
    output = torch.nn.functional.scaled_dot_product_attention(*inputs, **options)
    output.backward(grad_output)
    return [array.grad.flatten().numpy().round(9).tolist() for array in inputs]


if __name__ == "__main__":
    text = json.dumps({name: gradients(name) for name in CASES})
    wrapped = "\n".join(textwrap.wrap(text, 100, break_on_hyphens=False))
    Path(__file__).with_name("torch_gradients.json").write_text(wrapped + "\n", "utf-8")
