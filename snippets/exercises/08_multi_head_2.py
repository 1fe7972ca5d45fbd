"""Predict, then run: what is in a head with a transpose, and with reshape alone?"""

# --8<-- [start:start]
grid = np.array([[11, 12, 13, 14, 15, 16], [21, 22, 23, 24, 25, 26],
                 [31, 32, 33, 34, 35, 36], [41, 42, 43, 44, 45, 46]])

with_transpose = [0, 0]
with_reshape_only = [0, 0]
# --8<-- [end:start]

# --8<-- [start:check]
import os

try:
    mine, alone = list(with_transpose), list(with_reshape_only)
    if mine == [23, 24] and alone == [13, 14]:
        en = ("The other way round: with the transpose, the first row of every head "
              "belongs to token 1.")
        vi = "Ngược lại mới đúng: nhờ chuyển vị, hàng đầu của head nào cũng là của token 1."
    elif mine in ([21, 22], [12, 22]):
        en = (f"{mine} is not head 2 of token 1. The first row belongs to token 1, "
              "and head 2 has columns 3 and 4.")
        vi = (f"{mine} không phải phần của head 2 trong token 1. Hàng đầu là của token 1, "
              "còn head 2 giữ cột 3 và 4.")
    elif mine != [13, 14]:
        en = (f"With the transpose it is not {mine}. Which two of the six columns belong to "
              "head 2? The first row is token 1.")
        vi = (f"Có chuyển vị thì không phải {mine}. Head 2 giữ hai cột nào trong sáu cột? "
              "Hàng đầu là token 1.")
    elif alone == [13, 14]:
        en = ("Then reshape alone would be enough. But it cuts the 24 numbers in their order: "
              "8 for head 1, then 8 for head 2.")
        vi = ("Nếu vậy thì chỉ reshape là đủ. Nhưng nó cắt 24 số theo đúng thứ tự: "
              "8 số cho head 1, rồi 8 số cho head 2.")
    elif alone == [21, 22]:
        en = ("That is where token 2 begins, after 6 numbers. Head 1 takes 4 rows of 2 numbers, "
              "so head 2 begins after 8.")
        vi = ("Đó là chỗ token 2 bắt đầu, sau 6 số. Nhưng head 1 lấy 4 hàng, mỗi hàng 2 số, "
              "nên head 2 bắt đầu sau 8 số.")
    elif alone != [23, 24]:
        en = (f"With reshape alone it is not {alone}. Write the 24 numbers in one line and "
              "count 8 for head 1.")
        vi = (f"Chỉ reshape thì không phải {alone}. Hãy viết 24 số thành một hàng, "
              "rồi đếm 8 số cho head 1.")
    else:
        en = ("Right: with reshape alone, head 2 starts in the middle of token 2, "
              "so its first row belongs to the wrong token.")
        vi = ("Đúng: chỉ reshape thì head 2 bắt đầu giữa token 2, nên hàng đầu của nó "
              "là của token khác.")
        solved = True
except Exception as error:  # whatever was left behind, the check answers
    en = f"The check cannot use your answer yet: {error!r}"
    vi = f"Chưa chấm được câu trả lời của bạn: {error!r}"
print(vi if os.environ.get("LANG", "").startswith("vi") else en)
# --8<-- [end:check]

# --8<-- [start:solution]
with_transpose = [13, 14]
with_reshape_only = [23, 24]
# --8<-- [end:solution]

# --8<-- [start:wrong_1]
with_transpose = [23, 24]
with_reshape_only = [13, 14]
# --8<-- [end:wrong_1]

# --8<-- [start:wrong_2]
with_transpose = [21, 22]
with_reshape_only = [23, 24]
# --8<-- [end:wrong_2]

# --8<-- [start:wrong_3]
with_transpose = [13, 14]
with_reshape_only = [13, 14]
# --8<-- [end:wrong_3]

# --8<-- [start:wrong_4]
with_transpose = [13, 14]
with_reshape_only = [21, 22]
# --8<-- [end:wrong_4]
