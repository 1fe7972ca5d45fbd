"""Where do queries, keys and values come from? Three matrices, and what each of them is for."""

# --8<-- [start:lookup]
import numpy as np
from attention import softmax  # page 04


def show(name, *numbers, decimals=4):
    print(f"{name:8}", *(f"{x:.{decimals}f}" for x in numbers))


shelf = {"red": 10, "blue": 50}  # the prices of two paints
show("red", shelf["red"])

shelf_keys = np.array([[1, 0], [0, 1]])  # red, blue
shelf_values = np.array([10, 50])


def look_up(query):
    fit = softmax(shelf_keys @ query)  # (2, 2) @ (2,) -> (2,)
    return fit, fit @ shelf_values


for asked_for in ([20, 0], [2, 0], [0, 0]):
    fit, price = look_up(asked_for)
    show(str(asked_for), *fit, price)
# --8<-- [end:lookup]

# --8<-- [start:by_hand]
# columns: noun, adjective, colour
red_car = np.array([[0, 1, 1], [1, 0, 0]])
hand_queries = red_car @ [[2], [0], [0]]  # 2 · noun
hand_keys = red_car @ [[0], [1], [0]]     # adjective
hand_values = red_car @ [[0], [0], [1]]   # colour

hand_scores = hand_queries @ hand_keys.T  # (2, 1) @ (1, 2)
hand_weights = softmax(hand_scores)
hand_context = hand_weights @ hand_values  # (2, 2) @ (2, 1)

table = np.hstack([hand_scores, hand_weights, hand_context])
show("red", *table[0], decimals=2)
show("car", *table[1], decimals=2)
# --8<-- [end:by_hand]

# --8<-- [start:inputs]
tokens = ["Your", "journey", "starts", "with", "one", "step"]
inputs = np.array([
    [0.43, 0.15, 0.89],  # x^(1)  Your
    [0.55, 0.87, 0.66],  # x^(2)  journey
    [0.57, 0.85, 0.64],  # x^(3)  starts
    [0.22, 0.58, 0.33],  # x^(4)  with
    [0.77, 0.25, 0.10],  # x^(5)  one
    [0.05, 0.80, 0.55],  # x^(6)  step
])
# --8<-- [end:inputs]

# --8<-- [start:matrices]
# Drawn at random: nothing has been trained yet.
w_query, w_key, w_value = np.array([
    [[0.296112, 0.516562], [0.251671, 0.688557], [0.073972, 0.866522]],
    [[0.136580, 0.102479], [0.184056, 0.726447], [0.315254, 0.687107]],
    [[0.075635, 0.196638], [0.316412, 0.401740], [0.118568, 0.827395]],
])
print(w_query.shape, w_key.shape, w_value.shape)
# --8<-- [end:matrices]

# --8<-- [start:one_token]
query_2 = inputs[1] @ w_query  # (3,) @ (3, 2) -> (2,)
key_2 = inputs[1] @ w_key
value_2 = inputs[1] @ w_value

show("query", *query_2)
show("key", *key_2)
show("value", *value_2)
# --8<-- [end:one_token]

# --8<-- [start:all_tokens]
queries = inputs @ w_query  # (6, 3) @ (3, 2) -> (6, 2)
keys = inputs @ w_key
values = inputs @ w_value

for token, key, value in zip(tokens, keys, values):
    show(token, *key, *value)
# --8<-- [end:all_tokens]

# --8<-- [start:scores_2]
show("2 -> 2", query_2 @ key_2)  # omega_22

scores_2 = query_2 @ keys.T  # (2,) @ (2, 6) -> (6,)
show("scores", *scores_2)
# --8<-- [end:scores_2]

# --8<-- [start:scores]
scores = queries @ keys.T  # (6, 2) @ (2, 6) -> (6, 6)
for token, row in zip(tokens, scores):
    show(token, *row, decimals=2)
# --8<-- [end:scores]

# --8<-- [start:context_2]
d_k = keys.shape[-1]  # 2
weights_2 = softmax(scores_2 / d_k**0.5)
context_2 = weights_2 @ values  # (6,) @ (6, 2) -> (2,)

show("weights", *weights_2)
show("context", *context_2)
# --8<-- [end:context_2]

# --8<-- [start:self_attention]
def self_attention(x, w_query, w_key, w_value):
    queries, keys, values = x @ w_query, x @ w_key, x @ w_value
    weights = softmax(queries @ keys.T / keys.shape[-1] ** 0.5)
    return weights @ values, weights


context, weights = self_attention(inputs, w_query, w_key, w_value)
for token, row in zip(tokens, context):
    show(token, *row)
# --8<-- [end:self_attention]

# --8<-- [start:cross_attention]
written = ["Hành", "trình", "của", "bạn"]
decoder = np.random.default_rng(0).random((4, 3)).round(2)

cross_queries = decoder @ w_query       # (4, 3) @ (3, 2) -> (4, 2)
cross_scores = cross_queries @ keys.T   # (4, 2) @ (2, 6) -> (4, 6)
cross_weights = softmax(cross_scores / d_k**0.5)
cross_context = cross_weights @ values  # (4, 6) @ (6, 2) -> (4, 2)

for token, row in zip(written, cross_weights):
    show(token, *row, decimals=2)
# --8<-- [end:cross_attention]

# --8<-- [start:shared]
shared_scores = queries @ queries.T  # as if keys = queries
show("separate", scores[1, 4], scores[4, 1])
show("shared", shared_scores[1, 4], shared_scores[4, 1])
# --8<-- [end:shared]

