"""What readers type into the search, and what it shows them."""

import re
import tomllib
import unicodedata
from pathlib import Path

from lessonkit.checks.glossary import terms

TABLE = tomllib.loads(Path(__file__).with_name("search.toml").read_text("utf-8"))
BOX = "[data-md-component=search-query]"

# Each query goes into the box at once, as pasted, with a key's release at its end, for which Material's script waits. The
# list is emptied and filled again by each answer. The first hit is the one that Enter leads to.
FIRST_HITS = """async queries => {
  const box = document.querySelector("[data-md-component=search-query]"), list = document.querySelector(".md-search-result__list");
  const answered = () => new Promise((resolve) => {
    const observer = new MutationObserver(() => { observer.disconnect(); resolve(); });
    observer.observe(list, { childList: true });
    setTimeout(resolve, 5000);
  });
  const hits = {};
  for (const query of queries) {
    const answer = answered();
    box.value = query;
    box.dispatchEvent(new KeyboardEvent("keyup", { bubbles: true }));
    await answer;
    const score = (link) => Number(link.querySelector("[data-md-score]").dataset.mdScore);
    const links = [...list.querySelectorAll("a")].sort((one, other) => score(other) - score(one));
    hits[query] = links[0]?.closest("li") === list.firstElementChild ? links[0]?.href : "not in the first place: " + links[0]?.href;
  }
  return hits;
}"""


def without_diacritics(text: str) -> str:
    letters = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def of_the_glossary() -> dict[str, str]:
    """Every term, in English and as Vietnamese pages write it, with and without diacritics, and the place of its entry."""
    names = {name: term.anchor for term in terms() for name in [term.en, *re.split(r" \(|\)", term.use)] if name}
    return {form: f"glossary/#{anchor}" for name, anchor in names.items() for form in (name, without_diacritics(name))}


def faults(page, root: str, queries: dict[str, str]) -> list[str]:
    """Types all queries into the search of a page, and says which first hit leads elsewhere than it should."""
    page.locator(BOX).click()
    found = {query: re.sub(r"\?h=[^#]*", "", str(href)).removeprefix(root) for query, href in page.evaluate(FIRST_HITS, list(queries)).items()}
    told = []
    for query, wanted in queries.items():
        place = found[query] if "#" in wanted else found[query].partition("#")[0]
        if place != wanted:
            told.append(f"“{query}” leads to {found[query]}, not to {wanted}")
    return told
