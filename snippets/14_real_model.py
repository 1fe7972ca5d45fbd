"""14: attention in a trained model, SmolLM2-135M-Instruct, measured on recorded data."""

# --8<-- [start:by_hand]
import numpy as np

x_hand = np.array([1.0, 7.0])    # the vector of one token
added = np.array([6.0, -6.0])    # what attention adds to it
rms = np.sqrt((x_hand**2).mean())
print("root mean square", rms)
print("attention reads ", x_hand / rms)
print("after residual  ", x_hand + added)
# --8<-- [end:by_hand]

# --8<-- [start:parts]
from attention import rotary_embedding, scaled_dot_product_attention


def rms_norm(x, gain):
    """Return each token divided by its root mean square, times gain."""
    square = (x**2).mean(axis=-1, keepdims=True)
    return x / np.sqrt(square + 1e-5) * gain


def split(x, d_head):  # (T, heads * d_head) -> (heads, T, d_head)
    return x.reshape(len(x), -1, d_head).swapaxes(0, 1)


def attention_layer(x, w, off=(), cache=None):
    """Return what attention adds to the tokens x (T, d).

    Heads in `off` add nothing. A cache holds earlier tokens.
    """
    query, key, value = (split(x @ w[name], w["d_head"]) for name in "qkv")
    past = cache.past[0].shape[-2] if cache and cache.past else 0
    positions = np.arange(past, past + len(x))
    query, key = (rotary_embedding(each, positions, base=100_000)
                  for each in (query, key))
    if cache:
        key, value = cache.append(key, value)
    mask = np.tri(len(x), past + len(x), past, dtype=bool)  # causal
    context, w["map"] = scaled_dot_product_attention(
        query, key, value, mask, enable_gqa=True, return_weights=True)
    context[list(off)] = 0
    return context.swapaxes(0, 1).reshape(len(x), -1) @ w["out"]
# --8<-- [end:parts]

# --8<-- [start:block]
def mlp(x, w):
    """Return what the MLP adds to the tokens x (T, d)."""
    gate = x @ w["gate"]
    silu = gate / (1 + np.exp(-gate))
    return silu * (x @ w["up"]) @ w["down"]


def block(x, w, off=(), cache=None):
    """Return the tokens x (T, d) after one block."""
    normal = rms_norm(x, w["attend_gain"])
    x = x + attention_layer(normal, w, off, cache)
    return x + mlp(rms_norm(x, w["mlp_gain"]), w)
# --8<-- [end:block]

# --8<-- [start:exchange]
d, d_head = 12, 4  # 3 query heads share 1 head of keys and values
rng = np.random.default_rng(0)
shapes = {"q": (d, d), "k": (d, d_head), "v": (d, d_head),
          "out": (d, d), "gate": (d, 32), "up": (d, 32),
          "down": (32, d), "attend_gain": d, "mlp_gain": d}
w_toy = {name: rng.normal(size=s) for name, s in shapes.items()}
w_toy["d_head"] = d_head
tokens = ["Your", "journey", "starts", "with", "one", "step"]
x_toy = rng.normal(size=(6, d))
x_other = x_toy.copy()
x_other[4] = rng.normal(size=d)  # another token instead of "one"

reached = {}
for part in (attention_layer, mlp, block):
    same = np.isclose(part(x_toy, w_toy), part(x_other, w_toy))
    reached[part.__name__] = [
        t for t, s in zip(tokens, same.all(axis=1)) if not s]
    print(f"{part.__name__:15} changes", reached[part.__name__])
# --8<-- [end:exchange]

# --8<-- [start:one_head]
one_head = np.load("snippets/data/smollm2-head-13-8.npz")  # 249 KB
x_real = one_head["journey_input"].astype(np.float32)  # (6, 576)
real_query = rotary_embedding(x_real @ one_head["w_query"],
                              base=100_000)
real_key = rotary_embedding(x_real @ one_head["w_key"],
                            base=100_000)
real_value = x_real @ one_head["w_value"]
context, computed = scaled_dot_product_attention(
    real_query, real_key, real_value, is_causal=True,
    return_weights=True)
print(one_head["journey_tokens"].tolist())
print(computed.round(2))
error = np.abs(computed - one_head["journey_map"]).max()
print("within 0.001 of the recorded map:", error < 0.001)
# --8<-- [end:one_head]

# --8<-- [start:browse]
layer = 13
head = 8
sentence = "dogs"  # or cat, animal, keys, journey, mary

