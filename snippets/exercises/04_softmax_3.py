"""Repair: a softmax of a matrix with two faults."""

# --8<-- [start:start]
def row_softmax(x):
    exps = np.exp(x - x.max())
    return exps / exps.sum(axis=1)
# --8<-- [end:start]

# --8<-- [start:check]
import os

try:
    exps, expected = np.exp(asymmetric), softmax(asymmetric)
    far_apart = asymmetric + np.array([[0], [900], [0], [0], [-900], [0]])  # rows 2 and 5
    with np.errstate(all="ignore"):
        found, far = row_softmax(asymmetric.copy()), row_softmax(far_apart)
    if np.allclose(found, exps / exps.sum(axis=0)):
        en = "Now the columns sum to 1. A query is a row, so the sum must run along axis 1."
        vi = "Bây giờ các cột có tổng bằng 1. Mỗi query là một hàng: tổng phải chạy dọc trục 1."
    elif np.allclose(found, exps / exps.sum(axis=1)):
        en = "Without keepdims=True the sums form a row: column j is divided by the sum of row j."
        vi = "Thiếu keepdims=True, sáu tổng nằm thành hàng: cột j bị chia cho tổng của hàng j."
    elif not np.allclose(found, expected):
        en = "The weights have changed. Subtract one number per row: its maximum along axis 1."
        vi = "Trọng số đã thay đổi. Cả hàng phải trừ cùng một số: số lớn nhất, theo trục 1."
    elif np.isnan(far[1]).any():
        en = "With scores around 900 a row becomes nan: exp overflows. Subtract the maximum first."
        vi = "Khi điểm cỡ 900, cả hàng thành nan: exp bị tràn. Hãy trừ số lớn nhất trước."
    elif np.isnan(far).any():
        en = "A row far below the others becomes nan: its exps are 0. Use each row's own maximum."
        vi = "Hàng thấp hơn hẳn thành nan: exp của nó bằng 0. Mỗi hàng cần số lớn nhất riêng."
    else:
        en = "Right: each row has its own maximum and its own sum."
        vi = "Đúng: mỗi hàng có số lớn nhất riêng và tổng riêng."
        solved = True
except Exception as error:  # whatever the cell above left behind, the check has an answer
    en = f"The check cannot use your answer yet: {error!r}"
    vi = f"Chưa chấm được câu trả lời của bạn: {error!r}"
print(vi if os.environ.get("LANG", "").startswith("vi") else en)
# --8<-- [end:check]

# --8<-- [start:solution]
def row_softmax(x):
    exps = np.exp(x - x.max(axis=1, keepdims=True))
    return exps / exps.sum(axis=1, keepdims=True)
# --8<-- [end:solution]

# --8<-- [start:wrong_1]
def row_softmax(x):
    exps = np.exp(x - x.max())
    return exps / exps.sum(axis=1, keepdims=True)
# --8<-- [end:wrong_1]

# --8<-- [start:wrong_2]
def row_softmax(x):
    exps = np.exp(x - x.max(axis=0, keepdims=True))
    return exps / exps.sum(axis=0, keepdims=True)
# --8<-- [end:wrong_2]

# --8<-- [start:wrong_3]
def row_softmax(x):
    exps = np.exp(x)
    return exps / exps.sum(axis=1, keepdims=True)
# --8<-- [end:wrong_3]

# --8<-- [start:wrong_4]
def row_softmax(x):
    exps = np.exp(x - x.max(axis=0, keepdims=True))
    return exps / exps.sum(axis=1, keepdims=True)
# --8<-- [end:wrong_4]
