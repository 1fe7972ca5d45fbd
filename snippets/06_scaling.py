"""Why divide by √d_k? What long vectors do to softmax, and which square root corrects it."""

# --8<-- [start:by_hand]
from itertools import product
from math import exp, sqrt

# the product of two coin flips, +1 or -1, is a coin flip again
flips = {}
print("   d  variance  undivided    / √d")
for d in (1, 4, 9):
    sums = [sum(case) for case in product((1, -1), repeat=d)]
    variance = sum(s * s for s in sums) / len(sums)
    difference = 2 * sqrt(variance)  # one key at +√d, one at -√d
    weight = 1 / (1 + exp(-difference))
    weight_divided = 1 / (1 + exp(-difference / sqrt(d)))
    flips[d] = variance, weight, weight_divided
    print(f"{d:4}  {variance:8}  {weight:9.4f}  {weight_divided:.4f}")
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
print("scores / 32         ", divided)
print("softmax(scores / 32)", divided_weights)
# --8<-- [end:published]

# --8<-- [start:walk]
rng = np.random.default_rng(0)
sizes = (1, 4, 16, 64, 256, 1024)
queries, keys = {}, {}
for d in sizes:
    queries[d] = rng.normal(size=(30, 16, d))
    keys[d] = rng.normal(size=(30, 16, d))

steps = queries[1024] * keys[1024]  # 480 queries, one key each
walks = steps.cumsum(axis=-1)       # the sum after each step

print("steps  std of sums  √steps")
for d in (4, 64, 1024):
    print(f"{d:5}  {walks[..., d - 1].std():11.2f}  {sqrt(d):6.2f}")
# --8<-- [end:walk]

# --8<-- [start:variance]
scores, scaled = {}, {}
print("   d  variance  after / √d")
for d in sizes:
    scores[d] = queries[d] @ keys[d].mT  # (30, 16, d) @ (30, d, 16)
    scaled[d] = scores[d] / np.sqrt(d)
    print(f"{d:4}  {scores[d].var():8.2f}  {scaled[d].var():10.2f}")
# --8<-- [end:variance]

# --8<-- [start:largest]
def largest_weight(scores):  # (…, 16) -> the mean over all queries
    return softmax(scores).max(axis=-1).mean()


largest = {}
print("   d  undivided    / √d     / d")
for d in sizes:
    variants = scores[d], scaled[d], scores[d] / d
    largest[d] = [largest_weight(variant) for variant in variants]
    undivided, by_root, by_d = largest[d]
    print(f"{d:4}  {undivided:9.4f}  {by_root:.4f}  {by_d:.4f}")
# --8<-- [end:largest]

# --8<-- [start:starts]
starts = {"variance 1": 1, "nn.Linear": 1 / 3, "GPT-2": 768 * 0.02**2}
by_start = {}
print("largest weight      16     64    256   1024")
for name, variance in starts.items():
    # each of q and k is √variance times as long
    rows = [variance * scores[d] for d in (16, 64, 256, 1024)]
    by_start[name] = [largest_weight(row) for row in rows]
    print(f"{name:<14}", *(f"{x:6.2f}" for x in by_start[name]))
# --8<-- [end:starts]

# --8<-- [start:slopes]
def steepest(scores, divisor):  # one derivative by q · k for each query
    weights = softmax(scores / divisor)
    by_input = weights * (1 - weights)      # page 04
    return by_input.max(axis=-1) / divisor  # chain rule


slopes, medians, tiny = {}, {}, {}
print("           median         below 0.001")
print("   d  undivided    / √d  undivided  / √d")
for d in sizes:
    slopes[d] = steepest(scores[d], 1), steepest(scores[d], np.sqrt(d))
    medians[d] = [np.median(slope) for slope in slopes[d]]
    tiny[d] = [(slope < 0.001).mean() for slope in slopes[d]]
    print(f"{d:4}  {medians[d][0]:9.4f}  {medians[d][1]:.4f}", end="")
    print(f"  {tiny[d][0]:9.0%}  {tiny[d][1]:4.0%}")
# --8<-- [end:slopes]

# --8<-- [start:unequal]
print("d = 64        5 %  median    95 %")
unequal = [np.quantile(slope, (0.05, 0.5, 0.95)) for slope in slopes[64]]
for name, (low, middle, high) in zip(("undivided", "/ √d"), unequal):
    print(f"{name:<9}  {low:.4f}  {middle:.4f}  {high:.4f}")
# --8<-- [end:unequal]

# --8<-- [start:new_model]
fresh = np.random.default_rng(0)
tokens = fresh.normal(size=(400, 768))  # d_in = 768
bound, size = 1 / np.sqrt(768), (2, 768, 64)
matrices = {
    "Glorot": fresh.uniform(-np.sqrt(3) * bound, np.sqrt(3) * bound, size),
    "nn.Linear": fresh.uniform(-bound, bound, size),
    "GPT-2": fresh.normal(0, 0.02, size),
}

