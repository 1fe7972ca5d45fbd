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
        en = "Six numbers, one a token: the sum ran along axis 1. A context vector sums down the tokens, axis 0."
        vi = "Sáu số, mỗi token một số: tổng đã chạy theo trục 1. Vector ngữ cảnh cộng dọc các token, tức trục 0."
    elif found.shape != (3,):
        en = f"A context vector has shape (3,), yours has {found.shape}. Does sum have its axis, and the function a return?"
        vi = f"Vector ngữ cảnh có shape (3,), của bạn là {found.shape}. Đã có axis trong sum và có return chưa?"
    elif np.allclose(found, context_2):
        en = "Right: this is the context vector of journey, and both faults are gone."
        vi = "Đúng: đây là vector ngữ cảnh của journey, cả hai lỗi đã hết."
    elif np.allclose(found, weights_by_sum @ inputs):
        en = "The shape is right, but the weights still come from dividing by the sum. Use softmax."
        vi = "Shape đã đúng, nhưng trọng số vẫn lấy từ phép chia cho tổng. Hãy dùng softmax."
    elif np.allclose(found * context_2[0], context_2 * found[0]):
        en = f"The right direction, the wrong length: your weights add up to {found[0] / context_2[0]:.4f}, not to 1."
        vi = f"Hướng đúng, độ dài sai: các trọng số của bạn cộng lại bằng {found[0] / context_2[0]:.4f}, không bằng 1."
    else:
        en = "Three numbers, but not these. Print the scores first, then the weights, and compare with the page."
        vi = "Đủ ba số nhưng chưa đúng. Hãy in điểm trước, rồi in trọng số, và so với bài."
except Exception as error:  # whatever was left behind, the check answers
    en = f"The check cannot use your answer yet: {error!r}"
    vi = f"Chưa chấm được câu trả lời của bạn: {error!r}"
print(vi if os.environ.get("LANG", "").startswith("vi") else en)
# --8<-- [end:check]

# --8<-- [start:solution]
def attend(query, inputs):
    scores = inputs @ query
    weights = plain_softmax(scores)
    return (weights[:, None] * inputs).sum(axis=0)
# --8<-- [end:solution]

# --8<-- [start:wrong_1]
def attend(query, inputs):
    scores = inputs @ query
    weights = plain_softmax(scores)
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
    weights = plain_softmax(scores)
    return (weights[:, None] * inputs).sum()
# --8<-- [end:wrong_3]

# --8<-- [start:wrong_4]
def attend(query, inputs):
    scores = inputs @ query
    weights = np.exp(scores)
    return (weights[:, None] * inputs).sum(axis=0)
# --8<-- [end:wrong_4]
