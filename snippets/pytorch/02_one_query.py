"""Attention for one query in PyTorch, step by step and in one call."""

# --8<-- [start:same]
import torch
from torch.nn.functional import scaled_dot_product_attention

inputs = torch.tensor([
    [0.43, 0.15, 0.89], [0.55, 0.87, 0.66],
    [0.57, 0.85, 0.64], [0.22, 0.58, 0.33],
    [0.77, 0.25, 0.10], [0.05, 0.80, 0.55],
])
query = inputs[1]

scores = inputs @ query  # (6,)
weights = scores.softmax(dim=-1)  # (6,)
context = weights @ inputs  # (3,)

in_one_call = scaled_dot_product_attention(
    query[None], inputs, inputs, scale=1.0
)  # (1, 3)
# --8<-- [end:same]

compare = {
    "scores_2": scores,
    "weights_2": weights,
    "context_2": context,
    "context_2[None]": in_one_call,
}
