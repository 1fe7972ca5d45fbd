"""Every link, anchor and file of the built site is there."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lessonkit.checks.site import Fault, Site, tree

# What a page loads or leads to.
ADDRESSES = "//@href | //@src | //@srcset | //@poster | //@data"
ADDRESSES += " | //meta[@property='og:image' or @property='og:url']/@content"


def broken_links(site: Site) -> Iterator[Fault]:
    """Addresses on any built page that lead nowhere or are not well formed."""
    folder, sources = site.project.site, {page.html: page.source for page in site.pages()}
    for html in sorted(folder.rglob("*.html")):
        for address in sorted({*tree(html).xpath(ADDRESSES)}):
            if problem := wrong_address(address, html, folder):
                place = site.project.name(html)
                if html in sources:
                    anchor = address.partition("#")[2]  # which is what the Markdown has of it
                    needle = f"#{anchor}" if anchor else address or "()"
                    place = site.project.place(sources[html], needle)
                message = f"the address {address} {problem}; correct it, or what it leads to"
                yield Fault("link", place, message)


@cache
def anchors(root) -> set[str]:
    """Where in a page a link can lead."""
    return {*root.xpath("//@id | //@name")}


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
        well_formed = parts.hostname and "." in parts.hostname and " " not in address
        return None if well_formed else "is not well formed"
    if parts.scheme in ("mailto", "data", "javascript"):
        return "must not be used" if parts.scheme == "javascript" else None
    if address.startswith("#"):
        return wrong_target(folder, html, address)
    below = urlsplit(root).path
    if html.name == "404.html" and address.startswith(below):  # it answers for any folder
        return wrong_target(folder, folder, address.removeprefix(below))
    if address.startswith("/"):
        return "starts at the host's root, which is wrong under a sub-path"
    return wrong_target(folder, html.parent, address)


def wrong_target(folder: Path, base: Path, address: str) -> str | None:
    """What is wrong with a path and an anchor, from a folder or a page of the site, or None."""
    parts = urlsplit(address)
    path = (base / unquote(parts.path)).resolve()
    if path.is_dir():
        path /= "index.html"
    if not path.is_relative_to(folder.resolve()):
        return "leads out of the site"
    if not path.is_file():
        return "leads to no file of the site"
    anchor = unquote(parts.fragment)
    if anchor and not anchor.startswith("__") and anchor not in anchors(tree(path)):
        return "leads to an anchor that is not there"
    return None
