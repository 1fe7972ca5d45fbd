"""The numbers that the seed lesson, its notebooks and the book printed, by key; their digits."""

import json
from pathlib import Path

import numpy as np

PUBLISHED = json.loads(
    (Path(__file__).parent / "published-numbers.json").read_text(encoding="utf-8")
)


def published(key):
    """Return the numbers of a key as an array of floats ("-inf" in the file is -inf)."""
    return np.array(PUBLISHED[key]["value"], dtype=float)


def digits(numbers, decimals=4):
    """Return numbers with so many decimals, in one row."""
    return [f"{number:.{decimals}f}" for number in np.ravel(numbers)]
