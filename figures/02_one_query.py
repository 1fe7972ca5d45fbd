"""The pictures of "How does journey look at the others?"."""

from lessonkit.svg import Canvas

WORDS = {
    "en": {
        "title": "The way from journey to its context vector",
        "compare": "1 compare",
        "scores": "scores ω₂₁ … ω₂₆: one dot product each",
        "share": "2 share out: softmax gives weights α₂₁ … α₂₆",
        "mix": "3 mix",
        "context": "context vector",
        "description": (
            "From top to bottom. The query is journey, {query}. Its dot product with each token gives six scores:"
            " {scores}. Softmax turns them into six weights: {weights}, 1 in all. The six weights are drawn as bands as"
            " wide as the weight; together they fill the width of the context vector, {context}."
        ),
    },
    "vi": {
        "title": "Đường đi từ journey đến vector ngữ cảnh của nó",
        "compare": "1 so sánh",
        "scores": "điểm ω₂₁ … ω₂₆: mỗi token một tích vô hướng",
        "share": "2 chia phần: softmax cho trọng số α₂₁ … α₂₆",
        "mix": "3 trộn",
        "context": "vector ngữ cảnh",
        "description": (
            "Đọc từ trên xuống. Query là journey, {query}. Tích vô hướng của nó với từng token cho sáu điểm: {scores}."
            " Softmax biến sáu điểm thành sáu trọng số: {weights}, tổng là 1. Mỗi trọng số là một dải rộng đúng bằng"
            " trọng số đó; sáu dải ghép lại vừa khít bề rộng của vector ngữ cảnh, {context}."
        ),
    },
}

COLUMN = 60  # width of one token's column
BOX = 200  # width of the query's and of the context vector's box, and of the six bands together
BOX_LEFT = (6 * COLUMN - BOX) / 2
GAP = 1.5  # between two bands, so that one sees six
QUERY_BOTTOM, TOKEN_TOP, TOKEN_BOTTOM = 46, 84, 110
BAR_FOOT, BAR_TALLEST = 206, 50
BANDS_TOP, BANDS_BOTTOM = 262, 368


def numbers(vector, decimals):
    return ", ".join(f"{number:.{decimals}f}" for number in vector)


def named_numbers(tokens, vector):
    return ", ".join(f"{token} {number:.4f}" for token, number in zip(tokens, vector))


def describe(page, words):
    tokens = page["tokens"]
    return words["description"].format(
        query=numbers(page["query"], 2),
        scores=named_numbers(tokens, page["scores_2"]),
        weights=named_numbers(tokens, page["weights_2"]),
        context=numbers(page["context_2"], 4),
    )


def middle(j):
    """The middle of column j."""
    return COLUMN * (j + 0.5)


def draw_box(canvas, top, role, name, vector):
    """A vector: its name, and its numbers below."""
    canvas.rect(BOX_LEFT, top, BOX, 44, role, opacity=0.18, radius=6)
    canvas.text(180, top + 18, name, "ink", "middle", 13)
    canvas.text(180, top + 36, vector, "ink", "middle", 13)


def draw_comparison(canvas, j, token):
    """An arrow from the query to one token."""
    canvas.arrow(180, QUERY_BOTTOM, middle(j), TOKEN_TOP - 2, "query")
    canvas.rect(middle(j) - 28, TOKEN_TOP, 56, TOKEN_BOTTOM - TOKEN_TOP, "faint", radius=5)
    canvas.text(middle(j), TOKEN_TOP + 17, token, "ink", "middle", 12.5)


def draw_score(canvas, j, score, largest):
    """A bar as tall as the score, its number on top."""
    height = BAR_TALLEST * score / largest
    canvas.rect(middle(j) - 14, BAR_FOOT - height, 28, height, "score", radius=2)
    canvas.text(middle(j), BAR_FOOT - height - 5, f"{score:.4f}", "ink", "middle", 12)


def edge(top_x, bottom_x, steps=20):
    """Corners along an edge that leaves its column straight down and arrives straight down."""
    for step in range(steps + 1):
        way = step / steps
        bend = way * way * (3 - 2 * way)
        yield top_x + (bottom_x - top_x) * bend, BANDS_TOP + (BANDS_BOTTOM - BANDS_TOP) * way


def draw_band(canvas, j, weight, left):
    """A band as wide as the weight, from its column down to its place in the context vector."""
    width = BOX * weight - GAP
    top, bottom = middle(j) - width / 2, left + GAP / 2
    canvas.text(middle(j), BANDS_TOP - 6, f"{weight:.4f}", "ink", "middle", 12)
    canvas.polygon([*edge(top, bottom), *reversed([*edge(top + width, bottom + width)])], "weight")


def draw_way(page, words):
    """From x^(2) over six scores and six weights to z^(2)."""
    tokens, scores, weights = page["tokens"], page["scores_2"], page["weights_2"]
    canvas = Canvas(360, 414, words["title"], describe(page, words))

    draw_box(canvas, 2, "query", "query x⁽²⁾ = journey", numbers(page["query"], 2))
    for j, token in enumerate(tokens):
        draw_comparison(canvas, j, token)
    canvas.text(4, 128, words["scores"], "soft", size=12)
    for j, score in enumerate(scores):
        draw_score(canvas, j, score, scores.max())

    canvas.rect(0, BAR_FOOT + 6, 360, 24, "faint", radius=5)
    canvas.text(180, BAR_FOOT + 22, words["share"], "ink", "middle", 13)
    for j, weight in enumerate(weights):
        draw_band(canvas, j, weight, BOX_LEFT + BOX * weights[:j].sum())
    draw_box(canvas, BANDS_BOTTOM, "context", f"{words['context']} z⁽²⁾", numbers(page["context_2"], 4))

    canvas.text(2, 24, words["compare"], "ink", size=13)
    canvas.text(2, BANDS_BOTTOM + 26, words["mix"], "ink", size=13)
    return canvas.svg()


FIGURES = {"way": draw_way}
