"""The pictures of "Why softmax, and how is it done right?"."""

import numpy as np
from descriptions import listed
from parts import draw_cells, picture
from transformer import draw_here

# Range: a number line from -160 to 160; the scores before the subtraction on top, after it below.
EDGE, UNIT = 8, 344 / 320
BEFORE_Y, AFTER_Y, RANGE_BOTTOM = 62, 150, 186


def along(x):
    """Return the x of a number on the line."""
    return EDGE + (x + 160) * UNIT


def draw_cross(canvas, x, y):
    canvas.line(x - 4.5, y - 4.5, x + 4.5, y + 4.5, "ink", 2)
    canvas.line(x - 4.5, y + 4.5, x + 4.5, y - 4.5, "ink", 2)


def draw_zones(canvas, low, high):
    """Mark where exp is 0, 1 and inf."""
    canvas.rect(EDGE, 26, along(low) - EDGE, RANGE_BOTTOM - 26, "faint")
    width = along(160) - along(high)
    canvas.rect(along(high), 26, width, RANGE_BOTTOM - 26, "ink", opacity=0.14)
    for x in (low, 0, high):
        canvas.line(along(x), 26, along(x), RANGE_BOTTOM, "soft", 1)
        shown = f"{x:.2f}".removesuffix(".00").replace("-", "−")
        canvas.text(along(x), RANGE_BOTTOM + 17, shown, "ink", "middle", 12.5)
    zones = [((low - 160) / 2, "exp = 0"), (0, "exp = 1"), ((high + 160) / 2, "exp = inf")]
    for x, words in zones:
        canvas.text(along(x), 18, words, "ink", "middle", 13)


def draw_range(page, words):
    """Draw the six large scores before and after the largest is subtracted, in float32."""
    high, before, after = page["limits"]["float32"], page["large"], page["large_shifted"]
    low = np.log(float(np.finfo(np.float32).smallest_subnormal) / 2)  # below: rounded to 0
    says = {"high": f"{high:.2f}", "low": f"{low:.2f}", "crosses": int((before > high).sum())}
    canvas = picture(words, 208, before=listed(before, 1), after=listed(after, 1), **says)
    draw_zones(canvas, low, high)
    for start, end in zip(before, after):
        canvas.arrow(along(start), BEFORE_Y + 7, along(end), AFTER_Y - 6, "soft")
    for start, end in zip(before, after):
        if start > high:
            draw_cross(canvas, along(start), BEFORE_Y)
        else:
            canvas.circle(along(start), BEFORE_Y, 4.5, "score")
        canvas.circle(along(end), AFTER_Y, 4.5, "score")
    canvas.text(along(157), BEFORE_Y - 15, words["before"], "ink", "end", 12.5)
    middle = (BEFORE_Y + AFTER_Y) / 2 - 9
    canvas.text(along(-7), middle, f"− {before.max():.1f}", "ink", "end", 13)
    return canvas.svg()


# River: bands as wide as the weights, the temperature from top to bottom.
RIVER_LEFT, RIVER_WIDTH, RIVER_TOP, DECADE = 52, 306, 26, 72
SHADES = (0.12, 0.34, 0.12, 0.24, 0.12, 0.24)  # text stays readable on them in the dark too


def softmax(scores):
    exps = np.exp(scores - scores.max())
    return exps / exps.sum()


def river_y(temperature):
    return RIVER_TOP + DECADE * (np.log10(temperature) + 3)


def shores(page):
    """Yield the height and the seven edges of the six bands, from top to bottom."""
    for temperature in np.logspace(-3, 1, 81):
        edges = np.concatenate([[0], np.cumsum(softmax(page["scores_2"] / temperature))])
        yield river_y(temperature), RIVER_LEFT + RIVER_WIDTH * edges


