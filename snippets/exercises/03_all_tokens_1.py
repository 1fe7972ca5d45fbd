"""Predict, then run: what happens to scores and weights when every vector gets twice as long?"""

# --8<-- [start:start]
score_factor = "?"  # new score / old score
row_sum = "?"       # sum of each row of the new weights
# --8<-- [end:start]

# --8<-- [start:check]
import os

try:
    doubled = 2 * inputs
    old, new = weights[1, 1], softmax(doubled @ doubled.T)[1, 1]
    if "?" in (score_factor, row_sum):
        en = "Write a number in place of each question mark."
        vi = "Hãy thay mỗi dấu hỏi bằng một số."
    elif score_factor == 2:
        en = "A score is a product of two vectors, and both of them have doubled."
        vi = "Điểm là tích vô hướng của hai vector, mà cả hai vector đều dài gấp đôi."
    elif score_factor == 1:
        en = "The directions stay, but length counts in a dot product too: the scores do change."
        vi = "Hướng không đổi, nhưng tích vô hướng phụ thuộc cả độ dài: điểm có thay đổi."
    elif score_factor != 4:
        en = (
            "The factor is not right. Take one pair by hand: (1, "
            "2) · (3, 0), then (2, 4) · (6, 0)."
        )
        vi = "Hệ số chưa đúng. Thử tính tay một cặp: (1, 2) · (3, 0), rồi (2, 4) · (6, 0)."
    elif row_sum != 1:
        en = (
            "The factor is right. But softmax divides each row by "
            "its own sum, however large it is."
        )
        vi = (
            "Hệ số đúng rồi. Nhưng softmax chia mỗi hàng cho tổng "
            "của chính nó, dù tổng lớn đến đâu."
        )
    else:
        en = (
            "Right: the sums stay 1, but journey's weight for "
            f"itself grows: {old:.2f} → {new:.2f}."
        )
        vi = (
            "Đúng: tổng vẫn là 1, còn trọng số journey dành cho "
            f"chính nó tăng: {old:.2f} → {new:.2f}."
        )
        solved = True
except Exception as error:  # whatever the cell above left behind, the check has an answer
    en = f"The check cannot use your answer yet: {error!r}"
    vi = f"Chưa chấm được câu trả lời của bạn: {error!r}"
print(vi if os.environ.get("LANG", "").startswith("vi") else en)
# --8<-- [end:check]

# --8<-- [start:solution]
score_factor = 4
row_sum = 1
# --8<-- [end:solution]

# --8<-- [start:wrong_1]
score_factor = 2
row_sum = 1
# --8<-- [end:wrong_1]

# --8<-- [start:wrong_2]
score_factor = 1
row_sum = 1
# --8<-- [end:wrong_2]

# --8<-- [start:wrong_3]
score_factor = 4
row_sum = 4
# --8<-- [end:wrong_3]
