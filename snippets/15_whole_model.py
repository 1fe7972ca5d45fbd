"""15: a whole language model, trained from nothing in a few seconds, with attention and without."""

# --8<-- [start:by_hand]
import numpy as np

hand_exps = np.array([3.0, 2.0, 1.0])  # e to the logits of "a", "b" and "c"
hand_p = hand_exps / hand_exps.sum()
hand_target = np.array([0.0, 1.0, 0.0])  # "b" comes next

print("probabilities", hand_p.round(3))
print("loss          ", -np.log(hand_p[1]).round(3))
print("gradient      ", (hand_p - hand_target).round(3))
# --8<-- [end:by_hand]

# --8<-- [start:text]
name = "alice"  # or "kieu"

recorded = np.load("snippets/data/whole-model.npz")
text = str(recorded[f"{name}_text"]).lower()
letters = sorted(set(text))  # the vocabulary: each character is a token
tokens = np.array([letters.index(letter) for letter in text])
known, held_out = tokens[:1100], tokens[1100:]

print(repr(text[:48]))
print(len(letters), "characters; the first tokens:", *tokens[:5])
print(len(known), "to learn from,", len(held_out), "held out")
# --8<-- [end:text]

# --8<-- [start:weights]
d, heads, T = 32, 4, 24  # width, heads, tokens that the model sees at once


def new_weights(seed, attention=True):
    rng = np.random.default_rng(seed)
    shapes = {"embed": (len(letters), d), "place": (T, d)}
    if attention:
        shapes |= {"q": (d, d), "k": (d, d), "v": (d, d), "out": (d, d)}
    shapes |= {"up": (d, 4 * d), "down": (4 * d, d), "logits": (d, len(letters))}
    return {part: rng.normal(scale=0.1, size=s) for part, s in shapes.items()}


w = new_weights(seed=0)
for part, matrix in w.items():
    print(f"{part:7}", matrix.shape)
print("numbers in all:", sum(matrix.size for matrix in w.values()))
# --8<-- [end:weights]

# --8<-- [start:parts]
def norm(x):
    return x / np.sqrt((x**2).mean(axis=-1, keepdims=True) + 1e-5)


def norm_backward(grad, x):
    y = norm(x)
    mean = (grad * y).mean(axis=-1, keepdims=True)
    return (grad - y * mean) / np.sqrt((x**2).mean(axis=-1, keepdims=True) + 1e-5)


def split(x):  # (B, T, d) -> (B, heads, T, d / heads)
    return x.reshape(*x.shape[:2], heads, -1).swapaxes(1, 2)


def merge(x):  # (B, heads, T, d / heads) -> (B, T, d)
    return x.swapaxes(1, 2).reshape(len(x), x.shape[2], -1)
# --8<-- [end:parts]

# --8<-- [start:look]
from attention import scaled_dot_product_attention


def look(w, x):
    """Return what attention adds to x (B, T, d), and what its backward pass needs."""
    query, key, value = (split(norm(x) @ w[part]) for part in "qkv")
    context = scaled_dot_product_attention(query, key, value, is_causal=True)
    return merge(context) @ w["out"], (query, key, value, merge(context))
# --8<-- [end:look]

# --8<-- [start:forward]
def forward(w, ids):
    """Return the logits (B, T, characters) of the ids (B, T), and what was computed."""
    x_0 = w["embed"][ids] + w["place"][:ids.shape[1]]
    added, looked = look(w, x_0) if "q" in w else (0, None)
    x_1 = x_0 + added
    hidden = np.maximum(norm(x_1) @ w["up"], 0)  # the MLP
    x_2 = x_1 + hidden @ w["down"]
    return norm(x_2) @ w["logits"], (x_0, looked, x_1, hidden, x_2)
# --8<-- [end:forward]

# --8<-- [start:loss]
from attention import softmax


def loss_of(logits, targets):
    """Return the mean of -log p of the targets (B, T), and the gradient of the logits."""
    p = softmax(logits)
    right = np.eye(len(letters))[targets]  # (B, T, characters): 1 for the target
    loss = -np.log((p * right).sum(axis=-1) + 1e-12).mean()
    return loss, (p - right) / targets.size


