"""Write it yourself: the backward pass of attention."""

# --8<-- [start:start]
def gradients_of(grad_output, query, key, value):
    """Return the gradients of query, key and value, each in the shape of its array."""
# --8<-- [end:start]

# --8<-- [start:check]
import os

try:
    pen = np.random.default_rng(4)
    shapes = [(2, 4, 2), (2, 4, 3), (2, 5, 3), (2, 5, 2)]  # gradient of the output, q, k, v
    given = [pen.normal(size=shape) for shape in shapes]
    names = ["query", "key", "value"]

    def total(arrays):
        ahead = softmax(arrays[1] @ arrays[2].mT / np.sqrt(3)) @ arrays[3]
        return (arrays[0] * ahead).sum()

    def slope(place, entry):
        ends = []
        for tiny in (1e-5, -1e-5):
            arrays = [array.copy() for array in given]
            arrays[place][entry] += tiny
            ends.append(total(arrays))
        return (ends[0] - ends[1]) / 2e-5

    goals = [
        np.reshape([slope(i, entry) for entry in np.ndindex(shapes[i])], shapes[i])
        for i in (1, 2, 3)
    ]
    single = gradients_of(*(array[0].copy() for array in given))
    found = [] if single is None else [np.asarray(part, dtype=float) for part in single]
    fits = [part.shape == goal.shape[1:] for part, goal in zip(found, goals)]
    good = [ok and np.allclose(p, g[0], atol=1e-6) for ok, p, g in zip(fits, found, goals)]
    scaled = [
        ok and np.allclose(p, g[0] * 3**0.5, atol=1e-6) for ok, p, g in zip(fits, found, goals)
    ]
    if single is None:
        en = "The function returns nothing yet. It has to return three arrays."
        vi = "Hàm chưa trả về gì. Nó phải trả về ba mảng."
    elif len(found) != 3 or not all(fits):
        shown = ", ".join(str(part.shape) for part in found)
        en = (
            "For query (4, 3), key (5, 3) and value (5, 2) the gradients have these shapes, in this"
            f" order; yours have {shown}. Where does a transpose belong?"
        )
        vi = (
            "Với query (4, 3), key (5, 3), value (5, 2), các gradient có đúng các shape ấy,"
            f" theo thứ tự ấy; của bạn là {shown}. Chỗ nào cần chuyển vị?"
        )
    elif good == [False, False, True] and all(scaled[:2]):
        en = (
            "The gradients of query and key are √d too large: forward, the scores are divided"
            " by the root of d, so going back divides by it as well."
        )
        vi = (
            "Gradient của query và key lớn gấp √d: lượt xuôi chia điểm cho căn bậc hai của d, nên"
            " lượt ngược cũng phải chia."
        )
    elif good == [False, False, True]:
        en = (
            "The gradient of value is right, those of query and key are not. Look at the step back"
            " through softmax: does each row of grad_scores sum to 0?"
        )
        vi = (
            "Gradient của value đã đúng, của query và key thì chưa. Hãy xem bước ngược qua softmax:"
            " mỗi hàng của grad_scores có tổng bằng 0 không?"
        )
    elif not all(good):
        wrong = [name for name, ok in zip(names, good) if not ok]
        en = f"Not yet equal to the central differences: the gradient of {', '.join(wrong)}."
        vi = f"Chưa khớp với sai phân trung tâm: gradient của {', '.join(wrong)}."
    else:
        try:
            batch = gradients_of(*(array.copy() for array in given))
            together = all(np.allclose(part, goal, atol=1e-6) for part, goal in zip(batch, goals))
        except ValueError:  # shapes that do not fit
            together = False
        if together:
            en = "Right: all three agree with the central differences, for a batch as well."
            vi = "Đúng: cả ba khớp với sai phân trung tâm, kể cả khi có batch."
            solved = True
        else:
            en = (
                "Right for one sequence, but not for a batch: .T reverses all axes, .mT swaps the"
                " last two; count the axes from the end."
            )
            vi = (
                "Với một chuỗi thì đã khớp, nhưng với batch thì chưa: .T đảo mọi trục, .mT chỉ đổi"
                " chỗ hai trục cuối; hãy đếm trục từ cuối."
            )
except Exception as error:  # whatever was left behind, the check answers
    en = f"The check cannot use your answer yet: {error!r}"
    vi = f"Chưa chấm được câu trả lời của bạn: {error!r}"
print(vi if os.environ.get("LANG", "").startswith("vi") else en)
# --8<-- [end:check]

# --8<-- [start:solution]
def gradients_of(grad_output, query, key, value):
    """Return the gradients of query, key and value, each in the shape of its array."""
    scale = 1 / np.sqrt(key.shape[-1])
    weights = softmax(query @ key.mT * scale)
    grad_weights = grad_output @ value.mT
    mean = (weights * grad_weights).sum(axis=-1, keepdims=True)
    grad_scores = weights * (grad_weights - mean) * scale
    return grad_scores @ key, grad_scores.mT @ query, weights.mT @ grad_output
# --8<-- [end:solution]

# --8<-- [start:wrong_1]
def gradients_of(grad_output, query, key, value):
    weights = softmax(query @ key.mT / np.sqrt(key.shape[-1]))
    grad_weights = grad_output @ value.mT
    mean = (weights * grad_weights).sum(axis=-1, keepdims=True)
    grad_scores = weights * (grad_weights - mean)
    return grad_scores @ key, grad_scores.mT @ query, weights.mT @ grad_output
# --8<-- [end:wrong_1]

# --8<-- [start:wrong_2]
def gradients_of(grad_output, query, key, value):
    scale = 1 / np.sqrt(key.shape[-1])
    weights = softmax(query @ key.mT * scale)
    grad_scores = weights * (grad_output @ value.mT) * scale
    return grad_scores @ key, grad_scores.mT @ query, weights.mT @ grad_output
# --8<-- [end:wrong_2]

# --8<-- [start:wrong_3]
def gradients_of(grad_output, query, key, value):
    scale = 1 / np.sqrt(key.shape[-1])
    weights = softmax(query @ key.mT * scale)
    grad_weights = grad_output @ value.mT
    mean = (weights * grad_weights).sum(axis=-1, keepdims=True)
    grad_scores = weights * (grad_weights - mean) * scale
    return grad_scores.mT @ query, grad_scores @ key, weights.mT @ grad_output
# --8<-- [end:wrong_3]

# --8<-- [start:wrong_4]
def gradients_of(grad_output, query, key, value):
    scale = 1 / np.sqrt(key.shape[-1])
    weights = softmax(query @ key.T * scale)
    grad_weights = grad_output @ value.T
    mean = (weights * grad_weights).sum(axis=1, keepdims=True)
    grad_scores = weights * (grad_weights - mean) * scale
    return grad_scores @ key, grad_scores.T @ query, weights.T @ grad_output
# --8<-- [end:wrong_4]

# --8<-- [start:wrong_5]
def gradients_of(grad_output, query, key, value):
    scale = 1 / np.sqrt(key.shape[-1])
    weights = softmax(query @ key.mT * scale)
    grad_weights = grad_output @ value.mT
    mean = (weights * grad_weights).sum(axis=-1, keepdims=True)
    grad_scores = weights * (grad_weights - mean) * scale
    return grad_scores @ key, grad_scores.mT @ query, weights.mT @ (grad_output - 1)
# --8<-- [end:wrong_5]
