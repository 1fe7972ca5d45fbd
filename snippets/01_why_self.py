"""What is "self" in self-attention? Two readings of one sentence, and the dot product behind them."""

# --8<-- [start:by_hand]
def dot(a, b):
    return a[0] * b[0] + a[1] * b[1]


a = [2, 1]
# b turns, its length stays
turned = [[2, 1], [1, 2], [-1, 2]]
turned += [[-2, 1], [-2, -1]]

for b in turned:
    print(b, "gives", dot(a, b))
# --8<-- [end:by_hand]

# --8<-- [start:longer]
# b grows, its direction stays
longer = [[1, 2], [2, 4], [3, 6]]

for b in longer:
    print(b, "gives", dot(a, b))
# --8<-- [end:longer]

# --8<-- [start:small]
def length(v):
    # Pythagoras
    return dot(v, v) ** 0.5


small = [[-1, 2], [0.02, 0.01], [-0.02, -0.01]]

print("b              product  cosine")
for b in small:
    cosine = dot(a, b) / (length(a) * length(b))
    print(f"{str(b):14} {dot(a, b):7.2f} {cosine:7.2f}")
# --8<-- [end:small]

# --8<-- [start:inputs]
import numpy as np

np.set_printoptions(precision=4, suppress=True)

tokens = "The cat sat on the mat".split()
# two components: action, place
inputs = np.array([
    [0.0, 1.0],   # x^(1)  The
    [1.0, 0.0],   # x^(2)  cat
    [2.0, 1.0],   # x^(3)  sat
    [0.0, 2.0],   # x^(4)  on
    [0.0, 1.0],   # x^(5)  the
    [-1.0, 1.0],  # x^(6)  mat
])
print(inputs.shape)
# --8<-- [end:inputs]

# --8<-- [start:cat]
def look(query, sequence):
    # a score for each token
    return np.array([query @ x for x in sequence])


# formulas count from 1, Python from 0
cat = inputs[1]  # x^(2)
scores_cat = look(cat, inputs)

for token, x, score in zip(tokens, inputs, scores_cat):
    print(f"{token:3}  {str(x):9}  {score:2.0f}")
# --8<-- [end:cat]

# --8<-- [start:mat]
mat = inputs[5]  # x^(6)
scores_mat = look(mat, inputs)

for token, x, score in zip(tokens, inputs, scores_mat):
    print(f"{token:3}  {str(x):9}  {score:2.0f}")
# --8<-- [end:mat]

# --8<-- [start:goal]
from attention import softmax


def mix(weights, sequence):
    # multiply each vector by its weight, and add
    return sum(weight * x for weight, x in zip(weights, sequence))


weights_cat, weights_mat = softmax(scores_cat), softmax(scores_mat)
context_cat, context_mat = mix(weights_cat, inputs), mix(weights_mat, inputs)

print("query:  cat   mat")
for token, of_cat, of_mat in zip(tokens, weights_cat, weights_mat):
    print(f"{token:6} {of_cat:.2f}  {of_mat:.2f}")
print("z^(2) =", context_cat.round(2))
print("z^(6) =", context_mat.round(2))
# --8<-- [end:goal]

# --8<-- [start:bank]
# two components: water, money
table = {"bank": [1, 1], "river": [2, 0], "money": [0, 2]}

banks = []
for phrase in "the bank of the river", "the money in the bank":
    words = phrase.split()
    sequence = np.array([table.get(word, [0, 0]) for word in words], float)
    bank = sequence[words.index("bank")]
    banks.append(mix(softmax(look(bank, sequence)), sequence))
    print(f"{phrase}: {bank} becomes {banks[-1].round(2)}")
# --8<-- [end:bank]

# --8<-- [start:which_the]
# mat the on sat cat The
backwards = inputs[::-1]

print("forwards ", look(mat, inputs))
print("backwards", look(mat, backwards))
# --8<-- [end:which_the]

# --8<-- [start:decoder]
# about to write "mèo"
decoder = np.array([1.0, -2.0])
scores_decoder = look(decoder, inputs)

print("query:   cat  decoder")
for token, score, other in zip(tokens, scores_cat, scores_decoder):
    print(f"{token:7} {score:4.0f} {other:8.0f}")
# --8<-- [end:decoder]

# --8<-- [start:itself]
print("     itself  others")
for token, own in ("cat", weights_cat[1]), ("mat", weights_mat[5]):
    print(f"{token}  {own:6.2f}  {1 - own:6.2f}")
# --8<-- [end:itself]

# --8<-- [start:sat_wins]
print("     score  length  cosine")
for token, x in ("cat", inputs[1]), ("sat", inputs[2]):
    cosine = cat @ x / (length(cat) * length(x))
    print(f"{token}  {cat @ x:5.0f}  {length(x):6.2f}  {cosine:6.2f}")
# --8<-- [end:sat_wins]

# --8<-- [start:trained]
maps = np.load("snippets/data/smollm2-maps.npz")  # SmolLM2
animal_tokens = maps["animal_tokens"][:9]  # up to "it"
layer, head = 13, 8
rows_it = maps["animal"][:, :, 8, :9] / 255  # all heads
weights_it = rows_it[layer, head]

for token, weight in zip(animal_tokens, weights_it):
    print(f"{token.strip():7} {weight:.2f}")
# --8<-- [end:trained]
