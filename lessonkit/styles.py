"""Material's style sheets, without the rules that this site can never use, a third of the bytes before the first paint, and
without three that make a phone work for nothing."""

import re
import subprocess
from pathlib import Path

from lessonkit.node import NODE
from lessonkit.project import HERE

PURGER = HERE.root / "lessonkit" / "purge_styles.mjs"
# For each of these a browser styles the whole page once more: while Material's script sets the palette, when the script
# gives <html> another class, and when it puts a scroller around a table. site.css says again what is needed of them.
COSTLY = re.compile(
    r"(?<=[{}])(?:\[data-md-color-switching\][^{}]*|\.md-typeset table:not\(\[class\]\)(?: t[dh]>:(?:first|last)-child[^{}]*|\+\*))\{[^{}]*\}"
)


def purge(site: Path) -> None:
    """Rewrite Material's style sheets in a built site, both languages', after all pages and scripts are in it."""
    sheets = sorted(site.glob("**/assets/stylesheets/**/*.css"))
    subprocess.run([NODE, PURGER, site, *sheets], check=True)
    for sheet in sheets:
        sheet.write_text(COSTLY.sub("", sheet.read_text("utf-8")), "utf-8")
