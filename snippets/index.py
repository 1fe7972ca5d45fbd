"""Six tokens look at one another: the whole lesson in one cell."""

# --8<-- [start:try]
import numpy as np

from attention import scaled_dot_product_attention

tokens = ["Your", "journey", "starts", "with", "one", "step"]
inputs = np.array([  # three numbers for each token
    [0.43, 0.15, 0.89], [0.55, 0.87, 0.66], [0.57, 0.85, 0.64],
    [0.22, 0.58, 0.33], [0.77, 0.25, 0.10], [0.05, 0.80, 0.55],
])
asks = 1  # who looks at the others? 0 is "Your"

context, weights = scaled_dot_product_attention(
    inputs, inputs, inputs, scale=1.0, return_weights=True
)
for token, weight in zip(tokens, weights[asks]):
    print(f"{token:8} {weight:.4f}", "█" * round(80 * weight))
# --8<-- [end:try]
