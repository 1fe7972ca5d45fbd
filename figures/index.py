"""The pictures of the home page: six words look at one another, and a map of a transformer."""

import numpy as np
from maps import draw_weight_arcs, in_words
from svg import Canvas

COLUMN = 60  # width of one word's column
ONE = 25  # how wide a weight of 1 is
TOP, BOTTOM = 50, 206  # where the bands begin and end
BAR = 10


def draw_bark(page, words):
    """What the last word of the sentence looks at, in the trained model."""
    tokens, weights = page["tokens"], page["bark"]
    description = words["description"].format(weights=in_words(tokens, weights))
    canvas = Canvas(360, 142, words["title"], description)
    draw_weight_arcs(canvas, tokens, weights, 134)
    return canvas.svg()


def attention_weights(vectors):
    exps = np.exp(vectors @ vectors.T)
    return exps / exps.sum(axis=1, keepdims=True)


def middle(j):
    return COLUMN * (j + 0.5)


def band(weights, i, j):
    """A curve from word i at the top to word j at the bottom, beside the bands left of it."""
    start = middle(i) + ONE * (weights[i, :j].sum() + weights[i, j] / 2 - 0.5)
    received = weights[:i, j].sum() + weights[i, j] / 2 - weights[:, j].sum() / 2
    end, half_way = middle(j) + ONE * received, (TOP + BOTTOM) / 2
    return f"M{start:.2f} {TOP} C{start:.2f} {half_way} {end:.2f} {half_way} {end:.2f} {BOTTOM}"


def draw_bar(canvas, j, top, width, role):
    canvas.rect(middle(j) - ONE * width / 2, top, ONE * width, BAR, role, radius=2)


def draw_looks(page, words):
    """All 36 weights as bands; those of one word in colour."""
    sentence, weights = page["words"], attention_weights(page["vectors"])
    looking = range(len(sentence))[page["looking"]]
    weights[looking] = page["weights"]  # as the cell prints them
    sums = weights.sum(axis=0)
    description = words["description"].format(
        word=sentence[looking],
        weights=in_words(sentence, weights[looking]),
        sums=in_words(sentence, sums),
    )
    canvas = Canvas(360, 260, words["title"], description)
    canvas.text(4, 14, words["looks"].format(word=sentence[looking]), "soft", size=12)
    others = [i for i in range(len(sentence)) if i != looking]
    for i in [*others, looking]:
        role, opacity = ("weight", None) if i == looking else ("soft", 0.25)
        for j in range(len(sentence)):
            canvas.path(band(weights, i, j), role, ONE * weights[i, j], opacity)
    for j, word in enumerate(sentence):
        role = "weight" if j == looking else "soft"
        draw_bar(canvas, j, TOP - BAR, 1, role)
        canvas.text(middle(j), TOP - BAR - 6, word, role if j == looking else "ink", "middle", 14)
        draw_bar(canvas, j, BOTTOM, sums[j], "soft")
        canvas.text(middle(j), BOTTOM + BAR + 15, word, "ink", "middle", 14)
    canvas.text(4, 254, words["seen"], "soft", size=12)
    return canvas.svg()


LEFT, WIDTH, BOX = 14, 116, 26  # the column of the whole model
INNER, NARROW, WIDE = 169, 84, 116  # the boxes of attention: scores to softmax, weighted sum
HEAD_WIDTH, HEAD_HEIGHT = 184, 322


def draw_box(canvas, left, top, width, lines, role="faint", opacity=None):
    """Draw a box with one or two lines of text; two need more height."""
    height = BOX if len(lines) == 1 else BOX + 16
    canvas.rect(left, top, width, height, role, opacity, radius=4)
    for n, line in enumerate(lines):
        canvas.text(left + width / 2, top + 18 + 16 * n, line, "ink", "middle", 13)
    return top + height


def draw_pages(canvas, left, top, *pages):
    """Draw the numbers of pages, each in a rounded box with an edge."""
    for n, number in enumerate(pages):
        x = left + 27 * n
        canvas.rect(x, top, 25, 18, "query", radius=9)
        canvas.rect(x + 1.5, top + 1.5, 22, 15, "ground", radius=7.5)
        canvas.text(x + 12.5, top + 13.5, number, "query", "middle", 12)


def draw_down(canvas, x, start, end, role="soft"):
    canvas.arrow(x, start, x, end - 1, role, 1.25)


def draw_bypass(canvas, start, end):
    """Draw the way around attention or MLP, whose input is added to its output."""
    canvas.path(f"M{LEFT + WIDTH / 2} {start} H{LEFT - 6} V{end} H{LEFT - 5}", "soft", 1.25)
    canvas.arrow(LEFT - 6, end, LEFT, end, "soft", 1.25)


