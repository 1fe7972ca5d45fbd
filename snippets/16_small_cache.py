"""16: a small cache: latents, windows, sinks by design and fewer bits."""

# --8<-- [start:by_hand]
import numpy as np

hand_query = np.array([3.0, 4.0])
hand_up = np.array([2.0, 1.0])  # a token's key is its latent times this
hand_latents = np.array([1.0, 3.0, -1.0])

hand_keys = hand_latents[:, None] * hand_up
print("scores from keys   ", hand_keys @ hand_query)
print("absorbed query     ", hand_query @ hand_up)
print("scores from latents", hand_latents * (hand_query @ hand_up))
# --8<-- [end:by_hand]

# --8<-- [start:latent]
T, d_in, heads, d, d_latent = 6, 16, 4, 8, 5
rng = np.random.default_rng(0)
x = rng.normal(size=(T, d_in))
w_q = rng.normal(size=(heads, d_in, d))
w_down = rng.normal(size=(d_in, d_latent))
up_k, up_v = rng.normal(size=(2, heads, d_latent, d))

c = x @ w_down  # the latents: all that is kept
query = x @ w_q
key, value = c @ up_k, c @ up_v  # can be computed again at any time
print("keys and values of a token:", key[:, 0].size + value[:, 0].size)
print("its latent:                ", c[0].size)
# --8<-- [end:latent]

# --8<-- [start:absorb]
from attention import scaled_dot_product_attention

plain = scaled_dot_product_attention(query, key, value, is_causal=True)
mixed = scaled_dot_product_attention(query @ up_k.mT, c, c, is_causal=True,
                                     scale=1 / d**0.5)
absorbed = mixed @ up_v
print("the same:", np.allclose(absorbed, plain))
# --8<-- [end:absorb]

# --8<-- [start:rope]
from attention import rotary_embedding


def between(i, j):
    """Return the matrix (d_in, d_latent) between x_i and c_j, with rotated query and key."""
    # rotating x @ w is rotating each row of w
    turned_q = rotary_embedding(w_q[0], np.full(d_in, i))
    turned_k = rotary_embedding(up_k[0], np.full(d_latent, j))
    return turned_q @ turned_k.T


print("offset 2 again:", np.allclose(between(5, 3), between(2, 0)))
print("offsets 2 and 1:", np.allclose(between(5, 3), between(5, 4)))
# --8<-- [end:rope]

# --8<-- [start:own_columns]
d_turn = 2
w_q_turn = rng.normal(size=(heads, d_in, d_turn))
w_k_turn = rng.normal(size=(d_in, d_turn))  # one for all heads
query_turn = rotary_embedding(x @ w_q_turn)
key_turn = rotary_embedding(x @ w_k_turn)


def joined(part, turned):
    return np.concatenate([part, np.broadcast_to(turned, (*part.shape[:-1], d_turn))], -1)


with_order = scaled_dot_product_attention(
    joined(query, query_turn), joined(key, key_turn), value, is_causal=True)
kept = joined(c, key_turn)
from_kept = scaled_dot_product_attention(
    joined(query @ up_k.mT, query_turn), kept, c, is_causal=True,
    scale=1 / (d + d_turn)**0.5) @ up_v
print("kept for each token:", kept.shape[-1], " the same:", np.allclose(from_kept, with_order))
# --8<-- [end:own_columns]

# --8<-- [start:window_mask]
from attention import causal_mask


def window_mask(T, size, first=0):
    """Return which of T tokens each may look at: the first ones, and the last up to size in all."""
    # A negative offset moves the triangle to the left: what is too far back.
    mask = causal_mask(T) & ~causal_mask(T, offset=first - size)
    return mask | (causal_mask(T) & (np.arange(T) < first))
# --8<-- [end:window_mask]

# --8<-- [start:reach]
print(window_mask(6, 3).astype(int))
print(window_mask(6, 3, first=1).astype(int))

seen = [1]
for layers in (1, 2, 3):
    paths = np.linalg.matrix_power(window_mask(12, 3).astype(float), layers)
    seen.append(int((paths[-1] > 0).sum()))
    print("after layer", layers, "the last token depends on", seen[-1], "tokens")
# --8<-- [end:reach]

# --8<-- [start:losses]
recorded = np.load("snippets/data/smollm2-cache.npz")
texts = ["alice", "kieu", "bridge"]
losses = {name: recorded[f"{name}_losses"] for name in texts}  # (3, 223) each

print("text     all window first + window")
for name in texts:
    print(f"{name:6}", *(f"{loss:6.2f}" for loss in losses[name].mean(axis=1)))
# --8<-- [end:losses]

# --8<-- [start:sink]
from attention import softmax


def with_sink(scores, sink):
    """Return weights for scores (…, T) that share 1 with a learned logit."""
    column = np.full((*scores.shape[:-1], 1), sink)
    return softmax(np.concatenate([scores, column], axis=-1))[..., :-1]


