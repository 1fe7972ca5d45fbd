"""Write it yourself: the map of a real head, compared with the recorded one."""

# --8<-- [start:start]
from attention import softmax


def head_map(x, w_query, w_key):
    """Return the attention weights (T, T) of a head of the model."""
    ...
# --8<-- [end:start]

# --8<-- [start:check]
import os

from attention import softmax


def error_to_map(rotated, masked=True, scale=8):
    """Return how far the answer is from a map that is computed in another way."""
    q, k = (rotated(x_animal @ w) for w in (w_q, w_k))
    seen = np.tril(np.ones((12, 12), dtype=bool)) if masked else np.ones((12, 12), dtype=bool)
    return np.abs(answer - softmax(np.where(seen, q @ k.T / scale, -np.inf))).max()


try:
    x_animal = one_head["animal_input"].astype(np.float32)
    w_q, w_k = (one_head[name].astype(np.float32) for name in ("w_query", "w_key"))
    answer = np.asarray(head_map(x_animal.copy(), w_q, w_k), dtype=float)
    if answer.shape != (12, 12):
        en = f"Twelve tokens need a map (12, 12); yours has shape {answer.shape}. Does it return?"
        vi = (
            f"Mười hai token cần bảng (12, 12); của bạn có shape {answer.shape}. Hàm đã return"
            " chưa?"
        )
    elif np.isnan(answer).any():
        en = "There is nan in the map: never multiply -inf by 0, and let a token see itself."
        vi = "Trong bảng có nan: đừng nhân -inf với 0, và token nào cũng được phép nhìn chính nó."
    elif np.abs(answer - one_head["animal_map"]).max() < 0.001:
        en = "Right: your function computes the map of a trained model to within 0.001."
        vi = "Đúng: hàm của bạn tính ra bảng của một mô hình đã huấn luyện, sai không quá 0.001."
        solved = True
    elif np.triu(answer, 1).any():
        en = f"The future gets {np.triu(answer, 1).sum(axis=1).max():.2f} in one row: mask it."
        vi = f"Có hàng mà tương lai được {np.triu(answer, 1).sum(axis=1).max():.2f}: hãy che nó."
    elif not np.allclose(answer.sum(axis=1), 1, atol=1e-4):
        en = f"A row sums to {answer.sum(axis=1).min():.2f}: mask the scores, not the weights."
        vi = (
            f"Có hàng có tổng {answer.sum(axis=1).min():.2f}: hãy che điểm, không phải che trọng"
            " số."
        )
    elif error_to_map(lambda each: each) < 0.01:
        en = "Query and key are not rotated: this head does not know the order of the tokens."
        vi = "Query và key chưa được quay: head này không biết thứ tự của các token."
    elif error_to_map(rotary_embedding) < 0.01:
        en = "The rotation has its default base, 10 000. This model was trained with 100 000."
        vi = (
            "Phép quay đang dùng cơ số mặc định, 10 000. Mô hình này được huấn luyện với 100 000."
        )
    elif error_to_map(lambda each: rotary_embedding(each, base=100_000, interleaved=True)) < 0.01:
        en = (
            "You rotate pairs of neighbours. These matrices are for a rotation in halves, the"
            " default. The result looks plausible and is wrong."
        )
        vi = (
            "Bạn quay từng cặp thành phần kề nhau. Các ma trận này dành cho phép quay theo nửa, tức"
            " mặc định. Kết quả trông hợp lý nhưng sai."
        )
    elif error_to_map(lambda each: rotary_embedding(each, base=100_000), scale=24) < 0.01:
        en = "You divide by √576. A dot product of this head has 64 terms."
        vi = "Bạn chia cho √576. Tích vô hướng của head này có 64 số hạng."
    elif error_to_map(lambda each: rotary_embedding(each, base=100_000), scale=1) < 0.01:
        en = "The scores are not divided by √64."
        vi = "Điểm chưa được chia cho √64."
    else:
        en = (
            f"The map differs from the recorded one by up to"
            f" {np.abs(answer - one_head['animal_map']).max():.2f}: rotate, compare, scale, mask,"
            " softmax."
        )
        vi = (
            f"Bảng lệch khỏi bảng ghi sẵn tới {np.abs(answer - one_head['animal_map']).max():.2f}:"
            " quay, so sánh, chia, che, softmax."
        )
