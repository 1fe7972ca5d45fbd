"""Build: temperature and top-k, on the recorded probabilities of another sentence."""

# --8<-- [start:start]
after_are = recorded["keys"].astype(float)  # The keys to the cabinet are


def reweigh(p, temperature, k):
    """Return p (n,) after top-k and temperature, with sum 1."""
    return p


print(reweigh(after_are, 0.5, 3).round(3))
# --8<-- [end:start]

# --8<-- [start:check]
import os

try:
    case, tau, count = np.array([0.05, 0.4, 0.1, 0.25, 0.2]), 0.5, 3
    with np.errstate(all="ignore"):
        answer = reweigh(case.copy(), tau, count)
        ten = recorded["keys"].astype(float)
        whole = reweigh(ten.copy(), 2.0, 10)
    got = np.zeros(0) if answer is None else np.asarray(answer, dtype=float)

    def scaled_to_1(x):
        return x / x.sum()

    best = case >= 0.2
    order = np.arange(5) < count
    if got.shape != (5,):
        en = (f"Five probabilities must give five again; yours have shape {got.shape}. A cut token "
              "stays in its place with probability 0.")
        vi = (f"Năm xác suất phải cho lại năm xác suất; của bạn có shape {got.shape}. Token bị bỏ "
              "vẫn giữ chỗ, với xác suất 0.")
    elif np.allclose(got, case):
        en = "Nothing has changed yet. Temperature 0.5 squares each probability: 1 / 0.5 is 2."
        vi = "Chưa có gì thay đổi. Nhiệt độ 0.5 bình phương mỗi xác suất, vì 1 / 0.5 bằng 2."
    elif np.allclose(got, scaled_to_1(np.where(best, case**tau, 0))):
        en = ("Upside down: at temperature 0.5 the likeliest token became less likely. The "
              "exponent is 1 / temperature.")
        vi = ("Bị ngược: ở nhiệt độ 0.5, token có xác suất cao nhất lại giảm đi. Số mũ là 1 / "
              "nhiệt độ.")
    elif any(np.allclose(got, scaled_to_1(np.where(keep, np.exp(case / tau), 0)))
             for keep in (best, case > 0, order)):
        en = ("Softmax expects logits, and these are probabilities already: take their logarithms "
              "first, or raise them to the power 1 / temperature.")
        vi = ("Softmax cần logit, còn đây đã là xác suất: hãy lấy logarit trước, hoặc lũy thừa "
              "chúng với số mũ 1 / nhiệt độ.")
    elif np.allclose(got, scaled_to_1(np.where(order, case**2, 0))):
        en = ("You keep the first three, wherever they are. Keep the three largest: p is not "
              "sorted in general.")
        vi = ("Bạn giữ ba phần tử đầu, dù chúng là gì. Hãy giữ ba phần tử lớn nhất: nói chung p "
              "không được sắp xếp.")
    elif np.allclose(got, scaled_to_1(case**2)):
        en = "The temperature is right, but all five are left. With k = 3, two must get 0."
        vi = "Nhiệt độ đã đúng, nhưng vẫn còn đủ năm token. Với k = 3, hai token phải có xác suất 0."
    elif not np.isclose(got.sum(), 1):
        en = (f"The probabilities sum to {got.sum():.2f}. Divide by the sum, after the cut and the "
              "power.")
        vi = (f"Các xác suất có tổng {got.sum():.2f}. Hãy chia cho tổng, sau khi đã bỏ bớt và lũy "
              "thừa.")
    elif not np.allclose(got, scaled_to_1(np.where(best, case**2, 0))):
        en = ("They sum to 1, but the ratios are wrong. Between the tokens that are kept, 0.4 and "
              "0.2 must become 4 to 1.")
        vi = ("Tổng đã bằng 1 nhưng tỉ lệ chưa đúng. Giữa các token được giữ, 0.4 và 0.2 phải "
              "thành 4 : 1.")
    elif not np.allclose(whole, scaled_to_1(ten**0.5)):
        en = "Right for k = 3 of 5, but not for all ten with temperature 2. Use k and temperature."
        vi = "Đúng với k = 3 trong 5, nhưng chưa đúng với cả mười token, nhiệt độ 2. Hãy dùng cả k"
        vi += " lẫn temperature."
    else:
        en = ("Right: only ratios count, so for k up to 10 nobody needs the probabilities that "
              "were not recorded.")
        vi = ("Đúng: chỉ tỉ lệ mới quan trọng, nên với k từ 10 trở xuống không cần đến các xác "
              "suất không được ghi lại.")
        solved = True
except Exception as error:  # whatever was left behind, the check answers
    en = f"The check cannot use your answer yet: {error!r}"
    vi = f"Chưa chấm được câu trả lời của bạn: {error!r}"
print(vi if os.environ.get("LANG", "").startswith("vi") else en)
# --8<-- [end:check]

# --8<-- [start:solution]
after_are = recorded["keys"].astype(float)  # The keys to the cabinet are


def reweigh(p, temperature, k):
    """Return p (n,) after top-k and temperature, with sum 1."""
    least = np.sort(p)[-k]
    powers = np.where(p >= least, p ** (1 / temperature), 0)
    return powers / powers.sum()


print(reweigh(after_are, 0.5, 3).round(3))
# --8<-- [end:solution]

# --8<-- [start:wrong_1]
def reweigh(p, temperature, k):
    powers = np.where(p >= np.sort(p)[-k], p**temperature, 0)
    return powers / powers.sum()
# --8<-- [end:wrong_1]

# --8<-- [start:wrong_2]
def reweigh(p, temperature, k):
    return np.where(p >= np.sort(p)[-k], p ** (1 / temperature), 0)
# --8<-- [end:wrong_2]

# --8<-- [start:wrong_3]
def reweigh(p, temperature, k):
    exps = np.where(p >= np.sort(p)[-k], np.exp(p / temperature), 0)
    return exps / exps.sum()
# --8<-- [end:wrong_3]

# --8<-- [start:wrong_4]
def reweigh(p, temperature, k):
    powers = np.where(np.arange(len(p)) < k, p ** (1 / temperature), 0)
    return powers / powers.sum()
# --8<-- [end:wrong_4]

# --8<-- [start:wrong_5]
def reweigh(p, temperature, k):
    powers = np.sort(p)[-k:] ** (1 / temperature)
    return powers / powers.sum()
# --8<-- [end:wrong_5]

# --8<-- [start:wrong_6]
def reweigh(p, temperature, k):
    powers = p ** (1 / temperature)
    return powers / powers.sum()
# --8<-- [end:wrong_6]
