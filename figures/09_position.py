"""The pictures of "How does it know the order?"."""

from math import atan2, cos, degrees, hypot, radians, sin

from maps import listed
from svg import Canvas
from transformer import STRIP, draw_here

WORDS = {
    "en": {
        **STRIP["en"],
        "clocks_title": "Four clock hands at each position",
        "hand": "hand",
        "position": "position",
        "clocks_description": (
            "A table of clocks: a column for each position, a row for each of four hands. All hands"
            " begin at position 0, pointing to the right, and turn to the left. {hands}. No two"
            " columns are the same."
        ),
        "clocks_hand": "Hand {i} turns {rate} degrees per position and is at {late} at {position}",
        "turn_title": "Query and key turn together, and the angle between them stays",
        "turn_row": "key at {key}, query at {query}: score {score}",
        "turn_description": (
            "Two rows of four circles, one for each pair of components, with an arrow q for the"
            " query and an arrow k for the key. Above, {above}; below, {below}. From one row to the"
            " other all arrows have turned, but the angles between q and k are the same in both:"
            " {angles} degrees."
        ),
        "offset_title": "The score of step in a trained head, by offset",
        "offset_x": "offset: positions from key to query →",
        "offset_y": "score",
        "offset_future": "masked",
        "offset_before": "one position before",
        "offset_one": "key of one",
        "offset_your": "key of Your",
        "offset_description": (
            "Two curves over the offset from {low} to {high}. For the key of one, the score is"
            " {one}: a peak at offset {best}, the position just before the query, and far lower"
            " elsewhere. For the key of Your, it is nearly flat: {your}. Offsets below 0, the"
            " future, are shaded, because the mask hides them."
        ),
        "layouts_title": "Which components form a pair",
        "layouts_halves": "halves: the two ends of a pair are d/2 apart",
        "layouts_interleaved": "interleaved: the two ends are neighbours",
        "layouts_description": (
            "Two rows of {d} components, with arcs that join the two components of each pair, and"
            " in each cell the number of its hand. In halves: {halves}. Interleaved: {interleaved}."
            " The first component of a pair is filled, the second is outlined."
        ),
    },
    "vi": {
        **STRIP["vi"],
        "clocks_title": "Bốn kim đồng hồ ở mỗi vị trí",
        "hand": "kim",
        "position": "vị trí",
        "clocks_description": (
            "Một bảng đồng hồ: mỗi cột là một vị trí, mỗi hàng là một trong bốn kim. Ở vị trí 0,"
            " kim nào cũng chỉ sang phải, rồi quay ngược chiều kim đồng hồ. {hands}. Không có hai"
            " cột nào giống nhau."
        ),
        "clocks_hand": (
            "Kim {i} mỗi vị trí quay {rate} độ, ở vị trí {position} thì chỉ góc {late} độ"
        ),
        "turn_title": "Query và key cùng quay, góc giữa hai vector giữ nguyên",
        "turn_row": "key ở {key}, query ở {query}: điểm {score}",
        "turn_description": (
            "Hai hàng, mỗi hàng bốn hình tròn, mỗi hình là một cặp thành phần, có mũi tên q của"
            " query và mũi tên k của key. Hàng trên: {above}; hàng dưới: {below}. Từ hàng này sang"
            " hàng kia mọi mũi tên đều đã quay, nhưng góc giữa q và k ở hai hàng bằng nhau:"
            " {angles} độ."
        ),
        "offset_title": "Điểm của step trong một head đã huấn luyện, theo offset",
        "offset_x": "offset: số vị trí từ key đến query →",
        "offset_y": "điểm",
        "offset_future": "bị che",
        "offset_before": "ngay trước query",
        "offset_one": "key của one",
        "offset_your": "key của Your",
        "offset_description": (
            "Hai đường theo offset từ {low} đến {high}. Với key của one, điểm là {one}: cao nhất ở"
            " offset {best}, tức vị trí ngay trước query, và thấp hơn hẳn ở các chỗ khác. Với key"
            " của Your, đường gần như nằm ngang: {your}. Phần offset nhỏ hơn 0, tức tương lai, được"
            " tô nền, vì mặt nạ che phần ấy."
        ),
        "layouts_title": "Hai thành phần nào thành một cặp",
        "layouts_halves": "hai nửa: hai thành phần cách nhau d/2",
        "layouts_interleaved": "xen kẽ: hai thành phần đứng cạnh nhau",
        "layouts_description": (
            "Hai hàng, mỗi hàng {d} thành phần, các cung nối hai thành phần của một cặp, trong mỗi"
            " ô là số của kim. Chia hai nửa: {halves}. Xen kẽ: {interleaved}. Thành phần thứ nhất"
            " của cặp là ô đặc, thành phần thứ hai là ô rỗng."
        ),
    },
}


