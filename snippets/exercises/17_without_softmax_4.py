"""Write a gated delta rule."""

# --8<-- [start:start]
def gated_delta(query, key, value, keeps, betas):
    """Return the results (T, d_v) of one pass over the tokens.

    query, key are (T, d), value (T, d_v), keeps and betas (T,); keys have length 1.
    """
    return np.zeros_like(value)
# --8<-- [end:start]

# --8<-- [start:check]
import os

try:
    draw = np.random.default_rng(1)
    q, k = draw.normal(size=(2, 6, 3))
    k /= np.linalg.norm(k, axis=1, keepdims=True)
    v, fade, strength = draw.normal(size=(6, 2)), draw.uniform(0.3, 1, 6), draw.uniform(0.2, 1, 6)

    def expected(fade=fade, strength=strength, erase=1, late=False, first=False):
        table, rows = np.zeros((3, 2)), []
        for i in range(6):
            before, old_table = q[i] @ table, table
            table = fade[i] * table
            old = k[i] @ (old_table if late else table)
            table = table + strength[i] * np.outer(k[i], v[i] - erase * old)
            rows.append(before if first else q[i] @ table)
        return np.array(rows)

    found = np.asarray(gated_delta(*(a.copy() for a in (q, k, v, fade, strength))), dtype=float)
    ones = np.ones(6)
    if found.shape != v.shape:
        en = f"The results must have the shape {v.shape}; yours have {found.shape}."
        vi = f"Kết quả phải có shape {v.shape}; của bạn là {found.shape}."
    elif np.allclose(found, expected()):
        en = "Right: decay, ask, write the difference, answer. Three of four layers of Qwen3-Next do this."
        vi = "Đúng: phai bớt, hỏi, ghi phần chênh lệch, trả lời. Ba phần tư số lớp của Qwen3-Next làm thế."
        solved = True
    elif np.allclose(found, expected(erase=0)):
        en = "You add the value to the old answer. Subtract what the state says for this key first."
        vi = "Bạn cộng value vào câu trả lời cũ. Trước hết hãy trừ đi điều trạng thái đang nói cho key này."
    elif np.allclose(found, expected(late=True)):
        en = "You ask for the old answer before the decay. Decay first: then beta 1 overwrites exactly."
        vi = "Bạn hỏi câu trả lời cũ trước khi phai. Hãy cho phai trước: khi đó beta bằng 1 sẽ ghi đè đúng."
    elif np.allclose(found, expected(first=True)):
        en = "You answer before you write. A token's query sees its own key, too."
        vi = "Bạn trả lời trước khi ghi. Query của một token cũng nhìn thấy key của chính nó."
    elif np.allclose(found, expected(fade=ones)):
        en = "The decay is missing: multiply the state by keeps[i] first."
        vi = "Thiếu bước phai: trước hết hãy nhân trạng thái với keeps[i]."
    elif np.allclose(found, expected(strength=ones)):
        en = "beta is missing: the difference is written with the strength betas[i]."
        vi = "Thiếu beta: phần chênh lệch được ghi với độ mạnh betas[i]."
    else:
        en = "Not yet. For each token: decay, old = k @ state, add beta · outer(k, v - old), q @ state."
        vi = "Chưa đúng. Mỗi token: phai, old = k @ state, cộng beta · outer(k, v - old), q @ state."
except Exception as error:  # whatever was left behind, the check answers
    en = f"The check cannot use your answer yet: {error!r}"
    vi = f"Chưa chấm được câu trả lời của bạn: {error!r}"
print(vi if os.environ.get("LANG", "").startswith("vi") else en)
# --8<-- [end:check]

# --8<-- [start:solution]
def gated_delta(query, key, value, keeps, betas):
    """Return the results (T, d_v)."""
    state, results = np.zeros((key.shape[1], value.shape[1])), []
    for q, k, v, keep, beta in zip(query, key, value, keeps, betas):
        state = keep * state
        state = state + beta * np.outer(k, v - k @ state)
        results.append(q @ state)
    return np.array(results)
# --8<-- [end:solution]

# --8<-- [start:wrong_1]
def gated_delta(query, key, value, keeps, betas):
    state, results = np.zeros((key.shape[1], value.shape[1])), []
    for q, k, v, keep, beta in zip(query, key, value, keeps, betas):
        state = keep * state + beta * np.outer(k, v)
        results.append(q @ state)
    return np.array(results)
# --8<-- [end:wrong_1]

# --8<-- [start:wrong_2]
def gated_delta(query, key, value, keeps, betas):
    state, results = np.zeros((key.shape[1], value.shape[1])), []
    for q, k, v, keep, beta in zip(query, key, value, keeps, betas):
        state = keep * state + beta * np.outer(k, v - k @ state)
        results.append(q @ state)
    return np.array(results)
# --8<-- [end:wrong_2]

# --8<-- [start:wrong_3]
def gated_delta(query, key, value, keeps, betas):
    state, results = np.zeros((key.shape[1], value.shape[1])), []
    for q, k, v, keep, beta in zip(query, key, value, keeps, betas):
        results.append(q @ state)
        state = keep * state
        state = state + beta * np.outer(k, v - k @ state)
    return np.array(results)
# --8<-- [end:wrong_3]

# --8<-- [start:wrong_4]
def gated_delta(query, key, value, keeps, betas):
    state, results = np.zeros((key.shape[1], value.shape[1])), []
    for q, k, v, beta in zip(query, key, value, betas):
        state = state + beta * np.outer(k, v - k @ state)
        results.append(q @ state)
    return np.array(results)
# --8<-- [end:wrong_4]

# --8<-- [start:wrong_5]
def gated_delta(query, key, value, keeps, betas):
    state, results = np.zeros((key.shape[1], value.shape[1])), []
    for q, k, v, keep in zip(query, key, value, keeps):
        state = keep * state
        state = state + np.outer(k, v - k @ state)
        results.append(q @ state)
    return np.array(results)
# --8<-- [end:wrong_5]
