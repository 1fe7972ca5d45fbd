"""Kinds b, j and k: what is on record against what the code makes now."""

from collections.abc import Iterator
from difflib import unified_diff
from itertools import islice

from lessonkit.checks.site import Fault, Site
from lessonkit.record import RecordError, left_over, recorded

KINDS = {".out": "b", ".svg": "k", ".ipynb": "j"}


def first_difference(old: str, new: str) -> str:
    """The first lines in which two texts differ, as a diff shows them."""
    after_the_names = islice(unified_diff(old.split("\n"), new.split("\n"), lineterm="", n=0), 2, 8)
    return "\n".join(line if len(line) < 160 else f"{line[:157]}…" for line in after_the_names)


def raised(error: RecordError) -> Fault:
    """The fault of a program that does not run."""
    where, _, message = str(error).partition(": ")
    return Fault("k" if where.startswith("figures/") else "a", where, message)


def stale_files(site: Site) -> Iterator[Fault]:
    """Outputs, figures and notebooks that differ from what the code makes, are missing, or are made by no code."""
    project, made = site.project, {}
    try:
        made = dict(recorded(project))
    except RecordError as error:
        yield raised(error)
        return
    for path, text in made.items():
        kind, name = KINDS[path.suffix], project.name(path)
        if not path.exists():
            yield Fault(kind, name, "is not there; run `make record` and commit it")
        elif (old := path.read_bytes().decode("utf-8")) != text:
            yield Fault(kind, name, f"is not what the code makes; run `make record`, and read `git diff`\n{first_difference(old, text)}")
    for path in left_over(project, set(made)):
        yield Fault(KINDS[path.suffix], project.name(path), "is made by no code any more; run `make record`, which removes it")
