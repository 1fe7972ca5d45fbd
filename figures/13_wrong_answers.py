"""The pictures of "How would I notice that mine is wrong?"."""

from descriptions import listed, rows_of
from parts import draw_cells, picture
from transformer import draw_here

# Symmetric scores: both axes give the same weights

CELL, LINE = 40, 24
LEFTS = (0, 112, 244)  # of the three tables


def draw_sums(canvas, left, top, sums):
    """Write the sum of each row at its right."""
    for i, total in enumerate(sums):
        canvas.text(left + 2 * CELL + 4, top + LINE * i + 16, f"{total:.2f}", "soft", size=12)


def draw_symmetric(page, words):
    """Draw both tables of the example by hand, with the weights along either axis."""
    tables = [page["exp_scores"], page["symmetric"]]
    both = [page["both_ways"](table) for table in tables]
    same = [abs(right - wrong).max() < 0.005 for right, wrong in both]
    verdicts = [words["same" if each else "different"] for each in same]
    rows = ". ".join(
        words["row"].format(
            name=name,
            table=rows_of(table),
            right=rows_of(right),
            wrong=rows_of(wrong),
            sums=listed(wrong.sum(axis=1)),
            verdict=verdict,
        )
        for name, table, (right, wrong), verdict in zip(words["tables"], tables, both, verdicts)
    )
    canvas = picture(words, 190, rows=rows)
    for left, head in zip(LEFTS, words["heads"]):
        canvas.text(left, 12, head, "soft", size=12)
    for left in LEFTS[1:]:
        canvas.text(left + 2 * CELL + 4, 12, words["sum"], "soft", size=12)
    for i, (name, table, ways, verdict) in enumerate(zip(words["tables"], tables, both, verdicts)):
        top = 44 + 92 * i
        canvas.text(0, top - 7, f"{name}: {verdict}", "ink", size=13)
        size, plain = (CELL, LINE), 0.4 + 0 * table
        draw_cells(canvas, LEFTS[0], top, *size, table, "score", "{:.2f}", plain)
        for left, weights in zip(LEFTS[1:], ways):
            draw_cells(canvas, left, top, *size, weights, write="{:.2f}")
            draw_sums(canvas, left, top, weights.sum(axis=1))
    return canvas.svg()


# Faults against tests

NAMES, ROW = 152, 21  # room for the names, height of a row
COLUMN = 20.5


def draw_matrix(page, words):
    """Draw which tests fail for each broken layer."""
    caught, count = page["caught"], len(page["tests"])
    names = {name: words["faults"].get(name, name) for name in caught}
    rows = "; ".join(
        words["by" if numbers else "none"].format(
            name=names[name], tests=", ".join(map(str, numbers))
        )
        for name, numbers in caught.items()
    )
    foot = 30 + ROW * len(caught)
    canvas = picture(words, foot + 142, rows=rows)
    middles = [NAMES + COLUMN * (j + 0.5) for j in range(count)]
    for number, x in enumerate(middles, 1):
        canvas.text(x, 14, str(number), "ink", "middle", 13)
    for i, (name, numbers) in enumerate(caught.items()):
        y = 22 + ROW * i
        if i % 2 == 0:
            canvas.rect(0, y, 360, ROW, "faint", opacity=0.6)
        canvas.text(2, y + 15, names[name], "ink", size=12.5)
        for number, x in enumerate(middles, 1):
            seen = number in numbers
            canvas.circle(x, y + ROW / 2, 6.5 if seen else 1.5, "query" if seen else "soft")
    for k, (seen, word) in enumerate([(True, "seen"), (False, "missed")]):
        y = foot + 8 + 18 * k
        canvas.circle(9, y - 4, 6.5 if seen else 1.5, "query" if seen else "soft")
        canvas.text(24, y, words[word], "ink", size=12.5)
    for number, name in enumerate(words["tests"], 1):
        x, y = (0, 182)[number > 5], foot + 50 + 18 * ((number - 1) % 5)
        canvas.text(x + 17, y, str(number), "ink", "end", 12)
        canvas.text(x + 23, y, name, "ink", size=12)
    return canvas.svg()


FIGURES = {"here": draw_here(13), "symmetric": draw_symmetric, "matrix": draw_matrix}
