"""Predict: the loss before training."""

# --8<-- [start:start]
first_loss = 0.0
probability = 0.0
# --8<-- [end:start]

# --8<-- [start:check]
import os

try:
    found, share = float(first_loss), float(probability)
    right = np.log(50_257)
    if abs(found - right) < 0.06 and np.isclose(share, 1 / 50_257, rtol=0.03):
        en = f"Right: −ln(1/50257) is {right:.2f}, the loss of a guess that favours no token."
        vi = f"Đúng: −ln(1/50257) bằng {right:.2f}, là loss khi đoán mà không nghiêng về token nào."
        solved = True
    elif abs(found - np.log2(50_257)) < 0.06:
        en = "That is the logarithm to base 2, in bits. The loss uses the natural logarithm: np.log."
        vi = "Đó là logarit cơ số 2, tính bằng bit. Loss dùng logarit tự nhiên: np.log."
    elif abs(found - np.log10(50_257)) < 0.06:
        en = "That is the logarithm to base 10. The loss uses the natural logarithm: np.log."
        vi = "Đó là logarit cơ số 10. Loss dùng logarit tự nhiên: np.log."
    elif found == 0:
        en = "A loss of 0 means that the right token has probability 1. Who has told the model?"
        vi = "Loss bằng 0 nghĩa là token đúng có xác suất 1. Ai đã mách cho mô hình?"
    elif abs(found + right) < 0.06:
        en = "ln p is negative for p below 1. The loss is −ln p, so it is positive."
        vi = "ln p âm khi p nhỏ hơn 1. Loss là −ln p, nên phải dương."
    elif abs(found - right) < 0.06:
        en = f"The loss is right. All 50257 tokens are equally likely: {share:g} is not the share of one."
        vi = f"Loss đã đúng. Cả 50257 token có xác suất như nhau: {share:g} không phải xác suất của một token."
    elif np.isclose(share, 1 / 50_257, rtol=0.03):
        en = f"The probability is right. The loss is −ln of it, not {found:g}."
        vi = f"Xác suất đã đúng. Loss là −ln của nó, không phải {found:g}."
    else:
        en = "If all logits are equal, how large is each of 50257 probabilities? The loss is −ln of it."
        vi = "Nếu mọi logit bằng nhau thì mỗi xác suất trong 50257 là bao nhiêu? Loss là −ln của nó."
except Exception as error:  # whatever was left behind, the check answers
    en = f"The check cannot use your answer yet: {error!r}"
    vi = f"Chưa chấm được câu trả lời của bạn: {error!r}"
print(vi if os.environ.get("LANG", "").startswith("vi") else en)
# --8<-- [end:check]

# --8<-- [start:solution]
probability = 1 / 50_257
first_loss = -np.log(probability)
# --8<-- [end:solution]

# --8<-- [start:wrong_1]
probability = 1 / 50_257
first_loss = -np.log2(probability)
# --8<-- [end:wrong_1]

# --8<-- [start:wrong_2]
probability = 1.0
first_loss = 0.0
# --8<-- [end:wrong_2]

# --8<-- [start:wrong_3]
probability = 1 / 50_257
first_loss = np.log(probability)
# --8<-- [end:wrong_3]

# --8<-- [start:wrong_4]
probability = 0.5
first_loss = 10.8
# --8<-- [end:wrong_4]
