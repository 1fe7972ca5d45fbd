"""The search, typed into as readers do. What must come first stands in search.toml; test_serve.py asks it of `make serve`."""

import re

import pytest
from pages import PAGE, address, no_trouble, watch
from searching import BOX, TABLE, hits, led_astray, of_the_glossary

from lessonkit.checks.glossary import terms
from lessonkit.checks.numbers import prose
from lessonkit.checks.site import Site
from lessonkit.project import HERE, LANGUAGES

LINK = ".md-search-result__link"


def words_of_one_page_only(language: str) -> dict[str, str]:
    """For each page a long word of its prose that no other page of the language has."""
    texts = {
        page.name: set(re.findall(r"\w{5,}", " ".join(prose(page)).lower()))
        for page in Site(HERE).pages(language)
    }
    found = {}
    for name, words in texts.items():
        others = set().union(*(other for key, other in texts.items() if key != name))
        own = sorted(
            (word for word in words - others if word.isalpha()), key=lambda word: (-len(word), word)
        )
        found |= {word: address("en", name) for word in own[:1]}
    return found


@pytest.fixture(scope="module")
def searched(context, served_site):
    """One lesson page in each language, for all tests that type there."""
    pages = {}
    for language in LANGUAGES:
        page = pages[language] = context.new_page()
        watch(page, served_site.host)
        page.goto(served_site.url + address(language, PAGE.strip("/")))
    yield pages
    for page in pages.values():
        page.close()
    no_trouble(*pages.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_query_leads_first_to_where_it_should(searched, served_site, language):
    page, root = searched[language], served_site.url + address(language, "index")
    assert led_astray(page, root, of_the_glossary() | TABLE[language]) == []
    own = words_of_one_page_only(language)
    found = hits(page, root, list(own))
    assert {
        word: found[word]
        for word, place in own.items()
        if not any(hit.partition("#")[0] == place for hit in found[word])
    } == {}


def test_the_table_is_long_enough_and_the_glossary_is_all_in():
    assert min(len(TABLE[language]) for language in LANGUAGES) >= 40
    glossary = of_the_glossary()
    assert set(glossary.values()) == {f"glossary/#{term.anchor}" for term in terms()}
    assert {"tích vô hướng", "tich vo huong", "dot product", "đệm", "dem"} <= set(glossary)


def type_in(page, query: str, place: str) -> None:
    """By the keyboard alone: where the focus goes, the search opens. Ends when the first hit is there, which must lead to the place."""
    page.bring_to_front()
    page.keyboard.press("Escape")
    page.evaluate("document.activeElement.blur()")
    page.wait_for_function("() => !document.getElementById('__search').checked")
    page.wait_for_timeout(100)  # Material's script looks a little later at what has the focus
    page.locator(BOX).focus()
    page.keyboard.press("Control+a")  # what the test before has typed
    page.keyboard.insert_text(query)
    page.keyboard.press("End")
    page.wait_for_selector(f".md-search-result__item:first-child {LINK}[href$='{place}']")


@pytest.mark.parametrize(
    ("language", "query", "place", "marked"),
    [
        ("vi", "tich vo huong", "#dot-product", {"tích", "vô", "hướng"}),
        ("vi", "dem", "#padding", {"đệm"}),
        ("en", "np.tril", "#mask", {"np.tril"}),
        ("en", "soft", "#softmax", {"soft"}),
    ],
)
def test_what_was_found_is_marked_as_the_page_writes_it(searched, language, query, place, marked):
    type_in(searched[language], query, place)
    marks = searched[language].locator(f"{LINK}[href$='{place}'] mark").all_text_contents()
    assert {mark.lower() for mark in marks} == marked


@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_is_typed_the_search_lives_on(searched, language):
    page = searched[language]
    for query in ("d", "a" * 500, "<b>x</b>", "…", "np."):  # nothing comes of every other one
        hits(page, "", [query])
    type_in(page, "softmax", "#softmax")


@pytest.mark.parametrize(
    ("language", "query"), [("en", "subtract the maximum"), ("vi", "trừ đi số lớn nhất")]
)
def test_by_the_keyboard_alone_the_best_hit_is_reached_at_its_place(
    searched, served_site, language, query
):
    """In the language of the page, where the words are marked too, and so from the next page."""
    page, root = searched[language], served_site.url + address(language, "index")
    type_in(page, query, "#stable-softmax")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(re.escape(root) + r"04-softmax/\?h=[^#]*#stable-softmax$"))
    page.wait_for_selector("mark[data-md-highlight]")
    type_in(page, "tich vo huong", "#dot-product")
    page.keyboard.press("ArrowDown")  # the page of the first hit
    page.keyboard.press("ArrowDown")  # the hit
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(re.escape(root) + r"glossary/\?h=[^#]*#dot-product$"))
    page.wait_for_function(
        "() => 0 <= document.querySelector('#dot-product')?.getBoundingClientRect().top"
    )
    assert page.locator("#dot-product").evaluate("entry => entry.getBoundingClientRect().top") < 300


@pytest.mark.parametrize(
    ("path", "first"),
    [
        (f"vi/{PAGE}?q=tich+vo+huong", "vi/glossary/#dot-product"),
        ("nowhere/?q=softmax", "glossary/#softmax"),
    ],
)
def test_a_query_in_the_address_is_answered_on_the_404_too(open_page, served_site, path, first):
    page = open_page(path)
    page.wait_for_selector(LINK)
    assert served_site.url + first in {
        re.sub(r"\?h=[^#]*", "", link.get_attribute("href")) for link in page.locator(LINK).all()
    }
    assert [
        trouble for trouble in page.trouble if not re.search("nowhere/|console.*404", trouble)
    ] == []
    page.trouble.clear()


def test_a_hit_that_is_opened_afresh_has_its_words_marked_too(open_page):
    page = open_page(f"{PAGE}?h=softmax#softmax")
    page.wait_for_selector("#softmax mark[data-md-highlight]:text-is('softmax')")
