"""The model of the page in PyTorch: its loss, all its gradients, and one step of Adam."""

from pathlib import Path

import numpy as np
import torch

recorded = np.load(Path(__file__).parent.parent / "data" / "whole-model.npz")
text = str(recorded["alice_text"]).lower()
letters = sorted(set(text))
tokens = torch.tensor([letters.index(letter) for letter in text])
ids, targets = tokens[None, :24], tokens[None, 1:25]

rng = np.random.default_rng(0)
shapes = {"embed": (len(letters), 32), "place": (24, 32)}
shapes |= {part: (32, 32) for part in ("q", "k", "v", "out")}
shapes |= {"up": (32, 128), "down": (128, 32), "logits": (32, len(letters))}
drawn = {part: rng.normal(scale=0.1, size=s) for part, s in shapes.items()}
w = {part: torch.tensor(matrix, requires_grad=True) for part, matrix in drawn.items()}

# --8<-- [start:same]
import torch
import torch.nn.functional as F


def norm(x):
    return F.rms_norm(x, (32,), eps=1e-5)


def model(w, ids):
    x = w["embed"][ids] + w["place"]
    query, key, value = ((norm(x) @ w[part]).unflatten(-1, (4, 8)).transpose(1, 2)
                         for part in "qkv")
    context = F.scaled_dot_product_attention(query, key, value, is_causal=True)
    x = x + context.transpose(1, 2).flatten(2) @ w["out"]
    x = x + F.relu(norm(x) @ w["up"]) @ w["down"]
    return norm(x) @ w["logits"]


optimizer = torch.optim.Adam(w.values(), lr=3e-3, betas=(0.9, 0.99))
loss = F.cross_entropy(model(w, ids).flatten(0, 1), targets.flatten())
loss.backward()   # all gradients
optimizer.step()  # and one step of Adam
# --8<-- [end:same]

STEP = "(lambda w: adam(w, grads, {}, 1) or w['%s'])(new_weights(0))"
compare = {"loss_before": loss} | {f"grads['{part}']": w[part].grad for part in w}
compare |= {STEP % part: w[part] for part in w}
