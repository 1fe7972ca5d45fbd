"""Predict: two scores after quarter turns, with the query behind the key and before it."""

# --8<-- [start:start]
after = 0   # query at 9, key at 6
before = 0  # query at 6, key at 9
# --8<-- [end:start]

# --8<-- [start:check]
import os

try:
    found = float(after), float(before)
    if found in ((-1, -1), (1, 1)):
        en = (
            "One of the two is right. 3 quarters to the left and 3 to the right do not end at the"
            " same place: the sign of the offset counts."
        )
        vi = (
            "Một trong hai số đúng. Quay 3 phần tư vòng sang trái và 3 phần tư vòng sang phải không"
            " tới cùng một chỗ: dấu của offset có ý nghĩa."
        )
    elif found == (1, -1):
        en = (
            "Both numbers occur, but in the other order. What is the offset of a query at 9 and a key"
            " at 6?"
        )
        vi = "Hai số ấy đúng là có, nhưng bị đổi chỗ. Query ở 9, key ở 6 thì offset bằng mấy?"
    elif found == (3, 3):
        en = (
            "3 is the product without any turn. The offset is 3 or -3, so the turns differ by 3"
            " quarters."
        )
        vi = (
            "3 là tích khi chưa quay gì cả. Offset là 3 hoặc -3, nên hai lần quay lệch nhau ba phần"
            " tư vòng."
        )
    elif found == (1, -3):
        en = (
            "You turned only the query. The key turns too, by its own position: 6 quarters, then 9."
        )
        vi = (
            "Bạn mới quay query. Key cũng quay theo vị trí của nó: 6 phần tư vòng, rồi 9 phần tư"
            " vòng."
        )
    elif found == (-1, 1):
        en = "Right: only the offset counts, 3 and -3. Turned by 3 quarters, (2, 1) is (1, -2)."
        vi = "Đúng: chỉ offset quyết định, 3 và -3. Quay (2, 1) ba phần tư vòng, ta được (1, -2)."
        solved = True
    else:
        en = (
            f"Not {found[0]:g} and {found[1]:g}. Leave the key at position 0: the query is then at 3,"
            " or at -3. Turn (2, 1) so often, and multiply by (1, 1)."
        )
        vi = (
            f"Không phải {found[0]:g} và {found[1]:g}. Hãy để key ở vị trí 0: khi ấy query ở 3, hoặc"
            " ở -3. Quay (2, 1) bấy nhiêu lần rồi nhân với (1, 1)."
        )
except Exception as error:  # whatever was left behind, the check answers
    en = f"The check cannot use your answer yet: {error!r}"
    vi = f"Chưa chấm được câu trả lời của bạn: {error!r}"
print(vi if os.environ.get("LANG", "").startswith("vi") else en)
# --8<-- [end:check]

# --8<-- [start:solution]
after = 1 * 1 + -2 * 1    # offset 3: (2, 1) has become (1, -2)
before = -1 * 1 + 2 * 1   # offset -3, the same turn as 1: (-1, 2)
# --8<-- [end:solution]

# --8<-- [start:wrong_1]
after = -1
before = -1
# --8<-- [end:wrong_1]

# --8<-- [start:wrong_2]
after = 1
before = -1
# --8<-- [end:wrong_2]

# --8<-- [start:wrong_3]
after = 3
before = 3
# --8<-- [end:wrong_3]

# --8<-- [start:wrong_4]
after = 1
before = -3
# --8<-- [end:wrong_4]
