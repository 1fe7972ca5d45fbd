"""The way Vietnamese is written: Unicode in its composed form, tone marks in one style."""

import re
import unicodedata
from collections.abc import Iterator
from html import unescape
from pathlib import Path

from lessonkit.checks.site import Fault, Site

FOLDERS = ("docs", "figures", "lessonkit", "snippets", "theme")
KINDS = {".html", ".json", ".md", ".mjs", ".out", ".py", ".svg", ".yml"}
# oa, oe, uy: the mark is on the first vowel (khóa, tùy), before a letter on the second (toán).
OTHER_STYLE = re.compile(
    r"(?:o[àáảãạèéẻẽẹ]|(?<!q)u[ỳýỷỹỵ])(?!\w)"
    r"|(?:[òóỏõọ][ae]|[ùúủũụ]y)(?=\w)|(?<=q)[ùúủũụ](?=\w)",
    re.I,
)


def texts(site: Site) -> Iterator[tuple[Path, str]]:
    """Everything that somebody wrote, then every built page, which shows the theme's words too."""
    root = site.project.root
    written = [path for folder in FOLDERS for path in (root / folder).rglob("*")]
    for path in sorted([*root.glob("*.yml"), *written]):
        if path.suffix in KINDS and "lib" not in path.parts and path.name != "spelling.py":
            yield path, path.read_text("utf-8")
    for path in sorted(site.project.site.rglob("*.html")):
        yield path, unescape(path.read_text("utf-8"))


def not_composed(site: Site) -> Iterator[Fault]:
    """Letters written as two characters: they look alike, but no search finds them."""
    for path, text in texts(site):
        if not unicodedata.is_normalized("NFC", text):
            word = next(w for w in text.split() if not unicodedata.is_normalized("NFC", w))
            right = unicodedata.normalize("NFC", word)
            message = f"{word!r} is not Unicode NFC; write it with composed letters: {right}"
            yield Fault("spelling", site.project.place(path, word), message)


def tone_marks(site: Site) -> Iterator[Fault]:
    """Tone marks of the other style, each word once."""
    said = set()
    for path, text in texts(site):
        for mark in OTHER_STYLE.finditer(text):
            around = text[max(0, mark.start() - 12) : mark.end() + 12]
            word = next(w for w in re.findall(r"\w+", around) if mark[0] in w)
            if word not in said:
                said.add(word)
                message = f"{word!r} has its tone mark in the other style"
                remedy = "write it as in khóa, hòe, tùy, toán"
                yield Fault("spelling", site.project.place(path, word), f"{message}; {remedy}")
