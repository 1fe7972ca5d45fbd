"""Repair: grouped heads, split by reshape alone and tiled, the two mistakes of ONNX 1.18."""

# --8<-- [start:start]
def grouped_heads(x, w_query, w_key, w_value, d):
    """Return the contexts (T, heads * d) of causal heads in groups."""
    query, key, value = (
        (x @ w).reshape(-1, len(x), d) for w in (w_query, w_key, w_value))
    share = (len(query) // len(key), 1, 1)
    key, value = np.tile(key, share), np.tile(value, share)
    scores = query @ key.mT / np.sqrt(d)
    weights = softmax(np.where(visible(len(x), len(x)), scores, -np.inf))
    return (weights @ value).swapaxes(0, 1).reshape(len(x), -1)
# --8<-- [end:start]

# --8<-- [start:check]
import os
from attention import scaled_dot_product_attention

try:
    found = np.asarray(grouped_heads(x, *matrices, d), dtype=float)
    other = x.copy()
    other[-1] += 1
    moved = np.asarray(grouped_heads(other, *matrices, d))
    q, k, v = (split(x @ w, d) for w in matrices)
    right = scaled_dot_product_attention(q, k, v, is_causal=True, enable_gqa=True)
    right = right.swapaxes(0, 1).reshape(T, -1)
    wrong_heads = [h + 1 for h in range(heads) if not np.allclose(
        found.ravel()[h * d:h * d + d], value[0, h * d:h * d + d])]
    leaks = found.shape == right.shape and not np.allclose(moved[:-1], found[:-1])
    grouped_right = np.allclose(found.ravel()[:d], found.ravel()[d:2 * d])
    unmerged = np.resize(found, (heads, T, d)).swapaxes(0, 1).reshape(T, -1)
    if found.shape != right.shape:
        en = f"The contexts of all heads are {right.shape}, yours have the shape {found.shape}."
        vi = f"Vector ngữ cảnh của mọi head có shape {right.shape}, của bạn là {found.shape}."
    elif leaks and not np.allclose(unmerged[0], value[0]) and grouped_right:
        en = ("The groups are right now. Test 4 still fails: another last token changes earlier "
              "contexts. What does reshape alone do to tokens and heads?")
        vi = ("Các nhóm đã đúng. Phép thử 4 vẫn báo sai: đổi token cuối mà các vector trước đổi "
              "theo. Chỉ reshape thì token và head bị làm sao?")
    elif leaks and not np.allclose(unmerged[0], value[0]):
        en = ("Test 4 fails: another last token changes earlier contexts, although the mask is "
              "right. What does reshape alone do to tokens and heads?")
        vi = ("Phép thử 4 báo sai: đổi token cuối mà các vector trước đổi theo, dù mặt nạ đúng. "
              "Chỉ reshape thì token và head bị làm sao?")
    elif leaks:
        en = ("Test 4 fails: the split is right, but row 1 holds several tokens of head 1. Before "
              "the last reshape, tokens must come before heads again.")
        vi = ("Phép thử 4 báo sai: chia head thì đúng, nhưng hàng 1 chứa nhiều token của head 1. "
              "Trước reshape cuối, token phải về lại trước head.")
    elif wrong_heads:
        en = (f"Test 3 fails: in row 1, heads {wrong_heads} hold the value of another head. "
              f"Heads 1 and 2 share the first of {kv_heads} value heads, 3 and 4 the next.")
        vi = (f"Phép thử 3 báo sai: ở hàng 1, các head {wrong_heads} giữ value của head khác. "
              f"Head 1 và 2 dùng chung value head đầu trong {kv_heads}, 3 và 4 dùng head tiếp theo.")
    elif not np.allclose(found, right):
        en = ("Test 10 fails: row 1 is right, but later rows are not, so the scores are wrong. "
              "Look at the groups of the keys and at the root.")
        vi = ("Phép thử 10 báo sai: hàng 1 đúng mà các hàng sau sai, vậy điểm bị sai. "
              "Hãy xem các nhóm của key và dấu căn.")
    else:
        en = "Right: every head has its own columns, and each group its own key and value head."
        vi = "Đúng: head nào cũng có đúng các cột của mình, nhóm nào cũng có đúng key và value head."
except Exception as error:  # whatever was left behind, the check answers
    en = f"The check cannot use your answer yet: {error!r}"
    vi = f"Chưa chấm được câu trả lời của bạn: {error!r}"
print(vi if os.environ.get("LANG", "").startswith("vi") else en)
# --8<-- [end:check]

# --8<-- [start:solution]
def grouped_heads(x, w_query, w_key, w_value, d):
    """Return the contexts (T, heads * d) of causal heads in groups."""
    query, key, value = (
        (x @ w).reshape(len(x), -1, d).swapaxes(0, 1) for w in (w_query, w_key, w_value))
    share = len(query) // len(key)
    key, value = np.repeat(key, share, axis=0), np.repeat(value, share, axis=0)
    scores = query @ key.mT / np.sqrt(d)
    weights = softmax(np.where(visible(len(x), len(x)), scores, -np.inf))
    return (weights @ value).swapaxes(0, 1).reshape(len(x), -1)
# --8<-- [end:solution]

# --8<-- [start:wrong_1]
def grouped_heads(x, w_query, w_key, w_value, d):
    query, key, value = (
        (x @ w).reshape(-1, len(x), d) for w in (w_query, w_key, w_value))
    share = len(query) // len(key)
    key, value = np.repeat(key, share, axis=0), np.repeat(value, share, axis=0)
    weights = softmax(np.where(visible(len(x), len(x)), query @ key.mT / np.sqrt(d), -np.inf))
    return (weights @ value).swapaxes(0, 1).reshape(len(x), -1)
# --8<-- [end:wrong_1]

# --8<-- [start:wrong_2]
def grouped_heads(x, w_query, w_key, w_value, d):
    query, key, value = (split(x @ w, d) for w in (w_query, w_key, w_value))
    share = (len(query) // len(key), 1, 1)
    key, value = np.tile(key, share), np.tile(value, share)
    weights = softmax(np.where(visible(len(x), len(x)), query @ key.mT / np.sqrt(d), -np.inf))
    return (weights @ value).swapaxes(0, 1).reshape(len(x), -1)
# --8<-- [end:wrong_2]

# --8<-- [start:wrong_3]
def grouped_heads(x, w_query, w_key, w_value, d):
    query, key, value = (split(x @ w, d) for w in (w_query, w_key, w_value))
    share = len(query) // len(key)
    key, value = np.repeat(key, share, axis=0), np.repeat(value, share, axis=0)
    weights = softmax(np.where(visible(len(x), len(x)), query @ key.mT / np.sqrt(d), -np.inf))
    return (weights @ value).reshape(len(x), -1)
# --8<-- [end:wrong_3]

# --8<-- [start:wrong_4]
def grouped_heads(x, w_query, w_key, w_value, d):
    query, key, value = (split(x @ w, d) for w in (w_query, w_key, w_value))
    share = len(query) // len(key)
    key, value = np.tile(key, (share, 1, 1)), np.repeat(value, share, axis=0)
    weights = softmax(np.where(visible(len(x), len(x)), query @ key.mT / np.sqrt(d), -np.inf))
    return (weights @ value).swapaxes(0, 1).reshape(len(x), -1)
# --8<-- [end:wrong_4]

# --8<-- [start:wrong_5]
def grouped_heads(x, w_query, w_key, w_value, d):
    query, key, value = (split(x @ w, d) for w in (w_query, w_key, w_value))
    weights = softmax(np.where(visible(len(x), len(x)), query[:len(key)] @ key.mT, -np.inf))
    return (weights @ value).swapaxes(0, 1).reshape(len(x), -1)
# --8<-- [end:wrong_5]
