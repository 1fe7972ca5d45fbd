"""The pictures of "Why divide by √d_k?"."""

import numpy as np
from descriptions import listed
from parts import WRITTEN, draw_mark, draw_ticks, picture, polyline
from transformer import draw_here

# Walks: the sums over the number of steps; below, divided by the square root of the steps.
WALKS, EVERY = 20, 32
LEFT, RIGHT = 22, 300


def step_x(step):
    return LEFT + (RIGHT - LEFT) * step / 1024


def draw_walks_panel(canvas, middle, unit, walks, steps, mark):
    """Draw the walks, and plus and minus the mark at each step."""
    canvas.line(LEFT, middle, RIGHT, middle, "soft", 1)
    for walk in walks:
        polyline(canvas, zip(step_x(steps), middle - unit * walk), "score", 1, 0.5)
    for sign in (1, -1):
        curve = np.array([mark(step) for step in steps])
        polyline(canvas, zip(step_x(steps), middle - unit * sign * curve), "ink", 2.2)
    canvas.text(LEFT - 6, middle + 4.5, "0", "ink", "end", 12.5)


def draw_walks(page, words):
    """Draw some of the walks, before and after the division by the root of the steps."""
    everything = page["walks"].reshape(-1, 1024)
    steps = np.arange(EVERY, 1025, EVERY)
    walks = everything[:WALKS, steps - 1]
    deviation = f"{everything[:, -1].std():.2f}"
    says = {"count": WALKS, "total": len(everything), "deviation": deviation}
    canvas = picture(words, 356, steps=1024, **says)

    top, bottom, unit = 104, 284, 1
    from_zero = np.concatenate([[0], steps])
    padded = np.concatenate([np.zeros((WALKS, 1)), walks], axis=1)
    canvas.text(LEFT, 14, words["sum"], "ink", size=13)
    draw_walks_panel(canvas, top, unit, padded, from_zero, np.sqrt)
    canvas.text(RIGHT + 5, top - 32 * unit + 4, "+√1024", "ink", size=12.5)
    canvas.text(RIGHT + 5, top + 32 * unit + 5, "−√1024", "ink", size=12.5)

    canvas.text(LEFT, 216, words["divided"], "ink", size=13)
    draw_walks_panel(canvas, bottom, 16, walks / np.sqrt(steps), steps, lambda step: 1)
    canvas.text(RIGHT + 5, bottom - 16 + 4, "+1", "ink", size=12.5)
    canvas.text(RIGHT + 5, bottom + 16 + 5, "−1", "ink", size=12.5)

    for step in (0, 256, 512, 768, 1024):
        canvas.text(step_x(step), 336, f"{step}", "ink", "middle", 12.5)
    canvas.text((LEFT + RIGHT) / 2, 352, words["steps"], "soft", "middle", 12.5)
    return canvas.svg()


# Largest: two charts over d, one step of the line for each size.
CHART_LEFT, SIZE = 40, 45


def size_x(k):
    return CHART_LEFT + 14 + SIZE * k


def draw_series(canvas, heights, shape, role, name):
    points = [(size_x(k), y) for k, y in enumerate(heights)]
    polyline(canvas, points, role, 2)
    for x, y in points:
        draw_mark(canvas, shape, x, y, role, 4.5 if shape == "circle" else 4)
    canvas.text(points[-1][0] + 10, points[-1][1] + 4.5, name, "ink", size=12.5)


def draw_largest(page, words):
    """Draw the largest weight, and the share of queries with almost no gradient, over d."""
    sizes = list(page["sizes"])
    largest, tiny = (np.array(list(page[name].values())) for name in ("largest", "tiny"))
    series = dict(zip(("undivided", "by_root", "by_d"), (listed(row, 4) for row in largest.T)))
    shares = ", ".join(f"{share:.0%}" for share in tiny[:, 0])
    canvas = picture(words, 382, sizes=", ".join(map(str, sizes)), tiny=shares, **series)
    names = [
        (words["undivided"], "circle", "score"),
        ("/ √d", "square", "weight"),
        ("/ d", "triangle", "soft"),
    ]
    for top, bottom, highest, label, ticks, values, title in [
        (28, 178, 1, "{:g}", (0, 0.5, 1), largest, "weight"),
        (228, 348, 0.8, "{:.0%}", (0, 0.4, 0.8), tiny, "tiny"),
    ]:
        canvas.text(CHART_LEFT, top - 12, words[title], "ink", size=13)
        heights = [bottom - (bottom - top) * tick / highest for tick in ticks]
        draw_ticks(canvas, CHART_LEFT, size_x(5) + 6, zip(heights, map(label.format, ticks)))
        for series, (name, shape, role) in zip(values.T, names):
            draw_series(canvas, bottom - (bottom - top) * series / highest, shape, role, name)
    for k, d in enumerate(sizes):
        canvas.text(size_x(k), 368, f"{d}", "ink", "middle", 12.5)
    canvas.text(CHART_LEFT - 5, 368, "d =", "ink", "end", 12.5)
    return canvas.svg()


# Shares: a bar for each d and each divisor, cut into the sorted mean weights.
BAR_LEFT, BAR_WIDTH, BAR_HEIGHT = 66, 293, 26


def sorted_weights(page, d, divisor):
    """Return the mean of the largest weight, of the second largest, and so on."""
    weights = page["softmax"](page["scores"][d] / divisor)
    return np.sort(weights, axis=-1)[..., ::-1].mean(axis=(0, 1))


def draw_bar(canvas, y, weights):
    left = BAR_LEFT
    for k, weight in enumerate(weights):
        width = BAR_WIDTH * weight
        opacity = WRITTEN if k == 0 else 0.12 if k % 2 else 0.24
        canvas.rect(left, y, max(width - 1, 0.3), BAR_HEIGHT, "weight", opacity=opacity)
        left += width
    canvas.text(BAR_LEFT + 6, y + 18, f"{weights[0]:.4f}", "ink", size=12.5)


def draw_shares(page, words):
    """Draw the bars for d = 4, 64 and 1024, undivided and divided by √d."""
    sizes = (4, 64, 1024)
    groups = [(words["undivided"], [1, 1, 1]), ("/ √d", [d**0.5 for d in sizes])]
    bars = [
        [sorted_weights(page, d, divisor) for d, divisor in zip(sizes, divisors)]
        for _, divisors in groups
    ]
    undivided, by_root = (listed([weights[0] for weights in group], 4) for group in bars)
    says = {"undivided": undivided, "by_root": by_root}
    canvas = picture(words, 246, sizes="4, 64, 1024", **says)
    for (name, _), group, top in zip(groups, bars, (20, 144)):
        canvas.text(BAR_LEFT, top - 6, name, "ink", size=13)
        for k, (d, weights) in enumerate(zip(sizes, group)):
            y = top + k * (BAR_HEIGHT + 6)
            canvas.text(BAR_LEFT - 6, y + 18, f"d = {d}", "ink", "end", 12.5)
            draw_bar(canvas, y, weights)
    return canvas.svg()


MAP = "scale"
FIGURES = {
    "here": draw_here("scale"),
    "walks": draw_walks,
    "largest": draw_largest,
    "shares": draw_shares,
}
