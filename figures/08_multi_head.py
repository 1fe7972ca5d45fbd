"""The pictures of "Why several heads?"."""

from maps import draw_weight_map, hull_of, listed
from svg import Canvas
from transformer import STRIP, draw_here

WORDS = {
    "en": {
        **STRIP["en"],
        "trained_title": "Three heads of SmolLM2 read the running sentence",
        "trained_head": "layer {}, head {}",
        "trained_description": (
            "Three triangles of attention weights, each with a row for each of the six tokens. For"
            " each head, the key with the largest weight in each row: {most}."
        ),
        "split_title": "Splitting twelve numbers into two heads, right and wrong",
        "right": "cut, then transpose",
        "memory": "in memory",
        "wrong": "reshape alone",
        "head": "head",
        "split_description": (
            "In the middle the twelve numbers in the order of memory, two in a row: {memory}."
            " Columns 1 and 2 are filled, columns 3 and 4 are outlined. To the left, cut and"
            " transposed: the paths cross, head 1 is {right_1}, all filled, and head 2 is"
            " {right_2}, all outlined. To the right, reshape alone: all paths are straight,"
            " head 1 is {wrong_1} and head 2 is {wrong_2}; filled and outlined cells are mixed,"
            " and one head holds the same token twice."
        ),
        "looks_title": "The weights of journey: two heads, and one head for both components",
        "looks_part": "component",
        "looks_one": "1 and 2",
        "looks_description": (
            "Three rows of bars, with a column for each token. Head 1 of two compares the first"
            " components: {first}; its result is {z_1}. Head 2 of two compares the second"
            " components: {second}; its result is {z_2}. A single head compares both: {both};"
            " its result is {z_both}. The bar of one is tall in the first row and missing in"
            " the last."
        ),
        "reach_title": "What one head can reach, and what two heads can reach",
        "axis_1": "component 1: head 1 →",
        "axis_2": "component 2: head 2 ↑",
        "one_reach": ["one head:", "inside the hull"],
        "two_reach": ["two heads:", "the whole frame"],
        "one": "one head",
        "two": "two heads",
        "reach_description": (
            "A map of the first two components. The tokens are circles: {tokens}. The shaded"
            " hull around them holds everything that one head can make of them, because it uses"
            " the same weights for both components. The frame around the hull, from {low} to"
            " {high}, is what two heads can reach, because each has its own weights for its own"
            " component. For journey, one head gives {one}, at the edge of the hull; two heads"
            " give {two}, outside the hull and near the corner of the frame."
        ),
    },
    "vi": {
        **STRIP["vi"],
        "trained_title": "Ba head của SmolLM2 đọc cùng một câu",
        "trained_head": "lớp {}, head {}",
        "trained_description": (
            "Ba tam giác trọng số attention, mỗi tam giác có một hàng cho mỗi token trong sáu"
            " token. Ở mỗi head, key có trọng số lớn nhất của từng hàng: {most}."
        ),
        "split_title": "Chia mười hai số cho hai head, cách đúng và cách sai",
        "right": "cắt rồi chuyển vị",
        "memory": "trong bộ nhớ",
        "wrong": "chỉ reshape",
        "head": "head",
        "split_description": (
            "Ở giữa là mười hai số theo thứ tự trong bộ nhớ, mỗi hàng hai số: {memory}. Cột 1"
            " và 2 là ô đặc, cột 3 và 4 là ô rỗng. Bên trái, cắt rồi chuyển vị: các đường đi"
            " bắt chéo nhau, head 1 là {right_1}, toàn ô đặc, head 2 là {right_2}, toàn ô rỗng."
            " Bên phải, chỉ reshape: mọi đường đi thẳng, head 1 là {wrong_1}, head 2 là"
            " {wrong_2}; ô đặc lẫn với ô rỗng, và có token xuất hiện hai lần trong một head."
        ),
        "looks_title": "Trọng số của journey: hai head, và một head cho cả hai thành phần",
        "looks_part": "thành phần",
        "looks_one": "1 và 2",
        "looks_description": (
            "Ba hàng cột đứng, mỗi token một cột. Trong hai head, head 1 so thành phần thứ"
            " nhất: {first}; kết quả là {z_1}. Head 2 so thành phần thứ hai: {second}; kết quả"
            " là {z_2}. Một head duy nhất so cả hai: {both}; kết quả là {z_both}. Cột của one"
            " cao ở hàng đầu và biến mất ở hàng cuối."
        ),
        "reach_title": "Một head tới được đâu, hai head tới được đâu",
        "axis_1": "thành phần 1: head 1 →",
        "axis_2": "thành phần 2: head 2 ↑",
        "one_reach": ["một head:", "trong bao lồi"],
        "two_reach": ["hai head:", "cả khung"],
        "one": "một head",
        "two": "hai head",
        "reach_description": (
            "Bản đồ của hai thành phần đầu. Mỗi token là một hình tròn: {tokens}. Bao lồi tô"
            " màu quanh chúng chứa mọi kết quả mà một head tạo ra được, vì nó dùng chung một"
            " hàng trọng số cho cả hai thành phần. Khung quanh bao lồi, từ {low} đến {high},"
            " là những gì hai head tới được, vì mỗi head có trọng số riêng cho thành phần của"
            " mình. Với journey, một head cho {one}, ngay mép bao lồi; hai head cho {two}, ở"
            " ngoài bao lồi, gần góc của khung."
        ),
    },
}


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
            outline = f"M{left + 1:.2f} {y + 1:.2f} h{CELL - 4} v{ROW - 2} h{4 - CELL} Z"
            canvas.path(outline, "key", width=2)
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
    description = words["split_description"].format(memory=numbers, **heads)
    canvas = Canvas(360, 300, words["split_title"], description)
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
    description = words["looks_description"].format(
        first=listed(rows[0]),
        second=listed(rows[1]),
        both=listed(rows[2]),
        z_1=f"{page['two_heads'][0]:.2f}",
        z_2=f"{page['two_heads'][1]:.2f}",
        z_both=point(page["one_head"]),
    )
    canvas = Canvas(360, 302, words["looks_title"], description)
    for j, token in enumerate(page["tokens"]):
        canvas.text(NAMES + COLUMN * (j + 0.5), 14, token, "ink", "middle", 12)
    labels = [
        (f"{words['head']} 1", "1"),
        (f"{words['head']} 2", "2"),
        (words["one"], words["looks_one"]),
    ]
    for i, (row, (name, part)) in enumerate(zip(rows, labels, strict=True)):
        foot = 100 + 92 * i + 10 * (i == 2)
        canvas.text(0, foot - 38, name, "ink", size=13)
        canvas.text(0, foot - 22, words["looks_part"], "soft", size=12)
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


