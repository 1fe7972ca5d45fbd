"""Build: make a trained head look two positions back by changing positions alone."""

# --8<-- [start:start]
query_positions = positions  # six positions, one for each query

moved_scores = head_scores(head_queries, head_keys, query_positions, positions)
moved_weights = softmax(np.where(allowed, moved_scores, -np.inf))
for token, row in zip(tokens[3:], moved_weights[3:]):
    print(f"{token:5} looks most at", tokens[row.argmax()])
# --8<-- [end:start]

# --8<-- [start:check]
import os

try:
    used = np.asarray(query_positions, dtype=float)
    if used.shape == (6,):
        table_moved = head_scores(head_queries, head_keys, used, positions)
        seen = softmax(np.where(allowed, table_moved, -np.inf))[3:].argmax(axis=1)
        back = [i - int(j) for i, j in zip((3, 4, 5), seen)]
    if used.shape != (6,):
        en = f"query_positions must hold six positions, shape (6,); yours has {used.shape}."
        vi = f"query_positions phải gồm sáu vị trí, shape (6,); của bạn là {used.shape}."
    elif back == [1, 1, 1]:
        en = (
            "The head still looks one position back. It wants offset 1. Which position must the query"
            " have so that the key two places before it is at offset 1?"
        )
        vi = (
            "Head vẫn nhìn lùi một vị trí. Nó tìm offset 1. Query phải ở vị trí nào để key đứng trước"
            " hai chỗ có offset 1?"
        )
    elif back == [0, 0, 0]:
        en = (
            "Now each token looks at itself: the queries have moved the wrong way. The key at offset 1"
            " is now their own."
        )
        vi = (
            "Bây giờ token nào cũng nhìn chính nó: query đã bị dời ngược hướng. Key ở offset 1 bây giờ"
            " là key của chính nó."
        )
    elif back == [3, 3, 3]:
        en = "Three positions back: you moved the queries one position too far."
        vi = "Lùi ba vị trí: bạn dời query quá một vị trí."
    elif back == [3, 4, 5]:
        en = (
            "All three look at Your now: no key in the sentence is at offset 1, and then the head"
            " falls back on the first token."
        )
        vi = (
            "Cả ba giờ đều nhìn Your: trong câu không có key nào ở offset 1, khi ấy head dồn về"
            " token đầu tiên."
        )
    elif back != [2, 2, 2]:
        en = f"with, one and step look back by {back[0]}, {back[1]}, {back[2]}, not by 2 each."
        vi = f"with, one và step nhìn lùi {back[0]}, {back[1]}, {back[2]} vị trí, chưa phải 2."
    else:
        en = (
            "Right: no weight has changed, only the offset. This head knows “offset 1”, not “the word"
            " before”."
        )
        vi = (
            "Đúng: không trọng số nào của mô hình thay đổi, chỉ có offset. Head này biết “offset 1”,"
            " chứ không biết “từ đứng trước”."
        )
        solved = True
except Exception as error:  # whatever was left behind, the check answers
    en = f"The check cannot use your answer yet: {error!r}"
    vi = f"Chưa chấm được câu trả lời của bạn: {error!r}"
print(vi if os.environ.get("LANG", "").startswith("vi") else en)
# --8<-- [end:check]

# --8<-- [start:solution]
query_positions = positions - 1  # the key two places before is at offset 1

moved_scores = head_scores(head_queries, head_keys, query_positions, positions)
moved_weights = softmax(np.where(allowed, moved_scores, -np.inf))
for token, row in zip(tokens[3:], moved_weights[3:]):
    print(f"{token:5} looks most at", tokens[row.argmax()])
# --8<-- [end:solution]

# --8<-- [start:wrong_1]
query_positions = positions + 1
# --8<-- [end:wrong_1]

# --8<-- [start:wrong_2]
query_positions = positions - 2
# --8<-- [end:wrong_2]

# --8<-- [start:wrong_3]
query_positions = positions + 100
# --8<-- [end:wrong_3]

# --8<-- [start:wrong_4]
query_positions = -1
# --8<-- [end:wrong_4]

# --8<-- [start:wrong_5]
query_positions = positions // 2
# --8<-- [end:wrong_5]
