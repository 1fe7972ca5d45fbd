"""How long a page takes to read: counted from its Markdown, never typed."""

import re
from pathlib import Path

from lessonkit.translations import FRONT_MATTER

CELLS_PER_MINUTE = 4
FENCE_WORDS = 8  # a fence with its include counts as eight words, and nobody reads them

FENCE = re.compile(r"^`{3,} *\{([^}\n]*\.run\b[^}\n]*)\}", re.M)


def minutes(page: Path, words_per_minute: int) -> int:
    """The minutes that a page takes, each cell of the lesson a quarter of one."""
    text = FRONT_MATTER.sub("", page.read_text("utf-8"))
    cells = sum(not re.search(r"\.(start|check)\b", classes) for classes in FENCE.findall(text))
    words = len(re.findall(r"\w+", text)) - FENCE_WORDS * text.count("--8<--")
    return round(words / words_per_minute + cells / CELLS_PER_MINUTE)
