"""Why several heads? Two rows of weights for each token, and the same number of parameters as one."""

# --8<-- [start:by_hand]
def mix(exps, passed_on):
    """Weights are e to the scores over their sum; mix in these weights."""
    return sum(e * v for e, v in zip(exps, passed_on)) / sum(exps)


who, where = [9, 1], [1, 9]  # e to the scores of the two nouns
both = [9 * 1, 1 * 9]        # one head for both reasons

for sentence, passed_on in [("cat sat on mat", [10, 20]),
                            ("mat sat on cat", [20, 10])]:
    one = mix(both, passed_on), mix(both, passed_on)
    two = mix(who, passed_on), mix(where, passed_on)
    print(sentence)
    print("  one head ", one)
    print("  two heads", two)
# --8<-- [end:by_hand]

# --8<-- [start:inputs]
import numpy as np
from attention import causal_mask, softmax  # pages 07 and 04

np.set_printoptions(precision=4, suppress=True)

tokens = ["Your", "journey", "starts", "with", "one", "step"]
inputs = np.array([
    [0.43, 0.15, 0.89], [0.55, 0.87, 0.66], [0.57, 0.85, 0.64],
    [0.22, 0.58, 0.33], [0.77, 0.25, 0.10], [0.05, 0.80, 0.55],
])


def show(matrix, names=tokens):
    for name, row in zip(names, matrix):
        print(f"{name:7}", "".join(f"{x:8.4f}" for x in row))
# --8<-- [end:inputs]

# --8<-- [start:heads]
# PyTorch made these: torch.manual_seed(123), then for each head
# nn.Linear(3, 2, bias=False) for query, key and value, here
# transposed for x @ w.
heads = np.array([
    [[[-0.235430, 0.217727], [0.019124, -0.491934], [-0.286746, 0.423223]],
     [[-0.419641, 0.261478], [-0.459018, -0.213326], [-0.364820, 0.216052]],
     [[-0.490014, -0.113461], [-0.350292, -0.440439], [-0.211989, 0.378044]]],
    [[[-0.136157, 0.107564], [0.185322, 0.157877], [0.408269, 0.557292]],
     [[-0.260390, 0.412603], [0.182876, 0.461105], [-0.256872, -0.532301]],
     [[0.492853, 0.237681], [0.275693, 0.479951], [0.251590, -0.076233]]],
])
print(heads.shape)  # (heads, query key value, d_in, d_k)
# --8<-- [end:heads]

# --8<-- [start:attend]
def attend(queries, keys, values, allowed=True):
    """Pages 05 to 07, for arrays (…, T, d_k); allowed=True hides nothing."""
    root = np.sqrt(keys.shape[-1])
    scores = queries @ keys.swapaxes(-1, -2) / root  # (…, T, T)
    weights = softmax(np.where(allowed, scores, -np.inf))
    return weights @ values, weights


causal = causal_mask(6)
batch = np.stack([inputs, inputs])  # (2, 6, 3)
# --8<-- [end:attend]

# --8<-- [start:loop]
contexts = []
for w_q, w_k, w_v in heads:
    context, _ = attend(batch @ w_q, batch @ w_k, batch @ w_v, causal)
    contexts.append(context)  # (2, 6, 2)

stacked = np.concatenate(contexts, axis=-1)  # (2, 6, 4)
print(stacked.shape)
show(stacked[0])
print("the same twice:", np.array_equal(stacked[0], stacked[1]))
# --8<-- [end:loop]

# --8<-- [start:side_by_side]
w_query, w_key, w_value = np.concatenate(heads, axis=-1)  # (3, 4) each
print(w_query)

queries = batch @ w_query  # (2, 6, 3) @ (3, 4) -> (2, 6, 4)
for h in range(2):
    columns = queries[..., 2 * h : 2 * h + 2]
    print("head", h + 1, np.allclose(columns, batch @ heads[h, 0]))
# --8<-- [end:side_by_side]

