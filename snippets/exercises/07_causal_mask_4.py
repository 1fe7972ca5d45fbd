"""Write it yourself: causal self-attention from the tokens to the context vectors."""

# --8<-- [start:start]
def causal_attention(x, w_query, w_key, w_value):
    """Return the context vectors (T, d) and the weights (T, T)."""
# --8<-- [end:start]

# --8<-- [start:check]
import os

try:
    draw = np.random.default_rng(7)
    x, matrices = draw.normal(size=(5, 4)), draw.normal(size=(3, 4, 3))
    q, k, v = x @ matrices
    goal = softmax(np.where(np.tri(5, dtype=bool), q @ k.T / 3**0.5, -np.inf))
    unscaled = softmax(np.where(np.tri(5, dtype=bool), q @ k.T, -np.inf))
    with np.errstate(all="ignore"):
        found = causal_attention(x.copy(), *matrices)
        mixed_found, table = (np.asarray(part, dtype=float) for part in found or ([], []))
    future = np.triu(table, 1) if table.shape == (5, 5) else table
    if found is None:
        en = "The function returns nothing yet. End it with return context, weights."
        vi = "Hàm chưa trả về gì. Hãy kết thúc bằng return context, weights."
    elif table.shape != (5, 5) or mixed_found.shape != (5, 3):
        en = (
            f"For 5 tokens and d = 3, the context must be (5, 3), yours is {mixed_found.shape};"
            f" the weights must be (5, 5), yours are {table.shape}. Does the mask fit any T?"
        )
        vi = (
            f"Với 5 token và d = 3, vector ngữ cảnh phải là (5, 3), của bạn là"
            f" {mixed_found.shape}; trọng số phải là (5, 5), của bạn là {table.shape}. Mặt nạ có"
            " hợp với mọi T không?"
        )
    elif np.isnan(table).any():
        en = (
            "There is a nan: a row sees no key, or -inf was multiplied by 0. Each token may look"
            " at itself."
        )
        vi = (
            "Có nan: một hàng không thấy key nào, hoặc -inf bị nhân với 0. Token nào cũng được"
            " nhìn chính nó."
        )
    elif (np.tril(table, -1) == 0).all():
        en = "Upside down: each token sees only itself and its future. Use the other triangle."
        vi = "Bị đảo ngược: token chỉ thấy chính nó và tương lai. Hãy dùng tam giác kia."
    elif np.allclose(table.sum(axis=0), 1) and not np.allclose(table.sum(axis=1), 1):
        en = "The columns sum to 1, not the rows: softmax ran along the wrong axis."
        vi = "Cột có tổng bằng 1 mà hàng thì không: softmax đã chạy theo sai trục."
    elif np.abs(future).max() > 1e-6:
        en = (
            f"The first token gives {future[0].sum():.2f} of its weight to its future. Hide those"
            " scores with -inf before softmax."
        )
        vi = (
            f"Token đầu tiên dành {future[0].sum():.2f} trọng số cho tương lai. Hãy che các điểm"
            " ấy bằng -inf trước softmax."
        )
    elif not np.allclose(table.sum(axis=1), 1):
        en = (
            f"The future is hidden, but row 1 sums to {table[0].sum():.2f}, not to 1. Hide before"
            " softmax, or normalize again."
        )
        vi = (
            f"Tương lai đã bị che, nhưng hàng 1 có tổng {table[0].sum():.2f}, không phải 1. Hãy"
            " che trước softmax, hoặc chuẩn hóa lại."
        )
    elif np.allclose(table, unscaled):
        en = "The mask is right, but the scores are not divided by the root of d."
        vi = "Mặt nạ đã đúng, nhưng điểm chưa được chia cho căn bậc hai của d."
    elif not np.allclose(table, goal):
        en = (
            "Every row sums to 1 and sees no future, but the weights are wrong: check scores ="
            " queries @ keys.T, and the division by the root of d, here 3."
        )
        vi = (
            "Hàng nào cũng có tổng bằng 1 và không thấy tương lai, nhưng trọng số chưa đúng: hãy"
            " xem lại điểm queries @ keys.T và phép chia cho căn bậc hai của d, ở đây d = 3."
        )
    elif not np.allclose(mixed_found, goal @ v):
        en = "The weights are right. Mix the values with them: context = weights @ values."
        vi = "Trọng số đã đúng. Hãy trộn các value theo trọng số: weights @ values."
    else:
        en = "Right: the future is hidden, each row sums to 1, and row 1 is the first value."
        vi = "Đúng: tương lai bị che, mỗi hàng có tổng bằng 1, và hàng 1 là value đầu tiên."
        solved = True
except Exception as error:  # whatever was left behind, the check answers
    en = f"The check cannot use your answer yet: {error!r}"
    vi = f"Chưa chấm được câu trả lời của bạn: {error!r}"
print(vi if os.environ.get("LANG", "").startswith("vi") else en)
# --8<-- [end:check]

# --8<-- [start:solution]
def causal_attention(x, w_query, w_key, w_value):
    """Return the context vectors (T, d) and the weights (T, T)."""
    queries, keys, values = x @ w_query, x @ w_key, x @ w_value
    scores = queries @ keys.T / np.sqrt(keys.shape[-1])
    allowed = np.tril(np.ones(scores.shape, dtype=bool))
    weights = softmax(np.where(allowed, scores, -np.inf))
    return weights @ values, weights
# --8<-- [end:solution]

# --8<-- [start:wrong_1]
def causal_attention(x, w_query, w_key, w_value):
    queries, keys, values = x @ w_query, x @ w_key, x @ w_value
    scores = queries @ keys.T
    allowed = np.tril(np.ones(scores.shape, dtype=bool))
    weights = softmax(np.where(allowed, scores, -np.inf))
    return weights @ values, weights
# --8<-- [end:wrong_1]

# --8<-- [start:wrong_2]
def causal_attention(x, w_query, w_key, w_value):
    queries, keys, values = x @ w_query, x @ w_key, x @ w_value
    scores = queries @ keys.T / np.sqrt(keys.shape[-1])
    weights = np.tril(softmax(scores))
    return weights @ values, weights
# --8<-- [end:wrong_2]

# --8<-- [start:wrong_3]
def causal_attention(x, w_query, w_key, w_value):
    queries, keys, values = x @ w_query, x @ w_key, x @ w_value
    scores = queries @ keys.T / np.sqrt(keys.shape[-1])
    weights = softmax(np.where(np.tri(len(x), k=-1), -np.inf, scores))
    return weights @ values, weights
# --8<-- [end:wrong_3]

# --8<-- [start:wrong_4]
def causal_attention(x, w_query, w_key, w_value):
    queries, keys, values = x @ w_query, x @ w_key, x @ w_value
    scores = queries @ keys.T / np.sqrt(keys.shape[-1])
    allowed = np.tril(np.ones(scores.shape, dtype=bool))
    weights = softmax(np.where(allowed, scores, -np.inf).T).T
    return weights @ values, weights
# --8<-- [end:wrong_4]

# --8<-- [start:wrong_5]
def causal_attention(x, w_query, w_key, w_value):
    queries, keys, values = x @ w_query, x @ w_key, x @ w_value
    weights = softmax(queries @ keys.T / np.sqrt(keys.shape[-1]))
    return weights @ values, weights
# --8<-- [end:wrong_5]
