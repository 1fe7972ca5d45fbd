"""Numbers as the descriptions of pictures write them."""

import numpy as np


def listed(numbers, decimals=2):
    """Return the numbers in a row."""
    return ", ".join(f"{number:.{decimals}f}" for number in numbers)


def rows_of(table):
    """Return the rows of a table, one after the other."""
    return "; ".join(map(listed, table))


def in_words(tokens, numbers, decimals=2):
    """Return each token with its number."""
    named = zip(tokens, numbers)
    return ", ".join(f"{token.strip()} {number:.{decimals}f}" for token, number in named)


def signed(number):
    """Return two decimals, with a true minus sign, and none on a zero."""
    return f"{number:.2f}".replace("-0.00", "0.00").replace("-", "−")


def signed_numbers(numbers):
    return ", ".join(map(signed, np.ravel(numbers)))
