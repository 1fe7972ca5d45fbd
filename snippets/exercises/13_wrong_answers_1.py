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

try:
    draw = np.random.default_rng(4).normal
    query, key, many = draw(size=(5, 4)), draw(size=(7, 4)), draw(size=(2, 200, 16))
    found, weights = one_head(query, key, np.arange(7.0)[:, None])
    shifted = one_head(query, key + draw(size=4), np.arange(7.0)[:, None])[1]
    spread_of = np.log(np.abs(one_head(*many, many[0])[1]) + 1e-300).std(axis=-1).mean()
    sums = weights.sum(axis=-1)
    if found.shape != (5, 1) or weights.shape != (5, 7):
        en = f"5 queries and 7 keys give weights (5, 7), yours have the shape {weights.shape}."
        vi = f"5 query và 7 key cho trọng số (5, 7), của bạn có shape {weights.shape}."
    elif not np.allclose(sums, 1):
        en = (f"Test 1 fails: the rows sum to {sums[0]:.2f}, {sums[1]:.2f}, … The sum must run over "
              "the keys, the last axis.")
        vi = (f"Phép thử 1 báo sai: tổng các hàng là {sums[0]:.2f}, {sums[1]:.2f}, … Tổng phải chạy "
              "qua các key, tức trục cuối.")
    elif (weights < 0).any():
        en = ("Test 1 fails: the rows sum to 1, but some weights are negative. "
              "Dividing scores by their sum is not softmax.")
        vi = ("Phép thử 1 báo sai: tổng mỗi hàng là 1, nhưng có trọng số âm. "
              "Chia điểm cho tổng không phải là softmax.")
    elif not np.allclose(shifted, weights):
        en = ("Test 6 fails: the same vector, added to all keys, changes the weights. The rows sum "
              "to 1, because you divided them again, but softmax still ran over the queries.")
        vi = ("Phép thử 6 báo sai: cộng cùng một vector vào mọi key làm trọng số thay đổi. Chia lại "
              "cho tổng thì mỗi hàng có tổng bằng 1, nhưng softmax trước đó vẫn chạy theo query.")
    elif spread_of < 0.7:
        en = (f"Test 7 fails: for random vectors the scores have a standard deviation of "
              f"{spread_of:.2f}, not about 1. They are divided once too often.")
        vi = (f"Phép thử 7 báo sai: với vector ngẫu nhiên, độ lệch chuẩn của điểm là "
              f"{spread_of:.2f}, không phải khoảng 1. Điểm bị chia thừa một lần.")
    elif spread_of > 1.4:
        en = (f"Test 7 fails: for random vectors the scores have a standard deviation of "
              f"{spread_of:.2f}, not about 1. They must be divided once by the root of d.")
        vi = (f"Phép thử 7 báo sai: với vector ngẫu nhiên, độ lệch chuẩn của điểm là "
              f"{spread_of:.2f}, không phải khoảng 1. Phải chia một lần cho căn của d.")
    elif not np.allclose(found[0, 0], np.arange(7) @ softmax(key @ query[0] / 2)):
        en = "Test 10 fails: compute query 1 alone, in a loop, and compare line by line."
        vi = "Phép thử 10 báo sai: hãy tính riêng query 1 bằng vòng lặp rồi so từng dòng."
    else:
        en = "Right: rows sum to 1, a shift changes nothing, and the scores are divided once."
        vi = "Đúng: tổng mỗi hàng bằng 1, cộng thêm không đổi gì, và điểm được chia đúng một lần."
except Exception as error:  # whatever was left behind, the check answers
    en = f"The check cannot use your answer yet: {error!r}"
    vi = f"Chưa chấm được câu trả lời của bạn: {error!r}"
print(vi if os.environ.get("LANG", "").startswith("vi") else en)
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
