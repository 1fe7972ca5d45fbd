"""Build: multi-head attention from nothing."""

# --8<-- [start:start]
def my_attention(x, w_query, w_key, w_value, w_out, num_heads):
    """(…, T, d_in) -> (…, T, d_out), without a mask; d_out is in all."""
    values = x @ w_value
    return values @ w_out


print(my_attention(batch, w_query, w_key, w_value, w_out, 2).shape)
# --8<-- [end:start]

# --8<-- [start:check]
import os

try:
    rng = np.random.default_rng(1)
    sequences = rng.normal(size=(5, 7, 6))  # every size another number
    q, k, v, o = (rng.normal(size=size) for size in [(6, 12), (6, 12), (6, 12), (12, 12)])
    with np.errstate(all="ignore"):
        found = np.asarray(my_attention(sequences[0], q, k, v, o, 3), dtype=float)
    cut = [(sequences[0] @ w).reshape(3, 7, 4) for w in (q, k, v)]
    one, plain = multi_head_attention(sequences[0], q, k, v, o, 1), multi_head_attention(sequences[0], q, k, v, np.eye(12), 3)
    right_one, wide = (multi_head_attention(sequences[0], q / root, k, v, o, 3) for root in (1, np.sqrt(3)))
    if found.shape != (7, 12):
        en = f"A sequence of 7 tokens with d_out = 12 must give (7, 12), yours gives {found.shape}."
        vi = f"Một chuỗi 7 token với d_out = 12 phải cho (7, 12), của bạn cho {found.shape}."
    elif np.allclose(found, sequences[0] @ v @ o):
        en = "No token has looked at another yet: values went straight to w_out."
        vi = "Chưa token nào nhìn token khác: value đi thẳng đến w_out."
    elif np.allclose(found, one):
        en = "That is one wide head. num_heads = 3 asks for three, of 4 columns each."
        vi = "Đó là một head rộng. num_heads = 3 đòi ba head, mỗi head 4 cột."
    elif np.allclose(found, plain):
        en = "The heads are right and lie side by side, but w_out has not mixed them yet."
        vi = "Các head đã đúng và nằm cạnh nhau, nhưng w_out chưa trộn chúng."
    elif np.allclose(found, wide):
        en = "Almost: the scores are divided by the root of 12, all columns. One head has 4."
        vi = "Gần đúng: điểm đang chia cho căn của 12, tức mọi cột. Một head chỉ có 4 cột."
    elif np.allclose(found, merge_heads(attend(*cut)[0]) @ o) or np.allclose(found, attend(*cut)[0].reshape(7, 12) @ o):
        en = "Split with reshape alone, tokens get into the wrong heads. Cut each row first, then transpose."
        vi = "Chia bằng reshape không thôi thì token lọt vào nhầm head. Hãy cắt từng hàng trước, rồi chuyển vị."
    elif not np.allclose(found, right_one):
        en = "The shape is right, the numbers are not. Try num_heads = 1 first, and compare with multi_head_attention."
        vi = "Shape đúng nhưng số chưa đúng. Hãy thử num_heads = 1 trước, rồi so với multi_head_attention."
    elif not np.allclose(my_attention(sequences, q, k, v, o, 3), multi_head_attention(sequences, q, k, v, o, 3)):
        en = "Right for one sequence, but in the batch of 5 the sequences get mixed up. Count axes from the end: -1, -2, -3."
        vi = "Với một chuỗi thì tốt, nhưng trong batch 5 chuỗi thì các chuỗi lẫn vào nhau. Hãy đếm trục từ cuối: -1, -2, -3."
    else:
        en = "Right: this is multi-head attention, for one sequence and for a batch."
        vi = "Đúng: đây là multi-head attention, cho một chuỗi lẫn cho cả batch."
except Exception as error:  # whatever was left behind, the check answers
    en = f"The check cannot use your answer yet: {error!r}"
    vi = f"Chưa chấm được câu trả lời của bạn: {error!r}"
print(vi if os.environ.get("LANG", "").startswith("vi") else en)
# --8<-- [end:check]

# --8<-- [start:solution]
def my_attention(x, w_query, w_key, w_value, w_out, num_heads):
    """(…, T, d_in) -> (…, T, d_out), without a mask; d_out is in all."""
    queries, keys, values = (
        split_heads(x @ w, num_heads) for w in (w_query, w_key, w_value))
    scores = queries @ keys.swapaxes(-1, -2)  # (…, heads, T, T)
    weights = softmax(scores / np.sqrt(keys.shape[-1]))
    return merge_heads(weights @ values) @ w_out


print(my_attention(batch, w_query, w_key, w_value, w_out, 2).shape)
# --8<-- [end:solution]

# --8<-- [start:wrong_1]
def my_attention(x, w_query, w_key, w_value, w_out, num_heads):
    queries, keys, values = x @ w_query, x @ w_key, x @ w_value
    weights = softmax(queries @ keys.swapaxes(-1, -2) / np.sqrt(keys.shape[-1]))
    return weights @ values @ w_out
# --8<-- [end:wrong_1]

# --8<-- [start:wrong_2]
def my_attention(x, w_query, w_key, w_value, w_out, num_heads):
    return multi_head(x, w_query, w_key, w_value, num_heads)[0]
# --8<-- [end:wrong_2]

# --8<-- [start:wrong_3]
def my_attention(x, w_query, w_key, w_value, w_out, num_heads):
    queries, keys, values = (
        split_heads(x @ w, num_heads) for w in (w_query, w_key, w_value))
    scores = queries @ keys.swapaxes(-1, -2)
    weights = softmax(scores / np.sqrt(w_key.shape[-1]))
    return merge_heads(weights @ values) @ w_out
# --8<-- [end:wrong_3]

# --8<-- [start:wrong_4]
def my_attention(x, w_query, w_key, w_value, w_out, num_heads):
    queries, keys, values = (
        (x @ w).reshape(*x.shape[:-2], num_heads, x.shape[-2], -1)
        for w in (w_query, w_key, w_value))
    scores = queries @ keys.swapaxes(-1, -2)
    weights = softmax(scores / np.sqrt(keys.shape[-1]))
    return (weights @ values).reshape(*x.shape[:-1], -1) @ w_out
# --8<-- [end:wrong_4]

# --8<-- [start:wrong_5]
def my_attention(x, w_query, w_key, w_value, w_out, num_heads):
    queries, keys, values = (
        (x @ w).reshape(-1, num_heads, w.shape[1] // num_heads).swapaxes(0, 1)
        for w in (w_query, w_key, w_value))
    weights = softmax(queries @ keys.swapaxes(1, 2) / np.sqrt(keys.shape[-1]))
    context = (weights @ values).swapaxes(0, 1)
    return context.reshape(*x.shape[:-1], -1) @ w_out
# --8<-- [end:wrong_5]
