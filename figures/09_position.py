"""The pictures of "How does it know the order?"."""

from math import atan2, cos, degrees, hypot, radians, sin

from descriptions import listed
from parts import draw_curve, draw_mark, outline, picture, polyline
from transformer import draw_here


def ring(canvas, x, y, r):
    """Draw a circle line."""
    half = f"a{r} {r} 0 1 0"
    canvas.path(f"M{x - r:.2f} {y:.2f} {half} {2 * r} 0 {half} {-2 * r} 0", "soft", 1)


# Clock hands

LABELS, COLUMN, ROW, CLOCK = 50, 43, 42, 17


def draw_clocks(page, words):
    """Draw the first four hands at the six positions, and at a late one."""
    positions = [*page["positions"].tolist(), page["late"]]
    angles = page["hand_angles"](positions)[:, :4]
    hands = ". ".join(
        words["row"].format(
            i=i + 1,
            rate=f"{degrees(page['rates'][i]):.0f}",
            late=f"{degrees(angles[-1, i]) % 360:.0f}",
            position=page["late"],
        )
        for i in range(angles.shape[1])
    )
    height = 42 + ROW * angles.shape[1]
    canvas = picture(words, height, hands=hands)
    canvas.text(0, 31, words["position"], "soft", size=12)
    for column, position in enumerate(positions):
        middle = LABELS + COLUMN * (column + 0.5) + 8 * (column == 6)
        if column < 6:
            canvas.text(middle, 14, page["tokens"][column], "ink", "middle", 12)
        canvas.text(middle, 31, str(position), "ink", "middle", 12)
        for i, angle in enumerate(angles[column]):
            y = 40 + ROW * (i + 0.5)
            ring(canvas, middle, y, CLOCK)
            tip = middle + CLOCK * cos(angle), y - CLOCK * sin(angle)
            canvas.arrow(middle, y, *tip, "query", 2)
    for i in range(angles.shape[1]):
        canvas.text(0, 40 + ROW * (i + 0.5) + 4, f"{words['hand']} {i + 1}", "ink", size=12.5)
    left = LABELS + 6 * COLUMN + 4
    canvas.line(left, 6, left, height - 4, "faint", 2)
    return canvas.svg()


# Query and key turn together

RADIUS, WIDE = 32, 90


def angle_of(pair):
    return degrees(atan2(pair[1], pair[0]))


def between(q, k):
    """Return the angle from a key to a query, in degrees."""
    return (angle_of(q) - angle_of(k) + 180) % 360 - 180


def draw_pair(canvas, x, y, q, k):
    """Draw the two arrows of a pair and the arc between them."""
    ring(canvas, x, y, RADIUS)
    longest = max(hypot(*q), hypot(*k)) or 1
    for name, pair, role in [("q", q, "query"), ("k", k, "key")]:
        length, angle = max(RADIUS * hypot(*pair) / longest, 18), radians(angle_of(pair))
        canvas.arrow(x, y, x + length * cos(angle), y - length * sin(angle), role, 2.5)
        away = length + 8
        canvas.text(x + away * cos(angle), y - away * sin(angle) + 4, name, role, "middle", 13)
    begin, turn = angle_of(k), between(q, k)
    points = [radians(begin + turn * part / 24) for part in range(25)]
    polyline(canvas, [(x + 12 * cos(a), y - 12 * sin(a)) for a in points], "ink", 1)
    canvas.text(x, y + RADIUS + 26, f"{abs(turn):.0f}°", "ink", "middle", 12.5)


def draw_turn(page, words):
    """Draw the pairs of a query and a key near the start, and with both moved."""
    offset, firsts = page["offset"], [0, page["start"]]
    half = page["d"] // 2
    pairs, texts = [], []
    for first in firsts:
        second, score = first + offset, f"{page['score'](first + offset, first):.2f}"
        q, k = page["rope"](page["query"], second), page["rope"](page["key"], first)
        pairs.append([(q[[i, i + half]], k[[i, i + half]]) for i in range(min(half, 4))])
        texts.append(words["row"].format(key=first, query=second, score=score))
    angles = ", ".join(f"{abs(between(*pair)):.0f}" for pair in pairs[0])
    canvas = picture(words, 296, above=texts[0], below=texts[1], angles=angles)
    for row, text in enumerate(texts):
        canvas.text(0, 13 + 150 * row, text, "ink", size=13)
        for i, pair in enumerate(pairs[row]):
            draw_pair(canvas, WIDE * (i + 0.5), 70 + 150 * row, *pair)
    return canvas.svg()


