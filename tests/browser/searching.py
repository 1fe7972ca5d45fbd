"""What readers type into the search, and what it shows them."""

import re
import tomllib
import unicodedata
from pathlib import Path

from lessonkit.checks.glossary import terms

TABLE = tomllib.loads(Path(__file__).with_name("search.toml").read_text("utf-8"))
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
