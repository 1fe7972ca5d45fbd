"""Predict, then run: which token gets the highest weight when "one" is the query?"""

# --8<-- [start:start]
guess = "?"
# --8<-- [end:start]

# --8<-- [start:check]
import os

try:
    scores = dict(zip(tokens, inputs @ inputs[4]))
    if guess not in tokens:
        en = "Write one of the six tokens between the quotes, spelt as in `tokens`."
        vi = "Hãy viết một trong sáu token vào giữa hai dấu nháy, đúng chữ như trong `tokens`."
    elif guess == "one":
        en = f"Not itself. Its own score is {scores[guess]:.4f}, and two longer vectors score higher."
        vi = f"Không phải chính nó. Điểm của nó với nó là {scores[guess]:.4f}; hai vector dài hơn được điểm cao hơn."
    elif guess in ("with", "step"):
        en = f"A neighbour in the sentence, but places count for nothing here: {guess} scores {scores[guess]:.4f}."
        vi = f"Đứng cạnh trong câu thật, nhưng ở đây vị trí không được tính: {guess} chỉ được {scores[guess]:.4f}."
    elif scores[guess] < max(scores.values()):
        en = f"{guess} scores {scores[guess]:.4f}; another token scores higher. Compare the first numbers: there the query is largest."
        vi = f"{guess} được {scores[guess]:.4f}; có token khác cao hơn. Hãy so các số đầu tiên: query lớn nhất ở chỗ đó."
    else:
        en = f"Right: {guess} scores {scores[guess]:.4f}. The query does not always look most at itself."
        vi = f"Đúng: {guess} được {scores[guess]:.4f}. Query không phải lúc nào cũng nhìn chính nó nhiều nhất."
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
