"""Write it yourself: the KV cache, for any axes in front."""

# --8<-- [start:start]
class MyCache:
    """Keys (…, T, d) and values (…, T, d_v) of all tokens so far."""

    def append(self, key, value):
        """Return all keys and all values so far."""
# --8<-- [end:start]

# --8<-- [start:check]
import os

try:
    drawing = np.random.default_rng(5)
    ks, vs = drawing.normal(size=(2, 3, 5)), drawing.normal(size=(2, 3, 4))
    mine, other, answers = MyCache(), MyCache(), []
    for i in range(3):
        answers.append(mine.append(ks[:, i : i + 1].copy(), vs[:, i : i + 1].copy()))
    shapes = ["nothing" if a is None else tuple(np.shape(part) for part in a) for a in answers]
    wanted = [((2, T, 5), (2, T, 4)) for T in (1, 2, 3)]
    fresh = None if answers[0] is None else other.append(ks[:, :1].copy(), vs[:, :1].copy())
    if None in answers:
        en = "append returns nothing yet. The first call must return what it was given."
        vi = "append chưa trả về gì. Lần gọi đầu phải trả về đúng những gì nó nhận."
    elif shapes[0] != wanted[0]:
        en = (f"After the first call the shapes must be {wanted[0]}: all keys, then all values. "
              f"Yours are {shapes[0]}.")
        vi = (f"Sau lần gọi đầu, các shape phải là {wanted[0]}: mọi key, rồi mọi value. Của bạn là "
              f"{shapes[0]}.")
    elif shapes[1] == wanted[0]:
        en = ("The second call returns the new token alone: the past is lost. Keep it in self, and "
              "concatenate.")
        vi = ("Lần gọi thứ hai chỉ trả về token mới: quá khứ đã mất. Hãy giữ nó trong self rồi nối "
              "lại.")
    elif shapes[1] != wanted[1]:
        en = (f"After the second call the shapes must be {wanted[1]}, yours are {shapes[1]}. "
              "Tokens are the last axis but one, whatever is in front.")
        vi = (f"Sau lần gọi thứ hai, các shape phải là {wanted[1]}, của bạn là {shapes[1]}. Token "
              "ở trục áp chót, dù phía trước có gì.")
    elif np.allclose(answers[1][0], ks[:, 1::-1]):
        en = ("New tokens come before old ones. The shape is the same, but the last query "
              "would meet the keys in the wrong order: put the past first.")
        vi = ("Token mới đứng trước token cũ. Shape vẫn như thế, nhưng thứ tự key đã sai: hãy đặt "
              "quá khứ lên trước.")
    elif shapes[2] != wanted[2] or not np.allclose(answers[2][0], ks):
        en = (f"Two calls are right, the third is not: its shapes are {shapes[2]}. Does append "
              "store what it has joined?")
        vi = (f"Hai lần gọi đầu đúng, lần thứ ba thì không: các shape là {shapes[2]}. append đã "
              "lưu lại phần vừa nối chưa?")
    elif not np.allclose(answers[2][1], vs):
        en = "The keys are right, the values are not. Return the values second, in their order."
        vi = "Key đã đúng, value thì chưa. Hãy trả về value ở vị trí thứ hai, theo đúng thứ tự."
    elif np.shape(fresh[0]) != (2, 1, 5):
        en = ("A second cache begins with the tokens of the first: they share an array of the "
              "class. Each object needs its own, made in __init__.")
        vi = ("Cache thứ hai lại bắt đầu bằng token của cache thứ nhất: chúng dùng chung một mảng "
              "của class. Mỗi đối tượng cần mảng riêng, tạo trong __init__.")
    else:
        en = "Right: for any axes in front, and each cache has a past of its own."
        vi = "Đúng: phía trước có trục nào cũng được, và mỗi cache có quá khứ của riêng mình."
        solved = True
except Exception as error:  # whatever was left behind, the check answers
    en = f"The check cannot use your answer yet: {error!r}"
    vi = f"Chưa chấm được câu trả lời của bạn: {error!r}"
print(vi if os.environ.get("LANG", "").startswith("vi") else en)
# --8<-- [end:check]

# --8<-- [start:solution]
class MyCache:
    """Keys (…, T, d) and values (…, T, d_v) of all tokens so far."""

    def __init__(self):
        self.past = None

    def append(self, key, value):
        """Return all keys and all values so far."""
        if self.past is not None:
            key = np.concatenate([self.past[0], key], axis=-2)
            value = np.concatenate([self.past[1], value], axis=-2)
        self.past = key, value
        return key, value
# --8<-- [end:solution]

# --8<-- [start:wrong_1]
class MyCache:
    past = None

    def append(self, key, value):
        if self.past is not None:
            key = np.concatenate([self.past[0], key])
            value = np.concatenate([self.past[1], value])
        self.past = key, value
        return key, value
# --8<-- [end:wrong_1]

# --8<-- [start:wrong_2]
class MyCache:
    def append(self, key, value):
        self.past = key, value
        return self.past
# --8<-- [end:wrong_2]

# --8<-- [start:wrong_3]
class MyCache:
    past = None

    def append(self, key, value):
        if self.past is not None:
            key = np.concatenate([key, self.past[0]], axis=-2)
            value = np.concatenate([value, self.past[1]], axis=-2)
        self.past = key, value
        return key, value
# --8<-- [end:wrong_3]

# --8<-- [start:wrong_4]
class MyCache:
    keys, values = [], []

    def append(self, key, value):
        self.keys.append(key)
        self.values.append(value)
        return (np.concatenate(self.keys, axis=-2),
                np.concatenate(self.values, axis=-2))
# --8<-- [end:wrong_4]

# --8<-- [start:wrong_5]
class MyCache:
    past = None

    def append(self, key, value):
        if self.past is None:
            self.past = key, value
            return self.past
        return (np.concatenate([self.past[0], key], axis=-2),
                np.concatenate([self.past[1], value], axis=-2))
# --8<-- [end:wrong_5]