new_model = {}
print("           var of q  var of score / d_k")
for name, (w_query, w_key) in matrices.items():
    query, key = tokens[:200] @ w_query, tokens[200:] @ w_key
    new_model[name] = query.var(), (query @ key.T).var() / 64
    of_query, of_scores = new_model[name]
    print(f"{name:<9}  {of_query:8.2f}  {of_scores:18.2f}")
# --8<-- [end:new_model]

# --8<-- [start:which_d]
heads = []
print("        d_k  variance   / √32   / √64")
for number, first in enumerate((0, 32), 1):
    columns = slice(first, first + 32)  # this head's part of the 64
    head_scores = queries[64][..., columns] @ keys[64][..., columns].mT
    roots = 1, np.sqrt(32), np.sqrt(64)
    heads.append([(head_scores / root).var() for root in roots])
    print(f"head {number}   32  {heads[-1][0]:8.2f}", end="")
    print(f"  {heads[-1][1]:6.2f}  {heads[-1][2]:6.2f}")
# --8<-- [end:which_d]

# --8<-- [start:left_out]
# journey's scores on page 05, where d_k = 2
scores_2 = np.array([1.2705, 1.8524, 1.8111, 1.0795, 0.5577, 1.5440])
with_root = softmax(scores_2 / np.sqrt(2))
without_root = softmax(scores_2)

print("/ √2     ", with_root)
print("undivided", without_root)
# --8<-- [end:left_out]

# --8<-- [start:twice]
from attention import scaled_dot_product_attention

by_habit = queries[256] / np.sqrt(256)  # and then the function divides

extremes = {}
print("       largest  smallest")
for name, q in [("once", queries[256]), ("twice", by_habit)]:
    k = v = keys[256]
    _, w = scaled_dot_product_attention(q, k, v, return_weights=True)
    extremes[name] = w.max(axis=-1).mean(), w.min(axis=-1).mean()
    highest, lowest = extremes[name]
    print(f"{name:<5}  {highest:7.4f}  {lowest:8.4f}")
# --8<-- [end:twice]

# --8<-- [start:after_training]
trained = {}
print("      largest weight    own score")
print("   d  random  leaning   / √d   / d")
for d in (4, 64, 1024):
    leaning = (queries[d] + keys[d]) / np.sqrt(2)  # to a key of its own
    largest_leaning = largest_weight(leaning @ keys[d].mT / np.sqrt(d))
    own = (leaning * keys[d]).sum(axis=-1).mean()
    trained[d] = largest_leaning, own / np.sqrt(d), own / d
    print(f"{d:4}  {largest[d][1]:.4f}  {largest_leaning:7.4f}", end="")
    print(f"  {trained[d][1]:5.2f}  {trained[d][2]:.2f}")
# --8<-- [end:after_training]

# --8<-- [start:qk_norm]
def rms_norm(x):  # brings every vector to length √d
    return x / np.sqrt((x**2).mean(axis=-1, keepdims=True))


def unit(x):  # brings every vector to length 1
    return x / np.linalg.norm(x, axis=-1, keepdims=True)


by_length = {}
print("            no norm  RMSNorm  8 · cosine")
for factor in (1, 4, 16):
    longer = factor * queries[64]
    no_norm = longer @ keys[64].mT / np.sqrt(64)
    by_rms = rms_norm(longer) @ rms_norm(keys[64]).mT / np.sqrt(64)
    by_cosine = 8 * (unit(longer) @ unit(keys[64]).mT)
    ways = no_norm, by_rms, by_cosine
    by_length[factor] = [largest_weight(way) for way in ways]
    print(f"length x {factor:<2}", *(f"{x:8.4f}" for x in by_length[factor]))
# --8<-- [end:qk_norm]

# --8<-- [start:so_far]
def attend(query, key, value, scale=None):
    """Return the means of the values, weighted by softmax of the scores."""
    if scale is None:
        scale = 1 / np.sqrt(key.shape[-1])
    scores = query @ key.T * scale  # (T_q, T_k)
    exps = np.exp(scores - scores.max(axis=-1, keepdims=True))
    weights = exps / exps.sum(axis=-1, keepdims=True)
    return weights @ value


q_64, k_64 = queries[64][0], keys[64][0]  # (16, 64) each
so_far = attend(q_64, k_64, k_64)
by_hand_scaled = attend(q_64 / 8, k_64, k_64, scale=1)
print("divided once:", np.allclose(so_far, by_hand_scaled))
# --8<-- [end:so_far]
