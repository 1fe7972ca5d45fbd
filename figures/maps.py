"""What several pictures share: arcs from one token, a map of weights, a hull, numbers in words."""

LETTER = 7.1  # the width of a letter of 13 units, on average


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
        curve = f"M{start:.1f} {top} C{start:.1f} {high:.1f} {end:.1f} {high:.1f} {end:.1f} {top}"
        canvas.path(curve, "weight" if weights[j] >= 0.1 else "soft", max(18 * weights[j], 0.7))
    for j, (middle, token, weight) in enumerate(zip(middles, tokens, weights)):
        role = "ink" if weight >= 0.1 or j == last else "soft"
        canvas.text(middle, foot, token.strip(), role, "middle", 13 * scale)
        if weight >= 0.1:
            canvas.text(middle, foot - 20, f"{weight:.2f}", "weight", "middle", 13)


def draw_weight_map(canvas, tokens, weights, left, top, size, numbers=True):
    """Draw causal weights: a row for each query, a column for each key, a square for each weight.

    The darker a square, the larger its weight; `numbers` writes it too, and the tokens' names.
    """
    for i, row in enumerate(weights):
        for j in range(i + 1):
            x, y = left + size * j, top + size * i
            canvas.rect(x, y, size - 2, size - 2, "faint", radius=2)
            canvas.rect(x, y, size - 2, size - 2, "weight", opacity=0.6 * row[j], radius=2)
            if numbers:
                middle = x + size / 2 - 1
                canvas.text(middle, y + size / 2 + 4, f"{row[j]:.2f}", "ink", "middle", 12)
        if numbers:
            name, y = tokens[i].strip(), top + size * i
            canvas.text(left - 6, y + size / 2 + 4, name, "ink", "end", 12)
            canvas.text(left + size * i + size / 2 - 1, y - 5, name, "soft", "middle", 12)


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


def listed(numbers, decimals=2):
    """Return the numbers in a row, for the description of a picture."""
    return ", ".join(f"{number:.{decimals}f}" for number in numbers)


def in_words(tokens, numbers, decimals=2):
    """Return each token with its number."""
    named = zip(tokens, numbers)
    return ", ".join(f"{token.strip()} {number:.{decimals}f}" for token, number in named)
