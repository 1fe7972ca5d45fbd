"""Build: self-attention with the three matrices side by side in one."""

# --8<-- [start:start]
w_qkv = np.concatenate([w_query, w_key, w_value], axis=1)  # (3, 6): W_q, W_k, W_v side by side


def fused_attention(x, w_qkv):
    """Context vectors of x, with one product for all queries, keys and values."""
    return np.zeros((len(x), w_qkv.shape[1] // 3))


print(fused_attention(inputs, w_qkv).shape)
# --8<-- [end:start]

# --8<-- [start:check]
import os

try:
    found = np.asarray(fused_attention(inputs.copy(), np.hstack([w_query, w_key, w_value])), dtype=float)
    other_width = softmax(queries @ keys.T / np.sqrt(6)) @ values
    key_first = softmax(keys @ queries.T / np.sqrt(2)) @ values
    if found.shape != (6, 2):
        en = f"Six tokens of two numbers should come out, yours has shape {found.shape}. Is the cut along the columns, axis 1?"
        vi = f"Kết quả phải là sáu token, mỗi token hai số; của bạn có shape {found.shape}. Đã cắt theo cột, trục 1, chưa?"
    elif np.allclose(found, context):
        en = "Right: one product, then a cut into three. GPT-2 keeps its matrices like this."
        vi = "Đúng: một phép nhân, rồi cắt làm ba. GPT-2 giữ các ma trận theo kiểu này."
    elif np.allclose(found, other_width):
        en = "Nearly: the scores are divided by the root of 6, the width of all three. d_k is one third of it."
        vi = "Gần đúng: điểm bị chia cho căn của 6, số cột của cả ba ma trận. d_k chỉ bằng một phần ba."
    elif np.allclose(found, key_first):
        en = "The first two columns make the queries, the next two the keys; yours are the other way round."
        vi = "Hai cột đầu cho query, hai cột sau cho key; của bạn đang ngược lại."
    else:
        en = "The shape is right, the numbers are not. Print your queries, keys and values, and compare with the page."
        vi = "Shape đúng nhưng số chưa đúng. Hãy in query, key, value của bạn rồi so với bài."
except Exception as error:  # whatever the cell above left behind, the check has an answer
    en = f"The check cannot use your answer yet: {error!r}"
    vi = f"Chưa chấm được câu trả lời của bạn: {error!r}"
print(vi if os.environ.get("LANG", "").startswith("vi") else en)
# --8<-- [end:check]

# --8<-- [start:solution]
w_qkv = np.concatenate([w_query, w_key, w_value], axis=1)  # (3, 6): W_q, W_k, W_v side by side


def fused_attention(x, w_qkv):
    """Context vectors of x, with one product for all queries, keys and values."""
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
