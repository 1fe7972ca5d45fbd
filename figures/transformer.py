"""The strip "you are here", which shows the part that a page explains.

In `figures/NN_slug.py`: `FIGURES = {"here": draw_here(2), ...}`.
"""

from parts import draw_box, picture

STEPS = {  # page → the steps of attention that it explains
    1: range(7),
    2: (1, 4, 5),
    3: (1, 4, 5),
    4: (4,),
    5: (0,),
    6: (2,),
    7: (3,),
    8: (6,),
    9: (0,),
    10: (1, 4, 5),
    11: (0,),
    12: (0,),
    13: range(7),
    14: range(7),
    15: range(7),
    16: (0, 3, 4),
    17: (1, 4, 5),
}
ATTENTION = 2  # its place in the chain
IN_CHAIN = {
    1: (ATTENTION,),
    9: (1,),
    11: (4,),
    13: (ATTENTION,),
    14: range(5),
    15: range(5),
    16: (ATTENTION,),
    17: (ATTENTION,),
}  # marked there too
CHAIN_WIDTHS = (45, 69, 59, 35, 90)
STEP_WIDTHS = (47, 38, 39, 41, 57, 34, 43)
BOX = 20  # height of a box


def lefts(widths, start, gap):
    """Return where each of these boxes begins, side by side from `start`."""
    return [start + sum(widths[:j]) + gap * j for j in range(len(widths))]


def draw_chain(canvas, top, names, marked):
    """Draw the transformer in one row, and return where its attention box begins and ends."""
    starts = lefts(CHAIN_WIDTHS, 1, 15)
    for j, (left, width, name) in enumerate(zip(starts, CHAIN_WIDTHS, names)):
        if j:
            canvas.arrow(left - 14, top + BOX / 2, left - 2, top + BOX / 2, "soft", 1)
        draw_box(canvas, left, top, width, BOX, name, size=12, marked=j in marked, radius=3)
    left, right = starts[ATTENTION] - 4, starts[ATTENTION + 1] + CHAIN_WIDTHS[ATTENTION + 1] + 4
    bracket = f"M{left} {top - 4} V{top - 9} H{right} V{top - 4}"
    canvas.path(bracket, "soft", 1)
    canvas.rect((left + right) / 2 - 13, top - 16, 26, 13, "ground")
    canvas.text((left + right) / 2, top - 5, "N ×", "soft", "middle", 12)
    return starts[ATTENTION], starts[ATTENTION] + CHAIN_WIDTHS[ATTENTION]


def draw_here(number):
    """Return the function that draws the strip of page `number`."""

    def draw(page, words):
        canvas = picture(words, 104, place=words["places"][f"{number:02}"])
        left, right = draw_chain(canvas, 17, words["chain"], IN_CHAIN.get(number, ()))
        top, starts = 56, lefts(STEP_WIDTHS, 5, 8.5)
        canvas.polygon([(left, 37), (right, 37), (360, top - 7), (0, top - 7)], "soft", 0.12)
        canvas.rect(0, top - 7, 360, BOX + 14, "soft", opacity=0.12)
        marked = STEPS[number]
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
