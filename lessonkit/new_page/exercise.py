"""Predict, then run: the mean of 2, 4 and 9."""

# --8<-- [start:start]
guess = None
# --8<-- [end:start]

# --8<-- [start:check]
import os

try:
    if guess is None:
        en = "Write a number in the place of None."
        vi = "Hãy viết một số vào chỗ của None."
    elif guess == 15:
        en = "15 is the sum. Divide it by how many numbers there are."
        vi = "15 là tổng. Hãy chia nó cho số lượng các số."
    elif guess == 4:
        en = "4 stands in the middle of the row. The mean need not be one of the numbers."
        vi = "4 là số đứng giữa. Trung bình không nhất thiết là một trong các số đã cho."
    elif guess == 5:
        en = "Right: 15 / 3. It is none of the three, and larger than two of them."
        vi = "Đúng: 15 / 3. Nó không phải số nào trong ba số, và lớn hơn hai số trong đó."
    else:
        en = f"Not {guess}. Add the three numbers up, then divide by 3."
        vi = f"Không phải {guess}. Hãy cộng ba số lại, rồi chia cho 3."
except Exception as error:  # whatever was left behind, the check answers
    en = f"The check cannot use your answer yet: {error!r}"
    vi = f"Chưa chấm được câu trả lời của bạn: {error!r}"
print(vi if os.environ.get("LANG", "").startswith("vi") else en)
# --8<-- [end:check]

# --8<-- [start:solution]
guess = 5
# --8<-- [end:solution]

# --8<-- [start:wrong_1]
guess = 15
# --8<-- [end:wrong_1]

# --8<-- [start:wrong_2]
guess = 4
# --8<-- [end:wrong_2]
