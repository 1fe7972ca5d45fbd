"""How does a model write without starting over? Generation, the KV cache, its size, sampling."""

# --8<-- [start:by_hand]
exps = [[1], [1, 3], [1, 2, 1]]  # e to the scores: a row for each query
hand_values = [8, 16, 40]        # one value for each token


def hand_row(i):
    """Return the context of query i: the values, averaged."""
    products = [e * v for e, v in zip(exps[i], hand_values)]
    return sum(products) / sum(exps[i])


for step in range(3):
    print(f"step {step + 1}:", [hand_row(i) for i in range(step + 1)])
# --8<-- [end:by_hand]

# --8<-- [start:words]
import numpy as np

tokens = ["Your", "journey", "starts", "with", "one", "step"]
inputs = np.array([
    [0.43, 0.15, 0.89], [0.55, 0.87, 0.66], [0.57, 0.85, 0.64],
    [0.22, 0.58, 0.33], [0.77, 0.25, 0.10], [0.05, 0.80, 0.55],
])
# --8<-- [end:words]

# --8<-- [start:model]
from attention import scaled_dot_product_attention

trained = np.load("snippets/data/one-sentence.npz")
w_query, w_key, w_value = trained["query"], trained["key"], trained["value"]
w_words = trained["words"]  # (2, 6): from a context vector to six logits


def embed(words):
    return np.array([inputs[tokens.index(word)] for word in words])


def contexts_of(words):
    """Return the context vectors (T, 2) of all words."""
    x = embed(words)
    return scaled_dot_product_attention(
        x @ w_query, x @ w_key, x @ w_value, is_causal=True)


def predict(context):
    """Return the word with the largest logit."""
    logits = context @ w_words
    return tokens[logits.argmax()]


known = contexts_of(tokens)[:5]  # of the words that have a next word
for word, logit in zip(tokens, known[1] @ w_words):  # after "journey"
    print(f"{word:8}{logit:6.1f}")
# --8<-- [end:model]

# --8<-- [start:generate]
prompt = 2  # words that are given

text, rows = tokens[:prompt], []
while len(text) < 6:
    context = contexts_of(text)             # all words, again
    rows.append(len(context))
    text.append(predict(context[-1]))  # only the last row is used
    print("rows:", len(context), "->", text[-1])

print(*text)
print("rows computed:", sum(rows))
# --8<-- [end:generate]

# --8<-- [start:past]
rng = np.random.default_rng(0)
layers = [(w_query, w_key, w_value), rng.normal(size=(3, 2, 2))]


def keys_of(x, is_causal):
    """Return the keys (T, 2) of both layers."""
    found = []
    for w_q, w_k, w_v in layers:
        found.append(x @ w_k)
        x = scaled_dot_product_attention(
            x @ w_q, x @ w_k, x @ w_v, is_causal=is_causal)
    return found


unchanged = {}
for mask_name, is_causal in [("causal", True), ("no mask", False)]:
    five, six = keys_of(inputs[:5], is_causal), keys_of(inputs, is_causal)
    unchanged[mask_name] = [bool(np.allclose(short, long[:5]))
                            for short, long in zip(five, six)]
    verdict = ["same" if is_same else "changed"
               for is_same in unchanged[mask_name]]
    print(f"{mask_name:8} layer 1: {verdict[0]}, 2: {verdict[1]}")
# --8<-- [end:past]

# --8<-- [start:cache]
class Cache:
    """The keys and values of all tokens so far."""

    def __init__(self):
        self.keys, self.values = np.zeros((0, 2)), np.zeros((0, 2))

    def append(self, key, value):
        """Return all keys and values so far, (T, 2) each."""
        self.keys = np.concatenate([self.keys, key], axis=-2)
        self.values = np.concatenate([self.values, value], axis=-2)
        return self.keys, self.values
# --8<-- [end:cache]

# --8<-- [start:attend_new]
def attend_new(words, cache):
    """Return the context vectors of the new words alone."""
    x = embed(words)
    keys, values = cache.append(x @ w_key, x @ w_value)
    T_q, T_k = len(x), len(keys)
    allowed = np.tril(np.ones((T_q, T_k), dtype=bool), k=T_k - T_q)
    return scaled_dot_product_attention(
        x @ w_query, keys, values, attn_mask=allowed)
# --8<-- [end:attend_new]