# --8<-- [start:toy]
# 3 tokens, 4 columns: 23 is column 3 of token 2
toy = np.array([[11, 12, 13, 14], [21, 22, 23, 24], [31, 32, 33, 34]])

cut = toy.reshape(3, 2, 2)   # (T, heads, d_k): each row in two
right = cut.swapaxes(0, 1)   # (heads, T, d_k)
print("head 1", right[0].tolist())
print("head 2", right[1].tolist())
# --8<-- [end:toy]

# --8<-- [start:split_and_merge]
def split_heads(x, num_heads):
    d_k = x.shape[-1] // num_heads
    x = x.reshape(*x.shape[:-1], num_heads, d_k)  # (…, T, heads, d_k)
    return x.swapaxes(-2, -3)                     # (…, heads, T, d_k)


def merge_heads(x):
    x = x.swapaxes(-2, -3)                 # (…, T, heads, d_k)
    return x.reshape(*x.shape[:-2], -1)    # (…, T, heads * d_k)


split_queries = split_heads(queries, 2)
print(queries.shape, "->", split_queries.shape)
print("and back:", np.array_equal(merge_heads(split_queries), queries))
# --8<-- [end:split_and_merge]

# --8<-- [start:multi_head]
def multi_head(x, w_query, w_key, w_value, num_heads, allowed=True):
    matrices = w_query, w_key, w_value
    split = [split_heads(x @ w, num_heads) for w in matrices]
    context, weights = attend(*split, allowed)
    return merge_heads(context), weights


at_once, weights = multi_head(batch, w_query, w_key, w_value, 2, causal)
print("weights", weights.shape, "context", at_once.shape)
print("as with the loop:", np.allclose(at_once, stacked))

pair = np.stack([inputs, inputs[::-1]])  # two different sequences
both_at_once, _ = multi_head(pair, w_query, w_key, w_value, 2, causal)
alone, _ = multi_head(pair[1], w_query, w_key, w_value, 2, causal)
print("each for itself:", np.allclose(both_at_once[1], alone))
# --8<-- [end:multi_head]

# --8<-- [start:w_out]
# as nn.Linear(4, 4) draws: uniform, from -1/√4 to 1/√4
w_out = np.random.default_rng(0).uniform(-0.5, 0.5, (4, 4))
output = at_once @ w_out  # (2, 6, 4) @ (4, 4) -> (2, 6, 4)
by_head = contexts[0] @ w_out[:2] + contexts[1] @ w_out[2:]
print("a sum over the heads:", np.allclose(output, by_head))

silent = at_once.copy()
silent[..., 2:] = 0  # head 2 falls silent
for name, w in [("without W_out", np.eye(4)), ("with W_out", w_out)]:
    moved = ~np.isclose(silent @ w, at_once @ w)[0].all(axis=0)
    print(name, "head 2 reaches", [c + 1 for c in range(4) if moved[c]])
# --8<-- [end:w_out]

# --8<-- [start:one_or_two]
pick = np.eye(3)[:, :2]  # (3, 2): the first two numbers of a token
ask = 40 * pick          # long queries, so that the weights are sharp

became, looks = {}, {}
for num_heads in (1, 2):
    context, table = multi_head(inputs, ask, pick, pick, num_heads)
    became[num_heads], looks[num_heads] = context[1], table[:, 1]

print("journey   1 head | head 1  head 2")
columns = np.concatenate([looks[1], looks[2]])  # (3, 6)
for token, (single, first, second) in zip(tokens, columns.T):
    print(f"{token:9} {single:.4f} | {first:.4f}  {second:.4f}")
for num_heads in (1, 2):
    print("becomes with", num_heads, became[num_heads])
# --8<-- [end:one_or_two]

# --8<-- [start:out_of_reach]
first_two = inputs[:, :2]
sums = first_two.sum(axis=1)
print("first two numbers, added up:")
for token, total in zip(tokens, sums):
    print(f"{token:8} {total:.4f}")
print(f"one head  {became[1].sum():.4f}")
print(f"two heads {became[2].sum():.4f}")
# --8<-- [end:out_of_reach]

