"""The pictures of "Where do queries, keys and values come from?"."""

from descriptions import in_words, listed
from parts import draw_cells, draw_weight_map, outline, picture, relative
from transformer import draw_here

# --- One vector through three matrices ---------------------------------------------------------

COLUMN, CELL_WIDTH, CELL_HEIGHT = 120, 52, 24
GRID_TOP, BAR_FOOT, BAR_UNIT = 104, 290, 62


def draw_result(canvas, left, role, parts, total):
    """Draw one component of a result: a bar of three products, and their sum below it."""
    foot = BAR_FOOT
    for part, opacity in zip(parts, (0.9, 0.6, 0.3)):
        foot -= BAR_UNIT * part
        size = CELL_WIDTH - 22, BAR_UNIT * part - 1.5
        canvas.rect(left + 10, foot + 0.75, *size, role, opacity=opacity)
    canvas.text(left + CELL_WIDTH / 2 - 1, BAR_FOOT + 16, f"{total:.4f}", "ink", "middle", 12)


def draw_role(canvas, index, role, words, x, matrix):
    """Draw one matrix, from the arrow that leads to it down to its result."""
    middle = COLUMN * (index + 0.5)
    left = middle - CELL_WIDTH + 1
    canvas.arrow(180, 35, middle, GRID_TOP - 24, role)
    canvas.text(middle, GRID_TOP - 8, f"W_{role[0]}", role, "middle", 14)
    size = CELL_WIDTH, CELL_HEIGHT
    draw_cells(canvas, left, GRID_TOP, *size, matrix, role, "{:.4f}", relative(matrix))
    for j in range(2):
        draw_result(canvas, left + CELL_WIDTH * j, role, x * matrix[:, j], x @ matrix[:, j])
    canvas.text(middle, BAR_FOOT + 38, f"{role} {role[0]}⁽²⁾", role, "middle", 14)
    canvas.text(middle, BAR_FOOT + 55, words[role], "ink", "middle", 13)


def draw_roles(page, words):
    """Draw journey, multiplied by W_q, W_k and W_v."""
    x, matrices = page["inputs"][1], [page["w_query"], page["w_key"], page["w_value"]]
    parts = " + ".join(f"{a:.2f} · {b:.4f}" for a, b in zip(x, matrices[0][:, 0]))
    says = {name: listed(page[f"{name}_2"], 4) for name in ("query", "key", "value")}
    parts = f"{parts} = {page['query_2'][0]:.4f}"
    canvas = picture(words, 352, x=listed(x), parts=parts, **says)
    canvas.text(82, 24, "journey", "ink", "end", 13)
    canvas.text(278, 24, "x⁽²⁾", "ink", size=13)
    for i, (number, opacity) in enumerate(zip(x, (0.36, 0.24, 0.12))):
        canvas.rect(91 + 60 * i, 6, 58, 28, "soft", opacity=opacity, radius=3)
        canvas.text(120 + 60 * i, 25, f"{number:.2f}", "ink", "middle", 13)
    for index, role in enumerate(["query", "key", "value"]):
        draw_role(canvas, index, role, words, x, matrices[index])
    return canvas.svg()


# --- Scores in both directions -----------------------------------------------------------------

SQUARE = 21
LEFT, RIGHT, MAP_TOP, DIFFERENCE_TOP = 70, 226, 58, 274
JOURNEY_AND_ONE = (1, 4), (4, 1)


def draw_labels(canvas, tokens, top):
    for i, token in enumerate(tokens):
        canvas.text(LEFT - 6, top + SQUARE * (i + 0.5) + 4, f"{token} {i + 1}", "ink", "end", 12)
        for left in (LEFT, RIGHT):
            canvas.text(left + SQUARE * (i + 0.5), top - 5, str(i + 1), "soft", "middle", 12)


def draw_map(canvas, left, scores):
    """Draw a heat map of scores, with outlines around journey -> one and one -> journey."""
    draw_cells(canvas, left, MAP_TOP, SQUARE, SQUARE, scores, "score", shades=relative(scores, 1))
    for i, j in JOURNEY_AND_ONE:
        outline(canvas, left + SQUARE * j, MAP_TOP + SQUARE * i, SQUARE, SQUARE, thick=2)
    middle = left + 3 * SQUARE
    for row, (i, j) in enumerate(JOURNEY_AND_ONE):
        text, y = f"{i + 1} → {j + 1}: {scores[i, j]:.4f}", MAP_TOP + 6 * SQUARE + 17 + 17 * row
        canvas.text(middle, y, text, "ink", "middle", 13)


def draw_differences(canvas, left, differences, largest):
    """Draw a square for each difference, in proportion to it: filled above zero, hollow below."""
    for i in range(6):
        for j in range(6):
            x, y = left + SQUARE * (j + 0.5), DIFFERENCE_TOP + SQUARE * (i + 0.5)
            canvas.rect(x - SQUARE / 2, y - SQUARE / 2, SQUARE - 1, SQUARE - 1, "faint")
            side = (SQUARE - 4) * (abs(differences[i, j]) / largest) ** 0.5
            if side < 1:
                canvas.circle(x - 0.5, y - 0.5, 1, "soft")
            elif differences[i, j] > 0:
                canvas.rect(x - side / 2 - 0.5, y - side / 2 - 0.5, side, side, "score")
            else:
                outline(canvas, x - side / 2 - 0.7, y - side / 2 - 0.7, side, side, "score", 1.4)


