"""The search's index, `search/sections.json`, made of the one that Material writes.

It has plain text, the names in code and an entry for each glossary term; static/search.js
fetches it with the first query. Material's own index is left as a stub, which its script loads on
each first page. Names in code, such as `np.tril`, are listed once a page, with the first section.

What a section teaches is what leads to it from the glossary and from the table of symbols: it has
these terms, in both languages, and symbols as names, and so is found by them first.
"""

import html
import json
import re
from collections.abc import Iterator
from keyword import iskeyword
from pathlib import Path

NOTEBOOKS, GLOSSARY, REFERENCE = "notebooks/", "glossary/", "reference/"
CODE = re.compile(r"<pre>.*?</pre>", re.S)
NO_NAMES = re.compile(r'''#.*|"""[\s\S]*?"""|(["'])(?:\\.|(?!\1).)*\1''')  # comments and strings
NAME = re.compile(r"np\.[\w.]+\w|[^\W\d]\w+")
INLINE_TAG = re.compile(r"</?(?:code|su[bp]|span|em|strong|a)\b[^>]*>|\u200b|<math.*?</math>", re.S)
TAG = re.compile(r"<[^>]+>")
ENTRY = re.compile(
    r'<dt (?P<section>class="section" )?id="(?P<id>[^"]+)"[^>]*>(?P<term>.+?)</dt>\s*'
    r"<dd>(?P<text>.*?)</dd>",
    re.S,
)
STRONG = re.compile(r"<strong[^>]*>(.+?)</strong>", re.S)
LINK = re.compile(r'<a href="\.\./(?P<place>[^"]+)">(?P<words>.+?)</a>', re.S)
ROW = re.compile(r"<tr>.*?</tr>", re.S)
SYMBOL = re.compile(r'<annotation encoding="application/x-tex">([A-Za-z]_[a-z])</annotation>')


def write_index(built: Path) -> None:
    """Write the index of a language into its built folder, and a stub for Material's."""
    stub = built / "search" / "search_index.json"
    index = json.loads(stub.read_text("utf-8"))
    others = (NOTEBOOKS, GLOSSARY + "#")
    entries = [entry for entry in index["docs"] if not entry["location"].startswith(others)]
    glossary, reference = (page_of(built, name) for name in (GLOSSARY, REFERENCE))
    taught = [*terms_taught(glossary), *symbols_taught(reference)]
    names = names_taught(taught, {entry["location"] for entry in entries})
    found = [*sections(entries, names), *terms(glossary)]
    text = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    (stub.parent / "sections.json").write_text(text, "utf-8")
    stub.write_text(json.dumps(index | {"docs": []}), "utf-8")


def page_of(built: Path, name: str) -> str:
    """The HTML of a page, and nothing for a page that a site does not have."""
    path = built / name / "index.html"
    return path.read_text("utf-8") if path.exists() else ""


def sections(entries: list[dict], taught: dict[str, list[str]]) -> Iterator[dict]:
    """What Material's index says of each section, each name in the code once a page."""
    seen: set[tuple[str, str]] = set()
    for entry in entries:
        location = entry["location"]
        page = location.partition("#")[0]
        in_code = dict.fromkeys(names_in("\n".join(CODE.findall(entry["text"]))))
        new = [name for name in in_code if (page, name) not in seen]
        seen.update((page, name) for name in new)
        title, text = plain(entry["title"]), plain(CODE.sub("", entry["text"]))
        names = [title.replace("√", "sqrt ")] if "√" in title else []
        names += [name for name in taught.get(location, ()) if name.lower() != title.lower()]
        more = {"names": names, "code": " ".join(new), "boost": entry.get("boost")}
        yield section(location, title, text, **more)


def section(location: str, title: str, text: str, **more) -> dict:
    """A section as the worker reads it, without what it has not."""
    known = {key: value for key, value in more.items() if value}
    return {"location": location, "title": title, "text": text} | known


def names_in(code: str) -> list[str]:
    """The names in a block of code, as they are written: `np.tril`."""
    names = NAME.findall(NO_NAMES.sub("", plain(code, lines=True)))
    return [name for name in names if not iskeyword(name)]


def terms(page: str) -> Iterator[dict]:
    """The entries of the glossary's page, each with all its names: query and truy vấn.

    Not those of class `section`: their term is the heading of a section, which is what to find.
    """
    for entry in ENTRY.finditer(page):
        if not entry["section"]:
            term, *names = names_of(entry)
            yield section(f"{GLOSSARY}#{entry['id']}", term, plain(entry["text"]), names=names)


def names_of(entry: re.Match) -> list[str]:
    """A term and its other names, which are bold: `query (truy vấn)` says two."""
    names = [plain(entry["term"])]
    for bold in STRONG.findall(entry["text"]):
        names += re.split(r" \(|\)", plain(bold))
    return list(dict.fromkeys(filter(None, names)))


def terms_taught(glossary: str) -> Iterator[tuple[str, list[str]]]:
    """The places that the entries lead to, with the words of the link and the names of the term."""
    for entry in ENTRY.finditer(glossary):
        for link in LINK.finditer(entry["text"]):
            yield link["place"], [*names_of(entry), plain(link["words"])]


def symbols_taught(reference: str) -> Iterator[tuple[str, list[str]]]:
    """The places that the table of symbols leads to, with the symbols as they are typed: W_q."""
    for row in ROW.findall(reference):
        for link in LINK.finditer(row):
            yield link["place"], SYMBOL.findall(row)


def names_taught(taught: list[tuple[str, list[str]]], locations: set[str]) -> dict[str, list[str]]:
    """The names of each section; of its page where it is none of its own, as the page's title."""
    found: dict[str, list[str]] = {}
    for place, names in taught:
        known = found.setdefault(place if place in locations else place.partition("#")[0], [])
        known += [name for name in names if name not in known]
    return found


def plain(markup: str, lines: bool = False) -> str:
    """Its text, without the invisible characters of formulas."""
    text = html.unescape(TAG.sub(" ", INLINE_TAG.sub("", markup)))
    return text if lines else " ".join(text.split())