def ring(canvas, x, y, r):
    """Draw a circle line."""
    half = f"a{r} {r} 0 1 0"
    canvas.path(f"M{x - r:.2f} {y:.2f} {half} {2 * r} 0 {half} {-2 * r} 0", "soft", 1)


# Clock hands

LABELS, COLUMN, ROW, CLOCK = 50, 43, 42, 17


def draw_clocks(page, words):
    """Draw the first four hands at the six positions, and at a late one."""
    positions = [*page["places"].tolist(), page["late"]]
    angles = page["hand_angles"](positions)[:, :4]
    hands = ". ".join(
        words["clocks_hand"].format(
            i=i + 1,
            rate=f"{degrees(page['rates'][i]):.0f}",
            late=f"{degrees(angles[-1, i]) % 360:.0f}",
            position=page["late"],
        )
        for i in range(angles.shape[1])
    )
    description = words["clocks_description"].format(hands=hands)
    height = 42 + ROW * angles.shape[1]
    canvas = Canvas(360, height, words["clocks_title"], description)
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


def draw_pair(canvas, x, y, q, k):
    """Draw the two arrows of a pair and the arc between them; return their angle."""
    ring(canvas, x, y, RADIUS)
    longest = max(hypot(*q), hypot(*k)) or 1
    for name, pair, role in [("q", q, "query"), ("k", k, "key")]:
        length, angle = max(RADIUS * hypot(*pair) / longest, 18), radians(angle_of(pair))
        canvas.arrow(x, y, x + length * cos(angle), y - length * sin(angle), role, 2.5)
        away = length + 8
        canvas.text(x + away * cos(angle), y - away * sin(angle) + 4, name, role, "middle", 13)
    begin, between = angle_of(k), (angle_of(q) - angle_of(k) + 180) % 360 - 180
    points = [radians(begin + between * part / 24) for part in range(25)]
    path = " L".join(f"{x + 12 * cos(a):.2f} {y - 12 * sin(a):.2f}" for a in points)
    canvas.path(f"M{path}", "ink", 1)
    canvas.text(x, y + RADIUS + 26, f"{abs(between):.0f}°", "ink", "middle", 12.5)
    return abs(between)


def draw_turn(page, words):
    """Draw the pairs of a query and a key near the start, and with both moved."""
    offset, firsts = page["offset"], [0, page["start"]]
    half = page["d"] // 2
    texts = [
        words["turn_row"].format(
            key=first, query=first + offset, score=f"{page['score'](first + offset, first):.2f}"
        )
        for first in firsts
    ]
    canvas = Canvas(360, 296, words["turn_title"], "")
    angles = []
    for row, (first, text) in enumerate(zip(firsts, texts, strict=True)):
        q, k = page["rope"](page["query"], first + offset), page["rope"](page["key"], first)
        canvas.text(0, 13 + 150 * row, text, "ink", size=13)
        for i in range(min(half, 4)):
            middle = WIDE * (i + 0.5), 70 + 150 * row
            angles.append(draw_pair(canvas, *middle, q[[i, i + half]], k[[i, i + half]]))
    canvas.description = words["turn_description"].format(
        above=texts[0], below=texts[1], angles=", ".join(f"{a:.0f}" for a in angles[: min(half, 4)])
    )
    return canvas.svg()


# The score by offset

