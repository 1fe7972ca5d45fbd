"""Softmax in PyTorch: along the axis that you name, and safe for large scores."""

# --8<-- [start:same]
import torch

inputs = torch.tensor([
    [0.43, 0.15, 0.89],  # Your
    [0.55, 0.87, 0.66],  # journey
    [0.57, 0.85, 0.64],  # starts
    [0.22, 0.58, 0.33],  # with
    [0.77, 0.25, 0.10],  # one
    [0.05, 0.80, 0.55],  # step
])
scores = inputs @ inputs.mT
weights = torch.softmax(scores, dim=-1)           # rows sum to 1
sharper = torch.softmax(scores[1] / 0.1, dim=-1)  # temperature
no_nan = torch.softmax(100 * scores[1], dim=-1)   # large scores

nothing = torch.full((6,), -torch.inf)  # every score is -inf
all_nan = torch.softmax(nothing, dim=-1)
# --8<-- [end:same]

assert all_nan.isnan().all()
compare = {
    "by_rows": weights,
    "at_temperature[2]": sharper,
    "softmax(large)": no_nan,
}
