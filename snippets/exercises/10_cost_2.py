"""Predict: what do two halves of a row give together?"""

# --8<-- [start:start]
result = 0.0
# --8<-- [end:start]

# --8<-- [start:check]
import os

try:
    if np.isclose(result, 0):
        en = "Write the result. First bring both halves to the same largest score."
        vi = "Hãy viết kết quả. Trước hết hãy đưa hai nửa về cùng một điểm lớn nhất."
    elif np.isclose(result, 8.5):
        en = (
            "8.5 is the mean of 10 and 7. But the half with the larger sum of exponentials counts"
            " more. How large are the two sums, divided by the same largest exponential?"
        )
        vi = (
            "8.5 là trung bình của 10 và 7. Nhưng nửa nào có tổng lớn hơn thì tỉ trọng phải lớn hơn."
            " Hai tổng là bao nhiêu, nếu các số hạng chia cho cùng một số?"
        )
    elif np.isclose(result, 44 / 5):
        en = (
            "You added the sums unchanged. But the terms of the first half are divided by 2,"
            " those of the second by 6."
        )
        vi = (
            "Bạn cộng thẳng hai tổng. Nhưng các số hạng của nửa đầu đã chia cho 2, còn của nửa sau"
            " thì chia cho 6."
        )
    elif np.isclose(result, 104 / 11, atol=0.006):
        en = (
            "You shrank the second half. But the larger score is there, so the first half must"
            " shrink, times 2/6."
        )
        vi = (
            "Bạn đã thu nhỏ nửa sau. Phải thu nhỏ nửa có điểm lớn nhất nhỏ hơn: nửa đầu, nhân với"
            " 2/6."
        )
    elif np.isclose(result, 44 / 3, atol=0.006):
        en = "The sum is corrected, but mixed is not: its old terms shrink by the same factor."
        vi = "Tổng thì đã sửa, nhưng mixed thì chưa: các số hạng cũ của nó co theo cùng hệ số."
    elif np.isclose(result, 24):
        en = "24 is the mixed value of both halves. Divide it by the sum of both."
        vi = "24 là giá trị trộn của cả hai nửa. Hãy chia cho tổng của cả hai."
    elif not np.isclose(result, 8):
        en = (
            f"Not {float(result):.2f}. The first half times 2/6 gives sum 1 and mixed 10. Add the"
            " second half, then divide."
        )
        vi = (
            f"Không phải {float(result):.2f}. Nửa đầu nhân 2/6 cho tổng 1 và giá trị trộn 10. Hãy"
            " cộng nửa sau vào, rồi chia."
        )
    else:
        en = (
            "Right: sum 1 + 2 = 3, mixed 10 + 14 = 24, and 24 / 3 = 8. So two processors can"
            " each take half of the keys."
        )
        vi = (
            "Đúng: tổng 1 + 2 = 3, giá trị trộn 10 + 14 = 24, và 24 / 3 = 8. Vậy hai bộ xử lý có"
            " thể chia nhau các key, mỗi bên một nửa."
        )
        solved = True
except Exception as error:  # whatever was left behind, the check answers
    en = f"The check cannot use your answer yet: {error!r}"
    vi = f"Chưa chấm được câu trả lời của bạn: {error!r}"
print(vi if os.environ.get("LANG", "").startswith("vi") else en)
# --8<-- [end:check]

# --8<-- [start:solution]
result = (30 * 2 / 6 + 14) / (3 * 2 / 6 + 2)
# --8<-- [end:solution]

# --8<-- [start:wrong_1]
result = (30 / 3 + 14 / 2) / 2
# --8<-- [end:wrong_1]

# --8<-- [start:wrong_2]
result = (30 + 14) / (3 + 2)
# --8<-- [end:wrong_2]

# --8<-- [start:wrong_3]
result = (30 + 14 * 2 / 6) / (3 + 2 * 2 / 6)
# --8<-- [end:wrong_3]

# --8<-- [start:wrong_4]
result = (30 + 14) / (3 * 2 / 6 + 2)
# --8<-- [end:wrong_4]

# --8<-- [start:wrong_5]
result = 30 * 2 / 6 + 14
# --8<-- [end:wrong_5]

# --8<-- [start:wrong_6]
result = 7
# --8<-- [end:wrong_6]
