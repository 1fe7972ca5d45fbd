"""How a page writes a value. The page's own Python loads this file too."""

import re

NEGATIVE_ZERO = re.compile(r"-(?=0\.?0*(?![\d.]))")
REWRITTEN = re.compile(r"[^\n]*\r(?=[^\r\n])")
NARROW_SPACE = re.compile(r"(?<=\d)([\u2009\u202f\xa0 ])(?=\d)")  # between thousands


def normalised(printed: str) -> str:
    """What stays of printed text where a carriage return has written its line again.

    Zeros have no sign, since that of a rounded zero differs between machines.
    """
    return NEGATIVE_ZERO.sub("", REWRITTEN.sub("", printed))


def as_shown(value, shown: str) -> str:
    """Return a value as it is written in the place of `shown`: with as many decimals, the same
    minus sign, and the same space between thousands. Words stay, a tuple is as Python writes it.
    """
    if isinstance(value, str):
        return value
    if isinstance(value, (tuple, list)):
        return str(tuple(int(number) for number in value))
    space = NARROW_SPACE.search(shown)
    decimals = len(shown.partition(".")[2])
    number = normalised(f"{float(value):{',' if space else ''}.{decimals}f}")
    return number.replace(",", space[0] if space else "").replace("-", "-" if "-" in shown else "−")
