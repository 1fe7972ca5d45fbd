"""The pictures of "How does journey look at the others?"."""

from descriptions import in_words, listed
from parts import draw_box, picture, plane
from transformer import draw_here

COLUMN = 60  # width of one token's column
BOX = 200  # width of the two boxes, and of the six bands together
BOX_LEFT = (6 * COLUMN - BOX) / 2
GAP = 1.5  # between two bands, so that all six can be told apart
QUERY_BOTTOM, TOKEN_TOP = 46, 84
BAR_FOOT, BAR_TALLEST = 206, 50
BANDS_TOP, BANDS_BOTTOM = 262, 368


def middle(j):
    """Return the middle of column j."""
    return COLUMN * (j + 0.5)


def draw_vector(canvas, top, role, name, vector):
    """Draw a vector: its name, and its components below."""
    draw_box(canvas, BOX_LEFT, top, BOX, 44, name, vector, role=role, opacity=0.18)


def draw_comparison(canvas, j, token):
    """Draw an arrow from the query to one token."""
    canvas.arrow(180, QUERY_BOTTOM, middle(j), TOKEN_TOP - 2, "query")
    draw_box(canvas, middle(j) - 28, TOKEN_TOP, 56, 26, token, size=12.5)


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
    query, context = listed(page["query"]), listed(page["context_2"], 4)
    says = {"scores": in_words(tokens, scores, 4), "weights": in_words(tokens, weights, 4)}
    canvas = picture(words, 414, query=query, context=context, **says)

    draw_vector(canvas, 2, "query", "query x⁽²⁾ = journey", query)
    for j, token in enumerate(tokens):
        draw_comparison(canvas, j, token)
    canvas.text(4, 128, words["scores"], "soft", size=12)
    for j, score in enumerate(scores):
        draw_score(canvas, j, score, scores.max())

    draw_box(canvas, 0, BAR_FOOT + 6, 360, 24, words["normalize"])
    for j, weight in enumerate(weights):
        draw_band(canvas, j, weight, BOX_LEFT + BOX * weights[:j].sum())
    draw_vector(canvas, BANDS_BOTTOM, "context", f"{words['context']} z⁽²⁾", context)

    canvas.text(2, 24, words["compare"], "ink", size=13)
    canvas.text(2, BANDS_BOTTOM + 26, words["mix"], "ink", size=13)
    return canvas.svg()


ORIGIN_X, ORIGIN_Y, STEP = 42, 218, 88  # of the mix: where (0, 0) is, and the length of 1
point = plane(ORIGIN_X, ORIGIN_Y, STEP)


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
    says = {"tokens": ", ".join(map(str, tokens)), "shares": ", ".join(shares)}
    canvas = picture(words, 246, mix=f"({listed(mix, 1)})", **says)

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


MAP = "scores sum"
FIGURES = {"here": draw_here("scores softmax sum"), "way": draw_way, "mix": draw_mix}
