"""Where do queries, keys and values come from? Three matrices, their numbers, and what each of them is for."""

# --8<-- [start:by_hand]
from math import exp

red, car = (0, 1), (1, 0)  # (noun, adjective)
hand_q, hand_k, hand_v = (2, 0), (0, 1), (0, 10)


def dot(x, w):
    return x[0] * w[0] + x[1] * w[1]


hand_keys = [dot(x, hand_k) for x in (red, car)]
hand_values = [dot(x, hand_v) for x in (red, car)]
for name, x in [("red", red), ("car", car)]:
    hand_scores = [dot(x, hand_q) * key for key in hand_keys]
    exps = [exp(score) for score in hand_scores]
    hand_weights = [number / sum(exps) for number in exps]
    hand_context = dot(hand_weights, hand_values)
    print(name, "scores ", hand_scores)
    print("    weights", [round(weight, 4) for weight in hand_weights])
    print("    context", round(hand_context, 4))
# --8<-- [end:by_hand]

# --8<-- [start:inputs]
import numpy as np
from attention import softmax  # page 04

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


def show(matrix, names=tokens):
    for name, row in zip(names, matrix):
        print(f"{name:7}", *(f"{number:.4f}" for number in row))
# --8<-- [end:inputs]

# --8<-- [start:matrices]
# PyTorch made these: torch.manual_seed(123), then torch.rand(3, 2)
# for query, key and value in this order. Uniform, from 0 up to 1.
w_query, w_key, w_value = np.array([
    [[0.296112, 0.516562], [0.251671, 0.688557], [0.073972, 0.866522]],
    [[0.136580, 0.102479], [0.184056, 0.726447], [0.315254, 0.687107]],
    [[0.075635, 0.196638], [0.316412, 0.401740], [0.118568, 0.827395]],
])

print(w_query)
print(w_key)
print(w_value)
# --8<-- [end:matrices]

# --8<-- [start:one_token]
query_2 = inputs[1] @ w_query  # (3,) @ (3, 2) -> (2,)
key_2 = inputs[1] @ w_key
value_2 = inputs[1] @ w_value

print("query", query_2)
print("key  ", key_2)
print("value", value_2)
# --8<-- [end:one_token]

# --8<-- [start:all_tokens]
queries = inputs @ w_query  # (6, 3) @ (3, 2) -> (6, 2)
keys = inputs @ w_key
values = inputs @ w_value

print("keys")
show(keys)
print("values")
show(values)
# --8<-- [end:all_tokens]

# --8<-- [start:scores_2]
print(f"{query_2 @ key_2:.4f}")  # omega_22: its query with its own key

scores_2 = query_2 @ keys.T  # (2,) @ (2, 6) -> (6,)
print(scores_2)
# --8<-- [end:scores_2]

# --8<-- [start:context_2]
d_k = keys.shape[-1]  # 2
weights_2 = softmax(scores_2 / np.sqrt(d_k))
context_2 = weights_2 @ values  # (6,) @ (6, 2) -> (2,)

print("weights", weights_2)
print("context", context_2)
# --8<-- [end:context_2]

# --8<-- [start:self_attention]
def self_attention(x, w_query, w_key, w_value):
    queries, keys, values = x @ w_query, x @ w_key, x @ w_value
    weights = softmax(queries @ keys.T / np.sqrt(keys.shape[-1]))
    return weights @ values, weights


context, weights = self_attention(inputs, w_query, w_key, w_value)
show(context)
# --8<-- [end:self_attention]

# --8<-- [start:linear]
# PyTorch made these: torch.manual_seed(123), then for query, key and
# value nn.Linear(3, 2, bias=False), here transposed for x @ w.
# Uniform, from -1/√3 to 1/√3.
linear = np.array([
    [[-0.235430, 0.217727], [0.019124, -0.491934], [-0.286746, 0.423223]],
    [[-0.419641, 0.261478], [-0.459018, -0.213326], [-0.364820, 0.216052]],
    [[-0.490014, -0.113461], [-0.350292, -0.440439], [-0.211989, 0.378044]],
])

context_v2, weights_v2 = self_attention(inputs, *linear)
show(context_v2)
# --8<-- [end:linear]

# --8<-- [start:nearly_flat]
queries_v2, keys_v2, values_v2 = (inputs @ w for w in linear)
scores, scores_v2 = queries @ keys.T, queries_v2 @ keys_v2.T

pairs = [("scores", scores, scores_v2), ("weights", weights, weights_v2)]
for name, v1, v2 in pairs:
    print(f"v1 {name:7} from {v1.min():.4f} to {v1.max():.4f}")
    print(f"v2 {name:7} from {v2.min():.4f} to {v2.max():.4f}")
