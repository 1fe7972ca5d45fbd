"""How would I notice that mine is wrong? Ten tests, twelve faults, and who sees which."""

# --8<-- [start:by_hand]
import numpy as np

exp_scores = np.array([[1.0, 1.0],   # query 1: e to its two scores
                       [3.0, 1.0]])  # query 2
symmetric = np.array([[1.0, 3.0],
                      [3.0, 1.0]])
two_values = np.array([10.0, 20.0])


def both_ways(table):
    """Return the weights divided by the sums of rows, and of columns."""
    return [table / table.sum(axis=axis, keepdims=True) for axis in (1, 0)]


for table in (exp_scores, symmetric):
    for way, by_hand in zip(("rows   ", "columns"), both_ways(table)):
        print(way, "context", by_hand @ two_values, "sums", by_hand.sum(axis=1))
# --8<-- [end:by_hand]

# --8<-- [start:sizes]
T, d_in, d = 7, 5, 4      # tokens, and components of a token and of a head
heads, kv_heads = 6, 3    # query heads, key and value heads: all different
rng = np.random.default_rng(0)


def example(T, d_in, heads, kv_heads, d):
    """Return tokens (T, d_in) and three matrices with columns of length 1."""
    columns = (heads * d, kv_heads * d, kv_heads * d)
    matrices = [rng.normal(size=(d_in, n)) for n in columns]
    unit = [w / np.linalg.norm(w, axis=0) for w in matrices]
    return rng.normal(size=(T, d_in)), unit


x, matrices = example(T, d_in, heads, kv_heads, d)
w_query, w_key, w_value = matrices
print("x", x.shape, " w_query", w_query.shape, " w_key", w_key.shape)
# --8<-- [end:sizes]

# --8<-- [start:steps]
from attention import rotary_embedding, softmax  # pages 09 and 04


def split(x, d):  # (T, heads * d) -> (heads, T, d)
    return x.reshape(len(x), -1, d).swapaxes(0, 1)

