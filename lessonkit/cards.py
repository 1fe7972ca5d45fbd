"""The picture that a shared link shows, each page its own: its title, the name of the site, its first figure.

Drawn by `make build` from the built pages, so that a card cannot say anything but what its page says, and no picture has
to be committed.
"""

import base64
import re
import struct
import zlib
from functools import cache
from html import escape, unescape
from pathlib import Path

from fontTools.ttLib import TTFont

from lessonkit.node import MODULES
from lessonkit.notebook import coloured, drawn

WIDTH, HEIGHT = 1200, 630
MARGIN, PANEL = 60, 510  # around the words, and the side of the square that the figure stands in
ROOM = WIDTH - PANEL - 3 * MARGIN  # for the title, from left to right
SIZES, LINES = (66, 58, 50, 44, 38), 6  # of its letters, the largest with which it fits, and how many lines do
GROUND = "#1f4b8f"  # the header's

FIGURE = re.compile(r'<svg[^>]*class="picture".*?</svg>', re.S)
BOLD = MODULES / "dejavu-fonts-ttf" / "ttf" / "DejaVuSansCondensed-Bold.ttf"


def draw_cards(site: Path) -> None:
    """Put `card.png` beside every page that names one."""
    pages = {page.parent / "card.png": page.read_text("utf-8") for page in sorted(site.rglob("index.html"))}
    pages = {png: html for png, html in pages.items() if told(html, "og:image")}
    for png, html in pages.items():
        title = told(html, "og:title")
        made = drawn(card(title, told(html, "og:site_name"), picture(html, pages)), WIDTH, f"the card of “{title}”")
        png.write_bytes(with_title(base64.b64decode(made), title))


def told(html: str, name: str) -> str:
    """What the head of a page says under a name."""
    found = re.search(rf'<meta property="{name}" content="([^"]*)"', html)
    return unescape(found[1]) if found else ""


def picture(html: str, pages: dict[Path, str]) -> str:
    """A page's first figure, or that of the home page of its language."""
    language = re.search(r'<html [^>]*lang="[^"]*"', html)[0]
    home = min((png for png, other in pages.items() if language in other), key=lambda png: len(png.parts))
    found = FIGURE.search(html) or FIGURE.search(pages[home])
    return found[0] if found else ""


def card(title: str, site_name: str, figure: str) -> str:
    """A card as one SVG."""
    size, lines = fitted(title)
    top = (HEIGHT - size * 1.25 * len(lines)) / 2 - 20
    words = "".join(
        f'<text x="{MARGIN}" y="{top + size * (1 + 1.25 * n):.0f}" font-size="{size}" font-weight="700">{escape(line)}</text>'
        for n, line in enumerate(lines)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" font-family="sans-serif" fill="#fff">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{GROUND}"/>{words}'
        f'<text x="{MARGIN}" y="{HEIGHT - MARGIN}" font-size="30">{escape(site_name)}</text>{panel(figure)}</svg>'
    )


def panel(figure: str) -> str:
    """The figure on a white square at the right."""
    left, top, inset = WIDTH - MARGIN - PANEL, (HEIGHT - PANEL) / 2, 20
    ground = f'<rect x="{left}" y="{top}" width="{PANEL}" height="{PANEL}" rx="16" fill="#fff"/>'
    if not figure:
        return ground
    box, shapes = re.search(r'<svg[^>]*viewBox="([^"]+)"[^>]*>(.*)</svg>', coloured(figure), re.S).groups()
    place = f'x="{left + inset}" y="{top + inset}" width="{PANEL - 2 * inset}" height="{PANEL - 2 * inset}"'
    return f'{ground}<svg {place} viewBox="{box}" stroke-width="1.5">{shapes}</svg>'


def fitted(title: str) -> tuple[int, list[str]]:
    """The size of a title and its lines."""
    for size in SIZES:
        lines = wrapped(title, size)
        if len(lines) <= LINES and all(width(line, size) <= ROOM for line in lines):
            return size, lines
    return SIZES[-1], lines


def wrapped(title: str, size: int) -> list[str]:
    """Lines as full as they get, which may end in a hyphen."""
    lines = [""]
    for piece in re.findall(r"\S+?-(?=\w)|\S+\s*", title):
        if lines[-1] and width(lines[-1] + piece.rstrip(), size) > ROOM:
            lines.append("")
        lines[-1] += piece
    return [line.rstrip() for line in lines]


@cache
def bold() -> TTFont:
    return TTFont(BOLD)


def width(text: str, size: int) -> float:
    """How wide the font sets a text."""
    glyphs, advances = bold().getBestCmap(), bold()["hmtx"]
    return sum(advances[glyphs.get(ord(letter), ".notdef")][0] for letter in text) * size / bold()["head"].unitsPerEm


def with_title(png: bytes, title: str) -> bytes:
    """A PNG that says what it is the card of, in a chunk of text behind its header."""
    header = 8 + 4 + 4 + 13 + 4  # the signature, and the chunk that every PNG begins with
    chunk = b"iTXt" + b"Title\0\0\0\0\0" + title.encode()
    return png[:header] + struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk)) + png[header:]
