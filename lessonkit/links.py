"""`make links`: do the links to other hosts still lead somewhere? It waits politely, tries again, and never fails a build."""

import time
import urllib.error
import urllib.request
from collections import defaultdict
from dataclasses import dataclass
from http.client import HTTPException
from urllib.parse import urldefrag, urlsplit

from lessonkit.checks.links import addresses, root_address, tree
from lessonkit.project import HERE, Project

WHO = "Mozilla/5.0 (a documentation site that looks after its links, one request at a time)"
THEMES_OWN = ("/edit/", "/issues/new?")  # made for each page from the repository's address, which is looked up itself
AGAIN = {408, 425, 429, 500, 502, 503, 504}  # what another try may mend


@dataclass(frozen=True)
class Manners:
    """How long to wait, in seconds: for an answer, between two requests to one host, and before the next try."""

    answer: float = 20
    between: float = 1
    again: float = 5
    tries: int = 3


def outside_links(project: Project) -> dict[str, list[str]]:
    """Every address on another host, without its anchor, and the built pages that lead to it."""
    found = defaultdict(list)
    for html in sorted(project.site.rglob("*.html")):
        for address in sorted(addresses(html, tree(html))):
            outside = address.startswith(("http://", "https://")) and not address.startswith(root_address(project.site))
            if outside and not any(part in address for part in THEMES_OWN):
                pages = found[urldefrag(address).url]
                pages += [name for name in [project.name(html)] if name not in pages]
    return dict(sorted(found.items()))


def answer(address: str, manners: Manners) -> str:
    """What an address answers to a single try: `200`, another code, or why there is none."""
    request = urllib.request.Request(address, headers={"User-Agent": WHO})
    try:
        with urllib.request.urlopen(request, timeout=manners.answer) as response:
            moved = "" if urldefrag(response.url).url == address else f", moved to {response.url}"
            return f"{response.status}{moved}"
    except urllib.error.HTTPError as error:
        return str(error.code)
    except (OSError, ValueError, HTTPException) as error:  # the last where a host answers with what is no HTTP
        return f"no answer: {getattr(error, 'reason', error) or type(error).__name__}"


def patient_answer(address: str, manners: Manners) -> str:
    """The last answer of several tries, each after a longer wait."""
    said = ""
    for number in range(manners.tries):
        time.sleep(manners.again * number)
        said = answer(address, manners)
        if not said.startswith("no answer") and int(said[:3]) not in AGAIN:
            return said
    return said


def look_up(links: dict[str, list[str]], manners: Manners) -> list[tuple[str, str, list[str]]]:
    """Every address with what it answers and where it stands, one request at a time."""
    rows, asked = [], set()
    for address, pages in links.items():
        host = urlsplit(address).netloc
        time.sleep(manners.between if host in asked else 0)
        asked.add(host)
        rows.append((patient_answer(address, manners), address, pages))
    return sorted(rows, key=lambda row: (row[0].startswith("200"), row[1]))


def table(rows: list[tuple[str, str, list[str]]]) -> str:
    """The answers, those to look at first."""
    lines = [f"{said:<40}  {address}  ({pages[0]}{f' and {len(pages) - 1} more' if pages[1:] else ''})" for said, address, pages in rows]
    good = sum(said.startswith("200") for said, _, _ in rows)
    return "\n".join([*lines, f"{good} of {len(rows)} links to other hosts answer; look at the others by hand, some hosts turn programs away"])


if __name__ == "__main__":
    print(table(look_up(outside_links(HERE), Manners())))
