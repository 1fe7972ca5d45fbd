"""Predict, then run: W_q and W_k change places. What happens to the scores?"""

# --8<-- [start:start]
guess = "?"  # "the same", "transposed" or "negative"
# --8<-- [end:start]

# --8<-- [start:check]
import os


def judge(guess):
    global solved
    swapped = (inputs @ w_key) @ (inputs @ w_query).T
    before, now, back = scores[1, 4], swapped[1, 4], scores[4, 1]
    if guess not in ("the same", "transposed", "negative"):
        return (
            "Write one of the three answers between the quotes.",
            "Hãy viết một trong ba câu trả lời vào giữa hai dấu nháy.",
        )
    if guess == "the same":
        return (
            "That holds only for a symmetric matrix. The score of journey with one was"
            f" {before:.4f}; after the swap it is {now:.4f}.",
            "Chỉ đúng khi ma trận đối xứng. Điểm của journey với one trước đó là"
            f" {before:.4f}; đổi chỗ xong thành {now:.4f}.",
        )
    if guess == "negative":
        return (
            "Nothing is subtracted, so no sign changes: after the swap the lowest score is"
            f" {swapped.min():.4f}.",
            "Không có phép trừ nào nên không dấu nào đổi: sau khi đổi chỗ, điểm thấp nhất là"
            f" {swapped.min():.4f}.",
        )
    solved = True
    return (
        f"Right: the score of journey with one is now {now:.4f}. Before the swap, that was the"
        f" score of one with journey ({back:.4f}): query and key have changed places.",
        f"Đúng: điểm của journey với one giờ là {now:.4f}, đúng bằng điểm của one với journey"
        f" lúc trước ({back:.4f}). Query và key đã đổi chỗ cho nhau.",
    )


try:
    en, vi = judge(guess)
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
