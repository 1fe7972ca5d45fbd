"""The pictures of "Why softmax, and how is it done right?"."""

import numpy as np
from svg import Canvas

WORDS = {
    "en": {
        "range_title": "Subtracting the largest score brings every exponential into range",
        "range_before": "100 × scores",
        "range_description": (
            "A line of numbers. Above {high} exp is inf in float32, below {low} it is 0, at 0 it is 1. The six large scores"
            " {before} stand at the right; {crosses} of them, drawn as crosses, are in the zone of inf. Six parallel lines"
            " lead down to the same scores minus the largest: {after}. The largest now stands at 0, none is above it, and"
            " the distances between them are as before."
        ),
        "river_title": "The six weights of journey as the temperature rises",
        "sharp": "sharp",
        "flat": "flat",
        "river_description": (
            "Six bands side by side, as wide as the weights of the six tokens; together they always fill the same width."
            " The temperature rises from top to bottom. {rows}. At the top journey has everything, at the bottom all six"
            " bands are nearly equally wide."
        ),
        "river_row": "At {temperature}: {weights}",
        "axes_title": "The right axis and the wrong axis side by side",
        "right": "right: axis=1",
        "wrong": "wrong: axis=0",
        "sums": "sums",
        "axes_description": (
            "Two tables of 6 times 6 weights, darker for more. At the left softmax runs along axis 1, and each row is a strip"
            " of its own: the bars at its side show that every row sums to 1; the columns sum to {right_columns}. At the"
            " right it runs along axis 0, and each column is a strip: every column sums to 1, and the rows sum to"
            " {wrong_rows}. The right table mirrored along its diagonal is the wrong one."
        ),
    },
    "vi": {
        "range_title": "Trừ đi điểm lớn nhất, mọi giá trị exp đều nằm trong khoảng an toàn",
        "range_before": "100 × điểm",
        "range_description": (
            "Một trục số. Trên {high}, exp trong float32 là inf; dưới {low}, nó là 0; tại 0, nó bằng 1. Sáu điểm lớn {before}"
            " nằm bên phải; {crosses} điểm trong số đó, vẽ bằng dấu chéo, rơi vào vùng inf. Sáu đường song song dẫn xuống"
            " chính các điểm ấy sau khi trừ điểm lớn nhất: {after}. Điểm lớn nhất giờ ở 0, không điểm nào vượt 0, và khoảng"
            " cách giữa chúng vẫn như cũ."
        ),
        "river_title": "Sáu trọng số của journey khi nhiệt độ tăng",
        "sharp": "nhọn",
        "flat": "phẳng",
        "river_description": (
            "Sáu dải nằm cạnh nhau, rộng bằng trọng số của sáu token; gộp lại chúng luôn lấp đầy cùng một bề rộng. Nhiệt độ"
            " tăng từ trên xuống. {rows}. Ở trên cùng, journey chiếm hết; ở dưới cùng, sáu dải rộng gần bằng nhau."
        ),
        "river_row": "Ở {temperature}: {weights}",
        "axes_title": "Đúng trục và sai trục, đặt cạnh nhau",
        "right": "đúng: axis=1",
        "wrong": "sai: axis=0",
        "sums": "tổng",
        "axes_description": (
            "Hai bảng trọng số 6 nhân 6, càng lớn càng đậm. Bên trái, softmax chạy theo trục 1, mỗi hàng là một dải riêng: các"
            " thanh bên cạnh cho thấy hàng nào cũng có tổng bằng 1; các cột có tổng {right_columns}. Bên phải, softmax chạy"
            " theo trục 0, mỗi cột là một dải: cột nào cũng có tổng bằng 1, còn các hàng có tổng {wrong_rows}. Lật bảng đúng"
            " qua đường chéo thì được bảng sai."
        ),
    },
}


def numbers(vector, decimals):
    return ", ".join(f"{number:.{decimals}f}" for number in vector)


# Range: a line of numbers from -160 to 160; above, the scores as they are, below, after the subtraction.
EDGE, UNIT = 8, 344 / 320
BEFORE_Y, AFTER_Y, RANGE_BOTTOM = 62, 150, 186


def along(x):
    """The place of a number on the line."""
    return EDGE + (x + 160) * UNIT


