"""pytest collects each snippet, exercise and figure program: `lessonkit/checks/recorded.py`."""

from functools import partial

import pytest

from lessonkit.checks.recorded import checks_of
from lessonkit.project import HERE


def pytest_pycollect_makemodule(module_path, parent):
    if {HERE.snippets, HERE.figures} & {*module_path.parents}:
        return Program.from_parent(parent, path=module_path)
    return None


class Program(pytest.Module):
    """A program with what it has to do; it is not imported."""

    def collect(self):
        for check in checks_of(HERE, self.path):
            promise = partial(keep, check, self.path)
            yield pytest.Function.from_parent(self, name=check.__name__, callobj=promise)


def keep(check, path) -> None:
    """Fail with what is wrong, in sentences that need no traceback."""
    if found := [str(fault) for fault in check(HERE, path)]:
        pytest.fail("\n".join(found), pytrace=False)
