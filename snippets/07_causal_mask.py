"""How is the future hidden? The causal mask, and rows that see no key."""

# --8<-- [start:by_hand]
from math import exp, inf

exps = [1, 2, 3]  # e to the scores; the third key is the future

hand_weights = [e / sum(exps) for e in exps]
hand_kept = [hand_weights[0], hand_weights[1], 0]
hand_after = [weight / sum(hand_kept) for weight in hand_kept]

masked_exps = [1, 2, exp(-inf)]
hand_before = [e / sum(masked_exps) for e in masked_exps]

print("exp(-inf):", exp(-inf))
print("way 1:", [round(weight, 4) for weight in hand_after])
print("way 2:", [round(weight, 4) for weight in hand_before])
# --8<-- [end:by_hand]

# --8<-- [start:inputs]
import numpy as np

np.set_printoptions(precision=2, suppress=True)

tokens = ["Your", "journey", "starts", "with", "one", "step"]
inputs = np.array([
    [0.43, 0.15, 0.89], [0.55, 0.87, 0.66], [0.57, 0.85, 0.64],
    [0.22, 0.58, 0.33], [0.77, 0.25, 0.10], [0.05, 0.80, 0.55],
])
w_query = np.array([
    [-0.235430, 0.217727], [0.019124, -0.491934],
    [-0.286746, 0.423223],
])
w_key = np.array([
    [-0.419641, 0.261478], [-0.459018, -0.213326],
    [-0.364820, 0.216052],
])
w_value = np.array([
    [-0.490014, -0.113461], [-0.350292, -0.440439],
    [-0.211989, 0.378044],
])


def show(name, *numbers, decimals=2):
    print(f"{name:9}", *(f"{x:{decimals + 3}.{decimals}f}" for x in numbers))
# --8<-- [end:inputs]

