"""Predict, then run: the size of a cache in bytes."""

# --8<-- [start:start]
n_bytes = 0
# --8<-- [end:start]

# --8<-- [start:check]
import os

try:
    mine, wanted = float(n_bytes), 2.0 * 32 * 8 * 128 * 8192 * 2
    ratio = mine / wanted
    if mine == 0:
        en = "Not 0. Multiply: layers, heads of keys and values, dimensions, tokens, and more."
        vi = "Không phải 0. Hãy nhân: số lớp, số head của key và value, số chiều, số token, v.v."
    elif np.isclose(ratio, 1):
        en = (f"Right: {wanted:.0f} bytes, which is 2 to the 30, or exactly one gibibyte (GiB), "
              "for a single text.")
        vi = (f"Đúng: {wanted:.0f} byte, tức 2 mũ 30, đúng một gibibyte (GiB), cho một văn bản "
              "duy nhất.")
        solved = True
    elif np.isclose(ratio, 1 / 2) or np.isclose(ratio, 1 / 4):
        en = ("A factor of 2 is missing. There are two of them: keys and values are stored, and "
              "each number takes 2 bytes.")
        vi = ("Thiếu một thừa số 2. Có đến hai thừa số 2: phải lưu cả key lẫn value, và mỗi số "
              "chiếm 2 byte.")
    elif np.isclose(ratio, 4):
        en = ("Four times too much: you counted the 32 heads of the queries. Queries are not "
              "stored; keys and values have 8 heads.")
        vi = ("Gấp bốn lần: bạn tính theo 32 head của query. Query không cần lưu; key và value "
              "chỉ có 8 head.")
    elif np.isclose(ratio, 1 / 32):
        en = "That is one layer. Each of the 32 layers has keys and values of its own."
        vi = "Đó mới là một lớp. Lớp nào trong 32 lớp cũng có key và value riêng."
    elif np.isclose(ratio, 1 / 8192):
        en = "That is the cache of one token. The text has 8192."
        vi = "Đó là cache của một token. Văn bản có 8192 token."
    elif np.isclose(ratio, 8192):
        en = ("You count pairs of tokens. A score belongs to a pair, but a key and a value belong "
              "to one token.")
        vi = ("Bạn đang đếm các cặp token. Một điểm thuộc về một cặp, còn key và value thuộc về "
              "một token.")
    else:
        en = (f"Not {mine:.0f}, which is {ratio:.3g} times the right number. Write one factor for "
              "each thing that the cache holds several of.")
        vi = (f"Không phải {mine:.0f}, số này bằng {ratio:.3g} lần số đúng. Trong cache, thứ gì "
              "có nhiều thì viết một thừa số cho thứ ấy.")
except Exception as error:  # whatever was left behind, the check answers
    en = f"The check cannot use your answer yet: {error!r}"
    vi = f"Chưa chấm được câu trả lời của bạn: {error!r}"
print(vi if os.environ.get("LANG", "").startswith("vi") else en)
# --8<-- [end:check]

# --8<-- [start:solution]
# keys and values, layers, their heads, dimensions, tokens, bytes
n_bytes = 2 * 32 * 8 * 128 * 8192 * 2
# --8<-- [end:solution]

# --8<-- [start:wrong_1]
n_bytes = 32 * 8 * 128 * 8192 * 2
# --8<-- [end:wrong_1]

# --8<-- [start:wrong_2]
n_bytes = 2 * 32 * 32 * 128 * 8192 * 2
# --8<-- [end:wrong_2]

# --8<-- [start:wrong_3]
n_bytes = 2 * 8 * 128 * 8192 * 2
# --8<-- [end:wrong_3]

# --8<-- [start:wrong_4]
n_bytes = 2 * 32 * 8 * 128 * 2
# --8<-- [end:wrong_4]

# --8<-- [start:wrong_5]
n_bytes = 2 * 32 * 8 * 128 * 8192 * 8192 * 2
# --8<-- [end:wrong_5]
