"""Predict: from which length on do the pairs of tokens cost more in SmolLM2?"""

# --8<-- [start:start]
equal_T = 0
# --8<-- [end:start]

# --8<-- [start:check]
import os

try:
    if equal_T == 0:
        en = (
            "Write a number of tokens. For one token, the four products cost 576 · 576 twice and"
            " 576 · 192 twice. What do T keys cost one query?"
        )
        vi = (
            "Hãy viết một số token. Với một token, bốn phép nhân tốn hai lần 576 · 576 và hai lần"
            " 576 · 192. Còn một query với T key thì tốn bao nhiêu?"
        )
    elif equal_T == 2 * 576:
        en = (
            "That is 2d, right for four square matrices. But here W_k and W_v have only 192"
            " columns, so the projections cost less."
        )
        vi = (
            "Đó là 2d, đúng khi cả bốn ma trận đều vuông. Nhưng ở đây W_k và W_v chỉ có 192 cột,"
            " nên các phép chiếu tốn ít hơn."
        )
    elif equal_T == 2 * (576 + 192):
        en = (
            "You have counted the pairs once. A query multiplies with every key, and then every"
            " value is multiplied by its weight."
        )
        vi = (
            "Bạn mới đếm các cặp một lần. Query nhân với mọi key, rồi mọi value còn được nhân với"
            " trọng số của nó."
        )
    elif equal_T == (576 + 2 * 192) // 2:
        en = "One matrix is missing: W_out is (576, 576) too, like W_q."
        vi = "Còn thiếu một ma trận: W_out cũng là (576, 576) như W_q."
    elif equal_T == 3 * (576 + 192):
        en = (
            "Only keys and values have 3 heads. Each of the 9 query heads has a table of its own,"
            " so the pairs cost 2 · T · T · 576."
        )
        vi = (
            "Chỉ key và value có 3 head. Mỗi head trong 9 head của query vẫn có bảng riêng, nên"
            " các cặp tốn 2 · T · T · 576."
        )
    elif equal_T != 576 + 192:
        en = (
            f"Not {equal_T}. Write both sides for T tokens: T · (2 · 576 · 576 + 2 · 576 · 192)"
            " and 2 · T · T · 576. Then solve for T."
        )
        vi = (
            f"Không phải {equal_T}. Hãy viết hai vế cho T token: T · (2 · 576 · 576 + 2 · 576 ·"
            " 192) và 2 · T · T · 576, rồi tìm T."
        )
    else:
        en = (
            f"Right: {equal_T}. Fewer heads of keys and values make the projections cheaper, but"
            " not the pairs, so T² takes over earlier."
        )
        vi = (
            f"Đúng: {equal_T}. Key và value ít head hơn thì phép chiếu rẻ hơn, nhưng các cặp token"
            " thì không, nên T² lấn át sớm hơn."
        )
        solved = True
except Exception as error:  # whatever was left behind, the check answers
    en = f"The check cannot use your answer yet: {error!r}"
    vi = f"Chưa chấm được câu trả lời của bạn: {error!r}"
print(vi if os.environ.get("LANG", "").startswith("vi") else en)
# --8<-- [end:check]

# --8<-- [start:solution]
equal_T = (2 * 576 * 576 + 2 * 576 * 192) // (2 * 576)
# --8<-- [end:solution]

# --8<-- [start:wrong_1]
equal_T = 2 * 576
# --8<-- [end:wrong_1]

# --8<-- [start:wrong_2]
equal_T = (2 * 576 * 576 + 2 * 576 * 192) // 576
# --8<-- [end:wrong_2]

# --8<-- [start:wrong_3]
equal_T = (576 * 576 + 2 * 576 * 192) // (2 * 576)
# --8<-- [end:wrong_3]

# --8<-- [start:wrong_4]
equal_T = (2 * 576 * 576 + 2 * 576 * 192) // (2 * 192)
# --8<-- [end:wrong_4]

# --8<-- [start:wrong_5]
equal_T = 1024
# --8<-- [end:wrong_5]