def draw_cross(canvas, x, y):
    canvas.line(x - 4.5, y - 4.5, x + 4.5, y + 4.5, "ink", 2)
    canvas.line(x - 4.5, y + 4.5, x + 4.5, y - 4.5, "ink", 2)


def draw_zones(canvas, low, high):
    """Where exp gives 0, where inf, and where 1."""
    canvas.rect(EDGE, 26, along(low) - EDGE, RANGE_BOTTOM - 26, "faint")
    canvas.rect(along(high), 26, along(160) - along(high), RANGE_BOTTOM - 26, "ink", opacity=0.14)
    for x in (low, 0, high):
        canvas.line(along(x), 26, along(x), RANGE_BOTTOM, "soft", 1)
        canvas.text(
            along(x),
            RANGE_BOTTOM + 17,
            f"{x:.2f}".removesuffix(".00").replace("-", "−"),
            "ink",
            "middle",
            12.5,
        )
    for x, words in [((low - 160) / 2, "exp = 0"), (0, "exp = 1"), ((high + 160) / 2, "exp = inf")]:
        canvas.text(along(x), 18, words, "ink", "middle", 13)


def draw_range(page, words):
    """The six large scores before and after the largest is subtracted, float32."""
    high, before, after = page["limits"]["float32"], page["large"], page["shifted"]
    low = np.log(float(np.finfo(np.float32).smallest_subnormal) / 2)  # exp of less is rounded to 0
    description = words["range_description"].format(
        high=f"{high:.2f}",
        low=f"{low:.2f}",
        before=numbers(before, 1),
        after=numbers(after, 1),
        crosses=int((before > high).sum()),
    )
    canvas = Canvas(360, 208, words["range_title"], description)
    draw_zones(canvas, low, high)
    for start, end in zip(before, after):
        canvas.arrow(along(start), BEFORE_Y + 7, along(end), AFTER_Y - 6, "soft")
    for start, end in zip(before, after):
        if start > high:
            draw_cross(canvas, along(start), BEFORE_Y)
        else:
            canvas.circle(along(start), BEFORE_Y, 4.5, "score")
        canvas.circle(along(end), AFTER_Y, 4.5, "score")
    canvas.text(along(157), BEFORE_Y - 15, words["range_before"], "ink", "end", 12.5)
    canvas.text(
        along(-7), (BEFORE_Y + AFTER_Y) / 2 - 9, f"− {before.max():.1f}", "ink", "end", 13
    )  # beside the arrows: what they do
    return canvas.svg()


# River: bands as wide as the weights, the temperature from top to bottom.
RIVER_LEFT, RIVER_WIDTH, RIVER_TOP, DECADE = 52, 306, 26, 72
SHADES = (0.2, 0.5, 0.2, 0.42, 0.2, 0.42)


def softmax(scores):
    exps = np.exp(scores - scores.max())
    return exps / exps.sum()


def river_y(temperature):
    return RIVER_TOP + DECADE * (np.log10(temperature) + 3)


def shores(page):
    """Down the river: the height, and the seven edges of the six bands."""
    for temperature in np.logspace(-3, 1, 81):
        edges = np.concatenate([[0], np.cumsum(softmax(page["scores_2"] / temperature))])
        yield river_y(temperature), RIVER_LEFT + RIVER_WIDTH * edges


