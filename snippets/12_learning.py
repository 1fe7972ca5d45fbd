"""How are the three matrices learned? The backward pass, training on a look-up task, dropout."""

# --8<-- [start:by_hand]
import numpy as np

target = 8.0              # what car should get
q = 1.0                   # the query of car
k = np.log([1.0, 3.0])    # the keys of red and car
v = np.array([10.0, 2.0])  # their values


def look(q, k, v):
    a = np.exp(q * k) / np.exp(q * k).sum()  # the weights
    return a, a @ v


a, z = look(q, k, v)
hand_loss = (z - target) ** 2 / 2
print(f"weights {a[0]:.2f} {a[1]:.2f}   z {z:.2f}   loss {hand_loss:.2f}")
# --8<-- [end:by_hand]

# --8<-- [start:by_hand_backward]
grad_z = z - target
grad_v = grad_z * a                   # through the mix, to the values
grad_a = grad_z * v                   # and to the weights
grad_s = a * (grad_a - a @ grad_a)    # through softmax, to the scores
grad_q = grad_s @ k                   # through the products, to the query
grad_k = grad_s * q                   # and to the keys

for part, grad in [("values", grad_v), ("weights", grad_a),
                   ("scores", grad_s), ("keys", grad_k)]:
    print(f"{part:8} {grad[0]:7.2f} {grad[1]:7.2f}")
print(f"query    {grad_q:7.2f}")
# --8<-- [end:by_hand_backward]

# --8<-- [start:one_step]
small_rate = 0.02  # the learning rate

new_a, new_z = look(q - small_rate * grad_q, k - small_rate * grad_k,
                    v - small_rate * grad_v)
new_loss = (new_z - target) ** 2 / 2
print(f"weights {new_a[0]:.2f} {new_a[1]:.2f}   z {new_z:.2f}   loss {new_loss:.2f}")
# --8<-- [end:one_step]

# --8<-- [start:inputs]
np.set_printoptions(precision=3, suppress=True)

tokens = ["Your", "journey", "starts", "with", "one", "step"]
inputs = np.array([
    [0.43, 0.15, 0.89], [0.55, 0.87, 0.66], [0.57, 0.85, 0.64],
    [0.22, 0.58, 0.33], [0.77, 0.25, 0.10], [0.05, 0.80, 0.55],
])
matrices = np.array([
    [[-0.235430, 0.217727], [0.019124, -0.491934], [-0.286746, 0.423223]],
    [[-0.419641, 0.261478], [-0.459018, -0.213326], [-0.364820, 0.216052]],
    [[-0.490014, -0.113461], [-0.350292, -0.440439], [-0.211989, 0.378044]],
])  # W_q, W_k, W_v
# --8<-- [end:inputs]

# --8<-- [start:forward]
from attention import softmax

allowed = np.tril(np.ones((6, 6), dtype=bool))  # page 07
root = np.sqrt(2)                               # page 06: d_k is 2


def forward(matrices):
    queries, keys, values = inputs @ matrices  # (6, 3) @ (3, 3, 2)
    scores = np.where(allowed, queries @ keys.T / root, -np.inf)
    weights = softmax(scores)
    return queries, keys, values, weights, weights @ values


def loss_of(matrices):
    context = forward(matrices)[-1]
    return ((context[:5] - inputs[1:, :2]) ** 2).sum() / 2


queries, keys, values, weights, context = forward(matrices)
print(f"loss {loss_of(matrices):.4f}")
# --8<-- [end:forward]

# --8<-- [start:mix]
grad_context = np.zeros((6, 2))
grad_context[:5] = context[:5] - inputs[1:, :2]

grad_values = weights.T @ grad_context  # (6, 6) @ (6, 2) -> (6, 2)
grad_weights = grad_context @ values.T  # (6, 2) @ (2, 6) -> (6, 6)
# --8<-- [end:mix]

# --8<-- [start:softmax]
mean = (weights * grad_weights).sum(axis=1, keepdims=True)  # (6, 1)
grad_scores = weights * (grad_weights - mean) / root

print(grad_scores.round(3) + 0.0)  # + 0.0: no minus sign on a zero
# --8<-- [end:softmax]

# --8<-- [start:projections]
grad_queries = grad_scores @ keys    # (6, 6) @ (6, 2) -> (6, 2)
grad_keys = grad_scores.T @ queries  # (6, 6) @ (6, 2) -> (6, 2)

grad_matrices = inputs.T @ np.stack([grad_queries, grad_keys, grad_values])
print(grad_matrices[0].round(4))  # of W_q: (3, 6) @ (6, 2) -> (3, 2)
# --8<-- [end:projections]

