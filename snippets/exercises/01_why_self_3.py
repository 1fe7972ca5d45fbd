"""Repair: self-attention scores that leave the token out and lose the sign."""

# --8<-- [start:start]
def self_scores(i, sequence):
    """Return the scores of token i, counted from 0, with every token."""
    query = sequence[i]
    others = [x for j, x in enumerate(sequence) if j != i]
    return np.array([abs(query @ x) for x in others])


print(self_scores(5, inputs))
# --8<-- [end:start]

# --8<-- [start:check]
import os

try:
    found, by_sat = [np.asarray(self_scores(i, inputs.copy()), dtype=float) for i in (5, 2)]
    expected, sat_expected = look(inputs[5], inputs), look(inputs[2], inputs)
    if found.shape == (5,):
        en = "Five scores for six tokens: the token left itself out, but it looks at itself too."
        vi = "Sáu token mà chỉ có năm điểm: token cũng phải nhìn chính nó, đừng bỏ sót."
    elif found.shape != (6,):
        en = f"Six tokens give six scores, shape (6,). Yours has shape {found.shape}."
        vi = f"Sáu token cho sáu điểm, shape (6,). Của bạn có shape {found.shape}."
    elif np.allclose(found, np.abs(expected)):
        en = "The sign is lost: mat gives cat 1 instead of −1, as if the angle were acute."
        vi = "Mất dấu rồi: mat cho cat 1 điểm thay vì −1, cứ như góc giữa chúng là góc nhọn."
    elif np.allclose(found, np.maximum(expected, 0)):
        en = "The negative scores became 0. Now opposite and orthogonal look the same."
        vi = "Các điểm âm đã thành 0. Thế thì ngược hướng và vuông góc trông như nhau."
    elif np.allclose(found, by_sat):
        en = "mat and sat get the same six scores: the query has to be sequence[i]."
        vi = "mat và sat có cùng sáu điểm: query phải là sequence[i]."
    elif np.allclose(found, expected) and np.allclose(by_sat, sat_expected):
        en = "Right: six scores, including its own, each with its sign."
        vi = "Đúng: sáu điểm, kể cả điểm với chính nó, điểm nào cũng giữ dấu."
        solved = True
    else:
        en = f"mat's scores should be {expected}. Yours are {found}. Compute the first one by hand."
        vi = f"Điểm của mat phải là {expected}. Của bạn là {found}. Hãy tính tay số đầu tiên."
except Exception as error:  # whatever the cell above left behind, the check has an answer
    en = f"The check cannot use your answer yet: {error!r}"
    vi = f"Chưa chấm được câu trả lời của bạn: {error!r}"
print(vi if os.environ.get("LANG", "").startswith("vi") else en)
# --8<-- [end:check]

# --8<-- [start:solution]
def self_scores(i, sequence):
    """Return the scores of token i, counted from 0, with every token."""
    query = sequence[i]
    return np.array([query @ x for x in sequence])


print(self_scores(5, inputs))
# --8<-- [end:solution]

# --8<-- [start:wrong_1]
def self_scores(i, sequence):
    query = sequence[i]
    others = [x for j, x in enumerate(sequence) if j != i]
    return np.array([query @ x for x in others])
# --8<-- [end:wrong_1]

# --8<-- [start:wrong_2]
def self_scores(i, sequence):
    query = sequence[i]
    return np.array([abs(query @ x) for x in sequence])
# --8<-- [end:wrong_2]

# --8<-- [start:wrong_3]
def self_scores(i, sequence):
    query = sequence[i]
    return np.array([max(query @ x, 0) for x in sequence])
# --8<-- [end:wrong_3]

# --8<-- [start:wrong_4]
def self_scores(i, sequence):
    return np.array([cat @ x for x in sequence])
# --8<-- [end:wrong_4]
