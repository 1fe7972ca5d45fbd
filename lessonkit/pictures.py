"""SVG as PNG, for where no style sheet reaches: notebooks, which Colab shows, and shared links."""

import base64
import re
from functools import cache

from lessonkit.node import ask_node
from lessonkit.project import HERE

VARIABLE = re.compile(r"--([\w-]+): ([^;]+);")
ROLE = re.compile(r"\.picture \.([\w-]+) \{ color: var\(--([\w-]+)\); \}")
OF_MATERIAL = {"md-default-fg-color": "#1d1f23", "md-default-bg-color": "#fff"}
SHAPE = re.compile(r'class="([\w-]+) (fill|stroke|words)"')


def drawn(svg: str, width: int) -> bytes:
    """Return a picture as PNG, so many pixels wide. Raises ValueError where it is no SVG."""
    return base64.b64decode(ask_node("render_pictures.mjs", svg=svg, width=width))


def with_colours(svg: str) -> str:
    """A picture of the site with the light palette's colours in it, on a white ground."""
    colours = light_colours()

    def attributes(classes: re.Match) -> str:
        role, shape = classes.groups()
        line = f'fill="none" stroke="{colours[role]}"'
        return line if shape == "stroke" else f'fill="{colours[role]}"'

    head = r'<svg font-family="sans-serif" stroke-width="1.5" \1>'
    ground = '<rect width="100%" height="100%" fill="#fff"/>'
    return re.sub(r"<svg ([^>]*)>", head + ground, SHAPE.sub(attributes, svg), count=1)


@cache
def light_colours() -> dict[str, str]:
    """The colour of each role of the pictures, from the site's style sheet."""
    style = (HERE.docs("en") / "static" / "site.css").read_text("utf-8")
    values = dict(OF_MATERIAL)
    for name, value in VARIABLE.findall(style):
        values.setdefault(name, value)  # the light palette comes first
    return {role: values[name] for role, name in ROLE.findall(style)}
