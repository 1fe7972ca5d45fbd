"""Predict, then run: the shapes of scores and context with a batch and heads."""

# --8<-- [start:start]
scores_shape = ()   # before softmax
context_shape = ()  # of the heads, before they are laid side by side
# --8<-- [end:start]

# --8<-- [start:check]
import os

try:
    mine, ctx = tuple(scores_shape), tuple(context_shape)
    if len(mine) != 4 or len(ctx) != 4:
        en = f"Both need four axes: batch, heads, tokens, and one more. Yours have {len(mine)} and {len(ctx)}."
        vi = f"Cả hai đều cần bốn trục: batch, head, token, và một trục nữa. Của bạn có {len(mine)} và {len(ctx)}."
    elif mine[1:3] == (10, 8) or ctx[1:3] == (10, 8):
        en = "That is before the transpose: tokens, then heads. Each head needs all tokens for itself, so heads come first."
        vi = "Đó là trước khi chuyển vị: token rồi mới đến head. Mỗi head cần riêng đủ mọi token, nên head đứng trước."
    elif mine[0] == 8 or ctx[0] == 8:
        en = "Heads came first, before the batch. Splitting leaves all axes in front of the tokens where they are: batch, then heads."
        vi = "Head lại đứng trước batch. Chia head không động đến các trục đứng trước token: batch rồi mới đến head."
    elif 96 in ctx:
        en = "96 columns are what all heads have together. One of 8 heads has 96 / 8."
        vi = "96 cột là của tất cả các head gộp lại. Một trong 8 head chỉ có 96 / 8 cột."
    elif mine[2:] != (10, 10):
        en = f"The scores of one head are {mine[2:]} here. Every token asks every token: there is no d_k left in them."
        vi = f"Điểm của một head ở đây là {mine[2:]}. Token nào cũng hỏi mọi token: trong đó không còn d_k nữa."
    elif mine == (5, 8, 10, 10) and ctx == (5, 8, 10, 12):
        en = "Right: (10, 12) @ (12, 10) gives (10, 10), and (10, 10) @ (10, 12) gives (10, 12), in each of 5 x 8 heads."
        vi = "Đúng: (10, 12) @ (12, 10) cho (10, 10), và (10, 10) @ (10, 12) cho (10, 12), ở từng head trong 5 x 8 head."
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
