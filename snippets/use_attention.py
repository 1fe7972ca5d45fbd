"""The file in use: three lines."""

# --8<-- [start:use]
from attention import scaled_dot_product_attention

x = [[0.43, 0.15, 0.89], [0.55, 0.87, 0.66], [0.57, 0.85, 0.64]]  # three tokens
print(scaled_dot_product_attention(x, x, x, is_causal=True).round(4))
# --8<-- [end:use]
