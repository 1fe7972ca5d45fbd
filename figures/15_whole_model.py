"""The pictures of "Can I train a whole model myself?"."""

import numpy as np
from descriptions import signed
from parts import draw_ticks, picture, polyline
from transformer import draw_here

SMOOTH = 20  # steps that are averaged, as in the page's table: one batch alone goes up and down


def smooth(losses):
    """Return the mean of the last steps at each step, from the first full one on."""
    return np.convolve(losses, np.ones(SMOOTH) / SMOOTH, "valid")


def draw_curve_of(canvas, losses, place, role, width, steps):
    """Draw the smoothed losses in a chart at (left, right, top, foot, highest)."""
    left, right, top, foot, highest = place
    curve = smooth(losses)
    xs = left + (right - left) * (np.arange(len(curve)) + SMOOTH) / steps
    ys = foot - (foot - top) * np.minimum(curve, highest) / highest
    polyline(canvas, zip(xs[::4], ys[::4]), role, width)
    return ys[-1]


def draw_curves(page, words):
    """Draw the losses with attention and without: of the reader's own run, where there is one."""
    curves = page["curves"]
    with_it = np.array(page.get("losses", curves["with attention"]))
    without = np.array(page.get("losses_without", curves["without"]))
    ends = {"with_end": signed(smooth(with_it)[-1]), "without_end": signed(smooth(without)[-1])}
    steps = max(len(with_it), len(without))
    canvas = picture(words, 212, steps=steps, **ends)
    place = (34, 352, 12, 172, 4)
    draw_ticks(canvas, 34, 352, [(172 - 40 * tick, str(tick)) for tick in range(5)])
    low = draw_curve_of(canvas, with_it, place, "score", 2.5, steps)
    high = draw_curve_of(canvas, without, place, "ink", 1.5, steps)
    canvas.text(352, high - 9, f"{words['without']} {ends['without_end']}", "ink", "end", 12.5)
    canvas.text(352, low + 17, f"{words['with']} {ends['with_end']}", "score", "end", 12.5)
    for part in (0, 0.5, 1):
        anchor = ("start", "middle", "end")[int(2 * part)]
        canvas.text(34 + 318 * part, 189, f"{part * steps:.0f}", "ink", anchor, 12.5)
    canvas.text(193, 206, words["axis"], "soft", "middle", 12.5)
    return canvas.svg()


WIDE, TALL, GAP, HEAD = 108, 64, 18, 18  # a small chart, between two, and room for its title


def draw_mistakes(page, words):
    """Draw a small chart for each mistake, with the right curve behind it."""
    right = page["curves"]["with attention"]
    mistakes = page["mistakes"]
    ends = {mistake: signed(smooth(losses)[-1]) for mistake, losses in mistakes.items()}
    says = "; ".join(f"{words['names'][mistake]}: {end}" for mistake, end in ends.items())
    canvas = picture(words, 2 * (HEAD + TALL + 24), ends=says, right=signed(smooth(right)[-1]))
    for place, (mistake, losses) in enumerate([("right", right), *mistakes.items()]):
        left, top = (WIDE + GAP) * (place % 3), (HEAD + TALL + 24) * (place // 3)
        chart = (left, left + WIDE, top + HEAD, top + HEAD + TALL, 4)
        canvas.text(left, top + 12, words["names"][mistake], "ink", size=12)
        canvas.line(left, chart[3], left + WIDE, chart[3], "soft", 1)
        canvas.line(left, chart[2], left, chart[3], "soft", 1)
        if mistake != "right":
            draw_curve_of(canvas, right, chart, "soft", 1, len(right))
        draw_curve_of(canvas, losses, chart, "score", 2, len(losses))
        end = f"{smooth(losses)[-1]:.2f}"
        canvas.text(left + WIDE, chart[3] + 15, f"{words['end']} {end}", "ink", "end", 12)
    return canvas.svg()


MAP = "model"
FIGURES = {"here": draw_here("all", chain="all"), "curves": draw_curves, "mistakes": draw_mistakes}
