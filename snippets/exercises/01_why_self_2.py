"""Build: a vector at which cat looks more than at sat, and which is orthogonal to mat."""

# --8<-- [start:start]
slept = np.array([0.0, 0.0])

print(f"cat scores it {cat @ slept:.2f}")
print(f"mat scores it {mat @ slept:.2f}")
# --8<-- [end:start]

# --8<-- [start:check]
import os

try:
    found = np.asarray(slept, dtype=float)
    two_numbers = found.shape == (2,) and np.isfinite(found).all()
    by_cat, by_mat = (inputs[1] @ found, inputs[5] @ found) if two_numbers else (0, 0)
    if not two_numbers:
        en = f"A token of this sentence has two numbers, shape (2,). Yours is {found}, shape {found.shape}."
        vi = f"Token của câu này có hai số, shape (2,). Của bạn là {found}, shape {found.shape}."
    elif not found.any():
        en = "Two zeros are orthogonal to mat, but to cat as well: with them every dot product is 0."
        vi = "Hai số 0 thì vuông góc với mat, nhưng với cat cũng vậy: tích vô hướng nào cũng bằng 0."
    elif by_cat <= 2:
        en = f"cat scores it {by_cat:.2f}, and sat 2. Only the first number counts for cat: make it larger."
        vi = f"cat cho nó {by_cat:.2f} điểm, còn sat được 2. Với cat, chỉ con số đầu tiên có tác dụng: hãy tăng nó lên."
    elif by_mat < -1e-9:
        en = f"mat scores it {by_mat:.2f}. Negative is the opposite side; orthogonal is 0."
        vi = f"mat cho nó {by_mat:.2f} điểm. Số âm là ngược phía; vuông góc thì phải bằng 0."
    elif by_mat > 1e-9:
        en = f"mat scores it {by_mat:.2f}. Positive means that mat looks at it; orthogonal is 0."
        vi = f"mat cho nó {by_mat:.2f} điểm. Số dương tức là mat có nhìn nó; vuông góc thì phải bằng 0."
    else:
        en = f"Right: cat scores it {by_cat:.2f}, more than sat, and mat scores it 0."
        vi = f"Đúng: cat cho nó {by_cat:.2f} điểm, cao hơn sat, còn mat cho nó 0."
except Exception as error:  # whatever the cell above left behind, the check has an answer
    en = f"The check cannot use your answer yet: {error!r}"
    vi = f"Chưa chấm được câu trả lời của bạn: {error!r}"
print(vi if os.environ.get("LANG", "").startswith("vi") else en)
# --8<-- [end:check]

# --8<-- [start:solution]
slept = np.array([3.0, 3.0])

print(f"cat scores it {cat @ slept:.2f}")
print(f"mat scores it {mat @ slept:.2f}")
# --8<-- [end:solution]

# --8<-- [start:wrong_1]
slept = np.array([2.0, 2.0])
# --8<-- [end:wrong_1]

# --8<-- [start:wrong_2]
slept = np.array([3.0, 0.0])
# --8<-- [end:wrong_2]

# --8<-- [start:wrong_3]
slept = np.array([3.0, 4.0])
# --8<-- [end:wrong_3]

# --8<-- [start:wrong_4]
slept = np.array([3.0, 3.0, 0.0])
# --8<-- [end:wrong_4]
