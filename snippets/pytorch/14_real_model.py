"""The same in PyTorch: one block of the Llama family."""

# --8<-- [start:same]
import torch
import torch.nn.functional as F


def rotate(x, base=100_000):  # (heads, T, d), pairs in halves
    T, d = x.shape[-2:]
    pairs = torch.arange(0, d, 2, dtype=torch.float64)
    angles = torch.outer(  # half precision would round positions
        torch.arange(T, dtype=torch.float64), base ** (-pairs / d))
    a, b = x.chunk(2, dim=-1)
    cos, sin = angles.cos().to(x.dtype), angles.sin().to(x.dtype)
    return torch.cat([a * cos - b * sin, a * sin + b * cos], dim=-1)


def block(x, w, d_head):
    h = F.rms_norm(x, x.shape[-1:], w["attend_gain"], eps=1e-5)
    query, key, value = (
        (h @ w[name]).unflatten(-1, (-1, d_head)).transpose(-2, -3)
        for name in "qkv")
    context = F.scaled_dot_product_attention(
        rotate(query), rotate(key), value,
        is_causal=True, enable_gqa=True)
    x = x + context.transpose(-2, -3).flatten(-2) @ w["out"]
    h = F.rms_norm(x, x.shape[-1:], w["mlp_gain"], eps=1e-5)
    return x + F.silu(h @ w["gate"]) * (h @ w["up"]) @ w["down"]
# --8<-- [end:same]


import numpy as np

rng = np.random.default_rng(0)
shapes = {"q": (12, 12), "k": (12, 4), "v": (12, 4), "out": (12, 12), "gate": (12, 32),
          "up": (12, 32), "down": (32, 12), "attend_gain": 12, "mlp_gain": 12}
w = {name: torch.from_numpy(rng.normal(size=shape)) for name, shape in shapes.items()}
x = torch.from_numpy(rng.normal(size=(6, 12)))
compare = {"block(x_toy, w_toy)": block(x, w, d_head=4)}
