"""The pictures of "What is self in self-attention?"."""

from itertools import combinations

from descriptions import in_words, signed_numbers
from parts import draw_axes, draw_box, draw_curve, draw_weight_arcs, picture, plane
from transformer import draw_here

COLUMN, BOX_WIDTH, BOX_HEIGHT = 60, 50, 28
WIDEST = 30  # width of a band whose weight is 1
UNIT = 12  # an arrow's step
BAR = 6  # height of a bar for a dot product of 1


def softmax(page, name):
    return page["softmax"](page[name])


def middle(j):
    """Return the middle of column j."""
    return COLUMN * (j + 0.5)


def draw_token(canvas, j, top, token, is_query=False):
    left = middle(j) - BOX_WIDTH / 2
    draw_box(canvas, left, top, BOX_WIDTH, BOX_HEIGHT, token, size=14, marked=is_query)


def draw_row(canvas, top, tokens, query=None):
    for j, token in enumerate(tokens):
        draw_token(canvas, j, top, token, j == query)


def draw_band(canvas, start, end, level, weight):
    """Draw a band as wide as the weight, and at least a hairline."""
    draw_curve(canvas, start, end, level, "weight", max(WIDEST * weight, 1))


def draw_bands(canvas, i, weights, start, end):
    """Draw the bands from column i at height `start` to all columns at height `end`."""
    for j, weight in enumerate(weights):
        x = middle(i) + WIDEST * (weights[:j].sum() + weight / 2 - 0.5)
        draw_band(canvas, (x, start), (middle(j), end), (start + end) / 2, weight)


def draw_arcs(canvas, i, weights, foot):
    """Draw the bands from token i to all tokens of its row, in an order in which none cross."""
    x = middle(i) - 5
    for j in [i, *range(i), *range(len(weights) - 1, i, -1)]:
        x += WIDEST * weights[j] / 2
        end = middle(j) if j != i else middle(i) - 20
        level = foot - 14 - 0.27 * abs(end - x)
        draw_band(canvas, (x, foot), (end, foot), level, weights[j])
        x += WIDEST * weights[j] / 2


def draw_thin_arcs(canvas, foot, count):
    """Draw a thin arc between every two tokens, below their row."""
    for i, j in combinations(range(count), 2):
        level = foot + 12 + 0.17 * (middle(j) - middle(i))
        draw_curve(canvas, (middle(i), foot), (middle(j), foot), level, "soft", 0.75)


def draw_bank(page, words):
    """Draw the vector of bank, and what it becomes in each of two phrases."""
    before, (by_river, by_money) = page["bank"], page["banks"]
    at = plane(96, 168, 96)
    says = {"river": signed_numbers(by_river), "money": signed_numbers(by_money)}
    canvas = picture(words, 196, **says)
    draw_axes(canvas, *at((0, 0)), right=266, top=14)
    canvas.text(270, 173, words["water"], "soft", size=13)
    canvas.text(90, 22, words["coins"], "soft", "end", size=13)
    arrows = [(before, "bank", "soft")]
    arrows += [(by_river, "the bank of the river", "query")]
    arrows += [(by_money, "the money in the bank", "query")]
    for vector, name, role in arrows:
        x, y = at(vector)
        canvas.arrow(*at((0, 0)), x, y, role, 2)
        canvas.text(x + 8, y + 2, name, role, size=13)
    return canvas.svg()


def draw_sequences(page, words):
    """Draw the decoder that looks at the encoder's tokens, and below it a token and its own row."""
    tokens = page["tokens"]
    from_decoder, from_cat = softmax(page, "scores_decoder"), page["weights_cat"]
    says = {"decoder": in_words(tokens, from_decoder), "cat": in_words(tokens, from_cat)}
    canvas = picture(words, 384, **says)

    canvas.text(5, 16, words["two"], "ink", size=15)
    canvas.text(5 + 2 * COLUMN + 8, 49, words["writes"], "soft", size=13)
    draw_bands(canvas, 1, from_decoder, 60, 130)
    draw_token(canvas, 0, 30, "Con")
    draw_token(canvas, 1, 30, "mèo ?", is_query=True)
    draw_row(canvas, 130, tokens)
    canvas.text(5, 178, words["read"], "soft", size=13)

    canvas.line(0, 194, 360, 194, "soft", 0.75)
    canvas.text(5, 218, words["one"], "ink", size=15)
    draw_arcs(canvas, 1, from_cat, 298)
    draw_row(canvas, 300, tokens, query=1)
    draw_thin_arcs(canvas, 300 + BOX_HEIGHT + 2, len(tokens))
    return canvas.svg()


