"""The pictures of "How is the future hidden?"."""

from maps import draw_weight_map, listed
from svg import Canvas
from transformer import STRIP, draw_here

WORDS = {
    "en": {
        **STRIP["en"],
        "sinks_title": "The mean of all 270 heads of SmolLM2",
        "sinks_query": "query ↓",
        "sinks_key": "key →",
        "sinks_description": (
            "A triangle of mean attention weights with six rows, one for each token of the running"
            " sentence as a query, and six columns, one for each as a key. The first column, Your,"
            " is by far the darkest: {column}."
        ),
        "triangle_title": "Weights without a mask, and with the causal mask",
        "triangle_before": "without a mask: every query sees all keys",
        "triangle_after": "with the causal mask: row i sees keys 1 to i",
        "triangle_description": (
            "Two tables of weights with six rows, one for each query, and six columns, one for each"
            " key. At the top all 36 weights are there, and a line in the shape of stairs separates"
            " the future, above the diagonal, from the rest. At the bottom the future is empty, and"
            " each row sums to 1 again: {rows}."
        ),
        "rows_title": "Row by row: the visible keys get the weight of the hidden ones",
        "rows_head": "top: weights without a mask, below: with it",
        "rows_description": (
            "Six rows, one for each query. In each row, the upper strip holds the six weights"
            " without a mask, each as wide as its weight; the keys of the future are hollow and"
            " struck out."
            " The rest is stretched into the lower strip, which again fills the width. {rows}."
        ),
        "rows_row": "{token} has {left} left, which becomes {weights}",
        "aligned_title": "Two queries, six keys: the triangle aligned to two corners",
        "aligned_all": "all six queries",
        "aligned_right": "last two queries, bottom right: same rows",
        "aligned_left": "last two queries, top left: other rows",
        "aligned_description": (
            "Three tables of weights, with a column for each key. At the top, all six queries and"
            " the causal triangle; the rows of one and step are framed. In the middle, one and step"
            " alone, with the triangle aligned to the bottom right: {right}, the framed rows again."
            " At the bottom, it is aligned to the top left: {left}, other numbers, and step cannot"
            " see itself."
        ),
    },
    "vi": {
        **STRIP["vi"],
        "sinks_title": "Trung bình của cả 270 head trong SmolLM2",
        "sinks_query": "query ↓",
        "sinks_key": "key →",
        "sinks_description": (
            "Một tam giác trọng số attention trung bình: sáu hàng, mỗi token của câu là một query,"
            " và sáu cột, mỗi token là một key. Cột đầu tiên, Your, đậm hơn hẳn: {column}."
        ),
        "triangle_title": "Trọng số khi chưa có mặt nạ, và khi có mặt nạ nhân quả",
        "triangle_before": "chưa có mặt nạ: query nào cũng thấy mọi key",
        "triangle_after": "có mặt nạ nhân quả: hàng i thấy key 1 đến i",
        "triangle_description": (
            "Hai bảng trọng số, mỗi bảng có sáu hàng (mỗi hàng một query) và sáu cột (mỗi cột một"
            " key)."
            " Bảng trên có đủ 36 trọng số; một đường bậc thang tách tương lai, ở phía trên đường"
            " chéo, khỏi phần còn lại. Ở bảng dưới, phần tương lai trống, và tổng mỗi hàng vẫn bằng"
            " 1: {rows}."
        ),
        "rows_title": "Mặt nạ, từng hàng một: các key được nhìn chia nhau trọng số của key bị che",
        "rows_head": "trên: trọng số khi chưa có mặt nạ, dưới: khi có",
        "rows_description": (
            "Sáu hàng, mỗi query một hàng. Trong mỗi hàng, dải trên là sáu trọng số khi chưa có mặt"
            " nạ, mỗi ô rộng bằng trọng số của nó; key ở tương lai là ô rỗng, bị gạch. Phần còn lại"
            " giãn ra thành dải dưới, lại vừa khít cả bề rộng. {rows}."
        ),
        "rows_row": "{token} còn lại {left}, sau khi giãn ra thành {weights}",
        "aligned_title": "Hai query, sáu key: tam giác căn theo hai góc",
        "aligned_all": "cả sáu query",
        "aligned_right": "hai query cuối, góc dưới bên phải: giống",
        "aligned_left": "hai query cuối, góc trên bên trái: khác",
        "aligned_description": (
            "Ba bảng trọng số, mỗi key một cột. Trên cùng là cả sáu query và tam giác của mặt nạ"
            " nhân quả; hai hàng của one và step được đóng khung. Ở giữa, chỉ có one và step, tam"
            " giác căn theo góc dưới bên phải: {right}, đúng hai hàng trong khung. Dưới cùng, tam"
            " giác căn theo góc trên bên trái: {left}, số khác hẳn, và step không thấy chính nó."
        ),
    },
}

