"""How does it know the order? Positions change tokens, queries and keys, or scores."""

# --8<-- [start:by_hand]
query_0, key_0 = [2, 1], [1, 1]


def turn(vector, quarters):
    """Return the vector after so many quarter turns to the left."""
    a, b = vector
    for _ in range(quarters % 4):
        a, b = -b, a
    return a, b


for query_at, key_at in [(0, 0), (1, 0), (2, 1), (7, 6), (0, 1), (4, 0)]:
    q, k = turn(query_0, query_at), turn(key_0, key_at)
    product = q[0] * k[0] + q[1] * k[1]
    print(f"{query_at} and {key_at}: {q} · {k} = {product}")
# --8<-- [end:by_hand]

# --8<-- [start:inputs]
import numpy as np
from attention import scaled_dot_product_attention  # pages 02 to 07

tokens = ["Your", "journey", "starts", "with", "one", "step"]
inputs = np.array([
    [0.43, 0.15, 0.89], [0.55, 0.87, 0.66], [0.57, 0.85, 0.64],
    [0.22, 0.58, 0.33], [0.77, 0.25, 0.10], [0.05, 0.80, 0.55],
])
positions = np.arange(6)  # counted from 0
d = 8                     # an even number of components

rng = np.random.default_rng(0)
x = inputs @ rng.normal(size=(3, d))  # (6, 8)
w_query, w_key = rng.normal(size=(2, d, d)) / 2
# --8<-- [end:inputs]

# --8<-- [start:shuffle]
def contexts_of(x):
    """Return the context vectors of the tokens x (T, d)."""
    return scaled_dot_product_attention(x @ w_query, x @ w_key, x)


order = [4, 5, 2, 3, 0, 1]  # one step starts with Your journey
context, shuffled = contexts_of(x), contexts_of(x[order])

for row, i in enumerate(order):
    print(f"{tokens[i]:8}row {i + 1} {context[i, 0]:7.4f}",
          f" row {row + 1} {shuffled[row, 0]:7.4f}")
# --8<-- [end:shuffle]

# --8<-- [start:hands]
base = 100  # here; 10000 in the Transformer paper
rates = base ** (-np.arange(0, d, 2) / d)  # radians per position
late = 44


def hand_angles(positions):
    """Return the angle of each hand at each position, (T, d / 2)."""
    return np.multiply.outer(positions, rates)


print("position    hands, in degrees")
for position in [*range(6), late]:
    degrees = np.degrees(hand_angles(position)) % 360
    print(f"{position:8}", "".join(f"{angle:7.0f}" for angle in degrees))
# --8<-- [end:hands]

# --8<-- [start:sinusoidal]
def sinusoidal(positions):
    """Return the tips of all hands at each position, (T, d)."""
    angles = hand_angles(positions)
    return np.concatenate([np.cos(angles), np.sin(angles)], axis=-1)


table = sinusoidal(positions)  # (6, 8)
with_table = contexts_of(x + table)
reordered = contexts_of(x[order] + table)

unmoved = [np.allclose(reordered[row], with_table[i])
           for row, i in enumerate(order)]
print("same context vector:", sum(unmoved), "of 6 tokens")
# --8<-- [end:sinusoidal]

# --8<-- [start:rope]
def rope(x, positions):
    """Return x (…, T, d), each pair turned by the angle of its hand."""
    angles = hand_angles(positions)  # (T, d / 2)
    cos, sin = np.cos(angles), np.sin(angles)
    a, b = np.split(x, 2, axis=-1)   # pair i: components i and i + d/2
    return np.concatenate([a * cos - b * sin, a * sin + b * cos], axis=-1)


queries, keys = x @ w_query, x @ w_key  # (6, 8) each
turned_queries = rope(queries, positions)
turned_keys = rope(keys, positions)
with_rope = scaled_dot_product_attention(turned_queries, turned_keys, x)

lengths = np.linalg.norm(queries, axis=1)
kept = np.allclose(np.linalg.norm(turned_queries, axis=1), lengths)
print("lengths kept:", kept, " context", with_rope.shape)
# --8<-- [end:rope]

# --8<-- [start:offset]
offset = 2   # the query comes so many positions after the key
start = 100  # where the key is: change it

query, key = queries[5], keys[1]  # step looks at journey


def score(query_at, key_at):
    return rope(query, query_at) @ rope(key, key_at)


for first in (0, start):
    print(f"key at {first}, query at {first + offset}:",
          f"{score(first + offset, first):.4f}")
for n in range(4):
    print(f"offset {n}: {score(n, 0):7.4f}")
# --8<-- [end:offset]

# --8<-- [start:trained]
from attention import rotary_embedding

with np.load("snippets/data/smollm2-head-16-0.npz") as file:
    head = dict(file)
head_x = head["journey_input"].astype(np.float32)  # (6, 576)
head_queries = head_x @ head["w_query"]            # (6, 64)
head_keys = head_x @ head["w_key"]


def head_scores(query, key, query_at, key_at, interleaved=False):
    """Return the scores of queries and keys at these positions."""
    q = rotary_embedding(query, query_at, 100_000, interleaved)
    k = rotary_embedding(key, key_at, 100_000, interleaved)
    return q @ k.T / np.sqrt(64)
