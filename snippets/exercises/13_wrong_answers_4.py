"""Repair: a head with padding, hidden along the wrong axis and with a score of 0."""

# --8<-- [start:start]
def padded_head(query, key, value, is_token):
    """Return the contexts (T, d_v); is_token (T,) is False for padding."""
    scores = query @ key.T / np.sqrt(query.shape[-1])
    scores = np.where(is_token[:, None], scores, 0)
    return softmax(scores) @ value
# --8<-- [end:start]

# --8<-- [start:check]
import os

try:
    query, key, value_7 = np.random.default_rng(6).normal(size=(3, 7, 4))
    real_7 = np.array([True] * 5 + [False] * 2)
    found = np.asarray(padded_head(query, key, value_7, real_7))
    unhidden = softmax(query @ key.T / 2) @ value_7
    alone = softmax(query[:5] @ key[:5].T / 2) @ value_7[:5]
    ones = np.asarray(padded_head(query, key, np.ones((7, 1)), real_7)).ravel()
    on_padding = np.asarray(padded_head(query, key, 1.0 - real_7[:, None], real_7)).ravel()
    part = f"{on_padding[0]:.2f}"
    if found.shape != (7, 4):
        en = f"A context for each of the 7 tokens, also for padding: (7, 4), not {found.shape}."
        vi = (f"Mỗi token trong 7 token, kể cả token đệm, có một vector: (7, 4), không phải "
              f"{found.shape}.")
    elif np.isnan(found).any():
        en = "There is nan: some query may look at no key. Which axis of the scores is the keys'?"
        vi = "Có nan: có query không được nhìn key nào. Trục nào của điểm là trục key?"
    elif not np.allclose(ones[:5], 1):
        en = (f"mask-after-softmax: with values of 1 every context must be 1, yours is {ones[0]:.2f}. "
              "Hide the scores before softmax, not the weights after it.")
        vi = (f"mask-after-softmax: nếu mọi value bằng 1 thì kết quả phải bằng 1, của bạn là "
              f"{ones[0]:.2f}. Hãy che điểm trước softmax, không phải trọng số sau softmax.")
    elif np.allclose(on_padding[:5], 1):
        en = "padding-attended: real tokens look at padding only. The mask is upside down."
        vi = "padding-attended: token thật chỉ nhìn token đệm. Mặt nạ bị đảo ngược."
    elif np.allclose(found[:5], unhidden[:5]) and np.allclose(found[5:], 0):
        en = (f"A score of minus infinity is right, but padding-attended: token 1 still gives {part} of "
              "its weight to padding. You hide the queries that are padding, not the keys.")
        vi = (f"Điểm âm vô cực là đúng, nhưng padding-attended: token 1 vẫn dành {part} trọng số "
              "cho token đệm. Bạn che các query là token đệm, chứ không che key.")
    elif np.allclose(found[:5], unhidden[:5]):
        en = (f"padding-attended: token 1 gives {part} of its weight to padding. You hide the rows, which "
              "belong to queries; the columns belong to the keys.")
        vi = (f"padding-attended: token 1 dành {part} trọng số cho token đệm. Bạn che hàng, tức "
              "query; key thì ở các cột.")
    elif on_padding[:5].max() > 1e-6:
        en = (f"padding-attended: token 1 gives {part} of its weight to padding. The right columns are "
              "hidden, but which score has a weight of exactly 0?")
        vi = (f"padding-attended: token 1 dành {part} trọng số cho token đệm. Che đúng cột rồi, nhưng "
              "điểm nào cho trọng số đúng bằng 0?")
    elif not np.allclose(found[:5], alone):
        en = "padding-attended: without the padding, the real tokens get other contexts."
        vi = "padding-attended: tính không có đệm thì các token thật có vector khác."
    else:
        en = "Right: the real tokens get the same contexts as alone, and nothing is nan."
        vi = "Đúng: các token thật có kết quả như khi không đệm, và không có nan."
        solved = True
except Exception as error:  # whatever was left behind, the check answers
    en = f"The check cannot use your answer yet: {error!r}"
    vi = f"Chưa chấm được câu trả lời của bạn: {error!r}"
print(vi if os.environ.get("LANG", "").startswith("vi") else en)
# --8<-- [end:check]

# --8<-- [start:solution]
def padded_head(query, key, value, is_token):
    """Return the contexts (T, d_v); is_token (T,) is False for padding."""
    scores = query @ key.T / np.sqrt(query.shape[-1])
    scores = np.where(is_token, scores, -np.inf)  # along the keys
    return softmax(scores) @ value
# --8<-- [end:solution]

# --8<-- [start:wrong_1]
def padded_head(query, key, value, is_token):
    scores = query @ key.T / np.sqrt(query.shape[-1])
    return softmax(np.where(is_token, scores, 0)) @ value
# --8<-- [end:wrong_1]

# --8<-- [start:wrong_2]
def padded_head(query, key, value, is_token):
    scores = query @ key.T / np.sqrt(query.shape[-1])
    return softmax(np.where(is_token[:, None], scores, -np.inf)) @ value
# --8<-- [end:wrong_2]

# --8<-- [start:wrong_3]
def padded_head(query, key, value, is_token):
    scores = query @ key.T / np.sqrt(query.shape[-1])
    return (softmax(scores) * is_token) @ value
# --8<-- [end:wrong_3]

# --8<-- [start:wrong_4]
def padded_head(query, key, value, is_token):
    scores = query @ key.T / np.sqrt(query.shape[-1])
    return softmax(np.where(is_token, -np.inf, scores)) @ value
# --8<-- [end:wrong_4]

# --8<-- [start:wrong_5]
def padded_head(query, key, value, is_token):
    scores = query @ key.T / np.sqrt(query.shape[-1])
    return softmax(np.where(is_token, scores, -np.inf))[is_token] @ value
# --8<-- [end:wrong_5]