NAMES = 56  # room for the tokens' names on the left


def strike_out(canvas, x, y, width, height):
    """Draw a hollow cell with a stroke through it: hidden."""
    canvas.path(f"M{x:.2f} {y:.2f} h{width:.2f} v{height:.2f} h{-width:.2f} Z", "soft", width=1)
    canvas.line(x, y + height, x + width, y, "soft", width=1)


# The mask row by row

STRIP = 360 - NAMES - 1  # the width of a weight of 1
TALL, FAN = 17, 13  # of a strip, and of the way between two
GAP = 2  # between two cells of a strip


def cells(weights, width, left=NAMES):
    """Yield where each weight begins and how wide it is, side by side."""
    x = left
    for weight in weights:
        yield x + GAP / 2, max(width * weight - GAP, 0)
        x += width * weight


def draw_fan(canvas, y, before, after, kept, width):
    """Draw a strip of weights, and below it what is left of them, stretched; return its top."""
    lower = y + TALL + FAN
    for (x, w), (to_x, to_w), stays in zip(cells(before, width), cells(after, width), kept):
        if w == 0:
            continue
        if not stays:
            strike_out(canvas, x, y, w, TALL)
            continue
        canvas.rect(x, y, w, TALL, "weight", opacity=0.4)
        corners = [(x, y + TALL), (x + w, y + TALL), (to_x + to_w, lower), (to_x, lower)]
        canvas.polygon(corners, "weight", opacity=0.14)
        canvas.rect(to_x, lower, to_w, TALL, "weight", opacity=0.4)
    return lower


def label(canvas, y, weights, kept, width):
    for (x, w), weight, stays in zip(cells(weights, width), weights, kept):
        if stays and w > 28:
            canvas.text(x + w / 2, y + 13, f"{weight:.2f}", "ink", "middle", 12)


def draw_rows(page, words):
    """Draw each row of weights before the mask, and after it."""
    tokens, before, after = page["tokens"], page["weights"], page["causal_weights"]
    rows = "; ".join(
        words["rows_row"].format(token=token, left=f"{left:.2f}", weights=listed(row[: i + 1]))
        for i, (token, left, row) in enumerate(zip(tokens, page["visible_sum"][:, 0], after))
    )
    description = words["rows_description"].format(rows=rows)
    canvas = Canvas(360, 400, words["rows_title"], description)
    canvas.text(360, 12, words["rows_head"], "soft", "end", 12)
    for i, token in enumerate(tokens):
        y, kept = 22 + 63 * i, page["allowed"][i]
        canvas.text(0, y + 13, token, "ink", size=12.5)
        lower = draw_fan(canvas, y, before[i], after[i], kept, STRIP)
        label(canvas, y, before[i], kept, STRIP)
        label(canvas, lower, after[i], kept, STRIP)
    return canvas.svg()


# Tables: the triangle, and two corners

COLUMN, ROW = (354 - NAMES) / 6, 20