def share(x, query):  # one key head for each group of query heads
    return np.repeat(x, len(query) // len(x), axis=0)

def scale(query):
    return 1 / np.sqrt(query.shape[-1])

def visible(new, T):  # the last rows of the triangle
    return np.tril(np.ones((T, T), dtype=bool))[-new:]

def hide(scores, allowed, is_token):
    return np.where(allowed & is_token, scores, -np.inf)

def last(positions, new):  # where the new tokens are
    return positions[-new:]
# --8<-- [end:steps]

# --8<-- [start:layer]
from types import SimpleNamespace

steps = dict(split=split, rotate=rotary_embedding, share=share, scale=scale,
             visible=visible, hide=hide, last=last, normalize=softmax)


def layer(x, is_causal=True, is_token=True, positions=None, new=None,
          bias=0.0, matrices=matrices, d=d, **exchanged):
    """Return the contexts of the last `new` tokens, and their weights."""
    step, T = SimpleNamespace(**steps | exchanged), len(x)
    new = new or T
    positions = np.arange(T) if positions is None else positions
    query, key, value = (step.split(x @ w, d) for w in matrices)
    query = step.rotate(query[:, -new:], step.last(positions, new))
    key = step.share(step.rotate(key, positions), query)
    scores = query @ key.mT * step.scale(query) + bias
    allowed = step.visible(new, T) if is_causal else True
    weights = step.normalize(step.hide(scores, allowed, is_token))
    context = weights @ step.share(value, query)
    return context.swapaxes(0, 1).reshape(new, -1), weights
# --8<-- [end:layer]

# --8<-- [start:one_result]
group = heads // kv_heads  # query heads that share a key head
value = (x @ w_value).reshape(T, kv_heads, d)
value = np.repeat(value, group, axis=1).reshape(T, -1)  # (T, heads * d)


def rows(run):  # 1
    weights = run(x)[1]
    return (weights >= 0).all() and np.allclose(weights.sum(axis=-1), 1)

def in_range(run):  # 2
    low, high = np.minimum.accumulate(value), np.maximum.accumulate(value)
    context = run(x)[0]
    return ((low - 1e-9 <= context) & (context <= high + 1e-9)).all()

def first_row(run):  # 3
    return np.allclose(run(x)[0][0], value[0])
# --8<-- [end:one_result]

# --8<-- [start:two_results]
def future(run):  # 4
    other = x.copy()
    other[-1] += 1  # another last token
    return np.allclose(run(other)[0][:-1], run(x)[0][:-1])

def permutation(run):  # 5
    order = np.argsort(x[:, 0])  # some other order
    mixed = run(x[order], positions=order, is_causal=False)[0]
    return np.allclose(mixed, run(x, is_causal=False)[0][order])

def shift(run):  # 6
    bias = 1000.0 * np.arange(T)[:, None]  # each query has its own
    return np.allclose(run(x, bias=bias)[0], run(x)[0])

def spread(run):  # 7
    many = np.random.default_rng(1).normal(size=(200, d_in))
    weights = run(many, is_causal=False, positions=np.zeros(200))[1]
    return 0.7 < np.log(weights).std(axis=-1).mean() < 1.4
# --8<-- [end:two_results]

# --8<-- [start:other_ways]
def one_by_one(run):  # 8: as with a cache
    rows = [run(x[:t], new=1)[0][0] for t in range(1, T + 1)]
    return np.allclose(rows, run(x)[0])

def padded(run):  # 9: alone, and with two tokens of padding
    longer, is_token = np.append(x, np.ones((2, d_in)), axis=0), np.arange(T + 2) < T
    found = run(longer, is_causal=False, is_token=is_token)[0][:T]
    return np.allclose(found, run(x, is_causal=False)[0])

def loops(run):  # 10: one head and one query at a time
    expected = np.zeros((T, heads, d))
    for h in range(heads):
        own, shared = slice(h * d, h * d + d), slice(h // group * d, h // group * d + d)
        q, k = rotary_embedding(x @ w_query[:, own]), rotary_embedding(x @ w_key[:, shared])
        for i in range(T):
            weights = softmax(k[: i + 1] @ q[i] / np.sqrt(d))
            expected[i, h] = weights @ (x @ w_value[:, shared])[: i + 1]
    return np.allclose(run(x)[0], expected.reshape(T, -1))
# --8<-- [end:other_ways]

# --8<-- [start:faults]
from functools import partial


def bare_softmax(scores):
    with np.errstate(over="ignore", invalid="ignore"):
        exps = np.exp(scores)
        return exps / exps.sum(axis=-1, keepdims=True)


faults = {
    "softmax over queries": dict(normalize=partial(softmax, axis=-2)),
    "maximum not subtracted": dict(normalize=bare_softmax),
    "no mask": dict(visible=lambda new, T: np.ones((new, T), dtype=bool)),
    "mask transposed": dict(visible=lambda new, T: visible(T, T).T[-new:]),
    "hidden score is 0": dict(hide=lambda s, ok, real: np.where(ok & real, s, 0)),
    "divided twice": dict(scale=lambda query: scale(query) ** 2),
    "root of all columns": dict(scale=lambda query: scale(query) / len(query) ** 0.5),
    "reshape, no transpose": dict(split=lambda x, d: x.reshape(-1, len(x), d)),
    "groups tiled": dict(share=lambda x, query: np.tile(x, (len(query) // len(x), 1, 1))),
    "RoPE: other pairs": dict(rotate=partial(rotary_embedding, interleaved=True)),
    "padding attended to": dict(hide=lambda s, ok, real: hide(s, ok, True)),
    "cache off by one": dict(last=lambda p, new: p[-new:] + (new < len(p))),
}
# --8<-- [end:faults]

# --8<-- [start:which_sees_which]
tests = [rows, in_range, first_row, future, permutation,
         shift, spread, one_by_one, padded, loops]


def failing(run):
    """Return the numbers of the tests that fail."""
    return [n for n, test in enumerate(tests, 1) if not test(run)]


caught = {name: failing(partial(layer, **change)) for name, change in faults.items()}
print("the right layer fails:", *failing(layer) or ["no test"])
for name, numbers in caught.items():
    print(f"{name:24}", *numbers)
# --8<-- [end:which_sees_which]

# --8<-- [start:hidden]
sizes = {  # T, d_in, heads, kv_heads, d
    "all different": (7, 5, 6, 3, 4), "one token": (1, 5, 6, 3, 4),
    "one head": (7, 5, 1, 1, 4), "one key head": (7, 5, 6, 1, 4),
    "a key head each": (7, 5, 6, 6, 4), "two components": (7, 5, 6, 3, 2),
}
hidden = {name: [] for name in faults if 10 in caught[name]}
for size, counts in sizes.items():
    small, small_matrices = example(*counts)
    on_small = partial(layer, small, matrices=small_matrices, d=counts[-1])
    for name, where in hidden.items():
        if np.allclose(on_small()[0], on_small(**faults[name])[0]):
            where.append(size)

for name, where in hidden.items():
    print(f"{name:24}", ", ".join(where))
# --8<-- [end:hidden]

# --8<-- [start:gradient]
def mix(scores, values):
    return softmax(scores) @ values


def backward(scores, values, grad):
    """Return the gradient of (mix(scores, values) * grad).sum() by the scores."""
    weights, grad_weights = softmax(scores), grad @ values.T
    sums = (weights * grad_weights).sum(axis=-1, keepdims=True)
    return weights * (grad_weights - sums)


def by_differences(f, point, step=1e-5):
    """Return the gradient of f by central differences."""
    moves = step * np.eye(point.size).reshape(-1, *point.shape)
    slopes = [(f(point + move) - f(point - move)) / (2 * step) for move in moves]
    return np.reshape(slopes, point.shape)


draw = np.random.default_rng(2).normal
some_scores, some_values, some_grad = draw(size=(3, 4)), draw(size=(4, 2)), draw(size=(3, 2))
measured = by_differences(lambda s: (mix(s, some_values) * some_grad).sum(), some_scores)
computed = backward(some_scores, some_values, some_grad)
forgotten = softmax(some_scores) * (some_grad @ some_values.T)  # without the sum
for name, answer in [("backward", computed), ("sum forgotten", forgotten)]:
    print(f"{name:14} largest difference {abs(answer - measured).max():.4f}")
# --8<-- [end:gradient]

# --8<-- [start:book]
inputs = np.array([
    [0.43, 0.15, 0.89], [0.55, 0.87, 0.66], [0.57, 0.85, 0.64],
    [0.22, 0.58, 0.33], [0.77, 0.25, 0.10], [0.05, 0.80, 0.55]])
printed = np.array([
    [-0.091476, 0.034164], [-0.26796, -0.0013427], [-0.48421, -0.048909],
    [-0.64808, -0.10625], [-0.8838, -0.1714], [-1.4744, -0.34327]])
book_query = np.array([[-0.235430, 0.019124, -0.286746], [0.261478, -0.213326, 0.216052]])
book_key = np.array([[0.217727, -0.491934, 0.423223], [-0.490014, -0.350292, -0.211989]])
book_value = np.array([[-0.419641, -0.459018, -0.364820], [-0.113461, -0.440439, 0.378044]])
# --8<-- [end:book]

# --8<-- [start:book_tests]
np.set_printoptions(precision=4, suppress=True)
book_values = inputs @ book_value.T  # (6, 2): a column for each head


def book_layer(axis):
    """Return the contexts (6, 2) of two heads, with softmax along the axis."""
    query, key = ((inputs @ w.T).T[:, :, None] for w in (book_query, book_key))
    scores = np.where(visible(6, 6), query @ key.mT, -np.inf)  # d is 1
    return (softmax(scores, axis) @ book_values.T[:, :, None])[:, :, 0].T


print("first value ", book_values[0], "  lowest", book_values.min(axis=0))
print("printed     ", printed[0], "  lowest", printed.min(axis=0))
for book_axis, of in [(-1, "keys   "), (-2, "queries")]:
    found = book_layer(book_axis)
    print("over", of, found[0], "  as printed:", np.allclose(found, printed, atol=5e-5))
# --8<-- [end:book_tests]

# --8<-- [start:onnx]
onnx_value = np.array([  # entry 1 of each head: a row for each token
    [0.0709, 0.9678, 0.4554], [0.3335, 0.7401, 0.5437], [0.0895, 0.5771, 0.9628],
    [0.4420, 0.6188, 0.8299], [0.1605, 0.6965, 0.6726], [0.1747, 0.5145, 0.5910]])
expected_1_18 = np.array([0.0709, 0.0895, 0.1605])  # row 1, by head
expected_1_19 = np.array([0.0709, 0.9678, 0.4554])

grouped_value = np.array([0.6002, 0.9805, 0.2201])  # token 1: 3 key heads
grouped_1_18 = np.array([0.6002, 0.9805, 0.2201] * 3)  # row 1: 9 query heads

print("row 1 is value 1, 1.18:", np.array_equal(expected_1_18, onnx_value[0]))
print("row 1 is value 1, 1.19:", np.array_equal(expected_1_19, onnx_value[0]))
for h, number in enumerate(expected_1_18):
    token, head = np.argwhere(onnx_value == number)[0] + 1
    print(f"  1.18, head {h + 1}: head {head} of token {token}")
groups = [list(grouped_value).index(number) + 1 for number in grouped_1_18]
print("1.18, key heads:", *groups)
print("should be:      ", *np.repeat([1, 2, 3], 3))
# --8<-- [end:onnx]

# --8<-- [start:rope]
offset = 3
one_query, one_key = np.random.default_rng(19).normal(size=(2, 1, 8))


def score(at, query_pairs, key_pairs):
    """Return the score of a query at position `at`, a key `offset` before."""
    query = rotary_embedding(one_query, [at], interleaved=query_pairs)
    key = rotary_embedding(one_key, [at - offset], interleaved=key_pairs)
    return (query @ key.T)[0, 0]


rope = {}
for name, pairs in [("halves", (False, False)), ("interleaved", (True, True)),
                    ("mixed", (False, True))]:
    rope[name] = [score(at, *pairs) for at in (5, 6, 50)]
    print(f"{name:12}", *(f"{number:7.2f}" for number in rope[name]))
# --8<-- [end:rope]

# --8<-- [start:padding]
with_padding = np.append(x, np.zeros((2, d_in)), axis=0)  # two zero vectors
real = np.arange(T + 2) < T
on_padding = {}
for name, is_token in [("without", True), ("with", real)]:
    batch_weights = layer(with_padding, is_causal=False, is_token=is_token)[1]
    on_padding[name] = batch_weights[:, :T, T:].sum(axis=-1).mean()
    print(f"{name:8} padding mask: weight on padding {on_padding[name]:.2f}")
# --8<-- [end:padding]

# --8<-- [start:cache]
at_once = layer(x)[0]
differ = {}
for name, change in [("right", {}), ("off by one", faults["cache off by one"])]:
    stepwise = [layer(x[:t], new=1, **change)[0][0] for t in range(1, T + 1)]
    differ[name] = abs(stepwise - at_once).max(axis=1)
    print(f"{name:12}", *(f"{number:.2f}" for number in differ[name]))
# --8<-- [end:cache]
