"""The pictures of "Why several heads?"."""

from descriptions import listed
from parts import draw_axes, draw_mark, draw_weight_map, hull_of, outline, picture, plane
from transformer import draw_here


def point(numbers):
    return f"({numbers[0]:.2f}, {numbers[1]:.2f})"


# Twelve numbers, two heads

CELL, ROW = 34, 30  # width and height of one number
LEFT, MIDDLE, RIGHT = 0, 180 - CELL, 360 - 2 * CELL
TOPS = [62 + (ROW + 4) * row + 34 * (row > 2) for row in range(6)]  # of the heads' rows
MEMORY_TOPS = [79 + (ROW + 4) * row for row in range(6)]


def draw_pair(canvas, x, y, pair):
    """Draw two numbers side by side: filled for columns 1 and 2, outlined for 3 and 4."""
    for k, number in enumerate(pair):
        left = x + CELL * k + 1
        if number % 10 < 3:
            canvas.rect(left, y, CELL - 2, ROW, "query", opacity=0.3)
        else:
            outline(canvas, left, y, CELL - 2, ROW, "key", 2)
        canvas.text(left + CELL / 2 - 1, y + 20, str(number), "ink", "middle", 14)


def draw_path(canvas, x, y, to_x, to_y, role):
    """Draw a curve between two rows."""
    bend = (to_x - x) / 2
    corners = [(x + bend, y), (to_x - bend, to_y), (to_x, to_y)]
    curve = " ".join(f"{a:.2f} {b:.2f}" for a, b in corners)
    canvas.path(f"M{x:.2f} {y:.2f} C{curve}", role, width=2)


def draw_split(page, words):
    """Draw the toy in memory, split correctly on the left and wrongly on the right."""
    memory = [pair.tolist() for pair in page["toy"].reshape(6, 2)]
    sides = {
        "right": [row.tolist() for head in page["right"] for row in head],
        "wrong": [row.tolist() for head in page["wrong"] for row in head],
    }
    heads = {
        f"{name}_{h + 1}": rows[3 * h : 3 * h + 3] for name, rows in sides.items() for h in range(2)
    }
    numbers = page["toy"].ravel().tolist()
    canvas = picture(words, 300, memory=numbers, **heads)
    canvas.text(0, 14, words["right"], "ink", "start", 13)
    canvas.text(180, 14, words["memory"], "ink", "middle", 13)
    canvas.text(360, 14, words["wrong"], "ink", "end", 13)
    for x, rows, edge, from_x in [
        (LEFT, sides["right"], 2 * CELL + 3, MIDDLE - 3),
        (RIGHT, sides["wrong"], RIGHT - 3, MIDDLE + 2 * CELL + 3),
    ]:
        for h in range(2):
            label = f"{words['head']} {h + 1}"
            canvas.text(x + CELL, TOPS[3 * h] - 9, label, "ink", "middle", 13)
        for row, pair in enumerate(rows):
            start, end = (top + ROW / 2 for top in (MEMORY_TOPS[memory.index(pair)], TOPS[row]))
            role = "query" if pair[0] % 10 < 3 else "key"
            draw_path(canvas, from_x, start, edge, end, role)
            draw_pair(canvas, x, TOPS[row], pair)
    for y, pair in zip(MEMORY_TOPS, memory):
        draw_pair(canvas, MIDDLE, y, pair)
    return canvas.svg()


# The weights of journey

NAMES, COLUMN, TALL = 80, 46, 62


