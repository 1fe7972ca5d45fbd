"""14: the block around attention, a head's map, every head by three measures, the sinks."""

import numpy as np
from maps import listed
from svg import Canvas
from transformer import draw_here

# The block

LINE, LEFT, WIDTH, HIGH = 26, 76, 152, 24  # the residual stream; the boxes beside it


def draw_step(canvas, y, words, role="ground", marked=False):
    """Draw a box of the branch with its words."""
    if marked:
        canvas.rect(LEFT - 2, y - 2, WIDTH + 4, HIGH + 4, "query", radius=5)
        canvas.rect(LEFT, y, WIDTH, HIGH, "ground", radius=3)
        canvas.rect(LEFT, y, WIDTH, HIGH, "query", opacity=0.18, radius=3)
    else:
        canvas.rect(LEFT, y, WIDTH, HIGH, role, radius=3)
    canvas.text(LEFT + WIDTH / 2, y + 16.5, words, "ink", "middle", 13)


def draw_branch(canvas, y, words, notes, marked):
    """Draw a branch that leaves the residual stream at y and is added to it again; return where."""
    middle, back = LEFT + WIDTH / 2, y + 98
    canvas.arrow(LINE, y + HIGH / 2, LEFT - 3, y + HIGH / 2, "soft", 1.5)
    draw_step(canvas, y, "RMSNorm")
    canvas.arrow(middle, y + HIGH, middle, y + 38, "soft", 1.5)
    draw_step(canvas, y + 40, words, marked=marked)
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
    canvas = Canvas(360, 442, words["title"], words["description"].format(**says))
    canvas.text(0, 13, text, "ink", size=13)
    canvas.text(LINE + 12, 38, words["embedding"].format(**says), "soft", size=12)
    canvas.rect(0, 50, 360, 274, "faint", radius=6)
    canvas.text(352, 68, words["times"].format(**says), "ink", "end", 13)
    canvas.text(LINE + 12, 70, words["stream"], "value", size=12)
    canvas.line(LINE, 20, LINE, 362, "value", 3)
    first = draw_branch(canvas, 84, words["attention"].format(**says), words["mixes"], True)
    draw_branch(canvas, first + 26, words["mlp"], words["alone"], False)
    canvas.text(LEFT + WIDTH + 8, 140, "← " + words["here"], "query", size=12)
    canvas.rect(0, 332, 150, HIGH, "faint", radius=3)
    canvas.text(75, 348.5, "RMSNorm", "ink", "middle", 13)
    canvas.arrow(LINE, 358, LINE, 374, "value", 3)
    canvas.rect(0, 376, 150, HIGH, "faint", radius=3)
    canvas.text(75, 392.5, words["logits"], "ink", "middle", 13)
    canvas.arrow(LINE, 402, LINE, 418, "value", 3)
    canvas.text(0, 436, words["next"].format(**says), "ink", size=13)
    return canvas.svg()


# One head


def draw_map(page, words):
    """Draw the map of the head that the reader has chosen."""
    tokens, weights = [word.strip() for word in page["words"]], page["shown"]
    T = len(tokens)
    rows = "; ".join(
        words["row"].format(query=word, key=tokens[row.argmax()], weight=f"{100 * row.max():.0f}")
        for word, row in zip(tokens, weights)
    )
    title = words["title"].format(layer=page["layer"], head=page["head"])
    left, high = 82, 24
    wide = (360 - left) / T
    canvas = Canvas(360, 62 + high * T, title, words["description"].format(rows=rows))
    canvas.text(0, 13, title, "ink", size=13.5)
    canvas.text(0, 31, words["head"], "soft", size=12)
    for i, (word, row) in enumerate(zip(tokens, weights)):
        y = 58 + high * i
        canvas.text(0, y + 16, f"{i + 1}", "soft", size=12)
        canvas.text(18, y + 16, word, "ink", size=13)
        canvas.text(left + wide * (i + 0.5), 52, f"{i + 1}", "soft", "middle", 12)
        for j, weight in enumerate(row[: i + 1]):
            x = left + wide * j
            canvas.rect(x + 1, y + 1, wide - 2, high - 2, "faint")
            canvas.rect(x + 1, y + 1, wide - 2, high - 2, "weight", opacity=0.55 * float(weight))
            if weight >= 0.045:
                canvas.text(x + wide / 2, y + 16, f"{100 * weight:.0f}", "ink", "middle", 12)
    return canvas.svg()


# Every head


def outline(canvas, x, y, width, height):
    canvas.path(f"M{x:.2f} {y:.2f} h{width:.2f} v{height:.2f} h{-width:.2f} Z", "ink", width=1.5)


def draw_kinds(page, words):
    """Draw a grid of all heads for each of the three measures."""
    grids = [page[name] for name in ("previous", "subjects", "successors")]
    layers, heads = grids[0].shape
    best = [divmod(int(grid.argmax()), heads) for grid in grids]
    names = [f"L{layer}H{head}" for layer, head in best]
    weights = [f"{grid.max():.2f}" for grid in grids]
    said = "; ".join(
        words["best"].format(name=name, head=head, weight=weight)
        for name, head, weight in zip(words["names"], names, weights)
    )
    description = words["description"].format(layers=layers, heads=heads, best=said)
    title = words["title"].format(count=layers * heads)
    left, gap, high = 44, 16, 9
    wide = (360 - left - 2 * gap) / 3 / heads
    canvas = Canvas(360, 62 + high * layers, title, description)
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
            canvas.rect(*place, "weight", opacity=float(grid[layer, head]))
        layer, head = best[k]
        outline(canvas, x + wide * head - 1.5, 34.5 + high * layer, wide + 2, high + 2)
    return canvas.svg()


def draw_sinks(page, words):
    """Draw for each head its mean weight on the first token."""
    sinks = page["sinks"]
    layers, heads = sinks.shape
    above, left, high = int((sinks > 0.5).sum()), 44, 9
    means = listed(sinks.mean(axis=1))
    says = {"above": above, "count": layers * heads, "means": means}
    description = words["description"].format(**says)
    canvas = Canvas(360, 46 + high * layers, words["title"], description)
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


FIGURES = {
    "here": draw_here(14),
    "block": draw_block,
    "map": draw_map,
    "kinds": draw_kinds,
    "sinks": draw_sinks,
}
