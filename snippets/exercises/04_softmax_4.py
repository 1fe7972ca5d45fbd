"""Build: carry a gradient from the weights back to the scores, without building a Jacobian."""

# --8<-- [start:start]
def gradient_by_scores(weights, gradient):
    """Return J @ g for each row g of gradient, (6, 6)."""
    return np.zeros((6, 6))
# --8<-- [end:start]

# --8<-- [start:check]
import os

try:
    w, g = by_rows, np.random.default_rng(0).normal(size=(6, 6))
    expected = np.stack([(np.diag(p) - np.outer(p, p)) @ row for p, row in zip(w, g)])
    found = np.asarray(gradient_by_scores(w.copy(), g.copy()), dtype=float)
    if found.shape != (6, 6):
        en = f"Each row of gradient gives a row, so return shape (6, 6). Yours is {found.shape}."
        vi = f"Mỗi hàng cho một hàng: phải trả về shape (6, 6). Của bạn là {found.shape}."
    elif not found.any():
        en = "All 0 so far: replace the zeros. Begin with diag(p) g, which needs no sum."
        vi = "Kết quả còn toàn số 0: hãy thay bằng phép tính. Bắt đầu từ diag(p) g, chưa cần tổng."
    elif np.allclose(found, w * g):
        en = "This is diag(p) g alone. A higher score lowers the other five: subtract p (p · g)."
        vi = "Đây mới là diag(p) g. Điểm tăng còn kéo năm trọng số kia xuống: trừ p (p · g)."
    elif np.allclose(found, w * (1 - w) * g):
        en = "Only the diagonal of J is used. Its 30 other entries are not 0: use them too."
        vi = "Mới dùng đường chéo của J. 30 phần tử kia khác 0: một điểm làm đổi mọi trọng số."
    elif np.allclose(found, w * (g - (w * g).sum())):
        en = "One sum for the whole matrix. Each query has its own: sum along the last axis."
        vi = "Bạn lấy một tổng cho cả ma trận. Mỗi query có tổng riêng: lấy tổng theo trục cuối."
    elif np.allclose(found, expected):
        en = "Right: six products with a Jacobian, and no Jacobian was built."
        vi = "Đúng: sáu phép nhân với J mà không phải lập ma trận Jacobi nào."
        solved = True
    else:
        en = "Not yet: the result differs from diag(p) g − p (p · g), computed for each row."
        vi = "Chưa đúng: kết quả khác với diag(p) g − p (p · g) tính cho từng hàng."
except Exception as error:  # whatever the cell above left behind, the check has an answer
    en = f"The check cannot use your answer yet: {error!r}"
    vi = f"Chưa chấm được câu trả lời của bạn: {error!r}"
print(vi if os.environ.get("LANG", "").startswith("vi") else en)
# --8<-- [end:check]

# --8<-- [start:solution]
def gradient_by_scores(weights, gradient):
    """Return J @ g for each row g of gradient, (6, 6)."""
    mean = (weights * gradient).sum(axis=-1, keepdims=True)  # p · g
    return weights * (gradient - mean)
# --8<-- [end:solution]

# --8<-- [start:wrong_1]
def gradient_by_scores(weights, gradient):
    return weights * gradient
# --8<-- [end:wrong_1]

# --8<-- [start:wrong_2]
def gradient_by_scores(weights, gradient):
    return weights * (1 - weights) * gradient
# --8<-- [end:wrong_2]

# --8<-- [start:wrong_3]
def gradient_by_scores(weights, gradient):
    return weights * (gradient - (weights * gradient).sum())
# --8<-- [end:wrong_3]

# --8<-- [start:wrong_4]
def gradient_by_scores(weights, gradient):
    return (weights * gradient).sum(axis=-1)
# --8<-- [end:wrong_4]
