"""Attention with and without the table of scores in PyTorch: the choice of a backend."""

import torch

inputs = torch.tensor(
    [
        [0.43, 0.15, 0.89],
        [0.55, 0.87, 0.66],
        [0.57, 0.85, 0.64],
        [0.22, 0.58, 0.33],
        [0.77, 0.25, 0.10],
        [0.05, 0.80, 0.55],
    ]
)

# --8<-- [start:same]
import torch.nn.functional as F
from torch.nn.attention import SDPBackend, sdpa_kernel

x = inputs[None, None]  # (batch, heads, T, d)
context = F.scaled_dot_product_attention(x, x, x)  # PyTorch chooses

with sdpa_kernel(SDPBackend.MATH):  # the whole table
    by_table = F.scaled_dot_product_attention(x, x, x)
with sdpa_kernel(SDPBackend.FLASH_ATTENTION):  # tiles
    by_tiles = F.scaled_dot_product_attention(x, x, x)
# --8<-- [end:same]

compare = {
    "context": by_table[0, 0],
    "by_tiles": by_tiles[0, 0],
    "plain(inputs, inputs, inputs)": context[0, 0],
}