def draw_reach(page, words):
    """Draw the hull that one head reaches, the frame that two reach, and journey's results."""
    tokens, values = page["tokens"], page["first_two"]
    one, two = page["one_head"], page["two_heads"]
    low, high = values.min(axis=0), values.max(axis=0)
    places = ", ".join(f"{token} {point(value)}" for token, value in zip(tokens, values))
    description = words["reach_description"].format(
        tokens=places,
        low=point(low),
        high=point(high),
        one=point(one),
        two=point(two),
    )
    canvas = Canvas(360, 378, words["reach_title"], description)
    (left, bottom), (right, top) = on_map(low), on_map(high)
    canvas.rect(left, top, right - left, bottom - top, "weight", opacity=0.07)
    frame = f"M{left:.2f} {top:.2f} H{right:.2f} V{bottom:.2f} H{left:.2f} Z"
    canvas.path(frame, "weight", width=2)
    corners = hull_of([on_map(value) for value in values])
    canvas.polygon(corners, "key", opacity=0.2)
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
        canvas.rect(x - 4.5, y - 4.5, 9, 9, "ink")
        canvas.text(x + dx, y - 12, words[name], "ink", anchor, 13)
    canvas.line(ORIGIN_X - 8, ORIGIN_Y, 356, ORIGIN_Y, "soft", 1)
    canvas.line(ORIGIN_X, ORIGIN_Y + 8, ORIGIN_X, 20, "soft", 1)
    canvas.text(356, ORIGIN_Y + 17, words["axis_1"], "soft", "end", 12)
    canvas.text(0, 12, words["axis_2"], "soft", size=12)
    return canvas.svg()


def draw_trained(page, words):
    """The maps of three trained heads side by side."""
    tokens, heads = page["tokens"], zip(page["three_heads"], page["trained"])
    heads = [(words["trained_head"].format(*place), weights) for place, weights in heads]
    most = "; ".join(
        f"{name}: " + ", ".join(tokens[j] for j in weights.argmax(axis=1))
        for name, weights in heads
    )
    description = words["trained_description"].format(most=most)
    canvas = Canvas(360, 128, words["trained_title"], description)
    for i, token in enumerate(tokens):
        canvas.text(48, 36 + 17 * i, token, "ink", "end", 12)
    for k, (name, weights) in enumerate(heads):
        canvas.text(54 + 104 * k, 14, name, "ink", size=12)
        draw_weight_map(canvas, tokens, weights, 54 + 104 * k, 24, 17, numbers=False)
    return canvas.svg()


FIGURES = {
    "here": draw_here(8),
    "split": draw_split,
    "looks": draw_looks,
    "reach": draw_reach,
    "trained": draw_trained,
}
