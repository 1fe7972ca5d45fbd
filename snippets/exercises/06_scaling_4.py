"""Build: scaled scores that do not overflow in float16."""

# --8<-- [start:start]
def scaled_scores(query, key):
    """Return query key.T / √d_k in float16, whose largest number is 65504."""
    return np.zeros((len(query), len(key)))
# --8<-- [end:start]

# --8<-- [start:check]
import os

try:
    key = (20 * np.random.default_rng(0).normal(size=(8, 1024))).astype(np.float16)
    query = key[:6].copy()
    exact = query.astype(float) @ key.astype(float).T / 32
    with np.errstate(all="ignore"):
        found = np.asarray(scaled_scores(query, key.copy()), dtype=float)

    def is_near(expected):
        return np.abs(found - expected).max() < 0.01 * np.abs(expected).max()

    if found.shape != exact.shape:
        en = f"6 queries and 8 keys give scores of shape {exact.shape}, not {found.shape}."
        vi = f"6 query và 8 key cho điểm có shape {exact.shape}, của bạn là {found.shape}."
    elif not np.isfinite(found).all():
        en = "inf: a sum of undivided products exceeds the range of float16 before you divide it."
        vi = "Ra inf: tổng các tích chưa chia vượt quá float16 trước khi bạn kịp chia."
    elif is_near(exact):
        en = "Right: you divide early enough, so no sum leaves the range of float16."
        vi = "Đúng: bạn chia đủ sớm nên không tổng nào vượt quá float16."
        solved = True
    elif is_near(exact / 32):
        en = "Finite, but both sides are divided by √d_k, so the scores are divided by d_k."
        vi = "Không tràn nữa, nhưng cả hai bên đều bị chia cho √d_k, tổng cộng là chia cho d_k."
    elif is_near(exact * 32):
        en = "Finite, but not divided yet."
        vi = "Không tràn, nhưng chưa chia."
    else:
        en = "The shape is right, but these are not the scores divided by √d_k."
        vi = "Shape đúng, nhưng đây chưa phải là điểm chia cho √d_k."
except Exception as error:  # whatever was left behind, the check answers
    en = f"The check cannot use your answer yet: {error!r}"
    vi = f"Chưa chấm được câu trả lời của bạn: {error!r}"
print(vi if os.environ.get("LANG", "").startswith("vi") else en)
# --8<-- [end:check]

# --8<-- [start:solution]
def scaled_scores(query, key):
    """Return query key.T / √d_k in float16, whose largest number is 65504."""
    return (query / query.shape[-1] ** 0.5) @ key.T
# --8<-- [end:solution]

# --8<-- [start:wrong_1]
def scaled_scores(query, key):
    return query @ key.T / query.shape[-1] ** 0.5
# --8<-- [end:wrong_1]

# --8<-- [start:wrong_2]
def scaled_scores(query, key):
    root = query.shape[-1] ** 0.5
    return (query / root) @ (key / root).T
# --8<-- [end:wrong_2]

# --8<-- [start:wrong_3]
def scaled_scores(query, key):
    return query.astype(float) @ key.astype(float).T
# --8<-- [end:wrong_3]

# --8<-- [start:wrong_4]
def scaled_scores(query, key):
    return (key / key.shape[-1] ** 0.5) @ query.T
# --8<-- [end:wrong_4]
