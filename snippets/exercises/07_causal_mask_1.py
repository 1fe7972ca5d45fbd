"""Predict: how much weight does the first token get if no query prefers any key?"""

# --8<-- [start:start]
total = 0.0
# --8<-- [end:start]

# --8<-- [start:check]
import os

try:
    right = (allowed / allowed.sum(axis=1, keepdims=True))[:, 0].sum()
    if np.isclose(total, 0):
        en = (
            "Not 0: every query may look at Your. Write the sum of its six weights, one from"
            " each row."
        )
        vi = (
            "Không phải 0: query nào cũng được phép nhìn Your. Hãy viết tổng sáu trọng số của nó,"
            " mỗi hàng một trọng số."
        )
    elif np.isclose(total, 1):
        en = (
            "Without the mask it would be 1, six times 1/6. With it, the first rows divide their"
            " weight among fewer keys."
        )
        vi = (
            "Không có mặt nạ thì đúng là 1, sáu lần 1/6. Có mặt nạ thì các hàng đầu chia trọng số"
            " cho ít key hơn."
        )
    elif np.isclose(total, 6):
        en = (
            "6 would mean that every query gives Your all of its weight. Only the first row has no"
            " other choice."
        )
        vi = (
            "6 nghĩa là query nào cũng dồn hết trọng số cho Your. Chỉ hàng đầu tiên mới không có"
            " lựa chọn khác."
        )
    elif np.isclose(total, right - 1, atol=0.006):
        en = "One row is missing: Your also looks at itself, with weight 1."
        vi = "Còn thiếu một hàng: Your cũng nhìn chính nó, với trọng số 1."
    elif not np.isclose(total, right, atol=0.006):
        en = (
            f"Not {float(total):.2f}. Row 1 gives 1, and row 2 has two keys, so it gives 1/2."
            " Go on to row 6."
        )
        vi = (
            f"Không phải {float(total):.2f}. Hàng 1 cho 1; hàng 2 có hai key nên cho 1/2. Cứ thế"
            " đến hàng 6."
        )
    else:
        en = (
            f"Right: 1 + 1/2 + 1/3 + 1/4 + 1/5 + 1/6 = {right:.2f}. The last token, step, gets"
            f" only {1 / 6:.2f} in all."
        )
        vi = (
            f"Đúng: 1 + 1/2 + 1/3 + 1/4 + 1/5 + 1/6 = {right:.2f}. Token cuối, step, cả thảy chỉ"
            f" được {1 / 6:.2f}."
        )
        solved = True
except Exception as error:  # whatever was left behind, the check answers
    en = f"The check cannot use your answer yet: {error!r}"
    vi = f"Chưa chấm được câu trả lời của bạn: {error!r}"
print(vi if os.environ.get("LANG", "").startswith("vi") else en)
# --8<-- [end:check]

# --8<-- [start:solution]
total = 1 + 1 / 2 + 1 / 3 + 1 / 4 + 1 / 5 + 1 / 6
# --8<-- [end:solution]

# --8<-- [start:wrong_1]
total = 1
# --8<-- [end:wrong_1]

# --8<-- [start:wrong_2]
total = 6
# --8<-- [end:wrong_2]

# --8<-- [start:wrong_3]
total = 1 / 2 + 1 / 3 + 1 / 4 + 1 / 5 + 1 / 6
# --8<-- [end:wrong_3]

# --8<-- [start:wrong_4]
total = 21 / 6
# --8<-- [end:wrong_4]
