"""Generation in PyTorch: a cache, the corner of several new tokens, shared heads, sampling."""

import numpy as np
import torch

torch.set_default_dtype(torch.float64)
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
trained = np.load("snippets/data/one-sentence.npz")
w_query, w_key, w_value = (torch.tensor(trained[part]).double() for part in ("query", "key", "value"))
q_2, k_2, v_2 = (inputs @ w for w in (w_query, w_key, w_value))
past_keys, past_values = k_2[:4], v_2[:4]
draw = np.random.default_rng(1)  # as on the page
query = torch.tensor(draw.normal(size=(4, 1, 8)))
key, value = torch.tensor(draw.normal(size=(2, 2, 6, 8)))
recorded = np.load("snippets/data/smollm2-next.npz")["journey"]
logits = torch.tensor(recorded.astype(float)).log()
temperature, k = 2.0, 5

# --8<-- [start:same]
import torch
import torch.nn.functional as F
from torch.nn.attention.bias import causal_lower_right

# the cache: tokens are the axis before the last
keys = torch.cat([past_keys, inputs[4:] @ w_key], dim=-2)
values = torch.cat([past_values, inputs[4:] @ w_value], dim=-2)

# one new token: no mask; several: bottom right, (batch, heads, T, d)
newest = F.scaled_dot_product_attention(q_2[-1:], keys, values)
two_new = F.scaled_dot_product_attention(
    q_2[None, None, -2:], keys[None, None], values[None, None],
    attn_mask=causal_lower_right(2, 6))[0, 0]

# fewer heads of keys and values: (batch, heads, T, d) here too
grouped = F.scaled_dot_product_attention(
    query[None], key[None], value[None], enable_gqa=True)[0]

# temperature, top-k, and a draw
best = logits.topk(k)
chances = (best.values / temperature).softmax(dim=-1)
drawn = best.indices[torch.multinomial(chances, 1)]
# --8<-- [end:same]

compare = {
    "one_token": newest,
    "whole[-2:]": two_new,
    "right": grouped,
    "chances[:k]": chances,
}