def draw_symmetry(page, words):
    """Draw the scores of x with x and of query with key, and their differences below."""
    tokens, scores, plain = page["tokens"], page["scores"], page["inputs"] @ page["inputs"].T
    differences = scores - scores.T
    i, j = divmod(int(differences.argmax()), 6)
    there, back, largest = (f"{n:.4f}" for n in (scores[1, 4], scores[4, 1], differences[i, j]))
    says = {"there": there, "back": back, "largest": largest, "plain_there": f"{plain[1, 4]:.4f}"}
    canvas = picture(words, 442, query=tokens[i], key=tokens[j], **says)
    for left, title, formula, kind in [
        (LEFT, words["plain"], "x · x", plain),
        (RIGHT, words["trained"], "q · k", scores),
    ]:
        canvas.text(left + 3 * SQUARE, 16, title, "ink", "middle", 13)
        canvas.text(left + 3 * SQUARE, 34, formula, "score", "middle", 14)
        draw_map(canvas, left, kind)
        draw_differences(canvas, left, kind - kind.T, differences.max())
    draw_labels(canvas, tokens, MAP_TOP)
    draw_labels(canvas, tokens, DIFFERENCE_TOP)
    canvas.text(LEFT, DIFFERENCE_TOP - 24, words["difference"], "ink", size=13)
    foot = DIFFERENCE_TOP + 6 * SQUARE + 22
    canvas.text(LEFT + 3 * SQUARE, foot, words["all_zero"], "ink", "middle", 12)
    canvas.rect(170, foot - 10, 11, 11, "score")
    canvas.text(185, foot, words["more"], "ink", size=12)
    outline(canvas, 170, foot + 8, 11, 11, "score", 1.4)
    canvas.text(185, foot + 18, words["less"], "ink", size=12)
    return canvas.svg()


# --- Cross-attention to scale ------------------------------------------------------------------

UNIT = 24
QUERIES_LEFT, WEIGHTS_LEFT, VALUES_LEFT = 42, 100, 304
VALUES_TOP, WEIGHTS_TOP = 42, 220


def draw_block(canvas, left, top, role, matrix):
    """Draw a matrix to scale, a square for each number."""
    draw_cells(canvas, left, top, UNIT, UNIT, matrix, role, shades=relative(matrix, 0.95))


def caption(canvas, x, y, name, shape, role):
    canvas.text(x, y, name, role, "middle", 13)
    canvas.text(x, y + 16, f"({shape[0]}, {shape[1]})", "ink", "middle", 13)


def draw_cross(page, words):
    """Draw queries left, keys above, weights where they cross; values above the context."""
    written, tokens, weights = page["written"], page["tokens"], page["cross_weights"]
    i, j = divmod(int(weights.argmax()), 6)
    says = {"written": " ".join(written), "largest": f"{weights[i, j]:.4f}"}
    canvas = picture(words, 352, query=written[i], key=tokens[j], **says)
    keys_top = WEIGHTS_TOP - 10 - 2 * UNIT
    draw_block(canvas, QUERIES_LEFT, WEIGHTS_TOP, "query", page["cross_queries"])
    draw_block(canvas, WEIGHTS_LEFT, keys_top, "key", page["keys"].T)
    draw_block(canvas, WEIGHTS_LEFT, WEIGHTS_TOP, "weight", weights)
    draw_block(canvas, VALUES_LEFT, VALUES_TOP, "value", page["values"])
    draw_block(canvas, VALUES_LEFT, WEIGHTS_TOP, "context", page["cross_context"])

    for row, word in enumerate(written):
        canvas.text(QUERIES_LEFT - 5, WEIGHTS_TOP + UNIT * (row + 0.5) + 4, word, "ink", "end", 12)
    for row, token in enumerate(tokens):
        y, x = VALUES_TOP + UNIT * (row + 0.5) + 4, WEIGHTS_LEFT + UNIT * (row + 0.5)
        canvas.text(VALUES_LEFT - 6, y, f"{token} {row + 1}", "ink", "end", 12)
        canvas.text(x, keys_top - 6, str(row + 1), "soft", "middle", 12)
    foot = WEIGHTS_TOP + 4 * UNIT + 18
    caption(canvas, QUERIES_LEFT + UNIT, foot, words["queries"], (4, 2), "query")
    caption(canvas, WEIGHTS_LEFT + 3 * UNIT, foot, words["weights"], (4, 6), "weight")
    caption(canvas, VALUES_LEFT + UNIT, foot, words["context"], (4, 2), "context")
    caption(canvas, WEIGHTS_LEFT + 3 * UNIT, keys_top - 42, words["keys"], (2, 6), "key")
    caption(canvas, VALUES_LEFT + UNIT, VALUES_TOP - 28, words["values"], (6, 2), "value")
    canvas.text(WEIGHTS_LEFT + 3 * UNIT, keys_top - 66, words["six"], "ink", "middle", 13)
    canvas.text(4, WEIGHTS_TOP - 12, words["four"], "ink", size=13)
    y, x = WEIGHTS_TOP + 2 * UNIT, VALUES_LEFT + UNIT
    canvas.arrow(WEIGHTS_LEFT + 6 * UNIT + 6, y, VALUES_LEFT - 8, y, "weight")
    canvas.arrow(x, VALUES_TOP + 6 * UNIT + 5, x, WEIGHTS_TOP - 5, "value")
    return canvas.svg()


def draw_trained(page, words):
    """The map that the page computes with the weights of a trained head."""
    tokens, weights = page["dogs_tokens"], page["dogs_weights"]
    canvas = picture(words, 330, row=in_words(tokens, weights[-1]))
    canvas.text(4, 20, words["query"], "query", size=12)
    canvas.text(356, 20, words["key"], "key", "end", size=12)
    draw_weight_map(canvas, tokens, weights, 50, 28, 43)
    return canvas.svg()


MAP = "qkv"
FIGURES = {
    "here": draw_here("qkv"),
    "roles": draw_roles,
    "symmetry": draw_symmetry,
    "cross": draw_cross,
    "trained": draw_trained,
}