# --8<-- [start:with_cache]
cache, new_rows, contexts = Cache(), [], []
new = cached_text = tokens[:prompt]
while len(cached_text) < 6:
    contexts.append(attend_new(new, cache))  # the new words alone
    new_rows.append(len(new))
    new = [predict(contexts[-1][-1])]
    cached_text = cached_text + new
    print("rows:", new_rows[-1], "->", *new)

cached = np.concatenate(contexts)
print("rows computed:", sum(new_rows))
print("same contexts:", np.allclose(cached, contexts_of(tokens[:5])))
# --8<-- [end:with_cache]

# --8<-- [start:last_row]
def last_rows(is_causal):
    """Return the last context vector of each layer."""
    x, found = inputs, []
    for w_q, w_k, w_v in layers:
        x = scaled_dot_product_attention(
            x @ w_q, x @ w_k, x @ w_v, is_causal=is_causal)
        found.append(x[-1])
    return found


same_last = [bool(np.allclose(*pair))
             for pair in zip(last_rows(True), last_rows(False))]
print("last row with and without a mask")
for layer, is_same in enumerate(same_last, 1):
    print(f"layer {layer}:", "same" if is_same else "changed")
# --8<-- [end:last_row]

# --8<-- [start:positions]
from attention import rotary_embedding

vectors = np.random.default_rng(2).normal(size=(3, 6, 8))
rope_query, rope_key, rope_value = vectors
turned_key = rotary_embedding(rope_key)  # positions 0 to 5
last = rope_query[5:]

expected = scaled_dot_product_attention(
    rotary_embedding(rope_query), turned_key, rope_value, is_causal=True)[5:]
by_position = {}
for position in (5, 0):
    turned = rotary_embedding(last, positions=[position])
    by_position[position] = scaled_dot_product_attention(
        turned, turned_key, rope_value)
    print(f"position {position}:", by_position[position][0, :3].round(2),
          np.allclose(by_position[position], expected))
# --8<-- [end:positions]

# --8<-- [start:size]
def cache_bytes(n_layers, key_heads, d_head, T, number_bytes=2):
    """Return the bytes of a cache for T tokens: keys and values."""
    return 2 * n_layers * key_heads * d_head * T * number_bytes


# layers, heads, heads of keys and values, d of a head, longest text
models = {"GPT-2 small": (12, 12, 12, 64, 1024),
          "SmolLM2-135M": (30, 9, 3, 64, 8192),
          "Llama 3.1 70B": (80, 64, 8, 128, 131072)}

per_token, longest = {}, {}
print("cache         1 token  longest text")
for model, (n_layers, _, key_heads, d_head, T) in models.items():
    per_token[model] = cache_bytes(n_layers, key_heads, d_head, 1)
    longest[model] = cache_bytes(n_layers, key_heads, d_head, T)
    print(f"{model:13}{per_token[model] / 1e3:6.1f} kB"
          f"{longest[model] / 1e6:9.1f} MB")
# --8<-- [end:size]

# --8<-- [start:fewer]
llama_layers, llama_heads, _, llama_d, llama_longest = models["Llama 3.1 70B"]
gigabytes = {}
for kind, count in [("MHA", llama_heads), ("GQA", 8), ("MQA", 1)]:
    size = cache_bytes(llama_layers, count, llama_d, llama_longest)
    gigabytes[kind] = size / 1e9
    print(f"{kind}: {count:2} key heads, {gigabytes[kind]:6.1f} GB")
# --8<-- [end:fewer]

# --8<-- [start:grouped]
query_heads, shared = 4, 2  # heads of queries; of keys and values

draw = np.random.default_rng(1)
query = draw.normal(size=(query_heads, 1, 8))  # one new token
key, value = draw.normal(size=(2, shared, 6, 8))  # six in the cache

group = query_heads // shared
repeated = key.repeat(group, axis=0), value.repeat(group, axis=0)
right = scaled_dot_product_attention(query, *repeated)

built_in = scaled_dot_product_attention(query, key, value, enable_gqa=True)
print(query.shape, key.shape, "->", right.shape)
print("same as enable_gqa:", np.allclose(right, built_in))
# --8<-- [end:grouped]

# --8<-- [start:window]
window = 3  # each query sees the last three keys, its own included

