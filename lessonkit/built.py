"""The built pages as trees, each parsed once for each version of it."""

from functools import cache
from pathlib import Path

import lxml.html


@cache
def _tree(html: Path, changed: int):
    return lxml.html.fromstring(html.read_text("utf-8"))


def tree(html: Path):
    """Return a built page. What reads it changes nothing in it."""
    return _tree(html, html.stat().st_mtime_ns)


def article_of(html: Path):
    """Return what the author of a built page wrote."""
    return tree(html).find_class("page")[0]
