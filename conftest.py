"""pytest collects each snippet, exercise and figure program: `lessonkit/checks/recorded.py`."""

import pytest

from lessonkit.checks.recorded import is_on_record, only_solution_is_right, runs_alone
from lessonkit.project import HERE
from lessonkit.record import figure_programs


def pytest_collect_file(file_path, parent):
    if file_path in HERE.programs():
        checks = [runs_alone, is_on_record]
    elif file_path in HERE.exercises():
        checks = [is_on_record, only_solution_is_right]
    elif file_path in figure_programs(HERE):
        checks = [is_on_record]
    else:
        return None
    return Program.from_parent(parent, path=file_path, checks=checks)


def pytest_pycollect_makemodule(module_path, parent):
    """A program that is named on the command line is no module of tests besides."""
    if module_path in [*HERE.programs(), *HERE.exercises(), *figure_programs(HERE)]:
        return NoTests.from_parent(parent, path=module_path)
    return None


class NoTests(pytest.Module):
    def collect(self):
        return []


class Program(pytest.File):
    """A snippet, an exercise or a figure program."""

    def __init__(self, *, checks, **kwargs):
        super().__init__(**kwargs)
        self.checks = checks

    def collect(self):
        return [
            Promise.from_parent(self, name=check.__name__, check=check) for check in self.checks
        ]


class FaultsFound(Exception):
    """What is wrong, in sentences that need no traceback."""


class Promise(pytest.Item):
    """One thing that a program has to do."""

    def __init__(self, *, check, **kwargs):
        super().__init__(**kwargs)
        self.check = check

    def runtest(self):
        if found := [str(fault) for fault in self.check(HERE, self.path)]:
            raise FaultsFound("\n".join(found))

    def repr_failure(self, excinfo, style=None):
        expected = isinstance(excinfo.value, FaultsFound)
        return str(excinfo.value) if expected else super().repr_failure(excinfo, style)

    def reportinfo(self):
        return self.path, None, f"{HERE.name(self.path)}: {self.name}"
