"""The pictures of "Can attention do without softmax?"."""

import numpy as np
from parts import draw_ticks, picture, polyline
from transformer import draw_here

CELL, STEP = 6, 58  # of a number, and from one token to the next


def draw_numbers(canvas, left, top, rows, columns, role):
    """Draw a table of numbers as small squares."""
    for row in range(rows):
        for column in range(columns):
            canvas.rect(left + CELL * column, top + CELL * row, CELL - 1, CELL - 1, role)


def draw_state(page, words):
    """Draw the cache and the state after each token, a square for each number."""
    tokens, d, d_v = page["T"], page["d"], page["d_v"]
    one = d + d_v
    canvas = picture(words, 206, tokens=tokens, one=one, cache=tokens * one, state=d * d_v)
    canvas.text(0, 14, words["cache"], "ink", size=13)
    canvas.text(0, 118, words["state"], "score", size=13)
    for n in range(tokens):
        left = 8 + STEP * n
        top = 66 - CELL * (n + 1)
        draw_numbers(canvas, left, top, n + 1, d, "key")
        draw_numbers(canvas, left + CELL * d, top, n + 1, d_v, "value")
        draw_numbers(canvas, left + 12, 130, d, d_v, "score")
        middle = left + CELL * one / 2
        canvas.text(middle, 84, str(one * (n + 1)), "ink", "middle", 12.5)
        canvas.text(middle, 172, str(d * d_v), "score", "middle", 12.5)
        canvas.text(middle, 194, words["token"].format(n=n + 1), "soft", "middle", 12.5)
    return canvas.svg()


def draw_blocks(page, words):
    """Draw a dot for each head: its weight in the first and latest blocks across, by means up."""
    simple, means = (page["by_way"][way].ravel() for way in ("first and latest", "means"))
    above = int((means > simple).sum())
    canvas = picture(words, 326, above=above, count=means.size)
    left, foot, side, least = 46, 282, 264, 0.4
    one = side / (1 - least)
    for tick in (0.4, 0.6, 0.8, 1):
        across, y = left + one * (tick - least), foot - one * (tick - least)
        canvas.line(left, y, left + side, y, "faint", 1.5)
        canvas.text(left - 6, y + 4.5, f"{tick:g}", "ink", "end", 12.5)
        canvas.text(across, foot + 18, f"{tick:g}", "ink", "middle", 12.5)
    canvas.line(left, foot, left + side, foot - side, "soft", 1)
    mine = 13 * 9 + 8  # layer 13, head 8
    for head, (x, y) in enumerate(zip(simple, means)):
        role = "ink" if head == mine else "score" if y > x else "soft"
        place = left + one * (x - least), foot - one * (y - least)
        canvas.circle(*place, 4.5 if head == mine else 2.2, role)
    x, y = left + one * (simple[mine] - least), foot - one * (means[mine] - least)
    canvas.line(left + 98, foot - 36, x, y, "ink", 1)
    canvas.text(left + 94, foot - 30, "L13H8", "ink", "end", 12.5)
    better = words["better"].format(above=above, count=means.size)
    canvas.text(left + 6, foot - one * 0.53, better, "score", size=12.5)
    canvas.text(left, 12, words["up"], "soft", size=12.5)
    canvas.text(left + side / 2, foot + 38, words["across"], "soft", "middle", 12.5)
    return canvas.svg()


def draw_cost(page, words):
    """Draw three costs over the number of tokens, both to powers of ten and of two."""
    lengths = 2 ** np.arange(10, 18)
    names = ("pair_cost", "chosen_cost", "state_cost")
    costs = [[page[name](int(length)) / 1e9 for length in lengths] for name in names]
    written = [f"{cost[-1]:,.0f}".replace(",", words["thousands"]) for cost in costs]
    ends = dict(zip(("pairs", "chosen", "state"), written))
    canvas = picture(words, 310, **ends)
    left, right, foot, one = 52, 352, 262, 40  # one power of ten
    for power in range(-1, 5):
        label = f"{10.0**power:,g}".replace(",", words["thousands"])
        draw_ticks(canvas, left, right, [(foot - one * (power + 1), label)])
    across = (right - left) / 7
    beside = ((302, 50), (345, 175), (345, 206))  # where no line is
    for cost, role, name, place in zip(costs, ("query", "key", "score"), words["names"], beside):
        points = [(left + across * n, foot - one * (np.log10(c) + 1)) for n, c in enumerate(cost)]
        polyline(canvas, points, role, 3)
        canvas.text(*place, name, role, "end", 13)
    for n in (0, 4, 7):
        anchor = "end" if n == 7 else "middle"
        length = f"{lengths[n]:,}".replace(",", words["thousands"])
        canvas.text(left + across * n, foot + 18, length, "ink", anchor, 12.5)
    canvas.text(0, 14, words["billions"], "soft", size=12.5)
    canvas.text((left + right) / 2, foot + 38, words["axis"], "soft", "middle", 12.5)
    return canvas.svg()


MAP = "attention"
FIGURES = {
    "here": draw_here("scores softmax sum", chain="attention"),
    "state": draw_state,
    "blocks": draw_blocks,
    "cost": draw_cost,
}
