"""What the figures share: the strip "you are here", which shows the part that a page explains.

In `figures/NN_slug.py`:

    from transformer import STRIP, draw_here

    WORDS = {"en": {**STRIP["en"], ...}, "vi": {**STRIP["vi"], ...}}
    FIGURES = {"here": draw_here(2), ...}
"""

from svg import Canvas

STRIP = {
    "en": {
        "here_title": "You are here: {place}",
        "here": "you are here",
        "here_description": (
            "A transformer in one line: tokens, embedding, then attention and MLP, N times, then"
            " the next token. Below it, the steps of attention: Q, K and V, the scores QKᵀ, the"
            " division by √d, the mask, the softmax, the product with V, several heads. Marked on"
            " this page: {place}."
        ),
        "here_chain": ("tokens", "embedding", "attention", "MLP", "next token"),
        "here_steps": ("Q K V", "QKᵀ", "÷ √d", "mask", "softmax", "× V", "heads"),
        "here_places": {
            1: "attention as a whole",
            2: "one query, step by step",
            3: "all queries at once",
            4: "softmax",
            5: "query, key, value",
            6: "scaling",
            7: "the causal mask",
            8: "several heads",
            9: "the order of the tokens",
            10: "what attention costs",
            11: "generating the next token",
            12: "learning Q, K and V",
            13: "checking attention as a whole",
            14: "a whole model",
        },
    },
    "vi": {
        "here_title": "Bạn đang ở đây: {place}",
        "here": "bạn đang ở đây",
        "here_description": (
            "Một transformer trên một hàng: token, embedding, rồi attention và MLP lặp lại N lần,"
            " rồi token tiếp theo. Bên dưới là các bước của attention: Q, K và V, điểm QKᵀ, phép"
            " chia cho √d, mask, softmax, phép nhân với V, nhiều head. Phần được đánh dấu ở trang"
            " này: {place}."
        ),
        "here_chain": ("token", "embedding", "attention", "MLP", "token tiếp theo"),
        "here_steps": ("Q K V", "QKᵀ", "÷ √d", "mask", "softmax", "× V", "head"),
        "here_places": {
            1: "toàn bộ phép attention",
            2: "từng bước cho một query",
            3: "mọi query cùng một lúc",
            4: "softmax",
            5: "query, key, value",
            6: "chia tỉ lệ",
            7: "mặt nạ nhân quả",
            8: "nhiều head",
            9: "thứ tự của các token",
            10: "chi phí của attention",
            11: "sinh token tiếp theo",
            12: "học Q, K và V",
            13: "kiểm tra toàn bộ phép attention",
            14: "cả một mô hình",
        },
    },
}

STEPS = {  # page → the steps of attention that it explains
    1: range(7),
    2: (1, 4, 5),
    3: (1, 4, 5),
    4: (4,),
    5: (0,),
    6: (2,),
    7: (3,),
    8: (6,),
    9: (0,),
    10: (1, 4, 5),
    11: (0,),
    12: (0,),
    13: range(7),
    14: range(7),
}
ATTENTION = 2  # its place in the chain
IN_CHAIN = {1: (ATTENTION,), 9: (1,), 11: (4,), 13: (ATTENTION,), 14: range(5)}  # marked there too
CHAIN_WIDTHS = (45, 69, 59, 35, 90)
STEP_WIDTHS = (47, 38, 39, 41, 57, 34, 43)
BOX = 20  # height of a box


def lefts(widths, start, gap):
    """Return where each of these boxes begins, side by side from `start`."""
    return [start + sum(widths[:j]) + gap * j for j in range(len(widths))]


def draw_box(canvas, left, top, width, words, marked=False, role="faint"):
    """Draw a box with words; a marked one is coloured and has a thick edge."""
    if marked:
        canvas.rect(left - 2, top - 2, width + 4, BOX + 4, "query", radius=5)
        canvas.rect(left, top, width, BOX, "ground", radius=3)
        canvas.rect(left, top, width, BOX, "query", opacity=0.18, radius=3)
    else:
        canvas.rect(left, top, width, BOX, role, radius=3)
    canvas.text(left + width / 2, top + 14.5, words, "ink", "middle", 12)


def draw_chain(canvas, top, names, marked):
    """Draw the transformer in one row, and return where its attention box begins and ends."""
    starts = lefts(CHAIN_WIDTHS, 1, 15)
    for j, (left, width, name) in enumerate(zip(starts, CHAIN_WIDTHS, names)):
        if j:
            canvas.arrow(left - 14, top + BOX / 2, left - 2, top + BOX / 2, "soft", 1)
        draw_box(canvas, left, top, width, name, j in marked)
    left, right = starts[ATTENTION] - 4, starts[ATTENTION + 1] + CHAIN_WIDTHS[ATTENTION + 1] + 4
    bracket = f"M{left} {top - 4} V{top - 9} H{right} V{top - 4}"
    canvas.path(bracket, "soft", 1)
    canvas.rect((left + right) / 2 - 13, top - 16, 26, 13, "ground")
    canvas.text((left + right) / 2, top - 5, "N ×", "soft", "middle", 12)
    return starts[ATTENTION], starts[ATTENTION] + CHAIN_WIDTHS[ATTENTION]


def draw_here(number):
    """Return the function that draws the strip of page `number`."""

    def draw(page, words):
        place = words["here_places"][number]
        canvas = Canvas(
            360,
            104,
            words["here_title"].format(place=place),
            words["here_description"].format(place=place),
        )
        left, right = draw_chain(canvas, 17, words["here_chain"], IN_CHAIN.get(number, ()))
        top, starts = 56, lefts(STEP_WIDTHS, 5, 8.5)
        canvas.polygon([(left, 37), (right, 37), (360, top - 7), (0, top - 7)], "soft", 0.12)
        canvas.rect(0, top - 7, 360, BOX + 14, "soft", opacity=0.12)
        marked = STEPS[number]
        for j, name in enumerate(words["here_steps"]):
            draw_box(canvas, starts[j], top, STEP_WIDTHS[j], name, j in marked, "ground")
        middles = [starts[j] + STEP_WIDTHS[j] / 2 for j in marked]
        draw_mark(canvas, top + BOX, middles, words["here"])
        return canvas.svg()

    return draw


def draw_mark(canvas, foot, points, text):
    """Point at the marked boxes from below, and write a text there; the caption names the place."""
    half = 3.1 * len(text)  # about half as wide as the text in letters of 12 units
    middle = min(max(sum(points) / len(points), half), 360 - half)
    for x in points:
        canvas.polygon([(x, foot + 3), (x - 5, foot + 11), (x + 5, foot + 11)], "query")
    canvas.text(middle, foot + 24, text, "query", "middle", 12)
