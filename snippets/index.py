"""One word looks at the others: attention in three lines."""

# --8<-- [start:try]
import numpy as np

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
