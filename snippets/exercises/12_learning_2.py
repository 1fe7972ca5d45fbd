"""Repair: the step back through softmax, with two faults."""

# --8<-- [start:start]
def grad_of_scores(weights, grad_weights, d_k):
    """Return the gradients (T, T) of the scores before the division by the root of d_k."""
    mean = grad_weights.mean(axis=-1, keepdims=True)
    return weights * (grad_weights - mean)
# --8<-- [end:start]

# --8<-- [start:check]
import os

try:
    pen = np.random.default_rng(3)
    rows, slopes = softmax(2 * pen.normal(size=(5, 5))), pen.normal(size=(5, 5))
    by_row = (rows * slopes).sum(axis=-1, keepdims=True)
    goal = rows * (slopes - by_row) / 3
    found = np.asarray(grad_of_scores(rows.copy(), slopes.copy(), 9), dtype=float)
    forms = {
        "plain": rows * (slopes - slopes.mean(axis=-1, keepdims=True)),
        "column": rows * (slopes - (rows * slopes).sum(axis=0)),
        "flat": rows * (slopes - by_row.ravel()),
        "no mean": rows * slopes,
    }
    forms = {
        name: any(np.allclose(found, form * factor) for factor in (1, 1 / 3, 3, 1 / 9, 9))
        for name, form in forms.items()
    }
    if found.shape != goal.shape:
        en = f"The gradients must have the shape of the scores, (5, 5); yours have {found.shape}."
        vi = f"Gradient phải có shape của các điểm, (5, 5); của bạn là {found.shape}."
    elif forms["plain"]:
        en = (
            f"Row 1 sums to {found[0].sum():.2f}, not to 0. Weigh each entry in the mean by its"
            " attention weight: (weights * grad_weights).sum(axis=-1, keepdims=True)."
        )
        vi = (
            f"Hàng 1 có tổng {found[0].sum():.2f}, không phải 0. Khi lấy trung bình, mỗi phần tử"
            " phải nhân với trọng số attention của nó: (weights * grad_weights).sum(axis=-1,"
            " keepdims=True)."
        )
    elif forms["no mean"]:
        en = (
            "The mean is missing: when one weight grows, the others of its row must fall, because"
            " they sum to 1."
        )
        vi = (
            "Thiếu phần trung bình: khi một trọng số tăng, các trọng số khác trong hàng phải giảm,"
            " vì tổng của chúng bằng 1."
        )
    elif forms["column"]:
        en = (
            "The mean is taken down the columns. Each query has a softmax of its own, so take it"
            " along each row: axis=-1."
        )
        vi = (
            "Trung bình đang lấy theo cột. Mỗi query có softmax riêng, nên phải lấy theo từng hàng:"
            " axis=-1."
        )
    elif forms["flat"]:
        en = (
            "Without keepdims=True the mean of row 1 is subtracted from column 1. Keep the axis, so"
            " that each row gets its own mean."
        )
        vi = (
            "Thiếu keepdims=True nên trung bình của hàng 1 bị trừ vào cột 1. Hãy giữ trục ấy,"
            " để mỗi hàng trừ đúng trung bình của mình."
        )
    elif np.allclose(found, goal):
        en = "Right: each row sums to 0, and the factor of the forward pass is there again."
        vi = "Đúng: mỗi hàng có tổng bằng 0, và hệ số của lượt xuôi lại có mặt."
        solved = True
    elif any(np.allclose(found, goal * factor) for factor in (3, 9, 1 / 3)):
        en = (
            "Softmax is right, but the factor is not: forward, the scores are divided by the root"
            " of d_k, so the gradient is divided by it too, once."
        )
        vi = (
            "Phần softmax đã đúng, nhưng hệ số thì chưa: lượt xuôi chia điểm cho căn bậc hai của"
            " d_k, nên gradient cũng chia cho nó, đúng một lần."
        )
    else:
        en = (
            f"Not yet: row 1 should be {goal[0].round(2)}, yours is {found[0].round(2)}. Weight"
            " times (own gradient minus the weighted mean), divided by the root of d_k."
        )
        vi = (
            f"Chưa đúng: hàng 1 phải là {goal[0].round(2)}, của bạn là {found[0].round(2)}."
            " Trọng số nhân với (gradient của nó trừ trung bình có trọng số), chia cho căn bậc"
            " hai của d_k."
        )
except Exception as error:  # whatever was left behind, the check answers
    en = f"The check cannot use your answer yet: {error!r}"
    vi = f"Chưa chấm được câu trả lời của bạn: {error!r}"
print(vi if os.environ.get("LANG", "").startswith("vi") else en)
# --8<-- [end:check]

# --8<-- [start:solution]
def grad_of_scores(weights, grad_weights, d_k):
    """Return the gradients (T, T) of the scores before the division by the root of d_k."""
    mean = (weights * grad_weights).sum(axis=-1, keepdims=True)
    return weights * (grad_weights - mean) / np.sqrt(d_k)
# --8<-- [end:solution]

# --8<-- [start:wrong_1]
def grad_of_scores(weights, grad_weights, d_k):
    mean = (weights * grad_weights).sum(axis=-1, keepdims=True)
    return weights * (grad_weights - mean)
# --8<-- [end:wrong_1]

# --8<-- [start:wrong_2]
def grad_of_scores(weights, grad_weights, d_k):
    mean = grad_weights.mean(axis=-1, keepdims=True)
    return weights * (grad_weights - mean) / np.sqrt(d_k)
# --8<-- [end:wrong_2]

# --8<-- [start:wrong_3]
def grad_of_scores(weights, grad_weights, d_k):
    mean = (weights * grad_weights).sum(axis=0, keepdims=True)
    return weights * (grad_weights - mean) / np.sqrt(d_k)
# --8<-- [end:wrong_3]

# --8<-- [start:wrong_4]
def grad_of_scores(weights, grad_weights, d_k):
    return weights * grad_weights / np.sqrt(d_k)
# --8<-- [end:wrong_4]

# --8<-- [start:wrong_5]
def grad_of_scores(weights, grad_weights, d_k):
    mean = (weights * grad_weights).sum(axis=-1)
    return weights * (grad_weights - mean) / np.sqrt(d_k)
# --8<-- [end:wrong_5]
