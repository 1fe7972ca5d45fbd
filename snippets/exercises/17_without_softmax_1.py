"""Write the mask of a decay that differs from token to token."""

# --8<-- [start:start]
def decay_mask(keeps):
    """Return the mask (T, T): the share of each fact that remains for each query, 0 for later ones.

    Before token i is written, the state is multiplied by keeps[i]; keeps is (T,).
    """
    return causal_mask(len(keeps)).astype(float)
# --8<-- [end:start]

# --8<-- [start:check]
import os

try:
    shares = np.array([0.5, 0.8, 0.25, 0.9, 0.4])
    goal = np.array([
        [np.prod(shares[j + 1 : i + 1]) if j <= i else 0.0 for j in range(5)] for i in range(5)
    ])
    with_own = goal * shares
    found = np.asarray(decay_mask(shares.copy()), dtype=float)
    with np.errstate(all="ignore"):
        cleared = decay_mask(np.array([0.5, 0.0, 0.5]))
    if found.shape != (5, 5):
        en = f"The mask must have the shape (5, 5) for five tokens; yours has {found.shape}."
        vi = f"Với năm token, mask phải có shape (5, 5); của bạn là {found.shape}."
    elif np.allclose(found, goal) and np.allclose(cleared, [[1, 0, 0], [0, 1, 0], [0, 0.5, 1]]):
        en = "Right: also where a keep of 0 clears the state. With it, parallel equals recurrent."
        vi = "Đúng: cả khi keep bằng 0 xóa sạch trạng thái. Nhờ nó, dạng song song khớp dạng tuần tự."
        solved = True
    elif np.allclose(found, goal):
        en = "The numbers fit, but a keep of 0 must clear the state. Do not divide by it: multiply."
        vi = "Kết quả khớp, nhưng keep bằng 0 phải xóa sạch trạng thái. Đừng chia cho nó, hãy nhân."
    elif np.allclose(found, np.tri(5)):
        en = "Nothing fades yet: this is only the causal mask."
        vi = "Chưa có gì phai đi: đây mới là mặt nạ nhân quả."
    elif np.allclose(found, with_own):
        en = "The fact of token j is written after keeps[j] was applied. Begin with keeps[j + 1]."
        vi = "Token j được ghi sau khi đã nhân với keeps[j]. Hãy bắt đầu từ keeps[j + 1]."
    elif np.allclose(found, goal.T):
        en = "Transposed: row i belongs to the query of token i, column j to the fact of token j."
        vi = "Bị chuyển vị: hàng i là của query ở token i, cột j là của token được ghi thứ j."
    elif np.allclose(found, np.tri(5) * shares[:, None]):
        en = "One token back is right. But the shares of all tokens in between are multiplied."
        vi = "Lùi một token thì đúng. Nhưng phải nhân keep của mọi token ở giữa."
    elif (np.triu(found, 1) != 0).any():
        en = "A query must not see later facts: the mask is 0 above the diagonal."
        vi = "Query không được nhìn thấy token đứng sau: trên đường chéo, mask bằng 0."
    else:
        en = "Not yet: entry (i, j) is keeps[j + 1] · … · keeps[i] for j <= i, which is 1 for j = i."
        vi = "Chưa đúng: phần tử (i, j) là keeps[j + 1] · … · keeps[i] khi j <= i, và bằng 1 khi j = i."
except Exception as error:  # whatever was left behind, the check answers
    en = f"The check cannot use your answer yet: {error!r}"
    vi = f"Chưa chấm được câu trả lời của bạn: {error!r}"
print(vi if os.environ.get("LANG", "").startswith("vi") else en)
# --8<-- [end:check]

# --8<-- [start:solution]
def decay_mask(keeps):
    """Return the mask (T, T)."""
    mask = np.zeros((len(keeps), len(keeps)))
    for i in range(len(keeps)):
        mask[i] = mask[i - 1] * keeps[i]  # everything before fades once more
        mask[i, i] = 1
    return mask
# --8<-- [end:solution]

# --8<-- [start:wrong_1]
def decay_mask(keeps):
    mask = np.tri(len(keeps))
    for i in range(len(keeps)):
        for j in range(i + 1):
            mask[i, j] = np.prod(keeps[j:i + 1])
    return mask
# --8<-- [end:wrong_1]

# --8<-- [start:wrong_2]
def decay_mask(keeps):
    return np.tri(len(keeps)) * keeps[:, None]
# --8<-- [end:wrong_2]

# --8<-- [start:wrong_3]
def decay_mask(keeps):
    total = np.cumprod(keeps)
    return np.tri(len(keeps)) * (total[:, None] / total)
# --8<-- [end:wrong_3]

# --8<-- [start:wrong_4]
def decay_mask(keeps):
    total = np.cumprod(keeps)
    return total[:, None] / total
# --8<-- [end:wrong_4]

# --8<-- [start:wrong_5]
def decay_mask(keeps):
    mask = np.zeros((len(keeps), len(keeps)))
    for i in range(len(keeps)):
        mask[i] = mask[i - 1] * keeps[i]
        mask[i, i] = 1
    return mask.T
# --8<-- [end:wrong_5]
