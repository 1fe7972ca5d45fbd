"""Predict: what a full state answers to a third key."""

# --8<-- [start:start]
answer = 0.0
# --8<-- [end:start]

# --8<-- [start:check]
import os

try:
    said = float(answer)
    full = np.array([10.0, 40.0])  # the state: values are single numbers
    goal = float(np.array([2.0, 3.0]) @ full)
    if abs(said - goal) < 1e-6:
        en = f"Right: 2 · 10 + 3 · 40 = {goal:.0f}, whatever was stored for this key."
        vi = f"Đúng: 2 · 10 + 3 · 40 = {goal:.0f}, dù đã ghi gì cho key này."
        solved = True
    elif abs(said) < 1e-6:
        en = "A key that was never stored still gets an answer: it is similar to both stored keys."
        vi = "Key chưa từng ghi vẫn được trả lời: nó có nét giống cả hai key đã ghi."
    elif abs(said - 25) < 1e-6:
        en = "That is the mean. But this key is more like (0, 1), and the state has no softmax."
        vi = "Đó là trung bình. Nhưng key này giống (0, 1) hơn, và trạng thái không có softmax."
    elif abs(said - 50) < 1e-6:
        en = "That is the sum. How much of each key is in (2, 3)?"
        vi = "Đó là tổng. Trong (2, 3) có bao nhiêu phần của mỗi key?"
    elif abs(said - 40) < 1e-6:
        en = "Softmax with large scores would take the nearest key. The state takes a weighted sum."
        vi = "Softmax với điểm lớn thì chọn key gần nhất. Còn trạng thái lấy tổng có trọng số."
    elif abs(said - goal / 5) < 1e-3:
        en = "You divided by 2 + 3. In the state nothing is normalized."
        vi = "Bạn đã chia cho 2 + 3. Trong trạng thái không có bước chuẩn hóa nào."
    elif abs(said - 40 * 2 - 10 * 3) < 1e-6:
        en = "The components are swapped: 2 belongs to (1, 0), whose answer is 10."
        vi = "Hai thành phần bị đổi chỗ: 2 thuộc về (1, 0), có câu trả lời là 10."
    else:
        en = "Not yet. (2, 3) = 2 · (1, 0) + 3 · (0, 1), and key @ state is linear."
        vi = "Chưa đúng. (2, 3) = 2 · (1, 0) + 3 · (0, 1), và key @ state là tuyến tính."
except Exception as error:  # whatever was left behind, the check answers
    en = f"The check cannot use your answer yet: {error!r}"
    vi = f"Chưa chấm được câu trả lời của bạn: {error!r}"
print(vi if os.environ.get("LANG", "").startswith("vi") else en)
# --8<-- [end:check]

# --8<-- [start:solution]
answer = 2 * 10 + 3 * 40
# --8<-- [end:solution]

# --8<-- [start:wrong_1]
answer = (10 + 40) / 2
# --8<-- [end:wrong_1]

# --8<-- [start:wrong_2]
answer = 40
# --8<-- [end:wrong_2]

# --8<-- [start:wrong_3]
answer = (2 * 10 + 3 * 40) / (2 + 3)
# --8<-- [end:wrong_3]

# --8<-- [start:wrong_4]
answer = 3 * 10 + 2 * 40
# --8<-- [end:wrong_4]

# --8<-- [start:wrong_5]
answer = 10 + 40
# --8<-- [end:wrong_5]
