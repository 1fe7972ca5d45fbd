"""Predict: the bytes of a cache with windows."""

# --8<-- [start:start]
cache_bytes = 0
# --8<-- [end:start]

# --8<-- [start:check]
import os

try:
    found = round(float(cache_bytes))
    token = 2 * 8 * 64 * 2  # bytes of a token in one layer
    everything, window = 12 * 131_072, 12 * 128
    if found == token * (everything + window):
        en = f"Right: {found / 1e9:.2f} GB. The twelve layers with a window keep only 3 MB of it."
        vi = f"Đúng: {found / 1e9:.2f} GB. Mười hai lớp có cửa sổ chỉ giữ 3 MB trong số đó."
        solved = True
    elif found == token * 2 * everything:
        en = "You let all 24 layers keep all tokens. Half of them keep only the last 128."
        vi = "Bạn cho cả 24 lớp giữ mọi token. Một nửa số lớp chỉ giữ 128 token cuối."
    elif found == token * everything:
        en = "The layers with a window keep something too: the last 128 tokens each."
        vi = "Các lớp có cửa sổ cũng giữ: mỗi lớp 128 token cuối."
    elif found == 8 * token * (everything + window):
        en = "You took the 64 heads of the queries. Only the 8 of keys and values are kept."
        vi = "Bạn đã lấy 64 head của query. Chỉ 8 head của key và value được giữ."
    elif 2 * found == token * (everything + window):
        en = "That is half. Did you count keys and values, and 2 bytes for each number?"
        vi = "Mới được một nửa: đã tính cả key lẫn value, và mỗi số 2 byte chưa?"
    else:
        en = (
            "Not yet. In each layer: tokens that it keeps · 2 (key and value) · 8 heads · 64 numbers"
            f" · 2 bytes. Yours is {found / 1e9:.2f} GB."
        )
        vi = (
            "Chưa đúng. Mỗi lớp: số token được giữ · 2 (key và value) · 8 head · 64 số · 2 byte."
            f" Của bạn là {found / 1e9:.2f} GB."
        )
except Exception as error:  # whatever was left behind, the check answers
    en = f"The check cannot use your answer yet: {error!r}"
    vi = f"Chưa chấm được câu trả lời của bạn: {error!r}"
print(vi if os.environ.get("LANG", "").startswith("vi") else en)
# --8<-- [end:check]

# --8<-- [start:solution]
tokens_kept = 12 * 131_072 + 12 * 128
cache_bytes = tokens_kept * 2 * 8 * 64 * 2
# --8<-- [end:solution]

# --8<-- [start:wrong_1]
cache_bytes = 24 * 131_072 * 2 * 8 * 64 * 2
# --8<-- [end:wrong_1]

# --8<-- [start:wrong_2]
cache_bytes = 12 * 131_072 * 2 * 8 * 64 * 2
# --8<-- [end:wrong_2]

# --8<-- [start:wrong_3]
cache_bytes = (12 * 131_072 + 12 * 128) * 2 * 64 * 64 * 2
# --8<-- [end:wrong_3]

# --8<-- [start:wrong_4]
cache_bytes = (12 * 131_072 + 12 * 128) * 8 * 64 * 2
# --8<-- [end:wrong_4]

# --8<-- [start:wrong_5]
cache_bytes = 12 * 131_072
# --8<-- [end:wrong_5]
