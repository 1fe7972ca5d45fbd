"""Predict, then run: how long must "one" be to get more than half of the weight?"""

# --8<-- [start:start]
factor = 1

stretched = inputs.copy()
stretched[4] = factor * inputs[4]  # "one"

for j, weight in enumerate(softmax(stretched @ query)):
    show(tokens[j], weight)
# --8<-- [end:start]

# --8<-- [start:check]
import os

try:
    longer = inputs.copy()
    longer[4] = factor * inputs[4]
    exps = np.exp(longer @ inputs[1] - (longer @ inputs[1]).max())
    found = exps / exps.sum()
    if factor < 0:
        en = f"A negative factor reverses the vector: negative score, weight only {found[4]:.4f}."
        vi = f"Hệ số âm làm vector đổi hướng ngược lại: điểm âm, trọng số chỉ còn {found[4]:.4f}."
    elif found.argmax() == 4 and found[4] <= 0.5:
        en = f"one scores highest, but its weight is {found[4]:.4f}: the others together have more."
        vi = f"one cao điểm nhất, nhưng trọng số chỉ mới đạt {found[4]:.4f}, kém năm token kia."
    elif not found[4] > 0.5:
        en = f"With this factor one has weight {found[4]:.4f}, and others have more. Go higher."
        vi = f"Với hệ số này, one có trọng số {found[4]:.4f}, còn thua token khác. Hãy tăng thêm."
    elif factor != 4:
        en = f"{found[4]:.4f} is more than half, but a smaller whole number is enough."
        vi = f"{found[4]:.4f} đã quá một nửa, nhưng có số nguyên nhỏ hơn cũng làm được."
    else:
        en = f"Right: {found[4]:.4f} for a vector that points elsewhere, through length alone."
        vi = f"Đúng: một vector lệch hướng vẫn được {found[4]:.4f}, chỉ nhờ độ dài."
        solved = True
except Exception as error:  # whatever was left behind, the check answers
    en = f"The check cannot use your answer yet: {error!r}"
    vi = f"Chưa chấm được câu trả lời của bạn: {error!r}"
print(vi if os.environ.get("LANG", "").startswith("vi") else en)
# --8<-- [end:check]

# --8<-- [start:solution]
factor = 4

stretched = inputs.copy()
stretched[4] = factor * inputs[4]  # "one"

for j, weight in enumerate(softmax(stretched @ query)):
    show(tokens[j], weight)
# --8<-- [end:solution]

# --8<-- [start:wrong_1]
factor = 3
# --8<-- [end:wrong_1]

# --8<-- [start:wrong_2]
factor = 10
# --8<-- [end:wrong_2]

# --8<-- [start:wrong_3]
factor = -4
# --8<-- [end:wrong_3]
