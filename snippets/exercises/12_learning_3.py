"""Build: dropout."""

# --8<-- [start:start]
def dropout(weights, p, rng):
    """Return the weights, each dropped with probability p, the mean kept."""
    chance = rng.random(weights.shape)
    return weights


print(dropout(np.ones((2, 6)), 0.2, np.random.default_rng(0)))
# --8<-- [end:start]

# --8<-- [start:check]
import os

try:
    even = np.full((200, 500), 1 / 500)
    found = np.asarray(dropout(even.copy(), 0.2, np.random.default_rng(1)), dtype=float)
    gone = float((found == 0).mean())
    factor = float(found.max() * 500)
    other = float(np.max(dropout(even.copy(), 0.5, np.random.default_rng(1))) * 500)
    if found.shape != even.shape:
        en = f"The shape must stay (200, 500), yours is {found.shape}."
        vi = f"Shape phải giữ nguyên (200, 500), của bạn là {found.shape}."
    elif gone == 0:
        en = "Nothing was dropped: every weight is still there."
        vi = "Chưa có gì bị bỏ: mọi trọng số vẫn còn nguyên."
    elif gone > 0.5:
        en = (
            f"p = 1/5, but {gone:.2f} of the weights were dropped: p is the probability to drop,"
            " not the probability to keep."
        )
        vi = (
            f"p = 1/5 mà tỉ lệ trọng số bị bỏ là {gone:.2f}: p là xác suất bị bỏ, không phải xác"
            " suất được giữ."
        )
    elif (np.ptp(found, axis=1) == 0).all():
        en = (
            "Whole rows were kept or dropped together. Each weight needs its own random number:"
            " rng.random(weights.shape)."
        )
        vi = (
            "Cả hàng được giữ hoặc bị bỏ cùng nhau. Mỗi trọng số cần một số ngẫu nhiên riêng:"
            " rng.random(weights.shape)."
        )
    elif np.allclose(found.sum(axis=1), 1):
        en = (
            "Every row sums to 1 again: you divided by the sum of what was left. Dropout multiplies"
            " all that is kept by the same number."
        )
        vi = (
            "Hàng nào cũng lại có tổng bằng 1: bạn đã chia cho tổng phần còn lại. Dropout nhân mọi"
            " trọng số được giữ với cùng một số."
        )
    elif not np.isclose(factor, 1.25):
        en = (
            f"What is kept was multiplied by {factor:.2f}, and the mean row sum is"
            f" {found.sum(axis=1).mean():.2f}, not 1. With p = 1/2 you might not notice."
        )
        vi = (
            f"Phần được giữ bị nhân với {factor:.2f}, và tổng hàng trung bình là"
            f" {found.sum(axis=1).mean():.2f}, không phải 1. Với p = 1/2 thì khó nhận ra."
        )
    elif not np.isclose(other, 2):
        en = (
            f"Good for p = 1/5. But with p = 1/2 what is kept was multiplied by {other:.2f}, not"
            " by 2: the factor must depend on p."
        )
        vi = (
            f"Với p = 1/5 thì tốt. Nhưng với p = 1/2, phần được giữ bị nhân với {other:.2f}, không"
            " phải 2: hệ số phải phụ thuộc p."
        )
    else:
        en = (
            f"Right: {gone:.2f} of the weights were dropped, the others multiplied by 5/4, and the"
            f" mean row sum is {found.sum(axis=1).mean():.2f}."
        )
        vi = (
            f"Đúng: tỉ lệ trọng số bị bỏ là {gone:.2f}, số còn lại nhân 5/4, và tổng hàng trung"
            f" bình là {found.sum(axis=1).mean():.2f}."
        )
        solved = True
except Exception as error:  # whatever was left behind, the check answers
    en = f"The check cannot use your answer yet: {error!r}"
    vi = f"Chưa chấm được câu trả lời của bạn: {error!r}"
print(vi if os.environ.get("LANG", "").startswith("vi") else en)
# --8<-- [end:check]

# --8<-- [start:solution]
def dropout(weights, p, rng):
    """Return the weights, each dropped with probability p, the mean kept."""
    chance = rng.random(weights.shape)
    return weights * (chance >= p) / (1 - p)


print(dropout(np.ones((2, 6)), 0.2, np.random.default_rng(0)))
# --8<-- [end:solution]

# --8<-- [start:wrong_1]
def dropout(weights, p, rng):
    chance = rng.random(weights.shape)
    return weights * (chance >= p) / p
# --8<-- [end:wrong_1]

# --8<-- [start:wrong_2]
def dropout(weights, p, rng):
    chance = rng.random(weights.shape)
    return weights * (chance < p) / p
# --8<-- [end:wrong_2]

# --8<-- [start:wrong_3]
def dropout(weights, p, rng):
    chance = rng.random((len(weights), 1))
    return weights * (chance >= p) / (1 - p)
# --8<-- [end:wrong_3]

# --8<-- [start:wrong_4]
def dropout(weights, p, rng):
    left = weights * (rng.random(weights.shape) >= p)
    return left / left.sum(axis=-1, keepdims=True)
# --8<-- [end:wrong_4]

# --8<-- [start:wrong_5]
def dropout(weights, p, rng):
    chance = rng.random(weights.shape)
    return weights * (chance >= p) / 0.8
# --8<-- [end:wrong_5]
