"""Predict, then run: how long must "one" be to get more than half of journey's weight?"""

# --8<-- [start:start]
factor = 1

longer = inputs.copy()
# "one" keeps its direction
longer[4] = factor * inputs[4]

for j, weight in enumerate(plain_softmax(longer @ query)):
    show(tokens[j], weight)
# --8<-- [end:start]

# --8<-- [start:check]
import os

try:
    stretched = inputs.copy()
    stretched[4] = factor * inputs[4]
    found = softmax(stretched @ inputs[1])
    if factor < 0:
        en = f"A negative factor turns the vector round: its score is negative and its weight only {found[4]:.4f}."
        vi = f"Hệ số âm làm vector quay ngược lại: điểm của nó âm, trọng số chỉ còn {found[4]:.4f}."
    elif found.argmax() == 4 and found[4] <= 0.5:
        en = f"one scores highest now, but its weight is {found[4]:.4f}: the other five together still have more."
        vi = f"one đã được điểm cao nhất, nhưng trọng số chỉ là {found[4]:.4f}: năm token kia gộp lại vẫn hơn."
    elif not found[4] > 0.5:
        en = f"With this factor one has a weight of {found[4]:.4f}, and others have more. Make it longer."
        vi = f"Với hệ số này, one có trọng số {found[4]:.4f}, còn thua token khác. Hãy kéo nó dài thêm."
    elif factor != 4:
        en = f"A weight of {found[4]:.4f} is more than half, but this is not the smallest whole number that does it."
        vi = f"Trọng số {found[4]:.4f} đã hơn một nửa, nhưng đây chưa phải số nguyên nhỏ nhất làm được."
    else:
        en = f"Right: {found[4]:.4f} for a vector that points elsewhere. Length alone did that."
        vi = f"Đúng: {found[4]:.4f} cho một vector khác hướng. Riêng độ dài đã làm được điều đó."
except Exception as error:  # whatever was left behind, the check answers
    en = f"The check cannot use your answer yet: {error!r}"
    vi = f"Chưa chấm được câu trả lời của bạn: {error!r}"
print(vi if os.environ.get("LANG", "").startswith("vi") else en)
# --8<-- [end:check]

# --8<-- [start:solution]
factor = 4

longer = inputs.copy()
longer[4] = factor * inputs[4]

for j, weight in enumerate(plain_softmax(longer @ query)):
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
