"""The search, typed into as readers do. What must come first stands in search.toml; test_serve.py asks it of `make serve`."""

import re

import pytest
from pages import PAGE, address, settle
from searching import BOX, TABLE, faults, of_the_glossary

from lessonkit.checks.glossary import terms
from lessonkit.checks.numbers import prose
from lessonkit.checks.site import Site
from lessonkit.project import HERE, LANGUAGES

LINK = ".md-search-result__link"


def words_of_one_page_only(language: str) -> dict[str, str]:
    """For each page a long word of its prose that no other page of the language has."""
    texts = {page.name: set(re.findall(r"\w{5,}", " ".join(prose(page)).lower())) for page in Site(HERE).pages(language)}
    found = {}
    for name, words in texts.items():
        others = set().union(*(other for key, other in texts.items() if key != name))
        own = sorted((word for word in words - others if word.isalpha()), key=lambda word: (-len(word), word))
        found |= {word: address("en", name) for word in own[:1]}
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_query_leads_first_to_where_it_should(open_page, served_site, language):
    page = open_page(address(language, "index"))
    queries = of_the_glossary() | words_of_one_page_only(language) | TABLE[language]
    assert faults(page, served_site.url + address(language, "index"), queries) == []


def test_the_table_is_long_enough_and_the_glossary_is_all_in():
    assert min(len(TABLE[language]) for language in LANGUAGES) >= 40
    glossary = of_the_glossary()
    assert set(glossary.values()) == {f"glossary/#{term.anchor}" for term in terms()}
    assert {"tích vô hướng", "tich vo huong", "dot product", "đệm", "dem"} <= set(glossary)


def typed(page, query: str) -> None:
    """By the keyboard alone: its shortcut opens the search."""
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    page.keyboard.type(query)
    page.wait_for_selector(f"{LINK}:has-text('{query[-1]}')")


@pytest.mark.parametrize(
    ("language", "query", "marked"),
    [("vi", "tich vo huong", ["tích", "vô", "hướng"]), ("vi", "diem", ["điểm"]), ("en", "np.tril", ["np.tril"]), ("en", "soft", ["soft"])],
)
def test_what_was_found_is_marked_as_the_page_writes_it(open_page, language, query, marked):
    page = open_page(address(language, PAGE.strip("/")))
    settle(page)
    typed(page, query)
    page.wait_for_function("words => [...document.querySelectorAll('.md-search-result__item mark')].length >= words.length", arg=marked)
    found = [word.lower() for word in page.locator(".md-search-result__item").first.locator("mark").all_inner_texts()]
    assert set(found) == set(marked)


@pytest.mark.parametrize("language", LANGUAGES)
def test_by_the_keyboard_alone_the_best_hit_is_reached_at_its_place(open_page, served_site, language):
    """In the language of the page, also after instant navigation, which keeps the search, and marked there too."""
    root = served_site.url + address(language, "index")
    page = open_page(address(language, "index"))
    settle(page)
    typed(page, "trừ đi số lớn nhất" if language == "vi" else "subtract the maximum")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(re.escape(root) + r"04-softmax/\?h=[^#]*#stable-softmax$"))
    page.wait_for_selector("#stable-softmax mark[data-md-highlight]")
    typed(page, "tich vo huong")
    page.keyboard.press("ArrowDown")  # the page of the first hit
    page.keyboard.press("ArrowDown")  # the hit
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(re.escape(root) + r"glossary/\?h=[^#]*#dot-product$"))
    assert 0 <= page.locator("#dot-product").evaluate("entry => entry.getBoundingClientRect().top") < 300


def test_a_query_in_the_address_is_answered_on_the_404_too(open_page, served_site):
    for path, first in ((f"vi/{PAGE}?q=tich+vo+huong", "vi/glossary/#dot-product"), ("nowhere/?q=softmax", "glossary/#softmax")):
        page = open_page(path)
        page.wait_for_selector(LINK)
        assert served_site.url + first in {re.sub(r"\?h=[^#]*", "", link.get_attribute("href")) for link in page.locator(LINK).all()}
    assert [trouble for trouble in page.trouble if "nowhere/" not in trouble and not trouble.startswith("console")] == []
    page.trouble.clear()


@pytest.mark.parametrize("query", ["d", "đ", "…", "<b>", "np.", "a" * 500])
def test_whatever_is_typed_the_search_lives_on(open_page, query):
    page = open_page(PAGE)
    page.locator(BOX).click()
    page.keyboard.insert_text(query)
    page.keyboard.press("End")
    page.keyboard.press("Control+a")
    page.keyboard.type("softmax")
    page.wait_for_selector(f"{LINK} mark:text-is('softmax')")
