"""No check but a list, which `make test` prints: numbers quoted from elsewhere, what waits for its words, and what no test looks at."""

import re
from collections.abc import Iterator

from lessonkit.checks.numbers import prose, quoted_numbers
from lessonkit.checks.python_blocks import OTHER_LANGUAGES, language_of
from lessonkit.checks.site import Page, Site, code_of, plain, text_of
from lessonkit.project import LANGUAGES

OUTSIDE = "not(ancestor-or-self::article or ancestor::script or ancestor::style or ancestor::*[local-name()='svg'])"
TO_WRITE = "To write."  # how such passages begin in lessonkit/new_page/
WHOLE = re.compile(r"(?<![\w.])\d+(?![\w.]*\d)")


def report(site: Site) -> Iterator[str]:
    """The list, line by line. Numbers are the same in both languages, so English stands for both."""
    for page in site.pages("en"):
        for shown, source in quoted_numbers(page):
            yield f"quoted   {page.name}: {shown} from {source}"
    whole = {page.name: sum(len(WHOLE.findall(text)) for text in prose(page)) for page in site.pages("en")}
    yield f"whole    numbers in prose, which may stand bare: {', '.join(f'{name} {number}' for name, number in whole.items() if number)}"
    for page in site.pages("en"):
        if passages := sum(plain(text_of(passage)).startswith(TO_WRITE) for passage in page.article.iter("blockquote")):
            yield f"draft    {page.name}: {passages} passages only say what has to be written"
    for page in site.pages("en"):
        for block in page.blocks:
            if language_of(block) in OTHER_LANGUAGES:
                yield f"command  {page.name}: {plain(code_of(block))}"
    for language in LANGUAGES:
        if words := themes_words(site, language):
            yield f"theme    {language}: {', '.join(words)}"


def themes_words(site: Site, language: str) -> list[str]:
    """What stands around the articles and is no title or heading of a page, each once."""
    words: dict[str, None] = {}
    titles = {title for page in site.pages(language) for title in headings(page)}
    for page in site.pages(language):
        inside = f"//body//*[{OUTSIDE}]"
        nodes = page.tree.xpath(f"{inside}[not(self::script or self::style)] | {inside}/@title | {inside}/@aria-label | //body//@placeholder")
        texts = [node if isinstance(node, str) else own_text(node) for node in nodes]
        words |= {text: None for text in map(plain, texts) if text and not {text, text.partition(": ")[2]} & titles}
    return list(words)


def own_text(element) -> str:
    """An element's text without that of the elements in it, but with its words of the other language."""
    if is_marked(element):
        return ""
    texts = [element.text]
    for child in element:
        texts += [child.text if is_marked(child) else "", child.tail]
    return "".join(filter(None, texts))


def is_marked(element) -> bool:
    """Whether an element only says the language of its words."""
    return element.tag == "span" and bool(element.get("lang"))


def headings(page: Page) -> set[str]:
    return {plain("".join(heading.itertext())).removesuffix("¶") for heading in page.article.xpath(".//*[self::h1 or self::h2 or self::h3 or self::h4]")}
