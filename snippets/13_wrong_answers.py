"""How would I notice that mine is wrong? Properties, faults, and who sees which."""

# --8<-- [start:head]
import numpy as np
from attention import causal_mask, softmax


def causal_head(query, key, value):  # as on page 07
    scores = query @ key.T / np.sqrt(query.shape[-1])
    allowed = causal_mask(len(query), len(key))
    return softmax(np.where(allowed, scores, -np.inf)) @ value


def broken_head(query, key, value):
    scores = query @ key.T / np.sqrt(query.shape[-1])
    allowed = causal_mask(len(query), len(key))
    return softmax(np.where(allowed, scores, -np.inf), axis=0) @ value
# --8<-- [end:head]

# --8<-- [start:three_tests]
T, d, d_v = 7, 5, 3  # all different
draw = np.random.default_rng(0).normal
query, key, value = draw(size=(T, d)), draw(size=(T, d)), draw(size=(T, d_v))


def rows(head):  # with values of 1, a context is the sum of its row
    return np.allclose(head(query, key, np.ones((T, 1))), 1)

def first(head):  # token 1 sees only itself
    return np.allclose(head(query, key, value)[0], value[0])

def future(head):  # another last token changes no earlier context
    other = [array.copy() for array in (query, key, value)]
    for array in other:
        array[-1] += 1
    return np.allclose(head(*other)[:-1], head(query, key, value)[:-1])


for head in (causal_head, broken_head):
    failed = [test.__name__ for test in (rows, first, future) if not test(head)]
    print(head.__name__, "fails:", *failed or ["nothing"])
# --8<-- [end:three_tests]

# --8<-- [start:by_hand]
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

# --8<-- [start:more_tests]
def in_range(head):  # contexts are between the lowest and the highest value
    context = head(query, key, value)
    low, high = np.minimum.accumulate(value), np.maximum.accumulate(value)
    return ((low - 1e-9 <= context) & (context <= high + 1e-9)).all()

def shift(head):  # a vector added to all keys adds one number to each row
    return np.allclose(head(query, key + draw(size=d), value),
                       head(query, key, value))

def spread(head):  # scores read back from the weights of the last row
    wide = np.random.default_rng(1).normal(size=(2, 200, 256))
    weights = np.abs(head(*wide, np.eye(200))[-1])  # values np.eye: the mix is the weights
    return 0.6 < np.log(weights + 1e-300).std() < 1.6

def loops(head):  # one query at a time, without a mask
    expected = [softmax(key[: i + 1] @ query[i] / np.sqrt(d)) @ value[: i + 1]
                for i in range(T)]
    return np.allclose(head(query, key, value), expected)
# --8<-- [end:more_tests]

# --8<-- [start:which_sees_which]
from check_attention import faulty

names = ["softmax-over-queries", "no-softmax", "no-scale", "scale-d-not-root",
         "query-and-key-swapped", "mask-missing", "mask-inverted",
         "mask-after-softmax", "mask-with-zero", "mask-hides-itself",
         "mask-lets-next"]
tests = [rows, first, future, in_range, shift, spread, loops]


def failing(head):
    """Return the names of the tests that fail."""
    return [test.__name__ for test in tests if not test(head)]


caught = {name: failing(faulty(name, is_causal=True)) for name in names}
times_seen = np.array([len(failed) for failed in caught.values()])
for name, failed in {"right": failing(causal_head), **caught}.items():
    print(f"{name:22}", ", ".join(failed) or "none")
# --8<-- [end:which_sees_which]

# --8<-- [start:hidden]
sizes = {"7 tokens": (7, 5), "one token": (1, 5), "one component": (7, 1)}
hidden = {name: [] for name in names}
for size, shape in sizes.items():
    arrays = draw(size=shape), draw(size=shape), draw(size=(shape[0], 3))
    for name in names:
        found = faulty(name, is_causal=True)(*arrays)
        if np.allclose(found, causal_head(*arrays)):
            hidden[name].append(size)
hides = np.array([[size in where for size in sizes] for where in hidden.values()])

for name, where in hidden.items():
    print(f"{name:22}", ", ".join(where) or "none")
# --8<-- [end:hidden]

# --8<-- [start:named]
from check_attention import check

found_by_check = {}
for name in names:
    report = check(faulty(name, is_causal=True), is_causal=True, quiet=True)
    found_by_check[name] = [fault.name for fault in report.faults]
named = np.array([found_by_check[name] == [name] for name in names])
print(named.sum(), "of", len(names))
# --8<-- [end:named]

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


pen = np.random.default_rng(2).normal
some_scores, some_values, some_grad = pen(size=(3, 4)), pen(size=(4, 2)), pen(size=(3, 2))
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
    queries, keys = ((inputs @ w.T).T[:, :, None] for w in (book_query, book_key))
    scores = np.where(causal_mask(6), queries @ keys.mT, -np.inf)  # d is 1
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
from attention import rotary_embedding

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
from attention import scaled_dot_product_attention

with_padding = np.append(query, np.zeros((2, d)), axis=0)  # two zero vectors
real = np.arange(T + 2) < T
on_padding = {}
for name, mask in [("without", None), ("with", real[None])]:
    batch_weights = scaled_dot_product_attention(
        query, with_padding, with_padding, mask, return_weights=True)[1]
    on_padding[name] = batch_weights[:, T:].sum(axis=-1).mean()
    print(f"{name:8} padding mask: weight on padding {on_padding[name]:.2f}")
# --8<-- [end:padding]

# --8<-- [start:cache]
from check_attention import check_cache

pencil = np.random.default_rng(5).normal
matrices, x = pencil(size=(3, 6, 6)), pencil(size=(T, 6))


def whole(tokens):
    query, key, value = (tokens @ w for w in matrices)
    return causal_head(rotary_embedding(query), rotary_embedding(key), value)


def make_step(late=0):
    past = []

    def step(token):  # the new query is rotated `late` steps too far
        past.append(token)
        query, key, value = token[None] @ matrices[0], *(past @ w for w in matrices[1:])
        query = rotary_embedding(query, [len(past) - 1 + late])
        weights = softmax(query @ rotary_embedding(key).T / np.sqrt(6))
        return (weights @ value)[0]

    return step


differ = {}
for name, late in [("right", 0), ("off by one", 1)]:
    step = make_step(late)
    differ[name] = [abs(step(token) - row).max() for token, row in zip(x, whole(x))]
    print(f"{name:12}", *(f"{number:.2f}" for number in differ[name]))
cache_report = check_cache(lambda: make_step(late=1), whole, x, quiet=True)
print("named:", cache_report.faults[0].name)
# --8<-- [end:cache]
