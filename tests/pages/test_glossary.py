"""glossary: each term of glossary.json in both languages, with the page that teaches it."""

import ast
import json
import re
import unicodedata

import numpy as np
import pytest

from lessonkit.checks.site import plain
from lessonkit.project import HERE

GLOSSARY = json.loads((HERE.root / "lessonkit" / "glossary.json").read_text("utf-8"))
USES = {term["en"]: term["use"] for term in GLOSSARY["terms"] + GLOSSARY["explained"]}
ANCHORS = {term: term.lower().replace(" ", "-") for term in USES}
ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
BILINGUAL = ("en", "vi")  # each term has its word in both on these pages
TONES = (
    "",
    *map(
        unicodedata.lookup,
        (
            "COMBINING GRAVE ACCENT",
            "COMBINING HOOK ABOVE",
            "COMBINING TILDE",
            "COMBINING ACUTE ACCENT",
            "COMBINING DOT BELOW",
        ),
    ),
)


@pytest.fixture(params=BILINGUAL)
def article(site, request):
    return site.page(request.param, "glossary").article


def vietnamese(use: str) -> str:
    """What a Vietnamese reader looks up: `truy vấn` of `query (truy vấn)`."""
    short, gloss = re.fullmatch(r"(.*?)(?: \((.*)\))?", use).groups()
    return next((part for part in (short, gloss or "") if not part.isascii()), short)


def in_vietnamese_order(word: str) -> tuple[list[int], list[int]]:
    """Letters first, tones after, as Vietnamese dictionaries do."""
    letters, tones = [], []
    for letter in word.lower():
        parts = unicodedata.normalize("NFD", letter)
        tone = next((part for part in parts if part in TONES[1:]), "")
        tones.append(TONES.index(tone))
        letters.append(ALPHABET.find(unicodedata.normalize("NFC", parts.replace(tone, ""))))
    return letters, tones


def test_each_term_has_one_entry_in_alphabetical_order(article):
    found = [(plain(dt.text_content()), dt.get("id")) for dt in article.iter("dt")]
    assert found == sorted(ANCHORS.items(), key=lambda pair: pair[0].lower())


def test_each_entry_has_the_vietnamese_form_of_the_glossary(article):
    found = {dt.get("id"): dt.getnext().xpath("string(.//strong)") for dt in article.iter("dt")}
    assert found == {ANCHORS[term]: use for term, use in USES.items()}


@pytest.mark.parametrize("language", BILINGUAL)
def test_each_entry_leads_to_a_page_that_uses_the_term(site, language):
    for dt in site.page(language, "glossary").article.iter("dt"):
        term, told = plain(dt.text_content()), plain(dt.getnext().text_content())
        pages = re.findall(r"\.\./(\d\d-[\w-]+)/#", " ".join(dt.getnext().xpath(".//a/@href")))
        assert re.findall(r"(?:Page|Trang) (\d\d)", told) == [page[:2] for page in pages], term
        text = plain(site.page(language, pages[0]).article.text_content()).lower()
        words = {term, vietnamese(USES[term])} if language != "en" else {term}
        used = any(word.lower().removesuffix("s") in text for word in words)
        assert used, f"page {pages[0]} does not say {term!r}"


def test_the_index_from_vietnamese_has_every_term_in_order(article):
    entries = article.xpath(".//*[@id='from-vietnamese']/following-sibling::ul[1]/li")
    found = [(plain(li.text_content()), li.xpath("string(./a/@href)")) for li in entries]
    words = {vietnamese(use): term for term, use in USES.items()}
    assert found == [
        (word if word == words[word] else f"{word}: {words[word]}", f"#{ANCHORS[words[word]]}")
        for word in sorted(words, key=in_vietnamese_order)
    ]


def test_words_of_the_other_language_are_marked_for_screen_readers(site):
    marked = site.page("en", "glossary").article.xpath(".//*[@lang='vi']")
    assert {use for use in USES.values() if not use.isascii()} <= {e.text_content() for e in marked}
    assert all(dt.get("lang") == "en" for dt in site.page("vi", "glossary").article.iter("dt"))


def test_a_term_with_a_section_of_its_own_is_searched_there(site, language):
    index = site.project.built(language) / "search" / "sections.json"
    found = {entry["location"] for entry in json.loads(index.read_text("utf-8"))}
    for dt in site.page(language, "glossary").article.iter("dt"):
        own_section = "section" in dt.classes
        assert (f"glossary/#{dt.get('id')}" in found) != own_section, dt.get("id")


@pytest.fixture
def told(article):
    """What the entry of a term says in words, by its id."""
    return {dt.get("id"): plain(dt.getnext().text_content()) for dt in article.iter("dt")}


def exponential_in(told: str) -> tuple[type, int]:
    """Return the type and the exponent of the example that an entry gives."""
    kind, exponent = re.search(r"(float\d\d)\D*?([−-]?\d\d+)", told).groups()
    return getattr(np, kind), int(exponent.replace("−", "-"))


def test_the_exponentials_are_the_first_that_do_not_fit(told):
    kind, exponent = exponential_in(told["overflow"])
    with np.errstate(over="ignore"):
        assert np.exp(kind(exponent - 1)) < np.inf == np.exp(kind(exponent))
    kind, exponent = exponential_in(told["underflow"])
    assert np.exp(kind(exponent + 1)) > 0 == np.exp(kind(exponent))


def test_the_shapes_of_broadcasting_are_right(told):
    shapes = [ast.literal_eval(shape) for shape in re.findall(r"\(\d, \d\)", told["broadcasting"])]
    assert len(shapes) == 3 and np.broadcast_shapes(*shapes[:2]) == shapes[2]


def test_the_types_have_as_many_bits_and_digits_as_told(told):
    number = {"seven": 7, "sixteen": 16, "bảy": 7, "mười sáu": 16}
    types = [np.finfo(kind) for kind in sorted({*re.findall(r"float\d\d", told["float32"])})]
    digits = [number[word] for word in re.findall("|".join(number), told["float32"])]
    assert f" {types[0].bits} bit" in told["float32"]
    assert digits == [round((kind.nmant + 1) * np.log10(2)) for kind in types]
