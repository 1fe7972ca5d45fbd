"""And all tokens at once? Two loops, then one matrix product, for all scores and contexts."""

# --8<-- [start:by_hand]
hand_tokens = [(1, 2), (3, 0), (0, 1)]
hand_columns = list(zip(*hand_tokens))  # transposed


def dot(a, b):
    return sum(x * y for x, y in zip(a, b))


hand_scores = [
    [dot(query, key) for key in hand_tokens]
    for query in hand_tokens
]
hand_weights = [
    [score / sum(row) for score in row] for row in hand_scores
]
hand_context = [
    [dot(row, column) for column in hand_columns]
    for row in hand_weights
]

for rows in zip(hand_scores, hand_weights, hand_context):
    print(*([round(number, 2) for number in row] for row in rows))
# --8<-- [end:by_hand]

# --8<-- [start:inputs]
import numpy as np

np.set_printoptions(precision=2, suppress=True)

tokens = ["Your", "journey", "starts", "with", "one", "step"]
inputs = np.array([
    [0.43, 0.15, 0.89],  # x^(1)  Your
    [0.55, 0.87, 0.66],  # x^(2)  journey
    [0.57, 0.85, 0.64],  # x^(3)  starts
    [0.22, 0.58, 0.33],  # x^(4)  with
    [0.77, 0.25, 0.10],  # x^(5)  one
    [0.05, 0.80, 0.55],  # x^(6)  step
])


def show(label, numbers, decimals=2):
    print(f"{label:7}", *(f"{x:.{decimals}f}" for x in numbers))


def show_rows(matrix, decimals=2):
    for token, row in zip(tokens, matrix):
        show(token, row, decimals)
# --8<-- [end:inputs]

# --8<-- [start:two_loops]
scores_by_loop = np.zeros((6, 6))
for i in range(6):      # the query: a row
    for j in range(6):  # the key: a column
        scores_by_loop[i, j] = inputs[i] @ inputs[j]

show_rows(scores_by_loop, decimals=4)
# --8<-- [end:two_loops]

# --8<-- [start:scores]
print(inputs.T)  # the tokens as columns, shape (3, 6)

scores = inputs @ inputs.T  # (6, 3) @ (3, 6) -> (6, 6)
same = np.allclose(scores, scores_by_loop)
print("scores == scores_by_loop:", same)
# --8<-- [end:scores]

# --8<-- [start:weights]
def softmax(scores):
    exps = np.exp(scores)
    sums = exps.sum(axis=-1, keepdims=True)  # (6, 1)
    return exps / sums


weights = softmax(scores)
show_rows(weights)
# --8<-- [end:weights]

# --8<-- [start:context]
context = weights @ inputs  # (6, 6) @ (6, 3) -> (6, 3)
show_rows(context, decimals=4)
# --8<-- [end:context]

# --8<-- [start:self_attention]
def self_attention(x):
    scores = x @ x.T
    weights = softmax(scores)
    return weights @ x


print("6 tokens:", self_attention(inputs).shape)
print("4 tokens:", self_attention(inputs[:4]).shape)
# --8<-- [end:self_attention]

# --8<-- [start:favourites]
favourites = scores.argmax(axis=1)  # each row's best column
for i, j in enumerate(favourites):
    print(f"{tokens[i]:7} -> {tokens[j]:7} {scores[i, j]:.4f}",
          f" self {scores[i, i]:.4f}")

lengths = np.linalg.norm(inputs, axis=1)
unit = inputs / lengths[:, None]  # all scaled to length 1
cosines = unit @ unit.T
show("lengths", lengths)
itself = np.array_equal(cosines.argmax(axis=1), range(6))
print("cosines.argmax(axis=1) == range(6):", itself)
# --8<-- [end:favourites]

# --8<-- [start:heat_map]
cat_tokens = "The cat sat on the mat".split()
cat_inputs = np.array([  # action, place
    [0, 1], [1, 0], [2, 1], [0, 2], [0, 1], [-1, 1]])
cat_weights = softmax(cat_inputs @ cat_inputs.T)

for token, row in zip(cat_tokens, cat_weights):
    show(token, row)
# --8<-- [end:heat_map]

# --8<-- [start:sums]
show("rows", weights.sum(axis=1))
show("columns", weights.sum(axis=0))
# --8<-- [end:sums]

