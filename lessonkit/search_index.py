"""The search's index, `search/sections.json`, made of the built pages.

It has plain text, the names in code and an entry for each glossary term; static/search.js
fetches it with the first query. Material makes no index of its own, which takes a third of its
build (`hooks.py` says so of each page); its script loads an empty one on each first page. Names in
code, such as `np.tril`, are listed once a page, with the first section.

What a section teaches is what leads to it from the glossary and from the table of symbols: it has
these terms, in both languages, and symbols as names, and so is found by them first.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from keyword import iskeyword
from pathlib import Path

from lessonkit.built import article_of

GLOSSARY, REFERENCE = "glossary/", "reference/"
NO_NAMES = re.compile(r'''#.*|"""[\s\S]*?"""|(["'])(?:\\.|(?!\1).)*\1''')  # comments and strings
NAME = re.compile(r"np\.[\w.]+\w|[^\W\d]\w+")
SYMBOL = re.compile(r"[A-Za-z]_[a-z]")
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
INLINE = {
    "a",
    "code",
    "data",
    "em",
    "span",
    "strong",
    "sub",
    "sup",
    "wbr",
}  # in the middle of a word
UNSEEN = {"figure", "math", "script", "style", "svg"}  # a formula is there once more, as HTML
NOT_SEARCHED = {"check", "filename", "formula-block", "headerlink", "outdated", "output"}
NOT_SEARCHED |= {"reading-time", "sheet", "sheet-head"}


@dataclass
class Part:
    """A heading and what is below it, up to the next one."""

    anchor: str
    title: str
    texts: list[str] = field(default_factory=list)
    code: list[str] = field(default_factory=list)


def write_index(built: Path, boosts: dict[str, float | None]) -> None:
    """Write the index of these pages, each with what its sections are worth, into a built folder.

    Raises RuntimeError where Material has made an index too, and lost the time.
    """
    folder = built / "search"
    if json.loads((folder / "search_index.json").read_text("utf-8"))["docs"]:
        what = "Material has indexed pages whose metadata say `search: exclude`"
        raise RuntimeError(f"{what}; correct on_page_markdown in lessonkit/hooks.py")
    articles = {place: article_of(built / place / "index.html") for place in boosts}
    glossary, reference = articles.get(GLOSSARY), articles.get(REFERENCE)
    parts = [(place, part) for place, article in articles.items() for part in parts_of(article)]
    parts = [(place, part) for place, part in parts if place != GLOSSARY or not part.anchor]
    taught = [*terms_taught(glossary), *symbols_taught(reference)]
    names = names_taught(taught, {place + part.anchor for place, part in parts})
    found = [*sections(parts, names, boosts), *terms(glossary)]
    text = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    (folder / "sections.json").write_text(text, "utf-8")


def parts_of(article) -> list[Part]:
    """A page's parts, its first heading with the address of the page itself."""
    parts = [Part("", "")]

    def read(element, part: Part) -> None:
        for child in element:
            if child.tag in HEADINGS and child.get("id"):
                if parts[0].title:
                    part = Part(f"#{child.get('id')}", text_of(child))
                    parts.append(part)
                else:
                    part.title = text_of(child)
            elif child.tag == "pre":
                part.code.append(child.text_content())
            elif is_searched(child):
                space = "" if child.tag in INLINE else " "
                part.texts += [space, child.text or ""]
                read(child, part)  # a heading in it is that of a part which ends with it
                part.texts.append(space)
            part.texts.append(child.tail or "")

    read(article, parts[0])
    return parts


def is_searched(element) -> bool:
    """Not titles of cells, checks, output, pictures and formulas."""
    if not isinstance(element.tag, str) or element.tag in UNSEEN:
        return False
    return NOT_SEARCHED.isdisjoint(element.classes)


def plain(text: str) -> str:
    """Text in one line, without the invisible characters of formulas."""
    return " ".join(text.replace("\u200b", "").split())


