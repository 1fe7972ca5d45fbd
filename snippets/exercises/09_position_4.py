"""Write it yourself: rotary position embedding for any number of leading axes."""

# --8<-- [start:start]
def my_rope(x, positions, base=10000):
    """Return x (…, T, d), its pairs turned, in halves."""
# --8<-- [end:start]

# --8<-- [start:check]
import os
from attention import rotary_embedding

def fits_a_batch():
    """Return whether my_rope turns a batch of two sequences correctly."""
    try:
        return np.allclose(my_rope(several.copy(), at), rotary_embedding(several, at))
    except ValueError:
        return False


try:
    several = np.random.default_rng(5).normal(size=(2, 5, 6))
    at = np.array([3, 1, 4, 1, 59])
    goal = rotary_embedding(several[0], at)
    slow = several[0, :, :3], several[0, :, 3:]
    half_rates = at[:, None] * 10000.0 ** (-np.arange(3) / 6)
    cosines, sines = np.cos(half_rates), np.sin(half_rates)
    too_fast = np.concatenate([slow[0] * cosines - slow[1] * sines,
                               slow[0] * sines + slow[1] * cosines], axis=-1)
    answer = my_rope(several[0].copy(), at)
    result = np.zeros(0) if answer is None else np.asarray(answer, dtype=float)
    kept_shape = result.shape == (5, 6)
    kept_norms = kept_shape and np.allclose(
        np.linalg.norm(result, axis=1), np.linalg.norm(several[0], axis=1))
    moved_zeros = np.abs(my_rope(np.zeros((5, 6)), at)).max() if kept_shape else 0
    if answer is None:
        en = "Your function returns nothing yet. Begin with the angles, shape (T, d / 2)."
        vi = "Hàm của bạn chưa trả về gì. Hãy bắt đầu bằng các góc, shape (T, d / 2)."
    elif result.shape != (5, 6):
        en = f"x of shape (5, 6) must come back as (5, 6); yours is {result.shape}."
        vi = f"x có shape (5, 6) thì kết quả cũng phải là (5, 6); của bạn là {result.shape}."
    elif np.allclose(result, several[0]):
        en = "Nothing has turned yet: the result is x itself."
        vi = "Chưa có gì quay: kết quả vẫn là x."
    elif moved_zeros > 1e-9:
        en = (
            "You add the sines and cosines to x: even a row of zeros comes back changed. RoPE"
            " multiplies, so that every pair keeps its length."
        )
        vi = (
            "Bạn cộng sin và cos vào x: ngay cả một hàng toàn số 0 cũng bị đổi. RoPE thì nhân, nên"
            " cặp nào cũng giữ nguyên độ dài."
        )
    elif not kept_norms:
        en = (
            "A rotation keeps the length of each row, and yours does not. Check the signs: one of the"
            " two new components has a minus, the other a plus."
        )
        vi = (
            "Phép quay giữ nguyên độ dài của từng hàng, còn hàm của bạn thì không. Hãy xem lại dấu:"
            " trong hai thành phần mới, một có dấu trừ, một có dấu cộng."
        )
    elif np.allclose(result, rotary_embedding(several[0])):
        en = "These are positions 0, 1, 2, …: your function does not use positions."
        vi = "Đây là các vị trí 0, 1, 2, …: hàm của bạn chưa dùng positions."
    elif np.allclose(result, rotary_embedding(several[0], at, interleaved=True)):
        en = (
            "The pairs are neighbours here: the interleaved layout. In halves, component i goes with"
            " component i + d/2."
        )
        vi = (
            "Ở đây các cặp đứng cạnh nhau, tức là cách xen kẽ. Chia hai nửa thì thành phần i đi với"
            " thành phần i + d/2."
        )
    elif np.allclose(result, rotary_embedding(several[0], -at)):
        en = (
            "All pairs turn to the right. Scores would still depend on the offset alone, but with the"
            " other sign, and trained weights would not fit."
        )
        vi = (
            "Mọi cặp đều quay sang phải. Điểm vẫn chỉ phụ thuộc offset, nhưng với dấu ngược lại, và"
            " trọng số đã huấn luyện sẽ không khớp."
        )
    elif np.allclose(result, too_fast):
        en = (
            "The first pair is right, the others turn too fast: the exponent of base is -2i/d, so it"
            " runs from 0 almost to -1."
        )
        vi = (
            "Cặp đầu đúng, các cặp sau quay quá nhanh: số mũ của base là -2i/d, chạy từ 0 đến gần -1."
        )
    elif not np.allclose(result, goal):
        en = (
            "It is a rotation, but by other angles. Print the angles: row 1 must be 3 times"
            " [1, base^(-1/3), base^(-2/3)]."
        )
        vi = (
            "Đúng là phép quay, nhưng góc chưa đúng. Hãy in các góc ra: hàng 1 phải là 3 lần"
            " [1, base^(-1/3), base^(-2/3)]."
        )
    elif not np.allclose(my_rope(several[0].copy(), at, 100), rotary_embedding(several[0], at, 100)):
        en = "Right for base 10000, not for base 100: the rates must come from base."
        vi = "Đúng với base 10000, chưa đúng với base 100: tốc độ quay phải tính từ base."
    elif not fits_a_batch():
        en = (
            "Right for one sequence, not for a batch of shape (2, 5, 6). Count axes from the end:"
            " x[..., :d // 2], axis=-1."
        )
        vi = (
            "Đúng với một chuỗi, chưa đúng với batch có shape (2, 5, 6). Hãy đếm trục từ cuối:"
            " x[..., :d // 2], axis=-1."
        )
    else:
        en = "Right: lengths stay, and each pair turns by its own angle, for a batch too."
        vi = "Đúng: độ dài giữ nguyên, cặp nào quay góc của cặp ấy, với cả batch cũng vậy."
        solved = True
