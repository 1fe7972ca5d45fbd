"""Build: the weights and the context vector of any token."""

# --8<-- [start:start]
def attend_from(position, inputs):
    """Weights and context vector of the token at this position, counted from 1."""
    weights = np.zeros(len(inputs))
    context = np.zeros(3)
    return weights, context


for part in attend_from(2, inputs):
    print(part)
# --8<-- [end:start]

# --8<-- [start:check]
import os

try:
    found, mix = [np.asarray(part, dtype=float) for part in attend_from(5, inputs.copy())]
    expected = softmax(inputs @ inputs[4])
    if found.shape == (3,):
        en = "Three numbers came first: return the weights, then the context vector."
        vi = "Ba số lại đứng trước: hãy trả về trọng số trước, vector ngữ cảnh sau."
    elif not np.isclose(found.sum(), 1):
        en = f"For position 5 the weights add up to {found.sum():.4f}, not to 1. Do the scores go through softmax?"
        vi = f"Ở vị trí 5, các trọng số cộng lại bằng {found.sum():.4f}, không bằng 1. Điểm đã qua softmax chưa?"
    elif np.allclose(found, softmax(inputs @ inputs[5])):
        en = "These are the weights of position 6. Positions count from 1, Python counts from 0."
        vi = "Đây là trọng số của vị trí 6. Vị trí đếm từ 1, còn Python đếm từ 0."
    elif np.allclose(found, weights_2):
        en = "Position 5 gives the weights of journey: the function uses the page's query, not its own position."
        vi = "Vị trí 5 lại cho trọng số của journey: hàm đang dùng query của bài, không dùng position."
    elif np.allclose(found, expected) and np.allclose(mix, expected @ inputs):
        en = "Right: call it for positions 1 to 6, and you have every context vector of the sentence."
        vi = "Đúng: gọi hàm với vị trí 1 đến 6 là bạn có mọi vector ngữ cảnh của câu."
    else:
        en = "The weights add up to 1, but something differs. Try position 2 and compare both with the page."
        vi = "Trọng số cộng lại bằng 1 nhưng vẫn có chỗ sai. Hãy thử vị trí 2 rồi so cả hai kết quả với bài."
except Exception as error:  # whatever was left behind, the check answers
    en = f"The check cannot use your answer yet: {error!r}"
    vi = f"Chưa chấm được câu trả lời của bạn: {error!r}"
print(vi if os.environ.get("LANG", "").startswith("vi") else en)
# --8<-- [end:check]

# --8<-- [start:solution]
def attend_from(position, inputs):
    """Weights and context vector of the token at this position, counted from 1."""
    query = inputs[position - 1]
    weights = plain_softmax(inputs @ query)
    return weights, weights @ inputs


for part in attend_from(2, inputs):
    print(part)
# --8<-- [end:solution]

# --8<-- [start:wrong_1]
def attend_from(position, inputs):
    query = inputs[position]
    weights = plain_softmax(inputs @ query)
    return weights, weights @ inputs
# --8<-- [end:wrong_1]

# --8<-- [start:wrong_2]
def attend_from(position, inputs):
    weights = plain_softmax(inputs @ query)
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
    weights = plain_softmax(inputs @ query)
    return weights @ inputs, weights
# --8<-- [end:wrong_4]
