"""Predict, then run: W_q and W_k change places. What becomes of the scores?"""

# --8<-- [start:start]
guess = "?"  # "the same", "transposed" or "negative"
# --8<-- [end:start]

# --8<-- [start:check]
import os

try:
    swapped = (inputs @ w_key) @ (inputs @ w_query).T
    here, mirrored = swapped[1, 4], scores[4, 1]
    if guess not in ("the same", "transposed", "negative"):
        en = "Write one of the three answers between the quotes."
        vi = "Hãy viết một trong ba câu trả lời vào giữa hai dấu nháy."
    elif guess == "the same":
        en = f"That holds for a symmetric matrix. journey -> one was {scores[1, 4]:.4f}; after the swap it is {here:.4f}."
        vi = f"Chỉ đúng khi ma trận đối xứng. journey -> one vốn là {scores[1, 4]:.4f}; đổi chỗ xong thành {here:.4f}."
    elif guess == "negative":
        en = f"Nothing is subtracted, so no sign turns: after the swap the lowest score is {swapped.min():.4f}."
        vi = f"Không có phép trừ nào nên không dấu nào đổi: sau khi đổi chỗ, điểm thấp nhất là {swapped.min():.4f}."
    else:
        en = f"Right: journey -> one is {here:.4f} now, what one -> journey was before: {mirrored:.4f}. Who asks and who is asked have changed places."
        vi = f"Đúng: journey -> one giờ là {here:.4f}, đúng bằng one -> journey lúc trước: {mirrored:.4f}. Bên hỏi và bên được hỏi đã đổi chỗ."
except Exception as error:  # whatever the cell above left behind, the check has an answer
    en = f"The check cannot use your answer yet: {error!r}"
    vi = f"Chưa chấm được câu trả lời của bạn: {error!r}"
print(vi if os.environ.get("LANG", "").startswith("vi") else en)
# --8<-- [end:check]

# --8<-- [start:solution]
guess = "transposed"
# --8<-- [end:solution]

# --8<-- [start:wrong_1]
guess = "the same"
# --8<-- [end:wrong_1]

# --8<-- [start:wrong_2]
guess = "negative"
# --8<-- [end:wrong_2]
