"""Build: find the head that looks at a token's earlier occurrence, by a measure over sentences."""

# --8<-- [start:start]
earlier_share = np.zeros((30, 9))  # each head's mean weight
earlier_head = (0, 0)              # layer and head of the largest
# --8<-- [end:start]

# --8<-- [start:check]
import os

try:
    shares = np.asarray(earlier_share, dtype=float)
    right = np.mean([weights_of[n][:, :, i, j - 1] for n, i, j in again], axis=0)
    alone = {
        name: np.mean([weights_of[n][:, :, i, j - 1] for n, i, j in again if n == name], axis=0)
        for name in {n for n, _, _ in again}
    }
    own = np.mean([weights_of[n][:, :, i, i] for n, i, _ in again], axis=0)
    sentences = sorted(n for n, share in alone.items() if np.allclose(share, shares))
    where = divmod(int(right.argmax()), 9)
    if shares.shape != (30, 9):
        en = (
            f"earlier_share must have shape (30, 9), one mean for each head; yours has"
            f" {shares.shape}."
        )
        vi = (
            f"earlier_share phải có shape (30, 9), mỗi head một trung bình; của bạn là"
            f" {shares.shape}."
        )
    elif not shares.any():
        en = "All shares are still 0. For each repeat, take weights_of[name][:, :, i, …]."
        vi = "Mọi giá trị vẫn bằng 0. Với mỗi chỗ lặp, hãy lấy weights_of[name][:, :, i, …]."
    elif np.allclose(shares, successors):
        en = (
            "This is the measure of the page again, the token after the earlier occurrence. The"
            " earlier occurrence itself is one place before."
        )
        vi = (
            "Đây lại là phép đo trong bài: token đứng sau lần xuất hiện trước. Chính lần xuất hiện"
            " trước nằm lùi lại một vị trí."
        )
    elif np.allclose(shares, own):
        en = "This measures how much a repeated token looks at itself, not at its earlier occurrence."
        vi = "Phép đo này xem token lặp lại nhìn chính nó bao nhiêu, không phải lần xuất hiện trước."
    elif sentences:
        only = sentences[0]
        there = "L{}H{}".format(*divmod(int(shares.argmax()), 9))
        en = (
            f"Read off one sentence: in “{only}” the best head is {there}. Over all repeats it is"
            f" another one."
        )
        vi = (
            f"Bạn chỉ đọc một câu: trong “{only}”, head tốt nhất là {there}. Tính trên mọi chỗ lặp"
            f" thì là head khác."
        )
    elif not np.allclose(shares, right):
        en = (
            f"The shares differ from the mean over all {len(again)} repeats by up to"
            f" {np.abs(shares - right).max():.2f}. Does every repeat count once?"
        )
        vi = (
            f"Kết quả lệch khỏi trung bình trên cả {len(again)} chỗ lặp, có chỗ tới"
            f" {np.abs(shares - right).max():.2f}. Mỗi chỗ lặp đã được tính đúng một lần chưa?"
        )
    elif tuple(np.ravel(earlier_head)) != where:
        en = (
            f"The shares are right, but {earlier_head} is not the largest of them. argmax counts"
            " all heads in one line, 9 to a layer."
        )
        vi = (
            f"Các giá trị đã đúng, nhưng {earlier_head} không phải chỗ lớn nhất. argmax đếm mọi head"
            " trên một hàng, mỗi lớp 9 head."
        )
    else:
        en = (
            f"Right: head L{where[0]}H{where[1]}, with {right.max():.2f} on average. In some single"
            " sentences other heads are ahead of it."
        )
        vi = (
            f"Đúng: head L{where[0]}H{where[1]}, trung bình {right.max():.2f}. Trong vài câu riêng"
            " lẻ, head khác lại đứng đầu."
        )
        solved = True
except Exception as error:  # whatever was left behind, the check answers
    en = f"The check cannot use your answer yet: {error!r}"
    vi = f"Chưa chấm được câu trả lời của bạn: {error!r}"
print(vi if os.environ.get("LANG", "").startswith("vi") else en)
# --8<-- [end:check]

# --8<-- [start:solution]
earlier_share = np.mean([weights_of[name][:, :, i, after - 1]
                         for name, i, after in again], axis=0)
earlier_head = divmod(int(earlier_share.argmax()), 9)
# --8<-- [end:solution]

# --8<-- [start:wrong_1]
earlier_share = np.mean([weights_of[name][:, :, i, after]
                         for name, i, after in again], axis=0)
earlier_head = divmod(int(earlier_share.argmax()), 9)
# --8<-- [end:wrong_1]

# --8<-- [start:wrong_2]
earlier_share = np.mean([weights_of[name][:, :, i, after - 1]
                         for name, i, after in again if name == "stone"], axis=0)
earlier_head = divmod(int(earlier_share.argmax()), 9)
# --8<-- [end:wrong_2]

# --8<-- [start:wrong_3]
earlier_share = np.mean([weights_of[name][:, :, i, i]
                         for name, i, after in again], axis=0)
earlier_head = divmod(int(earlier_share.argmax()), 9)
# --8<-- [end:wrong_3]

# --8<-- [start:wrong_4]
earlier_share = np.mean([weights_of[name][:, :, i, after - 1]
                         for name, i, after in again], axis=0)
earlier_head = divmod(int(earlier_share.argmax()), 30)
# --8<-- [end:wrong_4]

# --8<-- [start:wrong_5]
earlier_share = np.mean([weights_of[name][:, :, i, after - 1]
                         for name, i, after in again])
earlier_head = (0, 0)
# --8<-- [end:wrong_5]
