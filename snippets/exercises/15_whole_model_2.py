"""Name the mistake behind each curve."""

# --8<-- [start:start]
curve_a, curve_b, curve_c = (recorded["kieu_mistakes"][i] for i in (3, 0, 1))
for curve in (curve_a, curve_b, curve_c):
    print(*(f"{around(curve, step):6.2f}" for step in (20, 100, 200, 300, 600)))

mistake_a = mistake_b = mistake_c = ""
# --8<-- [end:start]

# --8<-- [start:check]
import os

try:
    asked = ("rate times 30", "targets not shifted", "no mask")
    said = [str(word).strip().lower() for word in (mistake_a, mistake_b, mistake_c)]
    if not {*said} <= {*asked}:
        en = 'Write one of "no mask", "targets not shifted", "rate times 30" for each curve.'
        vi = 'Với mỗi đường, hãy viết "no mask", "targets not shifted" hoặc "rate times 30".'
    elif said == [*asked]:
        en = "Right: one jumps about and learns little, one is at once too good, one after a while."
        vi = "Đúng: một đường nhảy lung tung, một đường tốt quá ngay lập tức, một đường thì sau đó."
        solved = True
    elif len({*said}) < 3:
        en = "Each of the three mistakes has one of the curves."
        vi = "Mỗi lỗi trong ba lỗi ứng với đúng một đường."
    elif said[0] != asked[0]:
        en = (
            "Curve a is high at the end. A leak makes the loss fall too low, and this one does not:"
            " which mistake keeps it from falling?"
        )
        vi = (
            "Đường a vẫn cao ở cuối. Lộ đáp án thì loss phải quá thấp, còn đường này thì không:"
            " lỗi nào giữ cho loss không giảm?"
        )
    else:
        en = (
            "Both curves end near 0. In one the answer is the token that is read, in the other the"
            " model has to find it one place to the right. Which takes longer to learn?"
        )
        vi = (
            "Cả hai đường đều về gần 0. Ở một đường, đáp án chính là token vừa đọc; ở đường kia,"
            " mô hình phải tìm nó ở vị trí bên phải. Học cách nào lâu hơn?"
        )
except Exception as error:  # whatever was left behind, the check answers
    en = f"The check cannot use your answer yet: {error!r}"
    vi = f"Chưa chấm được câu trả lời của bạn: {error!r}"
print(vi if os.environ.get("LANG", "").startswith("vi") else en)
# --8<-- [end:check]

# --8<-- [start:solution]
mistake_a = "rate times 30"
mistake_b = "targets not shifted"
mistake_c = "no mask"
# --8<-- [end:solution]

# --8<-- [start:wrong_1]
mistake_a, mistake_b, mistake_c = "rate times 30", "no mask", "targets not shifted"
# --8<-- [end:wrong_1]

# --8<-- [start:wrong_2]
mistake_a, mistake_b, mistake_c = "no mask", "targets not shifted", "rate times 30"
# --8<-- [end:wrong_2]

# --8<-- [start:wrong_3]
mistake_a = mistake_b = mistake_c = "no mask"
# --8<-- [end:wrong_3]
