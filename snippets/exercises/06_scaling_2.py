"""Predict, then run: by which number does GPT-2 divide its scores?"""

# --8<-- [start:start]
divisor = 768
# --8<-- [end:start]

# --8<-- [start:check]
import os

try:
    number = float(divisor)
    if np.isclose(number, 8):
        en = "Right: 768 / 12 = 64 dimensions for each head, and √64 = 8."
        vi = "Đúng: mỗi head có 768 / 12 = 64 chiều, và √64 = 8."
        solved = True
    elif np.isclose(number, 768**0.5, atol=0.3):
        en = "√768 is the root of d_model. A score adds the products of one head only."
        vi = "√768 là căn của d_model. Một điểm chỉ cộng các tích của một head."
    elif np.isclose(number, 64):
        en = "64 dimensions for each head is the right d. Its square root is missing."
        vi = "Mỗi head có 64 chiều, đó đúng là d cần tìm. Còn thiếu căn bậc hai."
    elif np.isclose(number, 12) or np.isclose(number, 12**0.5, atol=0.05):
        en = "12 is the number of heads. How many dimensions does each of them have?"
        vi = "12 là số head. Mỗi head có bao nhiêu chiều?"
    elif np.isclose(number, 1024) or np.isclose(number, 32):
        en = "1024 is the number of tokens. More keys do not change the deviation of one score."
        vi = "1024 là số token. Nhiều key hơn cũng không làm đổi độ lệch chuẩn của một điểm."
    elif np.isclose(number, 768):
        en = "768 is the width of all heads together. How wide is one head, and what comes next?"
        vi = "768 là số chiều của mọi head cộng lại. Một head có mấy chiều, rồi còn làm gì nữa?"
    else:
        en = "No. Find the number of dimensions of one head, then take the square root."
        vi = "Chưa đúng. Hãy tính xem một head có bao nhiêu chiều, rồi lấy căn bậc hai."
except Exception as error:  # whatever was left behind, the check answers
    en = f"The check cannot use your answer yet: {error!r}"
    vi = f"Chưa chấm được câu trả lời của bạn: {error!r}"
print(vi if os.environ.get("LANG", "").startswith("vi") else en)
# --8<-- [end:check]

# --8<-- [start:solution]
divisor = np.sqrt(768 / 12)
# --8<-- [end:solution]

# --8<-- [start:wrong_1]
divisor = np.sqrt(768)
# --8<-- [end:wrong_1]

# --8<-- [start:wrong_2]
divisor = 768 / 12
# --8<-- [end:wrong_2]

# --8<-- [start:wrong_3]
divisor = 12
# --8<-- [end:wrong_3]

# --8<-- [start:wrong_4]
divisor = np.sqrt(1024)
# --8<-- [end:wrong_4]
