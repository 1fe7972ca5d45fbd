"""Repair: attention that divides twice, once by the wrong square root."""

# --8<-- [start:start]
def attend(query, key, value):
    query = query / np.sqrt(len(query))
    return scaled_dot_product_attention(query, key, value)
# --8<-- [end:start]

# --8<-- [start:check]
import os

try:
    q, k, v = np.random.default_rng(1).normal(size=(3, 6, 64))  # 6 tokens, d_k = 64
    found = np.asarray(attend(q.copy(), k.copy(), v.copy()), dtype=float)

    def is_scaled_by(scale):
        return np.allclose(found, scaled_dot_product_attention(q, k, v, scale=scale))

    if found.shape != v.shape:
        en = f"The result should have shape {v.shape}, yours has {found.shape}."
        vi = f"Kết quả phải có shape {v.shape}, của bạn là {found.shape}."
    elif is_scaled_by(1 / 8):
        en = "Right: divided once, by √64."
        vi = "Đúng: chia một lần, cho √64."
        solved = True
    elif is_scaled_by(1 / 8 / 6**0.5):
        en = "Divided twice: by √6, the root of the number of queries, and by √64 in the function."
        vi = "Bị chia hai lần: cho √6 (6 là số query) ở dòng đầu, rồi cho √64 ở trong hàm."
    elif is_scaled_by(1 / 64):
        en = "Now the root is right, but the function divides as well: by 64 in all, not by √64."
        vi = "Căn đã đúng, nhưng hàm cũng chia: tổng cộng là chia cho 64, không phải √64."
    elif is_scaled_by(1 / 6**0.5):
        en = "Divided once, but by √6: len(query) is the number of queries, query.shape[-1] is d_k."
        vi = "Chia một lần, nhưng cho √6: len(query) là số query, còn d_k là query.shape[-1]."
    elif is_scaled_by(1):
        en = "Not divided at all: scale=1.0 switches off the division, and nothing else divides."
        vi = "Chưa chia lần nào: scale=1.0 tắt phép chia của hàm, mà không còn chỗ nào khác chia."
    elif is_scaled_by(8):
        en = "scale is a factor, not a divisor: you multiply by √64. Its default is already right."
        vi = "scale là thừa số, không phải số chia: bạn đang nhân với √64. Mặc định đã đúng rồi."
    else:
        en = "The shape is right, the numbers are not. By which number do you divide in all?"
        vi = "Shape đúng, số thì chưa. Qua hết các bước, điểm đã bị chia cho bao nhiêu?"
except Exception as error:  # whatever was left behind, the check answers
    en = f"The check cannot use your answer yet: {error!r}"
    vi = f"Chưa chấm được câu trả lời của bạn: {error!r}"
print(vi if os.environ.get("LANG", "").startswith("vi") else en)
# --8<-- [end:check]

# --8<-- [start:solution]
def attend(query, key, value):
    return scaled_dot_product_attention(query, key, value)
# --8<-- [end:solution]

# --8<-- [start:wrong_1]
def attend(query, key, value):
    query = query / np.sqrt(query.shape[-1])
    return scaled_dot_product_attention(query, key, value)
# --8<-- [end:wrong_1]

# --8<-- [start:wrong_2]
def attend(query, key, value):
    query = query / np.sqrt(len(query))
    return scaled_dot_product_attention(query, key, value, scale=1.0)
# --8<-- [end:wrong_2]

# --8<-- [start:wrong_3]
def attend(query, key, value):
    return scaled_dot_product_attention(query, key, value, scale=1.0)
# --8<-- [end:wrong_3]

# --8<-- [start:wrong_4]
def attend(query, key, value):
    root = np.sqrt(query.shape[-1])
    return scaled_dot_product_attention(query, key, value, scale=root)
# --8<-- [end:wrong_4]
