"""The causal mask in PyTorch: by hand, in one call, and for two new tokens with a cache."""

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
w_query, w_key, w_value = torch.tensor(
    [
        [[-0.235430, 0.217727], [0.019124, -0.491934], [-0.286746, 0.423223]],
        [[-0.419641, 0.261478], [-0.459018, -0.213326], [-0.364820, 0.216052]],
        [[-0.490014, -0.113461], [-0.350292, -0.440439], [-0.211989, 0.378044]],
    ]
)

# --8<-- [start:same]
import torch
import torch.nn.functional as F

queries, keys, values = inputs @ w_query, inputs @ w_key, inputs @ w_value
hidden = torch.ones(6, 6, dtype=torch.bool).triu(diagonal=1)

scores = queries @ keys.mT / keys.shape[-1] ** 0.5
weights = scores.masked_fill(hidden, float("-inf")).softmax(dim=-1)
context = weights @ values

# the same in one call: is_causal builds the mask
fused = F.scaled_dot_product_attention(
    queries, keys, values, is_causal=True)
# two new tokens with six keys in the cache: True means "may look"
cached = F.scaled_dot_product_attention(
    queries[-2:], keys, values, attn_mask=~hidden[-2:])
# --8<-- [end:same]

compare = {
    "causal_weights": weights,
    "context": context,
    "contexts_of(inputs, allowed)": fused,
    "context[-2:]": cached,
}
