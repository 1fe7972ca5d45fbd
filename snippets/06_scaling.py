"""Why divide by √d_k? What dot products of many numbers do to softmax, and what the root of how many mends."""

# --8<-- [start:by_hand]
from itertools import product
from math import exp, sqrt

# the product of two coin flips, +1 or -1, is a coin flip again
flips = {}
print("   d  variance  undivided    / √d")
for d in (1, 4, 9):
    sums = [sum(case) for case in product((1, -1), repeat=d)]
    variance = sum(s * s for s in sums) / len(sums)
    apart = 2 * sqrt(variance)  # one key at +√d, one at -√d
    share = 1 / (1 + exp(-apart))
    share_divided = 1 / (1 + exp(-apart / sqrt(d)))
    flips[d] = variance, share, share_divided
    print(f"{d:4}  {variance:8}  {share:9.4f}  {share_divided:.4f}")
# --8<-- [end:by_hand]

# --8<-- [start:published]
import numpy as np
from attention import softmax  # page 04

np.set_printoptions(precision=4, suppress=True)

published_scores = np.array([28, 23, 21, 12, 6, 19])  # d_k = 1024
undivided_weights = softmax(published_scores)
divided = published_scores / np.sqrt(1024)
divided_weights = softmax(divided)

print("softmax(scores)     ", undivided_weights)
print("scores / 32         ", *divided)
print("their sum           ", divided.sum())
print("softmax(scores / 32)", divided_weights)
# --8<-- [end:published]

# --8<-- [start:walk]
rng = np.random.default_rng(0)
drawn = {}
for d in (1, 4, 16, 64, 256, 1024):  # queries and keys
    drawn[d] = [rng.normal(size=(30, 16, d)) for _ in range(2)]

queries, keys = drawn[1024]
steps = queries * keys         # one query with one key: 480 pairs
walks = steps.cumsum(axis=-1)  # the sum so far, after each step

print("steps  spread  √steps")
for d in (4, 64, 1024):
    print(f"{d:5}  {walks[..., d - 1].std():6.2f}  {np.sqrt(d):6.2f}")
# --8<-- [end:walk]

# --8<-- [start:variance]
scores = {}
print("   d   variance   after / √d")
for d, (queries, keys) in drawn.items():
    scores[d] = queries @ keys.swapaxes(-1, -2)  # (30, 16, d) @ (30, d, 16)
    scaled = scores[d] / np.sqrt(d)
    print(f"{d:4} {scores[d].var():10.2f}   {scaled.var():10.2f}")
# --8<-- [end:variance]

# --8<-- [start:largest]
def largest_weight(scores):  # (…, 16) -> the mean over all queries
    return softmax(scores).max(axis=-1).mean()


largest = {}
print("   d undivided    / √d     / d")
for d in scores:
    largest[d] = [largest_weight(scores[d] / by) for by in (1, np.sqrt(d), d)]
    print("{:4} {:9.4f} {:7.4f} {:7.4f}".format(d, *largest[d]))
# --8<-- [end:largest]

# --8<-- [start:slopes]
def jacobian(weights):  # page 04, for many rows: (…, 16) -> (…, 16, 16)
    column, row = weights[..., :, None], weights[..., None, :]
    return column * np.eye(weights.shape[-1]) - column * row


def steepest(scores):  # the largest entry of each query's Jacobian
    return np.abs(jacobian(softmax(scores))).max(axis=(-1, -2))


slopes = {}
print("           undivided    / √d")
for d in scores:
    slopes[d] = [steepest(scores[d] / by).mean() for by in (1, np.sqrt(d))]
    print("d = {:<6} {:9.4f} {:7.4f}".format(d, *slopes[d]))
example = steepest(published_scores), steepest(divided)
print("six scores {:9.4f} {:7.4f}".format(*example))
# --8<-- [end:slopes]

# --8<-- [start:which_d]
queries, keys = drawn[64]  # d_model = 64

