"""The pictures of "How is the future hidden?"."""

from maps import draw_weight_map, listed
from svg import Canvas
from transformer import draw_here

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
        words["row"].format(token=token, left=f"{left:.2f}", weights=listed(row[: i + 1]))
        for i, (token, left, row) in enumerate(zip(tokens, page["visible_sum"][:, 0], after))
    )
    description = words["description"].format(rows=rows)
    canvas = Canvas(360, 400, words["title"], description)
    canvas.text(360, 12, words["head"], "soft", "end", 12)
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
    description = words["description"].format(rows=rows)
    canvas = Canvas(360, 332, words["title"], description)
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
    description = words["description"].format(
        right="; ".join(map(listed, right)), left="; ".join(map(listed, left))
    )
    canvas = Canvas(360, 326, words["title"], description)
    canvas.text(NAMES, 13, words["all"], "ink", size=13)
    draw_names(canvas, 32, tokens)
    draw_table(canvas, 40, tokens, full)
    draw_stairs(canvas, 40, range(1, 7), 0, (NAMES, 40))
    frame(canvas, 40 + 4 * ROW, 2)
    for y, weights, corner in [(196, right, "right"), (282, left, "left")]:
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
    description = words["description"].format(column=column)
    canvas = Canvas(360, 316, words["title"], description)
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
