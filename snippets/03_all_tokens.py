"""And all tokens at once? Two loops, then one matrix product: every score, every weight, every context vector."""

# --8<-- [start:by_hand]
hand_tokens = [(1, 2), (3, 0), (0, 1)]  # three tokens of two numbers
hand_columns = [(1, 3, 0), (2, 0, 1)]     # turned over: all first numbers, all second numbers


def dot(a, b):
    return sum(x * y for x, y in zip(a, b))


hand_scores = [[dot(a, b) for b in hand_tokens] for a in hand_tokens]
hand_weights = [[score / sum(row) for score in row] for row in hand_scores]
hand_context = [[dot(row, column) for column in hand_columns] for row in hand_weights]

for rows in zip(hand_scores, hand_weights, hand_context):
    print(*([round(number, 2) for number in row] for row in rows))
# --8<-- [end:by_hand]

# --8<-- [start:inputs]
import numpy as np

np.set_printoptions(precision=4, suppress=True)

tokens = ["Your", "journey", "starts", "with", "one", "step"]
inputs = np.array([
    [0.43, 0.15, 0.89],  # x^(1)  Your
    [0.55, 0.87, 0.66],  # x^(2)  journey
    [0.57, 0.85, 0.64],  # x^(3)  starts
    [0.22, 0.58, 0.33],  # x^(4)  with
    [0.77, 0.25, 0.10],  # x^(5)  one
    [0.05, 0.80, 0.55],  # x^(6)  step
])


def show(matrix):
    for token, row in zip(tokens, matrix):
        print(f"{token:7}", *(f"{number:.4f}" for number in row))
# --8<-- [end:inputs]

# --8<-- [start:two_loops]
scores_by_loop = np.zeros((6, 6))
for i in range(6):      # who asks: the row
    for j in range(6):  # who is looked at: the column
        scores_by_loop[i, j] = inputs[i] @ inputs[j]

show(scores_by_loop)
# --8<-- [end:two_loops]

# --8<-- [start:scores]
print(inputs.T)  # the tokens as columns, shape (3, 6)

scores = inputs @ inputs.T  # (6, 3) @ (3, 6) -> (6, 6)
print("same as the loops:", np.allclose(scores, scores_by_loop))
# --8<-- [end:scores]

# --8<-- [start:weights]
def softmax_rows(scores):
    exps = np.exp(scores)
    sums = exps.sum(axis=-1, keepdims=True)  # one for each row, shape (6, 1)
    return exps / sums


weights = softmax_rows(scores)
show(weights)
# --8<-- [end:weights]

# --8<-- [start:context]
context = weights @ inputs  # (6, 6) @ (6, 3) -> (6, 3)
show(context)
# --8<-- [end:context]

# --8<-- [start:self_attention]
def self_attention(x):
    scores = x @ x.T
    weights = softmax_rows(scores)
    return weights @ x


print("six tokens: ", self_attention(inputs).shape)
print("four tokens:", self_attention(inputs[:4]).shape)
# --8<-- [end:self_attention]

# --8<-- [start:count]
class Counted(float):
    """A number that counts how often such numbers are multiplied."""

    multiplications = 0

    def __mul__(self, other):
        Counted.multiplications += 1
        return float.__mul__(self, other)

    __rmul__ = __mul__  # also where it stands on the right


def count(compute, x):
    Counted.multiplications = 0
    compute(np.array([[Counted(number) for number in row] for row in x], dtype=object))
    return Counted.multiplications
# --8<-- [end:count]

# --8<-- [start:same_count]
def by_loop(x):
    return [[a @ b for b in x] for a in x]


def by_product(x):
    return x @ x.T


print("loops:              ", count(by_loop, inputs))
print("matrix product:     ", count(by_product, inputs))
print("with three tokens:  ", count(by_product, inputs[:3]))
print("scores and contexts:", count(lambda x: (x @ x.T) @ x, inputs))
# --8<-- [end:same_count]

# --8<-- [start:speed]
import time

many = np.random.default_rng(0).normal(size=(128, 64))  # 128 tokens of 64 numbers


def milliseconds(compute, runs):
    times = []
    for _ in range(3):
        start = time.perf_counter()
        for _ in range(runs):
            compute(many)
        times.append(time.perf_counter() - start)
    return 1000 * min(times) / runs  # the least disturbed of three tries


