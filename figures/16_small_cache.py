"""The pictures of "How do today's models keep the cache small?"."""

import numpy as np
from descriptions import signed
from parts import draw_ticks, picture, polyline
from transformer import draw_here

WIDE = 0.5  # units for a token; a number is one unit high, and a bit one unit deep
WHOLE = {"tokens": 224, "numbers": 64, "bits": 16}
SHORT = [{}, {"numbers": 5}, {"tokens": 48}, {"bits": 4}]
SMOOTH = 32  # tokens that are averaged: a single one says little


def draw_box_of(canvas, left, foot, sides, role, opacity):
    """Draw a box with its lower left corner there, as wide, high and deep as its sides say."""
    width, height, deep = WIDE * sides["tokens"], sides["numbers"], sides["bits"]
    right, top = left + width, foot - height
    canvas.rect(left, top, width, height, role, opacity)
    back = [(left, top), (left + deep, top - deep), (right + deep, top - deep), (right, top)]
    canvas.polygon(back, role, opacity * 0.6)
    side = [(right, top), (right + deep, top - deep), (right + deep, foot - deep), (right, foot)]
    canvas.polygon(side, role, opacity * 0.8)


def draw_edges(canvas, left, foot, sides):
    """Draw the edges of a box that can be seen."""
    width, height, deep = WIDE * sides["tokens"], sides["numbers"], sides["bits"]
    right, top = left + width, foot - height
    canvas.path(f"M{left} {top} H{right} V{foot} H{left} Z", "soft", 1)
    back = f"M{left} {top} l{deep} {-deep} H{right + deep} V{foot - deep} L{right} {foot}"
    canvas.path(back, "soft", 1)
    canvas.line(right, top, right + deep, top - deep, "soft", 1)


def draw_boxes(page, words):
    """Draw the whole cache as a box, and three that have one short side."""
    canvas = picture(words, 304)
    for n, short in enumerate(SHORT):
        left, foot = 4 + 186 * (n % 2), 104 + 174 * (n // 2)
        draw_edges(canvas, left, foot, WHOLE)
        draw_box_of(canvas, left, foot, WHOLE | short, "score" if short else "soft", 0.5)
        canvas.text(left, foot - 84, words["names"][n], "ink", size=12.5)
        for line, text in enumerate(words["sides"][n].split(", ")):
            canvas.text(left, foot + 18 + 16 * line, text, "score" if short else "ink", size=12.5)
    return canvas.svg()


def smooth(losses):
    """Return the mean of the last tokens at each token, from the first full one on."""
    return np.convolve(losses, np.ones(SMOOTH) / SMOOTH, "valid")


def draw_window(page, words):
    """Draw the mean loss of the texts along them: with all keys and with both windows."""
    curves = [smooth(rows) for rows in np.mean(list(page["losses"].values()), axis=0)]
    size, count = 48, len(curves[0]) + SMOOTH
    ends = dict(zip(("all", "window", "first"), (signed(curve[-1]) for curve in curves)))
    canvas = picture(words, 214, size=size, **ends)
    left, right, foot, one = 30, 352, 176, 18
    draw_ticks(canvas, left, right, [(foot - one * tick, str(tick)) for tick in range(0, 9, 2)])
    across = (right - left) / count
    edge = left + across * size
    canvas.line(edge, 22, edge, foot, "soft", 1)
    canvas.text(edge, 14, words["leaves"].format(size=size), "soft", "middle", 12)
    roles = (("ink", 1.5), ("score", 2.5), ("value", 2.5))
    for curve, (role, width) in zip(curves, roles):
        xs = left + across * (SMOOTH + np.arange(len(curve)))
        polyline(canvas, zip(xs[::3], (foot - one * curve)[::3]), role, width)
    for n, level in enumerate((0.6, 6.5, 1.5)):  # above and below all curves
        end = f"{words['names'][n]} {curves[n][-1]:.1f}"
        canvas.text(right, foot - one * level, end, roles[n][0], "end", 12.5)
    for token in (1, 100, 200):
        canvas.text(left + across * token, foot + 16, str(token), "ink", "middle", 12.5)
    canvas.text((left + right) / 2, foot + 33, words["axis"], "soft", "middle", 12.5)
    return canvas.svg()


def draw_bits(page, words):
    """Draw a dot for each head: its error by token across, by channel upwards."""
    token, channel = page["by_token"][0].ravel(), page["by_channel"][0].ravel()
    below = int((channel < token).sum())
    canvas = picture(words, 326, below=below, count=token.size)
    left, foot, side = 46, 282, 264
    one = side / 0.75

    def draw_dot(head, role, size):
        canvas.circle(left + one * token[head], foot - one * channel[head], size, role)

    for tick in (0, 0.25, 0.5, 0.75):
        y = foot - one * tick
        canvas.line(left, y, left + side, y, "faint", 1.5)
        canvas.text(left - 6, y + 4.5, f"{tick:g}", "ink", "end", 12.5)
        canvas.text(left + one * tick, foot + 18, f"{tick:g}", "ink", "middle", 12.5)
    canvas.line(left, foot, left + side, foot - side, "soft", 1)
    for head in range(token.size):
        draw_dot(head, "score" if channel[head] < token[head] else "soft", 2.2)
    mine = 13 * 9 + 8  # layer 13, head 8
    x = left + one * token[mine]
    canvas.line(x, foot - one * channel[mine], x, foot - 22, "ink", 1)
    draw_dot(mine, "ink", 4.5)
    canvas.text(x + 4, foot - 10, "L13H8", "ink", "middle", 12.5)
    better = words["better"].format(below=below, count=token.size)
    canvas.text(left + side, foot - one * 0.335, better, "score", "end", 12.5)
    canvas.text(left, 12, words["up"], "soft", size=12.5)
    canvas.text(left + side / 2, foot + 38, words["across"], "soft", "middle", 12.5)
    return canvas.svg()


MAP = "next"
FIGURES = {
    "here": draw_here("qkv mask softmax", chain="attention"),
    "box": draw_boxes,
    "window": draw_window,
    "bits": draw_bits,
}