# --8<-- [start:reshape_alone]
wrong = toy.reshape(2, 3, 2)  # (heads, T, d_k) at once
print("in memory", toy.ravel().tolist())
print("head 1", wrong[0].tolist())
print("head 2", wrong[1].tolist())
print("the right shape:", wrong.shape == right.shape)
# --8<-- [end:reshape_alone]

# --8<-- [start:symptoms]
def reshape_alone(x, num_heads):
    return x.reshape(num_heads, len(x), -1)


def heads_of(x, split):
    queries, keys, values = (
        split(x @ w, 2) for w in (w_query, w_key, w_value))
    return merge_heads(attend(queries, keys, values, causal)[0])


changed = inputs.copy()
changed[4] = [9, -9, 9]  # another token in the place of "one"
for split in (split_heads, reshape_alone):
    before, after = heads_of(inputs, split), heads_of(changed, split)
    moved = ~np.isclose(before, after).all(axis=1)
    print(split.__name__)
    print("  moved:", [t for t, m in zip(tokens, moved) if m])
    print("  row 1 is v1:", np.allclose(before[0], inputs[0] @ w_value))
# --8<-- [end:symptoms]

# --8<-- [start:d_out]
from attention import multi_head_attention

d_out = 4
for num_heads in (1, 2, 4, 3):
    try:
        multi_head_attention(inputs, w_query, w_key, w_value,
                             np.eye(d_out), num_heads)
        print("in all:", num_heads, "x", d_out // num_heads, "columns")
    except ValueError as error:
        print(str(error).split(", ")[-1])

print("per head: 2 x", heads.shape[-1], "columns are", stacked.shape[-1])
# --8<-- [end:d_out]

# --8<-- [start:parameters]
d = 768  # the width of GPT-2


def count(num_heads, d_k):
    one_head = 3 * d * d_k              # its columns of W_q, W_k, W_v
    out = num_heads * d_k * d + d       # W_out and its bias
    return num_heads * one_head + out


print("heads x d_k  parameters  attention weights")
for num_heads, d_k in [(1, 768), (2, 384), (12, 64), (48, 16), (12, 768)]:
    learned = count(num_heads, d_k)
    tables = num_heads * 1024 * 1024  # T = 1024 tokens
    print(f"{num_heads:5} x {d_k:3} {learned:11,} {tables:18,}")
# --8<-- [end:parameters]

# --8<-- [start:which_d]
split = [split_heads(inputs @ w, 2) for w in (w_query, w_key, w_value)]
raw = split[0] @ split[1].swapaxes(-1, -2)  # (2, 6, 6), not divided yet

printed = stacked[0].round(4)  # what the book prints
for number in (4, 2):  # all columns, those of one head
    scores = np.where(causal, raw / np.sqrt(number), -np.inf)
    tried = merge_heads(softmax(scores) @ split[2]).round(4)
    wrong_numbers = int((tried != printed).sum())
    print(f"root of {number}: {wrong_numbers} of 24 numbers differ")
# --8<-- [end:which_d]

# --8<-- [start:one_map]
mean_map = looks[2].mean(axis=0)
print("mean of both", mean_map)
print("mixed in it ", mean_map @ first_two)
print("two heads   ", became[2])
# --8<-- [end:one_map]

# --8<-- [start:check]
b_out = np.array([1.0, 2.0, 3.0, 4.0])

expected = multi_head_attention(batch, w_query, w_key, w_value, np.eye(4), 2,
                                is_causal=True)
print("loop:   ", np.allclose(stacked, expected))
print("at once:", np.allclose(at_once, expected))

expected = multi_head_attention(batch, w_query, w_key, w_value, w_out, 2,
                                is_causal=True, b_out=b_out)
print("W_out:  ", np.allclose(output + b_out, expected))

for num_heads in (1, 2):
    expected = multi_head_attention(inputs, ask, pick, pick, np.eye(2),
                                    num_heads)
    print("heads", num_heads, np.allclose(became[num_heads], expected[1]))
# --8<-- [end:check]
