"""Kind i: links, anchors and files that are not there, in the whole built site."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lessonkit.checks.numbers import prose
from lessonkit.checks.site import Fault, Site, has_class, tree

ATTRIBUTES = ("href", "src", "srcset", "poster", "data")
RAW = re.compile(r"(?:\[[^\[\]]*)?\](?: ?\(\S|\[)")


def that_lead_nowhere(site: Site) -> Iterator[Fault]:
    """Every address on every built page: files and anchors of this site exist, other hosts' addresses are well formed."""
    folder = site.project.site
    for html in sorted(folder.rglob("*.html")):
        for address in sorted(addresses(html, tree(html))):
            if problem := wrong_address(address, html, folder):
                source = source_of(site, html)
                where = site.project.place(source, needle(address)) if source else site.project.name(html)
                yield Fault("i", where, f"the address {address} {problem}; mend it, or what it leads to")


def missing_pictures(site: Site) -> Iterator[Fault]:
    """Figures whose file the build has not found, which it says in their place."""
    for page in site.pages():
        for said in page.article.xpath(f".//figure//*[{has_class('fault')}]/text()"):
            yield Fault("i", page.place(said.partition(":")[0]), f"{said}; mend the path, or draw it by `make record`")


def not_rendered(site: Site) -> Iterator[Fault]:
    """Links whose source reaches the reader raw: a blank too many, or an address that is nowhere defined."""
    for page in site.pages():
        for text in prose(page):
            if raw := RAW.search(text):
                where = page.place(raw[0])
                yield Fault("i", where, f"the source of a link reaches the reader: {text.strip()[:80]!r}; write [words](address)")


def needle(address: str) -> str:
    """What the Markdown says of an address: its anchor, or the whole, which stays as it is where it leads to no page."""
    anchor = address.partition("#")[2]
    return f"#{anchor}" if anchor else address or "()"


def source_of(site: Site, html: Path) -> Path | None:
    return next((page.source for page in site.pages() if page.html == html), None)


def addresses(html: Path, root) -> set[str]:
    """What a page loads or leads to."""
    shared = root.xpath("//meta[@property='og:image' or @property='og:url']/@content")
    return {element.get(name) for name in ATTRIBUTES for element in root.xpath(f"//*[@{name}]")} | set(shared)


@cache
def _anchors(html: Path, changed: int) -> set[str]:
    return {*tree(html).xpath("//@id | //@name")}


def anchors(html: Path) -> set[str]:
    """Where in a page a link can lead."""
    return _anchors(html, html.stat().st_mtime_ns)


def root_address(folder: Path) -> str:
    """The address that the site is built for, as its own pages tell it."""
    return tree(folder / "index.html").xpath("string(//link[@rel='canonical']/@href)")


def wrong_address(address: str, html: Path, folder: Path) -> str | None:
    """What is wrong with an address on a page, or None."""
    root = root_address(folder)
    parts = urlsplit(address)
    if not address:
        return "is empty"
    if address.startswith(root):
        return wrong_target(folder, folder, address.removeprefix(root))
    if parts.scheme in ("http", "https"):
        return None if parts.hostname and "." in parts.hostname and " " not in address else "is not well formed"
    if parts.scheme in ("mailto", "data", "javascript"):
        return "must not be used" if parts.scheme == "javascript" else None
    if address.startswith("#"):
        return wrong_target(folder, html, address)
    if html.name == "404.html":
        path = urlsplit(root).path
        if not address.startswith(path):
            return f"must start with {path}, as this page answers for any folder"
        return wrong_target(folder, folder, address.removeprefix(path))
    if address.startswith("/"):
        return "starts at the host's root, which is wrong under a sub-path"
    return wrong_target(folder, html.parent, address)


def wrong_target(folder: Path, base: Path, address: str) -> str | None:
    """What is wrong with a path and an anchor from a folder or a page of the site, or None."""
    parts = urlsplit(address)
    path = (base / unquote(parts.path)).resolve()
    if path.is_dir():
        path /= "index.html"
    if not path.is_relative_to(folder.resolve()):
        return "leads out of the site"
    if not path.is_file():
        return "leads to no file of the site"
    anchor = unquote(parts.fragment)
    if anchor and not anchor.startswith("__") and anchor not in anchors(path):
        return "leads to an anchor that is not there"
    return None
