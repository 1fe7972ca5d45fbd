"""Repair: a softmax of a matrix with two faults."""

# --8<-- [start:start]
def row_softmax(x):
    exps = np.exp(x - x.max())
    return exps / exps.sum(axis=1)
# --8<-- [end:start]

# --8<-- [start:check]
import os

try:
    exps, expected = np.exp(lopsided), softmax(lopsided)
    with np.errstate(all="ignore"):
        found = row_softmax(lopsided.copy())
        far = row_softmax(lopsided + np.array([[0], [900], [0], [0], [-900], [0]]))  # journey up, one down
    if np.allclose(found, exps / exps.sum(axis=0)):
        en = "Now the columns sum to 1. A query is a row: let its sum run along axis 1."
        vi = "Giờ các cột mới có tổng bằng 1. Mỗi query là một hàng: tổng phải chạy dọc trục 1."
    elif np.allclose(found, exps / exps.sum(axis=1)):
        en = "Without keepdims=True the six sums lie down as a row, and each column is divided by another row's sum."
        vi = "Thiếu keepdims=True thì sáu tổng nằm thành một hàng, và mỗi cột bị chia cho tổng của hàng khác."
    elif not np.allclose(found, expected):
        en = "The weights have changed. What you subtract must be one number for a whole row: its maximum along axis 1."
        vi = "Trọng số đã bị thay đổi. Cả một hàng phải trừ cùng một số: số lớn nhất của hàng đó, theo trục 1."
    elif np.isnan(far[1]).any():
        en = "With scores around 900 the row of journey is nan: exp overflows. Subtract the maximum first."
        vi = "Khi điểm cỡ 900, hàng của journey thành nan: exp bị tràn. Hãy trừ số lớn nhất trước."
    elif np.isnan(far).any():
        en = "A row far below the largest score of the matrix is nan: all its exps are 0. Give each row its own maximum."
        vi = "Hàng nào thấp xa số lớn nhất của ma trận thì thành nan: mọi exp của nó bằng 0. Mỗi hàng cần số lớn nhất của riêng nó."
    else:
        en = "Right: each row has its own maximum and its own sum."
        vi = "Đúng: mỗi hàng có số lớn nhất riêng và tổng riêng."
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
