"""Write it yourself: weights and context vectors of all tokens at once."""

# --8<-- [start:start]
def attend_all(x):
    """Return the weights (T, T) and the contexts (T, d) of x."""
    weights = None
    contexts = None
    return weights, contexts
# --8<-- [end:start]

# --8<-- [start:check]
import os

try:
    x = np.array([[0.5, -1.0, 1.5], [2.0, 0.0, 0.5], [-0.5, 1.0, 0.0], [1.0, 0.5, -1.5]])
    found_weights, found_contexts = attend_all(x.copy())
    if found_weights is None or found_contexts is None:
        en = "Replace both None: return the weights first, then the context vectors."
        vi = "Hãy thay cả hai None: trả về trọng số trước, vector ngữ cảnh sau."
    elif (W := np.asarray(found_weights, dtype=float)).shape != (4, 4):
        en = f"For 4 tokens the weights need the shape (4, 4), yours have {W.shape}. Is it x @ x.T?"
        vi = (
            "Với 4 token, trọng số phải có shape (4, 4), của bạn "
            f"là {W.shape}. Đã viết x @ x.T chưa?"
        )
    elif (Z := np.asarray(found_contexts, dtype=float)).shape != (4, 3):
        en = f"The contexts need the shape of x, (4, 3), yours have {Z.shape}."
        vi = f"Vector ngữ cảnh phải có shape như x, (4, 3), của bạn là {Z.shape}."
    elif not np.allclose(W.sum(axis=1), 1) and np.allclose(W.sum(axis=0), 1):
        en = "The columns of your weights sum to 1, not the rows: use axis=-1 and keepdims=True."
        vi = "Các cột có tổng bằng 1, các hàng thì không: cần axis=-1 và keepdims=True."
    elif not np.allclose(W.sum(axis=1), 1):
        en = (
            "The rows of your weights do not sum to 1. Is each row "
            "divided by its own sum, with keepdims?"
        )
        vi = (
            "Hàng của trọng số chưa có tổng bằng 1. Mỗi hàng đã chia "
            "cho tổng của nó, có keepdims chưa?"
        )
    elif (W < 0).any():
        en = "The rows sum to 1, but a weight is negative: take exponentials before you divide."
        vi = "Hàng có tổng bằng 1 nhưng có trọng số âm: hãy lấy hàm mũ trước khi chia."
    elif np.allclose(W, softmax(x @ x.T / np.sqrt(3))):
        en = (
            "You divide the scores by √d. Page 06 does so too, but "
            "here the scores are not divided."
        )
        vi = "Bạn chia điểm cho √d. Trang 06 cũng làm thế, nhưng ở đây điểm được giữ nguyên."
    elif not np.allclose(W, softmax(x @ x.T)):
        en = (
            "Each row is normalized, but these are not the "
            "weights: softmax of the rows of x @ x.T."
        )
        vi = (
            "Hàng nào cũng đã chuẩn hóa, nhưng trọng số chưa đúng: "
            "cần softmax từng hàng của x @ x.T."
        )
    elif not np.allclose(Z, W @ x):
        en = (
            "The weights are right, the contexts are not: row i "
            "must be row i of the weights times x."
        )
        vi = "Trọng số đúng, vector ngữ cảnh chưa: hàng i phải là hàng i của trọng số nhân với x."
    else:
        en = "Right: rows that sum to 1, and each row of the contexts is a mix of all tokens."
        vi = "Đúng: hàng nào cũng có tổng bằng 1, và mỗi vector ngữ cảnh trộn mọi token."
        solved = True
except Exception as error:  # whatever the cell above left behind, the check has an answer
    en = f"The check cannot use your answer yet: {error!r}"
    vi = f"Chưa chấm được câu trả lời của bạn: {error!r}"
print(vi if os.environ.get("LANG", "").startswith("vi") else en)
# --8<-- [end:check]

# --8<-- [start:solution]
def attend_all(x):
    """Return the weights (T, T) and the contexts (T, d) of x."""
    exps = np.exp(x @ x.T)
    weights = exps / exps.sum(axis=-1, keepdims=True)
    contexts = weights @ x
    return weights, contexts
# --8<-- [end:solution]

# --8<-- [start:wrong_1]
def attend_all(x):
    exps = np.exp(x @ x.T)
    weights = exps / exps.sum(axis=0, keepdims=True)
    return weights, weights @ x
# --8<-- [end:wrong_1]

# --8<-- [start:wrong_2]
def attend_all(x):
    exps = np.exp(x @ x.T)
    weights = exps / exps.sum(axis=-1)
    return weights, weights @ x
# --8<-- [end:wrong_2]

# --8<-- [start:wrong_3]
def attend_all(x):
    scores = x @ x.T
    weights = scores / scores.sum(axis=-1, keepdims=True)
    return weights, weights @ x
# --8<-- [end:wrong_3]

# --8<-- [start:wrong_4]
def attend_all(x):
    exps = np.exp(x.T @ x)
    weights = exps / exps.sum(axis=-1, keepdims=True)
    return weights, x @ weights
# --8<-- [end:wrong_4]

# --8<-- [start:wrong_5]
def attend_all(x):
    exps = np.exp(x @ x.T / x.shape[1] ** 0.5)
    weights = exps / exps.sum(axis=-1, keepdims=True)
    return weights, weights @ x
# --8<-- [end:wrong_5]

# --8<-- [start:wrong_6]
def attend_all(x):
    exps = np.exp(x @ x.T)
    weights = exps / exps.sum(axis=-1, keepdims=True)
    return weights, weights.T @ x
# --8<-- [end:wrong_6]
