"""Repair: the newest token with keys from a cache."""

# --8<-- [start:start]
def newest_scores(x):
    """Return the scores (T,) of the last token with all T keys."""
    T = len(x)
    cache = rope(x[:-1] @ w_key, np.arange(T - 1))  # kept from before
    new_query = rope(x[-1:] @ w_query, np.arange(1))
    new_key = rope(x[-1:] @ w_key, np.arange(1))
    all_keys = rope(np.concatenate([cache, new_key]), np.arange(T))
    return (new_query @ all_keys.T)[0]
# --8<-- [end:start]

# --8<-- [start:check]
import os

try:
    def scores_with(query_at, key_at, twice):
        """Return the scores of the last of six tokens, right or with a fault."""
        last = rope(x[-1:] @ w_query, np.array([query_at]))
        kept_keys = rope(x[:-1] @ w_key, np.arange(5))
        all_six = np.concatenate([kept_keys, rope(x[-1:] @ w_key, np.array([key_at]))])
        return (last @ (rope(all_six, np.arange(6)) if twice else all_six).T)[0]

    found = np.asarray(newest_scores(x.copy()), dtype=float)
    four = np.asarray(newest_scores(x[:4].copy()), dtype=float)
    goal_four = rope(x[:4] @ w_query, np.arange(4))[3] @ rope(x[:4] @ w_key, np.arange(4)).T
    if found.shape != (6,):
        en = f"Six keys must give six scores, shape (6,); yours has {found.shape}."
        vi = f"Sáu key phải cho sáu điểm, shape (6,); của bạn là {found.shape}."
    elif np.allclose(found, scores_with(0, 0, True)):
        en = (
            "Both faults are still there. At which position is the newest of six tokens? And how"
            " often has a key from the cache been turned when it is used?"
        )
        vi = (
            "Vẫn còn cả hai lỗi. Token mới nhất trong sáu token ở vị trí nào? Và một key trong cache"
            " đã bị quay mấy lần khi được dùng đến?"
        )
    elif np.allclose(found, scores_with(0, 0, False)):
        en = (
            "The cache is right now. But the new query and key are turned as if they were at"
            " position 0, the beginning of the sentence."
        )
        vi = (
            "Cache đã đúng. Nhưng query và key mới đang được quay như thể ở vị trí 0, tức ở đầu câu."
        )
    elif any(np.allclose(found, scores_with(5, at, True)) for at in (0, 5)):
        en = (
            "The keys in the cache are turned a second time: they were turned when they came, and"
            " their positions have not changed."
        )
        vi = (
            "Các key trong cache bị quay thêm lần nữa: chúng đã được quay lúc đưa vào, và vị trí của"
            " chúng không đổi."
        )
    elif np.allclose(found, scores_with(5, 0, False)):
        en = "The query is right, but the new key is still turned as if it were at position 0."
        vi = "Query đã đúng, nhưng key mới vẫn được quay như thể ở vị trí 0."
    elif np.allclose(found, scores_with(6, 6, False)):
        en = (
            "Off by one: positions count from 0, so the newest of six tokens is at 5. Its own score"
            " is right, because there the offset is 0."
        )
        vi = (
            "Lệch một: vị trí đếm từ 0, nên token mới nhất trong sáu token ở vị trí 5. Điểm với chính"
            " nó vẫn đúng, vì ở đó offset bằng 0."
        )
    elif not np.allclose(found, scores_with(5, 5, False)):
        en = (
            "Not yet the scores of the whole sentence. Compare with the last row of"
            " turned_queries @ turned_keys.T."
        )
        vi = (
            "Chưa phải điểm của cả câu. Hãy so với hàng cuối của turned_queries @ turned_keys.T."
        )
    elif not np.allclose(four, goal_four):
        en = "Right for six tokens, not for four: the position must come from T."
        vi = "Đúng với sáu token, chưa đúng với bốn: vị trí phải tính từ T."
    else:
        en = "Right: each key is turned once, by its own position, and then kept."
        vi = "Đúng: mỗi key chỉ quay một lần, theo vị trí của nó, rồi được giữ lại."
        solved = True
except Exception as error:  # whatever was left behind, the check answers
    en = f"The check cannot use your answer yet: {error!r}"
    vi = f"Chưa chấm được câu trả lời của bạn: {error!r}"
print(vi if os.environ.get("LANG", "").startswith("vi") else en)
# --8<-- [end:check]

# --8<-- [start:solution]
def newest_scores(x):
    """Return the scores (T,) of the last token with all T keys."""
    T = len(x)
    cache = rope(x[:-1] @ w_key, np.arange(T - 1))  # kept from before
    new_query = rope(x[-1:] @ w_query, np.arange(T - 1, T))
    new_key = rope(x[-1:] @ w_key, np.arange(T - 1, T))
    all_keys = np.concatenate([cache, new_key])
    return (new_query @ all_keys.T)[0]
# --8<-- [end:solution]

# --8<-- [start:wrong_1]
def newest_scores(x):
    T = len(x)
    cache = rope(x[:-1] @ w_key, np.arange(T - 1))
    new_query = rope(x[-1:] @ w_query, np.arange(1))
    new_key = rope(x[-1:] @ w_key, np.arange(1))
    return (new_query @ np.concatenate([cache, new_key]).T)[0]
# --8<-- [end:wrong_1]

# --8<-- [start:wrong_2]
def newest_scores(x):
    T = len(x)
    cache = rope(x[:-1] @ w_key, np.arange(T - 1))
    new_query = rope(x[-1:] @ w_query, np.arange(T - 1, T))
    new_key = rope(x[-1:] @ w_key, np.arange(T - 1, T))
    all_keys = rope(np.concatenate([cache, new_key]), np.arange(T))
    return (new_query @ all_keys.T)[0]
# --8<-- [end:wrong_2]

# --8<-- [start:wrong_3]
def newest_scores(x):
    T = len(x)
    cache = rope(x[:-1] @ w_key, np.arange(T - 1))
    new_query = rope(x[-1:] @ w_query, np.arange(T, T + 1))
    new_key = rope(x[-1:] @ w_key, np.arange(T, T + 1))
    return (new_query @ np.concatenate([cache, new_key]).T)[0]
# --8<-- [end:wrong_3]

# --8<-- [start:wrong_4]
def newest_scores(x):
    T = len(x)
    cache = rope(x[:-1] @ w_key, np.arange(T - 1))
    new_query = rope(x[-1:] @ w_query, np.arange(T - 1, T))
    new_key = rope(x[-1:] @ w_key, np.arange(1))
    return (new_query @ np.concatenate([cache, new_key]).T)[0]
# --8<-- [end:wrong_4]

# --8<-- [start:wrong_5]
def newest_scores(x):
    cache = rope(x[:-1] @ w_key, np.arange(len(x) - 1))
    new_query = rope(x[-1:] @ w_query, np.arange(5, 6))
    new_key = rope(x[-1:] @ w_key, np.arange(5, 6))
    return (new_query @ np.concatenate([cache, new_key]).T)[0]
# --8<-- [end:wrong_5]
