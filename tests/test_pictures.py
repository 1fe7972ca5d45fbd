"""Text in pictures stays readable on what is drawn below it, in the light palette and in the dark.

Axe does not look into pictures.
"""

import colorsys
import re
from pathlib import Path

import pytest
from lxml import etree

from lessonkit.project import HERE, LANGUAGES
from lessonkit.record import figure_module

CSS = (HERE.web / "static" / "site.css").read_text("utf-8")
ROLE = re.compile(r"--(query|key|value|score|weight|context): #(\w{6});")
ROLES = [{name: bytes.fromhex(value) for name, value in ROLE.findall(half)} for half in CSS.split(
    'slate"] {', 1)]  # fmt: skip
FACTOR = float(re.search(r"\.picture \[data-pale\] \{ opacity: ([.\d]+)", CSS)[1])


def hsl(hue, saturation, lightness):
    return [255 * part for part in colorsys.hls_to_rgb(hue / 360, lightness, saturation)]


# Material's own: the ground, pale boxes, text, pale text
PALETTES = {
    "light": ROLES[0]
    | {
        "ground": (255, 255, 255),
        "faint": (246, 247, 249),
        "ink": (0, 0, 0, 0.87),
        "soft": (0, 0, 0, 0.66),
    },
    "dark": ROLES[1]
    | {
        "ground": hsl(222, 0.15, 0.14),
        "faint": hsl(222, 0.15, 0.18),
        "ink": (*hsl(222, 0.15, 0.9), 0.82),
        "soft": (*hsl(222, 0.2, 0.92), 0.72),
    },
}
PICTURES = [path for language in LANGUAGES for path in HERE.docs(language).glob("figures/*.svg")]


def over(colour, opacity: float, ground):
    """Return a colour, which may be transparent itself, over an opaque ground."""
    *parts, own = (*colour, 1)[:4]
    return [opacity * own * a + (1 - opacity * own) * b for a, b in zip(parts, ground)]


def luminance(colour) -> float:
    parts = [part / 255 for part in colour]
    r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05


def contrast(one, other) -> float:
    low, high = sorted(map(luminance, (one, other)))
    return high / low


def corners(shape) -> list[tuple[float, float]]:
    if shape.tag.endswith("rect"):
        x, y, width, height = (float(shape.get(name)) for name in ("x", "y", "width", "height"))
        return [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
    return [tuple(map(float, point.split(","))) for point in shape.get("points").split()]


def covers(shape, x: float, y: float) -> bool:
    """Whether a point is inside: a ray from it crosses the edge an odd number of times."""
    points, inside = corners(shape), False
    for (x1, y1), (x2, y2) in zip(points, points[1:] + points[:1]):
        if (y1 > y) != (y2 > y) and x < x1 + (x2 - x1) * (y - y1) / (y2 - y1):
            inside = not inside
    return inside


def fill(shape, palette: str) -> tuple:
    role, opacity = shape.get("class").split()[0], float(shape.get("fill-opacity", 1))
    if palette == "dark" and "data-pale" in shape.attrib:
        opacity *= FACTOR
    return PALETTES[palette][role], opacity


def faint_texts(picture: Path, palette: str):
    """Yield each text whose contrast to what is painted below its middle is under 4.5."""
    painted = []
    for shape in etree.fromstring(picture.read_text("utf-8")):
        if shape.tag.endswith(("rect", "polygon")):
            painted.append(shape)
        elif shape.tag.endswith("text"):
            x, y, size = (float(shape.get(name)) for name in ("x", "y", "font-size"))
            half = 0.27 * size * len(shape.text)
            x += half * {"start": 1, "middle": 0, "end": -1}[shape.get("text-anchor")]
            ground = PALETTES[palette]["ground"]
            for below in painted:
                if covers(below, x, y - 0.35 * size):
                    ground = over(*fill(below, palette), ground)
            colour = over(PALETTES[palette][shape.get("class").split()[0]], 1, ground)
            if contrast(colour, ground) < 4.5:
                yield shape.text, round(contrast(colour, ground), 2)


@pytest.mark.parametrize("palette", PALETTES)
def test_text_stands_out_from_what_is_drawn_below_it(palette):
    faint = {HERE.name(path): [*faint_texts(path, palette)] for path in PICTURES}
    assert {name: texts for name, texts in faint.items() if texts} == {}


@pytest.mark.parametrize("palette", PALETTES)
def test_the_darkest_cell_of_each_role_can_be_written_on(palette):
    darkness = figure_module(HERE.figures / "parts.py").darkness
    colours = PALETTES[palette]
    for role in ("query", "key", "value", "score", "weight"):
        opacity = darkness(1) * (FACTOR if palette == "dark" else 1)
        ground = over(colours[role], opacity, colours["ground"])
        assert contrast(over(colours["ink"], 1, ground), ground) >= 4.5, role


def test_a_larger_weight_is_darker():
    darkness = figure_module(HERE.figures / "parts.py").darkness
    steps = [darkness(weight / 100) for weight in range(101)]
    assert steps == sorted({*steps}) and darkness(1.5) == darkness(1)
