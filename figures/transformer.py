"""The strip "you are here", which shows the part that a page explains.

In `figures/NN_slug.py`: `FIGURES = {"here": draw_here("scores softmax sum"), ...}`.
"""

from parts import draw_box, picture

STEPS = ("qkv", "scores", "scale", "mask", "softmax", "sum", "heads")  # of attention
CHAIN = ("tokens", "embedding", "attention", "mlp", "next")  # of the transformer
CHAIN_WIDTHS = (45, 69, 59, 35, 90)
STEP_WIDTHS = (47, 38, 39, 41, 57, 34, 43)
BOX = 20  # height of a box


def lefts(widths, start, gap):
    """Return where each of these boxes begins, side by side from `start`."""
    return [start + sum(widths[:j]) + gap * j for j in range(len(widths))]


def draw_chain(canvas, top, names, marked):
    """Draw the transformer in one row, and return where its attention box begins and ends."""
    starts, attention = lefts(CHAIN_WIDTHS, 1, 15), CHAIN.index("attention")
    for j, (left, width, name) in enumerate(zip(starts, CHAIN_WIDTHS, names)):
        if j:
            canvas.arrow(left - 14, top + BOX / 2, left - 2, top + BOX / 2, "soft", 1)
        draw_box(canvas, left, top, width, BOX, name, size=12, marked=j in marked, radius=3)
    left, right = starts[attention] - 4, starts[attention + 1] + CHAIN_WIDTHS[attention + 1] + 4
    bracket = f"M{left} {top - 4} V{top - 9} H{right} V{top - 4}"
    canvas.path(bracket, "soft", 1)
    canvas.rect((left + right) / 2 - 13, top - 16, 26, 13, "ground")
    canvas.text((left + right) / 2, top - 5, "N ×", "soft", "middle", 12)
    return starts[attention], starts[attention] + CHAIN_WIDTHS[attention]


def named(names, known):
    """Return where these names, "scores sum" or "all", are among those that are known."""
    unknown = [name for name in names.split() if name not in (*known, "all")]
    if unknown:
        raise LookupError(f"draw_here knows no {unknown[0]!r}, only {', '.join(known)} and all")
    return [j for j, name in enumerate(known) if name in names.split() or names == "all"]


def draw_here(steps, chain=""):
    """Return the function that draws a page's strip: the steps of attention that the page explains
    are marked, and its places in the chain of the transformer."""
    marked, in_chain = named(steps, STEPS), named(chain, CHAIN)

    def draw(page, words):
        canvas = picture(words, 104, place=words["place"])
        left, right = draw_chain(canvas, 17, words["chain"], in_chain)
        top, starts = 56, lefts(STEP_WIDTHS, 5, 8.5)
        canvas.polygon([(left, 37), (right, 37), (360, top - 7), (0, top - 7)], "soft", 0.12)
        canvas.rect(0, top - 7, 360, BOX + 14, "soft", opacity=0.12)
        for j, name in enumerate(words["steps"]):
            style = {"role": "ground", "size": 12, "marked": j in marked, "radius": 3}
            draw_box(canvas, starts[j], top, STEP_WIDTHS[j], BOX, name, **style)
        middles = [starts[j] + STEP_WIDTHS[j] / 2 for j in marked]
        draw_pointers(canvas, top + BOX, middles, words["here"])
        return canvas.svg()

    return draw


def draw_pointers(canvas, foot, points, text):
    """Point at the marked boxes from below, and write a text there; the caption names the place."""
    half = 3.1 * len(text)  # about half as wide as the text in letters of 12 units
    middle = min(max(sum(points) / len(points), half), 360 - half)
    for x in points:
        canvas.polygon([(x, foot + 3), (x - 5, foot + 11), (x + 5, foot + 11)], "query")
    canvas.text(middle, foot + 24, text, "query", "middle", 12)
