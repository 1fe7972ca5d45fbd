"""Build: carry slopes from the weights back to the scores, without a Jacobian in memory."""

# --8<-- [start:start]
def slopes_by_scores(weights, slopes):
    """jacobian(row of weights) @ row of slopes, for every row: (6, 6), (6, 6) -> (6, 6)."""
    return np.zeros((6, 6))
# --8<-- [end:start]

# --8<-- [start:check]
import os

try:
    w, g = by_rows, np.random.default_rng(0).normal(size=(6, 6))
    expected = np.stack([np.diag(row) @ slopes - row * (row @ slopes) for row, slopes in zip(w, g)])
    found = np.asarray(slopes_by_scores(w.copy(), g.copy()), dtype=float)
    if found.shape != (6, 6):
        en = f"Each row of slopes gives a row: shape (6, 6). Yours is {found.shape}."
        vi = f"Mỗi hàng của slopes cho một hàng: shape (6, 6). Của bạn là {found.shape}."
    elif not found.any():
        en = "All 0 so far: replace the zeros. Start with diag(weights) @ slopes, which needs no sum."
        vi = "Kết quả còn toàn số 0: hãy thay bằng phép tính của bạn. Bắt đầu từ diag(weights) @ slopes, chưa cần tổng nào."
    elif np.allclose(found, w * g):
        en = "This is diag(weights) @ slopes alone. A raised score also lowers the other five: subtract their part."
        vi = "Đây mới là diag(weights) @ slopes. Một điểm tăng còn kéo năm trọng số kia xuống: hãy trừ phần đó."
    elif np.allclose(found, w * (1 - w) * g):
        en = "This uses the diagonal of the Jacobian alone. The 30 other entries are not 0: a score moves every weight."
        vi = "Đây mới dùng đường chéo của Jacobian. 30 ô còn lại khác 0: đổi một điểm là đổi mọi trọng số."
    elif np.allclose(found, w * (g - (w * g).sum())):
        en = "One sum for the whole matrix. Each query has its own: keep the sums of the rows apart."
        vi = "Bạn lấy một tổng cho cả ma trận. Mỗi query có tổng riêng: hãy tính tổng theo từng hàng."
    elif np.allclose(found, expected):
        en = "Right: six products with a Jacobian, and no Jacobian in sight. Page 12 learns with these few operations."
        vi = "Đúng: sáu phép nhân với Jacobian mà không cần tạo Jacobian nào. Trang 12 sẽ học bằng mấy phép tính này."
    else:
        en = "Not yet. Within the function, compare row 2 of your result, index 1, with jacobian(weights[1]) @ slopes[1]."
        vi = "Chưa đúng. Ngay trong hàm, hãy so hàng 2 của kết quả, chỉ số 1, với jacobian(weights[1]) @ slopes[1]."
except Exception as error:  # whatever the cell above left behind, the check has an answer
    en = f"The check cannot use your answer yet: {error!r}"
    vi = f"Chưa chấm được câu trả lời của bạn: {error!r}"
print(vi if os.environ.get("LANG", "").startswith("vi") else en)
# --8<-- [end:check]

# --8<-- [start:solution]
def slopes_by_scores(weights, slopes):
    """jacobian(row of weights) @ row of slopes, for every row: (6, 6), (6, 6) -> (6, 6)."""
    mean = (weights * slopes).sum(axis=-1, keepdims=True)  # the weighted mean of a row's slopes
    return weights * (slopes - mean)
# --8<-- [end:solution]

# --8<-- [start:wrong_1]
def slopes_by_scores(weights, slopes):
    return weights * slopes
# --8<-- [end:wrong_1]

# --8<-- [start:wrong_2]
def slopes_by_scores(weights, slopes):
    return weights * (1 - weights) * slopes
# --8<-- [end:wrong_2]

# --8<-- [start:wrong_3]
def slopes_by_scores(weights, slopes):
    return weights * (slopes - (weights * slopes).sum())
# --8<-- [end:wrong_3]

# --8<-- [start:wrong_4]
def slopes_by_scores(weights, slopes):
    return (weights * slopes).sum(axis=-1)
# --8<-- [end:wrong_4]