print(f"1/6 is {1 / 6:.4f}")
print("v2 mean value", values_v2.mean(axis=0))
# --8<-- [end:nearly_flat]

# --8<-- [start:lookup]
shelf = {"red": 10.0, "car": 0.0}
print("dictionary", shelf["red"])

shelf_keys = np.array([[1.0, 0.0], [0.0, 1.0]])  # red, car
shelf_values = np.array([10.0, 0.0])
for asked in [[20.0, 0.0], [2.0, 0.0], [0.0, 0.0]]:
    found = softmax(shelf_keys @ asked)
    print(asked, found, f"{found @ shelf_values:.4f}")
# --8<-- [end:lookup]

# --8<-- [start:cross_attention]
written = ["Hành", "trình", "của", "bạn"]
decoder = np.random.default_rng(0).random((4, 3)).round(2)  # made up

cross_queries = decoder @ w_query       # (4, 3) @ (3, 2) -> (4, 2)
cross_scores = cross_queries @ keys.T   # (4, 2) @ (2, 6) -> (4, 6)
cross_weights = softmax(cross_scores / np.sqrt(d_k))
cross_context = cross_weights @ values  # (4, 6) @ (6, 2) -> (4, 2)

print("scores", cross_scores.shape, "context", cross_context.shape)
show(cross_weights, written)
print("rows sum to", cross_weights.sum(axis=1))
# --8<-- [end:cross_attention]

# --8<-- [start:merged]
merged = w_query @ w_key.T  # (3, 2) @ (2, 3) -> (3, 3)
print(merged)
print("the same scores:", np.allclose(inputs @ merged @ inputs.T, scores))
print("rank", np.linalg.matrix_rank(merged), "of 3")
# --8<-- [end:merged]

# --8<-- [start:cost]
def cost(T, d, d_k):
    """Numbers to learn, and multiplications for all scores."""
    two = 2 * d * d_k, 2 * T * d * d_k + T * T * d_k
    one = d * d, T * d * d + T * T * d
    return two, one


print("          to learn     multiplied")
for name, sizes in [("here", (6, 3, 2)), ("GPT-2", (1024, 768, 64))]:
    for kind, (numbers, products) in zip(("two", "one"), cost(*sizes)):
        print(f"{name:5} {kind} {numbers:8,} {products:14,}")
# --8<-- [end:cost]

# --8<-- [start:shared]
def round_trip(weights, *places):
    steps = zip(places, places[1:])
    return np.prod([weights[i, j] for i, j in steps])


for name, other in [("separate", keys), ("shared", queries)]:
    both = queries @ other.T
    shares = softmax(both / np.sqrt(d_k))
    print(name)
    print(f"  journey -> one {both[1, 4]:.4f}")
    print(f"  one -> journey {both[4, 1]:.4f}")
    print("  scores symmetric: ", np.allclose(both, both.T))
    print("  weights symmetric:", np.allclose(shares, shares.T))
    print(f"  round trip {round_trip(shares, 1, 4, 5, 1):.6f}")
    print(f"  and back   {round_trip(shares, 1, 5, 4, 1):.6f}")
# --8<-- [end:shared]

# --8<-- [start:decimals]
printed = [w.round(4) for w in (w_query, w_key, w_value)]
rough = self_attention(inputs, *printed)[0]

for token, row, exact in zip(tokens, rough, context):
    if (row.round(4) != exact.round(4)).any():
        print(f"{token:5} from four {row}\n      from six  {exact}")
# --8<-- [end:decimals]

# --8<-- [start:transposed]
stored = w_query.T  # as nn.Linear keeps it: (d_out, d_in)
try:
    inputs @ stored
except ValueError:
    print(inputs.shape, "@", stored.shape, "does not fit")

square = np.arange(9.0).reshape(3, 3)  # d_in = d_out
right, wrong = inputs @ square.T, inputs @ square
print("same shape: ", right.shape == wrong.shape)
print("same result:", np.allclose(right, wrong))
# --8<-- [end:transposed]

# --8<-- [start:check]
from attention import multi_head_attention, scaled_dot_product_attention

expected = scaled_dot_product_attention(queries, keys, values)
crossed = scaled_dot_product_attention(cross_queries, keys, values)
print("context:", np.allclose(context, expected))
print("cross:  ", np.allclose(cross_context, crossed))

one_head = multi_head_attention(inputs, w_query, w_key, w_value, np.eye(2), 1)
print("from x: ", np.allclose(context, one_head))
# --8<-- [end:check]