maps = np.load("snippets/data/smollm2-maps.npz")  # 75 KB
words = maps[f"{sentence}_tokens"].tolist()
shown = maps[sentence][layer, head] / 255  # (T, T)
for word, row in zip(words, shown):
    top = int(row.argmax())
    print(f"{word:>8} ->{words[top]:8} {row[top]:.2f}")
# --8<-- [end:browse]

# --8<-- [start:sentences]
more = np.load("snippets/data/smollm2-maps-more.npz")  # 125 KB
weights_of, tokens_of = {}, {}
for file in (maps, more):
    for name in file.files:
        if not name.endswith("_tokens"):
            weights_of[name] = file[name] / 255  # (30, 9, T, T)
            tokens_of[name] = file[f"{name}_tokens"].tolist()
for name in more.files:
    if name in tokens_of:
        print(f"{name:8}", "".join(tokens_of[name]))
# --8<-- [end:sentences]

# --8<-- [start:previous]
def previous_share(weights):
    """Return each head's mean weight on the token before, (30, 9)."""
    before = np.diagonal(weights, -1, axis1=-2, axis2=-1)
    return before[..., 1:].mean(axis=-1)  # from row 3 on


def best(share, count=3):
    """Return the heads with the largest share, such as L16H0: 0.80."""
    order = np.argsort(-share, axis=None)[:count]
    return [f"L{i // 9}H{i % 9}: {share.flat[i]:.2f}" for i in order]


previous = np.mean([previous_share(w) for w in weights_of.values()],
                   axis=0)
print("mean of all sentences", best(previous))
lowest = min(previous_share(w)[16, 0] for w in weights_of.values())
print(f"L16H0 in its worst sentence: {lowest:.2f}")
# --8<-- [end:previous]

# --8<-- [start:subject]
cases = {  # name: verb, its subject, another noun
    "dogs": (" bark", " dogs", " house"),
    "near": (" bark", " dogs", " house"),
    "cat": (" sleep", " cat", " mice"),
    "keys": (" are", " keys", " cabinet"),
    "letter": (" arrived", " letter", " sister"),
    "doctors": (" sleep", " man", " doctors"),
    "houses": (" hangs", " picture", " houses"),
}
on_subject, on_other = [], []
for name, (verb, subject, other) in cases.items():
    place = tokens_of[name].index
    rows = weights_of[name][:, :, place(verb)]  # (30, 9, T)
    on_subject.append(rows[:, :, place(subject)])
    on_other.append(rows[:, :, place(other)])
    print(f"{name:8}{verb:8} ->{subject:8} {on_subject[-1][13, 8]:.2f}"
          f" {other:8} {on_other[-1][13, 8]:.2f}")
subjects = np.mean(on_subject, axis=0)
print("mean", best(subjects))
# --8<-- [end:subject]

# --8<-- [start:induction]
def repeats(words):
    """Return where a token comes again, and where its successor was."""
    return [(i, words[:i].index(word) + 1)
            for i, word in enumerate(words) if word in words[:i]]


again = [(name, i, after) for name, words_in in tokens_of.items()
         for i, after in repeats(words_in)]
successors = np.mean([weights_of[name][:, :, i, after]
                      for name, i, after in again], axis=0)
print(len(again), "repeats, mean", best(successors))
for name in ("river", "fox", "mary"):
    line = [f"{tokens_of[name][i]} {weights_of[name][18, 6, i, j]:.2f}"
            for i, j in repeats(tokens_of[name])]
    print(f"{name}, L18H6:", ",".join(line))
# --8<-- [end:induction]

# --8<-- [start:sinks]
first_share = {name: w[:, :, 2:, 0].mean(axis=-1)  # rows 3 to T
               for name, w in weights_of.items()}
parked = {name: (s > 0.5).mean() for name, s in first_share.items()}
for name in ("journey", "dogs", "mary", "river"):
    print(f"{name:8} {100 * parked[name]:.0f} % of the heads")
sinks = np.mean(list(first_share.values()), axis=0)  # (30, 9)
# --8<-- [end:sinks]

# --8<-- [start:tired_wide]
tired, wide = tokens_of["animal"], tokens_of["wide"]
differs = (weights_of["animal"] != weights_of["wide"]).any(axis=(0, 1, 3))
print("rows that differ:", [t for t, b in zip(tired, differs) if b])
it, animal, street = (tired.index(t) for t in
                      (" it", " animal", " street"))
