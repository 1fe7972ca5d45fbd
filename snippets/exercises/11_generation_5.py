"""Build: the mask for new queries and all the keys so far."""

# --8<-- [start:start]
def cache_mask(T_q, T_k):
    """Return the mask (T_q, T_k), True where a query may look."""
    return np.tril(np.ones((T_q, T_k), dtype=bool))


print(cache_mask(2, 6).astype(int))
# --8<-- [end:start]

# --8<-- [start:check]
import os

try:
    sizes = [(2, 6), (1, 6), (6, 6), (4, 2)]
    found = [np.asarray(cache_mask(*size), dtype=float) for size in sizes]
    wanted = [np.tril(np.ones(size), k=size[1] - size[0]) for size in sizes]
    wrong = [size for size, f, w in zip(sizes, found, wanted) if not np.array_equal(f, w)]
    if any(f.shape != size for f, size in zip(found, sizes)):
        en = (
            "cache_mask(2, 6) must have shape (2, 6), a row for each query; yours has"
            f" {found[0].shape}."
        )
        vi = (
            "cache_mask(2, 6) phải có shape (2, 6), mỗi query một hàng; của bạn là"
            f" {found[0].shape}."
        )
    elif np.array_equal(found[0], corners["top left"]):
        en = (
            "This is aligned to the top left: the last of two queries sees two keys of six. Move"
            " the triangle to the right."
        )
        vi = (
            "Đây là căn theo góc trên bên trái: query cuối trong hai query chỉ thấy hai trong sáu"
            " key. Hãy dời tam giác sang phải."
        )
    elif np.array_equal(found[0], 1 - wanted[0]):
        en = "Upside down: True is where a query may not look. True means “may look”."
        vi = (
            "Bị đảo ngược: True đang ở chỗ bị che. True nghĩa là “được phép nhìn”."
        )
    elif found[1].all() and found[0].all():
        en = (
            "With two queries, the first one sees the last key, which is its future. Only the last"
            " query sees every key."
        )
        vi = (
            "Khi có hai query, query đầu lại thấy key cuối, tức tương lai của nó. Chỉ query cuối"
            " mới thấy mọi key."
        )
    elif np.array_equal(found[1], [[1, 1, 1, 1, 1, 0]]):
        en = (
            "One position short: with one query and six keys, the query does not see the sixth"
            " key, which is its own."
        )
        vi = (
            "Thiếu một ô: với một query và sáu key, query không thấy key thứ sáu, tức key của"
            " chính nó."
        )
    elif wrong:
        en = (
            f"Not yet right for {wrong}, as T_q and T_k. How far must the triangle move, and which"
            " way if T_q is larger?"
        )
        vi = (
            f"Chưa đúng với {wrong}, theo thứ tự T_q, T_k. Tam giác phải dời bao nhiêu, và dời về"
            " phía nào khi T_q lớn hơn?"
        )
    else:
        en = "Right: also with more queries than keys, where the first two of four see nothing."
        vi = "Đúng: kể cả khi nhiều query hơn key, lúc đó hai query đầu trong bốn không thấy gì."
        solved = True
except Exception as error:  # whatever was left behind, the check answers
    en = f"The check cannot use your answer yet: {error!r}"
    vi = f"Chưa chấm được câu trả lời của bạn: {error!r}"
print(vi if os.environ.get("LANG", "").startswith("vi") else en)
# --8<-- [end:check]

# --8<-- [start:solution]
def cache_mask(T_q, T_k):
    """Return the mask (T_q, T_k), True where a query may look."""
    return np.tril(np.ones((T_q, T_k), dtype=bool), k=T_k - T_q)


print(cache_mask(2, 6).astype(int))
# --8<-- [end:solution]

# --8<-- [start:wrong_1]
def cache_mask(T_q, T_k):
    return np.tril(np.ones((T_k, T_q), dtype=bool), k=T_k - T_q)
# --8<-- [end:wrong_1]

# --8<-- [start:wrong_2]
def cache_mask(T_q, T_k):
    return np.triu(np.ones((T_q, T_k), dtype=bool), k=T_k - T_q + 1)
# --8<-- [end:wrong_2]

# --8<-- [start:wrong_3]
def cache_mask(T_q, T_k):
    return np.ones((T_q, T_k)) == 1
# --8<-- [end:wrong_3]

# --8<-- [start:wrong_4]
def cache_mask(T_q, T_k):
    return np.tril(np.ones((T_q, T_k), dtype=bool), k=T_k - T_q - 1)
# --8<-- [end:wrong_4]

# --8<-- [start:wrong_5]
def cache_mask(T_q, T_k):
    return np.tril(np.ones((T_q, T_k), dtype=bool), k=abs(T_k - T_q))
# --8<-- [end:wrong_5]
