"""The picture of the home page: six tokens look at one another."""

from svg import Canvas

WORDS = {
    "en": {
        "title": "Six tokens look at one another",
        "looks": "who looks: each gives out the same",
        "seen": "who is looked at: not each gets the same",
        "description": (
            "Six tokens above, the same six below. From each token above, six bands run to the six below, as wide as its"
            " attention weights, so that all boxes above are equally wide. The bands of journey stand out: {weights}. Below,"
            " a box is as wide as what arrives: {sums}. Journey gets the most, one the least."
        ),
    },
    "vi": {
        "title": "Sáu token nhìn nhau",
        "looks": "ai nhìn: token nào cũng cho đi bằng nhau",
        "seen": "ai được nhìn: không phải token nào cũng nhận bằng nhau",
        "description": (
            "Phía trên là sáu token, phía dưới vẫn là sáu token ấy. Từ mỗi token ở trên có sáu dải chạy xuống sáu token ở dưới,"
            " rộng đúng bằng các trọng số attention của nó, nên các ô ở trên rộng bằng nhau. Các dải của journey được tô đậm:"
            " {weights}. Ở dưới, mỗi ô rộng bằng tổng những gì nó nhận: {sums}. Journey nhận nhiều nhất, one nhận ít nhất."
        ),
    },
}

COLUMN = 60  # width of one token's column
ONE = 46  # how wide a weight of 1 is
TOP, BOTTOM = 46, 200  # where the bands begin and end
BOX = 26
LOOKING = 1  # journey, as in the cell beside the picture


def named_numbers(tokens, numbers):
    return ", ".join(f"{token} {number:.4f}" for token, number in zip(tokens, numbers))


def middle(j):
    return COLUMN * (j + 0.5)


def band(weights, i, j):
    """A curve from token i above to token j below: what stands left of it on either end decides its place."""
    above = middle(i) + ONE * (weights[i, :j].sum() + weights[i, j] / 2 - 0.5)
    below = middle(j) + ONE * (weights[:i, j].sum() + weights[i, j] / 2 - weights[:, j].sum() / 2)
    half_way = (TOP + BOTTOM) / 2
    return f"M{above:.2f} {TOP} C{above:.2f} {half_way:.2f} {below:.2f} {half_way:.2f} {below:.2f} {BOTTOM}"


def draw_box(canvas, j, top, width, token, role):
    canvas.rect(middle(j) - ONE * width / 2, top, ONE * width, BOX, role, opacity=0.2, radius=3)
    canvas.text(middle(j), top + 18, token, "ink", "middle", 12)


def draw_looks(page, words):
    """All 36 weights as bands; those of one token in colour."""
    tokens, weights = page["tokens"], page["weights"]
    sums = weights.sum(axis=0)
    description = words["description"].format(
        weights=named_numbers(tokens, weights[LOOKING]), sums=named_numbers(tokens, sums)
    )
    canvas = Canvas(360, 246, words["title"], description)

    canvas.text(4, 13, words["looks"], "soft", size=12)
    others = [i for i in range(len(tokens)) if i != LOOKING]
    for i in [*others, LOOKING]:
        role, opacity = ("weight", None) if i == LOOKING else ("soft", 0.16)
        for j in range(len(tokens)):
            canvas.path(band(weights, i, j), role, width=ONE * weights[i, j] - 0.8, opacity=opacity)
    for j, token in enumerate(tokens):
        draw_box(canvas, j, TOP - BOX, 1, token, "query" if j == LOOKING else "soft")
        draw_box(canvas, j, BOTTOM, sums[j], token, "soft")
    canvas.text(4, 242, words["seen"], "soft", size=12)
    return canvas.svg()


FIGURES = {"looks": draw_looks}
