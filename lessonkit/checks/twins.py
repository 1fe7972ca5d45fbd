"""Kind g: the two languages of a page hold the same things in the same order."""

from collections.abc import Iterator
from difflib import SequenceMatcher

from lessonkit.checks.outputs import is_run
from lessonkit.checks.python_blocks import is_output
from lessonkit.checks.site import Fault, Page, Site, code_of
from lessonkit.project import LANGUAGES

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def that_differ(site: Site) -> Iterator[Fault]:
    """Pages without a twin, and twins that lack, add or reorder something."""
    for language, other in (LANGUAGES, LANGUAGES[::-1]):
        for source in site.project.pages(language):
            twin = site.project.docs(other) / source.relative_to(site.project.docs(language))
            if not twin.exists():
                yield Fault("g", site.project.name(source), f"has no twin; write {site.project.name(twin)}")
    for page in site.pages("vi"):
        if twin := site.page("en", page.name):
            yield from differences(page, twin)


def differences(page: Page, twin: Page) -> Iterator[Fault]:
    """The first thing in which a Vietnamese page differs from its English twin."""
    mine, theirs = skeleton(page), skeleton(twin)
    for action, i1, i2, j1, j2 in SequenceMatcher(None, theirs, mine, autojunk=False).get_opcodes():
        if action != "equal":
            here, there = " and ".join(mine[j1:j2]) or "nothing", " and ".join(theirs[i1:i2]) or "nothing"
            after = f" after {mine[j1 - 1]}" if j1 else ""
            yield Fault("g", page.place(needle(mine[j1:j2] or mine[j1 - 1 : j1])), f"has {here} where {twin.project.name(twin.source)} has {there}{after}; make both alike")
            return


def needle(things: list[str]) -> str:
    """What to look for in the Markdown, to say the line."""
    return things[0].partition(" ")[2] if things else ""


def skeleton(page: Page) -> list[str]:
    """What has to be alike, in the order of the page, each thing with a word that says what it is."""
    return [thing for element in page.article.iter() if isinstance(element.tag, str) and (thing := describe(element))]


def describe(element) -> str | None:
    """Name an element that must be alike in both languages; None for everything else."""
    classes = element.get("class", "").split()
    if element.tag in HEADINGS:
        return f"heading-{element.tag[1]} #{element.get('id')}"
    if "highlight" in classes:
        return block(element)
    if element.tag == "annotation":
        return f"formula {element.text}"
    if element.tag == "figure":
        return f"picture {element.get('id')}"
    if element.tag == "data":
        return f"number [{element.text}]{{ {element.get('data-n') or 'quoted'}"
    if "admonition" in classes or element.tag == "details":
        return f"admonition {' '.join(sorted(set(classes) - {'admonition'}))}"
    if element.tag == "tr":
        return f"table-row of {len(element)} cells"
    if element.tag == "li":
        return "list-item"
    if element.tag == "a" and element.get("href") and "headerlink" not in classes:
        return f"link {target(element)}"
    return None


def block(element) -> str:
    """A block of code by its text; what a check says differs from language to language."""
    if is_output(element):
        above = element.getprevious()
        speaks = above is not None and is_run(above) and "check" in above.get("class", "").split()
        return "output of a check" if speaks else f"output {code_of(element)}"
    return f"cell {code_of(element)}"


def target(link) -> str:
    """Where a link leads, the same for both languages."""
    return link.get("href")
