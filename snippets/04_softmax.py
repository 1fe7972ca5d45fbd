"""Why softmax, and how is it done right? Overflow, the maximum, temperature, the Jacobian, the axis."""

# --8<-- [start:by_hand]
from math import exp


def by_sum(numbers):
    return [number / sum(numbers) for number in numbers]


def by_softmax(numbers):
    return by_sum([exp(number) for number in numbers])


print("scores     by sum      softmax")
for numbers in ([2, 4], [12, 14], [4, 8]):
    shares = by_sum(numbers) + by_softmax(numbers)
    print(f"{str(numbers):9}  {shares[0]:.2f} {shares[1]:.2f}   {shares[2]:.2f} {shares[3]:.2f}")
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
scores = inputs @ inputs.T  # (6, 3) @ (3, 6) -> (6, 6)
scores_2 = scores[1]        # the row of journey
print(scores_2)
# --8<-- [end:inputs]

# --8<-- [start:differences]
functions = {"x": lambda x: x, "x squared": np.square, "exp(x)": np.exp}

print("journey over one   as it is   all + 1")
for name, f in functions.items():
    before, after = [f(x[1]) / f(x[4]) for x in (scores_2, scores_2 + 1)]
    print(f"{name:17}  {before:.4f}     {after:.4f}")
# --8<-- [end:differences]

# --8<-- [start:overflow]
limits = {}
with np.errstate(over="ignore"):  # outside the browser, Python would warn
    for name, below, above in [("float16", 11, 12), ("float32", 88, 89), ("float64", 709, 710)]:
        limits[name] = np.log(float(np.finfo(name).max))
        exps = [np.exp(np.array(x, name)) for x in (below, above)]
        print(f"{name} up to {limits[name]:.4f}")
        print(f"  exp({below}) = {exps[0]:.2e}  exp({above}) = {exps[1]}")
# --8<-- [end:overflow]

# --8<-- [start:nan]
large = (100 * scores_2).astype(np.float32)

with np.errstate(over="ignore", invalid="ignore"):
    exps = np.exp(large)
    nan_weights = exps / exps.sum()
    nan_context = nan_weights @ inputs

print("scores ", *(f"{score:.1f}" for score in large))
print("exp    ", *(f"{number:.3g}" for number in exps), "  sum", exps.sum())
print("weights", nan_weights)
print("context", nan_context)
# --8<-- [end:nan]

# --8<-- [start:stable_softmax]
def stable_softmax(x, axis=-1):
    exps = np.exp(x - x.max(axis=axis, keepdims=True))  # none above exp(0) = 1
    return exps / exps.sum(axis=axis, keepdims=True)


shifted = large - large.max()
print("shifted", *(f"{score:.1f}" for score in shifted))
print("weights", stable_softmax(large))

weights_2 = stable_softmax(scores_2)
print("same as by hand:", np.allclose(weights_2, by_softmax(scores_2)))
# --8<-- [end:stable_softmax]

# --8<-- [start:shift_and_scale]
common = np.array([1.0, -2.0, 3.0])  # added to all six keys alike

changed_scores = {
    "scores": scores_2,
    "scores + 10": scores_2 + 10,
    "keys + common": (inputs + common) @ inputs[1],
    "2 * scores": 2 * scores_2,
    "scores / 2": scores_2 / 2,
}
for name, changed in changed_scores.items():
    print(f"{name:13}", stable_softmax(changed))
# --8<-- [end:shift_and_scale]

# --8<-- [start:temperature]
temperatures = [0.001, 0.01, 0.1, 1, 10]
at_temperature = [stable_softmax(scores_2 / t) for t in temperatures]

print("       ", *(f"{token:>7}" for token in tokens))
for temperature, weights in zip(temperatures, at_temperature):
    print(f"{temperature:<7}", *(f"{weight:7.4f}" for weight in weights))
# --8<-- [end:temperature]

# --8<-- [start:jacobian]
def jacobian(weights):
    return np.diag(weights) - np.outer(weights, weights)


J = jacobian(weights_2)  # (6,) -> (6, 6)

for token, row in zip(tokens, J):
    print(f"{token:7}", *(f"{slope:7.4f}" for slope in row))
print("symmetric:", np.allclose(J, J.T), "  rows sum to 0:", np.allclose(J.sum(axis=1), 0))
# --8<-- [end:jacobian]

# --8<-- [start:finite_differences]
def finite_differences(f, x, step=1e-5):
    columns = []
    for j in range(len(x)):
        nudge = np.zeros(len(x))
        nudge[j] = step  # one score a little up, then a little down
        columns.append((f(x + nudge) - f(x - nudge)) / (2 * step))
    return np.stack(columns, axis=1)


measured = finite_differences(stable_softmax, scores_2)
print("shape", measured.shape)
print("same as the formula:", np.allclose(measured, J, rtol=0, atol=1e-9))
# --8<-- [end:finite_differences]

# --8<-- [start:saturation]
print("scores  largest weight  largest slope")
for factor in (1, 10, 100, 1000):
    weights = stable_softmax(factor * scores_2)
    print(f"x {factor:<5} {weights.max():.4f}          {jacobian(weights).max():.4f}")
# --8<-- [end:saturation]

# --8<-- [start:which_axis]
by_rows = stable_softmax(scores, axis=1)     # right: each row is what one query gives
by_columns = stable_softmax(scores, axis=0)  # wrong: each column sums to 1

print("        right: axis=1                   wrong: axis=0")
for token, right, wrong in zip(tokens, by_rows, by_columns):
    print(f"{token:7}", *(f"{w:.2f}" for w in right), "|", *(f"{w:.2f}" for w in wrong))
print("sums of rows, right:", by_rows.sum(axis=1))
print("sums of rows, wrong:", by_columns.sum(axis=1))
# --8<-- [end:which_axis]

# --8<-- [start:half_hidden]
turned = np.roll(inputs, 1, axis=1)  # queries: each token's three numbers, moved on by one place
lopsided = turned @ inputs.T         # queries are not keys: no longer symmetric

for name, matrix in [("symmetric", scores), ("lopsided", lopsided)]:
    right, wrong = stable_softmax(matrix, axis=1), stable_softmax(matrix, axis=0)
    print(f"{name}: wrong is right.T:", np.allclose(wrong, right.T))
    print("  same diagonal:", np.allclose(wrong.diagonal(), right.diagonal()))
    print("  sums of rows:", wrong.sum(axis=1))
# --8<-- [end:half_hidden]

# --8<-- [start:batch]
batch = np.stack([scores, lopsided])  # two score matrices, shape (2, 6, 6)

for axis in (1, -1):
    row_sums = stable_softmax(batch, axis=axis).sum(axis=-1)  # shape (2, 6)
    print(f"axis={axis:<2}  sums of rows:", row_sums[0])
# --8<-- [end:batch]

# --8<-- [start:check]
from attention import softmax

same = [np.allclose(softmax(x), stable_softmax(x)) for x in (scores, large, lopsided)]
print("rows:   ", all(same))
print("axis 0: ", np.allclose(softmax(scores, axis=0), by_columns))
print("batch:  ", np.allclose(softmax(batch), [by_rows, right]))
# --8<-- [end:check]
