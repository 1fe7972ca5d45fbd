"""17: attention without softmax: a state of constant size, decay, the delta rule, chosen blocks."""

# --8<-- [start:by_hand]
import numpy as np

hand_keys = np.array([[1, 0], [0, 1], [1, 1]])
hand_values = np.array([2, 3, 1])
hand_query = np.array([2, 1])

hand_scores = hand_keys @ hand_query
hand_state = hand_values @ hand_keys  # each key times its value, summed
print("from all tokens", hand_scores @ hand_values)
print("from the state ", hand_query @ hand_state)
# --8<-- [end:by_hand]

# --8<-- [start:parallel]
from attention import causal_mask

T, d, d_v = 6, 4, 3
rng = np.random.default_rng(0)
query, key = rng.normal(size=(2, T, d))
value = rng.normal(size=(T, d_v))

scores = query @ key.T * causal_mask(T)  # no softmax: what is hidden is 0
parallel = scores @ value
print(parallel.round(4))
# --8<-- [end:parallel]

# --8<-- [start:recurrent]
def write(state, k, v, keep=1.0):
    """Return the state (d, d_v) after one more key and value; keep is the share that remains."""
    return keep * state + np.outer(k, v)


def read_along(update, **options):
    """Return the results (T, d_v) of one pass: update the state, then ask it."""
    state, results = np.zeros((d, d_v)), []
    for q, k, v in zip(query, key, value):
        state = update(state, k, v, **options)
        results.append(q @ state)
    return np.array(results)


recurrent = read_along(write)
print("the same:", np.allclose(recurrent, parallel))
# --8<-- [end:recurrent]

# --8<-- [start:facts]
def draw_facts(seed, count=10, d=4):
    """Return keys and values (count, d) each: random vectors of length 1."""
    vectors = np.random.default_rng(seed).normal(size=(2, count, d))
    return vectors / np.linalg.norm(vectors, axis=-1, keepdims=True)


def stored(update, keys, values):
    state = np.zeros((keys.shape[1], values.shape[1]))
    for k, v in zip(keys, values):
        state = update(state, k, v)
    return state


def found(answers, values):
    """Return for each answer whether the value that is most similar to it is its own."""
    return (answers @ values.T).argmax(axis=1) == np.arange(len(values))
# --8<-- [end:facts]

# --8<-- [start:lookup]
from attention import softmax

keys, values = draw_facts(seed=0)
with_softmax = softmax(40 * keys @ keys.T) @ values
from_state = keys @ stored(write, keys, values)
print("softmax finds", found(with_softmax, values).astype(int))
print("a state finds", found(from_state, values).astype(int))
# --8<-- [end:lookup]

# --8<-- [start:how_many]
def mean_found(update, count, draws=100):
    """Return the mean number of facts that are found, of count in 4 dimensions."""
    drawn = [draw_facts(seed, count) for seed in range(draws)]
    return np.mean([found(k @ stored(update, k, v), v).sum() for k, v in drawn])


counts = [1, 2, 4, 10]
by_writing = [mean_found(write, count) for count in counts]
print("facts ", *(f"{count:5}" for count in counts))
print("found ", *(f"{mean:5.1f}" for mean in by_writing))
# --8<-- [end:how_many]

# --8<-- [start:decay]
keep = 0.5
age = np.arange(T)[:, None] - np.arange(T)
decay = causal_mask(T) * keep ** np.maximum(age, 0.0)
decayed = (query @ key.T * decay) @ value

print(decay[:4, :4])
print("the same:", np.allclose(read_along(write, keep=keep), decayed))
# --8<-- [end:decay]

# --8<-- [start:overwrite]
def overwrite(state, k, v, keep=1.0, beta=1.0):
    """Return the state (d, d_v) after the delta rule, for a key k of length 1."""
    state = keep * state
    old = k @ state  # what the state says now
    return state + beta * np.outer(k, v - old)