first = known[None, :T], known[None, 1 : T + 1]  # the target of a token is the next one
loss_before, _ = loss_of(forward(w, first[0])[0], first[1])
print(f"loss before training {loss_before:.2f}, log of {len(letters)}: "
      f"{np.log(len(letters)):.2f}")
# --8<-- [end:loss]

# --8<-- [start:backward]
def product(x, grad):  # x.T @ grad of page 12, summed over the batch too
    return np.tensordot(x, grad, axes=([0, 1], [0, 1]))


def backward(w, ids, grad, computed):
    """Return the gradients of all weights; grad is that of the logits, ids (B, T)."""
    x_0, looked, x_1, hidden, x_2 = computed
    grads = {"logits": product(norm(x_2), grad)}
    grad_x = norm_backward(grad @ w["logits"].T, x_2)
    grads["down"] = product(hidden, grad_x)
    grad_hidden = grad_x @ w["down"].T * (hidden > 0)
    grads["up"] = product(norm(x_1), grad_hidden)
    grad_x = grad_x + norm_backward(grad_hidden @ w["up"].T, x_1)
    if looked:
        grad_x = grad_x + look_backward(w, grad_x, x_0, looked, grads)
    grads["place"] = grad_x.sum(axis=0)
    grads["embed"] = product(np.eye(len(letters))[ids], grad_x)  # a row for each character
    return grads
# --8<-- [end:backward]

# --8<-- [start:look_backward]
from attention import attention_backward


def look_backward(w, grad_x, x_0, looked, grads):
    """Return the gradient of what attention read; adds those of q, k, v and out."""
    query, key, value, context = looked
    grads["out"] = product(context, grad_x)
    through = attention_backward(split(grad_x @ w["out"].T), query, key, value,
                                 is_causal=True)
    grad_read = 0
    for part, grad in zip("qkv", map(merge, through)):
        grads[part] = product(norm(x_0), grad)
        grad_read = grad_read + grad @ w[part].T
    return norm_backward(grad_read, x_0)
# --8<-- [end:look_backward]

# --8<-- [start:differences]
logits, computed = forward(w, first[0])
grads = backward(w, first[0], loss_of(logits, first[1])[1], computed)

worst = {}
rng = np.random.default_rng(0)
for part in w:
    rows = first[0][0] if part == "embed" else np.arange(len(w[part]))
    place = rng.choice(rows), rng.integers(w[part].shape[1])
    kept, loss_at = w[part][place], []
    for nudge in (1e-5, -1e-5):
        w[part][place] = kept + nudge
        loss_at.append(loss_of(forward(w, first[0])[0], first[1])[0])
    w[part][place] = kept
    worst[part] = abs((loss_at[0] - loss_at[1]) / 2e-5 - grads[part][place])
print("largest difference below 1e-8:", max(worst.values()) < 1e-8)
# --8<-- [end:differences]

# --8<-- [start:adam]
def adam(w, grads, state, step, rate=3e-3):
    """Change the weights by one step of Adam; state holds two means for each of them."""
    for part, grad in grads.items():
        mean, square = state.setdefault(part, [0, 0])
        mean = 0.9 * mean + 0.1 * grad            # where to: the mean of the last gradients
        square = 0.99 * square + 0.01 * grad**2   # how large they usually are
        state[part] = [mean, square]
        mean, square = mean / (1 - 0.9**step), square / (1 - 0.99**step)  # both began at 0
        w[part] = w[part] - rate * mean / (np.sqrt(square) + 1e-8)
# --8<-- [end:adam]

# --8<-- [start:batch]
def batch(rng, count=8):
    """Return count pieces of the text (count, T) and, one character on, their targets."""
    begin = rng.integers(len(known) - T, size=(count, 1)) + np.arange(T)
    return known[begin], known[begin + 1]
# --8<-- [end:batch]

