"""What does attention cost, and how do fast versions get by with less? Counts, one pass, tiles."""

# --8<-- [start:by_hand]
from math import exp, inf, log

hand_exps = [1, 4, 2]  # e to the three scores
hand_values = [7, 14, 21]


def add_key(state, score, value):
    """Return the running numbers after one more key."""
    largest, total, mixed = state
    new = max(largest, score)
    shrink, term = exp(largest - new), exp(score - new)
    return new, total * shrink + term, mixed * shrink + term * value


hand_states = [(-inf, 0, 0)]
for e, v in zip(hand_exps, hand_values):
    hand_states.append(add_key(hand_states[-1], log(e), v))
    print("sum {1:.4f}   mixed {2:7.4f}".format(*hand_states[-1]))
hand_result = hand_states[-1][2] / hand_states[-1][1]
print("result", round(hand_result, 4))
# --8<-- [end:by_hand]

# --8<-- [start:multiply_adds]
T, d = 1024, 768  # tokens, and the width of the smallest GPT-2


def projection_cost(T, d):
    return 4 * T * d * d  # W_q, W_k, W_v and W_o


def pair_cost(T, d):
    return 2 * T * T * d  # the scores, then the weighted sums


print("      T   projections     pairs   (billions)")
for length in (T // 4, T, 4 * T, 16 * T):
    costs = projection_cost(length, d), pair_cost(length, d)
    print("{:7}{:14.2f}{:10.2f}".format(length, *[c / 1e9 for c in costs]))
# --8<-- [end:multiply_adds]

# --8<-- [start:table_bytes]
heads, bytes_each = 12, 4  # of GPT-2; of a float32


def table_bytes(T):
    return heads * T * T * bytes_each


def qkv_bytes(T):
    return 3 * T * d * bytes_each


print("      T    scores   Q, K and V   (MB)")
for length in (T, 16 * T, 128 * T):
    sizes = table_bytes(length), qkv_bytes(length)
    print("{:7}{:10.0f}{:13.0f}".format(length, *[s / 1e6 for s in sizes]))
# --8<-- [end:table_bytes]

# --8<-- [start:inputs]
import numpy as np

tokens = ["Your", "journey", "starts", "with", "one", "step"]
inputs = np.array([
    [0.43, 0.15, 0.89], [0.55, 0.87, 0.66], [0.57, 0.85, 0.64],
    [0.22, 0.58, 0.33], [0.77, 0.25, 0.10], [0.05, 0.80, 0.55],
])


def plain(queries, keys, values):
    scores = queries / np.sqrt(keys.shape[-1]) @ keys.T  # the table
    terms = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return terms / terms.sum(axis=-1, keepdims=True) @ values


context = plain(inputs, inputs, inputs)
print("journey:", context[1].round(4))
# --8<-- [end:inputs]

# --8<-- [start:one_pass]
state = (-inf, 0, 0)
print("          score  largest   sum")
for token, x in zip(tokens, inputs):
    score = inputs[1] @ x / np.sqrt(3)  # the query is journey
    state = add_key(state, score, x)
    print(f"{token:8}{score:7.2f}{state[0]:9.2f}{state[1]:6.2f}")

one_pass = state[2] / state[1]  # mixed / sum
print("journey:", one_pass.round(4))
# --8<-- [end:one_pass]

# --8<-- [start:add_tile]
def add_tile(state, scores, values):
    """Return the running numbers of some queries after some keys."""
    largest, total, mixed = state
    new = np.maximum(largest, scores.max(axis=-1, keepdims=True))
    shrink, terms = np.exp(largest - new), np.exp(scores - new)
    total = total * shrink + terms.sum(axis=-1, keepdims=True)
    return new, total, mixed * shrink + terms @ values
# --8<-- [end:add_tile]

# --8<-- [start:tiled]
block_size = 2


def tiled(queries, keys, values, block_size):
    """Return attention with one tile of the scores at a time."""
    result = np.empty_like(values, shape=(len(queries), values.shape[-1]))
    for i in range(0, len(queries), block_size):
        block = queries[i:i + block_size] / np.sqrt(keys.shape[-1])
        running = (-np.inf, 0, 0)
        for j in range(0, len(keys), block_size):
            tile = block @ keys[j:j + block_size].T
            running = add_tile(running, tile, values[j:j + block_size])
        result[i:i + block_size] = running[2] / running[1]  # mixed / sum
    return result


by_tiles = tiled(inputs, inputs, inputs, block_size)
print("journey:", by_tiles[1].round(4))
print("all rows as before:", np.allclose(by_tiles, context))
# --8<-- [end:tiled]

# --8<-- [start:held]
class Held(np.ndarray):
    """An array that counts the numbers of all such arrays alive."""

    alive = most = 0

    def __array_finalize__(self, source):
        Held.alive += self.size
        Held.most = max(Held.most, Held.alive)

    def __del__(self):
        Held.alive -= self.size
# --8<-- [end:held]

# --8<-- [start:held_at_once]
def held_at_once(attend, T, *options):
    x = np.random.default_rng(0).normal(size=(T, 16)).view(Held)
    Held.most = 0
    attend(x, x, x, *options)
    return Held.most


lengths = [128, 256, 512, 1024]
held_plain = [held_at_once(plain, n) for n in lengths]
held_tiled = [held_at_once(tiled, n, 32) for n in lengths]
print("      T    plain   tiled")
for row in zip(lengths, held_plain, held_tiled):
    print("{:7}{:9}{:8}".format(*row))
# --8<-- [end:held_at_once]

# --8<-- [start:traffic]
d_k = 64  # of one head


def table_traffic(T):
    """Q, K, V and the result once; the table four times."""
    return 4 * T * d_k + 4 * T * T


def tile_traffic(T, rows):
    """Q and the result once; K and V for each block of queries."""
    return 2 * T * d_k + 2 * T * d_k * -(-T // rows)  # rounded up


print(f"table              {table_traffic(T) / 1e6:.2f} million")
for rows in (64, 128, 256):
    moved = tile_traffic(T, rows) / 1e6
    print(f"blocks of {rows:3}      {moved:.2f}")
# --8<-- [end:traffic]

# --8<-- [start:no_correction]
def forgetful(exps, values):
    """One pass that never corrects its sums: wrong."""
    largest, total, mixed = -inf, 0, 0
    for score, value in zip(map(log, exps), values):
        largest = max(largest, score)
        total += exp(score - largest)
        mixed += exp(score - largest) * value
    return mixed / total


falling = sorted(zip(hand_exps, hand_values), reverse=True)
in_order = forgetful(hand_exps, hand_values)
largest_first = forgetful(*zip(*falling))
print("in order     ", round(in_order, 4))
print("largest first", round(largest_first, 4))
# --8<-- [end:no_correction]

# --8<-- [start:sinks]
maps = np.load("snippets/data/smollm2-maps.npz")["journey"]
rows_seen = maps[:, :, 2:]  # 30 layers, 9 heads, queries 3 to 6
never_grows = rows_seen[..., 0] == rows_seen.max(axis=-1)
print("rows:", never_grows.size)
print(f"largest score first: {never_grows.mean():.2f}")
# --8<-- [end:sinks]

# --8<-- [start:start_at_zero]
low = np.array([[-1000.0, -1001.0]])  # a row of very low scores


def from_zero(scores, values):
    _, total, mixed = add_tile((0.0, 0.0, 0.0), scores, values)
    with np.errstate(invalid="ignore"):
        return mixed / total


print("from 0   ", from_zero(low, np.array([[1.0], [2.0]])))
_, low_total, low_mixed = add_tile((-inf, 0, 0), low, np.array([[1.0], [2.0]]))
print("from -inf", (low_mixed / low_total).round(4))
# --8<-- [end:start_at_zero]

# --8<-- [start:causal]
from attention import scaled_dot_product_attention

tiles_done = []


def causal_tiled(queries, keys, values, block_size):
    """Return causal attention without the tiles that are hidden."""
    blocks, tiles_done[:] = [], []
    for i in range(0, len(queries), block_size):
        block = queries[i:i + block_size] / np.sqrt(keys.shape[-1])
        running = (-np.inf, 0, 0)
        for j in range(0, i + block_size, block_size):
            tile = block @ keys[j:j + block_size].T
            seen = np.tri(*tile.shape, i - j, dtype=bool)
            running = add_tile(running, np.where(seen, tile, -np.inf),
                               values[j:j + block_size])
            tiles_done.append((i, j))
        blocks.append(running[2] / running[1])
    return np.concatenate(blocks)


x_long = np.random.default_rng(0).normal(size=(1024, 16))
masked = scaled_dot_product_attention(x_long, x_long, x_long, is_causal=True)
causal_same = np.allclose(causal_tiled(x_long, x_long, x_long, 64), masked)
tile_count = len(tiles_done)
print("same:", causal_same, " tiles:", tile_count, "of", 16 * 16)
# --8<-- [end:causal]

# --8<-- [start:speed]
from timeit import repeat


def milliseconds(attend, *options):
    once = repeat(lambda: attend(x_long, x_long, x_long, *options),
                  number=1, repeat=3)
    return 1000 * min(once)


print(f"plain  {milliseconds(plain):.1f} ms")
for size in (16, 128):
    print(f"tiled  {milliseconds(tiled, size):.1f} ms, tiles of {size}")
# --8<-- [end:speed]