except Exception as error:  # whatever was left behind, the check answers
    en = f"The check cannot use your answer yet: {error!r}"
    vi = f"Chưa chấm được câu trả lời của bạn: {error!r}"
print(vi if os.environ.get("LANG", "").startswith("vi") else en)
# --8<-- [end:check]

# --8<-- [start:solution]
def my_rope(x, positions, base=10000):
    """Return x (…, T, d), its pairs turned, in halves."""
    d = x.shape[-1]
    rates = float(base) ** (-np.arange(0, d, 2) / d)
    angles = np.multiply.outer(positions, rates)  # (T, d / 2)
    a, b = x[..., :d // 2], x[..., d // 2:]
    return np.concatenate([a * np.cos(angles) - b * np.sin(angles),
                           a * np.sin(angles) + b * np.cos(angles)], axis=-1)
# --8<-- [end:solution]

# --8<-- [start:wrong_1]
def my_rope(x, positions, base=10000):
    d = x.shape[-1]
    angles = np.multiply.outer(positions, base ** (-np.arange(0, d, 2) / d))
    a, b = x[..., ::2], x[..., 1::2]
    pairs = np.stack([a * np.cos(angles) - b * np.sin(angles),
                      a * np.sin(angles) + b * np.cos(angles)], axis=-1)
    return pairs.reshape(x.shape)
# --8<-- [end:wrong_1]

# --8<-- [start:wrong_2]
def my_rope(x, positions, base=10000):
    d = x.shape[-1]
    angles = np.multiply.outer(positions, base ** (-np.arange(0, d, 2) / d))
    a, b = np.split(x, 2, axis=-1)
    return np.concatenate([a * np.cos(angles) + b * np.sin(angles),
                           b * np.cos(angles) - a * np.sin(angles)], axis=-1)
# --8<-- [end:wrong_2]

# --8<-- [start:wrong_3]
def my_rope(x, positions, base=10000):
    d = x.shape[-1]
    angles = np.multiply.outer(positions, base ** (-np.arange(d // 2) / d))
    a, b = np.split(x, 2, axis=-1)
    return np.concatenate([a * np.cos(angles) - b * np.sin(angles),
                           a * np.sin(angles) + b * np.cos(angles)], axis=-1)
# --8<-- [end:wrong_3]

# --8<-- [start:wrong_4]
def my_rope(x, positions, base=10000):
    T, d = x.shape[-2:]
    angles = np.multiply.outer(np.arange(T), base ** (-np.arange(0, d, 2) / d))
    a, b = np.split(x, 2, axis=-1)
    return np.concatenate([a * np.cos(angles) - b * np.sin(angles),
                           a * np.sin(angles) + b * np.cos(angles)], axis=-1)
# --8<-- [end:wrong_4]

# --8<-- [start:wrong_5]
def my_rope(x, positions, base=10000):
    d = x.shape[-1]
    angles = np.multiply.outer(positions, base ** (-np.arange(0, d, 2) / d))
    a, b = np.split(x, 2, axis=-1)
    return np.concatenate([a * np.cos(angles) + b * np.sin(angles),
                           a * np.sin(angles) + b * np.cos(angles)], axis=-1)
# --8<-- [end:wrong_5]

# --8<-- [start:wrong_6]
def my_rope(x, positions, base=10000):
    d = x.shape[-1]
    angles = np.multiply.outer(positions, base ** (-np.arange(0, d, 2) / d))
    return x + np.concatenate([np.cos(angles), np.sin(angles)], axis=-1)
# --8<-- [end:wrong_6]

# --8<-- [start:wrong_7]
def my_rope(x, positions, base=10000):
    d = x.shape[-1]
    angles = np.multiply.outer(positions, base ** (-np.arange(0, d, 2) / d))
    a, b = x[:, :d // 2], x[:, d // 2:]
    return np.hstack([a * np.cos(angles) - b * np.sin(angles),
                      a * np.sin(angles) + b * np.cos(angles)])
# --8<-- [end:wrong_7]

# --8<-- [start:wrong_8]
def my_rope(x, positions, base=10000):
    angles = np.multiply.outer(positions, 10000 ** (-np.arange(0, 6, 2) / 6))
    a, b = np.split(x, 2, axis=-1)
    return np.concatenate([a * np.cos(angles) - b * np.sin(angles),
                           a * np.sin(angles) + b * np.cos(angles)], axis=-1)
# --8<-- [end:wrong_8]
