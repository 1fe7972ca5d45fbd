"""Predict, then run: which token gets the highest weight when "one" is the query?"""

# --8<-- [start:start]
guess = "?"
# --8<-- [end:start]

# --8<-- [start:check]
import os

try:
    scores = dict(zip(tokens, inputs @ inputs[4]))
    if guess not in tokens:
        en = "Write one of the six tokens between the quotes, spelled as in `tokens`."
        vi = "Hãy viết một trong sáu token vào giữa hai dấu nháy, đúng như trong `tokens`."
    elif guess == "one":
        en = f"Not itself. Its own score is {scores[guess]:.4f}; two longer vectors score higher."
        vi = f"Không phải chính nó: one chỉ được {scores[guess]:.4f}, thua hai vector dài hơn."
    elif guess in ("with", "step"):
        en = f"A neighbour, but position plays no role here: {guess} scores {scores[guess]:.4f}."
        vi = f"Token đứng cạnh, nhưng vị trí không ảnh hưởng: {guess} chỉ được {scores[guess]:.4f}."
    elif scores[guess] < max(scores.values()):
        en = f"{guess} scores {scores[guess]:.4f}, another token more. Compare the first component."
        vi = f"{guess} được {scores[guess]:.4f}, vẫn có token được điểm cao hơn. So thành phần đầu."
    else:
        en = f"Right: {guess} scores {scores[guess]:.4f}. A query need not look most at itself."
        vi = f"Đúng: {guess} được {scores[guess]:.4f}. Query không nhất thiết nhìn mình nhiều nhất."
        solved = True
except Exception as error:  # whatever was left behind, the check answers
    en = f"The check cannot use your answer yet: {error!r}"
    vi = f"Chưa chấm được câu trả lời của bạn: {error!r}"
print(vi if os.environ.get("LANG", "").startswith("vi") else en)
# --8<-- [end:check]

# --8<-- [start:solution]
guess = "starts"
# --8<-- [end:solution]

# --8<-- [start:wrong_1]
guess = "one"
# --8<-- [end:wrong_1]

# --8<-- [start:wrong_2]
guess = "step"
# --8<-- [end:wrong_2]

# --8<-- [start:wrong_3]
guess = "journey"
# --8<-- [end:wrong_3]