ones = np.ones((6, 6), dtype=bool)
band = np.tril(ones) & np.triu(ones, k=1 - window)
q, k_all, v_all = inputs @ w_query, inputs @ w_key, inputs @ w_value
windowed = scaled_dot_product_attention(q, k_all, v_all, attn_mask=band)

last_three = scaled_dot_product_attention(  # what a cache must hold
    q[5:], k_all[-window:], v_all[-window:])
print(band.astype(int))
print("same:", np.allclose(last_three, windowed[5:]))
# --8<-- [end:window]

# --8<-- [start:next_token]
recorded = dict(np.load("snippets/data/smollm2-next.npz"))
following = [str(token) for token in recorded["journey_tokens"]]
probabilities = recorded["journey"].astype(float)

rest = 1 - probabilities.sum()

print(following[:4])
print(f"ten: {probabilities.sum():.3f}, all others: {rest:.3f}")
# --8<-- [end:next_token]

# --8<-- [start:temperature]
temperature, k = 2.0, 5

kept = np.arange(10) < k  # the list is sorted
powers = np.where(kept, probabilities ** (1 / temperature), 0)
chances = powers / powers.sum()

for token, p, chance in zip(following, probabilities, chances):
    print(f"{token!r:11} {p:.3f} -> {chance:.3f}")
# --8<-- [end:temperature]

# --8<-- [start:sample]
dice = np.random.default_rng(0)
end = " ".join(tokens[-2:])
print("greedy:", end + following[chances.argmax()])

drawn = dice.choice(following, size=1000, p=chances).tolist()
for token in drawn[:4]:
    print("sample:", end + token)
print("' at' in 1000 draws:", drawn.count(" at"))
# --8<-- [end:sample]

# --8<-- [start:tile]
tiled = np.tile(key, (group, 1, 1)), np.tile(value, (group, 1, 1))
wrong = scaled_dot_product_attention(query, *tiled)

print("head  repeat            tile")
for h in range(query_heads):
    good, bad = right[h, 0, :2], wrong[h, 0, :2]
    print("{:4}  {:6.2f} {:6.2f} | {:6.2f} {:6.2f}".format(h + 1, *good, *bad))
agree = [h + 1 for h in range(query_heads) if np.allclose(right[h], wrong[h])]
print("agree:", agree)
# --8<-- [end:tile]

# --8<-- [start:corner]
both = embed(["one", "step"])  # two new tokens, four in the cache
all_keys, all_values = inputs @ w_key, inputs @ w_value
corners = {"bottom right": np.tril(np.ones((2, 6), dtype=bool), k=4),
           "top left": np.tril(np.ones((2, 6), dtype=bool))}

whole, all_rows = scaled_dot_product_attention(  # what must come out
    inputs @ w_query, all_keys, all_values, is_causal=True, return_weights=True)
by_corner, aligned = {}, {}
for corner, mask in corners.items():
    by_corner[corner], aligned[corner] = scaled_dot_product_attention(
        both @ w_query, all_keys, all_values, attn_mask=mask, return_weights=True)
    print(f"{corner:13}", np.allclose(by_corner[corner], whole[-2:]))

one_token = scaled_dot_product_attention(
    both[1:] @ w_query, all_keys, all_values)  # no mask at all
print("one, no mask ", np.allclose(one_token, whole[-1:]))
# --8<-- [end:corner]

# --8<-- [start:so_far]
from attention import rotary_embedding as rope  # page 09


def attend(query, key, value, scale=None, mask=None, positions=None,
           cache=None):
    """Return the means of the values, weighted by softmax of the scores."""
    if positions is not None:
        query, key = rope(query, positions), rope(key, positions)
    if cache is not None:
        key, value = cache.append(key, value)
    if scale is None:
        scale = 1 / np.sqrt(key.shape[-1])
    scores = query @ key.mT * scale  # (…, T_q, T_k)
    if mask is not None:  # True where a query may look
        scores = np.where(mask, scores, -np.inf)
    exps = np.exp(scores - scores.max(axis=-1, keepdims=True))
    weights = exps / exps.sum(axis=-1, keepdims=True)
    return weights @ value


kept_so_far = Cache()
rows_so_far = [attend(x @ w_query, x @ w_key, x @ w_value, cache=kept_so_far)
               for x in inputs[:5, None]]  # one token at a time, (1, 3)
print("as above:", np.allclose(np.concatenate(rows_so_far), cached))
# --8<-- [end:so_far]
