"""Predict: which scores grow in a training step?"""

# --8<-- [start:start]
moves = ["0", "0", "0"]
# --8<-- [end:start]

# --8<-- [start:check]
import os

try:
    key_values, three_weights = np.array([2, 10, 6]), np.array([0.5, 0.25, 0.25])
    result = three_weights @ key_values
    by_score = three_weights * (result - 8) * (key_values - result)
    right = ["-" if slope > 0 else "+" for slope in by_score]
    found = [str(move).strip().replace("−", "-") for move in moves]
    if len(found) != 3 or not {*found} <= {"+", "-", "0"}:
        en = 'Write three signs in quotes, one for each key: "+", "-" or "0".'
        vi = 'Hãy viết ba dấu trong ngoặc kép, mỗi key một dấu: "+", "-" hoặc "0".'
    elif found == ["+", "-", "-"]:
        en = (
            "These are the signs of the gradient. A training step subtracts the gradient, so each"
            " score moves the other way."
        )
        vi = (
            "Đó là dấu của gradient. Bước huấn luyện trừ gradient đi, nên mỗi điểm dịch theo chiều"
            " ngược lại."
        )
    elif found == ["-", "+", "-"]:
        en = (
            "The value of key 3 is below the target, but above the result: more weight for it still"
            f" raises the result. Compare 6 with {result:g}, not with 8."
        )
        vi = (
            "Value của key 3 thấp hơn đích nhưng cao hơn kết quả: thêm trọng số cho nó vẫn làm kết"
            f" quả tăng. Hãy so 6 với {result:g}, không phải với 8."
        )
    elif found == ["+", "+", "+"]:
        en = (
            "If all scores grow alike, no weight changes. The three gradients sum to 0, so some"
            " scores must fall."
        )
        vi = (
            "Nếu mọi điểm cùng tăng như nhau thì không trọng số nào đổi. Ba gradient có tổng bằng"
            " 0, nên phải có điểm giảm."
        )
    elif "0" in found:
        en = (
            f"A score stays only if its value equals the result, {result:g}. Which values are above"
            " it, and which are below?"
        )
        vi = (
            f"Một điểm chỉ đứng yên khi value của nó bằng kết quả, {result:g}. Value nào lớn hơn,"
            " value nào nhỏ hơn?"
        )
    elif found != right:
        en = (
            f"The result {result:g} must rise to 8. Which values are above the result, so that more"
            " weight for them raises it?"
        )
        vi = (
            f"Kết quả {result:g} phải tăng lên 8. Value nào lớn hơn kết quả, để thêm trọng số cho"
            " nó thì kết quả tăng?"
        )
    else:
        slopes = ", ".join(f"{slope:.2f}" for slope in by_score)
        en = (
            f"Right: The gradients of the scores are {slopes}, and each score moves against its"
            " own."
        )
        vi = (
            f"Đúng: Gradient của các điểm là {slopes}, và mỗi điểm dịch ngược chiều với gradient"
            " của nó."
        )
        solved = True
except Exception as error:  # whatever was left behind, the check answers
    en = f"The check cannot use your answer yet: {error!r}"
    vi = f"Chưa chấm được câu trả lời của bạn: {error!r}"
print(vi if os.environ.get("LANG", "").startswith("vi") else en)
# --8<-- [end:check]

# --8<-- [start:solution]
moves = ["-", "+", "+"]
# --8<-- [end:solution]

# --8<-- [start:wrong_1]
moves = ["+", "-", "-"]
# --8<-- [end:wrong_1]

# --8<-- [start:wrong_2]
moves = ["-", "+", "-"]
# --8<-- [end:wrong_2]

# --8<-- [start:wrong_3]
moves = ["+", "+", "+"]
# --8<-- [end:wrong_3]

# --8<-- [start:wrong_4]
moves = ["-", "+", "0"]
# --8<-- [end:wrong_4]

# --8<-- [start:wrong_5]
moves = ["-", "-", "+"]
# --8<-- [end:wrong_5]
