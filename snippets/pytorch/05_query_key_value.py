"""Self-attention with three nn.Linear layers: the matrices "v2" of page 05."""

# --8<-- [start:same]
import torch
from torch import nn
from torch.nn import functional as F

inputs = torch.tensor([
    [0.43, 0.15, 0.89], [0.55, 0.87, 0.66], [0.57, 0.85, 0.64],
    [0.22, 0.58, 0.33], [0.77, 0.25, 0.10], [0.05, 0.80, 0.55],
])
torch.manual_seed(123)
to_query, to_key, to_value = (
    nn.Linear(3, 2, bias=False) for _ in range(3)
)
context = F.scaled_dot_product_attention(
    to_query(inputs), to_key(inputs), to_value(inputs)
)
# --8<-- [end:same]

compare = {
    "linear[0]": to_query.weight.T,
    "linear[1]": to_key.weight.T,
    "linear[2]": to_value.weight.T,
    "keys_v2": to_key(inputs),
    "context_v2": context,
}
