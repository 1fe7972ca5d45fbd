"""One bar."""

from svg import Canvas


def draw_bar(page, words):
    canvas = Canvas(360, 40, words["title"], words["description"].format(mean=page["mean"]))
    canvas.rect(0, 0, 100 * page["mean"], 20, "score")
    canvas.text(4, 36, words["title"])
    return canvas.svg()


FIGURES = {"bar": draw_bar}
