"""The search, typed into as readers do; search.toml and searches/ say what must come first."""

import re
import tomllib
import unicodedata
from pathlib import Path

import pytest
from pages import LESSON, address, let_timers_end, wait_for_file
from playwright.sync_api import expect

from lessonkit.checks.glossary import terms

HERE = Path(__file__).parent
LINK = ".md-search-result__link"
TABLE: dict[str, dict[str, str]] = {}
for path in (HERE / "search.toml", *sorted(HERE.glob("searches/*.toml"))):
    for name, searches in tomllib.loads(path.read_text("utf-8")).items():
        known = TABLE.setdefault(name, {})
        assert known.keys().isdisjoint(searches), f"{path.name}: another file has one of these"
        known |= searches
LESSONS = TABLE.pop("lessons")
BOX = "[data-md-component=search-query]"

# Each query is pasted into the box, with the release of a key, for which Material's script waits.
# Each answer empties the list and fills it again. Enter leads to the link with the highest score,
# so that one is the first hit.
HITS = """async queries => {
  const box = document.querySelector("[data-md-component=search-query]");
  const list = document.querySelector(".md-search-result__list");
  const answer = () => new Promise((resolve) => {
    new MutationObserver((_, observer) => { observer.disconnect(); resolve(); })
      .observe(list, { childList: true });
    setTimeout(resolve, 60_000);
  });
  const score = (link) => Number(link.firstElementChild.dataset.mdScore);
  const hits = [];
  for (const query of queries) {
    const answered = answer();
    box.value = query;
    box.dispatchEvent(new KeyboardEvent("keyup", { bubbles: true }));
    await answered;
    const links = [...list.querySelectorAll("a")].sort((one, other) => score(other) - score(one));
    const best = list.firstElementChild?.contains(links[0]);
    hits.push(best ? links.map((link) => link.href) : []);
  }
  return hits;
}"""


def without_diacritics(text: str) -> str:
    letters = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def glossary() -> dict[str, str]:
    """Return each term, English and Vietnamese, with and without diacritics, and its entry."""
    found = {}
    for term in terms():
        for name in filter(None, [term.en, *re.split(r" \(|\)", term.use)]):
            found[name] = found[without_diacritics(name)] = f"glossary/#{term.anchor}"
    return found


def place(link: str) -> str:
    """Return a link without the words that it asks the page to mark."""
    return re.sub(r"\?h=[^#]*", "", link)


def hits(page, root: str, queries: list[str]) -> dict[str, list[str]]:
    """Type queries into the search; return for each the places below the root, best first."""
    page.locator(BOX).click()
    found = page.evaluate(HITS, queries)
    return {
        query: [place(link).removeprefix(root) for link in links]
        for query, links in zip(queries, found, strict=True)
    }


def misled(page, root: str, wanted: dict[str, str]) -> list[str]:
    """Return the queries whose first hit is not where it should be."""
    told = []
    for query, found in hits(page, root, list(wanted)).items():
        first = found[0] if found else "nothing"
        if wanted[query] not in (first, first.partition("#")[0]):
            told.append(f"“{query}” leads to {first}, not to {wanted[query]}")
    return told


@pytest.mark.parametrize("language", TABLE)
def test_every_query_leads_first_to_where_it_should(open_lesson, lessons, language):
    page = open_lesson(address(language, LESSON[:-1]))
    root = lessons.url + address(language, "index")
    found = misled(page, root, glossary() | TABLE[language])
    assert not found, "\n".join(found)
    hits(page, root, ["a" * 500, "<b>x</b>", "np."])  # whatever is typed, it lives on
    assert misled(page, root, {"softmax": "glossary/#softmax"}) == []


def lessons_of(article) -> dict[str, list[str]]:
    """Return each term of the glossary and the lessons that its entry names."""
    found = {}
    for dt in article.iter("dt"):
        links = dt.getnext().xpath(".//a/@href")
        places = [link.removeprefix("../").partition("#")[0] for link in links]
        for name in [dt.text_content(), *dt.getnext().xpath(".//strong/text()")]:
            found |= {part: places for part in re.split(r" \(|\)", name) if part}
    return found


