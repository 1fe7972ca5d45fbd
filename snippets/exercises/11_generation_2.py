"""Repair: a step of grouped-query attention with a cache, with two faults."""

# --8<-- [start:start]
def one_step(query, all_k, all_v):
    """Return the contexts (4, 1, d) of one new token."""
    all_k = np.tile(all_k, (2, 1, 1))  # from 2 heads to 4
    all_v = np.tile(all_v, (2, 1, 1))
    return scaled_dot_product_attention(
        query, all_k, all_v, is_causal=True)
# --8<-- [end:start]

# --8<-- [start:check]
import os

try:
    drawing = np.random.default_rng(4)
    q, ks, vs = (drawing.normal(size=size) for size in [(4, 1, 5), (2, 7, 5), (2, 7, 5)])
    answer = one_step(q.copy(), ks.copy(), vs.copy())
    got = np.zeros(0) if answer is None else np.asarray(answer, dtype=float)

    def computed(order, seen):
        return scaled_dot_product_attention(q, ks[order][:, seen], vs[order][:, seen])

    past, first, groups = slice(None), slice(1), [0, 0, 1, 1]
    if answer is None:
        en = "one_step returns nothing: write return in front of the result."
        vi = "one_step không trả về gì: hãy viết return trước kết quả."
    elif got.shape != (4, 1, 5):
        en = ("The result must have shape (4, 1, 5), one row for each of the four query heads; "
              f"yours has {got.shape}.")
        vi = ("Kết quả phải có shape (4, 1, 5), mỗi head của query một hàng; của bạn là "
              f"{got.shape}.")
    elif np.allclose(got, computed([0, 1, 0, 1], first)):
        en = ("Both faults are still there. The result is the first value in the cache, because a "
              "triangle from the top left lets one query see one key.")
        vi = ("Vẫn còn cả hai lỗi. Kết quả chính là value đầu tiên trong cache, vì tam giác căn "
              "theo góc trên bên trái chỉ cho một query thấy một key.")
    elif np.allclose(got, computed(groups, first)):
        en = ("The heads are right now, but the new token still sees only the first key. Which "
              "keys of the cache are its future?")
        vi = ("Các head đã đúng, nhưng token mới vẫn chỉ thấy key đầu tiên. Trong cache có key nào "
              "là tương lai của nó?")
    elif np.allclose(got, computed([0, 1, 0, 1], past)):
        en = ("The new token sees the whole cache now, but query heads 2 and 3 use each other's "
              "keys. Query heads 1 and 2 must use the first head of keys.")
        vi = ("Token mới đã thấy cả cache, nhưng head 2 và 3 của query dùng nhầm key của nhau. "
              "Head 1 và 2 của query phải dùng head key thứ nhất.")
    elif np.allclose(got, computed(groups, slice(6))):
        en = "One key too few: the new token may also see itself, the last key in the cache."
        vi = "Thiếu một key: token mới được phép nhìn cả chính nó, tức key cuối trong cache."
    elif np.allclose(got, computed(groups, past)):
        en = "Right: each head of keys serves two neighbours, and one new token needs no mask."
        vi = "Đúng: mỗi head key dùng cho hai head kề nhau, và một token mới thì không cần mặt nạ."
        solved = True
    else:
        en = ("The shape is right, the numbers are not. Repeat each head twice, then attend "
              "without a mask.")
        vi = ("Shape đúng nhưng số chưa đúng. Hãy lặp mỗi head hai lần, rồi tính attention không "
              "có mặt nạ.")
except Exception as error:  # whatever was left behind, the check answers
    en = f"The check cannot use your answer yet: {error!r}"
    vi = f"Chưa chấm được câu trả lời của bạn: {error!r}"
print(vi if os.environ.get("LANG", "").startswith("vi") else en)
# --8<-- [end:check]

# --8<-- [start:solution]
def one_step(query, all_k, all_v):
    """Return the contexts (4, 1, d) of one new token."""
    all_k = np.repeat(all_k, 2, axis=0)  # 1, 1, 2, 2
    all_v = np.repeat(all_v, 2, axis=0)
    return scaled_dot_product_attention(query, all_k, all_v)
# --8<-- [end:solution]

# --8<-- [start:wrong_1]
def one_step(query, all_k, all_v):
    all_k, all_v = np.repeat(all_k, 2, axis=0), np.repeat(all_v, 2, axis=0)
    return scaled_dot_product_attention(query, all_k, all_v, is_causal=True)
# --8<-- [end:wrong_1]

# --8<-- [start:wrong_2]
def one_step(query, all_k, all_v):
    all_k, all_v = np.tile(all_k, (2, 1, 1)), np.tile(all_v, (2, 1, 1))
    return scaled_dot_product_attention(query, all_k, all_v)
# --8<-- [end:wrong_2]

# --8<-- [start:wrong_3]
def one_step(query, all_k, all_v):
    return scaled_dot_product_attention(
        query, all_k[:, :-1], all_v[:, :-1], enable_gqa=True)
# --8<-- [end:wrong_3]

# --8<-- [start:wrong_4]
def one_step(query, all_k, all_v):
    all_k, all_v = np.repeat(all_k, 2, axis=0), np.repeat(all_v, 2, axis=0)
    scaled_dot_product_attention(query, all_k, all_v)
# --8<-- [end:wrong_4]

# --8<-- [start:wrong_5]
def one_step(query, all_k, all_v):
    return scaled_dot_product_attention(
        query, all_k, all_v, enable_gqa=True)[:, 0]
# --8<-- [end:wrong_5]
