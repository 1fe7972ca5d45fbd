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


MAP = "faults"
FIGURES = {"here": draw_here("all", chain="attention"), "symmetric": draw_symmetric}
