"""Each lesson page has what belongs to it by its name."""

import tomllib
from collections.abc import Iterator

from lessonkit.checks.site import Fault, Site

SEARCHES = "tests/browser/searches"


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
    for lesson in project.lessons("en"):
        path = project.root / SEARCHES / f"{lesson.stem}.toml"
        searches = tomllib.loads(path.read_text("utf-8")) if path.exists() else {}
        for language in project.complete:
            places = [*searches.get(language, {}).values()]
            if len(places) < 3:
                what = f"[{language}] has {len(places)} searches that lead to {lesson.stem}"
                remedy = "add a question, a topic and a name from its code"
                yield Fault("page", project.name(path), f"{what}; {remedy}")
            for place in places:
                if place.partition("/")[0] != lesson.stem:
                    what = f"[{language}] leads to {place}; move it into the file of that page"
                    yield Fault("page", project.name(path), what)


def without_a_file(site: Site) -> Iterator[Fault]:
    """Pages that lack one of the files that belong to them by their name."""
    project = site.project
    for lesson in project.lessons("en"):
        name = lesson.stem.replace("-", "_")
        for path in (project.snippets / f"{name}.py", project.figures / f"{name}.py"):
            if not path.exists():
                message = f"has no code of its own; write {project.name(path)}"
                yield Fault("page", project.name(lesson), message)
