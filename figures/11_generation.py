"""The pictures of "How does a model write without starting over?"."""

from descriptions import rows_of
from parts import (
    TABLE_LEFT,
    TABLE_ROW,
    draw_names,
    draw_stairs,
    draw_table,
    outline,
    picture,
)
from transformer import draw_here

# The triangle that grows by a row

LABEL, TOP = 34, 24  # room for "K, V" on the left, and for a panel's head


def draw_step(canvas, x, y, cell, size, new):
    """Draw the triangle of a step and the strip of its keys; the last `new` rows are computed."""
    for i in range(size):
        for j in range(i + 1):
            role, opacity = ("weight", 0.75) if i >= size - new else ("faint", None)
            canvas.rect(x + cell * j, y + cell * i, cell - 1.5, cell - 1.5, role, opacity)


def draw_strip(canvas, x, y, cell, size, new):
    for j in range(size):
        if j >= size - new:
            canvas.rect(x + cell * j, y, cell - 1.5, cell - 1.5, "key")
        else:
            outline(canvas, x + cell * j, y, cell - 1.5, cell - 1.5, "key")


def draw_grow(page, words):
    """Draw what each step of the generation computes, without a cache and with one."""
    sizes, new_sizes = page["rows"], page["new_rows"]
    predicted = [page["text"][size] for size in sizes]
    sums = sum(sizes), sum(new_sizes)
    says = {"without": ", ".join(map(str, sizes)), "with_cache": ", ".join(map(str, new_sizes))}
    says |= {"sum_without": sums[0], "sum_with": sums[1], "words": ", ".join(predicted)}
    most, wide = max(sizes), (360 - LABEL) / len(sizes)
    cell = min(14, (wide - 10) / most)
    tall = TOP + cell * (most + 1) + 34  # of a panel
    canvas = picture(words, 2 * tall + 20, **says)
    for panel, computed in enumerate([sizes, new_sizes]):
        y = tall * panel
        head = words["with" if panel else "without"]
        canvas.text(0, y + 14, head, "ink", size=13)
        canvas.text(360, y + 14, words["sum"].format(sum=sums[panel]), "ink", "end", 13)
        strip = y + TOP + cell * most + 5
        canvas.text(0, strip + cell - 2, words["keys"], "key", size=12)
        for step, (size, new) in enumerate(zip(sizes, computed)):
            x = LABEL + wide * step
            draw_step(canvas, x, y + TOP + cell * (most - size), cell, size, new)
            draw_strip(canvas, x, strip, cell, size, new)
            canvas.text(x, strip + cell + 14, f"→ {predicted[step]}", "soft", size=12)
    foot = 2 * tall + 4
    canvas.rect(LABEL, foot, 12, 12, "weight", 0.75)
    canvas.rect(LABEL + 15, foot, 12, 12, "key")
    canvas.text(LABEL + 33, foot + 11, words["now"], "ink", size=12)
    outline(canvas, 212, foot, 12, 12, "key")
    canvas.text(230, foot + 11, words["kept"], "ink", size=12)
    return canvas.svg()


# MHA, GQA, MQA


def draw_heads(page, words):
    """Draw which head of keys and values each query head uses, and the size of the cache."""
    heads, shared = page["query_heads"], page["shared"]
    canvas = picture(words, 226, heads=heads, shared=shared, group=heads // shared)
    canvas.text(0, 40, words["query"], "query", size=12)
    canvas.text(0, 142, words["key"], "key", size=12)
    canvas.text(0, 182, words["cache"], "ink", size=12)
    pitch = 104 / heads
    for panel, count in enumerate([heads, shared, 1]):
        left = 4 + 124 * panel
        canvas.text(left, 16, words["kinds"][panel], "ink", size=12.5)
        for h in range(heads):
            x, group = left + pitch * (h + 0.5), h * count // heads
            to_x = left + 104 * (group + 0.5) / count
            canvas.line(x, 60, to_x, 106, "soft", 1.5)
            canvas.circle(x, 58, 8, "query")
        for g in range(count):
            canvas.rect(left + 104 * (g + 0.5) / count - 9, 106, 18, 18, "key")
        canvas.rect(left, 190, 104 * count / heads, 14, "key", 0.6)
        outline(canvas, left, 190, 104, 14, "soft", 1)
        canvas.text(left, 220, f"{count}/{heads}", "ink", size=12.5)
    return canvas.svg()


# The triangle from two corners


def draw_aligned(page, words):
    """Draw all six queries, then the last two with the triangle at either corner."""
    tokens, full = page["tokens"], page["all_rows"]
    right, left = page["aligned"]["bottom right"], page["aligned"]["top left"]
    canvas = picture(words, 326, right=rows_of(right), left=rows_of(left))
    canvas.text(TABLE_LEFT, 13, words["all"], "ink", size=13)
    draw_names(canvas, 32, tokens)
    draw_table(canvas, 40, tokens, full)
    draw_stairs(canvas, 40, range(1, 7), 0, (TABLE_LEFT, 40))
    frame = 360 - TABLE_LEFT - 2, 2 * TABLE_ROW + 2, "key", 2
    outline(canvas, TABLE_LEFT - 3, 39 + 4 * TABLE_ROW, *frame)
    for y, weights, corner in [(196, right, "right"), (282, left, "left")]:
        canvas.text(TABLE_LEFT, y - 8, words[corner], "ink", size=13)
        draw_table(canvas, y, tokens[-2:], weights)
    draw_stairs(canvas, 196, [5, 6], 4, (354, 196 + 2 * TABLE_ROW))
    outline(canvas, TABLE_LEFT - 3, 195, *frame)
    draw_stairs(canvas, 282, [1, 2], 0, (TABLE_LEFT, 282))
    return canvas.svg()


# Temperature and top-k

NAMES, ROW = 66, 30


def draw_chances(page, words):
    """Draw the ten probabilities, and what temperature and top-k make of them."""
    before, after, k = page["probabilities"], page["chances"], page["k"]
    tokens = [f"“{token}”" for token in page["following"]]
    numbers = [
        (f"{p:.3f}", f"{chance:.3f}" if chance else words["cut"])
        for p, chance in zip(before, after)
    ]
    rows = "; ".join(
        words["row"].format(token=token, before=p, after=chance)
        for token, (p, chance) in zip(tokens, numbers)
    )
    setting = {"temperature": page["temperature"], "k": k}
    canvas = picture(words, 30 + ROW * len(tokens), rows=rows, **setting)
    outline(canvas, NAMES, 4, 20, 10, "soft")
    canvas.text(NAMES + 26, 14, words["before"], "ink", size=12)
    canvas.rect(NAMES + 118, 4, 20, 10, "weight")
    canvas.text(NAMES + 144, 14, words["after"].format(**setting), "ink", size=12)
    scale = (360 - NAMES - 44) / max(before.max(), after.max())
    for i, (token, (p, chance)) in enumerate(zip(tokens, numbers)):
        y = 28 + ROW * i
        canvas.text(NAMES - 8, y + 15, token, "ink", "end", 12.5)
        first, second = scale * float(before[i]), scale * float(after[i])
        outline(canvas, NAMES, y, max(first, 2), 10, "soft")
        canvas.text(NAMES + first + 5, y + 10, p, "soft", size=12)
        canvas.rect(NAMES, y + 12, second, 11, "weight")
        canvas.text(NAMES + second + 5, y + 22, chance, "ink", size=12)
    return canvas.svg()


MAP = "next"
FIGURES = {
    "here": draw_here("qkv", chain="next"),
    "grow": draw_grow,
    "heads": draw_heads,
    "aligned": draw_aligned,
    "chances": draw_chances,
}