def draw_vector(canvas, x, y, vector, role, name, width, aside=0):
    """Draw an arrow from (x, y), its name beyond its head; `aside` moves the arrow to its left."""
    size = (vector[0] ** 2 + vector[1] ** 2) ** 0.5
    ahead_x, ahead_y = vector[0] / size, -vector[1] / size
    x, y = x + aside * ahead_y, y - aside * ahead_x
    end_x, end_y = x + UNIT * vector[0], y - UNIT * vector[1]
    canvas.arrow(x, y, end_x, end_y, role, width)
    name_x, name_y = end_x + 8 * ahead_x + aside * ahead_y, end_y + 8 * ahead_y - aside * ahead_x
    canvas.text(name_x, name_y + 4, name, role, "middle", 13)


def draw_bar(canvas, x, zero, product):
    """Draw a bar from the line of zero, upwards or downwards, and its number."""
    canvas.line(x - 24, zero, x + 24, zero, "soft", 1)
    canvas.rect(x - 10, min(zero, zero - BAR * product), 20, BAR * abs(product), "score")
    number = zero - BAR * product + (-6 if product >= 0 else 15)
    canvas.text(x, number, str(product).replace("-", "−"), "ink", "middle", 14)


def draw_right_angle(canvas, x, y, arrow, other):
    """Draw the mark of a right angle between two arrows of the same length."""
    step = 7 / (arrow[0] ** 2 + arrow[1] ** 2) ** 0.5
    diagonal = [sum(both) for both in zip(arrow, other)]
    corners = [(x + step * along, y - step * up) for along, up in (arrow, diagonal, other)]
    canvas.path("M" + " L".join(f"{along:.2f} {up:.2f}" for along, up in corners), "soft", 1)


def draw_pair(canvas, x, y, zero, arrow, other, product):
    """Draw two arrows from one point, and below them the bar of their dot product."""
    reach = [0, UNIT * arrow[0], UNIT * other[0]]
    start = x - (min(reach) + max(reach)) / 2
    aside = 3 if other == arrow else 0  # so that neither arrow hides the other
    if product == 0:
        draw_right_angle(canvas, start, y, arrow, other)
    draw_vector(canvas, start, y, other, "key", "b", 3, aside)
    draw_vector(canvas, start, y, arrow, "query", "a", 1.75, -aside)
    draw_bar(canvas, x, zero, product)


def draw_dot(page, words):
    """Draw b as it turns, and below as it grows."""
    arrow, dot = page["a"], page["dot"]

    def named(others):
        gives = words["gives"]
        pairs = "; ".join(f"({b[0]}, {b[1]}) {gives} {dot(arrow, b)}" for b in others)
        return pairs.replace("-", "−")

    says = {"turned": named(page["turned"]), "longer": named(page["longer"])}
    canvas = picture(words, 436, a=f"({arrow[0]}, {arrow[1]})", **says)

    canvas.text(4, 16, words["turn"], "ink", size=15)
    for column, other in enumerate(page["turned"]):
        draw_pair(canvas, 34 + 71 * column, 70, 148, arrow, other, dot(arrow, other))

    canvas.line(0, 208, 360, 208, "soft", 0.75)
    canvas.text(4, 232, words["grow"], "ink", size=15)
    for column, other in enumerate(page["longer"]):
        draw_pair(canvas, 60 + 110 * column, 326, 428, arrow, other, dot(arrow, other))
    return canvas.svg()


def draw_readings(page, words):
    """Draw a row of tokens; above it cat looks at them, below it mat."""
    tokens, row = page["tokens"], 136
    from_cat, from_mat = page["weights_cat"], page["weights_mat"]
    says = {"cat": in_words(tokens, from_cat), "mat": in_words(tokens, from_mat)}
    canvas = picture(words, 304, **says)

    draw_bands(canvas, 1, from_cat, 32, row - 22)
    draw_bands(canvas, 5, from_mat, 270, row + BOX_HEIGHT + 22)
    draw_token(canvas, 1, 2, "cat", is_query=True)
    draw_token(canvas, 5, 272, "mat", is_query=True)
    canvas.text(124, 21, "query x⁽²⁾", "soft", size=13)
    canvas.text(296, 291, "query x⁽⁶⁾", "soft", "end", size=13)
    for weights, line in [(from_cat, row - 7), (from_mat, row + BOX_HEIGHT + 16)]:
        for j, weight in enumerate(weights):
            canvas.text(middle(j), line, f"{weight:.2f}", "ink", "middle", 14)
    draw_row(canvas, row, tokens)
    return canvas.svg()


def draw_animal(page, words):
    """What it looks at, in the trained model."""
    tokens, weights = page["animal_tokens"], page["weights_it"]
    canvas = picture(words, 142, weights=in_words(tokens, weights))
    draw_weight_arcs(canvas, tokens, weights, 134)
    return canvas.svg()


MAP = "attention"
FIGURES = {
    "here": draw_here("all", chain="attention"),
    "bank": draw_bank,
    "animal": draw_animal,
    "sequences": draw_sequences,
    "dot": draw_dot,
    "readings": draw_readings,
}