# The score by offset

LEFT, RIGHT, TOP, BOTTOM = 34, 352, 22, 214


def draw_offset(page, words):
    """Draw the score of step with one and with Your, by offset."""
    offsets = page["offsets"].tolist()
    one, your = (page[name].tolist() for name in ("curve_one", "curve_your"))
    low, high = min(0, *one, *your), max(0, *one, *your)
    best = offsets[one.index(max(one))]
    says = {"one": listed(one, 1), "your": listed(your, 1)}
    canvas = picture(words, 252, low=offsets[0], high=offsets[-1], best=best, **says)

    def place_of(offset, score):
        x = LEFT + (RIGHT - LEFT) * (offset - offsets[0]) / (offsets[-1] - offsets[0])
        return x, BOTTOM - (BOTTOM - TOP) * (score - low) / (high - low)

    canvas.text(0, 11, words["y"], "soft", size=12)
    edge = place_of(-0.5, 0)[0]
    canvas.rect(LEFT - 6, TOP - 14, edge - LEFT + 6, BOTTOM - TOP + 18, "soft", opacity=0.14)
    canvas.text((LEFT - 6 + edge) / 2, TOP + 2, words["future"], "soft", "middle", 12)
    for score in range(-40, 41, 5):
        if low <= score <= high:
            y = place_of(0, score)[1]
            canvas.line(LEFT - 6, y, RIGHT, y, "faint", 1)
            canvas.text(LEFT - 9, y + 4, str(score).replace("-", "−"), "soft", "end", 12)
    for offset in offsets[::2]:
        label = str(offset).replace("-", "−")
        canvas.text(place_of(offset, 0)[0], BOTTOM + 19, label, "soft", "middle", 12)
    canvas.text(RIGHT, BOTTOM + 36, words["x"], "soft", "end", 12)
    for numbers, role, shape in [(your, "key", "square"), (one, "score", "circle")]:
        points = [place_of(*pair) for pair in zip(offsets, numbers, strict=True)]
        polyline(canvas, points, role, 2)
        for x, y in points:
            draw_mark(canvas, shape, x, y, role, 3.5)
    x, y = place_of(best, max(one))
    canvas.text(x + 9, y - 2, words["before"], "ink", size=12.5)
    x, y = place_of(offsets[-1], your[-1])
    canvas.text(x, y + 18, words["your"], "key", "end", 12.5)
    x, y = place_of(offsets[-3], one[-3])
    canvas.text(x, y - 10, words["one"], "score", "middle", 12.5)
    return canvas.svg()


# Which components form a pair


def draw_layouts(page, words):
    """Draw the pairs in halves and interleaved."""
    d = page["d"]
    half, width = d // 2, 352 / d
    orders = {
        "halves": [(j % half, j >= half) for j in range(d)],
        "interleaved": [(j // 2, j % 2 == 1) for j in range(d)],
    }
    listing = {name: " ".join(str(i + 1) for i, _ in order) for name, order in orders.items()}
    canvas = picture(words, 216, d=d, **listing)
    for (name, order), top in zip(orders.items(), (66, 182), strict=True):
        canvas.text(0, top - 52, words[f"{name}"], "ink", size=13)
        for j, (hand, second) in enumerate(order):
            x = 4 + width * j
            if second:
                outline(canvas, x + 1, top, width - 2, 30, "key", 2)
                first = 4 + width * (order.index((hand, False)) + 0.5)
                level = top - 25 - 16 * hand / half * (name == "halves")
                draw_curve(canvas, (first, top - 3), (x + width / 2, top - 3), level, "ink")
            else:
                canvas.rect(x + 1, top, width - 2, 30, "query", opacity=0.3)
            canvas.text(x + width / 2, top + 20, str(hand + 1), "ink", "middle", 13)
    return canvas.svg()


MAP = "qkv"
FIGURES = {
    "here": draw_here("qkv", chain="embedding"),
    "clocks": draw_clocks,
    "turn": draw_turn,
    "offset": draw_offset,
    "layouts": draw_layouts,
}
