"""Repair: a context vector with two faults."""

# --8<-- [start:start]
def attend(query, inputs):
    scores = inputs @ query
    weights = scores / scores.sum()
    return (weights[:, None] * inputs).sum(axis=1)
# --8<-- [end:start]

# --8<-- [start:check]
import os

try:
    found = np.asarray(attend(inputs[1], inputs.copy()), dtype=float)
    if found.shape == (6,):
        en = "Six components: you sum along axis 1. Sum over the tokens, along axis 0."
        vi = "Sáu thành phần: bạn đang cộng theo trục 1. Phải cộng qua các token, tức theo trục 0."
    elif found.shape != (3,):
        en = f"Your result has shape {found.shape}, not (3,). Check axis and return."
        vi = f"Kết quả có shape {found.shape}, không phải (3,). Hãy xem lại axis và return."
    elif np.allclose(found, context_2):
        en = "Right: this is the context vector of journey, and both faults are gone."
        vi = "Đúng: đây là vector ngữ cảnh của journey, cả hai lỗi đã hết."
        solved = True
    elif np.allclose(found, weights_by_sum @ inputs):
        en = "The shape is right, but the weights still come from dividing by the sum. Use softmax."
        vi = "Shape đã đúng, nhưng trọng số vẫn lấy từ phép chia cho tổng. Hãy dùng softmax."
    elif np.allclose(found * context_2[0], context_2 * found[0]):
        total = found[0] / context_2[0]
        en = f"Right direction, wrong length: your weights sum to {total:.4f}, not to 1."
        vi = f"Đúng hướng, sai độ dài: tổng trọng số là {total:.4f}, không phải 1."
    else:
        en = "Three components, but not these. Print scores and weights, and compare with the page."
        vi = "Đủ ba thành phần nhưng chưa đúng. Hãy in điểm và trọng số rồi so với bài."
except Exception as error:  # whatever was left behind, the check answers
    en = f"The check cannot use your answer yet: {error!r}"
    vi = f"Chưa chấm được câu trả lời của bạn: {error!r}"
print(vi if os.environ.get("LANG", "").startswith("vi") else en)
# --8<-- [end:check]

# --8<-- [start:solution]
def attend(query, inputs):
    scores = inputs @ query
    weights = softmax(scores)
    return (weights[:, None] * inputs).sum(axis=0)
# --8<-- [end:solution]

# --8<-- [start:wrong_1]
def attend(query, inputs):
    scores = inputs @ query
    weights = softmax(scores)
    return (weights[:, None] * inputs).sum(axis=1)
# --8<-- [end:wrong_1]

# --8<-- [start:wrong_2]
def attend(query, inputs):
    scores = inputs @ query
    weights = scores / scores.sum()
    return (weights[:, None] * inputs).sum(axis=0)
# --8<-- [end:wrong_2]

# --8<-- [start:wrong_3]
def attend(query, inputs):
    scores = inputs @ query
    weights = softmax(scores)
    return (weights[:, None] * inputs).sum()
# --8<-- [end:wrong_3]

# --8<-- [start:wrong_4]
def attend(query, inputs):
    scores = inputs @ query
    weights = np.exp(scores)
    return (weights[:, None] * inputs).sum(axis=0)
# --8<-- [end:wrong_4]
