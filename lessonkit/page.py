"""`make page NAME=14-title`: a new page in every language, with its snippet, exercise, picture and test, proved and running.

What it holds stands in `lessonkit/new_page/`: a real page of the name `00-new`, whose words say what the author writes.
"""

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from lessonkit.project import HERE, LANGUAGES, Project
from lessonkit.record import RecordError, recorded
from lessonkit.translations import Translation, hashes_now, recorded_hashes, translations, with_hashes

TEMPLATES = Path(__file__).parent / "new_page"
NAME = re.compile(r"(?P<number>\d\d)-(?P<slug>[a-z][a-z0-9]*(?:-[a-z0-9]+)*)")
NAV = re.compile(r"^ +- (?P<number>\d\d)-[\w-]+\.md.*\n", re.M)
MAP = re.compile(r"^\| (?P<number>\d\d) \|.*\n", re.M)
PLAN = re.compile(r"^## (?P<number>\d\d) .*\n(?:(?!## ).*\n)*", re.M)
LOOKED_UP = ("glossary", "reference")  # they name the page that teaches a thing, and lead there as soon as it exists
LEADING = ("index", "teachers", *LOOKED_UP)


class PageError(Exception):
    """Why there is no new page, and what to do."""


def new_files(project: Project, name: str) -> dict[str, str]:
    """What a new page adds and changes: the text of each file, by its name from the project's root."""
    return own_files(name) | {file: text for language in LANGUAGES for file, text in led_there(project, name, language)}


def own_files(name: str) -> dict[str, str]:
    """The files of the new page itself: the templates, with its name in the place of theirs."""
    snake = name.replace("-", "_")
    templates = {
        f"snippets/{snake}.py": "snippet.py",
        f"snippets/exercises/{snake}_1.py": "exercise.py",
        f"figures/{snake}.py": "figure.py",
        f"tests/pages/test_{snake}.py": "test.py",
    } | {f"docs/{language}/{name}.md": f"page.{language}.md" for language in LANGUAGES if is_written(language)}
    return {file: named((TEMPLATES / template).read_text("utf-8"), name) for file, template in templates.items()}


def is_written(language: str) -> bool:
    """Whether a new page has words in a language; where not, it starts as a link to the English one."""
    return (TEMPLATES / f"page.{language}.md").exists()


def named(text: str, name: str) -> str:
    """A template with the name and the number of a page."""
    text = text.replace("00-new", name).replace("00_new", name.replace("-", "_"))
    return re.sub(r"\b(p?)00\b", rf"\g<1>{name[:2]}", text)


def led_there(project: Project, name: str, language: str) -> Iterator[tuple[str, str]]:
    """What leads to the new page in one language: the navigation, the map, its lesson plan, and what names the page already."""
    title = re.search(r"^title: (.*)$", own_files(name)[f"docs/{language if is_written(language) else 'en'}/{name}.md"], re.M)[1]
    row = f'| {name[:2]} | [{title}]({name}.md) | <span data-minutes="{name}"></span> |\n'
    config = project.config(language)
    yield config.name, with_line(config.read_text("utf-8"), NAV, name[:2], lambda line: re.sub(r"\S+\.md.*", f"{name}.md", line))
    home = project.docs(language) / "index.md"
    yield project.name(home), with_line(home.read_text("utf-8"), MAP, name[:2], lambda line: row)
    if is_written(language):
        plans, plan = project.docs(language) / "teachers.md", named((TEMPLATES / f"plan.{language}.md").read_text("utf-8"), name)
        yield project.name(plans), with_line(plans.read_text("utf-8"), PLAN, name[:2], lambda above: f"{plan}\n" if above.endswith("\n\n") else f"\n{plan}")
    for page in LOOKED_UP:
        path = project.docs(language) / f"{page}.md"
        if path.exists() and not path.is_symlink():
            yield project.name(path), with_links(path.read_text("utf-8"), name)


