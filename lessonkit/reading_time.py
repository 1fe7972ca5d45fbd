"""How long a page takes: its words and cells, and its exercises beside them."""

import re
from contextlib import suppress
from math import ceil
from pathlib import Path

from lessonkit.cells import Cell, CellError, cells_in, check, runs
from lessonkit.pages import FRONT_MATTER
from lessonkit.project import CONFIG, Project
from lessonkit.sections import sections

FENCE = re.compile(r"^ *`{3,}[^\n]*\n(?:.*\n)*? *`{3,} *$", re.M)
FOLD = re.compile(r"^\?{3}.*\n(?:(?:    .*)?\n)*", re.M)
TABLE_ROW = re.compile(r"^\|.*$", re.M)
FORMULA = re.compile(r"\$\$.+?\$\$|\$[^$\n]+\$", re.S)
MARKUP = re.compile(r"\]\([^()]*\)|\{[^{}]*\}|<[^>]*>")
EXERCISES = re.compile(r"^## .*\{ *#exercises *\}", re.M)
# Thai, Lao, Burmese, Khmer, kana, Han: no space is between words, so each letter counts.
UNSPACED = re.compile(
    "[\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff\u3041-\u30fa\u30fc-\u30ff\u3400-\u9fff]"
)


def times(project: Project, page: Path) -> dict[str, int]:
    """The minutes of a page's main path, those of its exercises as `more`, and what was counted."""
    counted = work(page)
    extra = project.extra(page.parent.name)
    speed = int(extra.get("words_per_minute", CONFIG["extra"]["words_per_minute"]))
    minutes = minutes_of(counted, speed)
    return counted | {"minutes": minutes, "more": 8 * counted["exercises"]}


def work(page: Path) -> dict[str, int]:
    """What a page asks of a reader; its main path is all that is not folded before exercises."""
    main, *rest = EXERCISES.split(FRONT_MATTER.sub("", page.read_text("utf-8")))
    main = FOLD.sub("", main)
    exercises = sum(cell.section is None for cell in cells_in("".join(rest)))
    project = Project(page.parents[2])
    cells = [cell for cell in cells_in(main) if runs(cell, project)]
    lines = sum(lines_of(cell, project) for cell in cells)
    counted = {"words": words_in(main), "cells": len(cells), "lines": lines}
    return counted | {"exercises": exercises}


def minutes_of(counted: dict[str, int], words_per_minute: int) -> int:
    """The minutes of a main path: its words, 20 seconds a cell, and 3 a line of its code."""
    seconds = 20 * counted["cells"] + 3 * counted["lines"]
    return ceil(counted["words"] / words_per_minute + seconds / 60)


def lines_of(cell: Cell, project: Project) -> int:
    """The lines of a cell's code, without empty ones; 0 where the build tells what is wrong."""
    with suppress(CellError):
        check(cell, project)
        code = sections(project.snippets / cell.file).get(cell.section or "start")
        return sum(bool(line.strip()) for line in code.text.splitlines()) if code else 0
    return 0


def words_in(text: str) -> int:
    """The words of running text: no code blocks, tables, formulas, addresses and marks."""
    for not_read in (FENCE, TABLE_ROW, FORMULA, MARKUP):
        text = not_read.sub(" ", text)
    spaced, letters = UNSPACED.subn(" ", text)
    return letters + len(re.findall(r"\S*\w\S*", spaced))
