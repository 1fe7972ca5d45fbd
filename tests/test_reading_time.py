"""The main path of a page takes at most thirty minutes, honestly counted."""

import re

import pytest
from tiny_project import TinyProject

from lessonkit.project import HERE, LANGUAGES
from lessonkit.reading_time import minutes_of, times, words_in, work


@pytest.mark.parametrize("page", HERE.lessons("en"), ids=lambda page: page.stem)
def test_the_main_path_has_at_most_1400_words(page):
    assert work(page)["words"] <= 1400


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_main_path_takes_at_most_30_minutes(site, language):
    for page in (site.page(language, source.stem) for source in HERE.lessons(language)):
        told = page.tree.xpath("string(//p[@class='reading-time'])")
        _, minutes, *_ = re.findall(r"\d+", told)
        assert int(minutes) <= 30, f"{page.place()}: {told}; fold what is not the main path"


def test_a_text_without_spaces_is_counted_by_its_letters():
    assert words_in("重みの和は1です。 ソフトマックス、softmax") == 16
    assert words_in("Trọng số có tổng bằng 1.") == 6


def test_code_tables_formulas_and_addresses_are_not_read():
    text = "One [two](three.md) `four`.\n\n| a | b |\n\n$x = 1$\n\n"
    text += '{* 01_tiny.py:mean "no words" *}\n\n```\ncode\n```\n\n[five]{ n="x" }\n'
    assert words_in(text) == 4


def test_a_cell_counts_with_the_lines_of_its_code(tmp_path):
    tiny = TinyProject(tmp_path).project
    page, snippet = tiny.docs("en") / "01-tiny.md", tiny.snippets / "01_tiny.py"
    snippet.write_text("# --8<-- [start:mean]\nx = 1\n\nprint(x)\n# --8<-- [end:mean]\n", "utf-8")
    page.write_text("{* 01_tiny.py:mean *}\n{* 01_tiny.py:gone *}\n", "utf-8")
    assert work(page) == {"words": 0, "cells": 2, "lines": 2, "exercises": 0}


def test_a_cell_takes_20_seconds_and_a_line_of_its_code_3():
    assert minutes_of({"words": 260, "cells": 3, "lines": 20}, 130) == 4
    assert minutes_of({"words": 260, "cells": 3, "lines": 21}, 130) == 5


def test_the_time_of_a_page_is_counted_once(tmp_path, monkeypatch):
    """Not for each heading, of which `toc` renders the words: that was an eighth of the build."""
    tiny, counted = TinyProject(tmp_path), []

    def times_of(project, page):
        counted.append(page.name)
        return times(project, page)

    monkeypatch.setattr("lessonkit.markdown_extension.times", times_of)
    assert tiny.faults() == []
    assert counted == ["01-tiny.md"] * len(tiny.project.languages)
