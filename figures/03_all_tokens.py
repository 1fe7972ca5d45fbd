"""The pictures of "And all tokens at once?"."""

from descriptions import listed
from parts import (
    draw_axes,
    draw_cells,
    draw_legend,
    hull_of,
    outline,
    picture,
    plane,
    polyline,
    relative,
)
from transformer import draw_here

# The three steps

SIDE = 15  # of a cell
JOURNEY = 1  # its row


def draw_grid(canvas, x, y, matrix, role, label, word, framed=True):
    """Draw a matrix as shaded cells, journey's row framed; below it its name, shape and role."""
    rows, columns = matrix.shape
    draw_cells(canvas, x, y, SIDE, SIDE, matrix, role, shades=relative(matrix, 0.95))
    if framed:
        outline(canvas, x - 2, y + SIDE * JOURNEY - 2, SIDE * columns + 4, SIDE + 4, thick=2)
    middle = x + SIDE * columns / 2
    canvas.text(middle, y + SIDE * rows + 16, f"{label} ({rows}, {columns})", "ink", "middle", 12)
    canvas.text(middle, y + SIDE * rows + 31, word, "soft", "middle", 12)


def draw_names(canvas, y, tokens):
    for i, token in enumerate(tokens):
        canvas.text(46, y + SIDE * i + 11.5, token, "ink", "end", 12)


def draw_steps(page, words):
    """Return the three steps: X Xᵀ, softmax of each row, weights times X."""
    tokens, x = page["tokens"], page["inputs"]
    scores, weights, context = page["scores"], page["weights"], page["context"]
    rows = {name: listed(page[name][JOURNEY], 4) for name in ("scores", "weights", "context")}
    canvas = picture(words, 492, **rows)

    canvas.text(0, 14, words["compare"], "ink", size=14)
    draw_names(canvas, 26, tokens)
    draw_grid(canvas, 54, 26, x, "query", "X", words["queries"])
    canvas.text(119, 75, "@", "ink", "middle", 14)
    draw_grid(canvas, 140, 26, x.T, "key", "Xᵀ", words["keys"], framed=False)
    canvas.text(246, 75, "=", "ink", "middle", 16)
    draw_grid(canvas, 264, 26, scores, "score", "Ω", words["scores"])

    canvas.text(0, 182, words["normalize"], "ink", size=14)
    draw_names(canvas, 194, tokens)
    draw_grid(canvas, 54, 194, scores, "score", "Ω", words["scores"])
    for i in range(6):
        y = 194 + SIDE * (i + 0.5)
        canvas.arrow(154, y, 254, y, "ink" if i == JOURNEY else "soft", 1.2)
    draw_grid(canvas, 264, 194, weights, "weight", "A", words["weights"])

    canvas.text(0, 350, words["mix"], "ink", size=14)
    draw_names(canvas, 362, tokens)
    draw_grid(canvas, 54, 362, weights, "weight", "A", words["weights"])
    canvas.text(168, 411, "@", "ink", "middle", 14)
    draw_grid(canvas, 192, 362, x, "value", "X", words["values"], framed=False)
    canvas.text(260, 411, "=", "ink", "middle", 16)
    draw_grid(canvas, 286, 362, context, "context", "Z", words["contexts"])
    return canvas.svg()


# Scores beside weights

CELL_WIDTH, CELL_HEIGHT, LEFT = 45, 25, 54
MIRROR = [(1, 4), (4, 1)]  # journey to one, and back


def draw_table(canvas, y, tokens, matrix, role, title, words):
    """Draw numbers in shaded cells, a row for each query; return the height of the first row."""
    canvas.text(0, y, title, "ink", size=14)
    canvas.text(0, y + 21, words["query"], "query", size=12.5)
    canvas.text(360, y + 21, words["key"], "key", "end", 12.5)
    top = y + 47
    for i, token in enumerate(tokens):
        canvas.text(LEFT + CELL_WIDTH * (i + 0.5), top - 7, token, "ink", "middle", 12)
        canvas.text(0, top + CELL_HEIGHT * i + 17, token, "ink", size=12)
    shades = None if role == "weight" else relative(matrix)
    draw_cells(canvas, LEFT, top, CELL_WIDTH, CELL_HEIGHT, matrix, role, "{:.4f}", shades)
    for i, j in MIRROR:
        x, cell_top = LEFT + CELL_WIDTH * j, top + CELL_HEIGHT * i
        outline(canvas, x - 1, cell_top - 1, CELL_WIDTH + 2, CELL_HEIGHT + 2, thick=2)
    return top