# --8<-- [start:linear]
# As PyTorch's nn.Linear(3, 2) starts, transposed for x @ w.
linear = np.array([
    [[-0.235430, 0.217727], [0.019124, -0.491934], [-0.286746, 0.423223]],
    [[-0.419641, 0.261478], [-0.459018, -0.213326], [-0.364820, 0.216052]],
    [[-0.490014, -0.113461], [-0.350292, -0.440439], [-0.211989, 0.378044]],
])

context_v2, weights_v2 = self_attention(inputs, *linear)
for token, row in zip(tokens, context_v2):
    show(token, *row)
# --8<-- [end:linear]

# --8<-- [start:nearly_flat]
queries_v2, keys_v2, values_v2 = (inputs @ w for w in linear)
scores_v2 = queries_v2 @ keys_v2.T

show("v1", scores.min(), scores.max(), weights.min(), weights.max())
show("v2", scores_v2.min(), scores_v2.max(),
     weights_v2.min(), weights_v2.max())
show("mean", *values_v2.mean(axis=0))
# --8<-- [end:nearly_flat]

# --8<-- [start:decimals]
rounded = [w.round(4) for w in (w_query, w_key, w_value)]
rough = self_attention(inputs, *rounded)[0]
differs = rough.round(4) != context.round(4)
for i in np.flatnonzero(differs.any(axis=1)):
    show(tokens[i], *rough[i])
    show("exact", *context[i])
# --8<-- [end:decimals]

# --8<-- [start:round_trip]
def round_trip(scores, i, j, k):
    weights = softmax(scores / d_k**0.5)
    return weights[i, j] * weights[j, k] * weights[k, i]


for name, compared in [("separate", scores), ("shared", shared_scores)]:
    there = round_trip(compared, 1, 4, 5)
    back = round_trip(compared, 1, 5, 4)
    show(name, there, back, decimals=6)
# --8<-- [end:round_trip]

# --8<-- [start:transposed]
stored = w_query.T  # as nn.Linear keeps it: (d_out, d_in)
try:
    inputs @ stored
except ValueError:
    print("ValueError:", inputs.shape, "@", stored.shape)

square = np.arange(9.0).reshape(3, 3)  # d_in = d_out
right, wrong = inputs @ square.T, inputs @ square
print("right.shape == wrong.shape:", right.shape == wrong.shape)
print("right == wrong:            ", np.allclose(right, wrong))
# --8<-- [end:transposed]

# --8<-- [start:merged]
merged = w_query @ w_key.T  # (3, 2) @ (2, 3) -> (3, 3)
for row in merged:
    show("merged", *row)
merged_scores = inputs @ merged @ inputs.T
print("merged_scores == scores:", np.allclose(merged_scores, scores))
print("rank:", np.linalg.matrix_rank(merged))
# --8<-- [end:merged]

# --8<-- [start:cost]
def cost(T, d, d_k):
    """Return parameters and multiplications, twice."""
    separate = 2 * d * d_k, 2 * T * d * d_k + T * T * d_k
    in_one = d * d, T * d * d + T * T * d
    return separate, in_one


for model, sizes in [("here", (6, 3, 2)), ("GPT-2", (1024, 768, 64))]:
    for kind, counts in zip(("separate", "merged"), cost(*sizes)):
        counts = [f"{n:,}".replace(",", "\u202f") for n in counts]
        print(f"{model:5} {kind:8} {counts[0]:>7} {counts[1]:>15}")

factors = [many / few for few, many in zip(*cost(1024, 768, 64))]
show("factors", *factors, decimals=1)
# --8<-- [end:cost]

# --8<-- [start:trained]
from attention import rotary_embedding, scaled_dot_product_attention

trained = np.load("snippets/data/smollm2-head-13-8.npz")
dogs = trained["dogs_input"].astype(np.float32)
with_position = [
    rotary_embedding(dogs @ trained[name], base=100_000)  # page 09
    for name in ("w_query", "w_key")]
_, dogs_weights = scaled_dot_product_attention(
    *with_position, dogs @ trained["w_value"], is_causal=True,
    return_weights=True)

dogs_tokens = [token.strip() for token in trained["dogs_tokens"]]
for token, weight in zip(dogs_tokens, dogs_weights[-1]):
    print(f"{token:5} {weight:.2f}")
# --8<-- [end:trained]

# --8<-- [start:unrotated]
one_matrix = trained["w_query"].astype(np.float32) @ trained["w_key"].T
_, unrotated = scaled_dot_product_attention(
    dogs @ one_matrix, dogs, dogs, is_causal=True,
    scale=64**-0.5, return_weights=True)

moved = np.abs(unrotated - dogs_weights)
show("moved", moved.max(), decimals=2)
# --8<-- [end:unrotated]

# --8<-- [start:so_far]
def attend(query, key, value):
    """Return the means of the values, weighted by softmax of the scores."""
    scores = query @ key.T / key.shape[-1] ** 0.5  # (T_q, T_k)
    exps = np.exp(scores - scores.max(axis=-1, keepdims=True))
    weights = exps / exps.sum(axis=-1, keepdims=True)
    return weights @ value


so_far = attend(inputs @ w_query, inputs @ w_key, inputs @ w_value)
print(so_far.shape, "so_far == context:", np.allclose(so_far, context))
# --8<-- [end:so_far]
