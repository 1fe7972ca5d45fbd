"""A small project with one of everything, for a test to break on purpose."""

import logging
import shutil
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config

from lessonkit.checks import ALL
from lessonkit.checks.recorded import checks_of
from lessonkit.checks.site import Site
from lessonkit.project import HERE, Project
from lessonkit.record import made_by, programs
from lessonkit.translations import confirm, translated

TINY = Path(__file__).parent / "tiny"


class TinyProject:
    """A copy of the small project; `faults()` builds it and says all that is wrong with it."""

    def __init__(self, root: Path):
        self.project = Project(root)
        shutil.copytree(TINY, root, dirs_exist_ok=True)
        shutil.copy(HERE.figures / "svg.py", self.project.figures)
        for _ in ("INHERIT", "hooks"):
            self.edit("mkdocs.yml", "REAL", str(HERE.root))
        self.record()
        for page in translated(self.project).values():
            confirm(page)

    def record(self) -> None:
        for path in programs(self.project):
            for file, text in made_by(self.project, path).items():
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(text, "utf-8")

    def edit(self, file: str, old: str, new: str) -> None:
        """Replace a text that must be there, once; without an old text, append."""
        path = self.project.root / file
        text = path.read_text("utf-8") if path.exists() else ""
        assert old in text, f"{file} does not hold {old!r}, so the test breaks nothing"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text.replace(old, new, 1) if old else text + new, "utf-8")

    def faults(self) -> list[str]:
        """What the build warns of, and what every check finds."""
        project, warnings = self.project, Warnings()
        logger = logging.getLogger("mkdocs.lesson")
        logger.addHandler(warnings)
        for language in project.languages:
            build(load_config(str(project.config(language))))
        logger.removeHandler(warnings)
        if warnings.messages:  # with --strict the build ends here
            return warnings.messages
        return self.found()

    def found(self) -> list[str]:
        """What every check finds in the built site."""
        project = self.project
        site = Site(project)
        found = [fault for check in ALL for fault in check(site)]
        for path in programs(project):
            found += [fault for check in checks_of(project, path) for fault in check(project, path)]
        return [*dict.fromkeys(map(str, found))]


class Warnings(logging.Handler):
    """Keeps what is logged."""

    def __init__(self):
        super().__init__()
        self.messages: list[str] = []

    def emit(self, record):
        self.messages.append(record.getMessage())
