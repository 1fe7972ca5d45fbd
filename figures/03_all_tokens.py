"""The pictures of "And all tokens at once?"."""

from svg import Canvas

WORDS = {
    "en": {
        "steps_title": "Three steps for all tokens, with their shapes",
        "compare": "1 compare: every token with every token",
        "share": "2 share out: softmax, row by row",
        "mix": "3 mix: every row of weights with all tokens",
        "asks": "asks",
        "looked_at": "is looked at",
        "mixed_in": "is mixed in",
        "scores": "scores",
        "weights": "weights",
        "contexts": "contexts",
        "steps_description": (
            "Matrices drawn as grids, a stronger shade is a larger number; the row of journey is framed. Step 1: X, 6 rows of"
            " 3, times X transposed, 3 rows of 6, gives the scores, 6 rows of 6; the row of journey is {scores}. Step 2:"
            " softmax turns each row of scores into a row of weights, 6 rows of 6; the row of journey is {weights}."
            " Step 3: the weights times X give the context vectors, 6 rows of 3; the row of journey is {context}."
        ),
        "heat_title": "Scores and weights of all tokens: symmetry is lost",
        "query": "query ↓ asks",
        "key": "key → is looked at",
        "sum": "sum",
        "heat_description": (
            "Two tables of 6 by 6 numbers, one below the other, a stronger shade is a larger number. The row is the query, who"
            " asks; the column is the key, who is looked at. Above the scores, below the weights. Two mirror cells are"
            " framed. Scores: journey to one {score}, one to journey {score_back}, the same. Weights: journey to one"
            " {weight}, one to journey {weight_back}, not the same. Each row of weights sums to 1; the columns sum to"
            " {columns}."
        ),
        "hull_title": "Every context vector lies within the hull of the inputs",
        "first": "first number →",
        "second": "second number ↑",
        "circle": "a token x",
        "square": "its context vector z",
        "hull_description": (
            "The first two of the three numbers as a map. Circles are the tokens: {tokens}. The shaded hull is what a"
            " rubber band around them would enclose. Squares are the context vectors: {contexts}. All six lie close"
            " together in the middle of the hull, and a line leads to each from its token."
        ),
    },
    "vi": {
        "steps_title": "Ba bước cho mọi token, kèm shape",
        "compare": "1 so sánh: mọi token với mọi token",
        "share": "2 chia phần: softmax từng hàng",
        "mix": "3 trộn: mỗi hàng trọng số với mọi token",
        "asks": "hỏi",
        "looked_at": "được nhìn",
        "mixed_in": "được trộn",
        "scores": "điểm",
        "weights": "trọng số",
        "contexts": "ngữ cảnh",
        "steps_description": (
            "Mỗi ma trận là một lưới ô, ô đậm màu hơn là số lớn hơn; hàng của journey được đóng khung. Bước 1: X có 6 hàng 3"
            " cột, nhân với X chuyển vị có 3 hàng 6 cột, cho ma trận điểm 6 hàng 6 cột; hàng của journey là {scores}."
            " Bước 2: softmax biến mỗi hàng điểm thành một hàng trọng số, vẫn 6 hàng 6 cột; hàng của journey là {weights}."
            " Bước 3: trọng số nhân với X cho các vector ngữ cảnh, 6 hàng 3 cột; hàng của journey là {context}."
        ),
        "heat_title": "Điểm và trọng số của mọi token: tính đối xứng bị mất",
        "query": "query ↓ hỏi",
        "key": "key → được nhìn",
        "sum": "tổng",
        "heat_description": (
            "Hai bảng số 6 nhân 6, bảng này dưới bảng kia, ô đậm màu hơn là số lớn hơn. Hàng là query, token đang hỏi; cột là"
            " key, token được nhìn. Bảng trên là điểm, bảng dưới là trọng số. Hai ô đối xứng nhau được đóng khung. Điểm:"
            " journey nhìn one {score}, one nhìn journey {score_back}, bằng nhau. Trọng số: journey nhìn one {weight},"
            " one nhìn journey {weight_back}, khác nhau. Mỗi hàng trọng số cộng lại bằng 1; các cột cộng lại bằng"
            " {columns}."
        ),
        "hull_title": "Mọi vector ngữ cảnh nằm trong bao lồi của đầu vào",
        "first": "số thứ nhất →",
        "second": "số thứ hai ↑",
        "circle": "token x",
        "square": "vector ngữ cảnh z của nó",
        "hull_description": (
            "Hai số đầu trong ba số, vẽ như bản đồ. Hình tròn là các token: {tokens}. Vùng tô là bao lồi: phần nằm trong"
            " một sợi dây chun căng quanh chúng. Hình vuông là các vector ngữ cảnh: {contexts}. Cả sáu nằm sát nhau ở"
            " giữa bao lồi, và từ mỗi token có một đường dẫn đến vector ngữ cảnh của nó."
        ),
    },
}


