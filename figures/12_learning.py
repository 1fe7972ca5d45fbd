"""The pictures of "How are the three matrices learned?"."""

import numpy as np
from descriptions import signed, signed_numbers
from parts import STRIP, draw_cells, draw_fan, draw_strip, draw_ticks, outline, picture, polyline
from transformer import draw_here

# Forward and backward, by hand

BOX, TALL, GAP, DOWN = 67, 50, 6.25, 76  # width and height of a box, and from one to the next
TOP = 4


def draw_box(canvas, column, row, name, number, gradient):
    """Draw a number and, below it, the derivative of the loss by it; columns may be fractions."""
    x, y = (BOX + GAP) * column, TOP + DOWN * row
    canvas.rect(x, y, BOX, TALL, "faint", radius=4)
    canvas.text(x + BOX / 2, y + 13, name, "soft", "middle", 12)
    canvas.text(x + BOX / 2, y + 28, signed(number), "ink", "middle", 13)
    if gradient is not None:
        canvas.rect(x, y + 32, BOX, TALL - 32, "query", opacity=0.16, radius=4)
        canvas.text(x + BOX / 2, y + 46, f"∂ {signed(gradient)}", "ink", "middle", 13)


def connect(canvas, start, end):
    """Draw an arrow from the foot of one box to the head of another."""
    (column, row), (to_column, to_row) = start, end
    x, to_x = ((BOX + GAP) * c + BOX / 2 for c in (column, to_column))
    canvas.arrow(x, TOP + DOWN * row + TALL, to_x, TOP + DOWN * to_row - 1, "soft", 1)


def draw_flow(page, words):
    """Draw the example by hand: forward from the vectors to the loss, and backward."""
    q, k, v, a, z = (page[name] for name in "qkvaz")
    s, names = q * k, words["names"]
    grads = {name: page[f"grad_{name}"] for name in "qkvsaz"}
    loss = (z - page["target"]) ** 2 / 2
    numbers = {"q": q, "k": k, "v": v, "s": s, "a": a, "z": z, "loss": loss}
    says = {name: signed_numbers(number) for name, number in numbers.items()}
    says |= {f"grad_{name}": signed_numbers(number) for name, number in grads.items()}
    canvas = picture(words, TOP + 4 * DOWN + TALL + 42, **says)
    places = {"k": (1, 2), "v": (3, 4), "s": (0.5, 1.5), "a": (0.5, 1.5)}
    for i in range(2):
        score, weight = (places["s"][i], 1), (places["a"][i], 2)
        connect(canvas, (0, 0), score)
        connect(canvas, (places["k"][i], 0), score)
        for other in places["a"]:
            connect(canvas, score, (other, 2))
        connect(canvas, weight, (2, 3))
        connect(canvas, (places["v"][i], 0), (2 + 0.2 * (i + 1), 3))
    connect(canvas, (2, 3), (2, 4))
    draw_box(canvas, 0, 0, names["q"], q, grads["q"])
    for row, name in [(0, "k"), (0, "v"), (1, "s"), (2, "a")]:
        for i in range(2):
            draw_box(canvas, places[name][i], row, names[name][i], numbers[name][i], grads[name][i])
    draw_box(canvas, 2, 3, names["z"], z, grads["z"])
    draw_box(canvas, 2, 4, names["loss"], loss, None)
    foot = TOP + 4 * DOWN + TALL
    canvas.text(0, foot + 18, words["forward"], "soft", size=12)
    canvas.text(0, foot + 34, words["backward"], "soft", size=12)
    return canvas.svg()


# The loss

LEFT, RIGHT, HIGH, LOW = 34, 352, 12, 172


