"""Build: the direction alone, as a cosine for each token."""

# --8<-- [start:start]
def cosines(query, sequence):
    """Return the cosine of the query with each token, from -1 to 1."""
    return look(query, sequence)


print(cosines(cat, inputs))
# --8<-- [end:start]

# --8<-- [start:check]
import os

try:
    query = 3 * inputs[5]  # three times mat: the same direction as mat
    found = np.asarray(cosines(query, inputs.copy()), dtype=float)
    scores, lengths = look(query, inputs), np.sqrt((inputs**2).sum(axis=1))
    expected = scores / (lengths * length(query))
    if found.shape != (6,):
        en = f"Six tokens give six cosines, shape (6,). Yours has shape {found.shape}."
        vi = f"Sáu token cho sáu cosin, shape (6,). Của bạn có shape {found.shape}."
    elif np.allclose(found, scores):
        en = "These are still the dot products: both lengths are still in them."
        vi = "Đây vẫn là tích vô hướng: trong đó còn nguyên cả hai độ dài."
    elif np.allclose(found, scores / lengths):
        en = "The query's length is still in: a longer query gives a larger result."
        vi = "Còn sót độ dài của query: query dài gấp ba thì kết quả cũng gấp ba."
    elif np.allclose(found, scores / length(query)):
        en = "The tokens' lengths are still in: on gets twice as much as the."
        vi = "Còn sót độ dài của các token: on cùng hướng với the mà kết quả lại gấp đôi."
    elif np.allclose(found, expected / (lengths * length(query))):
        en = "You divide by the squared lengths. The length is the square root of v @ v."
        vi = "Bạn đã chia cho bình phương độ dài. Độ dài là căn bậc hai của v @ v."
    elif np.allclose(found, expected):
        en = "Right: however long the query and the tokens are, the cosines stay the same."
        vi = "Đúng: query hay token dài bao nhiêu, cosin vẫn giữ nguyên."
        solved = True
    else:
        en = f"For three times mat the cosines should be {expected}. Yours are {found}."
        vi = f"Với query là ba lần mat, các cosin phải là {expected}. Của bạn là {found}."
except Exception as error:  # whatever the cell above left behind, the check has an answer
    en = f"The check cannot use your answer yet: {error!r}"
    vi = f"Chưa chấm được câu trả lời của bạn: {error!r}"
print(vi if os.environ.get("LANG", "").startswith("vi") else en)
# --8<-- [end:check]

# --8<-- [start:solution]
def cosines(query, sequence):
    """Return the cosine of the query with each token, from -1 to 1."""
    return np.array([query @ x / (length(query) * length(x)) for x in sequence])


print(cosines(cat, inputs))
# --8<-- [end:solution]

# --8<-- [start:wrong_1]
def cosines(query, sequence):
    return np.array([query @ x / length(x) for x in sequence])
# --8<-- [end:wrong_1]

# --8<-- [start:wrong_2]
def cosines(query, sequence):
    return np.array([query @ x / length(query) for x in sequence])
# --8<-- [end:wrong_2]

# --8<-- [start:wrong_3]
def cosines(query, sequence):
    return np.array([query @ x / ((query @ query) * (x @ x)) for x in sequence])
# --8<-- [end:wrong_3]

# --8<-- [start:wrong_4]
def cosines(query, sequence):
    return np.mean([query @ x / (length(query) * length(x)) for x in sequence])
# --8<-- [end:wrong_4]
