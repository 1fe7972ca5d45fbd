"""The search, typed into as readers do; search.toml says what must come first."""

import re

import pytest
from pages import PAGE, address
from searching import BOX, TABLE, glossary, hits, misled, place

from lessonkit.project import LANGUAGES

LINK = ".md-search-result__link"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_query_leads_first_to_where_it_should(open_page, served_site, language):
    page, root = (
        open_page(address(language, PAGE[:-1])),
        served_site.url + address(language, "index"),
    )
    assert misled(page, root, glossary() | TABLE[language]) == []
    hits(page, root, ["a" * 500, "<b>x</b>", "np."])  # whatever is typed, it lives on
    assert misled(page, root, {"softmax": "glossary/#softmax"}) == []


def type_in(page, query: str, place: str) -> None:
    """Type by the keyboard alone, and wait for the first hit, which must lead to the place."""
    page.wait_for_timeout(100)  # Material's script looks a little later at what has the focus
    page.locator(BOX).focus()  # which opens the search
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(query)
    page.keyboard.press("End")
    page.wait_for_selector(f".md-search-result__item:first-child {LINK}[href$='{place}']")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_keyboard_alone_reaches_the_best_hit(open_page, served_site, language):
    """In the language of the page, with the words marked; and so from the next page."""
    page, root = (
        open_page(address(language, PAGE[:-1])),
        served_site.url + address(language, "index"),
    )
    query = next(query for query, to in TABLE[language].items() if to.endswith("#stable-softmax"))
    type_in(page, query, "#stable-softmax")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(re.escape(root) + r"04-softmax/\?h=[^#]*#stable-softmax$"))
    page.wait_for_selector("mark[data-md-highlight]", state="attached")
    term = {"en": "dot product", "vi": "tich vo huong"}[language]
    type_in(page, term, "#dot-product")
    marks = page.locator(f"{LINK}[href$='#dot-product'] mark").all_text_contents()
    assert {"product", "vô"} & {mark.lower() for mark in marks}, "marked as the page writes it"
    page.keyboard.press("ArrowDown")  # the page of the first hit
    page.keyboard.press("ArrowDown")  # the hit
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(re.escape(root) + r"glossary/\?h=[^#]*#dot-product$"))
    top = "document.querySelector('#dot-product')?.getBoundingClientRect().top"
    page.wait_for_function(f"() => 0 <= {top} && {top} < 300")


@pytest.mark.parametrize("path", [f"vi/{PAGE}", "nowhere/"])
def test_a_query_in_the_address_is_answered(open_page, served_site, path):
    """On the 404 page too."""
    page = open_page(f"{path}?q=softmax")
    page.wait_for_selector(LINK)
    links = page.locator(LINK).evaluate_all("links => links.map(link => link.href)")
    root = served_site.url + ("vi/" if "vi/" in path else "")
    assert f"{root}glossary/#softmax" in map(place, links)
    assert [said for said in page.trouble if not re.search("nowhere/|console.*404", said)] == []
    page.trouble.clear()