def draw_loss(page, words):
    """Draw the loss over the steps, and the best loss without comparing letters."""
    losses, blind = np.array(page["losses"]), page["blind_loss"]
    highest = max(2, int(np.ceil(losses.max())))
    says = {"first": signed(losses[0]), "last": signed(losses[-1]), "blind": signed(blind)}
    canvas = picture(words, 210, steps=len(losses), **says)

    def height(loss):
        return LOW - (LOW - HIGH) * loss / highest

    ticks = [(height(tick), f"{tick:g}") for tick in (0, highest / 2, highest)]
    draw_ticks(canvas, LEFT, RIGHT, ticks)
    xs = LEFT + (RIGHT - LEFT) * np.arange(len(losses)) / max(len(losses) - 1, 1)
    polyline(canvas, zip(xs, map(height, losses)), "score", 2)
    dashes = "".join(f"M{x} {height(blind):.1f} h6 " for x in range(LEFT, RIGHT - 6, 12))
    canvas.path(dashes.strip(), "ink", 1.5)
    label = f"{words['blind']} {signed(blind)}"
    canvas.text(RIGHT, height(blind) - 7, label, "ink", "end", 12.5)
    for part in (0, 0.5, 1):
        x, anchor = LEFT + (RIGHT - LEFT) * part, ("start", "middle", "end")[int(2 * part)]
        canvas.text(x, LOW + 17, f"{part * len(losses):.0f}", "ink", anchor, 12.5)
    canvas.text((LEFT + RIGHT) / 2, LOW + 34, words["axis"], "soft", "middle", 12.5)
    return canvas.svg()


# The maps

NAME, TABLE, LINE = 22, 152, 24  # room for a question, width of a table, height of a row


def draw_map(canvas, left, title, calls, shelf, weights):
    """Draw the weights as a table, and frame the pair with the requested letter."""
    width = TABLE / len(shelf)
    canvas.text(left, 13, title, "ink", size=13)
    for j, pair in enumerate(shelf):
        canvas.text(left + width * (j + 0.5), 34, pair, "soft", "middle", 12.5)
    draw_cells(canvas, left, 41, width, LINE, weights, write="{:.2f}")
    for i, call in enumerate(calls):
        for j, pair in enumerate(shelf):
            if pair[0] == call[0]:
                outline(canvas, left + width * j, 41 + LINE * i, width, LINE)


def draw_maps(page, words):
    """Draw the weights of each question before training and after it."""
    calls, shelf = page["calls"], page["shelf"]
    before, after = (page[f"map_{when}"] for when in ("before", "after"))
    rows = [
        "; ".join(f"{call} {signed_numbers(row)}" for call, row in zip(calls, weights))
        for weights in (before, after)
    ]
    canvas = picture(words, 44 + LINE * len(calls), before=rows[0], after=rows[1])
    for i, call in enumerate(calls):
        canvas.text(0, 41 + LINE * i + 16.5, call, "ink", size=12.5)
    draw_map(canvas, NAME, words["before"], calls, shelf, before)
    draw_map(canvas, 360 - TABLE, words["after"], calls, shelf, after)
    return canvas.svg()


# Dropout

NAMES, ONE = 56, 118  # room for the tokens' names, and the width of a weight of 1


def draw_dropout(page, words):
    """Draw each row of weights before dropout and after it, with its sum."""
    before, after, kept = page["other_weights"], page["dropped"], page["kept"]
    tokens, sums, mean = page["tokens"], after.sum(axis=1), list(page["means"].values())[0]
    total, scale = f"{mean.sum():.2f}", 1 / (1 - page["p"])
    canvas = picture(words, 416, sums=signed_numbers(sums), mean=total, scale=scale)
    canvas.text(0, 12, words["head"].format(scale=scale), "soft", size=12)
    for i, token in enumerate(tokens):
        y = 36 + 58 * i
        canvas.text(0, y + 13, token, "ink", size=12.5)
        lower = draw_fan(canvas, y, before[i], after[i], kept[i], NAMES, ONE)
        right = NAMES + ONE * max(sums[i], 1) + 6
        canvas.text(right, lower + 13, f"{sums[i]:.2f}", "ink", size=12.5)
    foot = 44 + 58 * 6  # a little apart: the mean is no single draw
    canvas.text(0, foot + 13, tokens[5], "ink", size=12.5)
    draw_strip(canvas, foot, mean, NAMES, ONE)
    canvas.text(NAMES + ONE + 6, foot + 13, f"{total} {words['mean']}", "ink", size=12.5)
    canvas.line(NAMES + ONE, 22, NAMES + ONE, foot + STRIP + 4, "ink", width=1.5)
    canvas.text(NAMES + ONE + 4, 32, "1", "ink", size=13)
    return canvas.svg()


MAP = "learning"
FIGURES = {
    "here": draw_here("qkv"),
    "flow": draw_flow,
    "loss": draw_loss,
    "maps": draw_maps,
    "dropout": draw_dropout,
}
