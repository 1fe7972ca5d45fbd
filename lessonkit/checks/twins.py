"""All languages of a page hold the same things; only their words differ.

Headings, cells, formulas, pictures and the like come in the same order. Numbers, claims and links
are the same in each section, in whatever order its sentences need.
"""

from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher

from lessonkit.checks.blocks import is_output
from lessonkit.checks.site import Fault, Page, Site, code_of, has_class

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
START = "front-matter ---"  # so that whatever differs has something above it


def differences(site: Site) -> Iterator[Fault]:
    """Pages without a twin, and twins that lack, add or reorder something."""
    project = site.project
    for language in project.translations:
        wanted = [(language, "en")] + [("en", language)] * (language in project.complete)
        for written, other in wanted:
            for source in project.own_pages(written):
                path = project.docs(other) / source.name
                if not path.exists():
                    message = f"has no twin; write {project.name(path)}"
                    yield Fault("twin", project.name(source), message)
    for page in (page for language in project.translations for page in site.pages(language)):
        if twin := site.page("en", page.name):
            yield from differences_in_order(page, twin)
            yield from differences_by_section(page, twin)


def differences_in_order(page: Page, twin: Page) -> Iterator[Fault]:
    """The first thing in which the skeleton of a translation differs from its English twin."""
    mine, theirs = skeleton(page), skeleton(twin)
    for action, i1, i2, j1, j2 in SequenceMatcher(None, theirs, mine, False).get_opcodes():
        if action != "equal":
            here = " and ".join(mine[j1:j2]) or "nothing"
            there = " and ".join(theirs[i1:i2]) or "nothing"
            above = mine[j1 - 1]
            what = f"has {here} where {page.project.name(twin.source)} has {there} after {above}"
            place = needle(mine[j1] if j1 < j2 else above)
            yield page.fault("twin", place, f"{what}; make both alike")
            return


def differences_by_section(page: Page, twin: Page) -> Iterator[Fault]:
    """The numbers, claims and links that a section adds or lacks."""
    of_twin = said_by_section(twin)
    for section, said in said_by_section(page).items():
        added, lacking = said - of_twin.get(section, said), of_twin.get(section, said) - said
        what = [f"adds {thing}" for thing in added] + [f"lacks {thing}" for thing in lacking]
        if what:
            place = next(map(needle, added), f"{{ #{section} }}")
            against = f"against {page.project.name(twin.source)}, section #{section}"
            yield page.fault("twin", place, f"{against} {' and '.join(what)}; make both alike")


def needle(thing: str) -> str:
    """What to look for in the Markdown, to say the line."""
    return thing.partition(" ")[2]


def skeleton(page: Page) -> list[str]:
    """What has to be alike in its order, each thing with a word that says what it is."""
    return [START, *filter(None, map(describe, page.article.iter("*")))]


def describe(element) -> str | None:
    """Name an element of the skeleton; None for everything else.

    A block of code goes by its text: titles and what a check says differ between the languages.
    """
    tag, classes = element.tag, element.get("class", "").split()
    if tag in HEADINGS:
        return f"heading-{tag[1]} {{ #{element.get('id')} }}"
    if "highlight" in classes and is_output(element):
        checks = element.xpath(f"preceding-sibling::*[1][{has_class('check')}]")
        speaks = checks or "spoken" in classes
        return "output of a check" if speaks else f"output {code_of(element)}"
    if "highlight" in classes:
        return f"cell {element.get('class')}\n{code_of(element)}"
    if "admonition" in classes or tag == "details":
        sign = "???" if tag == "details" else "!!!"
        return f"admonition {sign} {' '.join(c for c in classes if c != 'admonition')}"
    if tag == "annotation":
        return f"formula ${element.text}$"
    if tag == "figure":
        return f"picture {element.get('id')}"
    if tag in ("tr", "li"):
        parent = element.getparent().tag
        return f"table-row of {len(element)} cells" if tag == "tr" else f"list-item of {parent}"
    return None


def said_by_section(page: Page) -> dict[str, Counter]:
    """The numbers, claims and links of each section, by the id of its heading."""
    section = ""
    said: dict[str, Counter] = {section: Counter()}
    for element in page.article.iter("*"):
        if element.tag in HEADINGS:
            section = element.get("id", "")
            said[section] = Counter()
        elif thing := said_by(element):
            said[section][thing] += 1
    return said


def said_by(element) -> str | None:
    """Name a number, a claim or a link; None for everything else."""
    if element.tag == "data":
        origin = element.get("data-n")
        return f"number [{element.text}]{{ " + (f'n="{origin}" }}' if origin else "quoted=")
    if "claim" in element.get("class", "").split():
        return f"claim {element.get('data-holds') or 'quoted='}"
    if element.tag == "a" and "headerlink" not in element.get("class", ""):
        return f"link ({element.get('href')})"
    return None
