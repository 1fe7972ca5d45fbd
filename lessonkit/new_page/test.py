"""00-new, "What is the question of page 00?": every claim the page makes, proved.

What a cell prints is compared elsewhere; here stands what the words around the cells claim.
"""

import re

import pytest

from lessonkit.project import HERE, LANGUAGES


def picture(language):
    return (HERE.docs(language) / "figures" / "00-new-line.svg").read_text("utf-8")


def test_the_mean_is_half_of_the_sum_and_lies_in_the_middle(page):
    low, high = page["numbers"]
    assert page["mean"] == (low + high) / 2
    assert page["mean"] - low == high - page["mean"]


def test_an_outlier_draws_the_mean_away_from_the_rest(page):
    assert (page["with_outlier"] < page["with_outlier"].mean()).sum() == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_in_the_picture_the_mean_stands_in_the_middle(language):
    low, high = (float(x) for x in re.findall(r'<circle [^>]* cx="([\d.]+)"', picture(language)))
    (mean,) = (float(x) for x in re.findall(r'<line class="weight [^>]* x1="([\d.]+)"', picture(language)))
    assert mean == (low + high) / 2
