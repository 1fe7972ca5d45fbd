"""Material's script, without what makes a phone work for nothing while a page opens: styling the whole page twice more, and
looking after what is looked after already. What is left is done bit by bit, so that a tap is answered in between. One mistake
is mended, too, which a slow line brings out.
"""

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
    # It measures each block of code, whether the keyboard must scroll it. A cell is about to replace its own.
    r'(?<="pre:not\(\.mermaid)(?=\) > code")': ", .run > *, .output > *",
    # It gives a tooltip to whatever has a title. The link of each heading has its browser's, which says enough.
    r'(?<="\[title\]:not\(\[data-preview\])(?=\)")': ", .headerlink",
    # It lays the page out anew for the tooltip of each button in the header, on a phone too, where nothing hovers.
    r'("\[title\]",\w+\)\)\.pipe\(\w+\(\(\)=>)(?=\w+\("content\.tooltips"\))': r'\1matchMedia("(hover)").matches&&',
    # It brings all parts of a page to life on end, in which time a phone answers to nothing. Each has a task of its own here ...
    r'\.\.\.\w+\("[-\w]+"\)\.map\(\w+=>[\w$]+\(\w+(?:,\{[^{}]*\})?\)': r"\g<0>LATER",
    # ... and so has its navigation without loads.
    r"progress\$:\w+\}\)(?=\.subscribe\()": r"\g<0>LATER",
}
MISTAKEN = {
    # A quarter of a second after a page was scrolled, it tells the address which heading is in view. If a link was followed in
    # between, the address is the next page's already, and loses the heading that the link named: on a slow line, while it comes.
    r'(\.subscribe\()(\(\[,\{prev:\w+\}\]\)=>)(\{let \w+=\w+\(\),(?:(?!\}\)).)*history\.replaceState\(\{\},"",`\$\{\w+\}`\)\})(?=\))':
        r"\1(page=>\2{if(page===location.pathname)\3})(location.pathname)",
}
LATER = r"\}\)(\.pipe\(\w+\(\w+\)\))\}function "  # how it says so itself, where it makes a tooltip


def lighten(site: Path) -> None:
    """Rewrite Material's script in a built site, each language's."""
    for script in site.glob("**/assets/javascripts/bundle.*.js"):
        text = script.read_text("utf-8")
        later = re.search(f"{LATER}|$", text)[1] or ""
        for found, put in (COSTLY | MISTAKEN).items():
            text = re.sub(found, put.replace("LATER", later), text)
        script.write_text(text, "utf-8")
