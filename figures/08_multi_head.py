"""The pictures of "Why several heads?"."""

from svg import Canvas

WORDS = {
    "en": {
        "split_title": "Splitting twelve numbers into two heads, right and wrong",
        "right": "cut, then transpose",
        "memory": "in memory",
        "wrong": "reshape alone",
        "head": "head",
        "split_description": (
            "In the middle the twelve numbers as they lie in memory, two in a row: {memory}. Columns 1 and 2 are filled,"
            " columns 3 and 4 hollow. To the left, cut and transposed: the ways cross, head 1 is {right_1}, all filled, head 2"
            " is {right_2}, all hollow. To the right, reshape alone: all ways run straight, head 1 is {wrong_1}, head 2 is"
            " {wrong_2}, filled and hollow mixed, and the same token twice in one head."
        ),
        "looks_title": "Where journey looks: two heads, and one head with the same matrices",
        "looks_number": "number",
        "looks_one": "1 and 2",
        "looks_description": (
            "Three rows of bars, a column for each token. Head 1 of two compares the first numbers: {first}; it gives {z_1}."
            " Head 2 of two compares the second numbers: {second}; it gives {z_2}. One head for both: {both}; it gives"
            " {z_both}. The bar of one is tall in the first row and missing in the last."
        ),
        "reach_title": "What one head can reach, and what two can",
        "first_number": "number 1: head 1 →",
        "second_number": "number 2: head 2 ↑",
        "one_reach": ["one head:", "within the hull"],
        "two_reach": ["two heads:", "in the frame"],
        "one": "one head",
        "two": "two heads",
        "reach_description": (
            "The first two numbers as a map. Circles are the tokens: {tokens}. The shaded hull around them holds everything"
            " that one head can make of them, since it mixes both numbers in the same shares. The frame around the hull, from"
            " {low} to {high}, is what two heads can make, since each mixes its own number. For journey one head gives"
            " {one}, at the edge of the hull; two heads give {two}, outside of it, near the corner of the frame."
        ),
    },
    "vi": {
        "split_title": "Chia mười hai số cho hai head, cách đúng và cách sai",
        "right": "cắt rồi chuyển vị",
        "memory": "trong bộ nhớ",
        "wrong": "chỉ reshape",
        "head": "head",
        "split_description": (
            "Ở giữa là mười hai số theo thứ tự trong bộ nhớ, mỗi hàng hai số: {memory}. Cột 1 và 2 là ô đặc, cột 3 và 4 là ô"
            " rỗng. Bên trái, cắt rồi chuyển vị: các đường đi bắt chéo nhau, head 1 là {right_1}, toàn ô đặc, head 2 là"
            " {right_2}, toàn ô rỗng. Bên phải, chỉ reshape: mọi đường đi thẳng, head 1 là {wrong_1}, head 2 là {wrong_2}, ô"
            " đặc lẫn với ô rỗng, và trong một head có token xuất hiện hai lần."
        ),
        "looks_title": "journey nhìn đi đâu: hai head, và một head với cùng các ma trận",
        "looks_number": "số",
        "looks_one": "1 và 2",
        "looks_description": (
            "Ba hàng cột đứng, mỗi token một cột. Head 1 trong hai head so các số thứ nhất: {first}; nó cho {z_1}. Head 2 so các"
            " số thứ hai: {second}; nó cho {z_2}. Một head lo cả hai: {both}; nó cho {z_both}. Cột của one cao ở hàng đầu"
            " và biến mất ở hàng cuối."
        ),
        "reach_title": "Một head với tới đâu, hai head với tới đâu",
        "first_number": "số thứ nhất: head 1 →",
        "second_number": "số thứ hai: head 2 ↑",
        "one_reach": ["một head:", "trong bao lồi"],
        "two_reach": ["hai head:", "trong khung"],
        "one": "một head",
        "two": "hai head",
        "reach_description": (
            "Hai số đầu của mỗi token, vẽ như bản đồ. Hình tròn là các token: {tokens}. Bao lồi tô màu quanh chúng chứa mọi"
            " kết quả mà một head tạo ra được, vì nó trộn cả hai số theo cùng một tỉ lệ. Khung quanh bao lồi, từ {low} đến"
            " {high}, là những gì hai head tạo ra được, vì mỗi head trộn riêng một số. Với journey, một head cho {one}, ngay"
            " mép bao lồi; hai head cho {two}, ở ngoài bao lồi, gần góc của khung."
        ),
    },
}


