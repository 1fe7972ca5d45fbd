"""The way Vietnamese is written: Unicode in its composed form, tone marks in one style."""

import re
import unicodedata
from collections.abc import Iterator
from html import unescape
from pathlib import Path

from lessonkit.checks.site import Fault, Site

TEXTS = (
    "docs/**/*.md",
    "docs/**/*.mjs",
    "docs/**/*.py",
    "docs/**/*.svg",
    "figures/*.py",
    "lessonkit/*.json",
    "lessonkit/notebook.py",
    "snippets/**/*.out",
    "snippets/**/*.py",
    "theme/**/*.html",
    "*.yml",
)
# oa, oe, uy: the mark is on the first vowel (khóa, tùy), before a letter on the second (toán).
OTHER_STYLE = re.compile(
    r"(?:o[àáảãạèéẻẽẹ]|(?<!q)u[ỳýỷỹỵ])(?!\w)"
    r"|(?:[òóỏõọ][ae]|[ùúủũụ]y)(?=\w)|(?<=q)[ùúủũụ](?=\w)",
    re.I,
)


def texts(site: Site) -> Iterator[tuple[Path, str]]:
    """Everything that somebody wrote, then every built page, which shows the theme's words too."""
    for path in sorted({path for pattern in TEXTS for path in site.project.root.glob(pattern)}):
        yield path, path.read_text("utf-8")
    for path in sorted(site.project.site.rglob("*.html")):
        yield path, unescape(path.read_text("utf-8"))


def not_composed(site: Site) -> Iterator[Fault]:
    """Letters written as two characters: they look alike, but no search finds them."""
    for path, text in texts(site):
        if not unicodedata.is_normalized("NFC", text):
            word = next(word for word in text.split() if not unicodedata.is_normalized("NFC", word))
            right = unicodedata.normalize("NFC", word)
            message = f"{word!r} is not Unicode NFC; write it with composed letters: {right}"
            yield Fault("spelling", place(site, path, text, text.index(word)), message)


def tone_marks(site: Site) -> Iterator[Fault]:
    """Tone marks of the other style, each word once."""
    said = set()
    for path, text in texts(site):
        for mark in OTHER_STYLE.finditer(text):
            word = word_at(text, mark.start())
            if word not in said:
                said.add(word)
                message = f"{word!r} has its tone mark in the other style"
                remedy = "write it as in khóa, hòe, tùy, toán"
                yield Fault(
                    "spelling", place(site, path, text, mark.start()), f"{message}; {remedy}"
                )


def word_at(text: str, position: int) -> str:
    """The word around a place in a text."""
    before = re.search(r"\w*$", text[max(0, position - 12) : position])[0]
    return before + re.match(r"\w*", text[position : position + 12])[0]


def place(site: Site, path: Path, text: str, position: int) -> str:
    line = text[:position].count("\n") + 1
    return f"{site.project.name(path)}:{line}"
