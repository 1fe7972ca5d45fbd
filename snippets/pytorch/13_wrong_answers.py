"""The same in PyTorch: three invariants, a reference, and a gradient by differences."""

# --8<-- [start:same]
import torch
import torch.nn.functional as F


def mine(query, key, value):  # put your own function here
    scores = query @ key.mT / query.shape[-1] ** 0.5
    allowed = torch.ones_like(scores, dtype=torch.bool).tril()
    return scores.masked_fill(~allowed, -torch.inf).softmax(-1) @ value


sizes = [(2, 3, 7, 4), (2, 3, 7, 4), (2, 3, 7, 5)]  # batch, heads, T, d
query, key, value = (torch.randn(
    size, dtype=torch.float64, requires_grad=True) for size in sizes)
result = mine(query, key, value)
others = [array.detach().clone() for array in (query, key, value)]
for other in others:
    other[..., -1, :] += 1  # another last token

torch.testing.assert_close(result[..., 0, :], value[..., 0, :])
torch.testing.assert_close(result[..., :-1, :],
                           mine(*others)[..., :-1, :])
torch.testing.assert_close(result, F.scaled_dot_product_attention(
    query, key, value, is_causal=True))
passed = torch.autograd.gradcheck(mine, (query, key, value))
# --8<-- [end:same]


inputs = torch.tensor([
    [0.43, 0.15, 0.89], [0.55, 0.87, 0.66], [0.57, 0.85, 0.64],
    [0.22, 0.58, 0.33], [0.77, 0.25, 0.10], [0.05, 0.80, 0.55],
])
book = torch.tensor([  # query, key and value of each head of the book's exercise 3.2
    [[-0.235430, 0.019124, -0.286746], [0.261478, -0.213326, 0.216052]],
    [[0.217727, -0.491934, 0.423223], [-0.490014, -0.350292, -0.211989]],
    [[-0.419641, -0.459018, -0.364820], [-0.113461, -0.440439, 0.378044]],
])
heads = (inputs @ book.mT).mT[..., None]  # (3, heads, T, 1)
compare = {
    "failing(causal_head) == []": torch.tensor(passed),
    "book_layer(-1)": F.scaled_dot_product_attention(*heads, is_causal=True)[..., 0].T,
}