# --8<-- [start:training]
def train(w, steps, seed=1):
    losses, state, rng = [], {}, np.random.default_rng(seed)
    for step in range(1, steps + 1):
        ids, targets = batch(rng)
        logits, computed = forward(w, ids)
        loss, grad = loss_of(logits, targets)
        adam(w, backward(w, ids, grad, computed), state, step)
        losses.append(loss)
        if step % 20 == 0:
            print(f"\rstep {step}  loss {np.mean(losses[-20:]):.2f}", end="", flush=True)
    print()
    return losses
# --8<-- [end:training]

# --8<-- [start:loss_on]
def loss_on(w, ids):
    """Return the mean loss on ids, cut into pieces of T tokens."""
    begin = np.arange(0, len(ids) - T, T)[:, None] + np.arange(T)
    return loss_of(forward(w, ids[begin])[0], ids[begin + 1])[0]
# --8<-- [end:loss_on]

# --8<-- [start:sample]
def write(w, begin, count, temperature=0.5, seed=0):
    """Return count characters that the model puts after begin, one at a time."""
    ids, rng = [letters.index(letter) for letter in begin], np.random.default_rng(seed)
    for _ in range(count):
        logits, _ = forward(w, np.array([ids[-T:]]))
        p = softmax(logits[0, -1] / temperature)
        ids.append(rng.choice(len(letters), p=p))
    return "".join(letters[number] for number in ids)


print(repr(write(new_weights(seed=0), text[:6], 40)))
# --8<-- [end:sample]

# --8<-- [start:train_with]
steps = 600

w = new_weights(seed=0)
losses = train(w, steps)
print(write(w, text[:6], 80))
# --8<-- [end:train_with]

# --8<-- [start:train_without]
w_without = new_weights(seed=0, attention=False)
losses_without = train(w_without, steps=600)
print(write(w_without, text[:6], 80))
# --8<-- [end:train_without]

# --8<-- [start:curves]
curves = {"with attention": recorded[f"{name}_losses"],
          "without": recorded[f"{name}_losses_without"]}


def around(curve, step):  # one step alone goes up and down with its batch
    return curve[max(0, step - 20):step].mean()


print("step".ljust(14), *(f"{step:6}" for step in (20, 100, 300, 600)))
for kind, curve in curves.items():
    print(kind.ljust(14), *(f"{around(curve, step):6.2f}" for step in (20, 100, 300, 600)))
# --8<-- [end:curves]

# --8<-- [start:others]
ends = np.stack([recorded[f"{book}_ends"] for book in ("alice", "kieu")])
others = {"with attention": ends[:, 0], "without": ends[:, 1]}  # (2 texts, 8 starts)

for kind, losses_at_end in others.items():
    print(kind.ljust(14), losses_at_end[0].round(2), losses_at_end[1].round(2), sep="\n")
# --8<-- [end:others]

# --8<-- [start:held_out]
trained = {part: recorded[f"{name}_{part}"].astype(float) for part in new_weights(0)}

known_loss, held_out_loss = loss_on(trained, known), loss_on(trained, held_out)
held_out_without = recorded[f"{name}_held_out"][1]  # without attention
print(f"known text {known_loss:.2f}, held out {held_out_loss:.2f}")
print(f"like a fair choice of {np.exp(known_loss):.0f} characters, of {np.exp(held_out_loss):.0f}")

# The smallest loss on the text held out while the eight other starts were trained.
best = {book: recorded[f"{book}_held_out_best"] for book in ("alice", "kieu")}
for kind, smallest in zip(others, best[name]):
    print(f"held out, at best: {smallest.min():.2f} to {smallest.max():.2f} {kind}")
# --8<-- [end:held_out]

# --8<-- [start:temperatures]
for temperature in (0.1, 0.5, 2.0):
    print(temperature, repr(write(trained, text[:6], 60, temperature)))
# --8<-- [end:temperatures]

# --8<-- [start:mistakes]
mistakes = dict(zip(recorded["mistakes"], recorded[f"{name}_mistakes"]))

for mistake, curve in mistakes.items():
    print(f"{mistake:20}", *(f"{around(curve, step):6.2f}" for step in (20, 100, 300, 600)))
# --8<-- [end:mistakes]
