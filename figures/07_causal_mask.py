"""The pictures of "How is the future hidden?"."""

from descriptions import listed, rows_of
from parts import draw_cells, draw_fan, draw_weight_map, outline, picture, pieces
from transformer import draw_here

NAMES = 56  # room for the tokens' names on the left


# The mask row by row

ONE = 360 - NAMES - 1  # the width of a weight of 1


def label(canvas, y, weights, kept):
    for (x, w), weight, stays in zip(pieces(weights, NAMES, ONE), weights, kept):
        if stays and w > 28:
            canvas.text(x + w / 2, y + 13, f"{weight:.2f}", "ink", "middle", 12)


def draw_rows(page, words):
    """Draw each row of weights before the mask, and after it."""
    tokens, before, after = page["tokens"], page["weights"], page["causal_weights"]
    rows = "; ".join(
        words["row"].format(token=token, left=f"{left:.2f}", weights=listed(row[: i + 1]))
        for i, (token, left, row) in enumerate(zip(tokens, page["visible_sum"][:, 0], after))
    )
    canvas = picture(words, 400, rows=rows)
    canvas.text(360, 12, words["head"], "soft", "end", 12)
    for i, token in enumerate(tokens):
        y, kept = 22 + 63 * i, page["allowed"][i]
        canvas.text(0, y + 13, token, "ink", size=12.5)
        lower = draw_fan(canvas, y, before[i], after[i], kept, NAMES, ONE)
        label(canvas, y, before[i], kept)
        label(canvas, lower, after[i], kept)
    return canvas.svg()


# Tables: the triangle, and two corners

COLUMN, ROW = (354 - NAMES) / 6, 20


def draw_table(canvas, y, names, weights):
    """Draw weights as cells; what a query may not see stays empty."""
    for i, (name, row) in enumerate(zip(names, weights)):
        canvas.text(0, y + ROW * i + 14, name, "ink", size=12.5)
        shown, hidden = row[row > 0], range(int((row > 0).sum()), len(row))
        draw_cells(canvas, NAMES, y + ROW * i, COLUMN, ROW, [shown], write="{:.2f}")
        for j in hidden:
            canvas.rect(NAMES + COLUMN * j + 0.5, y + ROW * i + 0.5, COLUMN - 1, ROW - 1, "faint")


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


def draw_triangle(page, words):
    """Draw the weights without a mask, and with the causal mask."""
    tokens, after = page["tokens"], page["causal_weights"]
    rows = "; ".join(f"{token} {listed(row)}" for token, row in zip(tokens, after))
    canvas = picture(words, 332, rows=rows)
    tables = [(36, "before", page["weights"]), (208, "after", after)]
    for y, name, weights in tables:
        canvas.text(NAMES, y - 23, words[f"{name}"], "ink", size=13)
        draw_names(canvas, y - 6, tokens)
        draw_table(canvas, y, tokens, weights)
        draw_stairs(canvas, y, range(1, 7), 0)
    return canvas.svg()


def draw_aligned(page, words):
    """Draw all six queries, then the last two with the triangle at either corner."""
    tokens, full = page["tokens"], page["causal_weights"]
    right, left = page["aligned"]["bottom right"], page["aligned"]["top left"]
    canvas = picture(words, 326, right=rows_of(right), left=rows_of(left))
    canvas.text(NAMES, 13, words["all"], "ink", size=13)
    draw_names(canvas, 32, tokens)
    draw_table(canvas, 40, tokens, full)
    draw_stairs(canvas, 40, range(1, 7), 0, (NAMES, 40))
    outline(canvas, NAMES - 3, 39 + 4 * ROW, 360 - NAMES - 2, 2 * ROW + 2, "key", 2)
    for y, weights, corner in [(196, right, "right"), (282, left, "left")]:
        canvas.text(NAMES, y - 8, words[corner], "ink", size=13)
        draw_table(canvas, y, tokens[-2:], weights)
    draw_stairs(canvas, 196, [5, 6], 4, (354, 196 + 2 * ROW))
    outline(canvas, NAMES - 3, 195, 360 - NAMES - 2, 2 * ROW + 2, "key", 2)
    draw_stairs(canvas, 282, [1, 2], 0, (NAMES, 282))
    return canvas.svg()


def draw_sinks(page, words):
    """The mean map of all heads of the trained model on the running sentence."""
    tokens, weights = page["tokens"], page["mean_map"]
    canvas = picture(words, 316, column=listed(weights[:, 0]))
    canvas.text(4, 20, words["query"], "query", size=12)
    canvas.text(356, 20, words["key"], "key", "end", size=12)
    draw_weight_map(canvas, tokens, weights, 58, 28, 47)
    return canvas.svg()


FIGURES = {
    "here": draw_here(7),
    "triangle": draw_triangle,
    "rows": draw_rows,
    "aligned": draw_aligned,
    "sinks": draw_sinks,
}
