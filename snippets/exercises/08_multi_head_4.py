"""Write it yourself: multi-head attention from nothing."""

# --8<-- [start:start]
def my_attention(x, w_query, w_key, w_value, w_out, num_heads):
    """(…, T, d_in) -> (…, T, d_out)"""
# --8<-- [end:start]

# --8<-- [start:check]
import os
from attention import multi_head_attention

try:
    rng = np.random.default_rng(1)
    sequences = rng.normal(size=(5, 7, 6))  # sizes that all differ
    q, k, v, o = (rng.normal(size=size) for size in [(6, 12), (6, 12), (6, 12), (12, 12)])
    one = sequences[0]
    with np.errstate(all="ignore"):
        found = my_attention(one, q, k, v, o, 3)
    result = np.zeros(0) if found is None else np.asarray(found, dtype=float)
    cut = [(one @ w).reshape(3, 7, 4) for w in (q, k, v)]
    rows = contexts_and_weights(*cut)[0]
    q_3, k_3, v_3 = (split_heads(one @ w, 3) for w in (q, k, v))
    by_column = softmax(q_3 @ k_3.mT / 2, axis=-2) @ v_3
    unmerged = contexts_and_weights(q_3, k_3, v_3)[0].reshape(7, 12)
    right, wide, raw = (multi_head_attention(one, q * c, k, v, o, 3)
                        for c in (1, 1 / np.sqrt(3), 2))
    if found is None:
        en = "Your function returns nothing yet. Begin with x @ w_query and split_heads."
        vi = "Hàm của bạn chưa trả về gì. Hãy bắt đầu bằng x @ w_query và split_heads."
    elif result.shape != (7, 12):
        en = f"7 tokens with d_out = 12 must give shape (7, 12); yours has {result.shape}."
        vi = f"7 token với d_out = 12 phải cho shape (7, 12); của bạn là {result.shape}."
    elif np.allclose(result, one @ v @ o):
        en = "No token has looked at another yet: the values went straight to w_out."
        vi = "Chưa token nào nhìn token khác: value đi thẳng đến w_out."
    elif np.allclose(result, multi_head_attention(one, q, k, v, o, 1)):
        en = "That is one wide head. num_heads = 3 asks for three heads of 4 columns each."
        vi = "Đó là một head rộng. num_heads = 3 nghĩa là ba head, mỗi head 4 cột."
    elif np.allclose(result, multi_head_attention(one, q, k, v, np.eye(12), 3)):
        en = "The heads are right and side by side, but w_out has not mixed them yet."
        vi = "Các head đã đúng và nằm cạnh nhau, nhưng w_out chưa trộn chúng."
    elif np.allclose(result, wide):
        en = "Almost: you divide the scores by the root of all 12 columns. One head has 4."
        vi = "Gần đúng: bạn chia điểm cho căn của cả 12 cột. Một head chỉ có 4 cột."
    elif np.allclose(result, raw):
        en = "Almost: the scores are not scaled. Divide them by the root of d_k = 4."
        vi = "Gần đúng: điểm chưa được chia. Hãy chia cho căn của d_k = 4."
    elif np.allclose(result, merge_heads(by_column) @ o):
        en = ("Softmax runs along the wrong axis. The weights of one query must sum to 1 "
              "over the keys, the last axis.")
        vi = ("Softmax chạy sai trục. Trọng số của một query phải có tổng bằng 1 theo các key, "
              "tức trục cuối.")
    elif np.allclose(result, unmerged @ o):
        en = ("Each head is right, but the last reshape mixes tokens. "
              "Before it, tokens must come before heads again: merge_heads.")
        vi = ("Từng head đều đúng, nhưng reshape cuối làm lẫn các token. "
              "Trước đó, token phải về lại trước head: merge_heads.")
    elif np.allclose(result, merge_heads(rows) @ o) or np.allclose(
            result, rows.reshape(7, 12) @ o):
        en = ("With reshape alone, tokens end up in the wrong heads. "
              "Cut each row first, then swap tokens and heads.")
        vi = ("Chỉ dùng reshape thì token lọt vào nhầm head. "
              "Hãy cắt từng hàng trước, rồi chuyển vị.")
    elif not np.allclose(result, right):
        en = ("The shape is right, the numbers are not. Try num_heads = 1 first, "
              "without w_out, and compare with contexts_and_weights.")
        vi = ("Shape đúng nhưng số chưa đúng. Hãy thử num_heads = 1 trước, "
              "chưa có w_out, rồi so với contexts_and_weights.")
    elif not np.allclose(my_attention(sequences, q, k, v, o, 3),
                         multi_head_attention(sequences, q, k, v, o, 3)):
        en = ("Right for one sequence, but in a batch of 5 the sequences get mixed up. "
              "Count axes from the end: -1, -2, -3.")
        vi = ("Với một chuỗi thì đã đúng, nhưng trong batch 5 chuỗi thì các chuỗi lẫn vào nhau. "
              "Hãy đếm trục từ cuối: -1, -2, -3.")
    else:
        en = "Right: this is multi-head attention, for one sequence and for a batch."
        vi = "Đúng: đây là multi-head attention, cho một chuỗi lẫn cho cả batch."
        solved = True
