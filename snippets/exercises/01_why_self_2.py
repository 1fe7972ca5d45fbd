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
        en = f"To be compared with these tokens it needs two numbers, shape (2,). Yours is {found}, shape {found.shape}."
        vi = f"Muốn so được với các token này thì cần hai số, shape (2,). Của bạn là {found}, shape {found.shape}."
    elif not found.any():
        en = "Two zeros ask for nothing: every token scores 0."
        vi = "Hai số 0 thì không hỏi gì cả: token nào cũng được 0 điểm."
    elif mat_score < 0:
        en = f"mat scores {mat_score:.2f}, a negative number: your vector points away from mat, (−1, 1)."
        vi = f"mat được {mat_score:.2f}, một số âm: vector của bạn quay lưng lại với mat, (−1, 1)."
    elif np.isclose(mat_score, scores[:5].max()):
        en = f"mat draws level with {best}, both score {mat_score:.2f}. What has mat that {best} has not? Ask for more of that."
        vi = f"mat mới bằng điểm {best}, cùng được {mat_score:.2f}. mat có gì mà {best} không có? Hãy hỏi nhiều hơn về điều đó."
    elif mat_score < scores[:5].max():
        en = f"{best} scores {scores[:5].max():.2f}, mat only {mat_score:.2f}. Which of its two numbers has mat alone?"
        vi = f"{best} được {scores[:5].max():.2f}, mat chỉ được {mat_score:.2f}. Trong hai số của mat, số nào không token nào khác có?"
    else:
        en = f"Right: mat scores {mat_score:.2f}, and next comes {best} with {scores[:5].max():.2f}."
        vi = f"Đúng: mat được {mat_score:.2f}, kế đến là {best} với {scores[:5].max():.2f}."
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
