"""Repair: two faults that hide each other as long as the scores are symmetric."""

# --8<-- [start:start]
def attend(queries, x):
    exps = np.exp(queries @ x.T)
    weights = exps / exps.sum(axis=0)
    return weights.T @ x


print("six queries:", np.allclose(attend(inputs, inputs), context))
# --8<-- [end:start]

# --8<-- [start:check]
import os

try:
    six = np.asarray(attend(inputs.copy(), inputs.copy()), dtype=float)
    raised, found = "", np.zeros(0)
    six_right = six.shape == context.shape and np.allclose(six, context)
    try:
        found = np.asarray(attend(inputs[:3].copy(), inputs.copy()), dtype=float)
    except ValueError as error:
        raised = str(error)
    if "broadcast" in raised:
        en = "(3, 6) / (3,) does not fit: sum dropped its axis. keepdims=True leaves (3, 1)."
        vi = "(3, 6) / (3,) không khớp: sum đã bỏ mất trục vừa cộng. keepdims=True giữ lại (3, 1)."
    elif raised and six_right:
        en = (
            "Six queries work, three raise an error: axis and .T "
            "are both wrong and hide each other."
        )
        vi = "Sáu query thì đúng, ba query thì báo lỗi: axis và .T đều sai, lỗi này che lỗi kia."
    elif raised:
        en = "The weights already have a row for each query, (3, 6). Transposed, they do not fit x."
        vi = "Trọng số vốn đã có mỗi query một hàng, (3, 6). Chuyển vị thì không khớp với x nữa."
    elif found.shape != (3, 3):
        en = f"Three queries need three context vectors, shape (3, 3). Yours is {found.shape}."
        vi = f"Ba query cần ba vector ngữ cảnh, shape (3, 3). Của bạn là {found.shape}."
    elif (found > inputs.max(axis=0)).any() or (found < inputs.min(axis=0)).any():
        en = (
            "Out of the range of the inputs: your rows of weights do "
            "not sum to 1. Which axis is summed?"
        )
        vi = (
            "Kết quả ra ngoài khoảng của inputs: hàng trọng số chưa có "
            "tổng bằng 1. Bạn cộng theo trục nào?"
        )
    elif six_right and np.allclose(found, context[:3]):
        en = "Right: the weights have a row for each query and a column for each token of x."
        vi = "Đúng: trọng số có mỗi query một hàng, mỗi token của x một cột."
        solved = True
    else:
        en = (
            "Not the first three rows of context. Print the "
            "weights: three rows, and each sums to 1?"
        )
        vi = (
            "Chưa phải ba hàng đầu của context. Hãy in trọng số: có ba "
            "hàng, hàng nào cũng có tổng bằng 1?"
        )
except Exception as error:  # whatever the cell above left behind, the check has an answer
    en = f"The check cannot use your answer yet: {error!r}"
    vi = f"Chưa chấm được câu trả lời của bạn: {error!r}"
print(vi if os.environ.get("LANG", "").startswith("vi") else en)
# --8<-- [end:check]

# --8<-- [start:solution]
def attend(queries, x):
    exps = np.exp(queries @ x.T)
    weights = exps / exps.sum(axis=1, keepdims=True)
    return weights @ x


print("six queries:", np.allclose(attend(inputs, inputs), context))
# --8<-- [end:solution]

# --8<-- [start:wrong_1]
def attend(queries, x):
    exps = np.exp(queries @ x.T)
    weights = exps / exps.sum(axis=0)
    return weights @ x
# --8<-- [end:wrong_1]

# --8<-- [start:wrong_2]
def attend(queries, x):
    exps = np.exp(queries @ x.T)
    weights = exps / exps.sum(axis=1)
    return weights @ x
# --8<-- [end:wrong_2]

# --8<-- [start:wrong_3]
def attend(queries, x):
    exps = np.exp(queries @ x.T)
    weights = exps / exps.sum(axis=1, keepdims=True)
    return weights.T @ x
# --8<-- [end:wrong_3]

# --8<-- [start:wrong_4]
def attend(queries, x):
    exps = np.exp(queries @ x.T)
    weights = exps / exps.sum(axis=1, keepdims=True)
    return weights
# --8<-- [end:wrong_4]