except Exception as error:  # whatever was left behind, the check answers
    en = f"The check cannot use your answer yet: {error!r}"
    vi = f"Chưa chấm được câu trả lời của bạn: {error!r}"
print(vi if os.environ.get("LANG", "").startswith("vi") else en)
# --8<-- [end:check]

# --8<-- [start:solution]
from attention import softmax


def head_map(x, w_query, w_key):
    """Return the attention weights (T, T) of a head of the model."""
    query, key = (rotary_embedding(x @ w, base=100_000)
                  for w in (w_query, w_key))
    scores = query @ key.T / np.sqrt(w_key.shape[1])
    seen = np.tril(np.ones(scores.shape, dtype=bool))
    return softmax(np.where(seen, scores, -np.inf))
# --8<-- [end:solution]

# --8<-- [start:wrong_1]
from attention import softmax


def head_map(x, w_query, w_key):
    scores = (x @ w_query) @ (x @ w_key).T / np.sqrt(w_key.shape[1])
    return softmax(np.where(np.tril(np.ones(scores.shape, dtype=bool)), scores, -np.inf))
# --8<-- [end:wrong_1]

# --8<-- [start:wrong_2]
from attention import softmax


def head_map(x, w_query, w_key):
    query, key = (rotary_embedding(x @ w) for w in (w_query, w_key))
    scores = query @ key.T / np.sqrt(w_key.shape[1])
    return softmax(np.where(np.tril(np.ones(scores.shape, dtype=bool)), scores, -np.inf))
# --8<-- [end:wrong_2]

# --8<-- [start:wrong_3]
from attention import softmax


def head_map(x, w_query, w_key):
    query, key = (rotary_embedding(x @ w, base=100_000, interleaved=True)
                  for w in (w_query, w_key))
    scores = query @ key.T / np.sqrt(w_key.shape[1])
    return softmax(np.where(np.tril(np.ones(scores.shape, dtype=bool)), scores, -np.inf))
# --8<-- [end:wrong_3]

# --8<-- [start:wrong_4]
from attention import softmax


def head_map(x, w_query, w_key):
    query, key = (rotary_embedding(x @ w, base=100_000) for w in (w_query, w_key))
    scores = query @ key.T / np.sqrt(x.shape[1])
    return softmax(np.where(np.tril(np.ones(scores.shape, dtype=bool)), scores, -np.inf))
# --8<-- [end:wrong_4]

# --8<-- [start:wrong_5]
from attention import softmax


def head_map(x, w_query, w_key):
    query, key = (rotary_embedding(x @ w, base=100_000) for w in (w_query, w_key))
    return softmax(query @ key.T / np.sqrt(w_key.shape[1]))
# --8<-- [end:wrong_5]

# --8<-- [start:wrong_6]
from attention import softmax


def head_map(x, w_query, w_key):
    query, key = (rotary_embedding(x @ w, base=100_000) for w in (w_query, w_key))
    weights = softmax(query @ key.T / np.sqrt(w_key.shape[1]))
    return weights * np.tril(np.ones(weights.shape))
# --8<-- [end:wrong_6]

# --8<-- [start:wrong_7]
from attention import softmax


def head_map(x, w_query, w_key):
    query, key = (rotary_embedding(x @ w, base=100_000) for w in (w_query, w_key))
    scores = query @ key.T
    return softmax(np.where(np.tril(np.ones(scores.shape, dtype=bool)), scores, -np.inf))
# --8<-- [end:wrong_7]
