"""What readers type into the search, and what it shows them."""

import re
import tomllib
import unicodedata
from pathlib import Path

from lessonkit.checks.glossary import terms

TABLE = tomllib.loads(Path(__file__).with_name("search.toml").read_text("utf-8"))
BOX = "[data-md-component=search-query]"

# Each query goes into the box at once, as pasted, with a key's release at its end, for which Material's script waits. The
# list is emptied and filled again by each answer. Enter leads to the link with the highest score, so that is the first.
HITS = """async queries => {
  const box = document.querySelector("[data-md-component=search-query]"), list = document.querySelector(".md-search-result__list");
  const answer = () => new Promise((resolve) => {
    new MutationObserver((_, observer) => { observer.disconnect(); resolve(); }).observe(list, { childList: true });
    setTimeout(resolve, 10_000);
  });
  const score = (link) => Number(link.firstElementChild.dataset.mdScore);
  const hits = [];
  for (const query of queries) {
    const answered = answer();
    box.value = query;
    box.dispatchEvent(new KeyboardEvent("keyup", { bubbles: true }));
    await answered;
    const links = [...list.querySelectorAll("a")].sort((one, other) => score(other) - score(one));
    hits.push(list.firstElementChild?.contains(links[0]) ? links.map((link) => link.href) : []);
  }
  return hits;
}"""


def without_diacritics(text: str) -> str:
    letters = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def of_the_glossary() -> dict[str, str]:
    """Every term, in English and as Vietnamese pages write it, with and without diacritics, and the place of its entry."""
    names = {
        name: term.anchor
        for term in terms()
        for name in [term.en, *re.split(r" \(|\)", term.use)]
        if name
    }
    return {
        form: f"glossary/#{anchor}"
        for name, anchor in names.items()
        for form in (name, without_diacritics(name))
    }


def hits(page, root: str, queries: list[str]) -> dict[str, list[str]]:
    """Types queries into the search of a page: for each the places below the root that it finds, best first."""
    page.locator(BOX).click()
    found = page.evaluate(HITS, queries)
    return {
        query: [re.sub(r"\?h=[^#]*", "", link).removeprefix(root) for link in links]
        for query, links in zip(queries, found, strict=True)
    }


def led_astray(page, root: str, wanted: dict[str, str]) -> list[str]:
    """The queries whose first hit is elsewhere than it should."""
    told = []
    for query, found in hits(page, root, list(wanted)).items():
        first = found[0] if found else "nothing"
        if wanted[query] not in (first, first.partition("#")[0]):
            told.append(f"“{query}” leads to {first}, not to {wanted[query]}")
    return told
