"""Why several heads? Each has its own weights, and they cost no more parameters."""

# --8<-- [start:by_hand]
def mix(exps, values):
    """Return the values averaged with weights exp(score) / sum."""
    products = [e * v for e, v in zip(exps, values)]
    return sum(products) / sum(exps)


fits = 9  # exp(score) of a noun that the head looks for; 1 of others
value = {"cat": 10, "mouse": 20}

results = []
for nouns in [{"hungry": "cat", "tasty": "mouse"},
              {"tasty": "cat", "hungry": "mouse"}]:
    who = [fits if adjective == "hungry" else 1 for adjective in nouns]
    whom = [fits if adjective == "tasty" else 1 for adjective in nouns]
    both = [a * b for a, b in zip(who, whom)]  # one head, two questions
    values = [value[noun] for noun in nouns.values()]
    results.append([mix(exps, values) for exps in (who, whom, both)])
    print(*(" ".join(noun) for noun in nouns.items()), sep=", ")
    print("  two heads", *results[-1][:2], " one head", results[-1][2])
# --8<-- [end:by_hand]

# --8<-- [start:inputs]
import numpy as np
from attention import causal_mask, softmax  # pages 07 and 04

tokens = ["Your", "journey", "starts", "with", "one", "step"]
inputs = np.array([
    [0.43, 0.15, 0.89], [0.55, 0.87, 0.66], [0.57, 0.85, 0.64],
    [0.22, 0.58, 0.33], [0.77, 0.25, 0.10], [0.05, 0.80, 0.55],
])
batch = np.stack([inputs, inputs])  # (2, 6, 3): the sentence twice
allowed = causal_mask(6)
# --8<-- [end:inputs]

# --8<-- [start:contexts_and_weights]
def contexts_and_weights(queries, keys, values, allowed=True):
    """Return contexts and weights; by default nothing is masked."""
    d_k = keys.shape[-1]
    scores = queries @ keys.mT / np.sqrt(d_k)  # (…, T, T)
    weights = softmax(np.where(allowed, scores, -np.inf))
    return weights @ values, weights
# --8<-- [end:contexts_and_weights]

# --8<-- [start:one_or_two]
first_two = inputs[:, :2]  # (6, 2)


def look(columns):
    """Return what journey gets from one head, and its weights."""
    x = first_two[:, columns]
    context, weights = contexts_and_weights(40 * x, x, x)
    return context[1], weights[1]


first, row_1 = look([0])           # head 1 of 2
second, row_2 = look([1])          # head 2 of 2
one_head, row_both = look([0, 1])  # a single head
two_heads = np.concatenate([first, second])

print("journey   head 1  head 2 | one head")
for token, *row in zip(tokens, row_1, row_2, row_both):
    print("{:8}{:8.2f}{:8.2f} |{:9.2f}".format(token, *row))
print("two heads", two_heads.round(2), "one head", one_head.round(2))
# --8<-- [end:one_or_two]

# --8<-- [start:heads]
# In a trained model these are learned; here PyTorch drew them.
heads = np.array([
    [[[-0.235430, 0.217727], [0.019124, -0.491934], [-0.286746, 0.423223]],
     [[-0.419641, 0.261478], [-0.459018, -0.213326], [-0.364820, 0.216052]],
     [[-0.490014, -0.113461], [-0.350292, -0.440439], [-0.211989, 0.378044]]],
    [[[-0.136157, 0.107564], [0.185322, 0.157877], [0.408269, 0.557292]],
     [[-0.260390, 0.412603], [0.182876, 0.461105], [-0.256872, -0.532301]],
     [[0.492853, 0.237681], [0.275693, 0.479951], [0.251590, -0.076233]]],
])
print(heads.shape)  # heads, (query, key, value), d_in, d_k
# --8<-- [end:heads]

# --8<-- [start:loop]
contexts = []
for w_q, w_k, w_v in heads:
    z, _ = contexts_and_weights(batch @ w_q, batch @ w_k, batch @ w_v, allowed)
    contexts.append(z)  # (2, 6, 2)

stacked = np.concatenate(contexts, axis=-1)  # (2, 6, 4)
for token, row in zip(tokens, stacked[0]):
    print("{:8}{:8.4f}{:8.4f} |{:8.4f}{:8.4f}".format(token, *row))
