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

# --8<-- [start:inputs]
import numpy as np

np.set_printoptions(precision=4, suppress=True)

tokens = "The cat sat on the mat".split()
# two numbers a token: doing, place
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

# --8<-- [start:decoder]
# about to write "mèo"
decoder = np.array([1.0, -2.0])
scores_decoder = look(decoder, inputs)

print("     cat asks  decoder asks")
for token, own, foreign in zip(tokens, scores_cat, scores_decoder):
    print(f"{token:3}  {own:8.0f}  {foreign:12.0f}")
# --8<-- [end:decoder]

# --8<-- [start:goal]
from attention import softmax

weights_cat = softmax(scores_cat)
context_cat = np.zeros(2)
for weight, x in zip(weights_cat, inputs):
    # its share of every token
    context_cat += weight * x

for token, weight in zip(tokens, weights_cat):
    print(f"{token:3}  {weight:.4f}")
print(f"sum  {weights_cat.sum():.4f}")
print("cat before", cat)
print("cat after ", context_cat)
# --8<-- [end:goal]

# --8<-- [start:itself]
weights_mat = softmax(scores_mat)

print("     itself  the others")
print(f"cat  {weights_cat[1]:.4f}  {weights_cat.sum() - weights_cat[1]:10.4f}")
print(f"mat  {weights_mat[5]:.4f}  {weights_mat.sum() - weights_mat[5]:10.4f}")
# --8<-- [end:itself]

# --8<-- [start:small]
def length(v):
    # Pythagoras
    return np.sqrt(v @ v)


a = np.array([2, 1])
print("b             score  cosine")
for b in np.array(
    [[-1, 2], [0.02, 0.01], [-0.02, -0.01], [-2, -1]]
):
    # direction alone
    cosine = a @ b / (length(a) * length(b))
    print(f"{str(b):13} {a @ b:5.2f}  {cosine:6.2f}")
# --8<-- [end:small]

# --8<-- [start:sat_wins]
for token, x in ("cat", inputs[1]), ("sat", inputs[2]):
    cosine = cat @ x / (length(cat) * length(x))
    print(f"{token}  score {cat @ x:.0f}  cosine {cosine:.4f}", end="  ")
    print(f"length {length(x):.4f}")
# --8<-- [end:sat_wins]

# --8<-- [start:which_the]
# mat the on sat cat The
backwards = inputs[::-1]

print("forwards ", look(mat, inputs))
print("backwards", look(mat, backwards))
# --8<-- [end:which_the]

# --8<-- [start:check]
from attention import scaled_dot_product_attention as attend

# six queries at once: (6, 2) and (6, 6)
context, weights = attend(
    inputs, inputs, inputs, scale=1.0, return_weights=True
)
print("weights of cat:", np.allclose(weights[1], weights_cat))
print("weights of mat:", np.allclose(weights[5], weights_mat))
print("context of cat:", np.allclose(context[1], context_cat))

# one query, as a matrix of one row: (1, 6)
_, foreign_weights = attend(
    decoder[None, :], inputs, inputs, scale=1.0, return_weights=True
)
print("decoder:", np.allclose(foreign_weights[0], softmax(scores_decoder)))
# --8<-- [end:check]
