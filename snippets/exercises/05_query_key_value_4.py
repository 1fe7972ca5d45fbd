"""Build: self-attention with the three matrices side by side in one."""

# --8<-- [start:start]
w_qkv = np.concatenate([w_query, w_key, w_value], axis=1)  # (3, 6)


def fused_attention(x, w_qkv):
    """Return the context vectors of x, with one product x @ w_qkv."""
    return np.zeros((len(x), w_qkv.shape[1] // 3))


print(fused_attention(inputs, w_qkv).shape)
# --8<-- [end:start]

# --8<-- [start:check]
import os


def judge(fused_attention):
    global solved
    side_by_side = np.hstack([w_query, w_key, w_value])
    found = np.asarray(fused_attention(inputs.copy(), side_by_side), dtype=float)
    if found.shape != (6, 2):
        return (
            f"The result should have shape (6, 2), yours has {found.shape}. Did you cut along"
            " the columns, axis 1?",
            f"Kết quả phải có shape (6, 2), của bạn là {found.shape}. Bạn đã cắt theo cột,"
            " tức trục 1, chưa?",
        )
    if np.allclose(found, context):
        solved = True
        return (
            "Right: one product, then a cut into three. GPT-2 keeps its matrices like this.",
            "Đúng: một phép nhân, rồi cắt làm ba. GPT-2 giữ các ma trận theo kiểu này.",
        )
    if np.allclose(found, softmax(queries @ keys.T / np.sqrt(6)) @ values):
        return (
            "Nearly: you divide the scores by the square root of 6, the number of all"
            " columns. d_k is one third of it.",
            "Gần đúng: điểm bị chia cho căn bậc hai của 6, số cột của cả ba ma trận. d_k chỉ"
            " bằng một phần ba.",
        )
    if np.allclose(found, softmax(keys @ queries.T / np.sqrt(2)) @ values):
        return (
            "The first two columns belong to the queries, the next two to the keys; yours are"
            " swapped.",
            "Hai cột đầu cho query, hai cột sau cho key; của bạn đang ngược lại.",
        )
    return (
        "The shape is right, the numbers are not. Print your queries, keys and values, and"
        " compare them with the page.",
        "Shape đúng nhưng số chưa đúng. Hãy in query, key, value của bạn rồi so với bài.",
    )


try:
    en, vi = judge(fused_attention)
except Exception as error:  # whatever the cell above left behind, the check has an answer
    en = f"The check cannot use your answer yet: {error!r}"
    vi = f"Chưa chấm được câu trả lời của bạn: {error!r}"
print(vi if os.environ.get("LANG", "").startswith("vi") else en)
# --8<-- [end:check]

# --8<-- [start:solution]
w_qkv = np.concatenate([w_query, w_key, w_value], axis=1)  # (3, 6)


def fused_attention(x, w_qkv):
    """Return the context vectors of x, with one product x @ w_qkv."""
    queries, keys, values = np.split(x @ w_qkv, 3, axis=1)
    weights = softmax(queries @ keys.T / np.sqrt(keys.shape[-1]))
    return weights @ values


print(fused_attention(inputs, w_qkv).shape)
# --8<-- [end:solution]

# --8<-- [start:wrong_1]
def fused_attention(x, w_qkv):
    queries, keys, values = np.split(x @ w_qkv, 3)
    weights = softmax(queries @ keys.T / np.sqrt(2))
    return weights @ values
# --8<-- [end:wrong_1]

# --8<-- [start:wrong_2]
def fused_attention(x, w_qkv):
    queries, keys, values = np.split(x @ w_qkv, 3, axis=1)
    weights = softmax(queries @ keys.T / np.sqrt(w_qkv.shape[1]))
    return weights @ values
# --8<-- [end:wrong_2]

# --8<-- [start:wrong_3]
def fused_attention(x, w_qkv):
    keys, queries, values = np.split(x @ w_qkv, 3, axis=1)
    weights = softmax(queries @ keys.T / np.sqrt(keys.shape[-1]))
    return weights @ values
# --8<-- [end:wrong_3]
