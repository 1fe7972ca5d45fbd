"""pytest collects each snippet, exercise and figure program: `lessonkit/checks/recorded.py`."""

import pytest

from lessonkit.checks.recorded import checks_of
from lessonkit.project import HERE


def pytest_collect_file(file_path, parent):
    if checks_of(HERE, file_path):
        return Program.from_parent(parent, path=file_path)
    return None


def pytest_pycollect_makemodule(module_path, parent):
    """A program that is named on the command line is no module of tests besides."""
    return NoTests.from_parent(parent, path=module_path) if checks_of(HERE, module_path) else None


class NoTests(pytest.Module):
    def collect(self):
        return []


class Program(pytest.File):
    """A snippet, an exercise or a figure program."""

    def collect(self):
        for check in checks_of(HERE, self.path):
            yield Promise.from_parent(self, name=check.__name__, check=check)


class Promise(pytest.Item):
    """One thing that a program has to do."""

    def __init__(self, *, check, **kwargs):
        super().__init__(**kwargs)
        self.check = check

    def runtest(self):
        if found := [str(fault) for fault in self.check(HERE, self.path)]:
            pytest.fail("\n".join(found), pytrace=False)

    def reportinfo(self):
        return self.path, None, f"{HERE.name(self.path)}: {self.name}"
