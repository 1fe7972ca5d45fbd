"""How is the future hidden? A causal mask, rows that see nothing, and dropout."""

# --8<-- [start:by_hand]
from math import exp, inf

exps = [1, 2, 3]  # e to the scores; the third key is the future

hand_weights = [e / sum(exps) for e in exps]
hand_kept = [hand_weights[0], hand_weights[1], 0]
hand_after = [weight / sum(hand_kept) for weight in hand_kept]

hidden_exps = [1, 2, exp(-inf)]
hand_before = [e / sum(hidden_exps) for e in hidden_exps]

print("exp(-inf) is", exp(-inf))
print("after ", [round(weight, 4) for weight in hand_after])
print("before", [round(weight, 4) for weight in hand_before])
# --8<-- [end:by_hand]

# --8<-- [start:inputs]
import numpy as np

np.set_printoptions(precision=4, suppress=True)

tokens = ["Your", "journey", "starts", "with", "one", "step"]
inputs = np.array([
    [0.43, 0.15, 0.89], [0.55, 0.87, 0.66], [0.57, 0.85, 0.64],
    [0.22, 0.58, 0.33], [0.77, 0.25, 0.10], [0.05, 0.80, 0.55],
])
# "v2" of page 05: torch.manual_seed(123), then nn.Linear(3, 2, bias=False)
# for query, key and value, transposed for x @ w
w_query, w_key, w_value = np.array([
    [[-0.235430, 0.217727], [0.019124, -0.491934], [-0.286746, 0.423223]],
    [[-0.419641, 0.261478], [-0.459018, -0.213326], [-0.364820, 0.216052]],
    [[-0.490014, -0.113461], [-0.350292, -0.440439], [-0.211989, 0.378044]],
])


def show(matrix, names=tokens, width=7):
    for name, row in zip(names, matrix):
        print(f"{name:7}", "".join(f"{x:{width}.4f}" for x in row))
# --8<-- [end:inputs]

# --8<-- [start:unmasked]
def stable_softmax(x):  # page 04
    exps = np.exp(x - x.max(axis=-1, keepdims=True))
    return exps / exps.sum(axis=-1, keepdims=True)


queries, keys, values = inputs @ w_query, inputs @ w_key, inputs @ w_value
root = np.sqrt(keys.shape[-1])  # the root of d_k = 2

scores = queries @ keys.T  # (6, 2) @ (2, 6) -> (6, 6)
weights = stable_softmax(scores / root)

print("scores")
show(scores)
print("weights")
show(weights)
# --8<-- [end:unmasked]

# --8<-- [start:mask]
allowed = np.tril(np.ones((6, 6)))      # 1 where j <= i
hidden = np.triu(np.ones((6, 6)), k=1)  # 1 where j > i

print(allowed)
print(hidden)
# --8<-- [end:mask]

# --8<-- [start:after]
crossed_out = weights * allowed
left_over = crossed_out.sum(axis=1, keepdims=True)  # (6, 1)
renormalised = crossed_out / left_over

print("crossed out")
show(crossed_out)
print("what is left of each 1:", left_over[:, 0])
print("renormalised")
show(renormalised)
# --8<-- [end:after]

# --8<-- [start:before]
masked_scores = np.where(hidden == 1, -np.inf, scores)
causal_weights = stable_softmax(masked_scores / root)

show(masked_scores)
print("weights")
show(causal_weights)
print("same as after softmax:", np.allclose(causal_weights, renormalised))
# --8<-- [end:before]

# --8<-- [start:context]
context = causal_weights @ values  # (6, 6) @ (6, 2) -> (6, 2)

show(context, width=8)
print("row 1 is v1:", np.array_equal(context[0], values[0]))
print("the last row is as without a mask:",
      np.allclose(context[5], weights[5] @ values))
# --8<-- [end:context]

# --8<-- [start:change_the_future]
def attend(x, mask):
    q, k, v = x @ w_query, x @ w_key, x @ w_value
    masked = np.where(mask == 1, q @ k.T / root, -np.inf)
    return stable_softmax(masked) @ v


changed = inputs.copy()
changed[4] = [9, -9, 9]  # another token in the place of "one"

for name, mask in [("no mask", np.ones((6, 6))), ("causal", allowed)]:
    moved = ~np.isclose(attend(changed, mask), attend(inputs, mask))
    print(f"{name:7}", [t for t, m in zip(tokens, moved) if m.any()])
# --8<-- [end:change_the_future]

# --8<-- [start:dropout_mask]
from math import comb

# PyTorch drew it: torch.manual_seed(123), then nn.Dropout(0.5) on ones
kept = np.array([
    [1, 1, 0, 1, 1, 0],
    [0, 0, 0, 1, 0, 1],
    [1, 1, 1, 1, 0, 1],
    [0, 1, 1, 0, 0, 1],
    [0, 1, 0, 1, 0, 1],
    [0, 1, 1, 1, 1, 0],
])
p = 0.5
print(kept / (1 - p))
print("dropped:", int((kept == 0).sum()), "of", kept.size)

chances = [comb(36, n) / 2**36 for n in range(37)]  # fair coins
print(f"chance of exactly 18:  {chances[18]:.4f}")
print(f"chance of 15 or fewer: {sum(chances[:16]):.4f}")
# --8<-- [end:dropout_mask]

# --8<-- [start:times_mask]
scaled = scores / root
times_mask = stable_softmax(scaled * allowed)
plus_mask = stable_softmax(scaled + allowed)
minus_inf = stable_softmax(np.where(allowed == 1, scaled, -np.inf))

