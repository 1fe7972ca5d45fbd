"""Build: at which other token does each token look most?"""

# --8<-- [start:start]
def favourite_others(x):
    """Return each row's best other row: T positions, from 0."""
    return [0] * len(x)


print([tokens[j] for j in favourite_others(inputs)])
# --8<-- [end:start]

# --8<-- [start:check]
import os

try:
    found = np.asarray(favourite_others(inputs.copy()), dtype=int).tolist()
    signed = np.array([[2.0, 0.0], [-1.0, 1.0], [-2.0, -1.0]])  # row 0 scores −2 and −4
    found_signed = np.asarray(favourite_others(signed), dtype=int).tolist()
    if len(found) != 6:
        en = f"Six tokens need six positions, you return {len(found)}."
        vi = f"Sáu token cần sáu vị trí, hàm của bạn trả về {len(found)}."
    elif found == [0, 1, 1, 1, 2, 1]:
        en = (
            "Your and journey still choose themselves: first leave "
            "out each token's score with itself."
        )
        vi = (
            "Your và journey vẫn chọn chính mình: trước hết hãy "
            "loại điểm của mỗi token với chính nó."
        )
    elif found == [4, 2, 1, 5, 3, 3]:
        en = (
            "You searched the columns: that says which token looks "
            "most at each one. Search the rows."
        )
        vi = "Bạn tìm theo cột: đó là token nhìn nó nhiều nhất. Hãy tìm theo hàng."
    elif found == [1, 2, 1, 1, 2, 1] and found_signed == [0, 2, 1]:
        en = "Fine for our tokens. But a 0 on the diagonal is higher than any negative score."
        vi = "Với các token của ta thì được. Nhưng số 0 trên đường chéo cao hơn mọi điểm âm."
    elif found == [1, 2, 1, 1, 2, 1] and found_signed == [1, 2, 1]:
        en = "Right: each looks most at journey, or at starts, whose vector is nearly the same."
        vi = "Đúng: token nào cũng nhìn journey nhiều nhất, hoặc starts, vốn có vector gần như vậy."
        solved = True
    else:
        en = (
            f"Not yet: {found}. Print x @ x.T: which entry off the "
            "diagonal is the largest in each row?"
        )
        vi = f"Chưa đúng: {found}. Hãy in x @ x.T: ngoài đường chéo, phần tử nào lớn nhất mỗi hàng?"
except Exception as error:  # whatever the cell above left behind, the check has an answer
    en = f"The check cannot use your answer yet: {error!r}"
    vi = f"Chưa chấm được câu trả lời của bạn: {error!r}"
print(vi if os.environ.get("LANG", "").startswith("vi") else en)
# --8<-- [end:check]

# --8<-- [start:solution]
def favourite_others(x):
    """Return each row's best other row: T positions, from 0."""
    scores = x @ x.T
    np.fill_diagonal(scores, -np.inf)  # lower than any score, so it never wins
    return scores.argmax(axis=1)


print([tokens[j] for j in favourite_others(inputs)])
# --8<-- [end:solution]

# --8<-- [start:wrong_1]
def favourite_others(x):
    scores = x @ x.T
    return scores.argmax(axis=1)
# --8<-- [end:wrong_1]

# --8<-- [start:wrong_2]
def favourite_others(x):
    scores = x @ x.T
    np.fill_diagonal(scores, 0)
    return scores.argmax(axis=1)
# --8<-- [end:wrong_2]

# --8<-- [start:wrong_3]
def favourite_others(x):
    weights = softmax(x @ x.T)
    np.fill_diagonal(weights, -np.inf)
    return weights.argmax(axis=0)
# --8<-- [end:wrong_3]
