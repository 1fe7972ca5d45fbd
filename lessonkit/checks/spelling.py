"""The way Vietnamese is written: Unicode in its composed form, tone marks in one style."""

import re
import unicodedata
from collections.abc import Iterator
from html import unescape
from pathlib import Path

from lessonkit.checks.site import Fault, Site

TEXTS = (
    "docs/**/*.md", "docs/**/*.svg", "docs/**/*.mjs", "docs/en/static/**/*.py", "snippets/**/*.py", "snippets/**/*.out", "figures/*.py",
    "theme/**/*.html", "*.yml", "lessonkit/*.json", "lessonkit/notebook.py", "lessonkit/new_page/*",
)  # fmt: skip
# With no letter after them, oa, oe and uy carry the mark on the first vowel (khóa, tùy); with one, on the second (toán, tuyến).
MARKED_LATE = re.compile(r"(?:o[àáảãạèéẻẽẹ]|(?<!q)u[ỳýỷỹỵ])(?!\w)", re.I)
MARKED_EARLY = re.compile(r"(?:[òóỏõọ][ae]|[ùúủũụ]y)(?=\w)|(?<=q)[ùúủũụ](?=\w)", re.I)
WORD = re.compile(r"\w+")


def texts(site: Site) -> Iterator[tuple[Path, str]]:
    """Everything that somebody wrote, then every built page, which shows the theme's own words too."""
    for path in sorted({path for pattern in TEXTS for path in site.project.root.glob(pattern)}):
        yield path, path.read_text("utf-8")
    for path in sorted(site.project.site.rglob("*.html")):
        yield path, unescape(path.read_text("utf-8"))


def not_composed(site: Site) -> Iterator[Fault]:
    """Letters written as two characters: they look alike, but no search finds them."""
    for path, text in texts(site):
        if not unicodedata.is_normalized("NFC", text):
            word = next(word for word in text.split() if not unicodedata.is_normalized("NFC", word))
            yield Fault("g", place(site, path, text, text.index(word)), f"{word!r} is not Unicode NFC; write it with composed letters: {unicodedata.normalize('NFC', word)}")


def tone_marks(site: Site) -> Iterator[Fault]:
    """Tone marks of the other style; each word once, where it stands first."""
    said = set()
    for path, text in texts(site):
        for word in WORD.finditer(text) if MARKED_LATE.search(text) or MARKED_EARLY.search(text) else ():
            right = in_our_style(word[0])
            if right and right not in said:
                said.add(right)
                yield Fault("g", place(site, path, text, word.start()), f"the tone mark of {word[0]!r} is of the other style; write {right!r}, wherever it stands")


def in_our_style(word: str) -> str | None:
    """How a word with a tone mark of the other style is written here, or None where it is right."""
    for pattern, (to, fro) in ((MARKED_LATE, (0, 1)), (MARKED_EARLY, (1, 0))):
        if match := pattern.search(word):
            letters = list(word)
            letters[match.start() + fro], mark = unicodedata.normalize("NFD", letters[match.start() + fro])
            letters[match.start() + to] = unicodedata.normalize("NFC", letters[match.start() + to] + mark)
            return "".join(letters)
    return None


def place(site: Site, path: Path, text: str, position: int) -> str:
    line = text[:position].count("\n") + 1
    return f"{site.project.name(path)}:{line}"
