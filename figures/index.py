"""The home page's pictures: a head and the verb, six words look at one another, and the map."""

from importlib import import_module
from pathlib import Path

import numpy as np
from descriptions import in_words
from parts import draw_box, draw_curve, draw_weight_arcs, picture

COLUMN = 60  # width of one word's column
ONE = 25  # how wide a weight of 1 is
TOP, BOTTOM = 50, 206  # where the bands begin and end
BAR = 10


def draw_keys(page, words):
    """What the last word looks at in the chosen head, and both verbs with this head and without."""
    tokens, weights = page["tokens"], page["row"]
    head = f"L{page['layer']}H{page['head']}"
    chances = {"with": page["with_it"], "without": page["without"]}
    says = {name: in_words(("are", "is"), pair, 3) for name, pair in chances.items()}
    canvas = picture(words, 252, head=head, weights=in_words(tokens, weights), **says)
    draw_weight_arcs(canvas, tokens, weights, 134)
    one = 220 / max(0.2, *np.ravel([*chances.values()]))
    for n, (name, pair) in enumerate(chances.items()):
        top = 152 + 52 * n
        canvas.text(0, top + 10, words[name].format(head=head), "ink", size=13)
        for k, (verb, chance) in enumerate(zip(("are", "is"), pair)):
            y = top + 16 + 16 * k
            canvas.text(26, y + 11, verb, "ink", "end", 13)
            canvas.rect(32, y, max(one * chance, 1), 13, "weight" if k == 0 else "soft")
            canvas.text(38 + one * chance, y + 11, f"{chance:.3f}", "ink", size=13)
    return canvas.svg()


def attention_weights(vectors):
    exps = np.exp(vectors @ vectors.T)
    return exps / exps.sum(axis=1, keepdims=True)


def middle(j):
    return COLUMN * (j + 0.5)


def draw_band(canvas, weights, i, j, role, opacity):
    """Draw a band from word i at the top to word j at the bottom, beside the bands left of it."""
    start = middle(i) + ONE * (weights[i, :j].sum() + weights[i, j] / 2 - 0.5)
    end = middle(j) + ONE * (weights[:i, j].sum() + (weights[i, j] - weights[:, j].sum()) / 2)
    level, width = (TOP + BOTTOM) / 2, ONE * weights[i, j]
    draw_curve(canvas, (start, TOP), (end, BOTTOM), level, role, width, opacity)


def draw_bar(canvas, j, top, width, role):
    canvas.rect(middle(j) - ONE * width / 2, top, ONE * width, BAR, role, radius=2)


def draw_looks(page, words):
    """All 36 weights as bands; those of one word in colour."""
    sentence, weights = page["words"], attention_weights(page["vectors"])
    looking = range(len(sentence))[page["looking"]]
    weights[looking] = page["weights"]  # as the cell prints them
    sums = weights.sum(axis=0)
    says = {"word": sentence[looking], "weights": in_words(sentence, weights[looking])}
    canvas = picture(words, 260, sums=in_words(sentence, sums), **says)
    canvas.text(4, 14, words["looks"].format(word=sentence[looking]), "soft", size=12)
    others = [i for i in range(len(sentence)) if i != looking]
    for i in [*others, looking]:
        role, opacity = ("weight", None) if i == looking else ("soft", 0.25)
        for j in range(len(sentence)):
            draw_band(canvas, weights, i, j, role, opacity)
    for j, word in enumerate(sentence):
        role = "weight" if j == looking else "soft"
        draw_bar(canvas, j, TOP - BAR, 1, role)
        canvas.text(middle(j), TOP - BAR - 6, word, role if j == looking else "ink", "middle", 14)
        draw_bar(canvas, j, BOTTOM, sums[j], "soft")
        canvas.text(middle(j), BOTTOM + BAR + 15, word, "ink", "middle", 14)
    canvas.text(4, 254, words["seen"], "soft", size=12)
    return canvas.svg()


LEFT, WIDTH, BOX = 14, 116, 26  # the column of the whole model, and the height of a box
INNER, NARROW, WIDE = 169, 84, 116  # the boxes of attention: scores to softmax, weighted sum
HEAD_WIDTH, HEAD_HEIGHT = 184, 322
STREAM, BRANCH, ATTENTION = 16, 34, 156  # the residual stream, and the boxes beside it


FIRST, GAP = 74, 48  # the top of Q, K and V, and from one step to the next
STEPS = ("qkv", "scores", "scale", "mask", "softmax", "sum")
BELOW = 374  # what has no box of its own
# Where the numbers of pages are on the map; on the edge of a box their end, above its words.
PLACES = {name: (INNER + 120, FIRST + n * GAP + 4) for n, name in enumerate(STEPS)}
PLACES |= {"heads": (330, 46), "cost": (164, BELOW), "learning": (226, BELOW)}
PLACES |= {"faults": (298, BELOW)}
EDGES = {"model": 92, "attention": ATTENTION - 14, "next": 374}


def pages_by_place():
    """Return the numbers of the pages at each place, which its own program says: `MAP`."""
    found = {place: [] for place in (*EDGES, *PLACES)}
    for path in sorted(Path(__file__).parent.glob("[0-9]*.py")):
        for place in getattr(import_module(path.stem), "MAP", "").split() or [""]:
            if place not in found:
                what = f'{path.name}: write MAP = "…", where the map has the page'
                raise LookupError(f"{what}: {', '.join(found)}")
            found[place].append(path.stem[:2])
    return found


PAGES = pages_by_place()


