"""How much there is to read and to do on a page: counted from its Markdown, never typed."""

import re
from dataclasses import dataclass
from math import ceil
from pathlib import Path

from lessonkit.translations import FRONT_MATTER

FENCE = re.compile(r"^ *`{3,}[^\n]*\n(?:.*\n)*? *`{3,} *$", re.M)
FOLD = re.compile(r"^\?{3}.*\n(?:(?:    .*)?\n)*", re.M)
TABLE_ROW = re.compile(r"^\|.*$", re.M)
FORMULA = re.compile(r"\$\$.+?\$\$|\$[^$\n]+\$", re.S)
MARK = re.compile(r"\]\([^()]*\)|\{[^{}]*\}|<[^>]*>")
CELL = re.compile(r"^`{3,} *\{([^}\n]*\.run\b[^}\n]*)\}", re.M)
EXERCISES = re.compile(r"^## .*\{ *#exercises *\}", re.M)


@dataclass(frozen=True)
class Work:
    """What a page asks of a reader: words of its main path, cells to run, exercises."""

    words: int
    cells: int
    exercises: int

    def minutes(self, words_per_minute: int) -> int:
        """The minutes of the main path: its words, and 45 seconds for each cell."""
        return ceil(self.words / words_per_minute + 0.75 * self.cells)

    @property
    def exercise_minutes(self) -> int:
        """The minutes that the exercises take on top, counted apart."""
        return 8 * self.exercises


def work(page: Path) -> Work:
    """Count the main path of a page: all before its exercises that is not folded."""
    text = FRONT_MATTER.sub("", page.read_text("utf-8"))
    main, *rest = EXERCISES.split(text)
    main = FOLD.sub("", main)
    exercises = sum(".start" in classes for classes in CELL.findall("".join(rest)))
    return Work(words_in(main), len(CELL.findall(main)), exercises)


def words_in(text: str) -> int:
    """The words of running text: no code blocks, tables, formulas, addresses and marks."""
    for not_read in (FENCE, TABLE_ROW, FORMULA, MARK):
        text = not_read.sub(" ", text)
    return len(re.findall(r"\S*\w\S*", text))
