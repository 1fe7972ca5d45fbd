"""The picture of "What is the question of page 00?"."""

from lessonkit.svg import Canvas

WORDS = {
    "en": {
        "title": "Two numbers and their mean",
        "description": "A line from 0 to 5. The numbers {low} and {high} stand on it, and between them, equally far from both, their mean, {mean:.4f}.",
        "mean": "mean",
    },
    "vi": {
        "title": "Hai số và trung bình của chúng",
        "description": "Trục số từ 0 đến 5. Trên đó có hai số {low} và {high}; ở giữa, cách đều hai số, là trung bình của chúng, {mean:.4f}.",
        "mean": "trung bình",
    },
}


def at(number):
    return 20 + 64 * number


def draw_line(page, words):
    """Both numbers as circles, the mean as a line, each with its name."""
    (low, high), mean = page["numbers"], page["mean"]
    canvas = Canvas(360, 84, words["title"], words["description"].format(low=low, high=high, mean=mean))
    canvas.arrow(at(0), 50, at(5), 50, "soft")
    for number in (low, high):
        canvas.circle(at(number), 50, 6, "key")
        canvas.text(at(number), 76, f"{number}", anchor="middle")
    canvas.line(at(mean), 32, at(mean), 60, "weight", 3)
    canvas.text(at(mean), 22, f"{words['mean']} {mean:.4f}", "weight", "middle")
    return canvas.svg()


FIGURES = {"line": draw_line}
