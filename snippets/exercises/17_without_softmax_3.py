"""Pick the blocks: by the mean, and by the weight."""

# --8<-- [start:start]
asked = np.array([1.0, 0.0])
three_blocks = {
    "A": np.array([[1.0, 3], [1, 3], [1, 3], [1, 3]]),
    "B": np.array([[6.0, 0], [-2, 0], [-2, 0], [-2, 0]]),
    "C": np.array([[2.0, 1], [2, 1], [2, 1], [0, 1]]),
}
by_mean = ""  # "A", "B" or "C": the mean of its keys has the highest score
by_weight = ""  # the block with the most weight after softmax
# --8<-- [end:start]

# --8<-- [start:check]
import os

try:
    mean, weight = str(by_mean).strip().upper(), str(by_weight).strip().upper()
    if not {mean, weight} <= {"A", "B", "C"}:
        en = 'Write "A", "B" or "C" into both names.'
        vi = 'Hãy ghi "A", "B" hoặc "C" vào cả hai tên.'
    elif (mean, weight) == ("C", "B"):
        en = "Right: the means are 1, 0 and 1.5, but e⁶ alone is more than A and C together."
        vi = "Đúng: các trung bình là 1, 0 và 1.5, nhưng riêng e⁶ đã lớn hơn cả A và C cộng lại."
        solved = True
    elif (mean, weight) == ("B", "C"):
        en = "The other way round: the mean averages the scores, softmax exponentiates them first."
        vi = "Ngược lại: theo trung bình thì lấy trung bình các điểm, còn softmax lấy mũ trước đã."
    elif mean == "A":
        en = "The query (1, 0) ignores second components. The mean of A has the score 1: not the most."
        vi = "Query (1, 0) bỏ qua thành phần thứ hai. Trung bình của A có điểm 1: chưa lớn nhất."
    elif mean == "B":
        en = "The mean of B is (6 − 2 − 2 − 2) / 4 = 0. Its largest key is hidden in it."
        vi = "Trung bình của B là (6 − 2 − 2 − 2) / 4 = 0. Key lớn nhất của nó bị che khuất trong đó."
    elif weight == "A":
        en = "The mean is right. But A has the weight of 4 · e, about 11. Compare e⁶."
        vi = "Phần trung bình đúng. Nhưng A chỉ có 4 · e, khoảng 11. Hãy so với e⁶."
    else:
        en = "The mean is right. But the weight of a block is a sum of exponentials: 3 · e² + 1 or e⁶?"
        vi = "Phần trung bình đúng. Nhưng trọng số của khối là tổng các lũy thừa: 3 · e² + 1 hay e⁶?"
except Exception as error:  # whatever was left behind, the check answers
    en = f"The check cannot use your answer yet: {error!r}"
    vi = f"Chưa chấm được câu trả lời của bạn: {error!r}"
print(vi if os.environ.get("LANG", "").startswith("vi") else en)
# --8<-- [end:check]

# --8<-- [start:solution]
by_mean, by_weight = "C", "B"
# --8<-- [end:solution]

# --8<-- [start:wrong_1]
by_mean, by_weight = "C", "C"
# --8<-- [end:wrong_1]

# --8<-- [start:wrong_2]
by_mean, by_weight = "B", "B"
# --8<-- [end:wrong_2]

# --8<-- [start:wrong_3]
by_mean, by_weight = "A", "B"
# --8<-- [end:wrong_3]

# --8<-- [start:wrong_4]
by_mean, by_weight = "B", "C"
# --8<-- [end:wrong_4]

# --8<-- [start:wrong_5]
by_mean, by_weight = "C", "A"
# --8<-- [end:wrong_5]
