"""Predict, then run: a token twice as long, through RMSNorm and the residual connection."""

# --8<-- [start:start]
x_twice = np.array([2.0, 14.0])  # twice the vector of the page

attention_reads = [0, 0]
after_residual = [0, 0]
# --8<-- [end:start]

# --8<-- [start:check]
import os

try:
    reads = np.asarray(attention_reads, dtype=float)
    result = np.asarray(after_residual, dtype=float)
    if reads.shape != (2,) or result.shape != (2,):
        en = "Both answers are lists of two numbers."
        vi = "Mỗi câu trả lời là một danh sách hai số."
    elif np.allclose(reads, [0.4, 2.8]):
        en = (
            "0.4 and 2.8 are twice the numbers of the page. But the root mean square is twice as"
            " large too: it is 10."
        )
        vi = (
            "0.4 và 2.8 gấp đôi số trong bài. Nhưng căn của trung bình bình phương cũng gấp đôi: nó"
            " bằng 10."
        )
    elif not np.allclose(reads, [0.2, 1.4]):
        en = (
            f"Attention does not read {reads.tolist()}. Square both components, take the mean, then"
            " the root, and divide."
        )
        vi = (
            f"Attention không đọc {reads.tolist()}. Bình phương hai thành phần, lấy trung bình, lấy"
            " căn, rồi chia."
        )
    elif np.allclose(result, [6.2, -4.6]):
        en = (
            "You added to the normalized vector. The residual connection adds to the token itself,"
            " (2, 14)."
        )
        vi = (
            "Bạn cộng vào vector đã chuẩn hóa. Kết nối residual cộng vào chính token, tức (2, 14)."
        )
    elif np.allclose(result, [14, 2]):
        en = (
            "(14, 2) adds twice (6, -6). But attention reads the same (0.2, 1.4) as before, so it"
            " adds the same (6, -6)."
        )
        vi = (
            "(14, 2) là cộng hai lần (6, -6). Nhưng attention đọc đúng (0.2, 1.4) như trước, nên"
            " nó cộng thêm đúng (6, -6)."
        )
    elif not np.allclose(result, [8, 8]):
        en = f"After the residual connection it is not {result.tolist()}: add (6, -6) to (2, 14)."
        vi = f"Sau kết nối residual không phải {result.tolist()}: hãy cộng (6, -6) vào (2, 14)."
    else:
        en = (
            "Right: attention reads a token without its length, so what it adds counts for less in"
            " a long token than in a short one."
        )
        vi = (
            "Đúng: attention đọc token mà không biết độ dài của nó, nên phần cộng thêm làm thay đổi"
            " token dài ít hơn token ngắn."
        )
        solved = True
except Exception as error:  # whatever was left behind, the check answers
    en = f"The check cannot use your answer yet: {error!r}"
    vi = f"Chưa chấm được câu trả lời của bạn: {error!r}"
print(vi if os.environ.get("LANG", "").startswith("vi") else en)
# --8<-- [end:check]

# --8<-- [start:solution]
attention_reads = [0.2, 1.4]
after_residual = [8, 8]
# --8<-- [end:solution]

# --8<-- [start:wrong_1]
attention_reads = [0.4, 2.8]
after_residual = [8, 8]
# --8<-- [end:wrong_1]

# --8<-- [start:wrong_2]
attention_reads = [0.2, 1.4]
after_residual = [6.2, -4.6]
# --8<-- [end:wrong_2]

# --8<-- [start:wrong_3]
attention_reads = [0.2, 1.4]
after_residual = [14, 2]
# --8<-- [end:wrong_3]
