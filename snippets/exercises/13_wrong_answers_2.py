"""Repair: a causal head, masked after softmax and aligned to the wrong corner."""

# --8<-- [start:start]
def causal_head(query, key, value):
    """Return the contexts (T_q, d_v) and the weights (T_q, T_k)."""
    scores = query @ key.T / np.sqrt(query.shape[-1])
    allowed = np.tril(np.ones(scores.shape, dtype=bool))
    weights = softmax(scores) * allowed
    return weights @ value, weights
# --8<-- [end:start]

# --8<-- [start:check]
import os
from check_attention import check

spoken = "vi" if os.environ.get("LANG", "").startswith("vi") else "en"
try:
    report = check(causal_head, is_causal=True, quiet=True, language=spoken)
    if report.faults:
        en = vi = "\n".join(f"{fault.name}: {fault.sentence}" for fault in report.faults)
    elif "mask-bottom-right" not in report.conventions:
        en = ("No fault is left, but with fewer queries than keys the triangle must end in the "
              "bottom right corner (mask-bottom-right): the queries are the last tokens.")
        vi = ("Không còn lỗi, nhưng khi query ít hơn key thì tam giác phải kết thúc ở góc dưới bên "
              "phải (mask-bottom-right): các query là những token cuối.")
    else:
        en = "Right: nothing of the future is left, and the last queries see what they should."
        vi = "Đúng: không còn gì của tương lai, và các query cuối thấy đúng những gì được thấy."
        solved = True
except Exception as error:  # whatever was left behind, the check answers
    en = f"The check cannot use your answer yet: {error!r}"
    vi = f"Chưa chấm được câu trả lời của bạn: {error!r}"
print(vi if spoken == "vi" else en)
# --8<-- [end:check]

# --8<-- [start:solution]
def causal_head(query, key, value):
    """Return the contexts (T_q, d_v) and the weights (T_q, T_k)."""
    scores = query @ key.T / np.sqrt(query.shape[-1])
    allowed = np.tril(np.ones((len(key), len(key)), dtype=bool))[-len(query):]
    weights = softmax(np.where(allowed, scores, -np.inf))
    return weights @ value, weights
# --8<-- [end:solution]

# --8<-- [start:wrong_1]
def causal_head(query, key, value):
    scores = query @ key.T / np.sqrt(query.shape[-1])
    allowed = np.tril(np.ones(scores.shape, dtype=bool))
    weights = softmax(np.where(allowed, scores, -np.inf))
    return weights @ value, weights
# --8<-- [end:wrong_1]

# --8<-- [start:wrong_2]
def causal_head(query, key, value):
    scores = query @ key.T / np.sqrt(query.shape[-1])
    allowed = np.tril(np.ones((len(key), len(key)), dtype=bool))[-len(query):]
    weights = softmax(scores * allowed)
    return weights @ value, weights
# --8<-- [end:wrong_2]

# --8<-- [start:wrong_3]
def causal_head(query, key, value):
    scores = query @ key.T / np.sqrt(query.shape[-1])
    allowed = np.triu(np.ones((len(key), len(key)), dtype=bool))[-len(query):]
    weights = softmax(np.where(allowed, scores, -np.inf))
    return weights @ value, weights
# --8<-- [end:wrong_3]

# --8<-- [start:wrong_4]
def causal_head(query, key, value):
    scores = query @ key.T / np.sqrt(query.shape[-1])
    if len(query) == len(key):
        scores = np.where(np.tril(np.ones(scores.shape)), scores, -np.inf)
    weights = softmax(scores)
    return weights @ value, weights
# --8<-- [end:wrong_4]