print("journey           hidden  sum")
for name, tried in [("before, times 0/1", times_mask),
                    ("before, plus 0/1", plus_mask),
                    ("before, -infinity", minus_inf),
                    ("after, times 0/1", crossed_out),
                    ("  renormalised", renormalised)]:
    print(f"{name:17} {tried[1, 2:].sum():.4f}  {tried[1].sum():.4f}")
# --8<-- [end:times_mask]

# --8<-- [start:nan_traps]
with np.errstate(invalid="ignore"):
    print(hidden[:2] * -np.inf)

far = np.array([[0.0, 800.0]])  # the second key is the future
far_mask = np.array([[1, 0]])
crossed_far = stable_softmax(far) * far_mask
with np.errstate(invalid="ignore"):
    print("after ", crossed_far / crossed_far.sum())
print("before", stable_softmax(np.where(far_mask == 1, far, -np.inf)))
# --8<-- [end:nan_traps]

# --8<-- [start:nobody]
from attention import softmax

nobody = np.full(6, -np.inf)  # a row that may look at no key
with np.errstate(invalid="ignore"):
    blind = stable_softmax(nobody)

print("-inf, stable_softmax", blind)
print("-1e9, stable_softmax", stable_softmax(np.full(6, -1e9)))
print("-inf, the toolkit   ", softmax(nobody))
print("0 times nan is", 0 * blind[0])
# --8<-- [end:nobody]

# --8<-- [start:upside_down]
from attention import scaled_dot_product_attention

upside_down = hidden == 1  # True says "hide", the function reads "look"
mixed, turned = scaled_dot_product_attention(
    queries, keys, values, attn_mask=upside_down, return_weights=True)
show(turned)
print("context of step:", mixed[5])
# --8<-- [end:upside_down]

# --8<-- [start:large_negative]
for kind in (np.float64, np.float32, np.float16):
    with np.errstate(over="ignore", invalid="ignore"):
        row, low = scaled[1].astype(kind), np.array(-1e9).astype(kind)
        print(kind.__name__, "holds -1e9 as", f"{low:.0f}")
        print("  replace", stable_softmax(np.full_like(row, low)))
        print("  add    ", stable_softmax(row + low))
        two = [stable_softmax(np.where(allowed[1] == 1, row, x))
               for x in (low, -np.inf)]  # two keys to look at
        print("  two keys left, as -inf:", np.array_equal(*two))
# --8<-- [end:large_negative]

# --8<-- [start:alignment]
T_q, T_k = 2, 6  # "one" and "step" ask, all six keys are there
top_left = np.tril(np.ones((T_q, T_k)))
bottom_right = np.tril(np.ones((T_q, T_k)), k=T_k - T_q)

aligned = {}
for name, mask in [("top left", top_left), ("bottom right", bottom_right)]:
    masked = np.where(mask == 1, queries[-T_q:] @ keys.T / root, -np.inf)
    aligned[name] = stable_softmax(masked)
    print(name)
    show(aligned[name], tokens[-T_q:])
    same = np.allclose(aligned[name] @ values, context[-T_q:])
    print("  as when all six ask:", same)
# --8<-- [end:alignment]

# --8<-- [start:row_sums]
# PyTorch drew these: torch.manual_seed(789), then nn.Linear(3, 2, bias=False)
# for query and key, transposed for x @ w
other_query = np.array(
    [[0.316059, -0.168285], [0.456809, -0.337877], [0.511835, -0.091774]])
other_key = np.array(
    [[0.405806, 0.213361], [-0.470421, -0.260051], [0.236805, -0.510543]])

other_scores = (inputs @ other_query) @ (inputs @ other_key).T / root
other_weights = stable_softmax(np.where(allowed == 1, other_scores, -np.inf))
dropped = other_weights * kept / (1 - p)

print("row sums before", other_weights.sum(axis=1))
show(dropped)
print("row sums after ", dropped.sum(axis=1))
# --8<-- [end:row_sums]

# --8<-- [start:which_scale]
rng = np.random.default_rng(0)
step = other_weights[5]
chance = rng.random((100_000, 6))  # as many draws

means = {}
for rate in (0.5, 0.2):
    mean = (step * (chance >= rate)).mean(axis=0)  # below: dropped
    means[rate] = mean / (1 - rate)
    print("p =", rate)
    print("  over 1-p", means[rate], f"sum {means[rate].sum():.4f}")
    print("  over p  ", mean / rate, f"sum {mean.sum() / rate:.4f}")
print("before    ", step, f"sum {step.sum():.4f}")
# --8<-- [end:which_scale]

# --8<-- [start:check]
from attention import causal_mask, multi_head_attention

expected, expected_weights = scaled_dot_product_attention(
    queries, keys, values, is_causal=True, return_weights=True)
print("mask   ", np.array_equal(causal_mask(6), allowed == 1))
print("weights", np.allclose(causal_weights, expected_weights))
print("context", np.allclose(context, expected))

cached = scaled_dot_product_attention(
    queries[-2:], keys, values, attn_mask=causal_mask(6)[-2:])
print("aligned", np.allclose(aligned["bottom right"] @ values, cached))

batch = np.stack([inputs, inputs])  # (2, 6, 3)
both = multi_head_attention(batch, w_query, w_key, w_value, np.eye(2), 1,
                            is_causal=True)
print("batch  ", both.shape, np.allclose(both, context))

weights_p = scaled_dot_product_attention(
    queries, keys, values, is_causal=True, dropout_p=0.2,
    rng=np.random.default_rng(0), return_weights=True)[1]
keep = np.random.default_rng(0).random((6, 6)) >= 0.2
print("dropout", np.allclose(causal_weights * keep / 0.8, weights_p))
# --8<-- [end:check]
