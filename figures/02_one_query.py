"""The pictures of "How does journey look at the others?"."""

from maps import in_words, listed
from svg import Canvas
from transformer import draw_here

COLUMN = 60  # width of one token's column
BOX = 200  # width of the two boxes, and of the six bands together
BOX_LEFT = (6 * COLUMN - BOX) / 2
GAP = 1.5  # between two bands, so that all six can be told apart
QUERY_BOTTOM, TOKEN_TOP, TOKEN_BOTTOM = 46, 84, 110
BAR_FOOT, BAR_TALLEST = 206, 50
BANDS_TOP, BANDS_BOTTOM = 262, 368


def describe(page, words):
    tokens = page["tokens"]
    return words["description"].format(
        query=listed(page["query"]),
        scores=in_words(tokens, page["scores_2"], 4),
        weights=in_words(tokens, page["weights_2"], 4),
        context=listed(page["context_2"], 4),
    )


def middle(j):
    """Return the middle of column j."""
    return COLUMN * (j + 0.5)


def draw_box(canvas, top, role, name, vector):
    """Draw a vector: its name, and its components below."""
    canvas.rect(BOX_LEFT, top, BOX, 44, role, opacity=0.18, radius=6)
    canvas.text(180, top + 18, name, "ink", "middle", 13)
    canvas.text(180, top + 36, vector, "ink", "middle", 13)


def draw_comparison(canvas, j, token):
    """Draw an arrow from the query to one token."""
    canvas.arrow(180, QUERY_BOTTOM, middle(j), TOKEN_TOP - 2, "query")
    canvas.rect(middle(j) - 28, TOKEN_TOP, 56, TOKEN_BOTTOM - TOKEN_TOP, "faint", radius=5)
    canvas.text(middle(j), TOKEN_TOP + 17, token, "ink", "middle", 12.5)


def draw_score(canvas, j, score, largest):
    """Draw a bar as tall as the score, with its number on top."""
    height = BAR_TALLEST * score / largest
    canvas.rect(middle(j) - 14, BAR_FOOT - height, 28, height, "score", radius=2)
    canvas.text(middle(j), BAR_FOOT - height - 5, f"{score:.4f}", "ink", "middle", 12)


def edge(top_x, bottom_x, steps=20):
    """Return corners along an edge that leaves and arrives vertically."""
    for step in range(steps + 1):
        way = step / steps
        bend = way * way * (3 - 2 * way)
        yield top_x + (bottom_x - top_x) * bend, BANDS_TOP + (BANDS_BOTTOM - BANDS_TOP) * way


def draw_band(canvas, j, weight, left):
    """Draw a band as wide as the weight, from its column to its place in the context vector."""
    width = BOX * weight - GAP
    top, bottom = middle(j) - width / 2, left + GAP / 2
    canvas.text(middle(j), BANDS_TOP - 6, f"{weight:.4f}", "ink", "middle", 12)
    right_edge = reversed([*edge(top + width, bottom + width)])
    canvas.polygon([*edge(top, bottom), *right_edge], "weight")


def draw_way(page, words):
    """Draw the steps from x^(2) to z^(2): six scores, six weights, one sum."""
    tokens, scores, weights = page["tokens"], page["scores_2"], page["weights_2"]
    canvas = Canvas(360, 414, words["title"], describe(page, words))

    draw_box(canvas, 2, "query", "query x⁽²⁾ = journey", listed(page["query"]))
    for j, token in enumerate(tokens):
        draw_comparison(canvas, j, token)
    canvas.text(4, 128, words["scores"], "soft", size=12)
    for j, score in enumerate(scores):
        draw_score(canvas, j, score, scores.max())

    canvas.rect(0, BAR_FOOT + 6, 360, 24, "faint", radius=5)
    canvas.text(180, BAR_FOOT + 22, words["normalize"], "ink", "middle", 13)
    for j, weight in enumerate(weights):
        draw_band(canvas, j, weight, BOX_LEFT + BOX * weights[:j].sum())
    name = f"{words['context']} z⁽²⁾"
    draw_box(canvas, BANDS_BOTTOM, "context", name, listed(page["context_2"], 4))

    canvas.text(2, 24, words["compare"], "ink", size=13)
    canvas.text(2, BANDS_BOTTOM + 26, words["mix"], "ink", size=13)
    return canvas.svg()


ORIGIN_X, ORIGIN_Y, STEP = 42, 218, 88  # of the mix: where (0, 0) is, and the length of 1


def point(vector):
    """Return where the tip of a vector is."""
    return ORIGIN_X + STEP * vector[0], ORIGIN_Y - STEP * vector[1]


def path_of(page):
    """Return the corners of the path from (0, 0) to the mix, one shortened token after another."""
    corners = [(0.0, 0.0)]
    for weight, (x, y) in zip(page["hand_weights"], page["hand_tokens"]):
        corners.append((corners[-1][0] + weight * x, corners[-1][1] + weight * y))
    return corners


def draw_mix(page, words):
    """Draw three tokens as arrows, their weighted copies end to end, and the mix."""
    tokens, mix = page["hand_tokens"], page["hand_context"]
    shares = [f"{score}/{sum(page['hand_scores'])}" for score in page["hand_scores"]]
    description = words["description"].format(
        tokens=", ".join(map(str, tokens)), shares=", ".join(shares), mix=f"({listed(mix, 1)})"
    )
    canvas = Canvas(360, 246, words["title"], description)

    canvas.polygon([point(token) for token in tokens], "context", 0.14)
    for token, (aside, above) in zip(tokens, [(0, -8), (24, 5), (-22, 8)]):
        x, y = point(token)
        canvas.arrow(ORIGIN_X, ORIGIN_Y, x, y, "value", 1.5)
        canvas.text(x + aside, y + above, str(token), "ink", "middle", 14)
    path = [point(corner) for corner in path_of(page)]
    places = [(-4, -24), (4, -8), (22, 4)]
    for share, (x1, y1), (x2, y2), (aside, above) in zip(shares, path, path[1:], places):
        canvas.line(x1, y1, x2, y2, "weight", 5)
        canvas.text((x1 + x2) / 2 + aside, (y1 + y2) / 2 + above, share, "ink", "middle", 13)
    x, y = path[-1]
    canvas.arrow(ORIGIN_X, ORIGIN_Y, x, y, "context", 3)
    canvas.text(x + 2, y - 10, f"{words['mixed']} ({listed(mix, 1)})", "ink", "start", 14)
    return canvas.svg()


FIGURES = {"here": draw_here(2), "way": draw_way, "mix": draw_mix}
