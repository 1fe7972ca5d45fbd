"""Write it yourself: from one query to its weights and its context vector."""

# --8<-- [start:start]
def attend(query, sequence):
    """Return the weights, shape (T,), and the context vector, shape (d,)."""
    # 1. scores  2. softmax  3. weighted sum
    ...
# --8<-- [end:start]

# --8<-- [start:check]
import os

try:
    sequence = np.array([[2.0, 1.0], [0.0, -1.0], [-1.0, 0.0]])  # three tokens of another text
    query = np.array([2.0, -1.0])
    scores = sequence @ query
    expected = softmax(scores)
    mixed = expected @ sequence
    answer = attend(query.copy(), sequence.copy())
    pair = answer if isinstance(answer, tuple) and len(answer) == 2 else ([], [])
    found, context = [np.asarray(part, dtype=float) for part in pair]
    if answer is None:
        en = "Your function returns nothing yet. Begin with the score of each token: query @ x."
        vi = "Hàm của bạn chưa trả về gì. Hãy bắt đầu từ điểm của từng token: query @ x."
    elif answer is not pair:
        en = "Return two things: return weights, context"
        vi = "Hãy trả về hai thứ: return weights, context"
    elif found.shape != (3,):
        en = f"Three tokens need three weights, shape (3,). Yours have shape {found.shape}."
        vi = f"Ba token cần ba trọng số, shape (3,). Của bạn có shape {found.shape}."
    elif np.allclose(found, scores):
        en = f"Softmax is missing: your weights are the scores. Their sum is {found.sum():.2f}."
        vi = f"Thiếu softmax: trọng số của bạn vẫn là các điểm, có tổng {found.sum():.2f}."
    elif not np.isclose(found.sum(), 1):
        en = f"Your weights sum to {found.sum():.2f}. They have to sum to 1."
        vi = f"Trọng số của bạn có tổng {found.sum():.2f}. Tổng ấy phải bằng 1."
    elif (found < 0).any():
        en = "Your weights sum to 1, but one is negative: dividing by the sum is not softmax."
        vi = "Tổng đã bằng 1 nhưng có trọng số âm: hãy dùng softmax, đừng chỉ chia cho tổng."
    elif not np.allclose(found, expected):
        en = f"The weights should be {expected}, yours are {found}. Did you use the argument query?"
        vi = f"Trọng số phải là {expected}, của bạn là {found}. Bạn có dùng đúng query không?"
    elif context.shape != (2,):
        en = (f"The weights are right, but your context vector has shape {context.shape}. It needs"
              " 2 components, like a token: add up over the tokens.")
        vi = (f"Trọng số đúng rồi, nhưng vector ngữ cảnh của bạn có shape {context.shape}. Nó cần 2"
              " thành phần như mỗi token: hãy cộng theo các token.")
    elif np.allclose(context, mixed / 3):
        en = ("The weights are right, but your context vector is three times too short: take the"
              " sum, not the mean. The weights sum to 1 already.")
        vi = ("Trọng số đúng rồi, nhưng vector ngữ cảnh ngắn đi ba lần: hãy lấy tổng, đừng lấy"
              " trung bình. Trọng số vốn đã có tổng bằng 1.")
    elif np.allclose(context, sequence.sum(axis=0)):
        en = "The context vector ignores the weights: multiply each token by its weight first."
        vi = "Vector ngữ cảnh chưa dùng trọng số: hãy nhân mỗi token với trọng số của nó trước."
    elif np.allclose(context, mixed):
        en = "Right: scores, softmax, weighted sum, for any query and any sequence."
        vi = "Đúng: điểm, softmax, tổng có trọng số, dùng được cho mọi query và mọi chuỗi."
        solved = True
    else:
        en = f"The weights are right. The context vector should be {mixed}, yours is {context}."
        vi = f"Trọng số đúng rồi. Vector ngữ cảnh phải là {mixed}, của bạn là {context}."
except Exception as error:  # whatever the cell above left behind, the check has an answer
    en = f"The check cannot use your answer yet: {error!r}"
    vi = f"Chưa chấm được câu trả lời của bạn: {error!r}"
print(vi if os.environ.get("LANG", "").startswith("vi") else en)
# --8<-- [end:check]

# --8<-- [start:solution]
def attend(query, sequence):
    """Return the weights, shape (T,), and the context vector, shape (d,)."""
    scores = [query @ x for x in sequence]
    weights = softmax(scores)
    context = sum(w * x for w, x in zip(weights, sequence))
    return weights, context
# --8<-- [end:solution]

# --8<-- [start:wrong_1]
def attend(query, sequence):
    weights = sequence @ query
    return weights, weights @ sequence
# --8<-- [end:wrong_1]

# --8<-- [start:wrong_2]
def attend(query, sequence):
    scores = sequence @ query
    weights = scores / scores.sum()
    return weights, weights @ sequence
# --8<-- [end:wrong_2]

# --8<-- [start:wrong_3]
def attend(query, sequence):
    weights = softmax(sequence @ query)
    return weights, (weights[:, None] * sequence).sum(axis=1)
# --8<-- [end:wrong_3]

# --8<-- [start:wrong_4]
def attend(query, sequence):
    weights = softmax(sequence @ query)
    return weights, (weights[:, None] * sequence).mean(axis=0)
# --8<-- [end:wrong_4]

# --8<-- [start:wrong_5]
def attend(query, sequence):
    weights = softmax(sequence @ cat)
    return weights, weights @ sequence
# --8<-- [end:wrong_5]

# --8<-- [start:wrong_6]
def attend(query, sequence):
    exps = np.exp(sequence @ query)
    return exps, exps @ sequence
# --8<-- [end:wrong_6]

# --8<-- [start:wrong_7]
def attend(query, sequence):
    return softmax(sequence @ query), sum(sequence)
# --8<-- [end:wrong_7]
