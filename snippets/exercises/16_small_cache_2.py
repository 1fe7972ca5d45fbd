"""Which of four is wrong?"""

# --8<-- [start:start]
attend = scaled_dot_product_attention


def a():
    return attend(query, c @ up_k, c, is_causal=True) @ up_v


def b():
    return attend(query @ up_k.mT, c, c @ up_v, is_causal=True, scale=1 / d**0.5)


def e():
    small = query @ up_k.mT * (d_latent / d) ** 0.5
    return attend(small, c, c, is_causal=True) @ up_v


def f():
    return attend(query @ up_k.mT / d, c, c, is_causal=True, scale=d**0.5) @ up_k


wrong = ""  # "a", "b", "e" or "f"
reason = ""  # "scale", "keys" or "values"
# --8<-- [end:start]

# --8<-- [start:check]
import os

try:
    said, why = str(wrong).strip().lower(), str(reason).strip().lower()
    if said not in {"a", "b", "e", "f"}:
        en = 'Write the name of the wrong one into wrong: "a", "b", "e" or "f".'
        vi = 'Hãy ghi tên hàm sai vào wrong: "a", "b", "e" hoặc "f".'
    elif said == "a":
        en = "a is right: its keys have d components, so the default scale fits. Values may come late."
        vi = "a đúng: key của nó có d thành phần nên scale mặc định là vừa. Value nhân sau cũng được."
    elif said == "b":
        en = "b is right: its keys are latents, with the scale given. Values may be computed at once."
        vi = "b đúng: key là các vector tiềm ẩn, scale đã cho rõ. Value tính ngay từ đầu cũng được."
    elif said == "e":
        en = "e is right: √(5/8) times the default 1/√5 is 1/√8, the scale of keys with 8 components."
        vi = "e đúng: √(5/8) nhân với 1/√5 mặc định là 1/√8, scale của key có 8 thành phần."
    elif why == "scale":
        en = "f it is, but look again: 1/d times √d is 1/√d. Which matrix comes last?"
        vi = "Đúng là f, nhưng hãy xem lại: 1/d nhân √d bằng 1/√d. Ma trận nào đứng cuối?"
    elif why == "values":
        en = "Right: f ends with up_k, so it mixes keys. Its weights are right."
        vi = "Đúng: f kết thúc bằng up_k, nên nó trộn các key. Các trọng số của nó thì đúng."
        solved = True
    elif why == "keys":
        en = "f it is. But its keys are right: query @ up_k.mT meets c. What becomes of the mixture?"
        vi = "Đúng là f. Nhưng key của nó đúng: query @ up_k.mT gặp c. Còn tổng đã trộn thì sao?"
    else:
        en = 'f it is. Now write into reason where: "scale", "keys" or "values".'
        vi = 'Đúng là f. Bây giờ hãy ghi vào reason xem sai ở đâu: "scale", "keys" hay "values".'
except Exception as error:  # whatever was left behind, the check answers
    en = f"The check cannot use your answer yet: {error!r}"
    vi = f"Chưa chấm được câu trả lời của bạn: {error!r}"
print(vi if os.environ.get("LANG", "").startswith("vi") else en)
# --8<-- [end:check]

# --8<-- [start:solution]
wrong, reason = "f", "values"
# --8<-- [end:solution]

# --8<-- [start:wrong_1]
wrong, reason = "a", "scale"
# --8<-- [end:wrong_1]

# --8<-- [start:wrong_2]
wrong, reason = "e", "scale"
# --8<-- [end:wrong_2]

# --8<-- [start:wrong_3]
wrong, reason = "f", "scale"
# --8<-- [end:wrong_3]

# --8<-- [start:wrong_4]
wrong, reason = "b", "values"
# --8<-- [end:wrong_4]

# --8<-- [start:wrong_5]
wrong, reason = "f", "keys"
# --8<-- [end:wrong_5]
