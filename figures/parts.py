"""What pictures are made of, above the canvas: boxes, cells, strips, curves, marks and axes."""

from svg import Canvas

LETTER = 7.1  # the width of a letter of 13 units, on average
WRITTEN = 0.34  # the opacity that text bears in both palettes
STRIP, FAN = 17, 13  # height of a strip, and of the way between two


def picture(words, height, /, **says):
    """Return the canvas of a picture; `says` is what its title and description have in braces."""
    title, description = (words[name].format(**says) for name in ("title", "description"))
    return Canvas(360, height, title, description)


# Boxes and outlines


def outline(canvas, x, y, width, height, role="ink", thick=1.5):
    """Draw the edge of a rectangle, inside it."""
    wide, high = width - thick, height - thick
    start = f"M{x + thick / 2:.2f} {y + thick / 2:.2f}"
    canvas.path(f"{start} h{wide:.2f} v{high:.2f} h{-wide:.2f} Z", role, thick)


def draw_box(
    canvas, x, y, width, height, *lines, role="faint", size=13, marked=False, opacity=None, radius=4
):
    """Draw a box with lines of text in its middle; a marked one is coloured, with a thick edge."""
    if marked:
        canvas.rect(x - 2, y - 2, width + 4, height + 4, "query", radius=radius + 2)
        canvas.rect(x, y, width, height, "ground", radius=radius)
        role, opacity = "query", 0.18
    canvas.rect(x, y, width, height, role, opacity, radius)
    first = y + height / 2 + 0.36 * size - 8 * (len(lines) - 1)
    for n, line in enumerate(lines):
        canvas.text(x + width / 2, first + 16 * n, line, "ink", "middle", size)


def strike_out(canvas, x, y, width, height):
    """Draw a hollow cell with a stroke through it: hidden."""
    outline(canvas, x, y, width, height, "soft", 1)
    canvas.line(x, y + height, x + width, y, "soft", 1)


# Cells: the larger a number, the darker


def darkness(weight):
    """Return the opacity of a cell for an attention weight: the same on all pages.

    Small weights are kept apart. Text stays readable on the darkest cell, since the style sheet
    halves the opacity of `pale` cells in the dark palette.
    """
    weight = min(max(float(weight), 0), 1)
    return 0.06 + 0.81 * weight / (weight + 0.4)


def relative(table, darkest=0.64):
    """Return opacities for numbers that are no weights, from the smallest to the largest."""
    return 0.06 + (darkest - 0.06) * (table - table.min()) / ((table.max() - table.min()) or 1)


def draw_cells(
    canvas, x, y, width, height, table, role="weight", write="", shades=None, gap=(1, 1)
):
    """Draw a table as cells of this size, each as dark as its weight, or with one of the `shades`.

    `write` is a format for the numbers, or a function of them; `gap` is between two cells.
    """
    pale = shades is None or write != ""
    write = write.format if isinstance(write, str) else write
    shades = [map(darkness, row) for row in table] if shades is None else shades
    for i, row in enumerate(zip(table, shades)):
        for j, (number, shade) in enumerate(zip(*row)):
            left, top = x + width * j, y + height * i
            size = width - gap[0], height - gap[1]
            canvas.rect(left + gap[0] / 2, top + gap[1] / 2, *size, role, shade, pale=pale)
            middle = left + width / 2, top + height / 2 + 4.3
            if text := write(number):
                canvas.text(*middle, text, "ink", "middle", 12)


def draw_weight_map(canvas, tokens, weights, left, top, size, numbers=True):
    """Draw causal weights: a row for each query, a column for each key, a cell for each weight.

    `numbers` writes them too, and the tokens' names.
    """
    for i, row in enumerate(weights):
        y, write = top + size * i, "{:.2f}" if numbers else ""
        draw_cells(canvas, left, y, size, size, [row[: i + 1]], write=write)
        if numbers:
            name = tokens[i].strip()
            canvas.text(left - 6, y + size / 2 + 4, name, "ink", "end", 12)
            canvas.text(left + size * (i + 0.5), y - 5, name, "soft", "middle", 12)


# Tables of causal weights

TABLE_LEFT = 56  # room for the tokens' names
TABLE_COLUMN, TABLE_ROW = (354 - TABLE_LEFT) / 6, 20


def draw_table(canvas, y, names, weights):
    """Draw weights as cells; what a query may not see stays empty."""
    for i, (name, row) in enumerate(zip(names, weights)):
        canvas.text(0, y + TABLE_ROW * i + 14, name, "ink", size=12.5)
        shown, hidden = row[row > 0], range(int((row > 0).sum()), len(row))
        draw_cells(
            canvas, TABLE_LEFT, y + TABLE_ROW * i, TABLE_COLUMN, TABLE_ROW, [shown], write="{:.2f}"
        )
        for j in hidden:
            x, top = TABLE_LEFT + TABLE_COLUMN * j, y + TABLE_ROW * i
            canvas.rect(x + 0.5, top + 0.5, TABLE_COLUMN - 1, TABLE_ROW - 1, "faint")


def draw_names(canvas, y, tokens):
    """Write the tokens above the columns: the keys."""
    for j, token in enumerate(tokens):
        canvas.text(TABLE_LEFT + TABLE_COLUMN * (j + 0.5), y, token, "soft", "middle", 12)


