"""Repair: two heads with two faults."""

# --8<-- [start:start]
def two_heads(x, w_query, w_key, w_value):
    queries, keys, values = (
        split_heads(x @ w, 2) for w in (w_query, w_key, w_value))
    root = np.sqrt(w_key.shape[-1])
    weights = softmax(queries @ keys.swapaxes(-1, -2) / root)
    context = weights @ values  # (…, 2, T, d_k)
    return context.reshape(*x.shape[:-1], -1)
# --8<-- [end:start]

# --8<-- [start:check]
import os

try:
    sharp = 40 * w_query  # so that a wrong root shows
    found = np.asarray(two_heads(inputs.copy(), sharp, w_key, w_value), dtype=float)
    right_root = multi_head_attention(inputs, sharp, w_key, w_value, np.eye(4), 2)
    wide_root = multi_head_attention(inputs, sharp / np.sqrt(2), w_key, w_value, np.eye(4), 2)
    unrooted = multi_head_attention(inputs, sharp * np.sqrt(2), w_key, w_value, np.eye(4), 2)
    mixed_up = [split_heads(each, 2).reshape(6, 4) for each in (right_root, wide_root)]
    if found.shape != (6, 4):
        en = f"Six tokens with four numbers each, (6, 4), should come out; yours has {found.shape}."
        vi = f"Phải ra sáu token, mỗi token bốn số, tức (6, 4); của bạn là {found.shape}."
    elif np.allclose(found, mixed_up[1]):
        en = "Both faults are still there. What do heads and tokens need before they become one row again? And whose columns count under the root?"
        vi = "Cả hai lỗi vẫn còn. Trước khi về lại một hàng, head và token cần gì? Và dưới dấu căn là số cột của ai?"
    elif np.allclose(found, mixed_up[0]):
        en = "The root is right now. But row 1 holds head 1 of Your and of journey: before the last reshape, tokens must come before heads again."
        vi = "Căn đã đúng. Nhưng hàng 1 đang chứa head 1 của Your và của journey: trước reshape cuối, token phải về lại trước head."
    elif np.allclose(found, wide_root):
        en = "The heads lie side by side now. But the root is still that of all 4 columns; a dot product of one head adds up only 2."
        vi = "Các head đã nằm cạnh nhau. Nhưng căn vẫn là của cả 4 cột; tích vô hướng của một head chỉ cộng 2 số."
    elif np.allclose(found, unrooted):
        en = "Now the scores are not divided at all. They need the root of d_k, the columns of one head."
        vi = "Giờ điểm không được chia nữa. Chúng cần căn của d_k, số cột của một head."
    elif np.allclose(found, right_root):
        en = "Right: each head divides by its own root, and each row belongs to one token again."
        vi = "Đúng: mỗi head chia cho căn của riêng nó, và mỗi hàng lại thuộc về một token."
    else:
        en = "The right shape, but other numbers. Print the weights of head 1 and compare them with multi_head."
        vi = "Shape đúng nhưng số khác. Hãy in trọng số của head 1 rồi so với multi_head."
except Exception as error:  # whatever was left behind, the check answers
    en = f"The check cannot use your answer yet: {error!r}"
    vi = f"Chưa chấm được câu trả lời của bạn: {error!r}"
print(vi if os.environ.get("LANG", "").startswith("vi") else en)
# --8<-- [end:check]

# --8<-- [start:solution]
def two_heads(x, w_query, w_key, w_value):
    queries, keys, values = (
        split_heads(x @ w, 2) for w in (w_query, w_key, w_value))
    root = np.sqrt(keys.shape[-1])
    weights = softmax(queries @ keys.swapaxes(-1, -2) / root)
    context = weights @ values  # (…, 2, T, d_k)
    return merge_heads(context)
# --8<-- [end:solution]

# --8<-- [start:wrong_1]
def two_heads(x, w_query, w_key, w_value):
    queries, keys, values = (
        split_heads(x @ w, 2) for w in (w_query, w_key, w_value))
    root = np.sqrt(keys.shape[-1])
    weights = softmax(queries @ keys.swapaxes(-1, -2) / root)
    return (weights @ values).reshape(*x.shape[:-1], -1)
# --8<-- [end:wrong_1]

# --8<-- [start:wrong_2]
def two_heads(x, w_query, w_key, w_value):
    queries, keys, values = (
        split_heads(x @ w, 2) for w in (w_query, w_key, w_value))
    root = np.sqrt(w_key.shape[-1])
    weights = softmax(queries @ keys.swapaxes(-1, -2) / root)
    return merge_heads(weights @ values)
# --8<-- [end:wrong_2]

# --8<-- [start:wrong_3]
def two_heads(x, w_query, w_key, w_value):
    queries, keys, values = (
        split_heads(x @ w, 2) for w in (w_query, w_key, w_value))
    weights = softmax(queries @ keys.swapaxes(-1, -2))
    return merge_heads(weights @ values)
# --8<-- [end:wrong_3]

# --8<-- [start:wrong_4]
def two_heads(x, w_query, w_key, w_value):
    queries, keys, values = (
        split_heads(x @ w, 2) for w in (w_query, w_key, w_value))
    root = np.sqrt(keys.shape[-1])
    weights = softmax(queries @ keys.swapaxes(-1, -2) / root)
    return weights @ values
# --8<-- [end:wrong_4]