def draw_river(page, words):
    """Draw the six weights at every temperature from 0.001 to 10."""
    temperatures, at_temperature = page["temperatures"], page["at_temperature"]
    rows = "; ".join(
        words["row"].format(temperature=temperature, weights=listed(weights))
        for temperature, weights in zip(temperatures, at_temperature)
    )
    bottom = river_y(temperatures[-1])
    canvas = picture(words, bottom + 44, rows=rows)
    down = list(shores(page))
    for j, token in enumerate(page["tokens"]):
        left = [(edges[j], y) for y, edges in down]
        right = [(edges[j + 1], y) for y, edges in down]
        canvas.polygon(left + right[::-1], "weight", SHADES[j])
        canvas.text((left[-1][0] + right[-1][0]) / 2, bottom + 17, token, "ink", "middle", 12.5)
    for temperature, weights in zip(temperatures, at_temperature):
        y = river_y(temperature)
        journey = RIVER_LEFT + RIVER_WIDTH * (weights[0] + weights[1] / 2)
        canvas.line(RIVER_LEFT - 5, y, RIVER_LEFT + RIVER_WIDTH, y, "soft", 0.75)
        canvas.text(RIVER_LEFT - 8, y + 5, f"{temperature:g}", "ink", "end", 12.5)
        beside = y + (-5 if temperature > 1 else 16)
        canvas.text(journey, beside, f"{weights[1]:.2f}", "ink", "middle", 12.5)
    canvas.text(RIVER_LEFT - 8, 16, "τ", "ink", "end", 14)
    canvas.text(RIVER_LEFT + RIVER_WIDTH / 2, 16, "journey", "ink", "middle", 12.5)
    canvas.text(RIVER_LEFT + RIVER_WIDTH, 16, words["sharp"], "soft", "end", 13)
    canvas.text(RIVER_LEFT + RIVER_WIDTH, bottom + 37, words["flat"], "soft", "end", 13)
    return canvas.svg()


# Axes: two tables; gaps separate what is normalized separately: rows on the left, then columns.
TABLE_TOP, CELL, ROW, ONE = 26, 20, 24, 18


def short(weight):
    return f"{weight:.2f}"[1:]


def draw_sums(canvas, left, weights):
    """Draw the sums of the rows as bars beside the table, of the columns below; a line marks 1."""
    side, below = left + 6 * CELL + 3, TABLE_TOP + 6 * ROW + 3
    for k, (row_sum, column_sum) in enumerate(zip(weights.sum(axis=1), weights.sum(axis=0))):
        canvas.rect(side, TABLE_TOP + k * ROW + 5, ONE * row_sum, ROW - 10, "score")
        canvas.rect(left + k * CELL + 4, below, CELL - 8, ONE * column_sum, "score")
    canvas.line(side + ONE, TABLE_TOP - 1, side + ONE, below - 2, "ink", 1.5)
    canvas.line(left, below + ONE, side - 2, below + ONE, "ink", 1.5)
    canvas.text(side + ONE, TABLE_TOP - 5, "1", "ink", "middle", 12)
    canvas.text(side + 2, below + ONE + 4, "1", "ink", "start", 12)


def draw_axes(page, words):
    """Draw softmax along the rows and along the columns of the same scores."""
    by_rows, by_columns = page["by_rows"], page["by_columns"]
    says = {"right_columns": by_rows.sum(axis=0), "wrong_rows": by_columns.sum(axis=1)}
    height = TABLE_TOP + 6 * ROW + 32
    canvas = picture(words, height, **{name: listed(sums) for name, sums in says.items()})
    for i, token in enumerate(page["tokens"]):
        canvas.text(48, TABLE_TOP + i * ROW + 16.5, token, "ink", "end", 12.5)
    canvas.text(48, TABLE_TOP + 6 * ROW + 17, words["sums"], "soft", "end", 12.5)
    sides = [(52, by_rows, "right", (0, 4)), (208, by_columns, "wrong", (3, 0))]
    for left, weights, name, gap in sides:
        canvas.text(left, 14, words[name], "ink", size=13)
        draw_cells(canvas, left, TABLE_TOP, CELL, ROW, weights, write=short, gap=gap)
        draw_sums(canvas, left, weights)
    return canvas.svg()


MAP = "softmax"
FIGURES = {
    "here": draw_here("softmax"),
    "range": draw_range,
    "river": draw_river,
    "axes": draw_axes,
}
