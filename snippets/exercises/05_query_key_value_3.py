"""Repair: a cross-attention with two faults."""

# --8<-- [start:start]
def cross_attention(target, source, w_query, w_key, w_value):
    queries = target @ w_query
    keys = source @ w_query
    values = target @ w_value
    weights = softmax(queries @ keys.T / np.sqrt(keys.shape[-1]))
    return weights @ values
# --8<-- [end:start]

# --8<-- [start:check]
import os


def judge(cross_attention):
    global solved
    found, alone = [
        np.asarray(cross_attention(decoder, x, w_query, w_key, w_value), dtype=float)
        for x in (inputs, decoder)
    ]
    shared = softmax(cross_queries @ queries.T / np.sqrt(2)) @ values
    if found.shape != (4, 2):
        return (
            f"The result should have shape (4, 2), yours has {found.shape}. Mix the values,"
            " source @ w_value.",
            f"Kết quả phải có shape (4, 2), của bạn là {found.shape}. Hãy trộn các value, tức"
            " source @ w_value.",
        )
    if np.allclose(found, alone):
        return (
            "You never use source: this is self-attention of the four tokens in target.",
            "source không đóng vai trò gì: đây là self-attention của bốn token trong target.",
        )
    if np.allclose(found, shared):
        return (
            "The shapes fit, but the keys still come from w_query: queries and keys have the same"
            " matrix.",
            "Shape đã khớp, nhưng key vẫn tính bằng w_query: query và key dùng chung một ma"
            " trận.",
        )
    if np.allclose(found, cross_context):
        solved = True
        return (
            "Right: queries from target, keys and values from source, each with its own matrix.",
            "Đúng: query từ target, key và value từ source, mỗi thứ một ma trận riêng.",
        )
    return (
        "The shape is right, the numbers are not. Print queries, keys and values, and compare"
        " them with the page.",
        "Shape đúng nhưng số chưa đúng. Hãy in queries, keys, values rồi so với bài.",
    )


try:
    en, vi = judge(cross_attention)
except ValueError:
    en = (
        "With 4 queries and 6 keys the shapes do not fit: weights (4, 6) can only mix the"
        " values of the six tokens in source."
    )
    vi = (
        "Với 4 query và 6 key thì shape không khớp: weights (4, 6) chỉ trộn được value của"
        " sáu token trong source."
    )
except Exception as error:  # whatever the cell above left behind, the check has an answer
    en = f"The check cannot use your answer yet: {error!r}"
    vi = f"Chưa chấm được câu trả lời của bạn: {error!r}"
print(vi if os.environ.get("LANG", "").startswith("vi") else en)
# --8<-- [end:check]

# --8<-- [start:solution]
def cross_attention(target, source, w_query, w_key, w_value):
    queries = target @ w_query
    keys = source @ w_key
    values = source @ w_value
    weights = softmax(queries @ keys.T / np.sqrt(keys.shape[-1]))
    return weights @ values
# --8<-- [end:solution]

# --8<-- [start:wrong_1]
def cross_attention(target, source, w_query, w_key, w_value):
    queries = target @ w_query
    keys = source @ w_key
    values = target @ w_value
    weights = softmax(queries @ keys.T / np.sqrt(keys.shape[-1]))
    return weights @ values
# --8<-- [end:wrong_1]

# --8<-- [start:wrong_2]
def cross_attention(target, source, w_query, w_key, w_value):
    queries = target @ w_query
    keys = source @ w_query
    values = source @ w_value
    weights = softmax(queries @ keys.T / np.sqrt(keys.shape[-1]))
    return weights @ values
# --8<-- [end:wrong_2]

# --8<-- [start:wrong_3]
def cross_attention(target, source, w_query, w_key, w_value):
    queries = target @ w_query
    keys = target @ w_key
    values = target @ w_value
    weights = softmax(queries @ keys.T / np.sqrt(keys.shape[-1]))
    return weights @ values
# --8<-- [end:wrong_3]

# --8<-- [start:wrong_4]
def cross_attention(target, source, w_query, w_key, w_value):
    queries = target @ w_query
    keys = source @ w_key
    weights = softmax(queries @ keys.T / np.sqrt(keys.shape[-1]))
    return weights @ source
# --8<-- [end:wrong_4]
