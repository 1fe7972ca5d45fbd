"""The pictures of "How is the future hidden?"."""

from descriptions import listed
from parts import (
    TABLE_LEFT,
    draw_fan,
    draw_names,
    draw_stairs,
    draw_table,
    draw_weight_map,
    picture,
    pieces,
)
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


# Tables


def draw_triangle(page, words):
    """Draw the weights without a mask, and with the causal mask."""
    tokens, after = page["tokens"], page["causal_weights"]
    rows = "; ".join(f"{token} {listed(row)}" for token, row in zip(tokens, after))
    canvas = picture(words, 332, rows=rows)
    tables = [(36, "before", page["weights"]), (208, "after", after)]
    for y, name, weights in tables:
        canvas.text(TABLE_LEFT, y - 23, words[f"{name}"], "ink", size=13)
        draw_names(canvas, y - 6, tokens)
        draw_table(canvas, y, tokens, weights)
        draw_stairs(canvas, y, range(1, 7))
    return canvas.svg()


def draw_sinks(page, words):
    """The mean map of all heads of the trained model on the running sentence."""
    tokens, weights = page["tokens"], page["mean_map"]
    canvas = picture(words, 316, column=listed(weights[:, 0]))
    canvas.text(4, 20, words["query"], "query", size=12)
    canvas.text(356, 20, words["key"], "key", "end", size=12)
    draw_weight_map(canvas, tokens, weights, 58, 28, 47)
    return canvas.svg()


MAP = "mask"
FIGURES = {
    "here": draw_here("mask"),
    "triangle": draw_triangle,
    "rows": draw_rows,
    "sinks": draw_sinks,
}
