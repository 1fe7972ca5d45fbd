"""How a page writes a value. The page's own Python loads this file too."""

import re
from collections.abc import Iterator

NEGATIVE_ZERO = re.compile(r"-(?=0\.?0*(?![\d.]))")
REWRITTEN = re.compile(r"[^\n]*\r(?=[^\r\n])")
NARROW_SPACE = re.compile(r"(?<=\d)([\u2009\u202f\xa0 ])(?=\d)")  # between thousands
PLACE = re.compile(r"[^()\[\],]+")  # of a number, alone or in a tuple


def normalised(printed: str) -> str:
    """What stays of printed text where a carriage return has written its line again.

    Zeros have no sign, since that of a rounded zero differs between machines.
    """
    return NEGATIVE_ZERO.sub("", REWRITTEN.sub("", printed))


def as_shown(value, shown: str) -> str:
    """Return a value as it is written in the place of `shown`: with as many decimals, the same
    minus sign, and the same space between thousands. Words stay; a tuple or a list has the
    brackets of Python, and each of its entries is written as in the place of its counterpart.
    """
    if isinstance(value, str):
        return value
    text = written(value, iter(PLACE.findall(shown)))
    return text.replace("-", "-" if "-" in shown else "−")


def written(value, places: Iterator[str]) -> str:
    if not isinstance(value, (tuple, list)):
        return number(value, next(places, ""))
    entries = ", ".join(entry(each, places) for each in value)
    if isinstance(value, list):
        return f"[{entries}]"
    return f"({entries},)" if len(value) == 1 else f"({entries})"


def entry(value, places: Iterator[str]) -> str:
    """What is not whole is never shown as whole: a place without decimals gets those it needs."""
    if isinstance(value, (tuple, list)):
        return written(value, places)
    place = next(places, "")
    if "." in place or float(value).is_integer():
        return number(value, place)
    return str(float(value))


def number(value, place: str) -> str:
    space = NARROW_SPACE.search(place)
    decimals = len(place.partition(".")[2])
    digits = normalised(f"{float(value):{',' if space else ''}.{decimals}f}")
    return digits.replace(",", space[0] if space else "")
