"""The six scores of page 06 in PyTorch: divided by hand, and by the built-in function."""

# --8<-- [start:same]
import torch
import torch.nn.functional as F

scores = torch.tensor([28.0, 23, 21, 12, 6, 19])  # d_k = 1024
undivided = scores.softmax(dim=-1)
divided = (scores / 1024**0.5).softmax(dim=-1)

# a query and six keys with these scores; the values are an identity
# matrix, so that the output shows the weights
query = torch.ones(1, 1024)                  # (T_q, d_k)
key = scores[:, None].expand(6, 1024) / 1024  # (T_k, d_k)
value = torch.eye(6)                         # (T_k, d_v)

by_default = F.scaled_dot_product_attention(query, key, value)
switched_off = F.scaled_dot_product_attention(query, key, value, scale=1.0)
# --8<-- [end:same]


def by_autograd(divisor):
    """Return the largest derivative of a weight by a score."""
    jacobian = torch.autograd.functional.jacobian(lambda s: (s / divisor).softmax(-1), scores)
    return jacobian.abs().max()


compare = {
    "undivided_weights": undivided,
    "divided_weights": divided,
    "divided_weights[None]": by_default,
    "undivided_weights[None]": switched_off,
    "steepest(published_scores, 1)": by_autograd(1),
    "steepest(published_scores, 32)": by_autograd(32),
}
