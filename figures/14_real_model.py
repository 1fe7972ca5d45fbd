"""14: the block around attention, a head's map, every head by three measures, the sinks."""

import numpy as np
from descriptions import listed
from parts import darkness, draw_box, draw_cells, outline, picture
from transformer import draw_here

# The block

LINE, LEFT, WIDTH, HIGH = 26, 76, 152, 24  # the residual stream; the boxes beside it


def draw_branch(canvas, y, words, notes, marked):
    """Draw a branch that leaves the residual stream at y and is added to it again; return where."""
    middle, back = LEFT + WIDTH / 2, y + 98
    canvas.arrow(LINE, y + HIGH / 2, LEFT - 3, y + HIGH / 2, "soft", 1.5)
    draw_box(canvas, LEFT, y, WIDTH, HIGH, "RMSNorm", role="ground")
    canvas.arrow(middle, y + HIGH, middle, y + 38, "soft", 1.5)
    draw_box(canvas, LEFT, y + 40, WIDTH, HIGH, words, role="ground", marked=marked)
    canvas.path(f"M{middle} {y + 40 + HIGH + 2} V{back} H{LINE + 19}", "soft", 1.5)
    canvas.arrow(LINE + 20, back, LINE + 11, back, "soft", 1.5)
    canvas.circle(LINE, back, 10, "value")
    canvas.circle(LINE, back, 8.5, "ground")
    canvas.text(LINE, back + 5, "+", "ink", "middle", 15)
    for i, note in enumerate(notes):
        canvas.text(LEFT + WIDTH + 8, y + (76 if marked else 50) + 15 * i, note, "soft", size=12)
    return back


def draw_block(page, words):
    """Draw the model from the tokens to the next token, with the block that is repeated."""
    layers, heads = page["maps"]["journey"].shape[:2]
    likeliest = page["following"]["journey_tokens"][0].strip()
    probability = f"{page['following']['journey'][0]:.2f}"
    (T, d), text = page["x_real"].shape, "".join(page["one_head"]["journey_tokens"].tolist())
    says = {"T": T, "d": d, "layers": layers, "heads": heads, "text": text}
    says |= {"token": likeliest, "probability": probability}
    canvas = picture(words, 442, **says)
    canvas.text(0, 13, text, "ink", size=13)
    canvas.text(LINE + 12, 38, words["embedding"].format(**says), "soft", size=12)
    canvas.rect(0, 50, 360, 274, "faint", radius=6)
    canvas.text(352, 68, words["times"].format(**says), "ink", "end", 13)
    canvas.text(LINE + 12, 70, words["stream"], "value", size=12)
    canvas.line(LINE, 20, LINE, 362, "value", 3)
    first = draw_branch(canvas, 84, words["attention"].format(**says), words["mixes"], True)
    draw_branch(canvas, first + 26, words["mlp"], words["alone"], False)
    canvas.text(LEFT + WIDTH + 8, 140, "← " + words["here"], "query", size=12)
    draw_box(canvas, 0, 332, 150, HIGH, "RMSNorm")
    canvas.arrow(LINE, 358, LINE, 374, "value", 3)
    draw_box(canvas, 0, 376, 150, HIGH, words["logits"])
    canvas.arrow(LINE, 402, LINE, 418, "value", 3)
    canvas.text(0, 436, words["next"].format(**says), "ink", size=13)
    return canvas.svg()


# One head


def percent(weight):
    return f"{100 * weight:.0f}" if weight >= 0.045 else ""


