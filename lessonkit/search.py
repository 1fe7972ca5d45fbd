"""What the search must not find."""

import json
from pathlib import Path


def leave_out_notebooks(site: Path) -> None:
    """A notebook says what the pages say; in the search, everything would be found twice."""
    for index in site.glob("**/search/search_index.json"):
        found = json.loads(index.read_text("utf-8"))
        notebooks = tuple(f"{path.parent.relative_to(index.parents[1]).as_posix()}/" for path in index.parents[1].rglob("*.ipynb"))
        found["docs"] = [entry for entry in found["docs"] if not entry["location"].startswith(notebooks)]
        index.write_text(json.dumps(found, ensure_ascii=False, separators=(",", ":")), "utf-8")