def listed(vector, decimals=4):
    return ", ".join(f"{number:.{decimals}f}" for number in vector)


def shade(number, matrix, lightest, darkest):
    """The opacity of a cell: the larger the number, the darker."""
    low, high = matrix.min(), matrix.max()
    return lightest + (darkest - lightest) * float((number - low) / (high - low))


def frame(canvas, x, y, width, height):
    canvas.path(f"M{x:.2f} {y:.2f} h{width:.2f} v{height:.2f} h{-width:.2f} Z", "ink", width=2)


# The three steps

SIDE = 15  # of a cell
JOURNEY = 1  # its row


def draw_grid(canvas, x, y, matrix, role, label, word, framed=True):
    """A matrix as shaded cells, journey's row framed, its name, shape and part below."""
    rows, columns = matrix.shape
    for i in range(rows):
        for j in range(columns):
            canvas.rect(
                x + SIDE * j + 0.5,
                y + SIDE * i + 0.5,
                SIDE - 1,
                SIDE - 1,
                role,
                opacity=shade(matrix[i, j], matrix, 0.12, 0.95),
            )
    if framed:
        frame(canvas, x - 1, y + SIDE * JOURNEY - 0.5, SIDE * columns + 2, SIDE + 1)
    middle = x + SIDE * columns / 2
    canvas.text(middle, y + SIDE * rows + 16, f"{label} ({rows}, {columns})", "ink", "middle", 12)
    canvas.text(middle, y + SIDE * rows + 31, word, "soft", "middle", 12)


def draw_names(canvas, y, tokens):
    for i, token in enumerate(tokens):
        canvas.text(46, y + SIDE * i + 11.5, token, "ink", "end", 12)


def draw_steps(page, words):
    """X Xᵀ, softmax of each row, weights times X."""
    tokens, x, scores, weights, context = (
        page[name] for name in ("tokens", "inputs", "scores", "weights", "context")
    )
    rows = {
        "scores": listed(scores[JOURNEY]),
        "weights": listed(weights[JOURNEY]),
        "context": listed(context[JOURNEY]),
    }
    canvas = Canvas(360, 492, words["steps_title"], words["steps_description"].format(**rows))

    canvas.text(0, 14, words["compare"], "ink", size=14)
    draw_names(canvas, 26, tokens)
    draw_grid(canvas, 54, 26, x, "query", "X", words["asks"])
    canvas.text(119, 75, "@", "ink", "middle", 14)
    draw_grid(canvas, 140, 26, x.T, "key", "Xᵀ", words["looked_at"], framed=False)
    canvas.text(246, 75, "=", "ink", "middle", 16)
    draw_grid(canvas, 264, 26, scores, "score", "Ω", words["scores"])

    canvas.text(0, 182, words["share"], "ink", size=14)
    draw_names(canvas, 194, tokens)
    draw_grid(canvas, 54, 194, scores, "score", "Ω", words["scores"])
    for i in range(6):
        canvas.arrow(
            154,
            194 + SIDE * (i + 0.5),
            254,
            194 + SIDE * (i + 0.5),
            "ink" if i == JOURNEY else "soft",
            1.2,
        )
    draw_grid(canvas, 264, 194, weights, "weight", "A", words["weights"])

    canvas.text(0, 350, words["mix"], "ink", size=14)
    draw_names(canvas, 362, tokens)
    draw_grid(canvas, 54, 362, weights, "weight", "A", words["weights"])
    canvas.text(168, 411, "@", "ink", "middle", 14)
    draw_grid(canvas, 192, 362, x, "value", "X", words["mixed_in"], framed=False)
    canvas.text(260, 411, "=", "ink", "middle", 16)
    draw_grid(canvas, 286, 362, context, "context", "Z", words["contexts"])
    return canvas.svg()


