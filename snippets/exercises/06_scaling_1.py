"""Predict, then run: the divisor of scores whose queries and keys have larger deviations."""

# --8<-- [start:start]
divisor = 1
# --8<-- [end:start]

# --8<-- [start:check]
import os

try:
    deviation = 2 * 3 * 256**0.5 / float(divisor)  # of the divided scores
    if np.isclose(deviation, 1):
        en = "Right: 2 · 3 · √256. The two deviations multiply; of 256 you need the square root."
        vi = "Đúng: 2 · 3 · √256. Hai độ lệch chuẩn nhân nguyên vẹn, số tích 256 thì phải lấy căn."
        solved = True
    elif np.isclose(deviation, 6):
        en = "√256 is right for the sum, but each product still has standard deviation 2 · 3 = 6."
        vi = "√256 đã tính đến phép cộng, nhưng mỗi tích vẫn có độ lệch chuẩn 2 · 3 = 6."
    elif np.isclose(deviation, 16):
        en = "6 is right for one product, but a sum of 256 products deviates √256 times as much."
        vi = "6 là độ lệch chuẩn của một tích. Cộng 256 tích lại thì nó còn được nhân với √256."
    elif np.isclose(deviation, 1 / 96):
        en = "That is the variance of the scores. Divide by its root, the standard deviation."
        vi = "Đó là phương sai của điểm. Hãy chia cho căn bậc hai của nó, tức độ lệch chuẩn."
    elif np.isclose(deviation, 1 / 16) or np.isclose(deviation, 6 / 16):
        en = "You used 256 itself, without the square root, so the scores get too small."
        vi = "Bạn dùng thẳng 256 mà không lấy căn, nên điểm trở nên quá nhỏ."
    elif deviation > 1:
        en = "Too small: the standard deviation of the scores is still larger than 1."
        vi = "Số chia nhỏ quá: độ lệch chuẩn của điểm vẫn lớn hơn 1."
    else:
        en = "Too large, or negative: the standard deviation of the scores is not 1."
        vi = "Số chia lớn quá, hoặc bị âm: độ lệch chuẩn của điểm không bằng 1."
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
