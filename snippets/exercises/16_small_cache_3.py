"""Absorb the matrix of the values into the output matrix."""

# --8<-- [start:start]
def absorb_values(up_v, w_out):
    """Return the matrices (heads, d_latent, d_model) that turn latents into the output.

    up_v is (heads, d_latent, d); w_out (heads * d, d_model) reads the heads side by side.
    """
    return np.zeros((len(up_v), up_v.shape[1], w_out.shape[1]))
# --8<-- [end:start]

# --8<-- [start:check]
import os

try:
    draw = np.random.default_rng(1)
    some_v, some_out = draw.normal(size=(3, 5, 4)), draw.normal(size=(12, 7))
    latents = draw.normal(size=(3, 6, 5))  # mixed by the weights of each head
    side_by_side = (latents @ some_v).swapaxes(0, 1).reshape(6, 12)
    goal = side_by_side @ some_out
    blocks = some_out.reshape(3, 4, 7)
    found = np.asarray(absorb_values(some_v.copy(), some_out.copy()), dtype=float)
    if found.shape != (3, 5, 7):
        en = f"The result must have the shape (3, 5, 7), heads first; yours has {found.shape}."
        vi = f"Kết quả phải có shape (3, 5, 7), head đứng đầu; của bạn là {found.shape}."
    elif np.allclose((latents @ found).sum(axis=0), goal):
        en = "Right: no value is computed at all, neither for the past nor for the new token."
        vi = "Đúng: không phải tính value nào cả, dù của quá khứ hay của token mới."
        solved = True
    elif not found.any():
        en = "All zeros. Which rows of w_out read head 0? Multiply up_v[0] by them."
        vi = "Toàn số 0. Những hàng nào của w_out đọc head 0? Hãy nhân up_v[0] với chúng."
    elif np.allclose(found, some_v @ some_out.reshape(4, 3, 7).swapaxes(0, 1)):
        en = "Head h reads d rows in a row, not every third one: reshape(heads, d, -1)."
        vi = "Head h đọc d hàng liền nhau, không phải cách ba hàng một: reshape(heads, d, -1)."
    elif np.allclose(found, some_v @ blocks[0]):
        en = "Each head has rows of its own in w_out; yours all use the first ones."
        vi = "Mỗi head có những hàng riêng trong w_out; của bạn đều dùng các hàng đầu."
    elif np.allclose(found, some_v @ blocks / 3):
        en = "The heads are summed, not averaged: w_out adds them up."
        vi = "Các head được cộng lại, không lấy trung bình: w_out cộng chúng."
    else:
        en = "Not yet: for each head, up_v[h] times the rows of w_out that read this head."
        vi = "Chưa đúng: với mỗi head, nhân up_v[h] với những hàng của w_out đọc head ấy."
except Exception as error:  # whatever was left behind, the check answers
    en = f"The check cannot use your answer yet: {error!r}"
    vi = f"Chưa chấm được câu trả lời của bạn: {error!r}"
print(vi if os.environ.get("LANG", "").startswith("vi") else en)
# --8<-- [end:check]

# --8<-- [start:solution]
def absorb_values(up_v, w_out):
    """Return the matrices (heads, d_latent, d_model) that turn latents into the output."""
    heads, _, d = up_v.shape
    return up_v @ w_out.reshape(heads, d, -1)
# --8<-- [end:solution]

# --8<-- [start:wrong_1]
def absorb_values(up_v, w_out):
    heads, _, d = up_v.shape
    return up_v @ w_out.reshape(d, heads, -1).swapaxes(0, 1)
# --8<-- [end:wrong_1]

# --8<-- [start:wrong_2]
def absorb_values(up_v, w_out):
    d = up_v.shape[-1]
    return up_v @ w_out[:d]
# --8<-- [end:wrong_2]

# --8<-- [start:wrong_3]
def absorb_values(up_v, w_out):
    return np.concatenate(up_v, axis=1) @ w_out
# --8<-- [end:wrong_3]

# --8<-- [start:wrong_4]
def absorb_values(up_v, w_out):
    heads, _, d = up_v.shape
    return up_v @ w_out.reshape(heads, d, -1) / heads
# --8<-- [end:wrong_4]
