"""Each lesson page says what it is, and is where readers look for pages."""

import tomllib
from collections.abc import Iterator

from lessonkit.checks.site import Fault, Site
from lessonkit.pages import PageError, lists

SEARCHES = "tests/browser/search.toml"


def not_listed(site: Site) -> Iterator[Fault]:
    """Lists that differ from what the pages' front matter says."""
    project = site.project
    try:
        for path, text in lists(project):
            if path.read_text("utf-8") != text:
                message = "does not list the pages as their front matter says; run `make record`"
                yield Fault("page", project.name(path), message)
    except PageError as error:
        where, _, message = str(error).partition(": ")
        yield Fault("page", where, message)


def without_a_plan(site: Site) -> Iterator[Fault]:
    """Pages that the page for teachers has no lesson plan for."""
    for teachers in (page for page in site.pages() if page.name == "teachers"):
        for lesson in site.project.lessons(teachers.language):
            number = lesson.stem[:2]
            if not teachers.article.xpath(f".//h2[@id='p{number}']"):
                what = f"has no lesson plan for {lesson.stem}"
                yield teachers.fault("page", "", f"{what}; write `## {number} … {{ #p{number} }}`")


def without_searches(site: Site) -> Iterator[Fault]:
    """Pages for which a language has fewer than three searches that are tested to find them."""
    project = site.project
    searches = tomllib.loads((project.root / SEARCHES).read_text("utf-8"))
    for language in project.complete:
        places = [place.partition("/")[0] for place in searches.get(language, {}).values()]
        for lesson in project.lessons(language):
            if (found := places.count(lesson.stem)) < 3:
                what = f"[{language}] has {found} searches that lead to {lesson.stem}"
                yield Fault("page", SEARCHES, f"{what}; add a question, a topic and a name")


def without_a_file(site: Site) -> Iterator[Fault]:
    """Pages that lack one of the files that belong to them by their name."""
    project = site.project
    for lesson in project.lessons("en"):
        name = lesson.stem.replace("-", "_")
        for path in (project.snippets / f"{name}.py", project.figures / f"{name}.py"):
            if not path.exists():
                message = f"has no code of its own; write {project.name(path)}"
                yield Fault("page", project.name(lesson), message)