loop, product = milliseconds(by_loop, 1), milliseconds(by_product, 50)
print(f"loops          {loop:.1f} ms")
print(f"matrix product {product:.2f} ms")
print(f"about {loop / product:.0f} times as fast")
# --8<-- [end:speed]

# --8<-- [start:favourites]
favourites = scores.argmax(axis=1)  # for each row the place of its largest score
for i, j in enumerate(favourites):
    print(f"{tokens[i]:7} -> {tokens[j]:7} {scores[i, j]:.4f}  self {scores[i, i]:.4f}")
print("prefer another:", sum(i != j for i, j in enumerate(favourites)))

lengths = np.sqrt(scores.diagonal())  # x @ x is the square of the length
unit = inputs / lengths[:, None]      # the same directions, each of length 1
print("lengths:", lengths)
print("with equal lengths, each itself:", all((unit @ unit.T).argmax(axis=1) == range(6)))
# --8<-- [end:favourites]

# --8<-- [start:symmetry]
print("scores symmetric: ", np.allclose(scores, scores.T))
print("weights symmetric:", np.allclose(weights, weights.T))

row_sums = np.exp(scores).sum(axis=1)  # what softmax divides each row by
for i, j in [(1, 4), (4, 1)]:
    print(f"{tokens[i]:7} -> {tokens[j]:7} {weights[i, j]:.4f} = e^{scores[i, j]:.4f} / {row_sums[i]:.4f}")
# --8<-- [end:symmetry]

# --8<-- [start:sums]
print("rows   ", weights.sum(axis=1))
print("columns", weights.sum(axis=0))
# --8<-- [end:sums]

# --8<-- [start:hull]
smallest, largest = inputs.min(axis=0), inputs.max(axis=0)


def in_range(vectors):
    return bool(np.all((smallest <= vectors) & (vectors <= largest)))


print("contexts in range:       ", in_range(context))
print("no weight negative:      ", bool(np.all(weights >= 0)))
print("rows of weights sum to 1:", np.allclose(weights.sum(axis=1), 1))
print("corner", largest, "in range:", in_range(largest))
# --8<-- [end:hull]

# --8<-- [start:order]
order = [4, 5, 2, 3, 0, 1]
shuffled = self_attention(inputs[order])

print(*(tokens[i] for i in order))
print("the same matrix:      ", np.allclose(shuffled, context))
print("the same rows, moved: ", np.allclose(shuffled, context[order]))
print("the same mean of rows:", np.allclose(shuffled.mean(axis=0), context.mean(axis=0)))
print("journey:", shuffled[-1])
# --8<-- [end:order]

# --8<-- [start:wrong_axis]
exps = np.exp(scores)
down_columns = exps / exps.sum(axis=0, keepdims=True)

print("rows   ", down_columns.sum(axis=1))
print("columns", down_columns.sum(axis=0))
print("the right weights, transposed:", np.allclose(down_columns, weights.T))

exps_3 = np.exp(inputs[:3] @ inputs.T)  # (3, 6): three ask, six are looked at
weights_3 = exps_3 / exps_3.sum(axis=0, keepdims=True)
print("three ask, rows:", weights_3.sum(axis=1))
# --8<-- [end:wrong_axis]

# --8<-- [start:keepdims]
no_keepdims = exps / exps.sum(axis=1)  # (6, 6) / (6,)
print("rows", no_keepdims.sum(axis=1))

try:
    exps_3 / exps_3.sum(axis=1)  # (3, 6) / (3,)
except ValueError as error:
    print(str(error).strip())
# --8<-- [end:keepdims]

# --8<-- [start:query_axis]
print(f"row    sum {weights[1].sum():.4f}", weights[1])
print(f"column sum {weights[:, 1].sum():.4f}", weights[:, 1])
# --8<-- [end:query_axis]

# --8<-- [start:check]
from attention import scaled_dot_product_attention

expected, expected_weights = scaled_dot_product_attention(
    inputs, inputs, inputs, scale=1.0, return_weights=True
)  # three times (6, 3) -> (6, 3) and (6, 6)

print("weights:", np.allclose(weights, expected_weights))
print("context:", np.allclose(context, expected))
# --8<-- [end:check]
