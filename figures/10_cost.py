"""The pictures of "What does it cost, and how do the fast versions get by with less?"."""

import numpy as np
from descriptions import listed
from parts import WRITTEN, draw_axes, draw_mark, outline, picture, polyline
from transformer import draw_here

# The table, and the tiles that walk over it

LEFT, TOP, WIDE, HIGH = 58, 58, 34, 30  # of the table and of one score


def tiles_of(size, block):
    """Return rows and columns of each tile (begin and end), in the order of the walk."""
    parts = [(start, min(start + block, size)) for start in range(0, size, block)]
    return [(rows, columns) for rows in parts for columns in parts]


def draw_kind(canvas, x, y, width, height, kind):
    """Draw a tile that is done, -1, in memory now, 0, or still to come, 1."""
    if kind < 1:
        canvas.rect(x, y, width, height, "score" if kind == 0 else "key", opacity=0.22)
    outline(canvas, x, y, width, height, *(("ink", 3) if kind == 0 else ("soft", 1)))


def draw_tile(canvas, number, rows, columns, now, scores):
    """Draw one tile: filled before the present one, empty after it."""
    (top, foot), (left, right) = rows, columns
    x, y = LEFT + WIDE * left, TOP + HIGH * top
    width, height = WIDE * (right - left), HIGH * (foot - top)
    edges = canvas, x + 1.5, y + 1.5, width - 3, height - 3
    draw_kind(*edges, (number > now) - (number < now))
    if number == now:
        for r in range(top, foot):
            for c in range(left, right):
                place = LEFT + WIDE * (c + 0.5), TOP + HIGH * (r + 0.5) + 4.5
                canvas.text(*place, f"{scores[r, c]:.2f}", "ink", "middle", 12)
        return
    role = "ink" if number < now else "soft"
    canvas.text(x + width / 2, y + height / 2 + 5, str(number), role, "middle", 14)


def draw_tiles(page, words):
    """Draw the table of scores, cut into tiles; one of them is in memory."""
    tokens, x, block = page["tokens"], page["inputs"], page["block_size"]
    scores = x @ x.T / x.shape[1] ** 0.5
    tiles = tiles_of(len(tokens), block)
    now = len(tiles) // 2 + 1
    (top, foot), (left, right) = tiles[now - 1]
    seen = scores[top:foot, :right]
    largest = seen.max(axis=1)
    sums = np.exp(seen - largest[:, None]).sum(axis=1)
    rows = zip(tokens[top:foot], largest, sums)
    running = "; ".join(
        words["row"].format(token=token, largest=f"{m:.2f}", sum=f"{total:.2f}")
        for token, m, total in rows
    )
    says = {"queries": ", ".join(tokens[top:foot]), "keys": ", ".join(tokens[left:right])}
    says |= {"now": now, "all": len(tiles), "scores": listed(scores[top:foot, left:right].ravel())}
    foot_of_table = TOP + HIGH * len(tokens)
    canvas = picture(words, foot_of_table + 84, running=running, **says)
    canvas.text(LEFT, 14, words["keys"], "key", size=13)
    canvas.text(0, TOP - 8, words["queries"], "query", size=12)
    for j, token in enumerate(tokens):
        canvas.text(LEFT + WIDE * (j + 0.5), TOP - 8 - 14 * (j % 2), token, "ink", "middle", 12)
        canvas.text(0, TOP + HIGH * (j + 0.5) + 4.5, token, "ink", size=13)
    for number, (rows, columns) in enumerate(tiles, start=1):
        draw_tile(canvas, number, rows, columns, now, scores)
    end = LEFT + WIDE * len(tokens)
    canvas.text(end + 28, TOP - 8, words["largest"], "ink", "middle", 12)
    canvas.text(358, TOP - 8, words["sum"], "ink", "end", 12)
    for i in range(len(tokens)):
        y = TOP + HIGH * (i + 0.5) + 4.5
        if top <= i < foot:
            canvas.text(end + 28, y, f"{largest[i - top]:.2f}", "ink", "middle", 13)
            canvas.text(358, y, f"{sums[i - top]:.2f}", "ink", "end", 13)
        else:
            word = words["ready"] if i < top else words["waits"]
            canvas.text(end + 28, y, word, "soft", "middle", 12)
    draw_kinds(canvas, foot_of_table + 14, words, now, len(tiles))
    return canvas.svg()


def draw_kinds(canvas, y, words, now, count):
    """Explain the three kinds of tiles."""
    for kind in (-1, 0, 1):
        draw_kind(canvas, LEFT + 1.5, y + 23 * (kind + 1), 22, 16, kind)
    texts = words["done"], words["now"].format(now=now, all=count), words["later"]
    for line, text in enumerate(texts):
        canvas.text(LEFT + 32, y + 12.5 + 23 * line, text, "ink", size=13)


# The running sum

TALL, STEP = 26, 82  # height of a strip, and from one to the next


