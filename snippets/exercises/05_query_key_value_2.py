"""Predict, then run: the shapes of a cross-attention whose values are wider than its keys."""

# --8<-- [start:start]
scores_shape = (0, 0)
context_shape = (0, 0)
# --8<-- [end:start]

# --8<-- [start:check]
import os


def judge(mine, others):
    global solved
    if (mine, others) == ((4, 6), (4, 5)):
        solved = True
        return (
            "Right: one row for each query, one column for each key; a context vector has as"
            " many components as a value.",
            "Đúng: mỗi query một hàng, mỗi key một cột; vector ngữ cảnh có số chiều bằng value.",
        )
    if mine == (6, 4):
        return (
            "Scores of shape (6, 4) would have six queries. A row belongs to a query:"
            " queries @ keys.T.",
            "Điểm có shape (6, 4) nghĩa là có sáu query. Mỗi hàng ứng với một query:"
            " queries @ keys.T.",
        )
    if mine != (4, 6):
        return (
            f"Scores of shape {mine}? queries (4, 2) @ keys.T (2, 6) gives one number for"
            " each pair of tokens.",
            f"Điểm có shape {mine}? queries (4, 2) @ keys.T (2, 6) cho mỗi cặp token một số.",
        )
    if others == (4, 2):
        return (
            "Context vectors of shape (4, 2) have as many components as keys. But values are"
            " mixed, and w_value gives them 5.",
            "Vector ngữ cảnh có shape (4, 2) là lấy số chiều của key. Thứ được trộn là value,"
            " và w_value cho value 5 chiều.",
        )
    return (
        "The scores are right. The context vectors are weights (4, 6) @ values (6, 5), but"
        f" yours have shape {others}.",
        "Điểm đã đúng. Vector ngữ cảnh là weights (4, 6) @ values (6, 5), còn của bạn có"
        f" shape {others}.",
    )


try:
    en, vi = judge(tuple(scores_shape), tuple(context_shape))
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
