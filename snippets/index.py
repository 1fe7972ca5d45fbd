"""Who barks? A trained model looks; then attention in three lines."""

# --8<-- [start:bark]
import numpy as np

maps = np.load("snippets/data/smollm2-maps.npz")  # SmolLM2
tokens = maps["dogs_tokens"]
layer, head = 13, 8
bark = maps["dogs"][layer, head, -1] / 255  # the last row

for token, weight in zip(tokens, bark):
    print(f"{token.strip():5} {weight:.2f}", "█" * round(30 * weight))
# --8<-- [end:bark]

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