def number(value):
    return f"{value:.2f}".rstrip("0").rstrip(".")


def draw_running(page, words):
    """Draw the terms of the running sum after each key, and how they shrink."""
    exps = page["hand_exps"]
    steps = [[e / max(exps[:j]) for e in exps[:j]] for j in range(1, len(exps) + 1)]
    sentences = " ".join(
        words["step"].format(j=j, pieces=", ".join(map(number, pieces)), total=number(sum(pieces)))
        for j, pieces in enumerate(steps, start=1)
    )
    canvas = picture(words, STEP * len(exps) + 4, count=len(exps), steps=sentences)
    unit = 250 / max(sum(pieces) for pieces in steps)
    for j, pieces in enumerate(steps):
        top = STEP * j + 44
        name = words["key"].format(j=j + 1)
        canvas.text(0, top - 26, words["term"].format(name=name, e=number(exps[j])), "ink", size=13)
        canvas.text(0, top - 10, change_in_words(exps[: j + 1], words), "soft", size=12)
        draw_pieces(canvas, top, pieces, unit)
        total = words["total"].format(total=number(sum(pieces)))
        canvas.text(356, top + 17.5, total, "ink", "end", 13)
    return canvas.svg()


def change_in_words(exps, words):
    """Say whether the newest score is the largest, and what that does to the old terms."""
    *old, new = exps
    if not old:
        return words["first"]
    grows = new > max(old)
    return words["grows"].format(shrink=number(max(old) / new)) if grows else words["stays"]


def draw_pieces(canvas, top, pieces, unit):
    """Draw one strip: a numbered piece for each key so far, the newest framed."""
    x = 0
    for j, piece in enumerate(pieces):
        width = max(unit * piece, 1)
        newest = j == len(pieces) - 1
        canvas.rect(x + 1, top, max(width - 2, 1), TALL, "weight", WRITTEN if newest else 0.2)
        if newest:
            outline(canvas, x + 1, top, max(width - 2, 3), TALL, thick=2)
        if width > 14:
            canvas.text(x + width / 2, top + 17.5, str(j + 1), "ink", "middle", 13)
        x += width


# Where the curves cross

ORIGIN_X, ORIGIN_Y, LONG, HIGHEST = 34, 250, 300, 200


def draw_crossing(page, words):
    """Draw the multiply-adds of projections and of pairs over the number of tokens."""
    T, d = page["T"], page["d"]
    equal, end = 2 * d, max(3 * d, T + d // 4)
    projections, pairs = page["projection_cost"], page["pair_cost"]
    highest = max(pairs(end, d), projections(end, d))

    def place_of(tokens, cost):
        return ORIGIN_X + LONG * tokens / end, ORIGIN_Y - HIGHEST * cost / highest

    line, curve = (f"{cost(T, d) / 1e9:.2f}" for cost in (projections, pairs))
    canvas = picture(words, 292, T=T, equal=equal, line=line, curve=curve)
    canvas.text(0, 14, words["billions"], "soft", size=12)
    draw_axes(canvas, ORIGIN_X, ORIGIN_Y, right=346, top=30, overlap=0)
    canvas.text(346, ORIGIN_Y + 34, words["tokens"], "soft", "end", 12)
    canvas.line(*place_of(0, 0), *place_of(end, projections(end, d)), "key", 3)
    points = [place_of(end * step / 40, pairs(end * step / 40, d)) for step in range(41)]
    polyline(canvas, points, "query", 3)
    x, y = place_of(end, projections(end, d))
    canvas.text(x, y + 50, words["projections"], "key", "end", 13)
    x, y = place_of(end, pairs(end, d))
    canvas.text(x - 26, y + 14, words["pairs"], "query", "end", 13)
    draw_costs(
        canvas, place_of, T, sorted([pairs(T, d), projections(T, d)]), words["here"].format(T=T)
    )
    x, y = place_of(equal, pairs(equal, d))
    canvas.circle(x, y, 5, "ink")
    canvas.text(x - 10, y - 10, words["equal"].format(equal=equal), "ink", "end", 13)
    return canvas.svg()


def draw_costs(canvas, place_of, T, costs, text):
    """Mark the page's T: a line up to the higher curve, and both values, from low to high."""
    (x, low), (_, high) = (place_of(T, cost) for cost in costs)
    canvas.line(x, high, x, ORIGIN_Y + 6, "ink", 1)
    sides = [(low, costs[0], 9, 15, "start"), (high, costs[1], -9, 0, "end")]
    for y, cost, dx, dy, anchor in sides:
        draw_mark(canvas, "square", x, y, "ink")
        canvas.text(x + dx, y + dy, f"{cost / 1e9:.2f}", "ink", anchor, 12)
    canvas.text(x, ORIGIN_Y + 19, text, "ink", "middle", 13)


MAP = "cost"
FIGURES = {
    "here": draw_here("scores softmax sum"),
    "tiles": draw_tiles,
    "running": draw_running,
    "crossing": draw_crossing,
}
