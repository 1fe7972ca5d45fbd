"""Repair: two faults that hide each other as long as the scores are symmetric."""

# --8<-- [start:start]
def attend(askers, x):
    exps = np.exp(askers @ x.T)
    weights = exps / exps.sum(axis=0)
    return weights.T @ x


print("six ask:", np.allclose(attend(inputs, inputs), context))
# --8<-- [end:start]

# --8<-- [start:check]
import os

try:
    six, raised, found = np.asarray(attend(inputs.copy(), inputs.copy()), dtype=float), "", np.zeros(0)
    six_right = six.shape == context.shape and np.allclose(six, context)
    try:
        found = np.asarray(attend(inputs[:3].copy(), inputs.copy()), dtype=float)
    except ValueError as error:
        raised = str(error)
    if "broadcast" in raised:
        en = "(3, 6) / (3,) does not fit: sum dropped the axis it ran along. keepdims=True leaves (3, 1)."
        vi = "(3, 6) / (3,) không khớp: sum đã bỏ mất trục mà nó cộng. keepdims=True giữ lại (3, 1)."
    elif raised and six_right:
        en = "Six askers get the right answer, three get an error: the axis and the .T are both wrong and hide each other."
        vi = "Sáu token hỏi thì đúng, ba token hỏi thì lỗi: cả axis lẫn .T đều sai, và lỗi này che lỗi kia."
    elif raised:
        en = "The weights have a row for each asker already, (3, 6). Turned over, to (6, 3), they do not fit x."
        vi = "Trọng số vốn đã có mỗi token hỏi một hàng, (3, 6). Chuyển vị thành (6, 3) thì không khớp với x nữa."
    elif found.shape != (3, 3):
        en = f"Three askers need three context vectors, shape (3, 3). Yours is {found.shape}."
        vi = f"Ba token hỏi cần ba vector ngữ cảnh, shape (3, 3). Của bạn là {found.shape}."
    elif not in_range(found):
        en = "The contexts leave the range of the inputs: the rows of your weights do not sum to 1. Which axis is summed?"
        vi = "Vector ngữ cảnh ra ngoài khoảng của đầu vào: các hàng trọng số không cộng lại bằng 1. Bạn cộng theo trục nào?"
    elif six_right and np.allclose(found, context[:3]):
        en = "Right: whoever asks, the weights have a row for each asker and a column for each token of x."
        vi = "Đúng: bao nhiêu token hỏi cũng được. Trọng số có mỗi token hỏi một hàng, mỗi token của x một cột."
    else:
        en = "In range, but not the page's contexts. Print the weights: three rows, each of which sums to 1?"
        vi = "Nằm trong khoảng nhưng chưa phải kết quả của bài. Hãy in trọng số: đã đủ ba hàng, hàng nào cũng cộng lại bằng 1 chưa?"
except Exception as error:  # whatever the cell above left behind, the check has an answer
    en = f"The check cannot use your answer yet: {error!r}"
    vi = f"Chưa chấm được câu trả lời của bạn: {error!r}"
print(vi if os.environ.get("LANG", "").startswith("vi") else en)
# --8<-- [end:check]

# --8<-- [start:solution]
def attend(askers, x):
    exps = np.exp(askers @ x.T)
    weights = exps / exps.sum(axis=1, keepdims=True)
    return weights @ x


print("six ask:", np.allclose(attend(inputs, inputs), context))
# --8<-- [end:solution]

# --8<-- [start:wrong_1]
def attend(askers, x):
    exps = np.exp(askers @ x.T)
    weights = exps / exps.sum(axis=0)
    return weights @ x
# --8<-- [end:wrong_1]

# --8<-- [start:wrong_2]
def attend(askers, x):
    exps = np.exp(askers @ x.T)
    weights = exps / exps.sum(axis=1)
    return weights @ x
# --8<-- [end:wrong_2]

# --8<-- [start:wrong_3]
def attend(askers, x):
    exps = np.exp(askers @ x.T)
    weights = exps / exps.sum(axis=1, keepdims=True)
    return weights.T @ x
# --8<-- [end:wrong_3]

# --8<-- [start:wrong_4]
def attend(askers, x):
    exps = np.exp(askers @ x.T)
    weights = exps / exps.sum(axis=1, keepdims=True)
    return weights
# --8<-- [end:wrong_4]
