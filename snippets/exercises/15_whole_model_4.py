"""Write a tokenizer of characters."""

# --8<-- [start:start]
def encode(text):
    """Return the sorted characters of a text, and the array of their places in it."""
    return [], np.array([])


def decode(letters, tokens):
    """Return the text again."""
    return ""
# --8<-- [end:start]

# --8<-- [start:check]
import os

try:
    sample = "Kiều càng sắc sảo\nmặn mà"
    alphabet, ids = encode(sample)
    alphabet, ids = list(alphabet), np.asarray(ids)
    if alphabet != sorted({*sample}) and sorted({*map(str, alphabet)}) == sorted({*sample}):
        en = "The vocabulary has every character once, in sorted order: sorted(set(text))."
        vi = "Từ vựng có mỗi ký tự đúng một lần, theo thứ tự đã sắp xếp: sorted(set(text))."
    elif alphabet != sorted({*sample}):
        en = f"The vocabulary of {sample!r} has {len({*sample})} characters, spaces and marks too."
        vi = f"Từ vựng của {sample!r} có {len({*sample})} ký tự, kể cả dấu cách và chữ có dấu."
    elif ids.shape != (len(sample),):
        en = f"One token for each character: shape ({len(sample)},), yours has {ids.shape}."
        vi = f"Mỗi ký tự một token: shape ({len(sample)},), của bạn là {ids.shape}."
    elif not np.array_equal(ids, [alphabet.index(letter) for letter in sample]):
        en = "A token is the place of its character in the vocabulary, counted from 0."
        vi = "Token là vị trí của ký tự trong từ vựng, đếm từ 0."
    elif decode(alphabet, ids) != sample:
        en = f"decode must give the text back; yours gives {decode(alphabet, ids)!r}."
        vi = f"decode phải trả lại đúng văn bản; của bạn cho {decode(alphabet, ids)!r}."
    else:
        en = "Right: there and back, nothing is lost. Now take a text of your own."
        vi = "Đúng: đi rồi về, không mất gì. Bây giờ hãy lấy một văn bản của bạn."
        solved = True
except Exception as error:  # whatever was left behind, the check answers
    en = f"The check cannot use your answer yet: {error!r}"
    vi = f"Chưa chấm được câu trả lời của bạn: {error!r}"
print(vi if os.environ.get("LANG", "").startswith("vi") else en)
# --8<-- [end:check]

# --8<-- [start:solution]
def encode(text):
    """Return the sorted characters of a text, and the array of their places in it."""
    letters = sorted(set(text))
    number = {letter: place for place, letter in enumerate(letters)}
    return letters, np.array([number[letter] for letter in text])


def decode(letters, tokens):
    """Return the text again."""
    return "".join(letters[token] for token in tokens)
# --8<-- [end:solution]

# --8<-- [start:wrong_1]
def encode(text):
    letters = list(dict.fromkeys(text))  # in order of appearance
    return letters, np.array([letters.index(letter) for letter in text])


def decode(letters, tokens):
    return "".join(letters[token] for token in tokens)
# --8<-- [end:wrong_1]

# --8<-- [start:wrong_2]
def encode(text):
    letters = sorted(set(text))
    return letters, np.array([letters.index(letter) + 1 for letter in text])


def decode(letters, tokens):
    return "".join(letters[token - 1] for token in tokens)
# --8<-- [end:wrong_2]

# --8<-- [start:wrong_3]
def encode(text):
    letters = sorted(set(text))
    return letters, np.array([letters.index(letter) for letter in letters])


def decode(letters, tokens):
    return "".join(letters[token] for token in tokens)
# --8<-- [end:wrong_3]

# --8<-- [start:wrong_4]
def encode(text):
    letters = sorted(set(text))
    return letters, np.array([letters.index(letter) for letter in text])


def decode(letters, tokens):
    return " ".join(letters[token] for token in tokens)
# --8<-- [end:wrong_4]