def draw_pages(canvas, place):
    """Draw the numbers of the pages at a place, each in a rounded box with an edge."""
    pages = PAGES[place]
    if place in EDGES:
        left, top, columns = LEFT + WIDTH + 11 - 27 * len(pages), EDGES[place], len(pages)
    else:
        (left, top), columns = PLACES[place], 2
    for n, number in enumerate(pages):
        x, y = left + 27 * (n % columns), top + 20 * (n // columns)
        canvas.rect(x, y, 25, 18, "query", radius=9)
        canvas.rect(x + 1.5, y + 1.5, 22, 15, "ground", radius=7.5)
        canvas.text(x + 12.5, y + 13.5, number, "query", "middle", 12)


def draw_down(canvas, x, start, end, role="soft"):
    canvas.arrow(x, start, x, end - 1, role, 1.25)


def draw_branch(canvas, top, words, name):
    """Draw what reads the residual stream, normalized, and is added to it; return where it ends."""
    middle, end = BRANCH + (LEFT + WIDTH - BRANCH) / 2, top + 2 * BOX + 34
    canvas.arrow(STREAM, top + BOX / 2, BRANCH - 1, top + BOX / 2, "soft", 1.25)
    for y, label in ((top, "normalize"), (top + BOX + 16, name)):
        draw_box(canvas, BRANCH, y, LEFT + WIDTH - BRANCH, BOX, words[label], role="ground")
    draw_down(canvas, middle, top + BOX, top + BOX + 16)
    canvas.path(f"M{middle} {end - 18} V{end} H{STREAM + 15}", "soft", 1.25)
    canvas.arrow(STREAM + 16, end, STREAM + 9, end, "soft", 1.25)
    canvas.circle(STREAM, end, 8, "value")
    canvas.circle(STREAM, end, 6.5, "ground")
    canvas.text(STREAM, end + 4.5, "+", "ink", "middle", 13)
    return end


def draw_model(canvas, words):
    """Draw the whole model in a column; its attention box is at ATTENTION."""
    middle_x, frame = LEFT + WIDTH / 2, 92
    draw_box(canvas, LEFT, 8, WIDTH, BOX, words["tokens"])
    draw_down(canvas, middle_x, 34, 50)
    draw_box(canvas, LEFT, 50, WIDTH, BOX, words["embedding"])
    canvas.rect(LEFT - 12, frame, WIDTH + 20, 242, "soft", 0.14, radius=6)
    canvas.text(BRANCH, frame + 16, "N ×", "ink", size=13)
    canvas.line(STREAM, 76, STREAM, 346, "value", 2)
    end = draw_branch(canvas, ATTENTION - BOX - 16, words, "attention")
    draw_branch(canvas, end + 18, words, "mlp")
    draw_box(canvas, LEFT, 346, WIDTH, BOX, words["normalize"])
    draw_down(canvas, middle_x, 372, 388)
    draw_box(canvas, LEFT, 388, WIDTH, BOX + 16, words["scores_for"], words["next"])


def draw_head(canvas, words, top):
    """Draw the steps of one head in its frame, the frames of other heads behind it."""
    for step in (8, 4):
        canvas.rect(INNER - 8 + step, top - step, HEAD_WIDTH, HEAD_HEIGHT, "soft", 0.2, radius=6)
    canvas.rect(INNER - 8, top, HEAD_WIDTH, HEAD_HEIGHT, "ground", radius=6)
    canvas.rect(INNER - 8, top, HEAD_WIDTH, HEAD_HEIGHT, "soft", 0.14, radius=6)
    canvas.text(INNER, top + 19, words["head"], "ink", size=12.5)
    first, gap = FIRST, GAP
    value_x = INNER + 102
    for name, role, x, width in (
        ("Q", "query", 0, 38),
        ("K", "key", 46, 38),
        ("V", "value", 87, 30),
    ):
        canvas.rect(INNER + x, first, width, BOX, "ground", radius=4)
        draw_box(canvas, INNER + x, first, width, BOX, name, role=role, opacity=0.25)
    draw_down(canvas, INNER + 19, first + BOX, first + gap)
    draw_down(canvas, INNER + 65, first + BOX, first + gap)
    for n, name in enumerate(("scores", "scale", "mask", "softmax"), 1):
        top = first + n * gap
        draw_box(canvas, INNER, top, NARROW, BOX, words[name], role="ground")
        draw_down(canvas, INNER + NARROW / 2, top + BOX, top + gap)
    draw_down(canvas, value_x, first + BOX, first + 5 * gap, "value")
    draw_box(canvas, INNER, first + 5 * gap, WIDE, BOX, words["sum"], role="ground")


def draw_map(page, words):
    """The whole model on the left, its attention enlarged on the right, with page numbers."""
    there = "; ".join(f"{words[place]}: {', '.join(PAGES[place])}" for place in PAGES)
    canvas = picture(words, 436, pages=there)
    attention, head = ATTENTION, 40  # their tops
    right, left = LEFT + WIDTH, INNER - 8
    rays = [(right, attention), (left, head), (left, head + HEAD_HEIGHT), (right, attention + BOX)]
    canvas.polygon(rays, "soft", 0.14)
    draw_model(canvas, words)
    draw_head(canvas, words, head)
    for place in PAGES:
        draw_pages(canvas, place)
    for place in ("cost", "learning", "faults"):
        canvas.text(PLACES[place][0], BELOW + 32, words[place], "soft", size=12)
    return canvas.svg()


FIGURES = {"keys": draw_keys, "looks": draw_looks, "map": draw_map}