def draw_map(page, words):
    """Draw the map of the head that the reader has chosen."""
    tokens, weights = [word.strip() for word in page["words"]], page["shown"]
    T = len(tokens)
    rows = "; ".join(
        words["row"].format(query=word, key=tokens[row.argmax()], weight=f"{100 * row.max():.0f}")
        for word, row in zip(tokens, weights)
    )
    says = {"layer": page["layer"], "head": page["head"]}
    left, high = 82, 24
    wide = (360 - left) / T
    canvas = picture(words, 62 + high * T, rows=rows, **says)
    canvas.text(0, 13, canvas.title, "ink", size=13.5)
    canvas.text(0, 31, words["head"], "soft", size=12)
    for i, (word, row) in enumerate(zip(tokens, weights)):
        y = 58 + high * i
        canvas.text(0, y + 16, f"{i + 1}", "soft", size=12)
        canvas.text(18, y + 16, word, "ink", size=13)
        canvas.text(left + wide * (i + 0.5), 52, f"{i + 1}", "soft", "middle", 12)
        draw_cells(canvas, left, y, wide, high, [row[: i + 1]], write=percent)
    return canvas.svg()


# Every head


def draw_kinds(page, words):
    """Draw a grid of all heads for each of the three measures."""
    grids = [page[name] for name in ("previous", "subjects", "successors")]
    layers, heads = grids[0].shape
    best = [divmod(int(grid.argmax()), heads) for grid in grids]
    names = [f"L{layer}H{head}" for layer, head in best]
    weights = [f"{grid.max():.2f}" for grid in grids]
    best_heads = "; ".join(
        words["best"].format(name=name, head=head, weight=weight)
        for name, head, weight in zip(words["names"], names, weights)
    )
    left, gap, high = 44, 16, 9
    wide = (360 - left - 2 * gap) / 3 / heads
    says = {"layers": layers, "heads": heads, "count": layers * heads, "best": best_heads}
    canvas = picture(words, 62 + high * layers, **says)
    for layer in range(0, layers, 5):
        canvas.text(36, 46 + high * layer, f"{layer}", "soft", "end", 12)
    canvas.text(0, 30, words["layer"], "soft", size=12)
    canvas.text(360, 58 + high * layers, words["heads"].format(last=heads - 1), "soft", "end", 12)
    for k, grid in enumerate(grids):
        x = left + k * (heads * wide + gap)
        canvas.text(x, 13, words["names"][k], "ink", size=12.5)
        canvas.text(x, 29, f"{names[k]}: {weights[k]}", "ink", size=12.5)
        canvas.rect(x, 36, wide * heads - 1, high * layers - 1, "faint")
        for layer, head in zip(*np.nonzero(grid >= 0.03)):
            place = (x + wide * int(head), 36 + high * int(layer), wide - 1, high - 1)
            canvas.rect(*place, "weight", darkness(grid[layer, head]), pale=True)
        layer, head = best[k]
        outline(canvas, x + wide * head - 2.25, 33.75 + high * layer, wide + 3.5, high + 3.5)
    return canvas.svg()


def draw_sinks(page, words):
    """Draw for each head its mean weight on the first token."""
    sinks = page["sinks"]
    layers, heads = sinks.shape
    above, left, high = int((sinks > 0.5).sum()), 44, 9
    means = listed(sinks.mean(axis=1))
    says = {"above": above, "count": layers * heads, "means": means}
    canvas = picture(words, 46 + high * layers, **says)
    wide = 360 - left - 10
    canvas.text(360, 13, words["above"].format(**says), "ink", "end", 12.5)
    canvas.text(0, 13, words["layer"], "soft", size=12)
    foot = 26 + high * layers
    for i, tick in enumerate(("0", "0.5", "1")):
        canvas.text(left + wide * i / 2, foot + 18, tick, "soft", "middle", 12)
    for layer in range(layers):
        y = 26 + high * layer
        if layer % 5 == 0:
            canvas.text(32, y + 4, f"{layer}", "soft", "end", 12)
        canvas.line(left, y, left + wide, y, "faint", 1)
        for share in sinks[layer]:
            role = "weight" if share > 0.5 else "score"
            canvas.circle(left + wide * float(share), y, 3.2, role)
    for y in range(20, int(foot), 8):
        canvas.line(left + wide / 2, y, left + wide / 2, y + 4, "ink", 1)
    return canvas.svg()


MAP = "model"
FIGURES = {
    "here": draw_here("all", chain="all"),
    "block": draw_block,
    "map": draw_map,
    "kinds": draw_kinds,
    "sinks": draw_sinks,
}