# Scores beside weights

CELL_WIDTH, CELL_HEIGHT, LEFT = 45, 25, 54
BEHIND_NUMBERS = 0.03, 0.34  # light enough that the numbers keep their contrast in both palettes
MIRROR = [(1, 4), (4, 1)]  # journey to one, and back


def draw_table(canvas, y, tokens, matrix, role, title, words):
    """Numbers in shaded cells: rows ask, columns are looked at."""
    canvas.text(0, y, title, "ink", size=14)
    canvas.text(0, y + 21, words["query"], "query", size=12.5)
    canvas.text(360, y + 21, words["key"], "key", "end", 12.5)
    top = y + 47
    for i, token in enumerate(tokens):
        canvas.text(LEFT + CELL_WIDTH * (i + 0.5), top - 7, token, "ink", "middle", 12)
        canvas.text(0, top + CELL_HEIGHT * i + 17, token, "ink", size=12)
        for j in range(6):
            x, cell_top = LEFT + CELL_WIDTH * j, top + CELL_HEIGHT * i
            canvas.rect(
                x + 0.5,
                cell_top + 0.5,
                CELL_WIDTH - 1,
                CELL_HEIGHT - 1,
                role,
                opacity=shade(matrix[i, j], matrix, *BEHIND_NUMBERS),
            )
            canvas.text(
                x + CELL_WIDTH / 2, cell_top + 17, f"{matrix[i, j]:.4f}", "ink", "middle", 12
            )
    for i, j in MIRROR:
        frame(canvas, LEFT + CELL_WIDTH * j, top + CELL_HEIGHT * i, CELL_WIDTH, CELL_HEIGHT)
    return top


def draw_sums(canvas, top, weights, words):
    """Right of each row its sum, below each column its sum."""
    canvas.text(360, top - 7, words["sum"], "soft", "end", 12)
    for i, total in enumerate(weights.sum(axis=1)):
        canvas.text(360, top + CELL_HEIGHT * i + 17, f"{total:.0f}", "ink", "end", 12)
    canvas.text(0, top + CELL_HEIGHT * 6 + 17, words["sum"], "soft", size=12)
    for j, total in enumerate(weights.sum(axis=0)):
        canvas.text(
            LEFT + CELL_WIDTH * (j + 0.5),
            top + CELL_HEIGHT * 6 + 17,
            f"{total:.4f}",
            "ink",
            "middle",
            12,
        )


def draw_heat(page, words):
    """The 6 by 6 scores above the 6 by 6 weights, mirror cells framed."""
    tokens, scores, weights = page["tokens"], page["scores"], page["weights"]
    (i, j), (k, m) = MIRROR
    description = words["heat_description"].format(
        score=f"{scores[i, j]:.4f}",
        score_back=f"{scores[k, m]:.4f}",
        weight=f"{weights[i, j]:.4f}",
        weight_back=f"{weights[k, m]:.4f}",
        columns=listed(weights.sum(axis=0)),
    )
    canvas = Canvas(360, 470, words["heat_title"], description)
    draw_table(canvas, 14, tokens, scores, "score", f"{words['scores']} Ω = X Xᵀ", words)
    canvas.text(360, 14, f"{scores[i, j]:.4f} = {scores[k, m]:.4f}", "ink", "end", 14)
    top = draw_table(
        canvas, 246, tokens, weights, "weight", f"{words['weights']} A = softmax(Ω)", words
    )
    canvas.text(360, 246, f"{weights[i, j]:.4f} < {weights[k, m]:.4f}", "ink", "end", 14)
    draw_sums(canvas, top, weights, words)
    return canvas.svg()


