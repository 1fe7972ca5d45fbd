"""Write attention with a window and a learned logit."""

# --8<-- [start:start]
def attend_in_window(query, key, value, size, sinks):
    """Return the context vectors (heads, T, d): each token sees itself and the size - 1 before it.

    query, key, value are (heads, T, d), sinks (heads,) the learned logit of each head, whose
    exponential is added to the denominator.
    """
    return value
# --8<-- [end:start]

# --8<-- [start:check]
import os

try:
    draw = np.random.default_rng(1)
    q, k, v = draw.normal(size=(3, 2, 7, 4)) * 1.5
    logits = np.array([1.0, -2.0])

    def expected(size=3, sinks=logits, large=1, causal=True):
        raw = large * q @ k.mT / 2
        near = np.arange(7)[:, None] - np.arange(7)
        raw = np.where((near < size) & ((near >= 0) | (not causal)), raw, -np.inf)
        column = np.broadcast_to(sinks[:, None, None], (2, 7, 1))
        together = np.concatenate([raw, column], axis=-1)
        top = together.max(axis=-1, keepdims=True)
        exps = np.exp(together - top)
        return exps[..., :-1] / exps.sum(axis=-1, keepdims=True) @ v

    def asked(large=1):
        return np.asarray(attend_in_window(large * q, k.copy(), v.copy(), 3, logits.copy()), float)

    found, nothing = asked(), np.full(2, -np.inf)
    if found.shape != v.shape:
        en = f"The context vectors must have the shape {v.shape}; yours have {found.shape}."
        vi = f"Vector ngữ cảnh phải có shape {v.shape}; của bạn là {found.shape}."
    elif np.allclose(found, expected()):
        with np.errstate(all="ignore"):
            stable = np.allclose(asked(1000), expected(large=1000))
        if stable:
            en = "Right: for large scores too. A windowed layer of gpt-oss attends like this, after rotation."
            vi = "Đúng: cả với điểm rất lớn. Lớp có cửa sổ của gpt-oss tính như vậy, sau phép quay."
            solved = True
        else:
            en = "The numbers fit, but large scores overflow: subtract the largest, sink included."
            vi = "Kết quả khớp, nhưng điểm lớn thì tràn số: hãy trừ đi số lớn nhất, kể cả logit học được."
    elif np.allclose(found, expected(sinks=nothing)):
        en = "The learned logit is missing: your weights still sum to 1."
        vi = "Thiếu logit học được: các trọng số của bạn vẫn có tổng bằng 1."
    elif np.allclose(found, expected(sinks=logits * 0)):
        en = "You add 1 to the denominator. It needs e to the power of each head's logit."
        vi = "Bạn cộng 1 vào mẫu số. Phải cộng e mũ logit của từng head."
    elif np.allclose(found, expected(size=4)) or np.allclose(found, expected(size=2)):
        en = "The window is off by one: size counts the token itself."
        vi = "Cửa sổ lệch một token: size tính cả chính token ấy."
    elif np.allclose(found, expected(size=9)):
        en = "There is no window yet: token 7 still sees token 1."
        vi = "Chưa có cửa sổ: token 7 vẫn nhìn thấy token 1."
    elif np.allclose(found, expected(causal=False)):
        en = "A token sees later ones: the causal mask is missing."
        vi = "Token nhìn thấy cả token đứng sau: thiếu mặt nạ nhân quả."
    else:
        en = "Not yet. Scores / √d, mask, one more column for the logit, softmax, drop the column."
        vi = "Chưa đúng. Điểm / √d, mask, thêm một cột cho logit, softmax, rồi bỏ cột ấy."
except Exception as error:  # whatever was left behind, the check answers
    en = f"The check cannot use your answer yet: {error!r}"
    vi = f"Chưa chấm được câu trả lời của bạn: {error!r}"
print(vi if os.environ.get("LANG", "").startswith("vi") else en)
# --8<-- [end:check]

# --8<-- [start:solution]
def attend_in_window(query, key, value, size, sinks):
    """Return the context vectors (heads, T, d)."""
    scores = query @ key.mT / np.sqrt(query.shape[-1])
    scores = np.where(window_mask(query.shape[-2], size), scores, -np.inf)
    column = np.broadcast_to(sinks[:, None, None], (*scores.shape[:-1], 1))
    weights = softmax(np.concatenate([scores, column], axis=-1))[..., :-1]
    return weights @ value
# --8<-- [end:solution]

# --8<-- [start:wrong_1]
def attend_in_window(query, key, value, size, sinks):
    return scaled_dot_product_attention(query, key, value, window_mask(query.shape[-2], size))
# --8<-- [end:wrong_1]

# --8<-- [start:wrong_2]
def attend_in_window(query, key, value, size, sinks):
    scores = query @ key.mT / np.sqrt(query.shape[-1])
    exps = np.exp(scores) * window_mask(query.shape[-2], size)
    return exps / (exps.sum(axis=-1, keepdims=True) + np.exp(sinks)[:, None, None]) @ value
# --8<-- [end:wrong_2]

# --8<-- [start:wrong_3]
def attend_in_window(query, key, value, size, sinks):
    scores = query @ key.mT / np.sqrt(query.shape[-1])
    scores = np.where(window_mask(query.shape[-2], size + 1), scores, -np.inf)
    column = np.broadcast_to(sinks[:, None, None], (*scores.shape[:-1], 1))
    return softmax(np.concatenate([scores, column], axis=-1))[..., :-1] @ value
# --8<-- [end:wrong_3]

# --8<-- [start:wrong_4]
def attend_in_window(query, key, value, size, sinks):
    scores = query @ key.mT / np.sqrt(query.shape[-1])
    scores = np.where(causal_mask(query.shape[-2]), scores, -np.inf)
    column = np.broadcast_to(sinks[:, None, None], (*scores.shape[:-1], 1))
    return softmax(np.concatenate([scores, column], axis=-1))[..., :-1] @ value
# --8<-- [end:wrong_4]

# --8<-- [start:wrong_5]
def attend_in_window(query, key, value, size, sinks):
    scores = query @ key.mT / np.sqrt(query.shape[-1])
    exps = np.exp(scores) * window_mask(query.shape[-2], size)
    return exps / (exps.sum(axis=-1, keepdims=True) + 1) @ value
# --8<-- [end:wrong_5]
