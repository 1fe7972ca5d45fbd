"""Predict, then run: at which temperature does "journey" get exactly twice the weight of "one"?"""

# --8<-- [start:start]
temperature = 1

weights = softmax(scores_2 / temperature)
print(f"{weights[1] / weights[4]:.4f}")
# --8<-- [end:start]

# --8<-- [start:check]
import os

try:
    difference, found = scores_2[1] - scores_2[4], float(temperature)
    with np.errstate(all="ignore"):
        ratio, answer = np.exp(difference / found), difference / np.log(2)
    if not found > 0:
        en = "It must be above 0: a negative one reverses the order, and you cannot divide by 0."
        vi = "Nhiệt độ phải lớn hơn 0: số âm làm đảo thứ tự, còn 0 thì không chia được."
    elif np.isclose(found, answer, rtol=0.002):
        en = f"Right: {difference:.4f} divided by your temperature is ln 2, and e to the ln 2 is 2."
        vi = f"Đúng: {difference:.4f} chia cho nhiệt độ của bạn bằng ln 2, mà e mũ ln 2 là 2."
        solved = True
    elif np.isclose(found, 1 / answer, rtol=0.002):
        en = f"Upside down: the ratio is {ratio:.4f}. The temperature divides the difference."
        vi = f"Phân số bị lật ngược, tỉ số là {ratio:.4f}: phải lấy hiệu chia cho nhiệt độ."
    elif np.isclose(found, difference, rtol=0.002):
        en = f"The exponent is 1 now, so the ratio is e, {ratio:.4f}. Which exponent makes it 2?"
        vi = f"Số mũ bây giờ là 1, nên tỉ số là e, tức {ratio:.4f}. Số mũ nào cho tỉ số 2?"
    else:
        en = "more than 2: raise" if ratio > 2 else "less than 2: lower"
        vi = "lớn hơn 2: hãy tăng" if ratio > 2 else "nhỏ hơn 2: hãy giảm"
        en = f"The ratio is {ratio:.4f}, {en} the temperature."
        vi = f"Tỉ số là {ratio:.4f}, {vi} nhiệt độ."
except Exception as error:  # whatever the cell above left behind, the check has an answer
    en = f"The check cannot use your answer yet: {error!r}"
    vi = f"Chưa chấm được câu trả lời của bạn: {error!r}"
print(vi if os.environ.get("LANG", "").startswith("vi") else en)
# --8<-- [end:check]

# --8<-- [start:solution]
temperature = (scores_2[1] - scores_2[4]) / np.log(2)

weights = softmax(scores_2 / temperature)
print(f"{weights[1] / weights[4]:.4f}")
# --8<-- [end:solution]

# --8<-- [start:wrong_1]
temperature = 2
# --8<-- [end:wrong_1]

# --8<-- [start:wrong_2]
temperature = np.log(2) / (scores_2[1] - scores_2[4])
# --8<-- [end:wrong_2]

# --8<-- [start:wrong_3]
temperature = scores_2[1] - scores_2[4]
# --8<-- [end:wrong_3]

# --8<-- [start:wrong_4]
temperature = -1
# --8<-- [end:wrong_4]
