"""Repair: grouped heads, split by reshape alone and tiled, the two mistakes of ONNX 1.18."""

# --8<-- [start:start]
def grouped_layer(x, w_query, w_key, w_value, w_out, num_heads):
    """Return the layer (T, d_out) of causal heads in groups."""
    T, d = x.shape[0], w_query.shape[1] // num_heads
    query, key, value = (
        (x @ w).reshape(-1, T, d) for w in (w_query, w_key, w_value))
    share = (len(query) // len(key), 1, 1)
    key, value = np.tile(key, share), np.tile(value, share)
    scores = query @ key.mT / np.sqrt(d)
    weights = softmax(np.where(causal_mask(T), scores, -np.inf))
    return (weights @ value).swapaxes(0, 1).reshape(T, -1) @ w_out
# --8<-- [end:start]

# --8<-- [start:check]
import os
from check_attention import check_layer

spoken = "vi" if os.environ.get("LANG", "").startswith("vi") else "en"
try:
    report = check_layer(grouped_layer, num_heads=6, num_kv_heads=3, is_causal=True,
                         quiet=True, language=spoken)
    if report.faults:
        en = vi = "\n".join(f"{fault.name}: {fault.sentence}" for fault in report.faults)
    else:
        en = "Right: every head has its own columns, and each group its own key and value head."
        vi = "Đúng: head nào cũng có đúng các cột của mình, nhóm nào cũng có đúng head của key và value."
        solved = True
except Exception as error:  # whatever was left behind, the check answers
    en = f"The check cannot use your answer yet: {error!r}"
    vi = f"Chưa chấm được câu trả lời của bạn: {error!r}"
print(vi if spoken == "vi" else en)
# --8<-- [end:check]

# --8<-- [start:solution]
def grouped_layer(x, w_query, w_key, w_value, w_out, num_heads):
    """Return the layer (T, d_out) of causal heads in groups."""
    T, d = x.shape[0], w_query.shape[1] // num_heads
    query, key, value = (
        (x @ w).reshape(T, -1, d).swapaxes(0, 1) for w in (w_query, w_key, w_value))
    share = len(query) // len(key)
    key, value = np.repeat(key, share, axis=0), np.repeat(value, share, axis=0)
    scores = query @ key.mT / np.sqrt(d)
    weights = softmax(np.where(causal_mask(T), scores, -np.inf))
    return (weights @ value).swapaxes(0, 1).reshape(T, -1) @ w_out
# --8<-- [end:solution]

# --8<-- [start:wrong_1]
def grouped_layer(x, w_query, w_key, w_value, w_out, num_heads):
    T, d = x.shape[0], w_query.shape[1] // num_heads
    query, key, value = (
        (x @ w).reshape(-1, T, d) for w in (w_query, w_key, w_value))
    share = len(query) // len(key)
    key, value = np.repeat(key, share, axis=0), np.repeat(value, share, axis=0)
    weights = softmax(np.where(causal_mask(T), query @ key.mT / np.sqrt(d), -np.inf))
    return (weights @ value).swapaxes(0, 1).reshape(T, -1) @ w_out
# --8<-- [end:wrong_1]

# --8<-- [start:wrong_2]
def grouped_layer(x, w_query, w_key, w_value, w_out, num_heads):
    T, d = x.shape[0], w_query.shape[1] // num_heads
    query, key, value = ((x @ w).reshape(T, -1, d).swapaxes(0, 1) for w in (w_query, w_key, w_value))
    share = (len(query) // len(key), 1, 1)
    key, value = np.tile(key, share), np.tile(value, share)
    weights = softmax(np.where(causal_mask(T), query @ key.mT / np.sqrt(d), -np.inf))
    return (weights @ value).swapaxes(0, 1).reshape(T, -1) @ w_out
# --8<-- [end:wrong_2]

# --8<-- [start:wrong_3]
def grouped_layer(x, w_query, w_key, w_value, w_out, num_heads):
    T, d = x.shape[0], w_query.shape[1] // num_heads
    query, key, value = ((x @ w).reshape(T, -1, d).swapaxes(0, 1) for w in (w_query, w_key, w_value))
    share = len(query) // len(key)
    key, value = np.repeat(key, share, axis=0), np.repeat(value, share, axis=0)
    weights = softmax(np.where(causal_mask(T), query @ key.mT / np.sqrt(d), -np.inf))
    return (weights @ value).reshape(T, -1) @ w_out
# --8<-- [end:wrong_3]

# --8<-- [start:wrong_4]
def grouped_layer(x, w_query, w_key, w_value, w_out, num_heads):
    T, d = x.shape[0], w_query.shape[1] // num_heads
    query, key, value = ((x @ w).reshape(T, -1, d).swapaxes(0, 1) for w in (w_query, w_key, w_value))
    share = len(query) // len(key)
    key, value = np.tile(key, (share, 1, 1)), np.repeat(value, share, axis=0)
    weights = softmax(np.where(causal_mask(T), query @ key.mT / np.sqrt(d), -np.inf))
    return (weights @ value).swapaxes(0, 1).reshape(T, -1) @ w_out
# --8<-- [end:wrong_4]

# --8<-- [start:wrong_5]
def grouped_layer(x, w_query, w_key, w_value, w_out, num_heads):
    T, d = x.shape[0], w_query.shape[1] // num_heads
    query, key, value = ((x @ w).reshape(T, -1, d).swapaxes(0, 1) for w in (w_query, w_key, w_value))
    weights = softmax(np.where(causal_mask(T), query[:len(key)] @ key.mT, -np.inf))
    return (weights @ value).swapaxes(0, 1).reshape(T, -1) @ w_out
# --8<-- [end:wrong_5]
