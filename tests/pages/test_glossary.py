"""glossary: every claim the page makes, proved: the terms of glossary.json and no others, and a way there from Vietnamese."""

import re
import unicodedata

import numpy as np
import pytest

from lessonkit.checks.glossary import terms
from lessonkit.checks.site import plain
from lessonkit.project import LANGUAGES

every_language = pytest.mark.parametrize("language", LANGUAGES)
ALPHABET = " aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
TONES = (
    "",
    "\N{COMBINING GRAVE ACCENT}",
    "\N{COMBINING HOOK ABOVE}",
    "\N{COMBINING TILDE}",
    "\N{COMBINING ACUTE ACCENT}",
    "\N{COMBINING DOT BELOW}",
)


@pytest.fixture(params=LANGUAGES)
def article(site, request):
    return site.page(request.param, "glossary").article


def vietnamese(use: str) -> str:
    """What a Vietnamese reader looks up: `truy vấn` of `query (truy vấn)`, the term itself where it stays English."""
    short, gloss = re.fullmatch(r"(.*?)(?: \((.*)\))?", use).groups()
    return next((part for part in (short, gloss or "") if not part.isascii()), short)


def in_vietnamese_order(word: str) -> tuple[list[int], list[int]]:
    """Letters first, tones after, as Vietnamese dictionaries do."""
    letters, tones = [], []
    for letter in word.lower():
        parts = unicodedata.normalize("NFD", letter)
        tone = next((part for part in parts if part in TONES[1:]), "")
        tones.append(TONES.index(tone))
        letters.append(ALPHABET.index(unicodedata.normalize("NFC", parts.replace(tone, ""))))
    return letters, tones


def test_each_term_stands_there_once_with_its_anchor_in_alphabetical_order(article):
    found = [(plain(dt.text_content()), dt.get("id")) for dt in article.iter("dt")]
    assert found == sorted(
        ((term.en, term.anchor) for term in terms()), key=lambda pair: pair[0].lower()
    )


def test_each_term_has_the_rendering_of_the_glossary_and_no_other(article):
    found = {dt.get("id"): dt.getnext().xpath("string(./strong)") for dt in article.iter("dt")}
    assert found == {term.anchor: term.use for term in terms()}
    assert all(
        dt.getnext().getnext() is None or dt.getnext().getnext().tag == "dt"
        for dt in article.iter("dt")
    )


def test_each_explanation_says_on_which_page_the_term_is_taught(article):
    without = [
        dt.get("id")
        for dt in article.iter("dt")
        if not re.search(r"\b(Page|Trang) \d\d\b", dt.getnext().text_content())
    ]
    assert without == []


def test_a_page_that_exists_is_linked_where_the_term_is_taught(site, article):
    there = {page.name[:2] for page in site.pages("en") if page.name[:2].isdigit()}
    for dt in article.iter("dt"):
        number = re.search(r"\b(?:Page|Trang) (\d\d)\b", dt.getnext().text_content())[1]
        linked = any(
            link.get("href").startswith(f"../{number}-") for link in dt.getnext().iter("a")
        )
        assert linked == (number in there), (
            f"the entry {dt.get('id')!r} must lead to page {number}, in both languages"
        )


def test_the_index_from_vietnamese_leads_to_every_term_in_vietnamese_order(article):
    entries = article.xpath(".//*[@id='from-vietnamese']/following-sibling::ul[1]/li")
    found = [(li.xpath("string(./a)"), li.xpath("string(./a/@href)")) for li in entries]
    expected = [(vietnamese(term.use), f"#{term.anchor}") for term in terms()]
    assert found == sorted(expected, key=lambda entry: in_vietnamese_order(entry[0]))
    english = {f"#{term.anchor}": term.en for term in terms()}
    assert all(
        plain(li.text_content()) in (word, f"{word}: {english[href]}")
        for li, (word, href) in zip(entries, found, strict=True)
    )


@every_language
def test_words_of_the_other_language_are_marked_for_screen_readers(site, language):
    article = site.page(language, "glossary").article
    if language != "vi":
        marked = {e.text_content() for e in article.xpath(".//*[@lang='vi']")}
        assert {term.use for term in terms() if not term.use.isascii()} <= marked
    else:
        assert all(dt.get("lang") == "en" for dt in article.iter("dt"))


def test_the_exponential_of_89_overflows_in_float32():
    with np.errstate(over="ignore"):
        assert np.exp(np.float32(88)) < np.inf and np.exp(np.float32(89)) == np.inf


def test_the_exponential_of_minus_746_underflows_in_float64():
    assert np.exp(-745.0) > 0 and np.exp(-746.0) == 0


def test_broadcasting_repeats_the_axis_of_length_1():
    assert (np.ones((6, 1)) * np.ones((6, 3))).shape == (6, 3)
