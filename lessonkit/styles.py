"""Material's style sheets, without the rules that this site can never use: a third of the bytes before the first paint."""

import subprocess
from pathlib import Path

from lessonkit.node import NODE
from lessonkit.project import HERE

PURGER = HERE.root / "lessonkit" / "purge_styles.mjs"


def purge(site: Path) -> None:
    """Rewrite Material's style sheets in a built site, both languages', after all pages and scripts are in it."""
    sheets = sorted(site.glob("**/assets/stylesheets/*.css"))
    subprocess.run([NODE, PURGER, site, *sheets], check=True)
