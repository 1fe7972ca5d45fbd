"""The check with PyTorch: a function, a module with its weights, nn.MultiheadAttention."""

# --8<-- [start:function]
import torch
import torch.nn.functional as F
from check_attention import check

report = check(F.scaled_dot_product_attention, make=torch.tensor)


def causal(query, key, value):  # is_causal is an option of the check, not handed to the function
    return F.scaled_dot_product_attention(query, key, value, is_causal=True)


causal_report = check(causal, is_causal=True, make=torch.tensor)
# --8<-- [end:function]

# --8<-- [start:module]
from check_attention import check_layer

attention = torch.nn.MultiheadAttention(32, num_heads=4, batch_first=True).eval()


def weights_of(module):
    """Return the weights of an nn.MultiheadAttention, used as x @ w."""
    weights = {"out": module.out_proj.weight.T, "out_bias": module.out_proj.bias}
    parts = zip(module.in_proj_weight.chunk(3), module.in_proj_bias.chunk(3))
    for name, (weight, bias) in zip(("query", "key", "value"), parts):
        weights |= {name: weight.T, f"{name}_bias": bias}
    return weights


layer = check_layer(lambda x: attention(x, x, x)[0], num_heads=4,
                    weights=weights_of(attention), make=torch.tensor)
# --8<-- [end:module]

half = torch.nn.MultiheadAttention(32, num_heads=4, batch_first=True, dropout=0.5)
dropped = check_layer(lambda x: half(x, x, x)[0], weights=weights_of(half), make=torch.tensor)
compare = {
    "0": torch.tensor([len(each.faults) for each in (report, causal_report, layer)]),
    "1": torch.tensor([each.name == "dropout-always-on" for each in dropped.faults]).float(),
}