# --8<-- [start:unmasked]
def softmax(x):  # page 04
    powers = np.exp(x - x.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


queries, keys, values = inputs @ w_query, inputs @ w_key, inputs @ w_value
scores = queries @ keys.T  # (6, 2) @ (2, 6) -> (6, 6)
root = np.sqrt(keys.shape[-1])  # page 06: the root of d_k = 2
scaled = scores / root
weights = softmax(scaled)

for token, row in zip(tokens, weights):
    show(token, *row)
# --8<-- [end:unmasked]

# --8<-- [start:mask]
allowed = np.tril(np.ones((6, 6), dtype=bool))      # True where j <= i
hidden = np.triu(np.ones((6, 6), dtype=bool), k=1)  # True where j > i

print(allowed.astype(int))
print("hidden is the opposite:", np.array_equal(hidden, ~allowed))
# --8<-- [end:mask]

# --8<-- [start:larger]
longest, T = 8, 4  # what a model was built for; the length of this text
full = np.tril(np.ones((longest, longest), dtype=bool))  # made once
short = full[:T, :T]  # (4, 4)

no_padding = np.array([[1, 1, 1, 1], [1, 1, 0, 0]], dtype=bool)  # (2, 4)
both_masks = short & no_padding[:, None, None]  # (2, 1, 4, 4)
of_heads = np.where(both_masks, np.zeros((2, 3, T, T)), -np.inf)

print("the same triangle:", np.array_equal(short, allowed[:T, :T]))
print(both_masks.shape, "fits the scores", of_heads.shape)
# --8<-- [end:larger]

# --8<-- [start:after]
zeroed = weights * allowed  # True counts as 1, False as 0
visible_sum = zeroed.sum(axis=1, keepdims=True)  # (6, 1)
renormalized = zeroed / visible_sum

show("journey", *weights[1])
show("zeroed", *zeroed[1])
show("divided", *renormalized[1])
# --8<-- [end:after]

# --8<-- [start:before]
masked_scores = np.where(hidden, -np.inf, scores)
causal_weights = softmax(masked_scores / root)

for token, row in zip(tokens, causal_weights):
    show(token, *row)
print("same as way 1:", np.allclose(causal_weights, renormalized))
# --8<-- [end:before]

# --8<-- [start:cat]
cat_tokens = ["The", "cat", "sat", "on", "the", "mat"]
cat_inputs = np.array([  # page 01: action, place
    [0, 1], [1, 0], [2, 1], [0, 2], [0, 1], [-1, 1]])

cat_scores = cat_inputs @ cat_inputs.T  # page 01 does not divide
cat_free = softmax(cat_scores)
cat_causal = softmax(np.where(allowed, cat_scores, -np.inf))

print("         ", *(f"{token:>5}" for token in cat_tokens))
for name, table in [("no mask", cat_free), ("causal", cat_causal)]:
    show(name, *table[1])
    show("  becomes", *(table @ cat_inputs)[1])
# --8<-- [end:cat]

# --8<-- [start:context]
context = causal_weights @ values  # (6, 6) @ (6, 2) -> (6, 2)

for token, row in zip(tokens, context):
    show(token, *row, decimals=4)
print("row 1 is v1:", np.array_equal(context[0], values[0]))
# --8<-- [end:context]

# --8<-- [start:change_the_future]
def contexts_of(x, mask):
    q, k, v = x @ w_query, x @ w_key, x @ w_value
    visible = np.where(mask, q @ k.mT / root, -np.inf)
    return softmax(visible) @ v


def moved(mask):
    change = ~np.isclose(contexts_of(changed, mask), contexts_of(inputs, mask))
    return [t for t, is_new in zip(tokens, change.any(axis=1)) if is_new]


changed = inputs.copy()
changed[4] = [9, -9, 9]  # another token in the place of "one"

print("no mask:", moved(np.ones((6, 6), dtype=bool)))
print("causal: ", moved(allowed))
# --8<-- [end:change_the_future]

# --8<-- [start:no_key]
from attention import softmax as toolkit_softmax

no_key = np.zeros(6, dtype=bool)  # a row of a mask, all False
all_hidden = np.where(no_key, scaled[1], -np.inf)
with np.errstate(invalid="ignore"):
    plain = softmax(all_hidden)
uniform = softmax(np.where(no_key, scaled[1], -1e9))
zeros = toolkit_softmax(all_hidden)  # this lesson's toolkit

show("plain", *plain)
show("-1e9", *uniform)
show("toolkit", *zeros)
is_nan, still_nan = np.isnan(plain), np.isnan(0 * plain)
print("nan:", is_nan.sum(), "of 6, times 0:", still_nan.sum())
# --8<-- [end:no_key]

# --8<-- [start:upside_down]
from attention import scaled_dot_product_attention

mixed, inverted = scaled_dot_product_attention(
    queries, keys, values, attn_mask=hidden, return_weights=True)

show("Your", *inverted[0])
show("step", *inverted[5])
# --8<-- [end:upside_down]

# --8<-- [start:five_ways]
times_mask = softmax(scaled * allowed)
plus_mask = softmax(scaled + allowed)
minus_inf = softmax(np.where(allowed, scaled, -np.inf))

print("journey          future   sum")
for way, tried in [("before, times 0/1", times_mask),
                   ("before, plus 0/1", plus_mask),
                   ("before, -infinity", minus_inf),
                   ("after, times 0/1", zeroed),
                   ("  and divided", renormalized)]:
    print(f"{way:17}  {tried[1, 2:].sum():.2f}  {tried[1].sum():.2f}")
# --8<-- [end:five_ways]

# --8<-- [start:nan_traps]
far = np.array([0.0, 800.0])  # the second key is the future
far_zeroed = softmax(far) * [1, 0]
with np.errstate(invalid="ignore"):
    multiplied = hidden[:2] * -np.inf
    far_after = far_zeroed / far_zeroed.sum()
far_before = softmax(np.where([True, False], far, -np.inf))

spoiled = np.isnan(multiplied)

print(multiplied)
print("nan where allowed:", np.array_equal(spoiled, allowed[:2]))
print("way 1:", far_after, " way 2:", far_before)
# --8<-- [end:nan_traps]

# --8<-- [start:padding]
is_token = np.array([[True, True, True, True, False, False],
                     [False, False, True, True, True, True]])
batch = np.zeros((2, 6, 3))  # two rows, padded with zero vectors
batch[is_token] = np.concatenate([inputs[:4], inputs[:4]])

both = allowed & is_token[:, None, :]  # (6, 6) & (2, 1, 6) -> (2, 6, 6)
blind = ~both.any(axis=-1)  # (2, 6): queries that see no key
safe = both | np.eye(6, dtype=bool)  # each query sees itself, at least

alone = contexts_of(inputs[:4], allowed[:4, :4])
padded = contexts_of(batch, safe)[is_token].reshape(2, 4, 2)
print("blind queries:", blind.sum(axis=1))
print("same as alone:", np.allclose(padded, alone))
# --8<-- [end:padding]

# --8<-- [start:large_negative]
lost = {}
for kind in (np.float64, np.float32, np.float16):
    with np.errstate(over="ignore", invalid="ignore"):
        journey = scaled[1].astype(kind)
        low = np.array(-1e9).astype(kind)
        lost[kind] = (softmax(np.full_like(journey, low)),
                      softmax(journey + low))
    print(kind.__name__)
    show("  replace", *lost[kind][0])
    show("  add", *lost[kind][1])
with_nan = [kind.__name__ for kind in lost if np.isnan(lost[kind]).any()]
gap = np.spacing(np.float32(1e9))  # to the next number

print("nan:", with_nan)
print(f"float32 at 1e9, next number: {gap:.0f} away")
# --8<-- [end:large_negative]

# --8<-- [start:finfo_min]
least = np.finfo(np.float16).min
half = np.array([least, 0.5, 1], dtype=np.float16)  # one key is hidden
with np.errstate(over="ignore"):
    twice = least + least  # padding and causal mask, both added

print(f"least float16: {least:.0f}")
print("weights:", softmax(half))
print("added twice:", twice)
# --8<-- [end:finfo_min]

# --8<-- [start:book]
for token, row in zip(tokens, causal_weights):
    show(token, *row, decimals=4)
# --8<-- [end:book]

# --8<-- [start:sinks]
maps = np.load("snippets/data/smollm2-maps.npz")  # SmolLM2
all_heads = maps["journey"] / 255    # (30, 9, 6, 6)
mean_map = all_heads.mean(axis=(0, 1))
to_first = all_heads[:, :, 2:, 0].mean(axis=-1)  # (30, 9)
elsewhere = {name: maps[name][:, :, 2:, 0].mean(axis=-1) / 255
             for name in ("dogs", "cat", "animal", "keys", "mary")}

print("equal scores", 1 / np.arange(1, 7))
print("all heads   ", mean_map[:, 0])
print("heads with more than half on Your:",
      f"{(to_first > 0.5).sum()} of {to_first.size}")
print("other sentences:",
      *(f"{name} {(first > 0.5).sum()}" for name, first in elsewhere.items()))
# --8<-- [end:sinks]

# --8<-- [start:so_far]
def attend(query, key, value, scale=None, mask=None):
    """Return the means of the values, weighted by softmax of the scores."""
    if scale is None:
        scale = 1 / np.sqrt(key.shape[-1])
    scores = query @ key.T * scale  # (T_q, T_k)
    if mask is not None:  # True where a query may look
        scores = np.where(mask, scores, -np.inf)
    exps = np.exp(scores - scores.max(axis=-1, keepdims=True))
    weights = exps / exps.sum(axis=-1, keepdims=True)
    return weights @ value


so_far = attend(queries, keys, values, mask=allowed)
print(so_far.shape, "as above:", np.allclose(so_far, context))
# --8<-- [end:so_far]
