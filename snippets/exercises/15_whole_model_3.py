"""Write a model of two blocks."""

# --8<-- [start:start]
def two_blocks(first, second, ids):
    """Return the logits (B, T, characters) of the ids (B, T) after two blocks."""
    x = first["embed"][ids] + first["place"][:ids.shape[1]]
    x = x + look(first, x)[0]
    x = x + np.maximum(norm(x) @ first["up"], 0) @ first["down"]
    return norm(x) @ second["logits"]
# --8<-- [end:start]

# --8<-- [start:check]
import os

try:
    one, two = new_weights(5), new_weights(6)
    some_ids = known[:16].reshape(2, 8)

    def passed(w, x, residual=True):
        looked = look(w, x)[0]
        x = x + looked if residual else looked
        more = np.maximum(norm(x) @ w["up"], 0) @ w["down"]
        return x + more if residual else more

    begun = one["embed"][some_ids] + one["place"][:8]
    middle = passed(one, begun)
    goal = norm(passed(two, middle)) @ two["logits"]
    found = np.asarray(two_blocks(one, two, some_ids.copy()), dtype=float)
    again = two["embed"][some_ids] + two["place"][:8]
    if found.shape != goal.shape:
        en = f"The logits must have the shape {goal.shape}; yours have {found.shape}."
        vi = f"Logit phải có shape {goal.shape}; của bạn là {found.shape}."
    elif np.allclose(found, goal):
        en = "Right: the second block reads what the first has made of the tokens."
        vi = "Đúng: khối thứ hai đọc những gì khối thứ nhất đã làm ra từ các token."
        solved = True
    elif np.allclose(found, norm(middle) @ two["logits"]):
        en = "That is one block: the weights of second are used for the logits alone."
        vi = "Đó mới là một khối: trọng số của second chỉ được dùng cho logit."
    elif np.allclose(found, norm(passed(one, middle)) @ two["logits"]):
        en = "Both blocks use the weights of first. The second block has its own."
        vi = "Cả hai khối đều dùng trọng số của first. Khối thứ hai có trọng số riêng."
    elif np.allclose(found, norm(passed(two, again)) @ two["logits"]):
        en = "The second block begins with the ids again. It should read the result of the first."
        vi = "Khối thứ hai bắt đầu lại từ các id. Nó phải đọc kết quả của khối thứ nhất."
    elif np.allclose(found, norm(passed(two, middle, residual=False)) @ two["logits"]):
        en = "In the second block the residual connections are missing: x = x + …, twice."
        vi = "Khối thứ hai thiếu kết nối residual: x = x + …, hai lần."
    elif np.allclose(found, passed(two, middle) @ two["logits"]):
        en = "Before the logits the vectors are normalized: norm(x) @ second['logits']."
        vi = "Trước khi tính logit phải chuẩn hóa các vector: norm(x) @ second['logits']."
    else:
        en = "Not yet: embed with first, then look and MLP of first, look and MLP of second, logits."
        vi = "Chưa đúng: embedding của first, rồi look và MLP của first, look và MLP của second, logit."
except Exception as error:  # whatever was left behind, the check answers
    en = f"The check cannot use your answer yet: {error!r}"
    vi = f"Chưa chấm được câu trả lời của bạn: {error!r}"
print(vi if os.environ.get("LANG", "").startswith("vi") else en)
# --8<-- [end:check]

# --8<-- [start:solution]
def two_blocks(first, second, ids):
    """Return the logits (B, T, characters) of the ids (B, T) after two blocks."""
    x = first["embed"][ids] + first["place"][:ids.shape[1]]
    for w in (first, second):
        x = x + look(w, x)[0]
        x = x + np.maximum(norm(x) @ w["up"], 0) @ w["down"]
    return norm(x) @ second["logits"]
# --8<-- [end:solution]

# --8<-- [start:wrong_1]
def two_blocks(first, second, ids):
    x = first["embed"][ids] + first["place"][:ids.shape[1]]
    for _ in range(2):
        x = x + look(first, x)[0]
        x = x + np.maximum(norm(x) @ first["up"], 0) @ first["down"]
    return norm(x) @ second["logits"]
# --8<-- [end:wrong_1]

# --8<-- [start:wrong_2]
def two_blocks(first, second, ids):
    for w in (first, second):
        x = w["embed"][ids] + w["place"][:ids.shape[1]]
        x = x + look(w, x)[0]
        x = x + np.maximum(norm(x) @ w["up"], 0) @ w["down"]
    return norm(x) @ second["logits"]
# --8<-- [end:wrong_2]

# --8<-- [start:wrong_3]
def two_blocks(first, second, ids):
    x = first["embed"][ids] + first["place"][:ids.shape[1]]
    x = x + look(first, x)[0]
    x = x + np.maximum(norm(x) @ first["up"], 0) @ first["down"]
    x = look(second, x)[0]
    x = np.maximum(norm(x) @ second["up"], 0) @ second["down"]
    return norm(x) @ second["logits"]
# --8<-- [end:wrong_3]

# --8<-- [start:wrong_4]
def two_blocks(first, second, ids):
    x = first["embed"][ids] + first["place"][:ids.shape[1]]
    for w in (first, second):
        x = x + look(w, x)[0]
        x = x + np.maximum(norm(x) @ w["up"], 0) @ w["down"]
    return x @ second["logits"]
# --8<-- [end:wrong_4]
