"""Repair: attention that divides twice, once by the wrong root."""

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
    elif is_scaled_by(1 / 8 / 6**0.5):
        en = "Divided twice: by √6 in the first line, where 6 is how many queries there are, and by √64 in the function."
        vi = "Bị chia hai lần: cho √6 ở dòng đầu, mà 6 là số query, rồi cho √64 ở trong hàm."
    elif is_scaled_by(1 / 64):
        en = "The root is the right one now, but the function divides as well: together that is 64, not √64."
        vi = "Căn thì đúng rồi, nhưng hàm cũng chia: cả hai lần là chia cho 64, không phải √64."
    elif is_scaled_by(1 / 6**0.5):
        en = "Divided once, but by √6: len(query) is how many queries there are. d_k is query.shape[-1]."
        vi = "Chia một lần, nhưng lại chia cho √6: len(query) là số query. d_k là query.shape[-1]."
    elif is_scaled_by(1):
        en = "Not divided at all: scale=1.0 switches the division of the function off, and nothing else divides."
        vi = "Chưa chia lần nào: scale=1.0 tắt phép chia của hàm, mà không còn chỗ nào khác chia."
    elif is_scaled_by(8):
        en = "scale is a factor, not a divisor: you multiply by √64. Its default is right already."
        vi = "scale là thừa số, không phải số chia: bạn đang nhân với √64. Giá trị mặc định của nó đã đúng."
    else:
        en = "The shape is right, the numbers are not. By what are the scores divided in all?"
        vi = "Shape đúng, số thì chưa. Tính tổng cộng, điểm đã bị chia cho bao nhiêu?"
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
    return scaled_dot_product_attention(query, key, value, scale=np.sqrt(query.shape[-1]))
# --8<-- [end:wrong_4]
