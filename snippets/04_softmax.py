"""Why softmax, and how is it done right? Exponential, maximum, temperature, axis, Jacobian."""

# --8<-- [start:by_hand]
from math import exp


def show(name, *numbers):
    columns = [f"{number:6.2f}" for number in numbers]
    print(f"{name:13}", *columns)


def by_sum(scores):
    return [score / sum(scores) for score in scores]


def by_softmax(scores):
    return by_sum([exp(score) for score in scores])


for two in ([2, 4], [12, 14], [4, 8]):
    show(str(two), *by_sum(two), *by_softmax(two))
# --8<-- [end:by_hand]

# --8<-- [start:inputs]
import numpy as np

tokens = ["Your", "journey", "starts", "with", "one", "step"]
inputs = np.array([
    [0.43, 0.15, 0.89],  # x^(1)  Your
    [0.55, 0.87, 0.66],  # x^(2)  journey
    [0.57, 0.85, 0.64],  # x^(3)  starts
    [0.22, 0.58, 0.33],  # x^(4)  with
    [0.77, 0.25, 0.10],  # x^(5)  one
    [0.05, 0.80, 0.55],  # x^(6)  step
])
scores = inputs @ inputs.T  # (6, 3) @ (3, 6) -> (6, 6)
scores_2 = scores[1]        # the row of journey
show("scores_2", *scores_2)
# --8<-- [end:inputs]

# --8<-- [start:differences]
functions = {
    "x": lambda x: x,
    "x ** 2": lambda x: x ** 2,
    "exp(x)": np.exp,
}
ratios = {
    name: [f(x[1]) / f(x[4]) for x in (scores_2, scores_2 + 1)]
    for name, f in functions.items()
}
for name, before_after in ratios.items():
    show(name, *before_after)
# --8<-- [end:differences]

# --8<-- [start:overflow]
edges = {"float16": 11, "float32": 88, "float64": 709}
limits = {}
for dtype, x in edges.items():
    limits[dtype] = np.log(float(np.finfo(dtype).max))
    with np.errstate(over="ignore"):  # no warning here
        low, high = np.exp(np.array([x, x + 1], dtype))
    show(dtype, limits[dtype])
    print(f"  exp({x}) = {low:.1e}  exp({x + 1}) = {high}")
# --8<-- [end:overflow]

# --8<-- [start:nan]
large = (100 * scores_2).astype(np.float32)

with np.errstate(over="ignore", invalid="ignore"):
    large_exps = np.exp(large)
    nan_weights = large_exps / large_exps.sum()
    nan_context = nan_weights @ inputs

show("scores", *large)
print("exp          ", *[f"{number:6.0e}" for number in large_exps])
show("weights", *nan_weights)
show("context", *nan_context)
# --8<-- [end:nan]

# --8<-- [start:stable_softmax]
def softmax(x, axis=-1):
    shifted = x - x.max(axis=axis, keepdims=True)
    exps = np.exp(shifted)  # the largest is exp(0) = 1
    return exps / exps.sum(axis=axis, keepdims=True)


large_shifted = large - large.max()
show("shifted", *large_shifted)
show("weights", *softmax(large))

weights_2 = softmax(scores_2)
show("weights_2", *weights_2)
# --8<-- [end:stable_softmax]

# --8<-- [start:shift_and_scale]
common = np.array([1.0, -2.0, 3.0])  # added to all six keys

changed_scores = {
    "scores": scores_2,
    "scores + 10": scores_2 + 10,
    "keys + common": (inputs + common) @ inputs[1],
    "2 * scores": 2 * scores_2,
    "scores / 2": scores_2 / 2,
}
for name, changed in changed_scores.items():
    show(name, *softmax(changed))
# --8<-- [end:shift_and_scale]

# --8<-- [start:temperature]
temperatures = [0.001, 0.01, 0.1, 1, 10]
at_temperature = []
for temperature in temperatures:
    at_temperature.append(softmax(scores_2 / temperature))
    show(f"{temperature:g}", *at_temperature[-1])
