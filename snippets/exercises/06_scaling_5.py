"""Write it yourself: scaled dot-product attention, with its softmax, from NumPy alone."""

# --8<-- [start:start]
def my_attention(query, key, value):
    """Return the context vectors (T_q, d_v) and the weights (T_q, T_k).

    query has the shape (T_q, d_k), key (T_k, d_k), value (T_k, d_v).
    """
# --8<-- [end:start]

# --8<-- [start:check]
import os

try:
    draw = np.random.default_rng(2)
    q, k, v = draw.normal(size=(4, 64)), draw.normal(size=(6, 64)), draw.normal(size=(6, 3))
    answer = my_attention(q.copy(), k.copy(), v.copy())
    is_pair = isinstance(answer, (tuple, list)) and len(answer) == 2
    context, found = (np.asarray(part, dtype=float) for part in (answer if is_pair else (0, 0)))

    def is_softmax_of(x, axis=-1):
        exps = np.exp(x - x.max(axis=axis, keepdims=True))
        expected = exps / exps.sum(axis=axis, keepdims=True)
        return found.shape == expected.shape and np.allclose(found, expected)

    products = q @ k.T
    with np.errstate(all="ignore"):
        large = np.asarray(my_attention(1000 * q, k, v)[1] if is_pair else 0, dtype=float)
    if not is_pair:
        en = "The function should return two arrays. Let it end with: return context, weights"
        vi = "Hàm phải trả về hai mảng. Hãy kết thúc bằng: return context, weights"
    elif found.shape != (4, 6):
        en = f"4 queries and 6 keys give weights of shape (4, 6), yours have {found.shape}."
        vi = f"4 query và 6 key cho trọng số có shape (4, 6), của bạn là {found.shape}."
    elif is_softmax_of(products):
        en = "The scores are not divided: their standard deviation is still about √64."
        vi = "Bạn chưa chia điểm: độ lệch chuẩn của điểm vào softmax vẫn là khoảng √64."
    elif is_softmax_of(products / 64):
        en = "The scores are divided by d_k = 64. The square root is missing."
        vi = "Bạn chia điểm cho d_k = 64. Còn thiếu căn bậc hai."
    elif is_softmax_of(products / 4**0.5) or is_softmax_of(products / 6**0.5):
        en = "That is the root of the number of tokens. d_k is query.shape[-1]."
        vi = "Đó là căn của số token. Còn d_k là query.shape[-1]."
    elif is_softmax_of(products / 8, axis=0):
        en = "Each column sums to 1. The weights of one query are a row: use axis=-1."
        vi = "Mỗi cột có tổng bằng 1. Trọng số của một query nằm trên một hàng: dùng axis=-1."
    elif not np.allclose(found.sum(axis=-1), 1):
        en = "The rows of the weights do not sum to 1. Is every exp divided by its row's sum?"
        vi = "Các hàng trọng số không có tổng bằng 1. Mỗi exp đã chia cho tổng của hàng chưa?"
    elif not is_softmax_of(products / 8):
        en = "The rows sum to 1, but these are not the weights softmax(query key.T / √d_k)."
        vi = "Các hàng có tổng bằng 1, nhưng chưa phải trọng số softmax(query key.T / √d_k)."
    elif context.shape != (4, 3) or not np.allclose(context, found @ v):
        en = "The weights are right. The context vectors should be weights @ value, shape (4, 3)."
        vi = "Trọng số đã đúng. Các vector ngữ cảnh phải là weights @ value, shape (4, 3)."
    elif not np.isfinite(large).all():
        en = "Nearly: large scores give nan. Subtract the maximum of each row before exp."
        vi = "Gần xong: điểm lớn cho ra nan. Hãy trừ số lớn nhất của mỗi hàng trước khi lấy exp."
    else:
        en = "Right: divided by √64, rows that sum to 1, and safe with large scores."
        vi = "Đúng: chia cho √64, mỗi hàng có tổng bằng 1, và điểm lớn cũng không tràn."
        solved = True
except Exception as error:  # whatever was left behind, the check answers
    en = f"The check cannot use your answer yet: {error!r}"
    vi = f"Chưa chấm được câu trả lời của bạn: {error!r}"
print(vi if os.environ.get("LANG", "").startswith("vi") else en)
# --8<-- [end:check]

# --8<-- [start:solution]
def my_attention(query, key, value):
    scores = query @ key.mT / np.sqrt(query.shape[-1])
    exps = np.exp(scores - scores.max(axis=-1, keepdims=True))
    weights = exps / exps.sum(axis=-1, keepdims=True)
    return weights @ value, weights
# --8<-- [end:solution]

# --8<-- [start:wrong_1]
def my_attention(query, key, value):
    weights = softmax(query @ key.mT)
    return weights @ value, weights
# --8<-- [end:wrong_1]

# --8<-- [start:wrong_2]
def my_attention(query, key, value):
    weights = softmax(query @ key.mT / query.shape[-1])
    return weights @ value, weights
# --8<-- [end:wrong_2]

# --8<-- [start:wrong_3]
def my_attention(query, key, value):
    weights = softmax(query @ key.mT / np.sqrt(query.shape[-1]), axis=0)
    return weights @ value, weights
# --8<-- [end:wrong_3]

# --8<-- [start:wrong_4]
def my_attention(query, key, value):
    scores = query @ key.mT / np.sqrt(query.shape[-1])
    weights = np.exp(scores) / np.exp(scores).sum()
    return weights @ value, weights
# --8<-- [end:wrong_4]

# --8<-- [start:wrong_5]
def my_attention(query, key, value):
    exps = np.exp(query @ key.mT / np.sqrt(query.shape[-1]))
    weights = exps / exps.sum(axis=-1, keepdims=True)
    return weights @ value, weights
# --8<-- [end:wrong_5]