def listed(numbers):
    return ", ".join(f"{number:.4f}" for number in numbers)


def point(numbers, decimals=4):
    return f"({numbers[0]:.{decimals}f}, {numbers[1]:.{decimals}f})"


# Twelve numbers, two heads

CELL, ROW = 34, 30  # width and height of one number
LEFT, MIDDLE, RIGHT = 0, 180 - CELL, 360 - 2 * CELL
TOPS = [
    62 + (ROW + 4) * row + 34 * (row > 2) for row in range(6)
]  # of the heads' rows; memory stands as close
MEMORY_TOPS = [79 + (ROW + 4) * row for row in range(6)]


def draw_pair(canvas, x, y, pair):
    """Two numbers side by side: filled if they are columns 1 and 2, hollow if 3 and 4."""
    for k, number in enumerate(pair):
        left = x + CELL * k + 1
        if number % 10 < 3:
            canvas.rect(left, y, CELL - 2, ROW, "query", opacity=0.3)
        else:
            canvas.path(
                f"M{left + 1:.2f} {y + 1:.2f} h{CELL - 4} v{ROW - 2} h{4 - CELL} Z", "key", width=2
            )
        canvas.text(left + CELL / 2 - 1, y + 20, str(number), "ink", "middle", 14)


def draw_way(canvas, x, y, to_x, to_y, role):
    """A bent way between two rows."""
    bend = (to_x - x) / 2
    canvas.path(
        f"M{x:.2f} {y:.2f} C{x + bend:.2f} {y:.2f} {to_x - bend:.2f} {to_y:.2f} {to_x:.2f} {to_y:.2f}",
        role,
        width=2,
    )


def draw_split(page, words):
    """The toy in memory, split right to the left of it and wrong to the right."""
    memory = [pair.tolist() for pair in page["toy"].reshape(6, 2)]
    sides = {
        "right": [row.tolist() for head in page["right"] for row in head],
        "wrong": [row.tolist() for head in page["wrong"] for row in head],
    }
    description = words["split_description"].format(
        memory=page["toy"].ravel().tolist(),
        **{
            f"{name}_{h + 1}": rows[3 * h : 3 * h + 3]
            for name, rows in sides.items()
            for h in range(2)
        },
    )
    canvas = Canvas(360, 300, words["split_title"], description)
    for x, anchor, name in [
        (0, "start", "right"),
        (180, "middle", "memory"),
        (360, "end", "wrong"),
    ]:
        canvas.text(x, 14, words[name], "ink", anchor, 13)
    for x, rows, edge, from_x in [
        (LEFT, sides["right"], 2 * CELL + 3, MIDDLE - 3),
        (RIGHT, sides["wrong"], RIGHT - 3, MIDDLE + 2 * CELL + 3),
    ]:
        for h in range(2):
            canvas.text(x + CELL, TOPS[3 * h] - 9, f"{words['head']} {h + 1}", "ink", "middle", 13)
        for row, pair in enumerate(rows):
            start = MEMORY_TOPS[memory.index(pair)] + ROW / 2
            draw_way(
                canvas,
                from_x,
                start,
                edge,
                TOPS[row] + ROW / 2,
                "query" if pair[0] % 10 < 3 else "key",
            )
            draw_pair(canvas, x, TOPS[row], pair)
    for y, pair in zip(MEMORY_TOPS, memory):
        draw_pair(canvas, MIDDLE, y, pair)
    return canvas.svg()


# Where journey looks

NAMES, COLUMN, TALL = 66, 49, 62


