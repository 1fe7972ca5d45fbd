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

try:
    query, key, value_7 = np.random.default_rng(5).normal(size=(3, 7, 4))
    found, weights = causal_head(query, key, value_7)
    other_key = key.copy()
    other_key[-1] += 1
    moved = causal_head(query, other_key, value_7)[0]
    last_two = causal_head(query[-2:], key, value_7)
    sums = weights.sum(axis=-1)
    if weights.shape != (7, 7):
        en = f"7 queries and 7 keys give weights (7, 7), yours have the shape {weights.shape}."
        vi = f"7 query và 7 key cho trọng số (7, 7), của bạn có shape {weights.shape}."
    elif not np.allclose(sums, 1):
        en = (f"Test 1 fails: row 1 sums to {sums[0]:.2f}. Hiding weights after softmax takes "
              "weight away from the row. Hide the scores before softmax.")
        vi = (f"Phép thử 1 báo sai: tổng của hàng 1 là {sums[0]:.2f}. Che trọng số sau softmax thì "
              "hàng bị mất một phần. Hãy che điểm trước softmax.")
    elif np.allclose(weights[-1, :-1], 0) and not np.allclose(weights[0, 1:], 0):
        en = ("Test 3 fails: row 1 sees all keys and the last row only itself. The triangle is "
              "the wrong way round.")
        vi = ("Phép thử 3 báo sai: hàng 1 thấy mọi key, hàng cuối chỉ thấy chính nó. "
              "Tam giác bị lật ngược.")
    elif not np.allclose(found[0], value_7[0]):
        en = (f"Test 3 fails: row 1 is not value 1, because key 1 has a weight of only "
              f"{weights[0, 0]:.2f}. A hidden score of 0 still counts as e to the 0.")
        vi = (f"Phép thử 3 báo sai: hàng 1 không phải là value 1, vì key 1 chỉ có trọng số "
              f"{weights[0, 0]:.2f}. Điểm bị che mà bằng 0 thì vẫn đóng góp e mũ 0.")
    elif not np.allclose(moved[:-1], found[:-1]):
        en = "Test 4 fails: another last key changes earlier contexts. The future leaks."
        vi = "Phép thử 4 báo sai: đổi key cuối mà các vector trước đổi theo. Tương lai bị rò rỉ."
    elif np.allclose(last_two[1][0, 1:], 0):
        en = ("Test 8 fails: with 2 queries and 7 keys, the first one sees only key 1. It is token 6, "
              "so the triangle must end at the bottom right.")
        vi = ("Phép thử 8 báo sai: với 2 query và 7 key, query đầu chỉ thấy key 1. Nó là token 6, nên "
              "tam giác phải căn theo góc dưới bên phải.")
    elif not np.allclose(last_two[0], found[-2:]):
        en = ("Test 8 fails: with the last 2 queries alone, they get other contexts than with all 7. "
              "What may token 6 see, and what token 7?")
        vi = ("Phép thử 8 báo sai: tính riêng 2 query cuối thì kết quả khác khi tính cả 7. "
              "Token 6 được thấy gì, token 7 được thấy gì?")
    else:
        en = "Right: nothing of the future is left, and the last two queries see what they should."
        vi = "Đúng: không còn gì của tương lai, và hai query cuối thấy đúng những gì được thấy."
except Exception as error:  # whatever was left behind, the check answers
    en = f"The check cannot use your answer yet: {error!r}"
    vi = f"Chưa chấm được câu trả lời của bạn: {error!r}"
print(vi if os.environ.get("LANG", "").startswith("vi") else en)
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
