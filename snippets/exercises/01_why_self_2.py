"""Build: a query from another sequence that looks most at mat."""

# --8<-- [start:start]
# about to write "thảm"
asking = np.array([0.0, 0.0])

for token, score in zip(tokens, look(asking, inputs)):
    print(f"{token:3}  {score:.2f}")
# --8<-- [end:start]

# --8<-- [start:check]
import os

try:
    found = np.asarray(asking, dtype=float)
    usable = found.shape == (2,) and np.isfinite(found).all()
    scores = look(found, inputs) if usable else np.zeros(6)
    best, mat_score = tokens[scores[:5].argmax()], scores[5]
    if not usable:
        en = f"The vector needs two components, shape (2,). Yours is {found}, shape {found.shape}."
        vi = f"Vector cần hai thành phần, shape (2,). Của bạn là {found}, shape {found.shape}."
    elif not found.any():
        en = "With two zeros, every token gets the score 0."
        vi = "Với hai số 0, token nào cũng được 0 điểm."
    elif mat_score < 0:
        en = f"mat gets {mat_score:.2f}, a negative score: your vector is at an obtuse angle to (−1, 1)."
        vi = f"mat được {mat_score:.2f}, điểm âm: vector của bạn tạo góc tù với (−1, 1)."
    elif np.isclose(mat_score, scores[:5].max()):
        en = f"mat and {best} both get {mat_score:.2f}. Which component sets mat apart from {best}?"
        vi = f"mat và {best} cùng được {mat_score:.2f}. mat khác {best} ở thành phần nào?"
    elif mat_score < scores[:5].max():
        en = (f"{best} gets {scores[:5].max():.2f}, mat only {mat_score:.2f}. What does the"
              " vector of mat have that no other token has?")
        vi = (f"{best} được {scores[:5].max():.2f}, mat chỉ được {mat_score:.2f}. Thành phần nào"
              " của mat mà không token nào khác có?")
    else:
        en = f"Right: mat gets {mat_score:.2f}, then comes {best} with {scores[:5].max():.2f}."
        vi = f"Đúng: mat được {mat_score:.2f}, kế đến là {best} với {scores[:5].max():.2f}."
        solved = True
except Exception as error:  # whatever the cell above left behind, the check has an answer
    en = f"The check cannot use your answer yet: {error!r}"
    vi = f"Chưa chấm được câu trả lời của bạn: {error!r}"
print(vi if os.environ.get("LANG", "").startswith("vi") else en)
# --8<-- [end:check]

# --8<-- [start:solution]
# about to write "thảm"
asking = np.array([-1.0, 0.0])

for token, score in zip(tokens, look(asking, inputs)):
    print(f"{token:3}  {score:.2f}")
# --8<-- [end:solution]

# --8<-- [start:wrong_1]
asking = np.array([-1.0, 1.0])  # the vector of mat itself
# --8<-- [end:wrong_1]

# --8<-- [start:wrong_2]
asking = np.array([0.0, 1.0])  # a place
# --8<-- [end:wrong_2]

# --8<-- [start:wrong_3]
asking = np.array([1.0, -1.0])
# --8<-- [end:wrong_3]

# --8<-- [start:wrong_4]
asking = np.array([-1.0, 0.0, 0.0])
# --8<-- [end:wrong_4]
