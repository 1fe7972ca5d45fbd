"""A search index that Material's search can read and that a slow line can bear: words, without code and the notebooks' page.

That page comes in one piece on which the search's worker raises; it then finds nothing at all. It has no front matter in
which it could be excluded. Code is half of what is left, and nobody searches for `(x):`.
"""

import json
import re
from pathlib import Path

NOTEBOOK = "notebooks/"
CODE = re.compile(r"<pre>.*?</pre>", re.S)


def slim(site: Path) -> None:
    """Take the notebooks' page and all blocks of code out of every language's index of a built site."""
    for path in site.glob("**/search/search_index.json"):
        index = json.loads(path.read_text("utf-8"))
        pages = (entry for entry in index["docs"] if not entry["location"].startswith(NOTEBOOK))
        index["docs"] = [entry | {"text": CODE.sub("", entry["text"])} for entry in pages]
        path.write_text(json.dumps(index, ensure_ascii=False, separators=(",", ":")), "utf-8")
