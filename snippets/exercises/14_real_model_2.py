"""Repair: the weight of a query's token on a key's token, with two faults."""

# --8<-- [start:start]
text_of = {"dogs": "The dogs near the old house bark",
           "animal": "The animal didn't cross the street because it was too tired"}


def weight_between(name, query, key):
    """Return the weight that query gives key in head L13H8."""
    words_in = text_of[name].split()
    i, j = words_in.index(query), words_in.index(key)
    return weights_of[name][13, 8, j, i]

# --8<-- [end:start]

# --8<-- [start:check]
import os


def weight_given(name, query, key):
    """Return the answer, or nan where the function does not find the tokens."""
    for blank in ("", " "):  # the words may be given as on the page, or as tokens
        try:
            return float(weight_between(name, blank + query, blank + key))
        except ValueError:
            continue
    return np.nan


try:
    first = weight_given("dogs", "bark", "dogs")
    second = weight_given("animal", "it", "animal")
    if np.isnan([first, second]).any():
        en = (
            "The function does not find its words. How do the tokens of tokens_of begin inside a"
            " sentence?"
        )
        vi = "Hàm không tìm ra từ. Trong câu, các token của tokens_of bắt đầu bằng ký tự gì?"
    elif first == 0 and second == 0:
        en = (
            "Both weights are 0: dogs comes before bark and cannot look at it. In a row, which"
            " index is the query?"
        )
        vi = (
            "Cả hai trọng số bằng 0: dogs đứng trước bark nên không nhìn được nó. Chỉ số của hàng"
            " là query hay key?"
        )
    elif np.isclose(first, 0.94, atol=0.01) and not np.isclose(second, 0.75, atol=0.01):
        en = (
            f"bark is right, but it gives {second:.2f}. Words are not tokens: didn't is two of"
            " them, so every later place is shifted by one."
        )
        vi = (
            f"bark thì đúng, nhưng it cho {second:.2f}. Từ không phải là token: didn't gồm hai"
            " token, nên mọi vị trí phía sau lệch đi một."
        )
    elif not np.isclose(first, 0.94, atol=0.01) or not np.isclose(second, 0.75, atol=0.01):
        en = (
            f"bark gives dogs {first:.2f} and it gives animal {second:.2f}; the map of the page has"
            " other numbers there."
        )
        vi = (
            f"bark cho dogs {first:.2f}, it cho animal {second:.2f}; trong bảng của trang là những"
            " số khác."
        )
    else:
        en = "Right: rows are queries, and places are those of the tokens, not of the words."
        vi = "Đúng: hàng là query, và vị trí là vị trí của token, không phải của từ."
        solved = True
except Exception as error:  # whatever was left behind, the check answers
    en = f"The check cannot use your answer yet: {error!r}"
    vi = f"Chưa chấm được câu trả lời của bạn: {error!r}"
print(vi if os.environ.get("LANG", "").startswith("vi") else en)
# --8<-- [end:check]

# --8<-- [start:solution]
def weight_between(name, query, key):
    """Return the weight that query gives key in head L13H8."""
    place = tokens_of[name].index
    return weights_of[name][13, 8, place(" " + query), place(" " + key)]

# --8<-- [end:solution]

# --8<-- [start:wrong_1]
def weight_between(name, query, key):
    place = tokens_of[name].index
    return weights_of[name][13, 8, place(" " + key), place(" " + query)]
# --8<-- [end:wrong_1]

# --8<-- [start:wrong_2]
def weight_between(name, query, key):
    words_in = text_of[name].split()
    i, j = words_in.index(query), words_in.index(key)
    return weights_of[name][13, 8, i, j]
# --8<-- [end:wrong_2]

# --8<-- [start:wrong_3]
def weight_between(name, query, key):
    place = tokens_of[name].index
    return weights_of[name][13, 8, place(query.upper()), place(key)]
# --8<-- [end:wrong_3]

# --8<-- [start:wrong_4]
def weight_between(name, query, key):
    place = tokens_of[name].index
    return weights_of[name][8, 8, place(" " + query), place(" " + key)]
# --8<-- [end:wrong_4]