except Exception as error:  # whatever was left behind, the check answers
    en = f"The check cannot use your answer yet: {error!r}"
    vi = f"Chưa chấm được câu trả lời của bạn: {error!r}"
print(vi if os.environ.get("LANG", "").startswith("vi") else en)
# --8<-- [end:check]

# --8<-- [start:solution]
def my_attention(x, w_query, w_key, w_value, w_out, num_heads):
    """(…, T, d_in) -> (…, T, d_out)"""
    queries, keys, values = (
        split_heads(x @ w, num_heads) for w in (w_query, w_key, w_value))
    scores = queries @ keys.mT  # (…, heads, T, T)
    weights = softmax(scores / np.sqrt(keys.shape[-1]))
    return merge_heads(weights @ values) @ w_out
# --8<-- [end:solution]

# --8<-- [start:wrong_1]
def my_attention(x, w_query, w_key, w_value, w_out, num_heads):
    queries, keys, values = x @ w_query, x @ w_key, x @ w_value
    weights = softmax(queries @ keys.mT / np.sqrt(keys.shape[-1]))
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
    scores = queries @ keys.mT
    weights = softmax(scores / np.sqrt(w_key.shape[-1]))
    return merge_heads(weights @ values) @ w_out
# --8<-- [end:wrong_3]

# --8<-- [start:wrong_4]
def my_attention(x, w_query, w_key, w_value, w_out, num_heads):
    queries, keys, values = (
        (x @ w).reshape(*x.shape[:-2], num_heads, x.shape[-2], -1)
        for w in (w_query, w_key, w_value))
    scores = queries @ keys.mT
    weights = softmax(scores / np.sqrt(keys.shape[-1]))
    return (weights @ values).reshape(*x.shape[:-1], -1) @ w_out
# --8<-- [end:wrong_4]

# --8<-- [start:wrong_5]
def my_attention(x, w_query, w_key, w_value, w_out, num_heads):
    queries, keys, values = (
        (x @ w).reshape(-1, num_heads, w.shape[1] // num_heads).swapaxes(0, 1)
        for w in (w_query, w_key, w_value))
    weights = softmax(queries @ keys.mT / np.sqrt(keys.shape[-1]))
    context = (weights @ values).swapaxes(0, 1)
    return context.reshape(*x.shape[:-1], -1) @ w_out
# --8<-- [end:wrong_5]

# --8<-- [start:wrong_6]
def my_attention(x, w_query, w_key, w_value, w_out, num_heads):
    queries, keys, values = (
        split_heads(x @ w, num_heads) for w in (w_query, w_key, w_value))
    weights = softmax(queries @ keys.mT)
    return merge_heads(weights @ values) @ w_out
# --8<-- [end:wrong_6]

# --8<-- [start:wrong_7]
def my_attention(x, w_query, w_key, w_value, w_out, num_heads):
    queries, keys, values = (
        split_heads(x @ w, num_heads) for w in (w_query, w_key, w_value))
    scores = queries @ keys.mT / np.sqrt(keys.shape[-1])
    weights = softmax(scores, axis=-2)
    return merge_heads(weights @ values) @ w_out
# --8<-- [end:wrong_7]

# --8<-- [start:wrong_8]
def my_attention(x, w_query, w_key, w_value, w_out, num_heads):
    queries, keys, values = (
        split_heads(x @ w, num_heads) for w in (w_query, w_key, w_value))
    weights = softmax(queries @ keys.mT / np.sqrt(keys.shape[-1]))
    return (weights @ values).reshape(*x.shape[:-1], -1) @ w_out
# --8<-- [end:wrong_8]