def draw_model(canvas, words):
    """Draw the whole model in a column, and return the top of its attention box."""
    middle_x, top, gap = LEFT + WIDTH / 2, 8, 20
    foot = draw_box(canvas, LEFT, top, WIDTH, [words["tokens"]])
    draw_down(canvas, middle_x, foot, foot + gap)
    foot = draw_box(canvas, LEFT, foot + gap, WIDTH, [words["embedding"], words["position"]])
    draw_down(canvas, middle_x, foot, foot + 38)
    frame, top = foot + 8, foot + 38
    canvas.rect(LEFT - 12, frame, WIDTH + 20, 4 * (BOX + gap) + 20, "soft", 0.14, radius=6)
    canvas.text(LEFT - 4, frame + 14, "N ×", "ink", size=13)
    attention = top
    for n, name in enumerate(("attention", "add", "mlp", "add")):
        if n:
            draw_down(canvas, middle_x, foot, top)
        if name != "add":
            draw_bypass(canvas, top - 9, top + BOX + gap + BOX / 2)
        foot = draw_box(canvas, LEFT, top, WIDTH, [words[name]], "ground")
        top = foot + gap
    end = foot + 34
    draw_down(canvas, middle_x, foot, end)
    draw_box(canvas, LEFT, end, WIDTH, [words["scores_for"], words["next"]])
    return attention


def draw_head(canvas, words, top):
    """Draw the steps of one head in its frame, the frames of other heads behind it."""
    for step in (8, 4):
        canvas.rect(INNER - 8 + step, top - step, HEAD_WIDTH, HEAD_HEIGHT, "soft", 0.2, radius=6)
    canvas.rect(INNER - 8, top, HEAD_WIDTH, HEAD_HEIGHT, "ground", radius=6)
    canvas.rect(INNER - 8, top, HEAD_WIDTH, HEAD_HEIGHT, "soft", 0.14, radius=6)
    canvas.text(INNER, top + 19, words["head"], "ink", size=12.5)
    first, gap = top + 34, 48
    value_x = INNER + 102
    for name, left in (("Q", INNER), ("K", INNER + 46), ("V", INNER + 87)):
        role = {"Q": "query", "K": "key", "V": "value"}[name]
        canvas.rect(left, first, 30 if name == "V" else 38, BOX, "ground", radius=4)
        draw_box(canvas, left, first, 30 if name == "V" else 38, [name], role, 0.25)
    draw_down(canvas, INNER + 19, first + BOX, first + gap)
    draw_down(canvas, INNER + 65, first + BOX, first + gap)
    for n, name in enumerate(("scores", "scale", "mask", "softmax"), 1):
        foot = draw_box(canvas, INNER, first + n * gap, NARROW, [words[name]], "ground")
        draw_down(canvas, INNER + NARROW / 2, foot, foot + gap - BOX)
    draw_down(canvas, value_x, first + BOX, first + 5 * gap, "value")
    draw_box(canvas, INNER, first + 5 * gap, WIDE, [words["sum"]], "ground")
    pages = {0: ["05"], 1: ["02", "03"], 2: ["06"], 3: ["07"], 4: ["04"], 5: ["02", "03"]}
    for n, numbers in pages.items():
        draw_pages(canvas, INNER + 120, first + n * gap + 4, *numbers)


def draw_map(page, words):
    """The whole model on the left, its attention enlarged on the right, with page numbers."""
    canvas = Canvas(360, 412, words["title"], words["description"])
    attention, head = 134, 40  # their tops
    right, left = LEFT + WIDTH, INNER - 8
    rays = [(right, attention), (left, head), (left, head + HEAD_HEIGHT), (right, attention + BOX)]
    canvas.polygon(rays, "soft", 0.14)
    assert draw_model(canvas, words) == attention
    draw_head(canvas, words, head)
    draw_pages(canvas, 330, head + 6, "08")
    corners = {"09": 54, "14": attention - 26, "01": attention, "11": 332}  # tops of their boxes
    for number, top in corners.items():  # on the edge, above the words of the box
        draw_pages(canvas, LEFT + WIDTH - 22, top - 14, number)
    for x, number, word in ((164, "10", "cost"), (226, "12", "learning"), (298, "13", "faults")):
        draw_pages(canvas, x, head + HEAD_HEIGHT + 12, number)
        canvas.text(x, head + HEAD_HEIGHT + 44, words[word], "soft", size=12)
    return canvas.svg()


FIGURES = {"bark": draw_bark, "looks": draw_looks, "map": draw_map}
