"""`copy`: a small project with one of everything, for a test to break on purpose."""

import shutil
from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config

from lessonkit.checks.site import Site
from lessonkit.project import HERE, Project
from lessonkit.record import recorded
from lessonkit.translations import confirm

TINY = Path(__file__).parent / "tiny"


class Copy:
    """A small project in a folder of its own; `faults(check)` builds it and says what a check finds."""

    def __init__(self, root: Path):
        self.project = Project(root)
        shutil.copytree(TINY, root, dirs_exist_ok=True)
        config = root / "mkdocs.yml"
        config.write_text(config.read_text("utf-8").replace("REAL", str(HERE.root)), "utf-8")
        self.record()

    def record(self) -> None:
        for path, text in recorded(self.project):
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, "utf-8")
        confirm(self.project, "all")

    def edit(self, file: str, old: str, new: str) -> None:
        """Replace a text that must be there, once."""
        path = self.project.root / file
        text = path.read_text("utf-8")
        assert text.count(old), f"{file} does not hold {old!r}, so the test breaks nothing"
        path.write_text(text.replace(old, new, 1), "utf-8")

    def append(self, file: str, text: str) -> None:
        path = self.project.root / file
        path.write_text(path.read_text("utf-8") + text, "utf-8")

    def build(self) -> Site:
        for config in ("mkdocs.yml", "mkdocs.vi.yml"):
            build(load_config(str(self.project.root / config)))
        return Site(self.project)

    def faults(self, check) -> list[str]:
        found = list(check(self.build()))
        assert {fault.kind for fault in found} <= set("abcdefghijklm")
        return [str(fault) for fault in found]


@pytest.fixture
def copy(tmp_path) -> Copy:
    return Copy(tmp_path)
