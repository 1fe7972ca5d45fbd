"""Predict, then run: how many multiply-adds does a sentence four times as long need?"""

# --8<-- [start:start]
multiply_adds = "?"  # of scores and context vectors together
# --8<-- [end:start]

# --8<-- [start:check]
import os

try:
    if multiply_adds == "?":
        en = "Write a whole number in place of the question mark."
        vi = "Hãy thay dấu hỏi bằng một số nguyên."
    elif multiply_adds == 4 * 216:
        en = (
            "Four times as many queries, yes. But each of them also "
            "looks at four times as many keys."
        )
        vi = "Số query gấp bốn thì đúng. Nhưng mỗi query còn phải nhìn số key gấp bốn."
    elif multiply_adds == 24 * 24 * 3:
        en = "These are the scores alone. The context vectors need as many again."
        vi = "Đây mới là phần tính điểm. Các vector ngữ cảnh cần thêm từng ấy nữa."
    elif multiply_adds == 2 * 24 * 24:
        en = "You counted the entries of two 24 × 24 matrices. But a score is a sum of 3 products."
        vi = "Bạn mới đếm số phần tử của hai ma trận 24 × 24. Mỗi điểm là tổng của 3 tích."
    elif multiply_adds != 2 * 24 * 24 * 3:
        en = "Not yet. Count the pairs of tokens, then the products of each pair, then the steps."
        vi = "Chưa đúng. Hãy đếm số cặp token, rồi số tích của mỗi cặp, rồi số bước."
    else:
        en = (
            f"Right: {multiply_adds} is 16 times 216. Four times as "
            "many tokens, 4 · 4 times the work."
        )
        vi = (
            f"Đúng: {multiply_adds} gấp 16 lần 216. Số token gấp bốn "
            "thì khối lượng tính gấp 4 · 4 lần."
        )
        solved = True
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
