"""A copy of the project, built as `make test` builds it, in which one change after the other is tried and undone."""

import logging
import multiprocessing
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config

from lessonkit.build import complete, environment
from lessonkit.checks import ALL
from lessonkit.checks.programs import items
from lessonkit.checks.site import Site
from lessonkit.project import HERE, LANGUAGES, Project
from lessonkit.prove.change import Change
from lessonkit.record import recorded
from lessonkit.translations import confirm

LEFT_OUT = (".*", "node_modules", "__pycache__", "site", "site-zensical")
FORK = multiprocessing.get_context("fork")


@dataclass(frozen=True)
class Finding:
    """What one check says: its name, the file that it names, and its message."""

    check: str
    file: str
    message: str


class Workshop:
    """A copy of the project that changes are tried on, one after the other; each is undone before the next."""

    def __init__(self, root: Path):
        """Take a copy, `new_copy` made it, as it is; what is wrong with it already counts for nothing."""
        self.project = Project(root)
        self.kept = {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in self.files()}
        self.own = set(self.findings([]))

    def files(self) -> Iterator[Path]:
        """Every file that a change, or what follows from it, may touch."""
        for folder, folders, names in os.walk(self.project.root):
            folders[:] = [name for name in folders if name not in ("lib", "__pycache__", ".pytest_cache")]
            yield from (path for name in names if not (path := Path(folder, name)).is_symlink())

    def tried(self, change: Change) -> list[Finding]:
        """What the checks find after a change; then all is as it was."""
        try:
            return apart(lambda: self.after(change))
        finally:
            self.undo()

    def undo(self) -> None:
        for path in list(self.files()):
            if path not in self.kept:
                path.unlink()
        for path, (stamp, content) in self.kept.items():
            if not path.exists() or path.stat().st_mtime_ns != stamp:
                path.write_bytes(content)
                os.utime(path, ns=(stamp, stamp))

    def after(self, change: Change) -> list[Finding]:
        """What the tests find once the change is made and the site built from it."""
        changed = self.apply(change)
        self.build(changed)
        return browser_findings(self.project, change.test) if change.test else [f for f in self.findings(changed) if f not in self.own]

    def apply(self, change: Change) -> list[str]:
        """Write what the change says, and what follows from it; return the names of the changed files."""
        project = self.project
        for file, text in change.edits.items():
            write(project.root / file, text)
        if change.recorded:
            for path, text in recorded(project, "" if change.recorded == "all" else change.recorded):
                if not path.exists() or path.read_text("utf-8") != text:
                    write(path, text)
        if change.translated:
            confirm(project, "all")
        now = {path: path.stat().st_mtime_ns for path in self.files()}
        before = {path: stamp for path, (stamp, _) in self.kept.items()}
        return sorted(project.name(path) for path in now.keys() | before.keys() if now.get(path) != before.get(path))

    def build(self, changed: list[str]) -> None:
        """Build again the pages that show something of the changed files, each by MkDocs and its real configuration."""
        for language in LANGUAGES:
            stale = self.stale(language, changed)
            for html in stale:
                if html.exists():
                    os.utime(html, (0, 0))  # older than its source, so that MkDocs builds it
            if stale or any(file.startswith("docs/en/static/") for file in changed):
                build(load_config(str(self.project.config(language)), strict=False), dirty=True)
        complete(self.project)

    def stale(self, language: str, changed: list[str]) -> list[Path]:
        """The built pages that show something of the changed files; a home page counts the minutes of all others."""
        pages = [page for page in self.project.pages(language) if self.shows(page, changed)]
        if any(page.stem == "index" for page in pages):
            return [*self.project.site.rglob("index.html")]
        return [built(self.project, page) for page in pages]

    def shows(self, page: Path, changed: list[str]) -> bool:
        """Whether a page is made from one of the files."""
        if self.project.name(page) in changed or (page.stem == "index" and "mkdocs.yml" in changed):
            return True
        text = page.read_text("utf-8")
        return any(Path(file).name in text for file in changed if file.startswith(("snippets/", f"docs/{page.parent.name}/figures/")))

    def findings(self, changed: list[str]) -> list[Finding]:
        """What all checks of the site say, and those of the changed snippets: the functions that `make test` runs."""
        site, project = Site(self.project), self.project
        found = [finding for check in ALL for finding in told(check.__name__, lambda check=check: check(site))]
        for path in [*project.programs(), *project.exercises()]:
            if path.stem in {Path(file).name.split(".")[0] for file in changed if file.startswith("snippets/")}:
                found += [finding for name, faults in all_items(project, path) for finding in told(name, faults)]
        return found


def new_copy(root: Path) -> None:
    """Copy the project into an empty folder, and build it there."""
    project = copied(root)
    quietly()
    for language in LANGUAGES:
        build(load_config(str(project.config(language)), strict=False))
    complete(project)


def copied(root: Path, *left_out: str) -> Project:
    """A copy of the project without what is built, what set-up brought, and whatever else is left out by its name."""
    shutil.copytree(HERE.root, root, symlinks=True, ignore=shutil.ignore_patterns(*LEFT_OUT, *left_out), dirs_exist_ok=True)
    return Project(root)


def quietly() -> None:
    """What MkDocs warns of, the checks tell too."""
    os.environ |= environment()
    logging.disable(logging.CRITICAL)


def write(path: Path, text: str | None) -> None:
    if text is None:
        path.unlink()
    else:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", newline="")


def built(project: Project, page: Path) -> Path:
    """The HTML of a Markdown page."""
    language = page.relative_to(project.root / "docs").parts[0]
    name = page.relative_to(project.docs(language)).with_suffix("")
    return project.built(language) / (name.parent if name.name == "index" else name) / "index.html"


def all_items(project: Project, path: Path) -> list[tuple[str, Callable]]:
    """The items of a snippet; one whose marks do not fit has none, and fails as a whole."""
    try:
        return list(items(project, path))
    except Exception as error:
        return [(path.name, lambda error=error: (_ for _ in ()).throw(error))]


def told(name: str, check: Callable) -> list[Finding]:
    """What one check says. One that raises has failed, but names nothing."""
    try:
        return [Finding(name, fault.where.partition(":")[0], str(fault)) for fault in check()]
    except BaseException as error:
        return [Finding(name, "", f"raises {error!r}")]


def browser_findings(project: Project, test: str) -> list[Finding]:
    """Run one browser test in the copy."""
    node = f"tests/browser/test_cells_agree.py::{test}"
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:randomly", node]
    done = subprocess.run(command, cwd=project.root, capture_output=True, text=True, env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"})
    failed = re.findall(r"^FAILED \S+::(\w+)\[(\S+)\]", done.stdout, re.M)
    if done.returncode == 0 and " passed" in done.stdout:
        return []
    if not failed:
        return [Finding("no browser test ran", "", done.stdout[-2000:] + done.stderr[-2000:])]
    return [Finding(name, page, done.stdout[-6000:]) for name, page in failed]


def apart(work: Callable[[], list[Finding]]) -> list[Finding]:
    """Do some work in a process of its own, so that nothing of it is left behind in this one."""
    reader, writer = FORK.Pipe(duplex=False)

    def send():
        try:
            writer.send(work())
        except BaseException as error:
            writer.send([Finding("building", "", f"raises {error!r}")])

    child = FORK.Process(target=send)
    child.start()
    found = reader.recv()
    child.join()
    return found