def draw_sums(canvas, top, weights, words):
    """Write the sum of each row at its right, the sum of each column below it."""
    canvas.text(360, top - 7, words["sum"], "soft", "end", 12)
    for i, total in enumerate(weights.sum(axis=1)):
        canvas.text(360, top + CELL_HEIGHT * i + 17, f"{total:.0f}", "ink", "end", 12)
    canvas.text(0, top + CELL_HEIGHT * 6 + 17, words["sum"], "soft", size=12)
    for j, total in enumerate(weights.sum(axis=0)):
        x, y = LEFT + CELL_WIDTH * (j + 0.5), top + CELL_HEIGHT * 6 + 17
        canvas.text(x, y, f"{total:.4f}", "ink", "middle", 12)


def draw_heat(page, words):
    """Return the 6 by 6 scores above the 6 by 6 weights, with mirror cells framed."""
    tokens, scores, weights = page["tokens"], page["scores"], page["weights"]
    (i, j), (k, m) = MIRROR
    score, score_back = f"{scores[i, j]:.4f}", f"{scores[k, m]:.4f}"
    weight, weight_back = f"{weights[i, j]:.4f}", f"{weights[k, m]:.4f}"
    says = {"score": score, "score_back": score_back, "weight": weight, "weight_back": weight_back}
    canvas = picture(words, 470, columns=listed(weights.sum(axis=0), 4), **says)
    draw_table(canvas, 14, tokens, scores, "score", f"{words['scores']} Ω = X Xᵀ", words)
    canvas.text(360, 14, f"{score} = {score_back}", "ink", "end", 14)
    title = f"{words['weights']} A = softmax(Ω)"
    top = draw_table(canvas, 246, tokens, weights, "weight", title, words)
    canvas.text(360, 246, f"{weight} < {weight_back}", "ink", "end", 14)
    draw_sums(canvas, top, weights, words)
    return canvas.svg()


# The hull

ORIGIN_X, ORIGIN_Y = 22, 354
on_map = plane(ORIGIN_X, ORIGIN_Y, 380)


def pairs(tokens, vectors, decimals):
    points = (listed(vector[:2], decimals) for vector in vectors)
    return ", ".join(f"{token} ({point})" for token, point in zip(tokens, points))


LABELS = {  # of the tokens: how far right and down, and the anchor
    "Your": (0, 18, "middle"),
    "journey": (-9, -6, "end"),
    "starts": (10, 2, "start"),
    "with": (0, -10, "start"),
    "one": (0, 18, "middle"),
    "step": (2, -10, "middle"),
}


def draw_hull(page, words):
    """Return the tokens, their hull and the context vectors, by their first two components."""
    tokens, x, context = page["tokens"], page["inputs"], page["context"]
    says = {"tokens": pairs(tokens, x, 2), "contexts": pairs(tokens, context, 4)}
    canvas = picture(words, 404, **says)
    corners = hull_of([on_map(vector) for vector in x])
    canvas.polygon(corners, "key", opacity=0.14)
    polyline(canvas, corners, "key", 1.2, closed=True)
    for vector, mixed in zip(x, context):
        canvas.line(*on_map(vector), *on_map(mixed), "soft", 1)
    for token, vector in zip(tokens, x):
        px, py = on_map(vector)
        dx, dy, anchor = LABELS[token]
        canvas.circle(px, py, 5, "key")
        canvas.text(px + dx, py + dy, token, "ink", anchor, 13)
    for mixed in context:
        px, py = on_map(mixed)
        canvas.rect(px - 3.5, py - 3.5, 7, 7, "context")
    draw_axes(canvas, ORIGIN_X, ORIGIN_Y)
    canvas.text(ORIGIN_X - 6, ORIGIN_Y + 17, "0", "soft", "middle", 12)
    tick_x, tick_y = on_map((0.5, 0.5))
    canvas.line(tick_x, ORIGIN_Y, tick_x, ORIGIN_Y + 5, "soft", 1)
    canvas.text(tick_x, ORIGIN_Y + 17, "0.5", "soft", "middle", 12)
    canvas.line(ORIGIN_X - 5, tick_y, ORIGIN_X, tick_y, "soft", 1)
    canvas.text(ORIGIN_X + 4, tick_y + 4, "0.5", "soft", size=12)
    canvas.text(356, ORIGIN_Y + 17, words["first"], "soft", "end", 12)
    canvas.text(4, 12, words["second"], "soft", size=12)
    draw_legend(canvas, "circle", 10, 394, "key", words["circle"], 5)
    draw_legend(canvas, "square", 139.5, 394, "context", words["square"], 3.5)
    return canvas.svg()


MAP = "scores sum"
FIGURES = {
    "here": draw_here("scores softmax sum"),
    "steps": draw_steps,
    "heat": draw_heat,
    "hull": draw_hull,
}
