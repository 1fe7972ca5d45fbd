"""Repair: one head without a mask, divided twice and normalized over the queries."""

# --8<-- [start:start]
def one_head(query, key, value):
    """Return the contexts (T_q, d_v) and the weights (T_q, T_k)."""
    root = np.sqrt(query.shape[-1])
    scores = (query / root) @ (key / root).T
    weights = softmax(scores, axis=0)
    return weights @ value, weights
# --8<-- [end:start]

# --8<-- [start:check]
import os
from check_attention import check

spoken = "vi" if os.environ.get("LANG", "").startswith("vi") else "en"
try:
    report = check(one_head, quiet=True, language=spoken)
    if report.faults:
        en = vi = "\n".join(f"{fault.name}: {fault.sentence}" for fault in report.faults)
    elif "returns-more" not in report.conventions:
        en = "The contexts are right. Return the weights too."
        vi = "Kết quả đúng rồi. Hãy trả về cả trọng số."
    else:
        en = "Right: no fault is left. Softmax runs over the keys, and the scores are divided once."
        vi = "Đúng: không còn lỗi nào. Softmax chạy theo key, và điểm được chia đúng một lần."
        solved = True
except Exception as error:  # whatever was left behind, the check answers
    en = f"The check cannot use your answer yet: {error!r}"
    vi = f"Chưa chấm được câu trả lời của bạn: {error!r}"
print(vi if spoken == "vi" else en)
# --8<-- [end:check]

# --8<-- [start:solution]
def one_head(query, key, value):
    """Return the contexts (T_q, d_v) and the weights (T_q, T_k)."""
    root = np.sqrt(query.shape[-1])
    scores = query @ key.T / root
    weights = softmax(scores, axis=-1)
    return weights @ value, weights
# --8<-- [end:solution]

# --8<-- [start:wrong_1]
def one_head(query, key, value):
    root = np.sqrt(query.shape[-1])
    scores = (query / root) @ (key / root).T
    weights = softmax(scores, axis=-1)
    return weights @ value, weights
# --8<-- [end:wrong_1]

# --8<-- [start:wrong_2]
def one_head(query, key, value):
    root = np.sqrt(query.shape[-1])
    weights = softmax(query @ key.T / root, axis=0)
    weights = weights / weights.sum(axis=-1, keepdims=True)
    return weights @ value, weights
# --8<-- [end:wrong_2]

# --8<-- [start:wrong_3]
def one_head(query, key, value):
    weights = softmax(query @ key.T, axis=-1)
    return weights @ value, weights
# --8<-- [end:wrong_3]

# --8<-- [start:wrong_4]
def one_head(query, key, value):
    scores = query @ key.T / np.sqrt(query.shape[-1])
    weights = scores / scores.sum(axis=-1, keepdims=True)
    return weights @ value, weights
# --8<-- [end:wrong_4]

# --8<-- [start:wrong_5]
def one_head(query, key, value):
    scores = key @ query.T / np.sqrt(query.shape[-1])
    weights = softmax(scores)
    return weights.T @ value, weights
# --8<-- [end:wrong_5]
