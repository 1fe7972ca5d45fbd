"""The pictures of "How is the future hidden?"."""

from svg import Canvas

WORDS = {
    "en": {
        "rows_title": "The mask row by row: what the hidden keys had goes to the visible ones",
        "rows_head": "above: weights without a mask, below: with it",
        "rows_description": (
            "Six rows, one for each query. In each, a strip above holds the six weights without a mask, as wide as they"
            " are; the keys of the future are hollow and struck out. What is left spreads out into the strip below,"
            " which fills the whole width again. {rows}."
        ),
        "rows_row": "{token} keeps {left} of its weight, below it becomes {weights}",
        "aligned_title": "Two queries, six keys: the triangle counted from two corners",
        "aligned_all": "all six ask",
        "aligned_right": "same: the last two ask, bottom right",
        "aligned_left": "not the same: the last two ask, top left",
        "aligned_description": (
            "Three tables of weights, with a column for each key. On top all six queries and the causal triangle; the rows"
            " of one and step are framed. In the middle one and step ask alone, the triangle is counted from the"
            " bottom right: {right}, the framed rows again. Below it is counted from the top left: {left}, other"
            " numbers, and step cannot see itself."
        ),
        "dropout_title": "Row sums after dropout: not 1, but 1 on average",
        "dropout_head": "above: weights, below: what dropout keeps, times 2",
        "mean": "mean of many draws",
        "dropout_description": (
            "Six rows, one for each query. In each, a strip above holds the causal weights, together as long as the line at"
            " 1; what the published mask drops is hollow and struck out. Below, what is kept, twice as wide. The rows"
            " are now as long as {sums}. The last strip is the mean of 100000 draws for step: {mean}."
        ),
    },
    "vi": {
        "rows_title": "Mặt nạ, từng hàng một: phần của các key bị che chia lại cho các key còn thấy",
        "rows_head": "trên: trọng số khi không có mặt nạ, dưới: khi có",
        "rows_description": (
            "Sáu hàng, mỗi query một hàng. Trong mỗi hàng, dải trên là sáu trọng số khi không có mặt nạ, mỗi ô rộng bằng"
            " trọng số; key ở tương lai là ô rỗng, bị gạch. Phần còn lại xòe ra thành dải dưới, lại vừa khít cả bề"
            " rộng. {rows}."
        ),
        "rows_row": "{token} giữ {left} trọng số, ở dải dưới thành {weights}",
        "aligned_title": "Hai query, sáu key: tam giác tính từ hai góc",
        "aligned_all": "cả sáu token hỏi",
        "aligned_right": "giống: hai token cuối hỏi, góc dưới phải",
        "aligned_left": "khác: hai token cuối hỏi, góc trên trái",
        "aligned_description": (
            "Ba bảng trọng số, mỗi key một cột. Trên cùng là cả sáu query và tam giác của mặt nạ nhân quả; hai hàng của one và step"
            " được đóng khung. Ở giữa, chỉ one và step hỏi, tam giác tính từ góc dưới phải: {right}, đúng hai hàng"
            " trong khung. Dưới cùng, tam giác tính từ góc trên trái: {left}, số khác hẳn, và step không thấy chính"
            " nó."
        ),
        "dropout_title": "Tổng mỗi hàng sau dropout: không bằng 1, nhưng trung bình bằng 1",
        "dropout_head": "trên: trọng số, dưới: phần dropout giữ lại, nhân 2",
        "mean": "trung bình nhiều lần",
        "dropout_description": (
            "Sáu hàng, mỗi query một hàng. Trong mỗi hàng, dải trên là các trọng số đã che, cả dải dài đúng đến vạch 1;"
            " số bị mặt nạ đã công bố bỏ đi là ô rỗng, bị gạch. Dải dưới là phần giữ lại, rộng gấp đôi. Giờ các hàng dài"
            " {sums}. Dải cuối cùng là trung bình của 100000 lần rút cho step: {mean}."
        ),
    },
}

NAMES = 56  # room for the tokens' names on the left


def listed(numbers):
    return ", ".join(f"{number:.4f}" for number in numbers)


def strike_out(canvas, x, y, width, height):
    """A hollow cell with a stroke through it: hidden, or dropped."""
    canvas.path(f"M{x:.2f} {y:.2f} h{width:.2f} v{height:.2f} h{-width:.2f} Z", "soft", width=1)
    canvas.line(x, y + height, x + width, y, "soft", width=1)


# The mask row by row

STRIP = 360 - NAMES - 1  # the width of a weight of 1
TALL, FAN = 17, 13  # of a strip, and of the way between two
GAP = 2  # between two cells of a strip


def cells(weights, width, left=NAMES):
    """Where each weight begins and how wide it is, side by side."""
    x = left
    for weight in weights:
        yield x + GAP / 2, max(width * weight - GAP, 0)
        x += width * weight


def draw_fan(canvas, y, before, after, kept, width):
    """A strip of weights, and below it what is left of them, spread out."""
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
        if stays and w > 36:
            canvas.text(x + w / 2, y + 13, f"{weight:.4f}", "ink", "middle", 12)


