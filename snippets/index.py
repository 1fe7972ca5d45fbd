"""Are or is? A head of a trained model is switched off; then attention in three lines."""

# --8<-- [start:keys]
import numpy as np

effects = np.load("snippets/data/smollm2-effects.npz")  # SmolLM2
prompt = 0  # to 19
layer = 26  # 0 to 29
head = 0  # 0 to 8

tokens = effects["prompts"][prompt].split()
rows = effects["rows"][prompt] / 255  # of the last word, (30, 9, 5)
row = rows[layer, head]
for word, weight in zip(tokens, row):
    print(f"{word:9} {weight:.2f}", "█" * round(30 * weight))

# softmax of the logits of "are" and "is", with all heads and without
with_it = np.exp(effects["base"][prompt]
                 - effects["base_logsumexp"][prompt])
logits = effects["logits"][prompt]  # with a head off, (30, 9, 2)
without = np.exp(logits[layer, head]
                 - effects["logsumexp"][prompt, layer, head])
for name, (are, is_) in ("with it", with_it), ("without", without):
    print(f"{name}: are {are:.3f}, is {is_:.3f}")
# --8<-- [end:keys]

# --8<-- [start:try]
words = "The cat sat on the mat".split()
vectors = np.array(  # made up: action, place
    [[0, 1], [1, 0], [2, 1], [0, 2], [0, 1], [-1, 1]]
)
looking = 1  # 0 is "The", 1 is "cat", ... 5 is "mat"

scores = vectors @ vectors[looking]
weights = np.exp(scores)
weights /= weights.sum()

for word, weight in zip(words, weights):
    print(f"{word:4} {weight:.2f}", "█" * round(40 * weight))
# --8<-- [end:try]