weights = with_sink(np.zeros(3), sink=np.log(97))
print("weights", weights, "sum", weights.sum().round(2))
# --8<-- [end:sink]

# --8<-- [start:gate]
def sigmoid(a):
    return 1 / (1 + np.exp(-a))


scores, sink = query @ key.mT / d**0.5, 3.0
log_sum = np.log(np.exp(scores).sum(axis=-1, keepdims=True))
gate = sigmoid(log_sum - sink)  # (heads, T, 1)

print("the same:", np.allclose(with_sink(scores, sink) @ value,
                               gate * (softmax(scores) @ value)))
# --8<-- [end:gate]

# --8<-- [start:rounded]
def rounded(x, bits, axis):
    """Return x rounded to 2**bits values, evenly spaced from the least to the largest on axis."""
    low, high = x.min(axis=axis, keepdims=True), x.max(axis=axis, keepdims=True)
    step = (high - low) / (2**bits - 1)
    return low + np.rint((x - low) / step) * step
# --8<-- [end:rounded]

# --8<-- [start:outlier]
small_keys = np.array([[0.0, 1, 2, 30],
                       [2.0, 0, 1, 31],
                       [1.0, 2, 0, 29],
                       [0.0, 2, 1, 30]])
print("a scale for each token")
print(rounded(small_keys, 2, axis=1).round(1))
print("a scale for each channel")
print(rounded(small_keys, 2, axis=0).round(1))
# --8<-- [end:outlier]

# --8<-- [start:one_head]
real_query, real_key = (recorded[name].astype(float) for name in ("query", "key"))


def map_of(key):
    return scaled_dot_product_attention(real_query, key, key, is_causal=True,
                                        return_weights=True)[1]


off = {}
for kind, axis in (("token", -1), ("channel", -2)):
    change = np.abs(map_of(rounded(real_key, 4, axis)) - map_of(real_key))
    off[kind] = change.max()
    print(f"a scale for each {kind:8} largest error {off[kind]:.3f}")
# --8<-- [end:one_head]

# --8<-- [start:all_heads]
by_token, by_channel = recorded["errors"].swapaxes(0, 1)  # (3 texts, 30, 9) each
for name, token, channel in zip(texts, by_token, by_channel):
    print(f"{name:6} smaller by channel in {(channel < token).sum()} of {token.size} heads,"
          f" median {np.median(token):.2f} and {np.median(channel):.2f}")
# --8<-- [end:all_heads]

# --8<-- [start:rounded_losses]
rounded_losses = {name: recorded[f"{name}_rounded"] for name in texts}  # (2, 5 runs) each

print("text     all  by token   by channel")
for name in texts:
    spans = "  ".join(f"{runs.min():.2f}-{runs.max():.2f}" for runs in rounded_losses[name])
    print(f"{name:6} {losses[name][0].mean():5.2f}  {spans}")
# --8<-- [end:rounded_losses]

# --8<-- [start:pages]
pool = np.empty((5, 2, kept.shape[-1]))  # 5 pages, each with room for 2 tokens
table_a, table_b = [3, 0, 4], [3, 0, 1]  # the pages of two texts, in order
pool[table_a] = kept.reshape(3, 2, -1)
pool[table_b[-1]] = rng.normal(size=(2, kept.shape[-1]))  # text B ends differently

paged = pool[table_a].reshape(T, -1)
from_pages = scaled_dot_product_attention(
    joined(query @ up_k.mT, query_turn), paged, paged[:, :d_latent], is_causal=True,
    scale=1 / (d + d_turn)**0.5) @ up_v
print("the same:", np.allclose(from_pages, with_order))
print(len({*table_a, *table_b}), "pages for", len(table_a) + len(table_b))
# --8<-- [end:pages]

# --8<-- [start:sizes]
long_text = 131_072
models = {  # layers that keep all, numbers for a token, layers with a window, its size
    "Llama 3.1 70B": (80, 2 * 8 * 128, 0, 0),
    "DeepSeek-V3": (61, 512 + 64, 0, 0),
    "Gemma 3 27B": (10, 2 * 16 * 128, 52, 1024),
    "gpt-oss-120b": (18, 2 * 8 * 64, 18, 128),
    "Qwen3-Next 80B": (12, 2 * 2 * 256, 0, 0),
}
gigabytes = {}
for name, (full, numbers, windows, size) in models.items():
    tokens = full * long_text + windows * size  # summed over the layers
    gigabytes[name] = 2 * numbers * tokens / 1e9  # 2 bytes for a number
    print(f"{name:15} {gigabytes[name]:5.1f} GB")
# --8<-- [end:sizes]

# --8<-- [start:default_scale]
default = scaled_dot_product_attention(query @ up_k.mT, c, c, is_causal=True) @ up_v
print("default scale: the same?", np.allclose(default, plain))
print(f"its scores are {(d / d_latent) ** 0.5:.2f} times as large")
# --8<-- [end:default_scale]
