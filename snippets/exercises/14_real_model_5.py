"""Experiment: for one prompt, find the head that is needed, and one that looks and is not."""

# --8<-- [start:start]
student = 13     # the prompt: The student of the professors
needed = (0, 0)  # layer and head: without it the margin falls most
idle = (0, 0)    # looks at the subject, and the margin hardly changes
# --8<-- [end:start]

# --8<-- [start:check]
import os

try:
    there, seen = change[13], looks[13]
    best, idle_one = tuple(needed), tuple(idle)
    names = ["L{}H{}".format(*head) for head in (best, idle_one)]
    if best == (0, 0) == idle_one:
        en = "Both heads are still (0, 0). change[student] holds what each head changes."
        vi = "Cả hai head vẫn là (0, 0). change[student] chứa mức thay đổi khi tắt từng head."
    elif best == divmod(int(seen.argmax()), 9):
        en = (
            f"{names[0]} looks at the subject most, with {seen.max():.2f}. But looking is not"
            f" using: without it the margin changes by {there[best]:.2f}, and falls most"
            " without another."
        )
        vi = (
            f"{names[0]} nhìn chủ ngữ nhiều nhất, {seen.max():.2f}. Nhưng nhìn chưa phải là dùng:"
            f" tắt nó, độ chênh thay đổi {there[best]:.2f}; tắt một head khác, độ chênh mới giảm nhiều"
            " nhất."
        )
    elif best == divmod(int(change.mean(axis=0).argmin()), 9):
        en = (
            f"{names[0]} is needed most on average over twenty prompts. In this one the margin"
            f" changes by {there[best]:.2f} without it, and falls most without another head."
        )
        vi = (
            f"Tính trung bình trên hai mươi câu, {names[0]} cần nhất. Ở câu này, tắt nó thì độ chênh"
            f" thay đổi {there[best]:.2f}; tắt một head khác, độ chênh mới giảm nhiều nhất."
        )
    elif there[best] > 0:
        en = f"Without {names[0]} the margin rises, by {there[best]:.2f}: the model does better."
        vi = f"Tắt {names[0]} thì độ chênh tăng {there[best]:.2f}: mô hình đoán tốt hơn."
    elif best != divmod(int(there.argmin()), 9):
        en = (
            f"Without {names[0]} the margin changes by {there[best]:.2f}. Without another it falls"
            " further."
        )
        vi = (
            f"Tắt {names[0]} thì độ chênh thay đổi {there[best]:.2f}. Tắt head khác, độ chênh còn giảm"
            " nhiều hơn."
        )
    elif seen[idle_one] <= 0.3:
        en = (
            f"needed is right. But idle, {names[1]}, gives the subject only {seen[idle_one]:.2f} of"
            " its weight; look for more than 0.3."
        )
        vi = (
            f"needed đã đúng. Nhưng idle, tức {names[1]}, chỉ dành cho chủ ngữ {seen[idle_one]:.2f}"
            " trọng số; hãy tìm head dành hơn 0.3."
        )
    elif abs(there[idle_one]) >= 0.1:
        en = (
            f"needed is right. But without {names[1]} the margin changes by {there[idle_one]:.2f};"
            " look for less than 0.1."
        )
        vi = (
            f"needed đã đúng. Nhưng tắt {names[1]} thì độ chênh thay đổi {there[idle_one]:.2f}; hãy"
            " tìm head thay đổi dưới 0.1."
        )
    else:
        en = (
            f"Right: without {names[0]} the margin changes by {there[best]:.2f}, though it gives"
            f" the subject only {seen[best]:.2f}. {names[1]} gives it {seen[idle_one]:.2f} and"
            f" changes the margin by {there[idle_one]:.2f}."
        )
        vi = (
            f"Đúng: tắt {names[0]} thì độ chênh thay đổi {there[best]:.2f}, dù head này chỉ dành cho"
            f" chủ ngữ {seen[best]:.2f}. {names[1]} dành {seen[idle_one]:.2f} mà chỉ thay đổi"
            f" {there[idle_one]:.2f}."
        )
        solved = True
except Exception as error:  # whatever was left behind, the check answers
    en = f"The check cannot use your answer yet: {error!r}"
    vi = f"Chưa chấm được câu trả lời của bạn: {error!r}"
print(vi if os.environ.get("LANG", "").startswith("vi") else en)
# --8<-- [end:check]

# --8<-- [start:solution]
student = 13
needed = divmod(int(change[student].argmin()), 9)
found = (looks[student] > 0.3) & (np.abs(change[student]) < 0.1)
idle = divmod(int(found.argmax()), 9)
# --8<-- [end:solution]

# --8<-- [start:wrong_1]
needed = divmod(int(looks[13].argmax()), 9)
idle = (16, 2)
# --8<-- [end:wrong_1]

# --8<-- [start:wrong_2]
needed = divmod(int(change.mean(axis=0).argmin()), 9)
idle = (16, 2)
# --8<-- [end:wrong_2]

# --8<-- [start:wrong_3]
needed = divmod(int(change[13].argmax()), 9)
idle = (16, 2)
# --8<-- [end:wrong_3]

# --8<-- [start:wrong_4]
needed = divmod(int(change[13].argmin()), 9)
idle = divmod(int(np.abs(change[13]).argmin()), 9)
# --8<-- [end:wrong_4]

# --8<-- [start:wrong_5]
needed = divmod(int(change[13].argmin()), 9)
idle = (9, 3)
# --8<-- [end:wrong_5]
