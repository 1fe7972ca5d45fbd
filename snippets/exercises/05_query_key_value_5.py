"""Write it yourself: attention with queries, keys and values."""

# --8<-- [start:start]
def attend(x, w_query, w_key, w_value):
    """Return context vectors (T, d_v) and weights (T, T).

    x (T, d_in), w_query and w_key (d_in, d_k), w_value (d_in, d_v)
    """
# --8<-- [end:start]

# --8<-- [start:check]
import os


def judge(attend):
    global solved
    rng = np.random.default_rng(5)
    x = rng.normal(size=(4, 3))
    w_q, w_k, w_v = (rng.normal(size=(3, n)) for n in (2, 2, 5))
    q, k, v = x @ w_q, x @ w_k, x @ w_v
    answer = attend(x.copy(), w_q.copy(), w_k.copy(), w_v.copy())
    if not isinstance(answer, (tuple, list)) or len(answer) != 2:
        return (
            "Return two arrays: the context vectors, then the weights.",
            "Hãy trả về hai mảng: trước là các vector ngữ cảnh, sau là các trọng số.",
        )
    mixed, found = (np.asarray(array, dtype=float) for array in answer)
    right = softmax(q @ k.T / np.sqrt(2))
    if found.shape != (4, 4):
        return (
            f"The weights of 4 tokens have shape (4, 4), yours {found.shape}: one row for each"
            " query, one column for each key.",
            f"Trọng số của 4 token có shape (4, 4), của bạn là {found.shape}: mỗi query một"
            " hàng, mỗi key một cột.",
        )
    if not np.allclose(found.sum(axis=1), 1):
        if np.allclose(found.sum(axis=0), 1):
            return (
                "Wrong axis: your columns sum to 1. Each query normalizes its own row, axis 1.",
                "Nhầm trục: các cột của bạn có tổng bằng 1. Mỗi query chuẩn hóa hàng của nó,"
                " tức trục 1.",
            )
        return (
            "The rows of your weights do not sum to 1. Is softmax missing?",
            "Các hàng trọng số chưa có tổng bằng 1. Bạn có quên softmax không?",
        )
    if np.allclose(found, softmax(q @ k.T)):
        return (
            "The scaling is missing: divide the scores by the square root of d_k before"
            " softmax.",
            "Còn thiếu phép chia: hãy chia điểm cho căn bậc hai của d_k trước khi qua softmax.",
        )
    if any(np.allclose(found, softmax(q @ k.T / np.sqrt(n))) for n in (3, 4, 5)):
        return (
            "The scores are divided by the wrong square root: d_k is the number of components"
            " of a key.",
            "Điểm bị chia cho nhầm căn bậc hai: d_k là số chiều của key.",
        )
    if np.allclose(found, softmax(k @ q.T / np.sqrt(2))):
        return (
            "Queries and keys are swapped: a row belongs to a query.",
            "Query và key đang bị đổi chỗ: mỗi hàng phải ứng với một query.",
        )
    if any(np.allclose(found, softmax(a @ a.T / np.sqrt(2))) for a in (q, k)):
        return (
            "Queries and keys come from the same matrix, so the scores are symmetric.",
            "Query và key cùng tính từ một ma trận nên điểm bị đối xứng.",
        )
    if not np.allclose(found, right):
        return (
            "Each row sums to 1, but the weights are wrong. Print your scores: they should be"
            " queries @ keys.T.",
            "Mỗi hàng có tổng bằng 1 nhưng trọng số chưa đúng. Hãy in điểm ra: điểm phải là"
            " queries @ keys.T.",
        )
    if mixed.shape != (4, 5):
        return (
            f"The weights are right. The context vectors should have shape (4, 5), not"
            f" {mixed.shape}: mix the values x @ w_value.",
            f"Trọng số đã đúng. Vector ngữ cảnh phải có shape (4, 5), không phải"
            f" {mixed.shape}: hãy trộn các value, tức x @ w_value.",
        )
    if not np.allclose(mixed, right @ v):
        return (
            "The weights are right, the context vectors are not: they are weights @ values.",
            "Trọng số đã đúng, vector ngữ cảnh thì chưa: đó phải là weights @ values.",
        )
    solved = True
    return (
        "Right: shapes, scaling, row sums and the mix of values all agree.",
        "Đúng: shape, phép chia, tổng từng hàng và phép trộn value đều khớp.",
    )


try:
    en, vi = judge(attend)
except Exception as error:  # whatever the cell above left behind, the check has an answer
    en = f"The check cannot use your answer yet: {error!r}"
    vi = f"Chưa chấm được câu trả lời của bạn: {error!r}"
print(vi if os.environ.get("LANG", "").startswith("vi") else en)
# --8<-- [end:check]

# --8<-- [start:solution]
def attend(x, w_query, w_key, w_value):
    """Return context vectors (T, d_v) and weights (T, T).

    x (T, d_in), w_query and w_key (d_in, d_k), w_value (d_in, d_v)
    """
    queries, keys, values = x @ w_query, x @ w_key, x @ w_value
    scores = queries @ keys.T
    weights = softmax(scores / np.sqrt(keys.shape[-1]))
    return weights @ values, weights
# --8<-- [end:solution]

# --8<-- [start:wrong_1]
def attend(x, w_query, w_key, w_value):
    queries, keys, values = x @ w_query, x @ w_key, x @ w_value
    weights = softmax(queries @ keys.T)
    return weights @ values, weights
# --8<-- [end:wrong_1]

# --8<-- [start:wrong_2]
def attend(x, w_query, w_key, w_value):
    queries, keys, values = x @ w_query, x @ w_key, x @ w_value
    weights = softmax(queries @ keys.T / np.sqrt(2), axis=0)
    return weights @ values, weights
# --8<-- [end:wrong_2]

# --8<-- [start:wrong_3]
def attend(x, w_query, w_key, w_value):
    queries, keys, values = x @ w_query, x @ w_key, x @ w_value
    weights = queries @ keys.T / np.sqrt(2)
    return weights @ values, weights
# --8<-- [end:wrong_3]

# --8<-- [start:wrong_4]
def attend(x, w_query, w_key, w_value):
    queries, keys = x @ w_query, x @ w_query
    weights = softmax(queries @ keys.T / np.sqrt(keys.shape[-1]))
    return weights @ (x @ w_value), weights
# --8<-- [end:wrong_4]

# --8<-- [start:wrong_5]
def attend(x, w_query, w_key, w_value):
    queries, keys = x @ w_query, x @ w_key
    weights = softmax(queries @ keys.T / np.sqrt(keys.shape[-1]))
    return weights @ x, weights
# --8<-- [end:wrong_5]

# --8<-- [start:wrong_6]
def attend(x, w_query, w_key, w_value):
    queries, keys, values = x @ w_query, x @ w_key, x @ w_value
    weights = softmax(queries @ keys.T / np.sqrt(x.shape[-1]))
    return weights @ values, weights
# --8<-- [end:wrong_6]
