"""What stands on the card of a shared link, and where."""

import zlib

import pytest
from fontTools.ttLib import TTFont

from lessonkit.cards import BOLD, LINES, ROOM, card, draw_cards, fitted, width, with_title
from lessonkit.checks.site import Site
from lessonkit.project import HERE

PAGE = """<html lang="{}"><meta property="og:image" content="x"><meta property="og:title" content="{}"><meta property="og:site_name" content="Bài học">{}</html>"""
FIGURE = '<svg xmlns="http://www.w3.org/2000/svg" class="picture" viewBox="0 0 36 36"><rect class="query fill" x="{}" width="9" height="9"/></svg>'


def titles():
    return [page.article.xpath("string(.//h1)").removesuffix("¶") for page in Site(HERE).pages()]


def test_every_title_fits_and_the_font_has_its_letters():
    letters = TTFont(BOLD).getBestCmap()
    for title in titles():
        size, lines = fitted(title)
        assert len(lines) <= LINES and all(width(line, size) <= ROOM for line in lines), title
        assert " ".join(lines).replace("- ", "-") == title
        assert all(ord(letter) in letters for letter in title), title


def test_a_title_too_long_is_set_smaller_and_breaks_at_a_hyphen():
    assert fitted("Why several heads?")[0] > fitted("Why several heads, each of them so narrow that it sees no more than its own share of every token?")[0]
    assert fitted("What is self-attention for, after all?")[1] == ["What is self-", "attention for,", "after all?"]


def test_words_are_text_and_no_markup():
    assert "a &lt; b &amp; c" in card("a < b & c", "x", "")


@pytest.fixture
def site(tmp_path):
    pages = {"": ("en", "Home", FIGURE.format(0)), "01": ("en", "One &amp; two", FIGURE.format(18)), "look-up": ("en", "Look up", ""), "vi": ("vi", "Đầu", "")}
    for folder, words in pages.items():
        (tmp_path / folder).mkdir(exist_ok=True)
        (tmp_path / folder / "index.html").write_text(PAGE.format(*words), "utf-8")
    (tmp_path / "404").mkdir()
    (tmp_path / "404" / "index.html").write_text("<html lang='en'>", "utf-8")
    return tmp_path


def test_each_page_that_names_a_card_gets_one_with_its_own_figure_or_the_home_pages(site):
    draw_cards(site)
    cards = {png.parent.relative_to(site).as_posix(): png.read_bytes() for png in site.rglob("card.png")}
    assert set(cards) == {".", "01", "look-up", "vi"} and len(set(cards.values())) == 4
    assert "One & two".encode() in cards["01"] and "Đầu".encode() in cards["vi"]


def test_the_same_page_has_the_same_bytes(site):
    draw_cards(site)
    before = (site / "card.png").read_bytes()
    draw_cards(site)
    assert (site / "card.png").read_bytes() == before


def test_the_title_is_a_chunk_that_readers_of_png_accept():
    png = b"\x89PNG\r\n\x1a\n" + bytes(25)
    made = with_title(png + b"rest", "Đầu")
    chunk = made[len(png) : -4]
    assert made[-4:] == b"rest" and chunk[4:].startswith(b"iTXtTitle\0")
    assert int.from_bytes(chunk[:4], "big") == len(chunk) - 12 and int.from_bytes(chunk[-4:], "big") == zlib.crc32(chunk[4:-4])