by_delta = keys @ stored(overwrite, keys, values)
print("write     finds", found(from_state, values).astype(int))
print("overwrite finds", found(by_delta, values).astype(int))
print("off by", np.abs(by_delta - values).max(axis=1).round(2))
# --8<-- [end:overwrite]

# --8<-- [start:changed]
again, new = keys[2], values[7]  # fact 3 changes: its key comes again, with another value
for name, update in (("write", write), ("overwrite", overwrite)):
    state = stored(update, keys[:3], values[:3])
    print(f"{name:10}", (again @ update(state, again, new)).round(2))
print("it should be", new.round(2))
# --8<-- [end:changed]

# --8<-- [start:choose]
def chosen(block_scores, size, count):
    """Return which blocks each query reads (T, blocks): its own, and the best earlier ones."""
    blocks = np.arange(block_scores.shape[1])
    own = np.arange(len(block_scores))[:, None] // size  # the block of each token
    earlier = blocks < own
    ranked = np.where(earlier, block_scores, -np.inf).argsort(axis=1)[:, ::-1]
    place = ranked.argsort(axis=1)  # 0 is the best
    return (blocks == own) | (earlier & (place < count - 1))


small_scores = np.array([[5.0, 1, 9, 0]]).repeat(8, axis=0)
print(chosen(small_scores, size=2, count=2).astype(int))
# --8<-- [end:choose]

# --8<-- [start:shares]
def shares_of(query, key, size=16, count=4):
    """Return the mean weight in the blocks chosen in five ways, over queries that must choose."""
    scores = query @ key.T / np.sqrt(key.shape[1])
    weights = softmax(np.where(causal_mask(len(key)), scores, -np.inf))
    in_blocks = weights.reshape(len(key), -1, size).sum(axis=2)
    latest = np.tile(np.arange(in_blocks.shape[1]), (len(key), 1))
    means = query @ key.reshape(-1, size, key.shape[1]).mean(axis=1).T
    ways = {"latest": latest, "first and latest": np.where(latest == 0, np.inf, latest),
            "means": means, "first and means": np.where(latest == 0, np.inf, means),
            "best": in_blocks}  # the most, if its own block is among them
    held = {way: in_blocks * chosen(by, size, count) for way, by in ways.items()}
    return {way: held[way].sum(axis=1)[size * count:].mean() for way in ways}


cache = np.load("snippets/data/smollm2-cache.npz")
one_head = shares_of(cache["query"].astype(float), cache["key"].astype(float))
for way, held in one_head.items():
    print(f"{way:17}{held:.2f}")
# --8<-- [end:shares]

# --8<-- [start:all_heads]
all_heads = np.load("snippets/data/smollm2-blocks.npz")["shares"]  # (5 ways, 30, 9)
by_way = dict(zip(one_head, all_heads))
for way, held in by_way.items():
    print(f"{way:17}median {np.median(held):.2f}   least {held.min():.2f}")
for way in ("means", "first and means"):
    more = by_way[way] > by_way["first and latest"]
    print(way, "hold more than first and latest in", more.sum(), "of", more.size)
# --8<-- [end:all_heads]

# --8<-- [start:cost]
def pair_cost(T, d=768):
    return 2 * T * T * d  # page 10: the scores, then the weighted sums


def state_cost(T, d=768, d_head=64):
    return 2 * T * d * d_head  # write into the state, then read it


def chosen_cost(T, d=768, size=64, count=16):
    return T * (T // size) * d + 2 * T * min(T, size * count) * d  # block means, then tokens


print("      T    pairs   chosen    state   (billions)")
for length in (1024, 16_384, 131_072):
    costs = pair_cost(length), chosen_cost(length), state_cost(length)
    print("{:7}{:9.1f}{:9.1f}{:9.1f}".format(length, *[each / 1e9 for each in costs]))
# --8<-- [end:cost]

# --8<-- [start:long_key]
long_keys = 2 * keys  # as before, but of length 2
state = stored(overwrite, long_keys, values)
print(f"largest component: {np.abs(state).max():.0f}")
# --8<-- [end:long_key]