# --8<-- [start:differences]
nudge = 1e-5

measured = np.zeros((3, 3, 2))
for place in np.ndindex(3, 3, 2):
    moved = np.zeros((3, 3, 2))
    moved[place] = nudge
    rise = loss_of(matrices + moved) - loss_of(matrices - moved)
    measured[place] = rise / (2 * nudge)

print(measured[0].round(4))
print("all 18 agree:", np.allclose(measured, grad_matrices, rtol=0, atol=1e-8))
# --8<-- [end:differences]

# --8<-- [start:attention_backward]
def attention_backward(grad_output, query, key, value, attn_mask=True):
    root = np.sqrt(key.shape[-1])
    weights = softmax(np.where(attn_mask, query @ key.mT / root, -np.inf))
    grad_weights = grad_output @ value.mT
    mean = (weights * grad_weights).sum(axis=-1, keepdims=True)
    grad_scores = weights * (grad_weights - mean) / root
    return grad_scores @ key, grad_scores.mT @ query, weights.mT @ grad_output


at_once = attention_backward(grad_context, queries, keys, values, allowed)
step_by_step = grad_queries, grad_keys, grad_values
print("same as step by step:", all(map(np.allclose, at_once, step_by_step)))
# --8<-- [end:attention_backward]

# --8<-- [start:task]
pairs = 5  # of the six letters A to F, each with a digit from 0 to 5
one_hot = np.eye(6)


def vector(token):  # "C3": a 1 for the letter, a 1 for the digit; "C?": none
    digit = one_hot[int(token[1])] if token[1] != "?" else np.zeros(6)
    return np.concatenate([one_hot["ABCDEF".index(token[0])], digit])


def draw(count, rng):
    letters = rng.random((count, 6)).argsort(axis=1)[:, :pairs]  # in random order
    digits = rng.integers(6, size=(count, pairs))
    asked = np.arange(count), rng.integers(pairs, size=count)
    book = np.concatenate([one_hot[letters], one_hot[digits]], axis=-1)
    question = np.pad(one_hot[letters[asked]], [(0, 0), (0, 6)])[:, None]
    return question, book, digits[asked]
# --8<-- [end:task]

# --8<-- [start:learn]
def guess(matrices, question, book):
    query, key, value = question @ matrices[0], book @ matrices[1], book @ matrices[2]
    looks = softmax(query @ key.mT / np.sqrt(key.shape[-1]))
    return query, key, value, looks, softmax(looks @ value)


def loss_and_gradients(matrices, question, book, answers):
    query, key, value, _, p = guess(matrices, question, book)
    right = one_hot[answers][:, None]  # (count, 1, 6)
    loss = -np.log((p * right).sum(axis=-1) + 1e-12).mean()
    grads = attention_backward((p - right) / len(p), query, key, value)
    return loss, [(x.mT @ grad).sum(axis=0)
                  for x, grad in zip((question, book, book), grads)]
# --8<-- [end:learn]

# --8<-- [start:train]
learning_rate = 2.0
steps = 200
batch_size = 32
d_k = 6
seed = 0


def train(start, rate, steps):
    learned, losses, rng = start, [], np.random.default_rng(seed)
    for number in range(1, steps + 1):
        loss, grads = loss_and_gradients(learned, *draw(batch_size, rng))
        learned = [w - rate * grad for w, grad in zip(learned, grads)]
        losses.append(loss)
        if number % 10 == 0:
            print(f"\rstep {number:3}   loss {loss:.2f}", end="", flush=True)
    print()
    return learned, losses


bound = 1 / np.sqrt(12)  # as nn.Linear does
drawn = np.random.default_rng(seed).uniform(-bound, bound, size=(12, 2 * d_k + 6))
start = np.split(drawn, [d_k, 2 * d_k], axis=1)  # W_q, W_k, W_v
learned, losses = train(start, learning_rate, steps)
# --8<-- [end:train]

# --8<-- [start:test]
question, book, answers = draw(500, np.random.default_rng(1))  # new ones


def accuracy(matrices):
    best = guess(matrices, question, book)[-1].argmax(axis=-1)  # (500, 1)
    return (best[:, 0] == answers).mean()


counts = book[:, :, 6:].sum(axis=1)  # how often a book has each digit
most_frequent = counts.max(axis=1).mean() / pairs
blind_loss = -np.log(counts[np.arange(500), answers] / pairs).mean()

print(f"before training         {accuracy(start):.2f}")
print(f"most frequent digit     {most_frequent:.2f}")
print(f"after training          {accuracy(learned):.2f}")
# --8<-- [end:test]

