"""Predict, then run: how many multiply-adds does a sentence four times as long need?"""

# --8<-- [start:start]
multiply_adds = "?"  # 24 tokens of 3 numbers: scores and contexts together
# --8<-- [end:start]

# --8<-- [start:check]
import os

try:
    counted_now = count(lambda x: (x @ x.T) @ x, np.ones((24, 3)))
    if multiply_adds == "?":
        en = "Write a whole number in place of the question mark."
        vi = "Hãy thay dấu hỏi bằng một số nguyên."
    elif multiply_adds == 4 * 216:
        en = "Four times the work would be right if only the askers grew. But each of them looks at four times as many, too."
        vi = "Gấp bốn chỉ đúng khi riêng số token hỏi tăng. Nhưng mỗi token hỏi còn phải nhìn số token gấp bốn."
    elif multiply_adds == 24 * 24 * 3:
        en = "These are the scores alone. The contexts need as many again."
        vi = "Đây mới là phần tính điểm. Phần tính vector ngữ cảnh cũng cần từng ấy nữa."
    elif multiply_adds == 2 * 24 * 24:
        en = "You counted the entries of two 24 × 24 matrices. Every score is a sum of three products."
        vi = "Bạn mới đếm số ô của hai ma trận 24 × 24. Mỗi điểm là tổng của ba tích."
    elif multiply_adds != counted_now:
        en = "Not this. Count the pairs of tokens first, then the products for each pair, then the steps."
        vi = "Chưa đúng. Hãy đếm số cặp token, rồi số tích của mỗi cặp, rồi số bước."
    else:
        en = f"Right: {counted_now}, sixteen times as many as 216. Four times the tokens, four times four the work."
        vi = f"Đúng: {counted_now}, gấp mười sáu lần 216. Số token gấp bốn thì công việc gấp bốn nhân bốn."
except Exception as error:  # whatever the cell above left behind, the check has an answer
    en = f"The check cannot use your answer yet: {error!r}"
    vi = f"Chưa chấm được câu trả lời của bạn: {error!r}"
print(vi if os.environ.get("LANG", "").startswith("vi") else en)
# --8<-- [end:check]

# --8<-- [start:solution]
multiply_adds = 2 * 24 * 24 * 3
# --8<-- [end:solution]

# --8<-- [start:wrong_1]
multiply_adds = 4 * 216
# --8<-- [end:wrong_1]

# --8<-- [start:wrong_2]
multiply_adds = 24 * 24 * 3
# --8<-- [end:wrong_2]

# --8<-- [start:wrong_3]
multiply_adds = 24 * 24 * 2
# --8<-- [end:wrong_3]