# --8<-- [end:temperature]

# --8<-- [start:cat]
sentence = "The cat sat on the mat".split()
cat_scores = np.array([0, 1, 2, 0, 0, -1])  # page 01
cat_at = {}
print(" " * 13, *[f"{word:>6}" for word in sentence])
for tau in (0.2, 1, 5):
    cat_at[tau] = softmax(cat_scores / tau)
    show(f"{tau:g}", *cat_at[tau])
# --8<-- [end:cat]

# --8<-- [start:which_axis]
by_rows = softmax(scores, axis=1)     # right
by_columns = softmax(scores, axis=0)  # wrong

show("axis=1", *by_rows.sum(axis=1))
show("axis=0", *by_columns.sum(axis=1))
# --8<-- [end:which_axis]

# --8<-- [start:half_hidden]
other_queries = np.roll(inputs, 1, axis=1)  # abc -> cab
asymmetric = other_queries @ inputs.T

is_transpose = {}
for name, matrix in ("symmetric", scores), ("asymmetric", asymmetric):
    right = softmax(matrix, axis=1)
    wrong = softmax(matrix, axis=0)
    is_transpose[name] = np.allclose(wrong, right.T)
    print(f"{name:13} wrong == right.T:", is_transpose[name])
# --8<-- [end:half_hidden]

# --8<-- [start:batch]
batch = np.stack([scores, asymmetric])  # (2, 6, 6)
row_sums = {}
for axis in (1, -1):
    batch_weights = softmax(batch, axis=axis)
    row_sums[axis] = batch_weights.sum(axis=-1)  # (2, 6)
    show(f"axis={axis}", *row_sums[axis][0])
# --8<-- [end:batch]

# --8<-- [start:jacobian]
def jacobian(weights):
    return np.diag(weights) - np.outer(weights, weights)


J = jacobian(weights_2)  # (6,) -> (6, 6)
for token, row in zip(tokens, J):
    show(token, *row)
# --8<-- [end:jacobian]

# --8<-- [start:finite_differences]
def finite_differences(f, x, step=1e-5):
    columns = []
    for k in range(len(x)):
        nudge = np.zeros(len(x))
        nudge[k] = step  # score k a little up, then down
        change = f(x + nudge) - f(x - nudge)
        columns.append(change / (2 * step))
    return np.stack(columns, axis=1)


measured = finite_differences(softmax, scores_2)
print("measured == J:", np.allclose(measured, J, atol=1e-8))
# --8<-- [end:finite_differences]

# --8<-- [start:saturation]
steepest = {}
for factor in (1, 10, 100, 1000):
    p = softmax(factor * scores_2)
    steepest[factor] = jacobian(p).max()
    show(f"{factor} * scores", p.max(), steepest[factor])
# --8<-- [end:saturation]

# --8<-- [start:sparsemax]
def sparsemax(x):
    descending = np.sort(x)[::-1]
    counts = np.arange(1, len(x) + 1)
    threshold = ((descending.cumsum() - 1) / counts).max()
    return np.maximum(x - threshold, 0)


sparse_2 = sparsemax(scores_2)
show("softmax", *weights_2)
show("sparsemax", *sparse_2)
# --8<-- [end:sparsemax]

# --8<-- [start:so_far]
def attend(query, key, value):
    """Return the means of the values, weighted by softmax of the scores."""
    scores = query @ key.T  # (T_q, T_k)
    exps = np.exp(scores - scores.max(axis=-1, keepdims=True))
    weights = exps / exps.sum(axis=-1, keepdims=True)
    return weights @ value


so_far = attend(inputs, inputs, inputs)
same = np.allclose(so_far[1], weights_2 @ inputs)
print("so_far[1] == weights_2 @ inputs:", same)
large_so_far = attend(1000 * inputs, inputs, inputs)
print("isfinite(large_so_far):", np.isfinite(large_so_far).all())
# --8<-- [end:so_far]
