"""The same in PyTorch: the contexts of two heads, with a causal mask, before W_out."""

# --8<-- [start:same]
import torch
import torch.nn.functional as F


def multi_head(x, w_query, w_key, w_value, num_heads):
    query, key, value = (
        (x @ w).unflatten(-1, (num_heads, -1)).transpose(-2, -3)
        for w in (w_query, w_key, w_value))
    context = F.scaled_dot_product_attention(
        query, key, value, is_causal=True)
    return context.transpose(-2, -3).flatten(-2)
# --8<-- [end:same]


inputs = torch.tensor([
    [0.43, 0.15, 0.89], [0.55, 0.87, 0.66], [0.57, 0.85, 0.64],
    [0.22, 0.58, 0.33], [0.77, 0.25, 0.10], [0.05, 0.80, 0.55],
])
w_query = torch.tensor([
    [-0.235430, 0.217727, -0.136157, 0.107564],
    [0.019124, -0.491934, 0.185322, 0.157877],
    [-0.286746, 0.423223, 0.408269, 0.557292],
])
w_key = torch.tensor([
    [-0.419641, 0.261478, -0.260390, 0.412603],
    [-0.459018, -0.213326, 0.182876, 0.461105],
    [-0.364820, 0.216052, -0.256872, -0.532301],
])
w_value = torch.tensor([
    [-0.490014, -0.113461, 0.492853, 0.237681],
    [-0.350292, -0.440439, 0.275693, 0.479951],
    [-0.211989, 0.378044, 0.251590, -0.076233],
])
batch = torch.stack([inputs, inputs])
compare = {
    "at_once": multi_head(batch, w_query, w_key, w_value, 2),
    "at_once[0]": multi_head(inputs, w_query, w_key, w_value, 2),
}