# --8<-- [end:loop]

# --8<-- [start:side_by_side]
w_query, w_key, w_value = np.concatenate(heads, axis=-1)  # (2, 3, 3, 2) -> (3, 3, 4)
print(w_query.round(2))  # (3, 4), and so are the other two

queries = batch @ w_query  # (2, 6, 3) @ (3, 4) -> (2, 6, 4)
same = np.allclose(queries[..., 2:], batch @ heads[1, 0])
print("columns 3 and 4 = head 2:", same)
# --8<-- [end:side_by_side]

# --8<-- [start:toy]
# 3 tokens, 4 columns: 23 is column 3 of token 2
toy = np.array([[11, 12, 13, 14], [21, 22, 23, 24], [31, 32, 33, 34]])

cut = toy.reshape(3, 2, 2)   # (T, heads, d_k): each row in two
right = cut.swapaxes(0, 1)   # (heads, T, d_k)
print("head 1", right[0].tolist())
print("head 2", right[1].tolist())
# --8<-- [end:toy]

# --8<-- [start:split_and_merge]
def split_heads(x, num_heads):
    d_k = x.shape[-1] // num_heads
    x = x.reshape(*x.shape[:-1], num_heads, d_k)
    return x.swapaxes(-2, -3)  # (…, heads, T, d_k)


def merge_heads(x):
    x = x.swapaxes(-2, -3)  # (…, T, heads, d_k)
    return x.reshape(*x.shape[:-2], -1)


split_queries = split_heads(queries, 2)
print(queries.shape, "->", split_queries.shape)
merged = merge_heads(split_queries)
print("and back:", np.array_equal(merged, queries))
# --8<-- [end:split_and_merge]

# --8<-- [start:multi_head]
def multi_head(x, w_query, w_key, w_value, num_heads, allowed=True):
    """Return the contexts of all heads side by side, and the weights."""
    q, k, v = (split_heads(x @ w, num_heads)
               for w in (w_query, w_key, w_value))
    context, weights = contexts_and_weights(q, k, v, allowed)
    return merge_heads(context), weights


at_once, weights = multi_head(batch, w_query, w_key, w_value, 2, allowed)
print(weights.shape, at_once.shape)
print("same as the loop:", np.allclose(at_once, stacked))
# --8<-- [end:multi_head]

# --8<-- [start:w_out]
w_out = np.random.default_rng(0).uniform(-0.5, 0.5, (4, 4))
b_out = np.array([0.1, 0.2, 0.3, 0.4])
output = at_once @ w_out + b_out  # (2, 6, 4)

by_head = contexts[0] @ w_out[:2] + contexts[1] @ w_out[2:] + b_out
print("sum over the heads:", np.allclose(output, by_head))

head_2 = at_once.copy()
head_2[..., :2] = 0  # only head 2 is left
without = np.flatnonzero(head_2.any(axis=(0, 1))) + 1
reached = np.flatnonzero((head_2 @ w_out).any(axis=(0, 1))) + 1
print("head 2 reaches columns", without, "with w_out", reached)
# --8<-- [end:w_out]

# --8<-- [start:reshape_alone]
wrong = toy.reshape(2, 3, 2)  # (heads, T, d_k) at once
print("in memory", toy.ravel().tolist())
print("head 1", wrong[0].tolist())
print("head 2", wrong[1].tolist())
print("same shape as before:", wrong.shape == right.shape)
# --8<-- [end:reshape_alone]

# --8<-- [start:contiguous]
stored = right.copy()            # heads as a product returns them
by_token = stored.swapaxes(0, 1)  # (T, heads, d_k)
joined = by_token.reshape(3, 4)   # (T, heads · d_k)

