"""The way Vietnamese is written: Unicode in its composed form, tone marks in one style."""

import re
import unicodedata
from collections.abc import Iterator
from html import unescape
from pathlib import Path

from lessonkit.checks.site import Fault, Site

FOLDERS = ("docs", "figures", "lessonkit", "snippets", "web")
KINDS = {
    ".html",
    ".js",
    ".json",
    ".md",
    ".mjs",
    ".out",
    ".py",
    ".svg",
    ".toml",
    ".webmanifest",
    ".yml",
}
# oa, oe, uy: the mark is on the first vowel (khóa, tùy), before a letter on the second (toán).
OTHER_STYLE = re.compile(
    r"(?:o[àáảãạèéẻẽẹ]|(?<!q)u[ỳýỷỹỵ])(?!\w)"
    r"|(?:[òóỏõọ][ae]|[ùúủũụ]y)(?=\w)|(?<=q)[ùúủũụ](?=\w)",
    re.I,
)
IN_THIS_STYLE = "write it as in khóa, hòe, tùy, toán"
WORD = re.compile(r"[\w\u0300-\u036f]+")


def texts(site: Site) -> Iterator[tuple[Path, str]]:
    """Everything that somebody wrote, then every built page, which shows the theme's words too."""
    root = site.project.root
    written = [path for folder in FOLDERS for path in (root / folder).rglob("*")]
    for path in sorted([*root.glob("*.yml"), *written]):
        if path.suffix in KINDS and "lib" not in path.parts and path.name != "spelling.py":
            yield path, path.read_text("utf-8")
    for path in sorted(site.project.site.rglob("*.html")):
        yield path, unescape(path.read_text("utf-8"))


def wrong_letters(site: Site) -> Iterator[Fault]:
    """Letters of two characters, which no search finds, and marks in the other style, once each."""
    said: set[str] = set()
    for path, text in texts(site):
        for word in sorted({*WORD.findall(text)} - said):
            right = unicodedata.normalize("NFC", word)
            if word != right:
                message = f"{word!r} is not Unicode NFC; write it with composed letters: {right}"
            elif OTHER_STYLE.search(word):
                message = f"{word!r} has its tone mark in the other style; {IN_THIS_STYLE}"
            else:
                continue
            said.add(word)
            yield Fault("spelling", site.project.place(path, word), message)