def draw_looks(page, words):
    """Draw three rows of weights of journey: two heads, and one head for both components."""
    rows = [page["row_1"], page["row_2"], page["row_both"]]
    z_1, z_2 = (f"{z:.2f}" for z in page["two_heads"])
    says = {name: listed(row) for name, row in zip(("first", "second", "both"), rows)}
    canvas = picture(words, 302, z_1=z_1, z_2=z_2, z_both=point(page["one_head"]), **says)
    for j, token in enumerate(page["tokens"]):
        canvas.text(NAMES + COLUMN * (j + 0.5), 14, token, "ink", "middle", 12)
    labels = [
        (f"{words['head']} 1", "1"),
        (f"{words['head']} 2", "2"),
        (words["one"], words["components"]),
    ]
    for i, (row, (name, part)) in enumerate(zip(rows, labels, strict=True)):
        foot = 100 + 92 * i + 10 * (i == 2)
        canvas.text(0, foot - 38, name, "ink", size=13)
        canvas.text(0, foot - 22, words["part"], "soft", size=12)
        canvas.text(0, foot - 6, part, "soft", size=12)
        canvas.line(NAMES, foot, 356, foot, "soft", 1)
        for j, weight in enumerate(row):
            middle, height = NAMES + COLUMN * (j + 0.5), TALL * float(weight)
            canvas.rect(middle - 16, foot - height, 32, height, "weight")
            role = "ink" if weight > 0.05 else "soft"
            canvas.text(middle, foot - height - 5, f"{weight:.2f}", role, "middle", 12)
    canvas.line(0, 210, 356, 210, "ink", 1)
    return canvas.svg()


# What can be reached

ORIGIN_X, ORIGIN_Y = 16, 356
on_map = plane(ORIGIN_X, ORIGIN_Y, 384)
LABELS = {
    "Your": (0, 19, "middle"),
    "journey": (-8, 17, "end"),
    "starts": (10, 14, "start"),
    "with": (0, 19, "middle"),
    "one": (-9, 14, "end"),
    "step": (10, 14, "start"),
}


def draw_reach(page, words):
    """Draw the hull that one head reaches, the frame that two reach, and journey's results."""
    tokens, values = page["tokens"], page["first_two"]
    one, two = page["one_head"], page["two_heads"]
    low, high = values.min(axis=0), values.max(axis=0)
    places = ", ".join(f"{token} {point(value)}" for token, value in zip(tokens, values))
    corners = {"low": point(low), "high": point(high)}
    canvas = picture(words, 378, tokens=places, one=point(one), two=point(two), **corners)
    (left, bottom), (right, top) = on_map(low), on_map(high)
    canvas.rect(left, top, right - left, bottom - top, "weight", opacity=0.07)
    outline(canvas, left - 1, top - 1, right - left + 2, bottom - top + 2, "weight", 2)
    canvas.polygon(hull_of([on_map(value) for value in values]), "key", opacity=0.16)
    for token, value in zip(tokens, values):
        x, y = on_map(value)
        dx, dy, anchor = LABELS[token]
        canvas.circle(x, y, 4.5, "key")
        canvas.text(x + dx, y + dy, token, "ink", anchor, 13)
    for line in range(2):
        y = bottom - 28 + 17 * line
        canvas.text(left + 8, y, words["two_reach"][line], "weight", size=13)
        x, y = on_map((0.46, 0.52))
        canvas.text(x, y + 17 * line, words["one_reach"][line], "key", "middle", 13)
    for name, numbers, anchor, dx in [("one", one, "middle", -14), ("two", two, "end", 26)]:
        x, y = on_map(numbers)
        draw_mark(canvas, "square", x, y, "ink", 4.5)
        canvas.text(x + dx, y - 12, words[name], "ink", anchor, 13)
    draw_axes(canvas, ORIGIN_X, ORIGIN_Y)
    canvas.text(356, ORIGIN_Y + 17, words["axis_1"], "soft", "end", 12)
    canvas.text(0, 12, words["axis_2"], "soft", size=12)
    return canvas.svg()


def draw_trained(page, words):
    """The maps of three trained heads side by side."""
    tokens, heads = page["dogs_tokens"], zip(page["three_heads"], page["trained"])
    heads = [(words["head"].format(*place), weights) for place, weights in heads]
    most = "; ".join(
        f"{name}: " + ", ".join(tokens[j] for j in weights.argmax(axis=1))
        for name, weights in heads
    )
    canvas = picture(words, 126, most=most)
    for i, token in enumerate(tokens):
        canvas.text(48, 34 + 14 * i, token, "ink", "end", 12)
    for k, (name, weights) in enumerate(heads):
        canvas.text(54 + 104 * k, 14, name, "ink", size=12)
        draw_weight_map(canvas, tokens, weights, 54 + 104 * k, 24, 14, numbers=False)
    return canvas.svg()


MAP = "heads"
FIGURES = {
    "here": draw_here("heads"),
    "split": draw_split,
    "looks": draw_looks,
    "reach": draw_reach,
    "trained": draw_trained,
}