def text_of(element) -> str:
    """The words of an element, those of a formula once."""

    def pieces(element) -> Iterator[str]:
        space = "" if element.tag in INLINE else " "
        yield space + (element.text or "")
        for child in element:
            if isinstance(child.tag, str) and child.tag not in UNSEEN:
                yield from pieces(child) if "headerlink" not in child.classes else ()
            yield child.tail or ""
        yield space

    return plain("".join(pieces(element)))


def sections(
    parts: list[tuple[str, Part]], taught: dict[str, list[str]], boosts: dict[str, float | None]
) -> Iterator[dict]:
    """What the worker reads of each part, each name in the code once a page."""
    seen: set[tuple[str, str]] = set()
    for place, part in parts:
        in_code = dict.fromkeys(names_in("\n".join(part.code)))
        new = [name for name in in_code if (place, name) not in seen]
        seen.update((place, name) for name in new)
        title = part.title
        names = [title.replace("√", "sqrt ")] if "√" in title else []
        of_part = taught.get(place + part.anchor, ())
        names += [name for name in of_part if name.lower() != title.lower()]
        more = {"names": names, "code": " ".join(new), "boost": boosts[place]}
        yield section(place + part.anchor, title, plain("".join(part.texts)), **more)


def section(location: str, title: str, text: str, **more) -> dict:
    """A section as the worker reads it, without what it has not."""
    known = {key: value for key, value in more.items() if value}
    return {"location": location, "title": title, "text": text} | known


def names_in(code: str) -> list[str]:
    """The names in a block of code, as they are written: `np.tril`."""
    return [name for name in NAME.findall(NO_NAMES.sub("", code)) if not iskeyword(name)]


def entries(glossary) -> Iterator[tuple]:
    """Each term of the glossary's page, if there is one, with what is said of it."""
    for term in () if glossary is None else glossary.iter("dt"):
        if term.get("id"):
            yield term, term.getnext()


def terms(glossary) -> Iterator[dict]:
    """The entries of the glossary, each with all its names: query and truy vấn.

    Not those of class `section`: their term is the heading of a section, which is what to find.
    """
    for term, said in entries(glossary):
        if "section" not in term.classes:
            title, *names = names_of(term, said)
            yield section(f"{GLOSSARY}#{term.get('id')}", title, text_of(said), names=names)


def names_of(term, said) -> list[str]:
    """A term and its other names, which are bold: `query (truy vấn)` says two."""
    names = [text_of(term)]
    for bold in said.iter("strong"):
        names += re.split(r" \(|\)", text_of(bold))
    return list(dict.fromkeys(filter(None, names)))


def links_in(element) -> Iterator[tuple[str, str]]:
    """The places in other pages that something leads to, and the words of each link."""
    for link in element.iter("a"):
        if link.get("href", "").startswith("../"):
            yield link.get("href").removeprefix("../"), text_of(link)


def terms_taught(glossary) -> Iterator[tuple[str, list[str]]]:
    """The places that the entries lead to, with the words of the link and the names of the term."""
    for term, said in entries(glossary):
        for place, words in links_in(said):
            yield place, [*names_of(term, said), words]


def symbols_taught(reference) -> Iterator[tuple[str, list[str]]]:
    """The places that the table of symbols leads to, with the symbols as they are typed: W_q."""
    for row in () if reference is None else reference.iter("tr"):
        written = [annotation.text for annotation in row.iter("annotation")]
        for place, _ in links_in(row):
            yield place, [symbol for symbol in written if SYMBOL.fullmatch(symbol)]


def names_taught(taught: list[tuple[str, list[str]]], locations: set[str]) -> dict[str, list[str]]:
    """The names of each section; of its page where it is none of its own, as the page's title."""
    found: dict[str, list[str]] = {}
    for place, names in taught:
        known = found.setdefault(place if place in locations else place.partition("#")[0], [])
        known += [name for name in names if name not in known]
    return found
