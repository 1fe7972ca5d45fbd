"""The backward pass of attention in PyTorch: autograd computes the gradients of the page."""

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
matrices = torch.tensor(
    [
        [[-0.235430, 0.217727], [0.019124, -0.491934], [-0.286746, 0.423223]],
        [[-0.419641, 0.261478], [-0.459018, -0.213326], [-0.364820, 0.216052]],
        [[-0.490014, -0.113461], [-0.350292, -0.440439], [-0.211989, 0.378044]],
    ]
)

# --8<-- [start:same]
import torch.nn.functional as F

matrices.requires_grad_()  # record what is computed from them
queries, keys, values = inputs @ matrices

context = F.scaled_dot_product_attention(
    queries, keys, values, is_causal=True)
loss = ((context[:5] - inputs[1:, :2]) ** 2).sum() / 2
loss.backward()  # all gradients, in one pass

step = matrices.detach() - 0.1 * matrices.grad
# --8<-- [end:same]

compare = {
    "loss_of(matrices)": loss,
    "grad_matrices": matrices.grad,
    "matrices - 0.1 * grad_matrices": step,
}