# --8<-- [end:trained]

# --8<-- [start:curve]
offsets = np.arange(-2, 11)
step_everywhere = np.tile(head_queries[5], (len(offsets), 1))
curve_one, curve_your = (
    head_scores(step_everywhere, head_keys[[j]], offsets, [0])[:, 0]
    for j in (4, 0))

print("offset    one   Your")
for n, one, your in list(zip(offsets, curve_one, curve_your))[:8]:
    print(f"{n:6} {one:6.1f} {your:6.1f}")
# --8<-- [end:curve]

# --8<-- [start:alibi]
slope = 0.5  # of one head; eight heads have 1/2, 1/4, ... 1/256

distance = np.subtract.outer(positions, positions)  # (6, 6): i - j
allowed = distance >= 0                       # the causal mask
bias = np.where(allowed, slope * -distance, -np.inf)
with_alibi, alibi_weights = scaled_dot_product_attention(
    queries, keys, x, attn_mask=bias, return_weights=True)

print("bias  ", bias[5])  # of step
print("e^bias", np.exp(bias[5]).round(2))
# --8<-- [end:alibi]

# --8<-- [start:layouts]
from attention import softmax


def head_weights(query, key, interleaved, start=0):
    """Return the causal weights of tokens from position start on."""
    scores = head_scores(query, key, positions + start, positions + start,
                         interleaved)
    return softmax(np.where(allowed, scores, -np.inf))


halves = head_weights(head_queries, head_keys, False)
interleaved = head_weights(head_queries, head_keys, True)

print("step    model  halves  interleaved")
for j, token in enumerate(tokens):
    print(f"{token:8}{head['journey_map'][5, j]:5.2f}"
          f"{halves[5, j]:8.2f}{interleaved[5, j]:13.2f}")
# --8<-- [end:layouts]

# --8<-- [start:reorder]
columns = np.arange(64).reshape(2, 32).T.ravel()  # 0, 32, 1, 33, ...
reordered_weights = head_weights(
    head_queries[:, columns], head_keys[:, columns], True)
print("first columns:", columns[:6].tolist())
print("same as halves:", np.allclose(reordered_weights, halves, atol=1e-5))
# --8<-- [end:reorder]

# --8<-- [start:added]
later = sinusoidal(positions + 100)  # the same words, 100 positions later

print("position · position:", np.allclose(table @ table.T, later @ later.T))
print("whole scores:",
      np.allclose((x + table) @ (x + table).T, (x + later) @ (x + later).T))
# --8<-- [end:added]

# --8<-- [start:causal]
def causal_layer(x):
    return scaled_dot_product_attention(
        x @ w_query, x @ w_key, x, is_causal=True)


swapped = [1, 0, 2, 3, 4, 5]  # journey Your starts with one step
one_layer = causal_layer(x), causal_layer(x[swapped])
two_layers = [causal_layer(layer) for layer in one_layer]

for name, (as_written, other) in [("one layer: ", one_layer),
                                  ("two layers:", two_layers)]:
    difference = np.abs(as_written[5] - other[5]).max()
    print(name, f"step moves by {difference:.4f}")
# --8<-- [end:causal]

# --8<-- [start:full_turns]
trained = 4096  # Llama 2: 64 pairs in each head, base 10000

llama_rates = 10_000.0 ** (-np.arange(64) / 64)
turns = trained * llama_rates / (2 * np.pi)  # of each hand, in training
print("a full turn or more:", (turns >= 1).sum(), "of 64 hands")
print(f"slowest hand: up to {360 * turns[-1]:.0f} degrees")
print(f"at twice the length: {720 * turns[-1]:.0f} degrees")
# --8<-- [end:full_turns]

# --8<-- [start:mixed]
def mixed_scores(start):
    """Return scores with queries in halves and keys interleaved."""
    q = rotary_embedding(head_queries, positions + start, 100_000)
    k = rotary_embedding(head_keys, positions + start, 100_000, True)
    return q @ k.T / np.sqrt(64)


for start_at in (0, 100):
    row = softmax(np.where(allowed, mixed_scores(start_at), -np.inf))[5]
    print(f"from {start_at:3}:", row.round(2))
moves = np.abs(head_weights(head_queries, head_keys, True, 100)
               - interleaved).max()
print(f"interleaved for both: moves by {moves:.5f}")
# --8<-- [end:mixed]

# --8<-- [start:so_far]
def attend(query, key, value, scale=None, mask=None, positions=None):
    """Return the means of the values, weighted by softmax of the scores."""
    if positions is not None:
        query, key = rope(query, positions), rope(key, positions)
    if scale is None:
        scale = 1 / np.sqrt(key.shape[-1])
    scores = query @ key.mT * scale  # (…, T_q, T_k)
    if mask is not None:  # True where a query may look
        scores = np.where(mask, scores, -np.inf)
    exps = np.exp(scores - scores.max(axis=-1, keepdims=True))
    weights = exps / exps.sum(axis=-1, keepdims=True)
    return weights @ value


so_far = attend(queries, keys, x, positions=positions)
print(so_far.shape, "as above:", np.allclose(so_far, with_rope))
# --8<-- [end:so_far]