def draw_river(page, words):
    """From one-hot to uniform: the six weights at every temperature from 0.001 to 10."""
    tokens, temperatures, at_temperature = (
        page["tokens"],
        page["temperatures"],
        page["at_temperature"],
    )
    rows = "; ".join(
        words["river_row"].format(temperature=temperature, weights=numbers(weights, 4))
        for temperature, weights in zip(temperatures, at_temperature)
    )
    bottom = river_y(temperatures[-1])
    canvas = Canvas(
        360, bottom + 44, words["river_title"], words["river_description"].format(rows=rows)
    )
    down = list(shores(page))
    for j, token in enumerate(tokens):
        left, right = [(edges[j], y) for y, edges in down], [(edges[j + 1], y) for y, edges in down]
        canvas.polygon(left + right[::-1], "weight", SHADES[j])
        canvas.text((left[-1][0] + right[-1][0]) / 2, bottom + 17, token, "ink", "middle", 12.5)
    for temperature, weights in zip(temperatures, at_temperature):
        y, journey = river_y(temperature), RIVER_LEFT + RIVER_WIDTH * (weights[0] + weights[1] / 2)
        canvas.line(RIVER_LEFT - 5, y, RIVER_LEFT + RIVER_WIDTH, y, "soft", 0.75)
        canvas.text(RIVER_LEFT - 8, y + 5, f"{temperature:g}", "ink", "end", 12.5)
        canvas.text(
            journey, y + (-5 if temperature > 1 else 16), f"{weights[1]:.4f}", "ink", "middle", 12.5
        )
    canvas.text(RIVER_LEFT - 8, 16, "τ", "ink", "end", 14)
    canvas.text(RIVER_LEFT + RIVER_WIDTH / 2, 16, "journey", "ink", "middle", 12.5)
    canvas.text(RIVER_LEFT + RIVER_WIDTH, 16, words["sharp"], "soft", "end", 13)
    canvas.text(RIVER_LEFT + RIVER_WIDTH, bottom + 37, words["flat"], "soft", "end", 13)
    return canvas.svg()


# Axes: two tables; a gap runs between what is shared out apart: rows at the left, columns at the right.
TABLE_TOP, CELL, ROW, ONE = 26, 20, 24, 18


def shade(weight, smallest, largest):
    return 0.06 + 0.44 * (weight - smallest) / (largest - smallest)


def draw_table(canvas, left, weights, by_rows, smallest, largest):
    """36 cells, in strips of what sums to 1."""
    width, height = (CELL, ROW - 4) if by_rows else (CELL - 3, ROW)
    for i, row in enumerate(weights):
        for j, weight in enumerate(row):
            x, y = left + j * CELL + (CELL - width) / 2, TABLE_TOP + i * ROW + (ROW - height) / 2
            canvas.rect(x, y, width, height, "weight", opacity=shade(weight, smallest, largest))
            canvas.text(
                x + width / 2, TABLE_TOP + i * ROW + 16.5, f"{weight:.2f}"[1:], "ink", "middle", 12
            )


def draw_sums(canvas, left, weights):
    """Bars as long as the sums of the rows, at the side, and of the columns, below; a line stands at 1."""
    side, below = left + 6 * CELL + 3, TABLE_TOP + 6 * ROW + 3
    for k, (row_sum, column_sum) in enumerate(zip(weights.sum(axis=1), weights.sum(axis=0))):
        canvas.rect(side, TABLE_TOP + k * ROW + 5, ONE * row_sum, ROW - 10, "score")
        canvas.rect(left + k * CELL + 4, below, CELL - 8, ONE * column_sum, "score")
    canvas.line(side + ONE, TABLE_TOP - 1, side + ONE, below - 2, "ink", 1.5)
    canvas.line(left, below + ONE, side - 2, below + ONE, "ink", 1.5)
    canvas.text(side + ONE, TABLE_TOP - 5, "1", "ink", "middle", 12)
    canvas.text(side + 2, below + ONE + 4, "1", "ink", "start", 12)


def draw_axes(page, words):
    """Softmax along the rows and along the columns of the same scores."""
    by_rows, by_columns = page["by_rows"], page["by_columns"]
    description = words["axes_description"].format(
        right_columns=numbers(by_rows.sum(axis=0), 4), wrong_rows=numbers(by_columns.sum(axis=1), 4)
    )
    canvas = Canvas(360, TABLE_TOP + 6 * ROW + 32, words["axes_title"], description)
    for i, token in enumerate(page["tokens"]):
        canvas.text(48, TABLE_TOP + i * ROW + 16.5, token, "ink", "end", 12.5)
    canvas.text(48, TABLE_TOP + 6 * ROW + 17, words["sums"], "soft", "end", 12.5)
    for left, weights, name in [(52, by_rows, "right"), (208, by_columns, "wrong")]:
        canvas.text(left, 14, words[name], "ink", size=13)
        draw_table(canvas, left, weights, name == "right", by_rows.min(), by_rows.max())
        draw_sums(canvas, left, weights)
    return canvas.svg()


FIGURES = {"range": draw_range, "river": draw_river, "axes": draw_axes}
