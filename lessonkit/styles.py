"""Material's style sheets, without the rules and variables that this site can never use, two fifths of the bytes before the
first paint, and without three rules that make a phone work for nothing."""

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
VARIABLE = re.compile(r'''(?<=[{;])(--[\w-]+):(?:"[^"]*"|'[^']*'|[^;{}"'])*(?:;|(?=\}))''')
USE = re.compile(r"var\((--[\w-]+)")


def purge(site: Path) -> None:
    """Rewrite Material's style sheets in a built site, both languages', after all pages and scripts are in it."""
    sheets = sorted(site.glob("**/assets/stylesheets/**/*.css"))
    subprocess.run([NODE, PURGER, site, *sheets], check=True)
    used = {name for kind in ("css", "html", "js", "mjs") for file in site.rglob(f"*.{kind}") for name in USE.findall(file.read_text("utf-8"))}
    for sheet in sheets:
        text = COSTLY.sub("", sheet.read_text("utf-8"))
        sheet.write_text(VARIABLE.sub(lambda found: found[0] if found[1] in used else "", text), "utf-8")