LEFT, RIGHT, TOP, BOTTOM = 34, 352, 22, 214


def draw_offset(page, words):
    """Draw the score of step with one and with Your, by offset."""
    offsets = page["offsets"].tolist()
    one, your = (page[name].tolist() for name in ("curve_one", "curve_your"))
    low, high = min(0, *one, *your), max(0, *one, *your)
    best = offsets[one.index(max(one))]
    description = words["offset_description"].format(
        low=offsets[0], high=offsets[-1], one=listed(one, 1), your=listed(your, 1), best=best
    )
    canvas = Canvas(360, 252, words["offset_title"], description)

    def at(offset, score):
        x = LEFT + (RIGHT - LEFT) * (offset - offsets[0]) / (offsets[-1] - offsets[0])
        return x, BOTTOM - (BOTTOM - TOP) * (score - low) / (high - low)

    canvas.text(0, 11, words["offset_y"], "soft", size=12)
    edge = at(-0.5, 0)[0]
    canvas.rect(LEFT - 6, TOP - 14, edge - LEFT + 6, BOTTOM - TOP + 18, "soft", opacity=0.14)
    canvas.text((LEFT - 6 + edge) / 2, TOP + 2, words["offset_future"], "soft", "middle", 12)
    for score in range(-40, 41, 5):
        if low <= score <= high:
            y = at(0, score)[1]
            canvas.line(LEFT - 6, y, RIGHT, y, "faint", 1)
            canvas.text(LEFT - 9, y + 4, str(score).replace("-", "−"), "soft", "end", 12)
    for offset in offsets[::2]:
        label = str(offset).replace("-", "−")
        canvas.text(at(offset, 0)[0], BOTTOM + 19, label, "soft", "middle", 12)
    canvas.text(RIGHT, BOTTOM + 36, words["offset_x"], "soft", "end", 12)
    for numbers, role in [(your, "key"), (one, "score")]:
        points = [at(*pair) for pair in zip(offsets, numbers, strict=True)]
        canvas.path("M" + " L".join(f"{x:.2f} {y:.2f}" for x, y in points), role, 2)
        for x, y in points:
            if role == "key":
                canvas.rect(x - 3.5, y - 3.5, 7, 7, role)
            else:
                canvas.circle(x, y, 3.5, role)
    x, y = at(best, max(one))
    canvas.text(x + 9, y - 2, words["offset_before"], "ink", size=12.5)
    x, y = at(offsets[-1], your[-1])
    canvas.text(x, y + 18, words["offset_your"], "key", "end", 12.5)
    x, y = at(offsets[-3], one[-3])
    canvas.text(x, y - 10, words["offset_one"], "score", "middle", 12.5)
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
    description = words["layouts_description"].format(d=d, **listing)
    canvas = Canvas(360, 216, words["layouts_title"], description)
    for (name, order), top in zip(orders.items(), (66, 182), strict=True):
        canvas.text(0, top - 52, words[f"layouts_{name}"], "ink", size=13)
        for j, (hand, second) in enumerate(order):
            x = 4 + width * j
            if second:
                outline = f"M{x + 2:.2f} {top + 1} h{width - 4:.2f} v28 h{4 - width:.2f} Z"
                canvas.path(outline, "key", 2)
                first = 4 + width * (order.index((hand, False)) + 0.5)
                middle, bend = x + width / 2, 22 + 16 * hand / half * (name == "halves")
                arc = f"M{first:.2f} {top - 3} C{first:.2f} {top - 3 - bend:.2f}"
                arc += f" {middle:.2f} {top - 3 - bend:.2f} {middle:.2f} {top - 3}"
                canvas.path(arc, "ink")
            else:
                canvas.rect(x + 1, top, width - 2, 30, "query", opacity=0.3)
            canvas.text(x + width / 2, top + 20, str(hand + 1), "ink", "middle", 13)
    return canvas.svg()


FIGURES = {
    "here": draw_here(9),
    "clocks": draw_clocks,
    "turn": draw_turn,
    "offset": draw_offset,
    "layouts": draw_layouts,
}
