"""A change to some files of a project, and how an injector finds a place for one."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from difflib import unified_diff
from random import Random

from lessonkit.project import Project

PAGES = ("docs/*/**/*.md",)
PROGRAMS = ("snippets/[!a]*.py",)  # all but the toolkit
EXERCISES = ("snippets/exercises/*.py",)
OUTPUTS = ("snippets/**/*.out",)
PICTURES = ("docs/*/figures/*.svg",)
NOTEBOOKS = ("docs/*/notebooks/*.ipynb",)


@dataclass(frozen=True)
class Change:
    """The new text of each changed file, None for one that is gone.

    A fault is caught where a message names one of `names`, beginnings of paths. `recorded` is followed by `make record`
    of one page, or of all by "all"; `translated` by `make translated`. `test` is the browser test that has to fail.
    """

    edits: dict[str, str | None]
    names: tuple[str, ...] = ()
    recorded: str = ""
    translated: bool = False
    test: str = ""

    def diff(self, before: Callable[[str], str]) -> str:
        """What the change does, as `git diff` shows it."""
        parts = []
        for file, text in self.edits.items():
            old, new = before(file).split("\n"), (text or "").split("\n")
            parts += unified_diff(old, new, file, file if text is not None else "gone", lineterm="", n=0)
        return "\n".join(line if len(line) < 200 else f"{line[:200]}…" for line in parts)


Injector = Callable[[Project, Random], Change]  # raises LookupError where the project has no place for it


def read(project: Project, file: str) -> str:
    path = project.root / file
    return path.read_text("utf-8") if path.exists() else ""


def places(project: Project, globs: tuple[str, ...], pattern: str | re.Pattern) -> list[tuple[str, re.Match]]:
    """Every match of a pattern in some files: the file's name, and the match."""
    files = sorted({path for glob in globs for path in project.root.glob(glob)})
    texts = ((project.name(path), path.read_text("utf-8")) for path in files)
    pattern = re.compile(pattern, re.M) if isinstance(pattern, str) else pattern
    return [(file, match) for file, text in texts for match in pattern.finditer(text)]


def subject(file: str) -> str:
    """What a message has to name: a page or picture itself; of a snippet the `.py` or any of its `.out`."""
    return re.sub(r"(?:\.vi)?\.(?:out|py)$", "", file) if file.startswith("snippets/") else file


def put(file: str, match: re.Match, new: str, group: int | str = 0, **options) -> Change:
    """Put a text in the place of a match, or of one group of it."""
    text = match.string[: match.start(group)] + new + match.string[match.end(group) :]
    return Change({file: text}, **{"names": (subject(file),)} | options)


def pick(project: Project, rng: Random, globs: tuple[str, ...], pattern: str | re.Pattern) -> tuple[str, re.Match]:
    """One match of a pattern, as `places` gives them."""
    return rng.choice(places(project, globs, pattern))


def other_digit(text: str, rng: Random) -> str:
    """The same text with one other digit."""
    at = rng.choice([match.start() for match in re.finditer(r"\d", text)])
    return text[:at] + rng.choice([digit for digit in "0123456789" if digit != text[at]]) + text[at + 1 :]


def twin(file: str) -> str:
    """The same page in the other language."""
    return file.replace("docs/en/", "docs/vi/") if file.startswith("docs/en/") else file.replace("docs/vi/", "docs/en/")
