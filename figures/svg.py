"""A small canvas that writes SVG for the figures.

A figure is 360 units wide, so that on a phone a unit is about a pixel. Colours come from the site's
style sheet by class, so that a figure follows the palette: `ink`, `soft`, `faint`, `ground`, and
the roles `query`, `key`, `value`, `score`, `weight`, `context`.
"""

from html import escape


def _number(value: float) -> str:
    """Two decimals at most, and no negative zero: the same bytes on every machine."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _attribute(value: float | str) -> str:
    return escape(value if isinstance(value, str) else _number(value))


class Canvas:
    """Collects shapes; `svg()` gives the picture with its title and its description.

    `title` names the picture; `description` says what it shows to whoever cannot see it.
    """

    def __init__(self, width: float, height: float, title: str, description: str):
        self.width, self.height, self.title, self.description = width, height, title, description
        self.shapes: list[str] = []

    def _add(
        self, tag: str, cls: str, content: str | None = None, **attributes: float | str | None
    ) -> None:
        pairs = {"class": cls, **attributes}
        text = "".join(
            f' {name.replace("_", "-")}="{_attribute(value)}"'
            for name, value in pairs.items()
            if value is not None
        )
        end = "/>" if content is None else f">{escape(content, quote=False)}</{tag}>"
        self.shapes.append(f"<{tag}{text}{end}")

    def text(
        self,
        x: float,
        y: float,
        words: str,
        cls: str = "ink",
        anchor: str = "start",
        size: float = 13,
    ) -> None:
        """Write words with their base line at y; `anchor` is start, middle or end."""
        self._add("text", f"{cls} words", words, x=x, y=y, text_anchor=anchor, font_size=size)

    def line(
        self,
        x1: float,
        y1: float,
        x2: float,
        y2: float,
        cls: str = "ink",
        width: float | None = None,
    ) -> None:
        """A straight line, `width` thick."""
        self._add("line", f"{cls} stroke", x1=x1, y1=y1, x2=x2, y2=y2, stroke_width=width)

    def arrow(
        self,
        x1: float,
        y1: float,
        x2: float,
        y2: float,
        cls: str = "ink",
        width: float | None = None,
    ) -> None:
        """A line whose end at (x2, y2) has a head."""
        length = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5 or 1
        ux, uy = (x2 - x1) / length, (y2 - y1) / length
        self.line(x1, y1, x2 - 5 * ux, y2 - 5 * uy, cls, width)
        base_x, base_y = x2 - 7 * ux, y2 - 7 * uy
        head = [
            (x2, y2),
            (base_x - 3.5 * uy, base_y + 3.5 * ux),
            (base_x + 3.5 * uy, base_y - 3.5 * ux),
        ]
        self.polygon(head, cls)

    def rect(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        cls: str = "faint",
        opacity: float | None = None,
        radius: float = 0,
        pale: bool = False,
    ) -> None:
        """A filled rectangle whose upper left corner is (x, y); `radius` rounds its corners.

        A `pale` one has half of its opacity in the dark palette.
        """
        self._add(
            "rect",
            f"{cls} fill",
            x=x,
            y=y,
            width=width,
            height=height,
            fill_opacity=opacity,
            rx=radius or None,
            data_pale="" if pale else None,
        )

    def polygon(
        self, points: list[tuple[float, float]], cls: str = "ink", opacity: float | None = None
    ) -> None:
        """A filled shape with these corners."""
        corners = " ".join(f"{_number(x)},{_number(y)}" for x, y in points)
        self._add("polygon", f"{cls} fill", points=corners, fill_opacity=opacity)

    def circle(self, x: float, y: float, r: float, cls: str = "ink") -> None:
        """A filled circle of radius r around (x, y)."""
        self._add("circle", f"{cls} fill", cx=x, cy=y, r=r)

    def path(
        self, d: str, cls: str = "ink", width: float | None = None, opacity: float | None = None
    ) -> None:
        """A stroked path; `d` is SVG path data."""
        self._add("path", f"{cls} stroke", d=d, stroke_width=width, stroke_opacity=opacity)

    def svg(self) -> str:
        """The whole picture as one element."""
        size = f"{_number(self.width)} {_number(self.height)}"
        label, description = escape(self.title), escape(self.description, quote=False)
        shape = f'class="picture" role="img" aria-label="{label}" viewBox="0 0 {size}"'
        head = f'<svg xmlns="http://www.w3.org/2000/svg" {shape}>'
        return "\n".join([head, f"<desc>{description}</desc>", *self.shapes, "</svg>\n"])
