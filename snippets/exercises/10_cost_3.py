"""Repair: one pass over a row, with two faults."""

# --8<-- [start:start]
def one_row(scores, values):
    """Return the context vector (d,) of scores (T,) and values (T, d)."""
    largest, total, mixed = 0.0, 0.0, 0.0
    for score, value in zip(scores, values):
        new = max(largest, score)
        shrink = np.exp(largest - new)
        total = total * shrink + np.exp(score - new)
        mixed = mixed + np.exp(score - new) * value
        largest = new
    return mixed / total
# --8<-- [end:start]

# --8<-- [start:check]
import os

try:
    v = np.array([[1.0, 0.0], [0.0, 2.0], [4.0, 4.0]])
    rising, falling_row = np.array([1.0, 2.0, 4.0]), np.array([4.0, 2.0, 1.0])
    goals = [np.exp(s - 4) @ v / np.exp(s - 4).sum() for s in (rising, falling_row)]
    low_goal = goals[0]  # the scores of rising, all 1000 lower
    with np.errstate(all="ignore"):
        up, down, deep = (
            np.asarray(one_row(s.copy(), v.copy()), dtype=float)
            for s in (rising, falling_row, rising - 1000)
        )
        high = np.asarray(one_row(rising + 1000, v.copy()), dtype=float)
    if up.shape != (2,):
        en = f"For values (3, 2) the result must have shape (2,), yours has {up.shape}."
        vi = f"Với values (3, 2), kết quả phải có shape (2,), của bạn là {up.shape}."
    elif np.isnan(high).any():
        en = (
            "With scores near 1000 there is nan: e to such a score overflows. Subtract the largest"
            " score so far."
        )
        vi = (
            "Với các điểm gần 1000 thì ra nan: e mũ điểm ấy bị tràn số. Hãy trừ đi điểm lớn nhất"
            " đến lúc ấy."
        )
    elif np.allclose(down, goals[1]) and not np.allclose(up, goals[0]):
        en = (
            "Right where the largest score comes first, wrong where it comes last. What must"
            " happen to the old terms of total and of mixed when a larger score comes?"
        )
        vi = (
            "Đúng khi điểm lớn nhất đến đầu tiên, sai khi nó đến cuối cùng. Khi gặp điểm lớn hơn,"
            " các số hạng cũ của total và của mixed phải thế nào?"
        )
    elif not np.allclose(up, goals[0]):
        en = (
            "Wrong even where the largest score comes first. Each key adds exp(score - new) to"
            " total, and exp(score - new) times its value to mixed."
        )
        vi = (
            "Sai cả khi điểm lớn nhất đến đầu tiên. Mỗi key cộng exp(score - new) vào total, và"
            " exp(score - new) nhân value của nó vào mixed."
        )
    elif not np.allclose(deep, low_goal):
        en = (
            "Right for these scores. But with all scores 1000 lower, softmax does not change, and"
            " your result does. What is the largest score before the first key?"
        )
        vi = (
            "Với các điểm này thì đúng. Nhưng khi mọi điểm giảm đi 1000, softmax không đổi mà kết"
            " quả của bạn đổi. Khi chưa gặp key nào, điểm lớn nhất phải là bao nhiêu?"
        )
    else:
        en = "Right: in any order, and for scores of any size."
        vi = "Đúng: thứ tự nào cũng được, điểm lớn nhỏ thế nào cũng được."
        solved = True
except Exception as error:  # whatever was left behind, the check answers
    en = f"The check cannot use your answer yet: {error!r}"
    vi = f"Chưa chấm được câu trả lời của bạn: {error!r}"
print(vi if os.environ.get("LANG", "").startswith("vi") else en)
# --8<-- [end:check]

# --8<-- [start:solution]
def one_row(scores, values):
    """Return the context vector (d,) of scores (T,) and values (T, d)."""
    largest, total, mixed = -np.inf, 0.0, 0.0
    for score, value in zip(scores, values):
        new = max(largest, score)
        shrink = np.exp(largest - new)
        total = total * shrink + np.exp(score - new)
        mixed = mixed * shrink + np.exp(score - new) * value
        largest = new
    return mixed / total
# --8<-- [end:solution]

# --8<-- [start:wrong_1]
def one_row(scores, values):
    largest, total, mixed = 0.0, 0.0, 0.0
    for score, value in zip(scores, values):
        new = max(largest, score)
        shrink = np.exp(largest - new)
        total = total * shrink + np.exp(score - new)
        mixed = mixed * shrink + np.exp(score - new) * value
        largest = new
    return mixed / total
# --8<-- [end:wrong_1]

# --8<-- [start:wrong_2]
def one_row(scores, values):
    largest, total, mixed = -np.inf, 0.0, 0.0
    for score, value in zip(scores, values):
        new = max(largest, score)
        shrink = np.exp(largest - new)
        total = total * shrink + np.exp(score - new)
        mixed = mixed + np.exp(score - new) * value
        largest = new
    return mixed / total
# --8<-- [end:wrong_2]

# --8<-- [start:wrong_3]
def one_row(scores, values):
    total, mixed = 0.0, 0.0
    for score, value in zip(scores, values):
        total = total + np.exp(score)
        mixed = mixed + np.exp(score) * value
    return mixed / total
# --8<-- [end:wrong_3]

# --8<-- [start:wrong_4]
def one_row(scores, values):
    largest, total, mixed = -np.inf, 0.0, 0.0
    for score, value in zip(scores, values):
        new = max(largest, score)
        shrink = np.exp(largest - new)
        total = total * shrink + np.exp(score - new)
        mixed = mixed * shrink + score * value
        largest = new
    return mixed / total
# --8<-- [end:wrong_4]

# --8<-- [start:wrong_5]
def one_row(scores, values):
    largest, total, mixed = -np.inf, 0.0, 0.0
    for score, value in zip(scores, values):
        new = max(largest, score)
        total = total + np.exp(score - new)
        mixed = mixed + np.exp(score - new) * value
        largest = new
    return total
# --8<-- [end:wrong_5]