print("       d_k  variance  / √32  / √64")
for head in (1, 2):
    columns = slice(32 * (head - 1), 32 * head)  # this head's numbers
    q, k = queries[..., columns], keys[..., columns]
    head_scores = q @ k.swapaxes(-1, -2)
    roots = 1, np.sqrt(32), np.sqrt(64)
    variances = [(head_scores / root).var() for root in roots]
    print("head", head, "{:3} {:9.2f} {:6.2f} {:6.2f}".format(q.shape[-1], *variances))
# --8<-- [end:which_d]

# --8<-- [start:left_out]
# journey's scores on page 05, where d_k = 2
scores_2 = np.array([1.2705, 1.8524, 1.8111, 1.0795, 0.5577, 1.5440])

print("divided  ", softmax(scores_2 / np.sqrt(2)))
print("undivided", softmax(scores_2))
# --8<-- [end:left_out]

# --8<-- [start:twice]
from attention import scaled_dot_product_attention

queries, keys = drawn[256]
by_habit = queries / np.sqrt(256)  # and then the function divides

extremes = {}
print("      largest  smallest")
for name, q in [("once ", queries), ("twice", by_habit)]:
    _, w = scaled_dot_product_attention(q, keys, keys, return_weights=True)
    extremes[name] = w.max(axis=-1).mean(), w.min(axis=-1).mean()
    print(name, "{:7.4f}  {:8.4f}".format(*extremes[name]))
print("1 / 16 is", 1 / 16)
# --8<-- [end:twice]

# --8<-- [start:chain_rule]
by_raw = {
    "undivided": steepest(scores[1024]),
    "/ √d     ": steepest(scores[1024] / 32) / 32,  # chain rule
}
print("           steepest  below 0.001")
for name, slope in by_raw.items():
    below = (slope < 0.001).sum()
    print(f"{name}  {slope.mean():8.4f}  {below:4} of {slope.size}")
# --8<-- [end:chain_rule]

# --8<-- [start:after_training]
trained = {}
print("      largest weight    own score")
print("   d   drawn leaning    / √d   / d")
for d in (4, 64, 1024):
    queries, keys = drawn[d]
    leaning = (queries + keys) / np.sqrt(2)  # each to a key of its own
    products = [q @ keys.swapaxes(-1, -2) for q in (queries, leaning)]
    weight = [largest_weight(p / np.sqrt(d)) for p in products]
    own_score = (leaning * keys).sum(axis=-1).mean()
    trained[d] = *weight, own_score / np.sqrt(d), own_score / d
    print("{:4} {:7.4f} {:7.4f} {:7.2f} {:5.2f}".format(d, *trained[d]))
# --8<-- [end:after_training]

# --8<-- [start:qk_norm]
def qk_norm_scores(queries, keys, g):
    q = queries / np.linalg.norm(queries, axis=-1, keepdims=True)
    k = keys / np.linalg.norm(keys, axis=-1, keepdims=True)
    return g * (q @ k.swapaxes(-1, -2))  # g times a cosine: within ±g


queries, keys = drawn[64]
by_length = {}
print("               QK-norm with")
print("       / √64   g = 8  g = 16")
for times in (1, 4, 16):
    q = times * queries
    by_root = q @ keys.swapaxes(-1, -2) / np.sqrt(64)
    by_norm = [qk_norm_scores(q, keys, g) for g in (8, 16)]
    by_length[times] = [largest_weight(x) for x in (by_root, *by_norm)]
    print("x {:<2}  {:.4f}  {:.4f}  {:.4f}".format(times, *by_length[times]))
# --8<-- [end:qk_norm]

# --8<-- [start:check]
from attention import multi_head_attention

mine = softmax(queries @ keys.swapaxes(-1, -2) / np.sqrt(64))
_, w = scaled_dot_product_attention(queries, keys, keys, return_weights=True)
print("scale=None:   ", np.allclose(mine, w))

x, same = queries[0], np.eye(64)  # the identity: q = k = v = x
halves = [x[:, :32], x[:, 32:]]
by_hand = [softmax(half @ half.T / np.sqrt(32)) @ half for half in halves]
two_heads = multi_head_attention(x, same, same, same, same, num_heads=2)
print("each head's d:", np.allclose(np.hstack(by_hand), two_heads))
# --8<-- [end:check]
