"""The home pages: the table of pages, the first cell, the pictures, the credits."""

import re
import shutil
from itertools import combinations, product

import numpy as np
import pytest
from lxml import etree

from lessonkit.cells import cells_in, runs
from lessonkit.checks.site import plain
from lessonkit.program import run_program
from lessonkit.project import HERE, LANGUAGES
from lessonkit.reading_time import FOLD, lines_of, minutes_of, words_in
from lessonkit.record import figure_module, figure_programs
from web.static.python.wording import words_in as words_in_pictures
from web.static.python.wording import words_of

LETTER = figure_module(HERE.figures / "parts.py").LETTER
PROGRAMS = {path.stem.replace("_", "-"): figure_module(path) for path in figure_programs(HERE)}


def section_of(text: str, heading: str) -> str:
    """Return what follows a heading up to the next of its level or above."""
    start = re.search(rf"^(#+) .*\{{ *#{heading} *\}}$", text, re.M)
    rest = text[start.end() :]
    return re.split(rf"^#{{2,{len(start[1])}}} ", rest, maxsplit=1, flags=re.M)[0]


def rows_of_pages(site, language) -> list[tuple[str, str, str, str]]:
    """Return number, question, address and time of each page in the table."""
    table = site.page(language, "index").article.xpath(".//*[@id='pages']/following::table[1]")[0]
    rows = []
    for number, question, time, _ in table.xpath("./tbody/tr[.//a]"):  # the others name a part
        texts = [plain(cell.text_content()) for cell in (number, question, time)]
        rows.append((*texts[:2], question.xpath("string(.//a/@href)"), texts[2]))
    return rows


def test_the_table_has_every_page_in_order_with_its_title(site, language):
    lesson = [page for page in site.pages(language) if page.name[:2].isdigit()]
    titles = []
    for page in lesson:
        title = re.search(r"^title: (.*)$", page.source.read_text("utf-8"), re.M)[1]
        titles.append((page.name[:2], title, f"{page.name}/"))
    assert [row[:3] for row in rows_of_pages(site, language)] == titles


def test_the_table_has_the_parts_that_the_navigation_has(site, language):
    page = site.page(language, "index")
    rows = page.article.xpath(".//*[@id='pages']/following::table[1]/tbody/tr[not(.//a)]")
    sections = page.tree.xpath("//nav[contains(@class, 'md-nav--primary')]/ul/li//label")
    shown = dict.fromkeys(plain(section.text_content()) for section in sections)
    parts = [plain(row.text_content()) for row in rows]
    assert len(parts) >= 3 and parts == [part for part in shown if part in parts]


def test_the_table_gives_the_time_that_the_page_gives(site, language):
    for _, _, address, time in rows_of_pages(site, language):
        article = site.page(language, address.rstrip("/")).article
        told = article.xpath("string(.//*[@class='reading-time'])")
        minutes = re.findall(r"\d+", time)
        assert minutes and minutes[0] in re.findall(r"\d+", told)


def test_the_table_counts_the_exercises_that_each_page_has(site, language):
    """None is solved yet, and the end of the page says the same."""
    for place in site.page(language, "index").article.xpath(".//td/*[@data-progress]"):
        page = site.page(language, place.get("data-progress"))
        checks = page.article.xpath(".//*[@data-kind='check']")
        assert re.findall(r"\d+", place.text) == ["0", str(len(checks))], page.place()
        (end,) = page.tree.xpath("//*[@class='page-progress']/*[@data-progress]")
        assert end.text == place.text and end.get("data-progress") == page.name


def test_the_route_takes_no_more_than_forty_minutes():
    """Its sections and those of the home page above it, without folds, as the pages are counted."""
    home = (HERE.docs("en") / "index.md").read_text("utf-8")
    stops = re.findall(r"\]\(([\w-]+\.md)#([\w-]+)\)", section_of(home, "route"))
    texts = [home.partition("{ #route }")[0]]
    for name, heading in (stop for stop in stops if stop[0][:2].isdigit()):
        texts.append(section_of((HERE.docs("en") / name).read_text("utf-8"), heading))
    counted = {"words": 0, "cells": 0, "lines": 0}
    for text in (FOLD.sub("", text) for text in texts):
        cells = [cell for cell in cells_in(text) if runs(cell, HERE)]
        counted["words"] += words_in(text)
        counted["cells"] += len(cells)
        counted["lines"] += sum(lines_of(cell, HERE) for cell in cells)
    assert 30 < minutes_of(counted, 130) <= 40


def test_the_opening_head_looks_as_in_the_recorded_map(page):
    maps = np.load(HERE.snippets / "data" / "smollm2-maps.npz")
    T = len(page["tokens"])
    assert "".join(maps["keys_tokens"][:T]).split() == page["tokens"]
    assert np.array_equal(page["rows"] * 255, maps["keys"][:, :, T - 1, :T])


def test_a_bar_is_as_long_as_its_probability(page, drawn):
    bars = np.concatenate(
        [drawn("keys").sizes("rect", role, "y", "width") for role in ("weight", "soft")]
    )
    lengths = bars[bars[:, 0].argsort(), 1]
    chances = np.concatenate([page["with_it"], page["without"]])
    assert np.allclose(lengths, np.maximum(220 / 0.2 * chances, 1), atol=0.01)


@pytest.mark.parametrize(("layer", "head"), [(0, 8), (29, 3)])
def test_the_picture_shows_the_head_that_is_switched_off(page, language, layer, head):
    figure = figure_module(HERE.figures / "index.py")
    words = words_of(words_in_pictures(HERE.figures / "words", language), "index", "keys")
    changed = page | {"layer": layer, "head": head, "row": page["rows"][layer, head]}
    changed["without"] = np.array([0.5, 0.125])
    svg = figure.draw_keys(changed, words)
    assert svg.count(f" L{layer}H{head}</text>") == 2 and ">0.500</text>" in svg