def draw_stairs(canvas, y, visible, first=0, corner=None):
    """Draw the edge of what is visible, and a dot at the corner from which it is counted."""
    x = TABLE_LEFT + TABLE_COLUMN * first
    path = f"M{x:.2f} {y:.2f}"
    for count in visible:
        path += f" H{TABLE_LEFT + TABLE_COLUMN * count:.2f} v{TABLE_ROW}"
    canvas.path(path, "ink", width=2)
    if corner:
        canvas.circle(*corner, 4, "ink")


# Strips: the larger a number, the wider


def pieces(weights, left, one, gap=2):
    """Yield where each weight begins and how wide it is, side by side; `one` is the width of 1."""
    for weight in weights:
        yield left + gap / 2, max(one * weight - gap, 0)
        left += one * weight


def draw_strip(canvas, y, weights, left, one):
    for x, width in pieces(weights, left, one):
        canvas.rect(x, y, width, STRIP, "weight", opacity=WRITTEN)


def draw_fan(canvas, y, before, after, kept, left, one):
    """Draw a strip of weights, and below it what is made of those kept; return its top."""
    lower, strips = y + STRIP + FAN, zip(pieces(before, left, one), pieces(after, left, one))
    for ((x, w), (to_x, to_w)), stays in zip(strips, kept):
        if w and stays:
            canvas.rect(x, y, w, STRIP, "weight", opacity=WRITTEN)
            corners = [(x, y + STRIP), (x + w, y + STRIP), (to_x + to_w, lower), (to_x, lower)]
            canvas.polygon(corners, "weight", opacity=0.14)
            canvas.rect(to_x, lower, to_w, STRIP, "weight", opacity=WRITTEN)
        elif w:
            strike_out(canvas, x, y, w, STRIP)
    return lower


# Lines and curves


def polyline(canvas, points, role, width=None, opacity=None, closed=False):
    """Draw a line through points."""
    corners = (f"{x:.1f} {y:.1f}".replace(".0 ", " ").removesuffix(".0") for x, y in points)
    canvas.path("M" + "L".join(corners) + "Z" * closed, role, width, opacity)


def draw_curve(canvas, start, end, level, role, width=None, opacity=None):
    """Draw a curve that leaves and arrives vertically and bends at a height, its level."""
    (x, y), (to_x, to_y) = start, end
    bend = f"C{x:.2f} {level:.2f} {to_x:.2f} {level:.2f} {to_x:.2f} {to_y:.2f}"
    canvas.path(f"M{x:.2f} {y:.2f} {bend}", role, width, opacity)


def draw_weight_arcs(canvas, tokens, weights, foot):
    """Write the tokens in a row, and draw an arc from the last one to each of the others.

    An arc is as wide as its weight; from 0.1 on, the weight is written above the token.
    """
    widths = [LETTER * len(token) + 3 for token in tokens]
    scale = min((canvas.width - 8) / sum(widths), 17 / 13)
    left = (canvas.width - scale * sum(widths)) / 2
    middles = [left + scale * (sum(widths[:j]) + width / 2) for j, width in enumerate(widths)]
    top, last = foot - 38, len(tokens) - 1
    for j in sorted(range(last), key=lambda j: weights[j]):
        start, end = middles[last], middles[j]
        high = top - min(0.73 * (start - end), 4 / 3 * (top - 10))
        role = "weight" if weights[j] >= 0.1 else "soft"
        draw_curve(canvas, (start, top), (end, top), high, role, max(18 * weights[j], 0.7))
    for j, (middle, token, weight) in enumerate(zip(middles, tokens, weights)):
        role = "ink" if weight >= 0.1 or j == last else "soft"
        canvas.text(middle, foot, token.strip(), role, "middle", 13 * scale)
        if weight >= 0.1:
            canvas.text(middle, foot - 20, f"{weight:.2f}", "weight", "middle", 13)


# Points, axes and hulls


def plane(x, y, scale):
    """Return the function that gives where on the canvas the first two components of a vector are.

    (0, 0) is at x and y, and `scale` is the length of 1.
    """
    return lambda vector: (x + scale * float(vector[0]), y - scale * float(vector[1]))


def draw_mark(canvas, shape, x, y, role, size=4):
    """Draw a circle, a square or a triangle around a point."""
    if shape == "circle":
        canvas.circle(x, y, size, role)
    elif shape == "square":
        canvas.rect(x - size, y - size, 2 * size, 2 * size, role)
    else:
        canvas.polygon([(x, y - size), (x + size, y + size), (x - size, y + size)], role)


def draw_legend(canvas, shape, x, y, role, text, size=4):
    """Draw a mark, and beside it what it means."""
    draw_mark(canvas, shape, x, y, role, size)
    canvas.text(x + 12, y + 4, text, "ink", size=13)


def draw_axes(canvas, x, y, right=356, top=20, overlap=8):
    """Draw two axes that cross at x and y."""
    canvas.line(x - overlap, y, right, y, "soft", 1)
    canvas.line(x, y + overlap, x, top, "soft", 1)


def draw_ticks(canvas, left, right, ticks):
    """Draw a pale line across the chart at each height, and its label on the left."""
    for y, label in ticks:
        canvas.line(left, y, right, y, "faint", 1.5)
        canvas.text(left - 5, y + 4.5, label, "ink", "end", 12.5)


def turns_left(a, b, c):
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]) > 0


def hull_of(points):
    """Return the corners of the convex hull, in order (Andrew's monotone chain)."""

    def chain(ordered):
        corners = []
        for point in ordered:
            while len(corners) > 1 and not turns_left(corners[-2], corners[-1], point):
                corners.pop()
            corners.append(point)
        return corners[:-1]

    ordered = sorted(points)
    return chain(ordered) + chain(ordered[::-1])