def draw_rows(page, words):
    """Each row of weights before the mask, and after it."""
    tokens, before, after = page["tokens"], page["weights"], page["causal_weights"]
    rows = "; ".join(
        words["rows_row"].format(token=token, left=f"{left:.4f}", weights=listed(row[: i + 1]))
        for i, (token, left, row) in enumerate(zip(tokens, page["left_over"][:, 0], after))
    )
    canvas = Canvas(360, 400, words["rows_title"], words["rows_description"].format(rows=rows))
    canvas.text(360, 12, words["rows_head"], "soft", "end", 12)
    for i, token in enumerate(tokens):
        y, kept = 22 + 63 * i, page["allowed"][i] == 1
        canvas.text(0, y + 13, token, "ink", size=12.5)
        lower = draw_fan(canvas, y, before[i], after[i], kept, STRIP)
        label(canvas, y, before[i], kept, STRIP)
        label(canvas, lower, after[i], kept, STRIP)
    return canvas.svg()


# Two corners

COLUMN, ROW = (354 - NAMES) / 6, 20


def draw_table(canvas, y, names, weights):
    """Weights as cells; what a query may not see stays hollow. The stairs are drawn, with a dot where they begin."""
    for i, (name, row) in enumerate(zip(names, weights)):
        canvas.text(0, y + ROW * i + 14, name, "ink", size=12.5)
        for j, weight in enumerate(row):
            x, top = NAMES + COLUMN * j, y + ROW * i
            if weight == 0:
                canvas.rect(x + 1, top + 1, COLUMN - 2, ROW - 2, "faint")
                continue
            canvas.rect(
                x + 1, top + 1, COLUMN - 2, ROW - 2, "weight", opacity=0.2 + 0.3 * float(weight)
            )
            canvas.text(x + COLUMN / 2, top + 14, f"{weight:.4f}", "ink", "middle", 12)


def draw_stairs(canvas, y, visible, first, corner):
    """The edge between what is seen and what is not, and a dot at the corner from which it is counted."""
    x = NAMES + COLUMN * first
    path = f"M{x:.2f} {y:.2f}"
    for count in visible:
        path += f" H{NAMES + COLUMN * count:.2f} v{ROW}"
    canvas.path(path, "ink", width=2)
    canvas.circle(*corner, 4, "ink")


def frame(canvas, y, rows):
    canvas.path(f"M{NAMES - 2} {y:.2f} H354 v{ROW * rows:.2f} H{NAMES - 2} Z", "key", width=2)


def draw_aligned(page, words):
    """All six queries, then the last two with the triangle at either corner."""
    tokens, full = page["tokens"], page["causal_weights"]
    right, left = page["aligned"]["bottom right"], page["aligned"]["top left"]
    description = words["aligned_description"].format(
        right="; ".join(map(listed, right)), left="; ".join(map(listed, left))
    )
    canvas = Canvas(360, 326, words["aligned_title"], description)
    canvas.text(NAMES, 13, words["aligned_all"], "ink", size=13)
    for j, token in enumerate(tokens):
        canvas.text(NAMES + COLUMN * (j + 0.5), 32, token, "soft", "middle", 12)

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


# Dropout

ONE = 118  # the width of a weight of 1


def draw_dropout(page, words):
    """Each row of weights before dropout and after it, with its sum."""
    tokens, before, after, kept = (
        page["tokens"],
        page["other_weights"],
        page["dropped"],
        page["kept"],
    )
    sums, mean = after.sum(axis=1), page["means"][0.5]
    description = words["dropout_description"].format(sums=listed(sums), mean=f"{mean.sum():.4f}")
    canvas = Canvas(360, 416, words["dropout_title"], description)
    canvas.text(0, 12, words["dropout_head"], "soft", size=12)
    for i, token in enumerate(tokens):
        y = 36 + 58 * i
        canvas.text(0, y + 13, token, "ink", size=12.5)
        lower = draw_fan(canvas, y, before[i], after[i], kept[i] == 1, ONE)
        canvas.text(
            NAMES + ONE * max(sums[i], 1) + 6, lower + 13, f"{sums[i]:.4f}", "ink", size=12.5
        )
    foot = 44 + 58 * 6  # a little apart: the mean is no single draw
    canvas.text(0, foot + 13, tokens[5], "ink", size=12.5)
    for x, w in cells(mean, ONE):
        canvas.rect(x, foot, w, TALL, "weight", opacity=0.4)
    canvas.text(NAMES + ONE + 6, foot + 13, f"{mean.sum():.4f} {words['mean']}", "ink", size=12.5)
    canvas.line(NAMES + ONE, 22, NAMES + ONE, foot + TALL + 4, "ink", width=1.5)
    canvas.text(NAMES + ONE + 4, 32, "1", "ink", size=13)
    return canvas.svg()


FIGURES = {"rows": draw_rows, "aligned": draw_aligned, "dropout": draw_dropout}