def draw_table(canvas, y, names, weights):
    """Draw weights as cells; what a query may not see stays empty."""
    for i, (name, row) in enumerate(zip(names, weights)):
        canvas.text(0, y + ROW * i + 14, name, "ink", size=12.5)
        for j, weight in enumerate(row):
            x, top = NAMES + COLUMN * j, y + ROW * i
            if weight == 0:
                canvas.rect(x + 1, top + 1, COLUMN - 2, ROW - 2, "faint")
                continue
            opacity = 0.2 + 0.3 * float(weight)
            canvas.rect(x + 1, top + 1, COLUMN - 2, ROW - 2, "weight", opacity=opacity)
            canvas.text(x + COLUMN / 2, top + 14, f"{weight:.2f}", "ink", "middle", 12)


def draw_names(canvas, y, tokens):
    """Write the tokens above the columns: the keys."""
    for j, token in enumerate(tokens):
        canvas.text(NAMES + COLUMN * (j + 0.5), y, token, "soft", "middle", 12)


def draw_stairs(canvas, y, visible, first, corner=None):
    """Draw the edge of what is visible, and a dot at the corner to which it is aligned."""
    x = NAMES + COLUMN * first
    path = f"M{x:.2f} {y:.2f}"
    for count in visible:
        path += f" H{NAMES + COLUMN * count:.2f} v{ROW}"
    canvas.path(path, "ink", width=2)
    if corner:
        canvas.circle(*corner, 4, "ink")


def frame(canvas, y, rows):
    canvas.path(f"M{NAMES - 2} {y:.2f} H354 v{ROW * rows:.2f} H{NAMES - 2} Z", "key", width=2)


def draw_triangle(page, words):
    """Draw the weights without a mask, and with the causal mask."""
    tokens, after = page["tokens"], page["causal_weights"]
    rows = "; ".join(f"{token} {listed(row)}" for token, row in zip(tokens, after))
    description = words["triangle_description"].format(rows=rows)
    canvas = Canvas(360, 332, words["triangle_title"], description)
    tables = [(36, "before", page["weights"]), (208, "after", after)]
    for y, name, weights in tables:
        canvas.text(NAMES, y - 23, words[f"triangle_{name}"], "ink", size=13)
        draw_names(canvas, y - 6, tokens)
        draw_table(canvas, y, tokens, weights)
        draw_stairs(canvas, y, range(1, 7), 0)
    return canvas.svg()


def draw_aligned(page, words):
    """Draw all six queries, then the last two with the triangle at either corner."""
    tokens, full = page["tokens"], page["causal_weights"]
    right, left = page["aligned"]["bottom right"], page["aligned"]["top left"]
    description = words["aligned_description"].format(
        right="; ".join(map(listed, right)), left="; ".join(map(listed, left))
    )
    canvas = Canvas(360, 326, words["aligned_title"], description)
    canvas.text(NAMES, 13, words["aligned_all"], "ink", size=13)
    draw_names(canvas, 32, tokens)
    draw_table(canvas, 40, tokens, full)
    draw_stairs(canvas, 40, range(1, 7), 0, (NAMES, 40))
    frame(canvas, 40 + 4 * ROW, 2)
    for y, weights, corner in [(196, right, "aligned_right"), (282, left, "aligned_left")]:
        canvas.text(NAMES, y - 8, words[corner], "ink", size=13)
        draw_table(canvas, y, tokens[-2:], weights)
    draw_stairs(canvas, 196, [5, 6], 4, (354, 196 + 2 * ROW))
    frame(canvas, 196, 2)
    draw_stairs(canvas, 282, [1, 2], 0, (NAMES, 282))
    return canvas.svg()


def draw_sinks(page, words):
    """The mean map of all heads of the trained model on the running sentence."""
    tokens, weights = page["tokens"], page["mean_map"]
    column = listed(weights[:, 0])
    description = words["sinks_description"].format(column=column)
    canvas = Canvas(360, 316, words["sinks_title"], description)
    canvas.text(4, 20, words["sinks_query"], "query", size=12)
    canvas.text(356, 20, words["sinks_key"], "key", "end", size=12)
    draw_weight_map(canvas, tokens, weights, 58, 28, 47)
    return canvas.svg()


FIGURES = {
    "here": draw_here(7),
    "triangle": draw_triangle,
    "rows": draw_rows,
    "aligned": draw_aligned,
    "sinks": draw_sinks,
}
