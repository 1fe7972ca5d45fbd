"""Build: the difference."""

# --8<-- [start:start]
difference = None
# --8<-- [end:start]

# --8<-- [start:check]
import os

vi = os.environ.get("LANG", "").startswith("vi")
if difference == numbers[1] - numbers[0]:
    solved = True
    print("Đúng: hiệu của hai số." if vi else "Right: the difference of the two.")
else:
    print("Chưa đúng." if vi else "Not yet.")
# --8<-- [end:check]

# --8<-- [start:solution]
difference = numbers[1] - numbers[0]
# --8<-- [end:solution]

# --8<-- [start:wrong_1]
difference = numbers[0] - numbers[1]
# --8<-- [end:wrong_1]
