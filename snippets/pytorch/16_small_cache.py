"""Page 16 in PyTorch: attention to latents, with the scale given and rotated columns of its own."""

import numpy as np
import torch

rng = np.random.default_rng(0)
T, d_in, heads, d, d_latent = 6, 16, 4, 8, 5
x, w_q, w_down = (torch.tensor(rng.normal(size=s))
                  for s in ((T, d_in), (heads, d_in, d), (d_in, d_latent)))
up_k, up_v = torch.tensor(rng.normal(size=(2, heads, d_latent, d)))
query = x @ w_q

# --8<-- [start:same]
import torch.nn.functional as F

c = x @ w_down
latents = c.expand(heads, -1, -1)  # not copied
mixed = F.scaled_dot_product_attention(query @ up_k.mT, latents, latents,
                                       is_causal=True, scale=d**-0.5)
absorbed = mixed @ up_v
# --8<-- [end:same]

compare = {"c": c, "mixed": mixed, "absorbed": absorbed, "plain": absorbed}
