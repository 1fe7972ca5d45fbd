"""Predict, then run: the shapes of a cross-attention whose values are wider than its keys."""

# --8<-- [start:start]
# 4 tokens ask 6 tokens, each a vector of 3 numbers.
# W_q (3, 2), W_k (3, 2), W_v (3, 5)
scores_shape = (0, 0)
context_shape = (0, 0)
# --8<-- [end:start]

# --8<-- [start:check]
import os

try:
    mine = tuple(scores_shape), tuple(context_shape)
    asked_scores = (decoder @ w_query) @ (inputs @ w_key).T
    mixed = softmax(asked_scores) @ (inputs @ np.ones((3, 5)))
    if mine == (asked_scores.shape, mixed.shape):
        en = "Right: a row for each token that asks, a column for each one asked; context vectors are as wide as the values."
        vi = "Đúng: mỗi token hỏi một hàng, mỗi token được hỏi một cột; vector ngữ cảnh có số cột bằng value."
    elif mine[0] == (6, 4):
        en = "Scores (6, 4) would let the six ask. A row is a token that asks: queries @ keys.T."
        vi = "Điểm (6, 4) nghĩa là sáu token đi hỏi. Mỗi hàng là một token hỏi: queries @ keys.T."
    elif mine[0] != (4, 6):
        en = f"Scores of shape {mine[0]}? queries (4, 2) @ keys.T (2, 6) gives one number for each pair of tokens."
        vi = f"Điểm có shape {mine[0]}? queries (4, 2) @ keys.T (2, 6) cho mỗi cặp token một số."
    elif mine[1] == (4, 2):
        en = "Context (4, 2) has the width of the keys. What is mixed are the values, and W_v makes them 5 wide."
        vi = "Context (4, 2) lấy số cột của key. Thứ được trộn là value, và W_v cho chúng 5 cột."
    else:
        en = f"The scores are right. The context is weights (4, 6) @ values (6, 5), and yours says {mine[1]}."
        vi = f"Điểm đã đúng. Còn context là weights (4, 6) @ values (6, 5), của bạn lại ghi {mine[1]}."
except Exception as error:  # whatever the cell above left behind, the check has an answer
    en = f"The check cannot use your answer yet: {error!r}"
    vi = f"Chưa chấm được câu trả lời của bạn: {error!r}"
print(vi if os.environ.get("LANG", "").startswith("vi") else en)
# --8<-- [end:check]

# --8<-- [start:solution]
scores_shape = (4, 6)
context_shape = (4, 5)
# --8<-- [end:solution]

# --8<-- [start:wrong_1]
scores_shape = (6, 4)
context_shape = (6, 5)
# --8<-- [end:wrong_1]

# --8<-- [start:wrong_2]
scores_shape = (4, 6)
context_shape = (4, 2)
# --8<-- [end:wrong_2]

# --8<-- [start:wrong_3]
scores_shape = (4, 2)
context_shape = (4, 5)
# --8<-- [end:wrong_3]