def test_no_time_is_typed():
    for language in LANGUAGES:
        text = (HERE.docs(language) / "index.md").read_text("utf-8")
        assert not re.search(r"\d+ (min|phút)", text)


def test_the_first_cell_agrees_with_page_01(page):
    names = run_program(HERE.snippets / "01_why_self.py").names
    assert page["words"] == names["tokens"]
    assert np.array_equal(page["vectors"], names["inputs"])
    assert page["words"][page["looking"]] == "cat"
    assert np.allclose(page["weights"], names["weights_cat"])


def test_a_band_is_as_wide_as_its_weight(page, drawn):
    figure = figure_module(HERE.figures / "index.py")
    of_cat = drawn("looks").sizes("path", "weight", "stroke-width").ravel()
    assert len(drawn("looks").sizes("path", "", "stroke-width")) == 36
    assert np.allclose(of_cat, figure.ONE * page["weights"], atol=0.006)


@pytest.mark.parametrize("looking", [0, 5, -1])
def test_the_picture_shows_the_word_that_looks(page, language, looking):
    figure = figure_module(HERE.figures / "index.py")
    words = words_of(words_in_pictures(HERE.figures / "words", language), "index", "looks")
    weights = np.exp(page["vectors"] @ page["vectors"][looking])
    changed = page | {"looking": looking, "weights": weights / weights.sum()}
    svg, word = figure.draw_looks(changed, words), page["words"][looking]
    bands = re.findall(r'<path class="weight stroke"[^>]* stroke-width="([\d.]+)"', svg)
    assert np.allclose(np.array(bands, float), figure.ONE * changed["weights"], atol=0.006)
    assert f": {word}</text>" in svg and f" {word} " in svg.partition("</desc>")[0]


def box_of(text) -> tuple[float, float, float, float]:
    """Return left, top, right and bottom of a text, as wide as the figures take letters to be."""
    x, y, size = (float(text.get(name)) for name in ("x", "y", "font-size"))
    width = LETTER * len(text.text) * size / 13
    left = x - width * {"start": 0, "middle": 0.5, "end": 1}[text.get("text-anchor")]
    return left, y - 0.75 * size, left + width, y + 0.2 * size


def test_no_number_on_the_map_touches_a_word(picture):
    words, badges = [], []
    for text in etree.fromstring(picture("map")).iterfind("{*}text"):
        left, top, right, bottom = box_of(text)
        if re.fullmatch(r"\d\d", text.text):
            middle, foot = (left + right) / 2, float(text.get("y")) + 4.5
            badges.append((text.text, middle - 12.5, foot - 18, middle + 12.5, foot))
        else:
            words.append((text.text, left, top, right, bottom))
    for (number, *badge), (other, *box) in [*product(badges, words), *combinations(badges, 2)]:
        gaps = [box[0] - badge[2], badge[0] - box[2], box[1] - badge[3], badge[1] - box[3]]
        assert max(gaps) >= 2, (number, other)


def test_the_map_has_the_number_of_every_page_where_its_program_says(drawn, language):
    places = PROGRAMS["index"].PAGES
    for page in HERE.lessons(language):
        said = {place for place, pages in places.items() if page.stem[:2] in pages}
        assert said and said == {*PROGRAMS[page.stem].MAP.split()}, page.stem
    numbers = [number for pages in places.values() for number in pages]
    assert sorted(drawn("map").words(r"\d\d")) == sorted(numbers)


def test_a_page_with_no_place_on_the_map_is_told_where_it_may_be(tmp_path):
    figures = shutil.copytree(HERE.figures, tmp_path / "figures")
    (figures / "98_new.py").write_text("FIGURES = {}")
    with pytest.raises(LookupError, match='98_new.py: write MAP = "…", .*: model, attention'):
        figure_module(figures / "index.py")


def test_each_strip_marks_its_page_and_says_so(language):
    words = words_in_pictures(HERE.figures / "words", language)
    for page in HERE.lessons(language):
        here = words_of(words, page.stem, "here")
        svg = PROGRAMS[page.stem].FIGURES["here"]({}, here)
        assert '<polygon class="query fill"' in svg
        assert here["place"] in svg and f">{here['here']}<" in svg


@pytest.mark.parametrize(("steps", "marks"), [("qkv", 1), ("scores softmax sum", 3), ("all", 7)])
def test_a_strip_points_at_each_step_that_it_names(steps, marks):
    strips = figure_module(HERE.figures / "transformer.py")
    words = words_of(words_in_pictures(HERE.figures / "words", "en"), "01-why-self", "here")
    assert strips.draw_here(steps)({}, words).count('<polygon class="query fill"') == marks


def test_a_step_that_the_strip_does_not_have_is_named():
    strips = figure_module(HERE.figures / "transformer.py")
    with pytest.raises(LookupError, match="knows no 'score', only qkv, scores"):
        strips.draw_here("score")


def test_the_button_has_the_name_that_the_page_uses(site, language):
    label = HERE.words(language)["script"]["copy-all"]
    article = site.page(language, "offline").article
    assert label in [plain(em.text_content()) for em in article.iter("em")]


@pytest.mark.parametrize(
    "name", ["tyanfarm", "Raschka", "NumPy", "Pyodide", "KaTeX", "Material for MkDocs"]
)
def test_the_sources_are_credited(site, language, name):
    article = site.page(language, "index").article
    paragraphs = article.xpath(".//*[@id='credits']/following-sibling::p")
    assert any(name in plain(paragraph.text_content()) for paragraph in paragraphs)
