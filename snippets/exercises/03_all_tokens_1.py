"""Predict, then run: what happens to scores and weights when every vector gets twice as long?"""

# --8<-- [start:start]
score_factor = "?"  # every score becomes so many times as large
row_sum = "?"       # each row of the weights now adds up to this
# --8<-- [end:start]

# --8<-- [start:check]
import os

try:
    doubled = 2 * inputs
    sharper = softmax_rows(doubled @ doubled.T)[1, 1]
    if "?" in (score_factor, row_sum):
        en = "Write a number in place of each question mark."
        vi = "Hãy thay mỗi dấu hỏi bằng một số."
    elif score_factor == 2:
        en = "A score is a product of two vectors, and both of them have doubled."
        vi = "Điểm là tích của hai vector, mà cả hai vector đều dài gấp đôi."
    elif score_factor == 1:
        en = "Directions are the same, but a dot product counts length too: the scores do change."
        vi = "Hướng thì vẫn vậy, nhưng tích vô hướng tính cả độ dài: điểm có thay đổi."
    elif score_factor != 4:
        en = "The factor is not right. Take one pair by hand: (1, 2) · (3, 0), then (2, 4) · (6, 0)."
        vi = "Hệ số chưa đúng. Thử tính tay một cặp: (1, 2) · (3, 0), rồi (2, 4) · (6, 0)."
    elif row_sum != 1:
        en = "The factor is right. But softmax divides each row by its own sum, however large the scores are."
        vi = "Hệ số đúng rồi. Nhưng softmax chia mỗi hàng cho tổng của chính hàng đó, dù điểm lớn đến đâu."
    else:
        en = f"Right: only the shares change. What journey keeps for itself grows from {weights[1, 1]:.4f} to {sharper:.4f}."
        vi = f"Đúng: chỉ cách chia thay đổi. Phần journey dành cho chính nó tăng từ {weights[1, 1]:.4f} lên {sharper:.4f}."
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
