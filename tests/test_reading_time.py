"""The main path of a page takes about twenty minutes."""

import re

import pytest

from lessonkit.markdown_extension import words_in, work
from lessonkit.project import HERE, LANGUAGES


@pytest.mark.parametrize("page", HERE.lessons("en"), ids=lambda page: page.stem)
def test_the_main_path_has_at_most_1400_words(page):
    assert work(page)["words"] <= 1400


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_main_path_takes_at_most_20_minutes(site, language):
    for page in (site.page(language, source.stem) for source in HERE.lessons(language)):
        told = page.tree.xpath("string(//p[@class='reading-time'])")
        _, minutes, *_ = re.findall(r"\d+", told)
        assert int(minutes) <= 20, f"{page.place()}: {told}; fold what is not the main path"


def test_code_tables_formulas_and_addresses_are_not_read():
    text = "One [two](three.md) `four`.\n\n| a | b |\n\n$x = 1$\n\n"
    text += '{* 01_tiny.py:mean "no words" *}\n\n```\ncode\n```\n\n[five]{ n="x" }\n'
    assert words_in(text) == 4
