"""All languages of a page hold the same things in the same order; numbers, claims and links in any order of a section."""

from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher

from lessonkit.checks.python_blocks import is_output
from lessonkit.checks.site import Fault, Page, Site, code_of, has_class
from lessonkit.project import SO_FAR, TRANSLATIONS

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
START = "front-matter ---"  # before all that is compared, so that whatever differs has something above it


def that_differ(site: Site) -> Iterator[Fault]:
    """Pages without a twin, and twins that lack, add or reorder something."""
    for translation in TRANSLATIONS:
        for language, other in (("en", translation), (translation, "en")):
            for source in site.project.pages(language):
                twin = site.project.docs(other) / source.relative_to(site.project.docs(language))
                if not twin.exists():
                    yield Fault("g", site.project.name(source), f"has no twin; write {site.project.name(twin)}")
    for page in site.pages(*TRANSLATIONS):
        if twin := site.page("en", page.name):
            yield from differences(page, twin)


def not_as_listed(site: Site) -> Iterator[Fault]:
    """Pages that are translated and not listed as such, or the other way round: addresses and links go by the list."""
    for language in TRANSLATIONS:
        for source in site.project.pages(language):
            name = source.relative_to(site.project.docs(language)).as_posix()
            is_listed = name in SO_FAR.get(language, [name])
            if source.is_symlink() == is_listed:
                what = "is a link to the English page" if is_listed else "is translated"
                yield Fault("g", site.project.name(source), f"{what}, and mkdocs.yml says otherwise; mend the pages of {language} under extra.languages there")


def differences(page: Page, twin: Page) -> Iterator[Fault]:
    """The first thing in which a translation differs from its English twin."""
    mine, theirs = skeleton(page), skeleton(twin)
    for action, i1, i2, j1, j2 in SequenceMatcher(None, theirs, mine, autojunk=False).get_opcodes():
        if action != "equal":
            here, there = " and ".join(mine[j1:j2]) or "nothing", " and ".join(theirs[i1:i2]) or "nothing"
            above = mine[j1 - 1]
            place = page.place(needle(mine[j1] if j1 < j2 else above))
            yield Fault("g", place, f"has {here} where {twin.project.name(twin.source)} has {there} after {above}; make both alike")
            return
    of_twin = said_by_section(twin)
    for section, said in said_by_section(page).items():
        if said != of_twin[section]:
            added, lacking = said - of_twin[section], of_twin[section] - said
            what = " and ".join(["adds " + ", ".join(added)] * bool(added) + ["lacks " + ", ".join(lacking)] * bool(lacking))
            place = page.place(next(map(needle, added), f"{{ #{section} }}"))
            yield Fault("g", place, f"against {twin.project.name(twin.source)}, section #{section} {what}; make both alike")


def said_by_section(page: Page) -> dict[str, Counter]:
    """The numbers, claims and links of each section, by the id of its heading; a sentence may order them as it needs."""
    section, said = "", {"": Counter()}
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


def needle(thing: str) -> str:
    """What to look for in the Markdown, to say the line."""
    return thing.partition(" ")[2]


def skeleton(page: Page) -> list[str]:
    """What has to be alike, in the order of the page, each thing with a word that says what it is."""
    return [START, *filter(None, map(describe, page.article.iter("*")))]


def describe(element) -> str | None:
    """Name an element that must be alike in both languages; None for everything else."""
    classes = element.get("class", "").split()
    if element.tag in HEADINGS:
        return f"heading-{element.tag[1]} {{ #{element.get('id')} }}"
    if "highlight" in classes:
        return block(element)
    if element.tag == "annotation":
        return f"formula ${element.text}$"
    if element.tag == "figure":
        return f"picture {element.get('id')}"
    if "admonition" in classes:
        return f"admonition !!! {' '.join(classes[1:])}"
    if element.tag == "details":
        return f"admonition ??? {' '.join(classes)}"
    if element.tag == "tr":
        return f"table-row of {len(element)} cells"
    if element.tag == "li":
        return f"list-item of {element.getparent().tag}"
    return None


def block(element) -> str:
    """A block of code by its text; what a check says differs from language to language."""
    if is_output(element):
        speaks = element.xpath(f"preceding-sibling::*[1][{has_class('check')}]")
        return "output of a check" if speaks else f"output {code_of(element)}"
    return f"cell {element.get('class')}\n{code_of(element)}"