# --8<-- [start:maps]
shelf = ["C3", "A1", "F4", "B0", "E5"]
calls = ["A?", "B?", "C?", "D?", "E?", "F?"]

lines = [np.stack([vector(token) for token in line]) for line in (calls, shelf)]
map_before, map_after = (guess(w, *lines)[3] for w in (start, learned))
best_digits = guess(learned, *lines)[-1].argmax(axis=-1)

print(*(f"{call[0]}{digit}" for call, digit in zip(calls, best_digits)))
# --8<-- [end:maps]

# --8<-- [start:initialization]
outcomes = {}
for of_q, of_k in [(0, 0), (1, 0), (1, 1), (100, 100)]:
    begin = [of_q * start[0], of_k * start[1], start[2]]
    looks = guess(begin, question, book)[3]
    print(f"W_q times {of_q}, W_k times {of_k}:",
          f"largest weight {looks.max(axis=-1).mean():.2f}")
    trained, _ = train(begin, learning_rate, 80)
    outcomes[of_q, of_k] = begin, trained, accuracy(trained)
    print(f"accuracy {accuracy(trained):.2f}")
# --8<-- [end:initialization]

# --8<-- [start:large_rate]
large_rate = 100.0

lost, lost_losses = train(start, large_rate, 20)
lost_looks = guess(lost, question, book)[3]
print(f"largest weight {lost_looks.max(axis=-1).mean():.2f}")
# --8<-- [end:large_rate]

# --8<-- [start:weighted_mean]
short_way = (grad_context * context).sum(axis=1, keepdims=True)

print(mean[1:3].ravel().round(4), short_way[1:3].ravel().round(4))
# --8<-- [end:weighted_mean]

# --8<-- [start:nudges]
def error_of(nudge):
    moved = np.zeros((3, 3, 2))
    moved[0, 0, 0] = nudge  # the first entry of W_q
    rise = loss_of(matrices + moved) - loss_of(matrices - moved)
    return abs(rise / (2 * nudge) - grad_matrices[0, 0, 0])


errors = {nudge: error_of(nudge) for nudge in (1.0, 1e-5, 1e-13)}
for nudge_tried, error in errors.items():
    print(f"{nudge_tried:6}  agrees to 1e-8: {error < 1e-8}")
# --8<-- [end:nudges]

# --8<-- [start:learned]
merged = learned[0] @ learned[1].T  # (12, 6) @ (6, 12)

print(merged[:6, :6].round(1) + 0.0)      # letter asked, letter of the pair
print(learned[2][6:].round(1) + 0.0)      # digit of the pair, digit answered
# --8<-- [end:learned]

# --8<-- [start:dropout_mask]
kept = np.array([
    [1, 1, 0, 1, 1, 0],
    [0, 0, 0, 1, 0, 1],
    [1, 1, 1, 1, 0, 1],
    [0, 1, 1, 0, 0, 1],
    [0, 1, 0, 1, 0, 1],
    [0, 1, 1, 1, 1, 0],
], dtype=bool)
p = 0.5

print(kept / (1 - p))
print("dropped:", (~kept).sum(), "of", kept.size)
# --8<-- [end:dropout_mask]

# --8<-- [start:row_sums]
other_query = np.array([
    [0.316059, -0.168285], [0.456809, -0.337877],
    [0.511835, -0.091774],
])
other_key = np.array([
    [0.405806, 0.213361], [-0.470421, -0.260051],
    [0.236805, -0.510543],
])

other_scores = (inputs @ other_query) @ (inputs @ other_key).T
other_weights = softmax(
    np.where(allowed, other_scores / root, -np.inf))
dropped = other_weights * kept / (1 - p)


def show(name, *numbers):
    print(f"{name:9}", *(f"{number:5.2f}" for number in numbers))


for token, row in zip(tokens, dropped):
    show(token, *row, row.sum())
# --8<-- [end:row_sums]

# --8<-- [start:which_scale]
last_row = other_weights[5]  # of step
chance = np.random.default_rng(0).random((100_000, 6))  # as many draws

means = {}
for rate in (0.5, 0.2):
    kept_mean = (last_row * (chance >= rate)).mean(axis=0)  # below: dropped
    means[rate] = kept_mean / (1 - rate)
    print("p =", rate)
    show("  / (1-p)", *means[rate])
    show("  / p", *kept_mean / rate)
show("before", *last_row)
# --8<-- [end:which_scale]

# --8<-- [start:coins]
from math import comb

chances = [comb(36, n) / 2**36 for n in range(37)]  # fair coins
show("18", chances[18])
show("up to 15", sum(chances[:16]))
# --8<-- [end:coins]
