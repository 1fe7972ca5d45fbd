"""Write it yourself: a softmax along the last axis, for one row, a matrix or a batch."""

# --8<-- [start:start]
def my_softmax(x):
    """Return the weights of the scores x, (…, T) -> (…, T)."""
# --8<-- [end:start]

# --8<-- [start:check]
import os

try:
    x, expected, result = batch.copy(), softmax(batch), my_softmax(scores_2.copy())
    en = vi = ""
    if result is None:
        en = "my_softmax returns None so far. Write its body, and end it with return."
        vi = "my_softmax còn trả về None. Hãy viết thân hàm, và kết thúc bằng return."
    elif np.shape(result) != (6,):
        en = f"Six scores must give six weights, shape (6,). Yours is {np.shape(result)}."
        vi = f"Sáu điểm phải cho sáu trọng số, shape (6,). Của bạn: {np.shape(result)}."
    elif np.allclose(result, by_sum(scores_2)):
        en = "This divides by the sum. Take the exponential of the scores first."
        vi = "Đây mới là chia cho tổng. Hãy lấy hàm mũ của các điểm trước."
    elif not np.isclose(np.sum(result), 1):
        en = f"The six weights of journey sum to {np.sum(result):.2f}, not to 1."
        vi = f"Sáu trọng số của journey có tổng {np.sum(result):.2f}, không phải 1."
    elif not np.allclose(result, weights_2):
        en = "They sum to 1 but are not softmax: weight j is e to score j, over the sum."
        vi = "Tổng bằng 1 nhưng chưa phải softmax: trọng số j là e mũ điểm j chia cho tổng."
    else:
        with np.errstate(all="ignore"):
            huge = my_softmax(1000 * scores_2)
            rows_far_apart = asymmetric + np.array([[0], [900], [0], [0], [-900], [0]])
            far, matrix = my_softmax(rows_far_apart), my_softmax(asymmetric.copy())
            found = my_softmax(x)
        if not np.allclose(huge, softmax(1000 * scores_2)):
            en = "With scores 1000 times as large the result is nan. Subtract the maximum first."
            vi = "Khi điểm lớn gấp 1000 lần, kết quả là nan. Hãy trừ số lớn nhất trước."
        elif np.allclose(matrix, softmax(asymmetric, axis=0)):
            en = "The columns of a matrix sum to 1. Take maximum and sum along the last axis, -1."
            vi = "Với ma trận, các cột có tổng bằng 1. Số lớn nhất và tổng phải theo trục cuối, -1."
        elif not np.allclose(np.sum(matrix, axis=-1), 1):
            en = "A vector works, but rows of a matrix do not sum to 1: use axis=-1, keepdims=True."
            vi = "Vector thì đúng, hàng của ma trận chưa có tổng 1: cần axis=-1, keepdims=True."
        elif not np.allclose(far, softmax(rows_far_apart)):
            en = "A row far below the others is wrong. Subtract each row's own maximum."
            vi = "Hàng thấp hơn hẳn các hàng khác bị sai. Mỗi hàng phải trừ số lớn nhất của nó."
        elif not np.allclose(found, expected):
            en = "A matrix works, a batch does not: axis=1 counts from the front. Use axis=-1."
            vi = "Ma trận thì đúng, batch thì sai: axis=1 đếm từ phía trước. Hãy dùng axis=-1."
        elif not np.array_equal(x, batch):
            en = "The weights are correct, but your function changes its input. Make a new array."
            vi = "Trọng số đúng, nhưng hàm làm thay đổi đầu vào. Hãy tạo mảng mới."
        else:
            en = "Right: safe for large scores, along the last axis, and the input is unchanged."
            vi = "Đúng: chịu được điểm lớn, chạy theo trục cuối, và không làm thay đổi đầu vào."
            solved = True
except Exception as error:  # whatever the cell above left behind, the check has an answer
    en = f"The check cannot use your answer yet: {error!r}"
    vi = f"Chưa chấm được câu trả lời của bạn: {error!r}"
print(vi if os.environ.get("LANG", "").startswith("vi") else en)
# --8<-- [end:check]

# --8<-- [start:solution]
def my_softmax(x):
    """Return the weights of the scores x, (…, T) -> (…, T)."""
    exps = np.exp(x - x.max(axis=-1, keepdims=True))
    return exps / exps.sum(axis=-1, keepdims=True)
# --8<-- [end:solution]

# --8<-- [start:wrong_1]
def my_softmax(x):
    exps = np.exp(x)
    return exps / exps.sum(axis=-1, keepdims=True)
# --8<-- [end:wrong_1]

# --8<-- [start:wrong_2]
def my_softmax(x):
    exps = np.exp(x - x.max(axis=0))
    return exps / exps.sum(axis=0)
# --8<-- [end:wrong_2]

# --8<-- [start:wrong_3]
def my_softmax(x):
    return x / x.sum(axis=-1, keepdims=True)
# --8<-- [end:wrong_3]

# --8<-- [start:wrong_4]
def my_softmax(x):
    return np.exp(x - x.max(axis=-1, keepdims=True))
# --8<-- [end:wrong_4]

# --8<-- [start:wrong_5]
def my_softmax(x):
    axis = min(1, x.ndim - 1)
    exps = np.exp(x - x.max(axis=axis, keepdims=True))
    return exps / exps.sum(axis=axis, keepdims=True)
# --8<-- [end:wrong_5]

# --8<-- [start:wrong_6]
def my_softmax(x):
    x -= x.max(axis=-1, keepdims=True)
    return np.exp(x) / np.exp(x).sum(axis=-1, keepdims=True)
# --8<-- [end:wrong_6]

# --8<-- [start:wrong_7]
def my_softmax(x):
    exps = np.exp(x - x.max())
    return exps / exps.sum()
# --8<-- [end:wrong_7]
