"""Predict, then run: the sign of three dot products."""

# --8<-- [start:start]
pair_1 = [3, 1], [-1, 3]
pair_2 = [1, -2], [1, 1]
pair_3 = [-2, -1], [-1, 0]

signs = ["?", "?", "?"]  # for each pair "+", "0" or "-"
# --8<-- [end:start]

# --8<-- [start:check]
import os

try:
    given = [str(sign).strip().replace("−", "-") for sign in signs]
    if len(given) != 3 or not set(given) <= {"+", "0", "-"}:
        en = 'Write one of "+", "0" and "-" in each of the three places.'
        vi = 'Hãy thay mỗi dấu hỏi bằng một trong ba dấu "+", "0", "-".'
    elif given[0] != "0":
        en = "Pair 1: one product is −3, the other is 3. What is the sum, and what is the angle?"
        vi = "Cặp 1: một tích là −3, tích kia là 3. Tổng bằng mấy, và góc ở giữa là góc gì?"
    elif given[1] == "0":
        en = "Pair 2: 1 − 2 is close to zero, but it is not zero. The angle is obtuse."
        vi = "Cặp 2: 1 − 2 gần 0, nhưng không phải là 0. Góc ở đây là góc tù."
    elif given[1] == "+":
        en = "Pair 2: the first components give 1, but the second ones give −2. What is the sum?"
        vi = "Cặp 2: hai thành phần đầu cho 1, nhưng hai thành phần sau cho −2. Tổng bằng mấy?"
    elif given[2] != "+":
        en = "Pair 3: minus times minus is plus. Both arrows point left, at an acute angle."
        vi = "Cặp 3: âm nhân âm thành dương. Cả hai mũi tên đều chỉ sang trái, tạo góc nhọn."
    else:
        en = "Right: 0, −1 and 2. A right angle, an obtuse angle, an acute angle."
        vi = "Đúng: 0, −1 và 2. Góc vuông, góc tù, góc nhọn."
        solved = True
except Exception as error:  # whatever the cell above left behind, the check has an answer
    en = f"The check cannot use your answer yet: {error!r}"
    vi = f"Chưa chấm được câu trả lời của bạn: {error!r}"
print(vi if os.environ.get("LANG", "").startswith("vi") else en)
# --8<-- [end:check]

# --8<-- [start:solution]
signs = ["0", "-", "+"]
# --8<-- [end:solution]

# --8<-- [start:wrong_1]
signs = ["+", "-", "+"]
# --8<-- [end:wrong_1]

# --8<-- [start:wrong_2]
signs = ["0", "0", "+"]
# --8<-- [end:wrong_2]

# --8<-- [start:wrong_3]
signs = ["0", "+", "+"]
# --8<-- [end:wrong_3]

# --8<-- [start:wrong_4]
signs = ["0", "-", "-"]
# --8<-- [end:wrong_4]