@pytest.mark.parametrize("language", TABLE)
def test_a_term_leads_first_to_a_lesson_that_teaches_it(open_lesson, lessons, site, language):
    """Reference and glossary may come before it, no other lesson."""
    wanted = lessons_of(site.page(language, "glossary").article)
    for query, place in LESSONS.items():
        bare = without_diacritics(query)
        wanted |= dict.fromkeys([query, query.upper(), bare, bare.upper()], [place])
    page = open_lesson(address(language, LESSON[:-1]))
    root = lessons.url + address(language, "index")
    wrong = []
    for query, found in hits(page, root, list(wanted)).items():
        first = next((link for link in found if link[:2].isdecimal()), "none")
        if first.partition("#")[0] not in wanted[query]:
            wrong.append(f"“{query}” leads to the lesson {first}, not to {wanted[query]}")
    assert not wrong, "\n".join(wrong)


def type_in(page, query: str, place: str) -> None:
    """Type by the keyboard alone, and wait for the first hit, which must lead to the place."""
    search, box = page.locator("#__search"), page.locator(BOX)
    expect(search).not_to_be_checked()  # Material's script closes it a little after Enter
    expect(box).not_to_be_focused()  # the page that Enter leads to takes the focus when it comes
    let_timers_end(page, 1)  # so much later Material's script looks at what has the focus
    box.focus()  # which opens the search
    expect(search).to_be_checked()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(query)
    page.keyboard.press("End")
    page.wait_for_selector(f".md-search-result__item:first-child {LINK}[href$='{place}']")


@pytest.mark.parametrize(("language", "term"), [("en", "dot product"), ("vi", "tich vo huong")])
def test_the_keyboard_alone_reaches_the_best_hit(open_lesson, lessons, language, term):
    """In the language of the page, with the words marked; and so from the next page."""
    page = open_lesson(address(language, LESSON[:-1]))
    root = lessons.url + address(language, "index")
    query = next(query for query, to in TABLE[language].items() if to.endswith("#stable-softmax"))
    type_in(page, query, "#stable-softmax")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(re.escape(root) + r"04-softmax/\?h=[^#]*#stable-softmax$"))
    type_in(page, term, "#dot-product")
    marks = page.locator(f"{LINK}[href$='#dot-product'] mark").all_text_contents()
    assert {"product", "vô"} & {mark.lower() for mark in marks}, "marked as the page writes it"
    page.keyboard.press("ArrowDown")  # the page of the first hit
    page.keyboard.press("ArrowDown")  # the hit
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(re.escape(root) + r"glossary/\?h=[^#]*#dot-product$"))
    top = "document.querySelector('#dot-product')?.getBoundingClientRect().top"
    page.wait_for_function(f"() => 0 <= {top} && {top} < 300")
    entry = ":is(#dot-product, #dot-product + dd)"
    page.wait_for_selector(f"{entry} mark[data-md-highlight]")


def test_a_query_in_the_address_is_answered_on_the_404(open_lesson, lessons):
    page = open_lesson("nowhere/?q=softmax")
    page.wait_for_selector(LINK)
    links = page.locator(LINK).evaluate_all("links => links.map(link => link.href)")
    assert f"{lessons.url}glossary/#softmax" in map(place, links)
    page.expects = "404"


def test_who_only_reads_loads_neither_the_index_nor_the_list_of_files(open_lesson, lessons):
    lessons.requests.clear()
    page = open_lesson(LESSON, unvisited=True)
    wait_for_file(page, "search-worker.js")
    let_timers_end(page, 2000)  # for so long somebody reads
    requests = " ".join(lessons.requests)
    assert "search-worker.js" in requests
    assert not re.findall("sections.json|search.js|files.json", requests)
