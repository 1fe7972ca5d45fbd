"""Predict, then run: by which number must scores be divided when queries and keys spread more widely?"""

# --8<-- [start:start]
divisor = 1
# --8<-- [end:start]

# --8<-- [start:check]
import os

try:
    spread = 2 * 3 * 256**0.5 / float(divisor)  # of the divided scores
    if np.isclose(spread, 1):
        en = "Right: 2 · 3 · √256. The two spreads count in full, the number of products only by its root."
        vi = "Đúng: 2 · 3 · √256. Hai độ lệch chuẩn tính đủ, còn số tích chỉ tính bằng căn của nó."
    elif np.isclose(spread, 6):
        en = "√256 takes care of the sum, but each product in it still spreads by 2 · 3 = 6."
        vi = "√256 lo phần tổng rồi, nhưng mỗi tích trong tổng vẫn có độ lệch chuẩn 2 · 3 = 6."
    elif np.isclose(spread, 16):
        en = "6 takes care of each product, but 256 of them are added up, and that makes √256 of it."
        vi = "6 lo phần từng tích rồi, nhưng có 256 tích cộng lại, độ lệch chuẩn còn nhân với √256."
    elif np.isclose(spread, 1 / 96):
        en = "That is the variance. A factor counts twice in a variance: divide by its root."
        vi = "Đó là phương sai. Trong phương sai, một hệ số được bình phương: hãy chia cho căn của nó."
    elif np.isclose(spread, 1 / 16) or np.isclose(spread, 6 / 16):
        en = "256 itself, without its root: that makes the scores too flat."
        vi = "Bạn dùng thẳng 256 mà không lấy căn: như thế điểm quá phẳng."
    elif spread > 1:
        en = "Too small: the scores still spread more widely than 1."
        vi = "Nhỏ quá: độ lệch chuẩn của điểm vẫn lớn hơn 1."
    else:
        en = "Too large, or negative: the scores do not spread by 1."
        vi = "Lớn quá, hoặc bị âm: độ lệch chuẩn của điểm không bằng 1."
except Exception as error:  # whatever was left behind, the check answers
    en = f"The check cannot use your answer yet: {error!r}"
    vi = f"Chưa chấm được câu trả lời của bạn: {error!r}"
print(vi if os.environ.get("LANG", "").startswith("vi") else en)
# --8<-- [end:check]

# --8<-- [start:solution]
divisor = 2 * 3 * np.sqrt(256)
# --8<-- [end:solution]

# --8<-- [start:wrong_1]
divisor = 16
# --8<-- [end:wrong_1]

# --8<-- [start:wrong_2]
divisor = 2 * 3
# --8<-- [end:wrong_2]

# --8<-- [start:wrong_3]
divisor = 2 * 2 * 3 * 3 * 256
# --8<-- [end:wrong_3]

# --8<-- [start:wrong_4]
divisor = 2 * 3 * 256
# --8<-- [end:wrong_4]