for name in ("animal", "wide"):
    row_it = weights_of[name][13, 8, it]
    print(f"it, before{tokens_of[name][-1]:6}:",
          f"animal {row_it[animal]:.2f}, street {row_it[street]:.2f}")
# --8<-- [end:tired_wide]

# --8<-- [start:switch_off]
effects = np.load("snippets/data/smollm2-effects.npz")  # 57 KB
right = np.tile([1, -1], 10)  # "are", "is", "are", "is", ...


def margin(logits):
    """Return the logit of "are" less that of "is"."""
    return logits[..., 0] - logits[..., 1]


margins = right * margin(effects["base"])  # (20,)
off = right[:, None, None] * margin(effects["logits"])
change = off - margins[:, None, None]  # (20, 30, 9)
looks = effects["rows"][..., 1] / 255  # at the subject
print(f"margin: {margins.mean():.2f}")
for i, j in [(13, 8), (28, 7), (26, 0), (11, 1)]:
    c = change[:, i, j]
    print(f"L{i}H{j}: looks {looks[:, i, j].mean():.2f}, changes "
          f"{c.mean():.2f} ({c.min():.2f} to {c.max():.2f})")
print("larger without L26H0:",
      effects["prompts"][change[:, 26, 0] > 0])
# --8<-- [end:switch_off]

# --8<-- [start:quiet]
quiet = np.load("snippets/data/smollm2-head-18-6.npz")  # 245 KB
quiet_map = quiet["journey_map"]
quiet_value = (quiet["journey_input"].astype(np.float32)
               @ quiet["w_value"])
lengths = np.linalg.norm(quiet_value, axis=1)
result = np.linalg.norm(quiet_map @ quiet_value, axis=1)
print("weight on Your  ", quiet_map[:, 0].round(2))
print("length of value ", lengths.round(1))
print("length of result", result.round(1))
# --8<-- [end:quiet]

# --8<-- [start:next]
following = np.load("snippets/data/smollm2-next.npz")  # 3 KB
for token, p in zip(following["journey_tokens"].tolist(),
                    following["journey"]):
    print(f"{p:.4f} {token!r}")
# --8<-- [end:next]

# --8<-- [start:own_sentence]
import smollm2
from attention import softmax

sentence = "The keys to the cabinet"
off = []  # (26, 0), for example, is layer 26, head 0


def next_token(sentence, off):
    """Return a probability for each of the 49,152 tokens."""
    ids = smollm2.encode(sentence)
    words = [smollm2.decode([i]) for i in ids]
    x = smollm2.embedding(ids)  # (T, 576)
    for layer in smollm2.layers():
        w = smollm2.weights(layer)
        x = block(x, w, off=[h for l, h in off if l == layer])
        smollm2.show(layer, w["map"], words)
    last = rms_norm(x[-1], smollm2.last_gain())
    return softmax(smollm2.logits(last))


if smollm2.ready():
    p_next = next_token(sentence, off)
    for i in np.argsort(-p_next)[:10]:
        print(f"{p_next[i]:.4f} {smollm2.decode([i])!r}")
# --8<-- [end:own_sentence]

# --8<-- [start:write]
from time import perf_counter

import smollm2
from attention import KVCache, softmax

prompt = "Once upon a time, there was a little cat"
temperature, seed, count = 0.7, 0, 10


def write(with_cache):
    """Print the text and the seconds for each new token."""
    ids, rng = smollm2.encode(prompt), np.random.default_rng(seed)
    caches = [KVCache() if with_cache else None
              for _ in smollm2.layers()]
    start, new = perf_counter(), ids
    for _ in range(count):
        x = smollm2.embedding(new if with_cache else ids)
        for layer, cache in enumerate(caches):
            x = block(x, smollm2.weights(layer), cache=cache)
        last = rms_norm(x[-1], smollm2.last_gain())
        p = softmax(np.float64(smollm2.logits(last)) / temperature)
        new = [int(rng.choice(len(p), p=p))]
        if new[0] in smollm2.ENDS:
            break
        ids = ids + new
        print(smollm2.decode(ids), end="\r")
    seconds = (perf_counter() - start) / count
    print(f"{smollm2.decode(ids)}\n{seconds:.2f} s a token")


if smollm2.ready():
    smollm2.keep()  # all layers at once, 540 MB
    write(with_cache=True)
    write(with_cache=False)
# --8<-- [end:write]
