"""The main path of a page takes about twenty minutes."""

import pytest

from lessonkit.markdown_extension import words_in, work
from lessonkit.project import HERE


@pytest.mark.parametrize("page", HERE.lessons("en"), ids=lambda page: page.stem)
def test_the_main_path_has_at_most_1400_words(page):
    assert work(page).words <= 1400


def test_code_tables_formulas_and_addresses_are_not_read():
    text = "One [two](three.md) `four`.\n\n| a | b |\n\n$x = 1$\n\n"
    text += '``` { .python .run }\ncode\n```\n\n[five]{ n="x" }\n'
    assert words_in(text) == 4
