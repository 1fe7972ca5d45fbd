"""Write it yourself: the weights and the context vector of any token."""

# --8<-- [start:start]
def attend_from(position, inputs):
    """Return the weights and the context vector of a token.

    Positions count from 1.
    """
# --8<-- [end:start]

# --8<-- [start:check]
import os

try:
    scores = inputs @ inputs[4]
    expected = np.exp(scores) / np.exp(scores).sum()
    of_next = np.exp(inputs @ inputs[5]) / np.exp(inputs @ inputs[5]).sum()
    answer = attend_from(5, inputs.copy())
    if not isinstance(answer, (tuple, list)) or len(answer) != 2:
        en = "Return two results, weights first: `return weights, context`."
        vi = "Hãy trả về hai kết quả, trọng số trước: `return weights, context`."
    else:
        weights, mix = (np.asarray(part, dtype=float) for part in answer)
        if weights.shape == (3,) and mix.shape == (6,):
            en = "The order is reversed: return the weights first, then the context vector."
            vi = "Thứ tự bị ngược: hãy trả về trọng số trước, vector ngữ cảnh sau."
        elif weights.shape != (6,):
            en = f"Six tokens need six weights, shape (6,). Yours have {weights.shape}."
            vi = f"Sáu token cần sáu trọng số, shape (6,); của bạn có shape {weights.shape}."
        elif not np.isclose(weights.sum(), 1):
            en = f"At position 5 your weights sum to {weights.sum():.4f}, not 1. No softmax?"
            vi = f"Ở vị trí 5, tổng trọng số là {weights.sum():.4f}, khác 1. Đã có softmax chưa?"
        elif np.allclose(weights, scores / scores.sum()):
            en = "The weights sum to 1, but they come from dividing by the sum. Use softmax."
            vi = "Tổng bằng 1 rồi, nhưng bạn chia điểm cho tổng. Hãy dùng softmax."
        elif np.allclose(weights, of_next):
            en = "These are the weights of position 6. Positions count from 1, Python from 0."
            vi = "Đây là trọng số của vị trí 6. Vị trí đếm từ 1, còn Python đếm từ 0."
        elif np.allclose(weights, weights_2):
            en = "Position 5 gives the weights of journey. Take the query from inputs, by position."
            vi = "Vị trí 5 lại ra trọng số của journey. Hãy lấy query từ inputs, theo position."
        elif not np.allclose(weights, expected):
            en = "The weights sum to 1, but are wrong. Try position 2 and compare with the page."
            vi = "Tổng trọng số bằng 1 nhưng giá trị chưa đúng. Hãy thử vị trí 2 rồi so với bài."
        elif mix.shape != (3,):
            en = f"Right weights. The context has shape {mix.shape}, not (3,): sum over tokens."
            vi = f"Trọng số đúng. Kết quả có shape {mix.shape}, khác (3,): cộng qua các token."
        elif not np.allclose(mix, expected @ inputs):
            en = "The weights are right, the context vector is not: use them to sum the inputs."
            vi = "Trọng số đúng, vector ngữ cảnh thì chưa: hãy lấy tổng có trọng số của inputs."
        else:
            en = "Right: positions 1 to 6 give every context vector of the sentence."
            vi = "Đúng: với vị trí 1 đến 6, bạn có mọi vector ngữ cảnh của câu."
            solved = True
except Exception as error:  # whatever was left behind, the check answers
    en = f"The check cannot use your answer yet: {error!r}"
    vi = f"Chưa chấm được câu trả lời của bạn: {error!r}"
print(vi if os.environ.get("LANG", "").startswith("vi") else en)
# --8<-- [end:check]

# --8<-- [start:solution]
def attend_from(position, inputs):
    """Return the weights and the context vector of a token.

    Positions count from 1.
    """
    query = inputs[position - 1]
    weights = softmax(inputs @ query)
    return weights, weights @ inputs
# --8<-- [end:solution]

# --8<-- [start:wrong_1]
def attend_from(position, inputs):
    query = inputs[position]
    weights = softmax(inputs @ query)
    return weights, weights @ inputs
# --8<-- [end:wrong_1]

# --8<-- [start:wrong_2]
def attend_from(position, inputs):
    weights = softmax(inputs @ query)
    return weights, weights @ inputs
# --8<-- [end:wrong_2]

# --8<-- [start:wrong_3]
def attend_from(position, inputs):
    query = inputs[position - 1]
    weights = inputs @ query
    return weights, weights @ inputs
# --8<-- [end:wrong_3]

# --8<-- [start:wrong_4]
def attend_from(position, inputs):
    query = inputs[position - 1]
    weights = softmax(inputs @ query)
    return weights @ inputs, weights
# --8<-- [end:wrong_4]

# --8<-- [start:wrong_5]
def attend_from(position, inputs):
    query = inputs[position - 1]
    weights = softmax(inputs @ query)
    return weights, (weights[:, None] * inputs).sum(axis=1)
# --8<-- [end:wrong_5]

# --8<-- [start:wrong_6]
def attend_from(position, inputs):
    query = inputs[position - 1]
    weights = softmax(inputs @ query)
    return weights, weights @ inputs / len(inputs)
# --8<-- [end:wrong_6]

# --8<-- [start:wrong_7]
def attend_from(position, inputs):
    query = inputs[position - 1]
    scores = inputs @ query
    weights = scores / scores.sum()
    return weights, weights @ inputs
# --8<-- [end:wrong_7]
