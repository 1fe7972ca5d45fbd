"""The same in PyTorch: rotary position embedding by halves, as in Transformers, and interleaved."""

import torch

# The tokens and matrices of the page come from NumPy's generator, so the note builds them there.
import numpy as np

draw = np.random.default_rng(0)
inputs = torch.tensor([
    [0.43, 0.15, 0.89], [0.55, 0.87, 0.66], [0.57, 0.85, 0.64],
    [0.22, 0.58, 0.33], [0.77, 0.25, 0.10], [0.05, 0.80, 0.55],
], dtype=torch.float64)
x = inputs @ torch.from_numpy(draw.normal(size=(3, 8)))
w_query, w_key = torch.from_numpy(draw.normal(size=(2, 8, 8)) / 2)

# --8<-- [start:same]
import torch
import torch.nn.functional as F

rates = 100.0 ** (-torch.arange(0, 8, 2) / 8)
angles = torch.outer(torch.arange(6), rates)  # (6, 4)
cos, sin = angles.cos().repeat(1, 2), angles.sin().repeat(1, 2)


def rope(x):  # in halves, as Transformers writes it
    a, b = x.chunk(2, dim=-1)
    return x * cos + torch.cat([-b, a], dim=-1) * sin


def rope_interleaved(x):  # as in Meta's code for Llama
    pairs = torch.view_as_complex(x.unflatten(-1, (-1, 2)))
    turned = pairs * torch.polar(torch.ones_like(angles), angles)
    return torch.view_as_real(turned).flatten(-2)


queries, keys = x @ w_query, x @ w_key
context = F.scaled_dot_product_attention(rope(queries), rope(keys), x)
# --8<-- [end:same]

from_attention = "__import__('attention').rotary_embedding(queries, base=100, interleaved=True)"
compare = {
    "turned_queries": rope(queries),
    "with_rope": context,
    from_attention: rope_interleaved(queries),
}
