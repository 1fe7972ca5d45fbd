"""Build: the mask for several texts that are packed into one row."""

# --8<-- [start:start]
def packed_mask(text_of):
    """Return the mask (T, T), True where a query may look."""
    T = len(text_of)
    return np.tril(np.ones((T, T), dtype=bool))


print(packed_mask(np.array([1, 1, 1, 2, 2, 2])).astype(int))
# --8<-- [end:start]

# --8<-- [start:check]
import os

try:
    texts = [np.array(each) for each in ([1, 1, 1, 2, 2, 2], [1, 2, 2, 3], [7])]
    found = [np.asarray(packed_mask(each)) for each in texts]
    same = [each[:, None] == each for each in texts]
    past = [np.tri(len(each), dtype=bool) for each in texts]
    wanted = [s & p for s, p in zip(same, past)]
    if any(f.shape != w.shape for f, w in zip(found, wanted)):
        en = f"Six tokens need a mask of shape (6, 6); yours has {found[0].shape}."
        vi = f"Sáu token cần mặt nạ có shape (6, 6); của bạn là {found[0].shape}."
    elif np.array_equal(found[0], ~wanted[0]):
        en = "Upside down: True is where a query may not look. True means “may look”."
        vi = "Bị đảo ngược: True đang ở chỗ bị che. True nghĩa là “được phép nhìn”."
    elif np.array_equal(found[0], past[0]):
        en = "The second text still sees the first: query 4 may look at keys 1 to 3."
        vi = "Câu thứ hai vẫn thấy câu thứ nhất: query 4 được phép nhìn key 1 đến 3."
    elif np.array_equal(found[0], same[0]):
        en = "Each query sees its own text only, but all of it: query 1 sees keys 2 and 3."
        vi = "Query nào cũng chỉ thấy câu của mình, nhưng thấy cả câu: query 1 thấy key 2 và 3."
    elif any(not np.array_equal(f, w) for f, w in zip(found, wanted)):
        lengths = [len(t) for t, f, w in zip(texts, found, wanted) if not np.array_equal(f, w)]
        en = f"Not yet right for rows of {lengths} tokens. Try packed_mask(np.array([1, 2, 2, 3]))."
        vi = f"Chưa đúng với hàng gồm {lengths} token. Hãy thử packed_mask(np.array([1, 2, 2, 3]))."
    else:
        en = "Right: no text sees another, and no token sees its future."
        vi = "Đúng: không câu nào thấy câu khác, không token nào thấy tương lai của mình."
        solved = True
except Exception as error:  # whatever was left behind, the check answers
    en = f"The check cannot use your answer yet: {error!r}"
    vi = f"Chưa chấm được câu trả lời của bạn: {error!r}"
print(vi if os.environ.get("LANG", "").startswith("vi") else en)
# --8<-- [end:check]

# --8<-- [start:solution]
def packed_mask(text_of):
    """Return the mask (T, T), True where a query may look."""
    T = len(text_of)
    same_text = text_of[:, None] == text_of  # (T, 1) == (T,) -> (T, T)
    return same_text & np.tril(np.ones((T, T), dtype=bool))


print(packed_mask(np.array([1, 1, 1, 2, 2, 2])).astype(int))
# --8<-- [end:solution]

# --8<-- [start:wrong_1]
def packed_mask(text_of):
    return text_of[:, None] == text_of
# --8<-- [end:wrong_1]

# --8<-- [start:wrong_2]
def packed_mask(text_of):
    later = np.triu(np.ones((len(text_of), len(text_of)), dtype=bool), k=1)
    return later | (text_of[:, None] != text_of)
# --8<-- [end:wrong_2]

# --8<-- [start:wrong_3]
def packed_mask(text_of):
    return text_of == text_of
# --8<-- [end:wrong_3]

# --8<-- [start:wrong_4]
def packed_mask(text_of):
    T = len(text_of)
    first = (text_of == 1)[:, None] == (text_of == 1)  # as if there were only two
    return first & np.tri(T, dtype=bool)
# --8<-- [end:wrong_4]