def with_line(text: str, lines: re.Pattern, number: str, new: Callable[[str], str]) -> str:
    """A text with one line or passage more, made from the one above it: below the last of a lower number, or above all."""
    there = list(lines.finditer(text))
    lower = [line for line in there if line["number"] < number]
    if not there:
        return text
    neighbour = lower[-1] if lower else there[0]
    at = neighbour.end() if lower else neighbour.start()
    return text[:at] + new(neighbour[0]) + text[at:]


def with_links(text: str, name: str) -> str:
    """A text in which what names the new page leads to it."""
    return re.sub(rf"(?<!\[)\b((?:Page|Trang) {name[:2]})\b", rf"[\1]({name}.md)", text, flags=re.I)


def check(project: Project, name: str) -> None:
    """Raise PageError where the name will not do, or where something stands in the way."""
    if not NAME.fullmatch(name):
        said = f"{name!r} is no name for a page" if name else "Say what the new page is called"
        raise PageError(f"{said}: two digits, then small letters and digits in words with a hyphen between: make page NAME={example(project)}")
    for file in own_files(name):
        if (project.root / file).exists():
            raise PageError(f"{file} lies there already and would be lost; move it away, or take another name: make page NAME={example(project)}")
    number, slug = NAME.fullmatch(name).groups()
    for page in lessons(project):
        if page[:2] == number or page[3:] == slug:
            raise PageError(f"There is {page} already, and {name} would be mistaken for it; take another name: make page NAME={example(project)}")
    for page in touched(project, name):
        if recorded_hashes(page.source.read_text("utf-8")) != hashes_now(project, page.name):
            raise PageError(f"{project.name(page.source)} gets a line and is not up to date with its English source; see to that first, then make translated PAGE={page.call}")


def lessons(project: Project) -> list[str]:
    """The names of all pages with a number, whole or half made, in their order."""
    files = [*project.programs(), *(page for language in LANGUAGES for page in project.pages(language))]
    return sorted(filter(NAME.fullmatch, {file.stem.replace("_", "-") for file in files}))


def example(project: Project) -> str:
    """A name that is free."""
    return f"{int(max(lessons(project), default='00')[:2]) + 1:02}-title"


def touched(project: Project, name: str) -> list[Translation]:
    """The translations whose English source a new page changes, and its own."""
    return [page for page in translations(project) if page.name in (name, *LEADING)]


@contextmanager
def all_or_nothing() -> Iterator[Callable[[Path, str | Path], None]]:
    """Gives a function that writes a file, or a link to one. Where a later step fails, every file is as it was."""
    before: dict[Path, bytes | None] = {}

    def write(path: Path, content: str | Path) -> None:
        old = path.read_bytes() if path.exists() else None
        if isinstance(content, str) and old == content.encode():
            return
        before.setdefault(path, old)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.symlink_to(content) if isinstance(content, Path) else path.write_text(content, "utf-8", newline="\n")

    try:
        yield write
    except BaseException:
        for path, content in before.items():
            path.unlink(missing_ok=True) if content is None else path.write_bytes(content)
        raise


def make(project: Project, name: str) -> None:
    """Write a new page, what leads to it, what its code prints and draws, and that its translation is up to date."""
    check(project, name)
    with all_or_nothing() as write:
        for file, text in new_files(project, name).items():
            write(project.root / file, text)
        for page in (project.docs(language) / f"{name}.md" for language in LANGUAGES if not is_written(language)):
            write(page, Path("..", "en", page.name))
        for path, text in recorded(project, name.replace("-", "_")):
            write(path, text)
        for page in touched(project, name):
            write(page.source, with_hashes(page.source.read_text("utf-8"), hashes_now(project, page.name)))


def main(name: str = "") -> int:
    try:
        make(HERE, name)
    except (PageError, RecordError) as error:
        print(f"No page is made. {error}", file=sys.stderr)
        return 2
    files = "\n".join(f"  {file}" for file in own_files(name))
    print(
        f"The page {name} is there, in the navigation and on the map:\n{files}\n"
        f"`make serve` shows it, `make test` is green with it. Now write it: each grey passage says what belongs in its place.\n"
        f"Then `make record`, `make translated PAGE={name}` and `make test`; CONTRIBUTING.md says what a page holds."
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
