"""Predict, then run: which changes of the scores leave the weights unchanged?"""

# --8<-- [start:start]
changes = {
    "A": scores_2 + 5,
    "B": 3 * scores_2,
    "C": scores_2 - scores_2.mean(),
    "D": scores_2 / scores_2.max(),
}
same = "?"
# --8<-- [end:start]

# --8<-- [start:check]
import os

try:
    letters = set(same.upper()) - set(" ,")
    journey = {"B": softmax(3 * scores_2)[1]}
    journey["D"] = softmax(scores_2 / scores_2.max())[1]
    stretched = sorted(letters & set(journey))
    if not letters or letters - set("ABCD"):
        en = "Write letters between the quotes: A, B, C, D, one or several of them."
        vi = "Hãy viết các chữ A, B, C, D vào giữa hai dấu nháy, một hoặc nhiều chữ."
    elif stretched:
        letter = stretched[0]
        en, vi = {"B": ("triples", "nhân ba"), "D": ("shrinks", "thu nhỏ")}[letter]
        change = f"{weights_2[1]:.2f} → {journey[letter]:.2f}"
        en = f"{letter} {en} every difference, so the weight of journey changes: {change}."
        vi = f"{letter} {vi} mọi hiệu, nên trọng số của journey thay đổi: {change}."
    elif letters == {"A"}:
        en = "A is correct, but not the only one. What does C subtract from each of the six scores?"
        vi = "A đúng, nhưng chưa đủ. C trừ đi bao nhiêu ở từng điểm trong sáu điểm?"
    elif letters == {"C"}:
        en = "C is correct, but not the only one. How does A change the difference of two scores?"
        vi = "C đúng, nhưng chưa đủ. A làm hiệu của hai điểm thay đổi thế nào?"
    else:
        en = "Right: A and C shift all six scores by the same amount, so no difference changes."
        vi = "Đúng: A và C dời cả sáu điểm đi cùng một lượng, nên hiệu giữ nguyên."
        solved = True
except Exception as error:  # whatever the cell above left behind, the check has an answer
    en = f"The check cannot use your answer yet: {error!r}"
    vi = f"Chưa chấm được câu trả lời của bạn: {error!r}"
print(vi if os.environ.get("LANG", "").startswith("vi") else en)
# --8<-- [end:check]

# --8<-- [start:solution]
same = "AC"
# --8<-- [end:solution]

# --8<-- [start:wrong_1]
same = "AB"
# --8<-- [end:wrong_1]

# --8<-- [start:wrong_2]
same = "ACD"
# --8<-- [end:wrong_2]

# --8<-- [start:wrong_3]
same = "A"
# --8<-- [end:wrong_3]

# --8<-- [start:wrong_4]
same = "C"
# --8<-- [end:wrong_4]
