"""Predict, then run: the shapes of scores and contexts with a batch and heads."""

# --8<-- [start:start]
scores_shape = ()
context_shape = ()
# --8<-- [end:start]

# --8<-- [start:check]
import os

try:
    mine, ctx = tuple(scores_shape), tuple(context_shape)
    if len(mine) != 4 or len(ctx) != 4:
        en = ("Both need four axes: batch, heads, tokens, and one more. "
              f"Yours have {len(mine)} and {len(ctx)}.")
        vi = ("Cả hai đều cần bốn trục: batch, head, token, và một trục nữa. "
              f"Của bạn có {len(mine)} và {len(ctx)}.")
    elif mine[1:3] == (10, 8) or ctx[1:3] == (10, 8):
        en = ("That is the order before the transpose: tokens, then heads. "
              "Each head needs all tokens, so the heads' axis comes first.")
        vi = ("Đó là thứ tự trước khi chuyển vị: token rồi mới đến head. "
              "Mỗi head cần đủ mọi token, nên trục head phải đứng trước.")
    elif mine[0] == 8 or ctx[0] == 8:
        en = ("You put the heads before the batch. Splitting leaves the axes "
              "in front of the tokens where they are: batch, then heads.")
        vi = ("Bạn đặt head trước batch. Khi chia head, các trục đứng trước token "
              "giữ nguyên chỗ: batch rồi mới đến head.")
    elif 96 in ctx:
        en = "All heads together have 96 columns. One of the 8 heads has 96 / 8."
        vi = "96 là số cột của tất cả các head gộp lại. Mỗi head trong 8 head có 96 / 8 cột."
    elif mine[2:] != (10, 10):
        en = (f"In your answer one head's scores have shape {mine[2:]}. There is one score "
              "for each query and each key, and the dot product has summed over d_k.")
        vi = (f"Theo bạn, điểm của một head có shape {mine[2:]}. Mỗi cặp query và key có một "
              "điểm; tích vô hướng đã cộng hết theo d_k rồi.")
    elif mine == (5, 8, 10, 10) and ctx == (5, 8, 10, 12):
        en = ("Right: (10, 12) @ (12, 10) gives (10, 10), and (10, 10) @ (10, 12) gives "
              "(10, 12), for each of 5 x 8 heads.")
        vi = ("Đúng: (10, 12) @ (12, 10) cho (10, 10), và (10, 10) @ (10, 12) cho "
              "(10, 12), ở từng head trong 5 x 8 head.")
        solved = True
    else:
        en = f"Not {mine} and {ctx}. Write them in this order: batch, heads, tokens, columns."
        vi = f"Không phải {mine} và {ctx}. Hãy viết theo thứ tự: batch, head, token, cột."
except Exception as error:  # whatever was left behind, the check answers
    en = f"The check cannot use your answer yet: {error!r}"
    vi = f"Chưa chấm được câu trả lời của bạn: {error!r}"
print(vi if os.environ.get("LANG", "").startswith("vi") else en)
# --8<-- [end:check]

# --8<-- [start:solution]
scores_shape = (5, 8, 10, 10)
context_shape = (5, 8, 10, 12)
# --8<-- [end:solution]

# --8<-- [start:wrong_1]
scores_shape = (5, 10, 10)
context_shape = (5, 10, 96)
# --8<-- [end:wrong_1]

# --8<-- [start:wrong_2]
scores_shape = (5, 10, 8, 8)
context_shape = (5, 10, 8, 12)
# --8<-- [end:wrong_2]

# --8<-- [start:wrong_3]
scores_shape = (5, 8, 10, 10)
context_shape = (5, 8, 10, 96)
# --8<-- [end:wrong_3]

# --8<-- [start:wrong_4]
scores_shape = (5, 8, 10, 12)
context_shape = (5, 8, 10, 12)
# --8<-- [end:wrong_4]

# --8<-- [start:wrong_5]
scores_shape = (8, 5, 10, 10)
context_shape = (8, 5, 10, 12)
# --8<-- [end:wrong_5]