def draw_looks(page, words):
    """Three rows of weights for journey: two heads, and one head for both."""
    tokens, looks, became = page["tokens"], page["looks"], page["became"]
    rows = [*looks[2], looks[1][0]]
    description = words["looks_description"].format(
        first=listed(rows[0]),
        second=listed(rows[1]),
        both=listed(rows[2]),
        z_1=f"{became[2][0]:.4f}",
        z_2=f"{became[2][1]:.4f}",
        z_both=point(became[1]),
    )
    canvas = Canvas(360, 302, words["looks_title"], description)
    for j, token in enumerate(tokens):
        canvas.text(NAMES + COLUMN * (j + 0.5), 14, token, "ink", "middle", 12)
    labels = [
        (f"{words['head']} 1", f"{words['looks_number']} 1"),
        (f"{words['head']} 2", f"{words['looks_number']} 2"),
        (words["one"], words["looks_one"]),
    ]
    for i, (row, label) in enumerate(zip(rows, labels)):
        foot = 100 + 92 * i + 10 * (i == 2)
        for k, part in enumerate(label):
            canvas.text(0, foot - 22 + 16 * k, part, "soft" if k else "ink", size=13 - k)
        canvas.line(NAMES, foot, 360, foot, "soft", 1)
        for j, weight in enumerate(row):
            middle, height = NAMES + COLUMN * (j + 0.5), TALL * float(weight)
            canvas.rect(middle - 16, foot - height, 32, height, "weight")
            canvas.text(
                middle,
                foot - height - 5,
                f"{weight:.4f}",
                "ink" if weight > 0.05 else "soft",
                "middle",
                12,
            )
    canvas.line(0, 210, 360, 210, "ink", 1)
    return canvas.svg()


# What can be reached

SCALE, ORIGIN_X, ORIGIN_Y = 384, 16, 356
LABELS = {
    "Your": (0, 19, "middle"),
    "journey": (-8, 17, "end"),
    "starts": (10, 14, "start"),
    "with": (0, 19, "middle"),
    "one": (-9, 14, "end"),
    "step": (10, 14, "start"),
}


def on_map(numbers):
    return ORIGIN_X + SCALE * float(numbers[0]), ORIGIN_Y - SCALE * float(numbers[1])


def hull_of(points):
    """The corners of the convex hull, in order (Andrew's monotone chain)."""

    def turns_left(a, b, c):
        return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]) > 0

    def chain(ordered):
        corners = []
        for each in ordered:
            while len(corners) > 1 and not turns_left(corners[-2], corners[-1], each):
                corners.pop()
            corners.append(each)
        return corners[:-1]

    ordered = sorted(points)
    return chain(ordered) + chain(ordered[::-1])


def draw_reach(page, words):
    """The hull that one head stays in, the frame that two heads stay in, and journey's results."""
    tokens, values, became = page["tokens"], page["first_two"], page["became"]
    low, high = values.min(axis=0), values.max(axis=0)
    description = words["reach_description"].format(
        tokens=", ".join(f"{token} {point(value, 2)}" for token, value in zip(tokens, values)),
        low=point(low, 2),
        high=point(high, 2),
        one=point(became[1]),
        two=point(became[2]),
    )
    canvas = Canvas(360, 378, words["reach_title"], description)
    (left, bottom), (right, top) = on_map(low), on_map(high)
    canvas.rect(left, top, right - left, bottom - top, "weight", opacity=0.07)
    canvas.path(
        f"M{left:.2f} {top:.2f} H{right:.2f} V{bottom:.2f} H{left:.2f} Z", "weight", width=2
    )
    corners = hull_of([on_map(value) for value in values])
    canvas.polygon(corners, "key", opacity=0.2)
    for token, value in zip(tokens, values):
        x, y = on_map(value)
        dx, dy, anchor = LABELS[token]
        canvas.circle(x, y, 4.5, "key")
        canvas.text(x + dx, y + dy, token, "ink", anchor, 13)
    for line in range(2):
        canvas.text(left + 8, bottom - 28 + 17 * line, words["two_reach"][line], "weight", size=13)
        x, y = on_map((0.46, 0.52))
        canvas.text(x, y + 17 * line, words["one_reach"][line], "key", "middle", 13)
    for name, numbers, anchor, dx in [
        ("one", became[1], "middle", -14),
        ("two", became[2], "end", 26),
    ]:
        x, y = on_map(numbers)
        canvas.rect(x - 4.5, y - 4.5, 9, 9, "ink")
        canvas.text(x + dx, y - 12, words[name], "ink", anchor, 13)
    canvas.line(ORIGIN_X - 8, ORIGIN_Y, 356, ORIGIN_Y, "soft", 1)
    canvas.line(ORIGIN_X, ORIGIN_Y + 8, ORIGIN_X, 20, "soft", 1)
    canvas.text(356, ORIGIN_Y + 17, words["first_number"], "soft", "end", 12)
    canvas.text(0, 12, words["second_number"], "soft", size=12)
    return canvas.svg()


FIGURES = {"split": draw_split, "looks": draw_looks, "reach": draw_reach}
