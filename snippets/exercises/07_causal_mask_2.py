"""Repair: causal weights with two faults."""

# --8<-- [start:start]
def causal(scores):
    """Return the causal weights (T, T) of scores (T, T)."""
    mask = np.triu(np.ones(scores.shape, dtype=bool))
    return softmax(scores * mask)
# --8<-- [end:start]

# --8<-- [start:check]
import os

try:
    with np.errstate(all="ignore"):
        found = np.asarray(causal(scaled.copy()), dtype=float)
    if found.shape != (6, 6):
        en = (
            f"The weights must have shape (6, 6), yours have {found.shape}. Does the function"
            " return them?"
        )
        vi = (
            f"Trọng số phải có shape (6, 6), của bạn là {found.shape}. Hàm đã return chưa?"
        )
    elif np.isnan(found).any():
        rows = np.isnan(found).any(axis=1).sum()
        en = (
            f"Rows with nan: {rows} of 6. May each token look at itself, and is -inf never"
            " multiplied by 0?"
        )
        vi = (
            f"Số hàng có nan: {rows} trong 6. Token nào cũng được phép nhìn chính nó chưa, có chỗ nào"
            " nhân -inf với 0 không?"
        )
    elif (np.tril(found, -1) == 0).all():
        en = (
            "Upside down: the last row has one key left, the first has six. Which triangle"
            " includes the diagonal and everything below it?"
        )
        vi = (
            "Bị đảo ngược: hàng cuối chỉ còn một key, hàng đầu còn sáu. Tam giác nào gồm đường"
            " chéo và phần bên dưới?"
        )
    elif (found * hidden).max() > 1e-6:
        en = (
            f"In row 1 the future still gets {found[0, 1:].sum():.2f}. Which triangle must stay"
            " visible? And does a score of 0 hide anything, if e to the 0 is 1?"
        )
        vi = (
            f"Ở hàng 1, tương lai vẫn được {found[0, 1:].sum():.2f}. Tam giác nào phải được thấy?"
            " Và điểm 0 có che được gì không, khi e mũ 0 bằng 1?"
        )
    elif not np.allclose(found.sum(axis=1), 1):
        en = (
            f"The future is hidden, but row 1 sums to {found[0].sum():.2f}, not to 1: the weight"
            " of the hidden keys is lost."
        )
        vi = (
            f"Tương lai đã bị che, nhưng hàng 1 có tổng {found[0].sum():.2f}, không phải 1: trọng"
            " số của các key bị che đã mất."
        )
    elif np.allclose(found, causal_weights):
        en = "Right: nothing of the future, and every row sums to 1."
        vi = "Đúng: không lọt gì từ tương lai, và hàng nào cũng có tổng bằng 1."
        solved = True
    else:
        en = (
            "Every row sums to 1 and sees no future, but the weights differ from the page's."
            " Compare row by row."
        )
        vi = (
            "Hàng nào cũng có tổng bằng 1 và không thấy tương lai, nhưng trọng số khác trong bài."
            " Hãy so từng hàng."
        )
except Exception as error:  # whatever was left behind, the check answers
    en = f"The check cannot use your answer yet: {error!r}"
    vi = f"Chưa chấm được câu trả lời của bạn: {error!r}"
print(vi if os.environ.get("LANG", "").startswith("vi") else en)
# --8<-- [end:check]

# --8<-- [start:solution]
def causal(scores):
    """Return the causal weights (T, T) of scores (T, T)."""
    mask = np.tril(np.ones(scores.shape, dtype=bool))
    return softmax(np.where(mask, scores, -np.inf))
# --8<-- [end:solution]

# --8<-- [start:wrong_1]
def causal(scores):
    mask = np.tril(np.ones(scores.shape, dtype=bool))
    return softmax(scores * mask)
# --8<-- [end:wrong_1]

# --8<-- [start:wrong_2]
def causal(scores):
    mask = np.triu(np.ones(scores.shape, dtype=bool))
    return softmax(np.where(mask, scores, -np.inf))
# --8<-- [end:wrong_2]

# --8<-- [start:wrong_3]
def causal(scores):
    mask = np.tril(np.ones(scores.shape, dtype=bool))
    return softmax(scores) * mask
# --8<-- [end:wrong_3]

# --8<-- [start:wrong_4]
def causal(scores):
    mask = np.tril(np.ones(scores.shape, dtype=bool), k=-1)
    return softmax(np.where(mask, scores, -np.inf))
# --8<-- [end:wrong_4]
