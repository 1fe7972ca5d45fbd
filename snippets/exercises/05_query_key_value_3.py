"""Repair: a cross-attention with two faults."""

# --8<-- [start:start]
def cross_attention(asking, asked, w_query, w_key, w_value):
    queries = asking @ w_query
    keys = asked @ w_query
    values = asking @ w_value
    weights = softmax(queries @ keys.T / np.sqrt(keys.shape[-1]))
    return weights @ values
# --8<-- [end:start]

# --8<-- [start:check]
import os

try:
    found, alone = [
        np.asarray(cross_attention(decoder, x, w_query, w_key, w_value), dtype=float) for x in (inputs, decoder)
    ]
    shared = softmax(cross_queries @ queries.T / np.sqrt(2)) @ values
    if found.shape != (4, 2):
        en = f"Four tokens of two numbers should come out, yours has shape {found.shape}. Mix the values, asked @ w_value."
        vi = f"Kết quả phải là bốn token, mỗi token hai số; của bạn có shape {found.shape}. Hãy trộn value, tức asked @ w_value."
    elif np.allclose(found, alone):
        en = "The tokens that are asked play no part: this is self-attention of the four that ask."
        vi = "Các token được hỏi chẳng góp gì: đây là self-attention của bốn token đi hỏi."
    elif np.allclose(found, shared):
        en = "The shapes fit, but the keys come from w_query: asking and being asked share one matrix."
        vi = "Shape đã khớp, nhưng key vẫn tạo từ w_query: hỏi và được hỏi dùng chung một ma trận."
    elif np.allclose(found, cross_context):
        en = "Right: queries from those who ask, keys and values from those who are asked, a matrix for each."
        vi = "Đúng: query từ bên hỏi, key và value từ bên được hỏi, mỗi thứ một ma trận."
    else:
        en = "The shape is right, the numbers are not. Print queries, keys and values, and compare with the page."
        vi = "Shape đúng nhưng số chưa đúng. Hãy in queries, keys, values rồi so với bài."
except ValueError:
    en = "Four tokens ask six, and the shapes do not fit: weights (4, 6) can mix only the values of the six."
    vi = "Bốn token hỏi sáu token thì shape không khớp: weights (4, 6) chỉ trộn được value của sáu token."
except Exception as error:  # whatever the cell above left behind, the check has an answer
    en = f"The check cannot use your answer yet: {error!r}"
    vi = f"Chưa chấm được câu trả lời của bạn: {error!r}"
print(vi if os.environ.get("LANG", "").startswith("vi") else en)
# --8<-- [end:check]

# --8<-- [start:solution]
def cross_attention(asking, asked, w_query, w_key, w_value):
    queries = asking @ w_query
    keys = asked @ w_key
    values = asked @ w_value
    weights = softmax(queries @ keys.T / np.sqrt(keys.shape[-1]))
    return weights @ values
# --8<-- [end:solution]

# --8<-- [start:wrong_1]
def cross_attention(asking, asked, w_query, w_key, w_value):
    queries = asking @ w_query
    keys = asked @ w_key
    values = asking @ w_value
    weights = softmax(queries @ keys.T / np.sqrt(keys.shape[-1]))
    return weights @ values
# --8<-- [end:wrong_1]

# --8<-- [start:wrong_2]
def cross_attention(asking, asked, w_query, w_key, w_value):
    queries = asking @ w_query
    keys = asked @ w_query
    values = asked @ w_value
    weights = softmax(queries @ keys.T / np.sqrt(keys.shape[-1]))
    return weights @ values
# --8<-- [end:wrong_2]

# --8<-- [start:wrong_3]
def cross_attention(asking, asked, w_query, w_key, w_value):
    queries = asking @ w_query
    keys = asking @ w_key
    values = asking @ w_value
    weights = softmax(queries @ keys.T / np.sqrt(keys.shape[-1]))
    return weights @ values
# --8<-- [end:wrong_3]

# --8<-- [start:wrong_4]
def cross_attention(asking, asked, w_query, w_key, w_value):
    queries = asking @ w_query
    keys = asked @ w_key
    weights = softmax(queries @ keys.T / np.sqrt(keys.shape[-1]))
    return weights @ asked
# --8<-- [end:wrong_4]
