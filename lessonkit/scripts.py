"""Material's script, without what makes a phone work for nothing while a page opens: styling the whole page twice more, and
looking after what is looked after already."""

import re
from pathlib import Path

COSTLY = {
    # It sets <meta name="color-scheme">, for which all elements are styled anew. site.css says on <html> what it would say.
    r'(\w+)=\w+\("meta",\{name:"color-scheme"\}\);document\.head\.appendChild\(\1\)': r"\1={}",
    # It makes each address in a page an absolute one, so that it means the same after the next page came in without a load.
    # A style sheet whose address is set is loaded again, with all that follows ...
    r'\[href\], \[src\](?=",\w+\)\)for\(let (\w+) of\["href","src"\]\)\{let \w+=(\w+)\.getAttribute\(\1\);if\([^{}]*\)\{\2\[\1\]=\2\[\1\])': "[href]:not([rel=stylesheet]), [src]",
    # ... so style sheets keep theirs, and two pages' are the same where they differ by the way up to the site's root alone.
    r"(\.set\((\w+)\.outerHTML)(?=,\2\))": r"""\1.replace(/="(?:\.\.?\/)+/,'="')""",
    # It measures each block of code, whether the keyboard must scroll it. A cell's is about to become an editor.
    r'(?<="pre:not\(\.mermaid)(?=\) > code")': ", .run > *",
    # It gives a tooltip to whatever has a title. The link of each heading has its browser's, which says enough.
    r'(?<="\[title\]:not\(\[data-preview\])(?=\)")': ", .headerlink",
}


def lighten(site: Path) -> None:
    """Rewrite Material's script in a built site, each language's."""
    for script in site.glob("**/assets/javascripts/bundle.*.js"):
        text = script.read_text("utf-8")
        for costly, light in COSTLY.items():
            text = re.sub(costly, light, text)
        script.write_text(text, "utf-8")