steps = {}  # in memory, from one entry to the next, along each axis
for name, x in [("stored", stored), ("by token", by_token),
                ("joined", joined)]:
    steps[name] = [stride // x.itemsize for stride in x.strides]
    print(f"{name:8} {x.shape}  steps {steps[name]}")
print("in memory", stored.ravel().tolist())
print("  joined ", joined.ravel().tolist())
# --8<-- [end:contiguous]

# --8<-- [start:parameters]
d = 768  # the width of the smallest GPT-2


def count(num_heads, d_k):
    """Return the number of parameters of one attention layer."""
    projections = 3 * d * num_heads * d_k         # W_q, W_k, W_v
    return projections + num_heads * d_k * d + d  # w_out, its bias


print("heads x d_k   parameters")
for num_heads, d_k in [(1, 768), (2, 384), (12, 64), (48, 16),
                       (12, 768)]:
    total = f"{count(num_heads, d_k):,}".replace(",", "\u202f")
    print(f"{num_heads:5} x {d_k:3} {total:>12}")
# --8<-- [end:parameters]

# --8<-- [start:trained]
maps = np.load("snippets/data/smollm2-maps.npz")  # SmolLM2
three_heads = [(13, 8), (16, 0), (18, 6)]  # layer and head
trained = [maps["dogs"][place] / 255 for place in three_heads]
dogs_tokens = [str(token).strip() for token in maps["dogs_tokens"]]

print("bark   ", *(f"{token:>5}" for token in dogs_tokens))
for place, weights_map in zip(three_heads, trained):
    print(place, *(f"{weight:5.2f}" for weight in weights_map[6]))
# --8<-- [end:trained]

# --8<-- [start:symptoms]
def reshape_alone(x, num_heads):
    return x.reshape(num_heads, len(x), -1)


def heads_of(x, split):
    """Return the two heads of one sequence, split as told."""
    q, k, v = (split(x @ w, 2) for w in (w_query, w_key, w_value))
    return merge_heads(contexts_and_weights(q, k, v, allowed)[0])


changed = inputs.copy()
changed[4] = [9, -9, 9]  # another token in the place of "one"
moved, first_row = {}, {}
for split in (split_heads, reshape_alone):
    before = heads_of(inputs, split)
    after = heads_of(changed, split)
    differs = ~np.isclose(before, after).all(axis=1)
    name = split.__name__
    moved[name] = [t for t, d in zip(tokens, differs) if d]
    first_row[name] = np.allclose(before[0], inputs[0] @ w_value)
    print(name, "moved:", moved[name])
    print("  row 1 is the value of Your:", first_row[name])
# --8<-- [end:symptoms]

# --8<-- [start:one_map]
mean_row = (row_1 + row_2) / 2
for name, row in [("head 1", row_1), ("head 2", row_2),
                  ("mean", mean_row)]:
    print(f"{name:7}", "".join(f"{weight:6.2f}" for weight in row))
print("mean gives", (mean_row @ first_two).round(2))
print("two heads ", two_heads.round(2))
# --8<-- [end:one_map]

# --8<-- [start:grouped]
from attention import scaled_dot_product_attention

q = split_heads(batch @ w_query, 4)         # 4 heads: (2, 4, 6, 1)
k = split_heads(batch @ w_key[:, :2], 2)    # 2 heads: (2, 2, 6, 1)
v = split_heads(batch @ w_value[:, :2], 2)  # as many as keys
grouped = scaled_dot_product_attention(
    q, k, v, is_causal=True, enable_gqa=True)

k_4, v_4 = k.repeat(2, axis=1), v.repeat(2, axis=1)  # 4 heads
repeated, _ = contexts_and_weights(q, k_4, v_4, allowed)
print("same as repeated keys:", np.allclose(grouped, repeated))
# --8<-- [end:grouped]

# --8<-- [start:so_far]
def attend(query, key, value, scale=None, mask=None):
    """Return the means of the values, weighted by softmax of the scores."""
    if scale is None:
        scale = 1 / np.sqrt(key.shape[-1])
    scores = query @ key.mT * scale  # (…, T_q, T_k)
    if mask is not None:  # True where a query may look
        scores = np.where(mask, scores, -np.inf)
    exps = np.exp(scores - scores.max(axis=-1, keepdims=True))
    weights = exps / exps.sum(axis=-1, keepdims=True)
    return weights @ value


projected = (batch @ w for w in (w_query, w_key, w_value))
by_heads = [split_heads(each, 2) for each in projected]
so_far = merge_heads(attend(*by_heads, mask=allowed))
print(so_far.shape, "as above:", np.allclose(so_far, at_once))
# --8<-- [end:so_far]
