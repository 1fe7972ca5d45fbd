"""Repair: two heads with two faults."""

# --8<-- [start:start]
def two_heads_of(x, w_query, w_key, w_value):
    queries, keys, values = (
        split_heads(x @ w, 2) for w in (w_query, w_key, w_value))
    root = np.sqrt(w_key.shape[-1])
    weights = softmax(queries @ keys.mT / root)
    context = weights @ values  # (…, 2, T, d_k)
    return context.reshape(*x.shape[:-1], -1)
# --8<-- [end:start]

# --8<-- [start:check]
import os
from attention import multi_head_attention

try:
    sharp = 40 * w_query  # so that a wrong root shows
    found = np.asarray(two_heads_of(inputs.copy(), sharp, w_key, w_value), dtype=float)
    right_root, wide_root, unrooted = (
        multi_head_attention(inputs, w, w_key, w_value, np.eye(4), 2)
        for w in (sharp, sharp / np.sqrt(2), sharp * np.sqrt(2)))
    mixed_up = [split_heads(each, 2).reshape(6, 4) for each in (right_root, wide_root)]
    if found.shape != (6, 4):
        en = f"The result for six tokens should be (6, 4); yours has shape {found.shape}."
        vi = f"Kết quả cho sáu token phải có shape (6, 4); của bạn là {found.shape}."
    elif np.allclose(found, mixed_up[1]):
        en = ("Both faults are still there. In which order must tokens and heads be before the "
              "last reshape? And whose columns count under the root?")
        vi = ("Cả hai lỗi vẫn còn. Trước reshape cuối, token và head phải theo thứ tự nào? "
              "Và dưới dấu căn phải là số cột nào?")
    elif np.allclose(found, mixed_up[0]):
        en = ("The root is right now. But row 1 holds head 1 of Your and of journey: before "
              "the last reshape, tokens must come before heads again.")
        vi = ("Căn đã đúng. Nhưng hàng 1 đang chứa head 1 của Your và của journey: "
              "trước reshape cuối, token phải về lại trước head.")
    elif np.allclose(found, wide_root):
        en = ("The heads are side by side now. But the root is still that of all 4 columns; "
              "the dot product of one head has only 2 terms.")
        vi = ("Các head đã nằm cạnh nhau. Nhưng căn vẫn là của cả 4 cột; "
              "tích vô hướng của một head chỉ có 2 số hạng.")
    elif np.allclose(found, unrooted):
        en = ("Now the scores are not divided at all. Divide them by the root of d_k, "
              "the number of columns of one head.")
        vi = "Giờ điểm không được chia nữa. Hãy chia cho căn của d_k, số cột của một head."
    elif np.allclose(found, right_root):
        en = ("Right: each head divides by the root of its own d_k, and each row belongs to "
              "one token again.")
        vi = "Đúng: mỗi head chia cho căn của d_k của nó, và mỗi hàng lại thuộc về một token."
        solved = True
    else:
        en = ("The shape is right, but the numbers differ. Print the weights of head 1 and "
              "compare them with those of multi_head.")
        vi = "Shape đúng nhưng số khác. Hãy in trọng số của head 1 rồi so với multi_head."
except Exception as error:  # whatever was left behind, the check answers
    en = f"The check cannot use your answer yet: {error!r}"
    vi = f"Chưa chấm được câu trả lời của bạn: {error!r}"
print(vi if os.environ.get("LANG", "").startswith("vi") else en)
# --8<-- [end:check]

# --8<-- [start:solution]
def two_heads_of(x, w_query, w_key, w_value):
    queries, keys, values = (
        split_heads(x @ w, 2) for w in (w_query, w_key, w_value))
    root = np.sqrt(keys.shape[-1])
    weights = softmax(queries @ keys.mT / root)
    context = weights @ values  # (…, 2, T, d_k)
    return merge_heads(context)
# --8<-- [end:solution]

# --8<-- [start:wrong_1]
def two_heads_of(x, w_query, w_key, w_value):
    queries, keys, values = (
        split_heads(x @ w, 2) for w in (w_query, w_key, w_value))
    root = np.sqrt(keys.shape[-1])
    weights = softmax(queries @ keys.mT / root)
    return (weights @ values).reshape(*x.shape[:-1], -1)
# --8<-- [end:wrong_1]

# --8<-- [start:wrong_2]
def two_heads_of(x, w_query, w_key, w_value):
    queries, keys, values = (
        split_heads(x @ w, 2) for w in (w_query, w_key, w_value))
    root = np.sqrt(w_key.shape[-1])
    weights = softmax(queries @ keys.mT / root)
    return merge_heads(weights @ values)
# --8<-- [end:wrong_2]

# --8<-- [start:wrong_3]
def two_heads_of(x, w_query, w_key, w_value):
    queries, keys, values = (
        split_heads(x @ w, 2) for w in (w_query, w_key, w_value))
    weights = softmax(queries @ keys.mT)
    return merge_heads(weights @ values)
# --8<-- [end:wrong_3]

# --8<-- [start:wrong_4]
def two_heads_of(x, w_query, w_key, w_value):
    queries, keys, values = (
        split_heads(x @ w, 2) for w in (w_query, w_key, w_value))
    root = np.sqrt(keys.shape[-1])
    weights = softmax(queries @ keys.mT / root)
    return weights @ values
# --8<-- [end:wrong_4]
