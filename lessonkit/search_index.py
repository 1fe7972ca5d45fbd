"""The search's index, `search/sections.json`, made of the one that Material writes.

It has plain text, the names in code and an entry for each glossary term; static/search-worker.js
fetches it with the first query. Material's own index is left as a stub, which its script loads on
each first page. Names in code, such as `np.tril`, are listed once a page, with the first section.
"""

import html
import json
import re
from collections.abc import Iterator
from keyword import iskeyword
from pathlib import Path

NOTEBOOKS, GLOSSARY = "notebooks/", "glossary/"
CODE = re.compile(r"<pre>.*?</pre>", re.S)
NO_NAMES = re.compile(r'''#.*|"""[\s\S]*?"""|(["'])(?:\\.|(?!\1).)*\1''')  # comments and strings
NAME = re.compile(r"np\.[\w.]+\w|[^\W\d]\w+")
INLINE_TAG = re.compile(r"</?(?:code|su[bp]|span|em|strong|a)\b[^>]*>|\u200b|<math.*?</math>", re.S)
TAG = re.compile(r"<[^>]+>")
ENTRY = re.compile(
    r'<dt id="(?P<id>[^"]+)"[^>]*>(?P<term>.+?)</dt>\s*'
    r"<dd>(?P<text>(?:(?!</dd>).)*?<strong[^>]*>(?P<use>.+?)</strong>.*?)</dd>",
    re.S,
)


def write_index(built: Path) -> None:
    """Write the index of a language into its built folder, and a stub for Material's."""
    stub = built / "search" / "search_index.json"
    index = json.loads(stub.read_text("utf-8"))
    others = (NOTEBOOKS, GLOSSARY + "#")
    entries = [entry for entry in index["docs"] if not entry["location"].startswith(others)]
    glossary = built / GLOSSARY / "index.html"
    found = [*sections(entries), *(terms(glossary.read_text("utf-8")) if glossary.exists() else ())]
    text = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    (stub.parent / "sections.json").write_text(text, "utf-8")
    stub.write_text(json.dumps(index | {"docs": []}), "utf-8")


def sections(entries: Iterator[dict]) -> Iterator[dict]:
    """What Material's index says of each section, each name in the code once a page."""
    seen: set[tuple[str, str]] = set()
    for entry in entries:
        page = entry["location"].partition("#")[0]
        names = dict.fromkeys(names_in("\n".join(CODE.findall(entry["text"]))))
        new = [name for name in names if (page, name) not in seen]
        seen.update((page, name) for name in new)
        title, text = plain(entry["title"]), plain(CODE.sub("", entry["text"]))
        names = [title.replace("√", "sqrt ")] if "√" in title else []
        more = {"names": names, "code": " ".join(new), "boost": entry.get("boost")}
        yield section(entry["location"], title, text, **more)


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
        term, use = plain(entry["term"]), plain(entry["use"])
        names = [name for name in re.split(r" \(|\)", use) if name and name != term]
        yield section(f"{GLOSSARY}#{entry['id']}", term, plain(entry["text"]), names=names)


def plain(markup: str, lines: bool = False) -> str:
    """Its text, without the invisible characters of formulas."""
    text = html.unescape(TAG.sub(" ", INLINE_TAG.sub("", markup)))
    return text if lines else " ".join(text.split())