# --8<-- [start:order]
order = [4, 5, 2, 3, 0, 1]
shuffled = self_attention(inputs[order])
moved = np.allclose(shuffled, context[order])
means = shuffled.mean(axis=0), context.mean(axis=0)

print(*(tokens[i] for i in order))
print("shuffled == context:       ", np.allclose(shuffled, context))
print("shuffled == context[order]:", moved)
print("means are equal:           ", np.allclose(*means))
show("journey", shuffled[-1], decimals=4)
# --8<-- [end:order]

# --8<-- [start:wrong_axis]
exps = np.exp(scores)
down_columns = exps / exps.sum(axis=0, keepdims=True)

show("rows", down_columns.sum(axis=1))
show("columns", down_columns.sum(axis=0))
print("down_columns == weights.T:", np.allclose(down_columns, weights.T))

exps_3 = np.exp(inputs[:3] @ inputs.T)  # (3, 6)
weights_3 = exps_3 / exps_3.sum(axis=0, keepdims=True)
show("3 rows", weights_3.sum(axis=1))
# --8<-- [end:wrong_axis]

# --8<-- [start:keepdims]
no_keepdims = exps / exps.sum(axis=1)  # (6, 6) / (6,)
show("rows", no_keepdims.sum(axis=1))

try:
    exps_3 / exps_3.sum(axis=1)  # (3, 6) / (3,)
except ValueError as error:
    print(str(error).strip())
# --8<-- [end:keepdims]

# --8<-- [start:two_ways]
def by_loop(x):
    return [[query @ key for key in x] for query in x]


def by_product(x):
    return x @ x.T
# --8<-- [end:two_ways]

# --8<-- [start:speed]
import time

many = np.random.default_rng(0).normal(size=(128, 64))


def seconds(compute):
    start = time.perf_counter()
    compute(many)
    return time.perf_counter() - start


loop = min(seconds(by_loop) for _ in range(3))
product = min(seconds(by_product) for _ in range(3))
print(f"loops   {1000 * loop:.1f} ms")
print(f"product {1000 * product:.2f} ms")
# --8<-- [end:speed]

# --8<-- [start:count]
class Counted(float):
    """A number that counts how often it is multiplied."""

    multiplications = 0

    def __mul__(self, other):
        Counted.multiplications += 1
        return float.__mul__(self, other)

    __rmul__ = __mul__  # also as the right factor


def count(compute, x):
    counted = [[Counted(number) for number in row] for row in x]
    Counted.multiplications = 0
    compute(np.array(counted, dtype=object))
    return Counted.multiplications
# --8<-- [end:count]

# --8<-- [start:same_count]
def scores_and_contexts(x):
    return (x @ x.T) @ x


def cost(T, d):  # multiply-adds of scores and contexts
    return 2 * T * T * d


print("by_loop(inputs)            ", count(by_loop, inputs))
print("by_product(inputs)         ", count(by_product, inputs))
print("by_product(inputs[:3])     ", count(by_product, inputs[:3]))
print("scores_and_contexts(inputs)", count(scores_and_contexts, inputs))
print("cost(6, 3)                 ", cost(6, 3))
# --8<-- [end:same_count]

# --8<-- [start:symmetry]
print("scores == scores.T:  ", np.allclose(scores, scores.T))
print("weights == weights.T:", np.allclose(weights, weights.T))

row_sums = np.exp(scores).sum(axis=1)  # the denominators
for i, j in [(1, 4), (4, 1)]:
    print(f"{tokens[i]:7} -> {tokens[j]:7} {weights[i, j]:.4f}",
          f"= e^{scores[i, j]:.4f} / {row_sums[i]:.4f}")
# --8<-- [end:symmetry]

# --8<-- [start:hull]
smallest, largest = inputs.min(axis=0), inputs.max(axis=0)


def in_range(vectors):
    inside = (smallest <= vectors) & (vectors <= largest)
    return bool(inside.all())


print("in_range(context):", in_range(context))
print("in_range(largest):", in_range(largest))
# --8<-- [end:hull]

# --8<-- [start:so_far]
def attend(query, key, value):
    """Return the means of the values, weighted by softmax of the scores."""
    scores = query @ key.T  # (T_q, T_k)
    exps = np.exp(scores)
    weights = exps / exps.sum(axis=-1, keepdims=True)
    return weights @ value


so_far = attend(inputs, inputs, inputs)
print(so_far.shape, "so_far == context:", np.allclose(so_far, context))
# --8<-- [end:so_far]
