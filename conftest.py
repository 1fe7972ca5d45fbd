"""pytest collects every snippet: one item for each file, one for each of its sections, in the order of the pages.

A new file in `snippets/` is collected without touching a test. What has to be proved: `lessonkit/checks/programs.py`.
"""

import pytest

from lessonkit.checks.programs import items
from lessonkit.project import HERE


def pytest_collect_file(file_path, parent):
    if file_path.suffix == ".py" and file_path.parent in (HERE.snippets, HERE.snippets / "exercises"):
        return SnippetFile.from_parent(parent, path=file_path)
    return None


class SnippetFile(pytest.File):
    """A snippet or an exercise."""

    def collect(self):
        for name, faults in items(HERE, self.path):
            yield SnippetItem.from_parent(self, name=name, faults=faults)


class FaultsFound(Exception):
    """What is wrong, in sentences that need no traceback."""


class SnippetItem(pytest.Item):
    """One thing that a snippet has to do; `faults` says what is wrong with it."""

    def __init__(self, *, faults, **kwargs):
        super().__init__(**kwargs)
        self.faults = faults

    def runtest(self):
        if found := [str(fault) for fault in self.faults()]:
            raise FaultsFound("\n".join(found))

    def repr_failure(self, excinfo, style=None):
        return str(excinfo.value) if isinstance(excinfo.value, FaultsFound) else super().repr_failure(excinfo, style)

    def reportinfo(self):
        return self.path, None, f"{HERE.name(self.path)}: {self.name}"