# The hull

SCALE, ORIGIN_X, ORIGIN_Y = 380, 22, 354


def on_map(vector):
    """Where the first two numbers of a vector lie on the canvas."""
    return ORIGIN_X + SCALE * float(vector[0]), ORIGIN_Y - SCALE * float(vector[1])


def turns_left(a, b, c):
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]) > 0


def hull_of(points):
    """The corners of the convex hull, in order (Andrew's monotone chain)."""

    def chain(ordered):
        corners = []
        for point in ordered:
            while len(corners) > 1 and not turns_left(corners[-2], corners[-1], point):
                corners.pop()
            corners.append(point)
        return corners[:-1]

    ordered = sorted(points)
    return chain(ordered) + chain(ordered[::-1])


def pairs(tokens, vectors, decimals):
    return ", ".join(
        f"{token} ({vector[0]:.{decimals}f}, {vector[1]:.{decimals}f})"
        for token, vector in zip(tokens, vectors)
    )


LABELS = {
    "Your": (0, 18, "middle"),
    "journey": (-9, -6, "end"),
    "starts": (10, 2, "start"),
    "with": (0, -10, "start"),
    "one": (0, 18, "middle"),
    "step": (2, -10, "middle"),
}


def draw_hull(page, words):
    """The tokens, their hull, and the context vectors within, by their first two numbers."""
    tokens, x, context = page["tokens"], page["inputs"], page["context"]
    description = words["hull_description"].format(
        tokens=pairs(tokens, x, 2), contexts=pairs(tokens, context, 4)
    )
    canvas = Canvas(360, 404, words["hull_title"], description)
    corners = hull_of([on_map(vector) for vector in x])
    canvas.polygon(corners, "key", opacity=0.14)
    canvas.path(
        "M" + " L".join(f"{px:.2f} {py:.2f}" for px, py in corners) + " Z", "key", width=1.2
    )
    for vector, mixed in zip(x, context):
        canvas.line(*on_map(vector), *on_map(mixed), "soft", 1)
    for token, vector in zip(tokens, x):
        px, py = on_map(vector)
        dx, dy, anchor = LABELS[token]
        canvas.circle(px, py, 5, "key")
        canvas.text(px + dx, py + dy, token, "ink", anchor, 13)
    for mixed in context:
        px, py = on_map(mixed)
        canvas.rect(px - 3.5, py - 3.5, 7, 7, "context")
    canvas.line(ORIGIN_X - 8, ORIGIN_Y, 356, ORIGIN_Y, "soft", 1)
    canvas.line(ORIGIN_X, ORIGIN_Y + 8, ORIGIN_X, 20, "soft", 1)
    canvas.text(ORIGIN_X - 6, ORIGIN_Y + 17, "0", "soft", "middle", 12)
    tick_x, tick_y = on_map((0.5, 0.5))
    canvas.line(tick_x, ORIGIN_Y, tick_x, ORIGIN_Y + 5, "soft", 1)
    canvas.text(tick_x, ORIGIN_Y + 17, "0.5", "soft", "middle", 12)
    canvas.line(ORIGIN_X - 5, tick_y, ORIGIN_X, tick_y, "soft", 1)
    canvas.text(ORIGIN_X + 4, tick_y + 4, "0.5", "soft", size=12)
    canvas.text(356, ORIGIN_Y + 17, words["first"], "soft", "end", 12)
    canvas.text(4, 12, words["second"], "soft", size=12)
    canvas.circle(10, 394, 5, "key")
    canvas.text(22, 398, words["circle"], "ink", size=13)
    canvas.rect(136, 390.5, 7, 7, "context")
    canvas.text(150, 398, words["square"], "ink", size=13)
    return canvas.svg()


FIGURES = {"steps": draw_steps, "heat": draw_heat, "hull": draw_hull}
