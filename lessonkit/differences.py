"""What differs in the site as Zensical builds it: a plugin of pytest for `make test-zensical`.

Each test in tests/zensical.toml, listed with the reason, has to fail, and all others have to pass. So a difference that is
new ends in red, and so does one that has gone.
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest

from lessonkit.project import HERE

LIST = HERE.root / "tests" / "zensical.toml"


@dataclass(frozen=True)
class Difference:
    """A test that fails, as listed: one set of parameters, `file::test[…]`, all of them, `file::test`, or all of a file."""

    test: str
    why: str

    def is_of(self, item: pytest.Item) -> bool:
        return self.test in (item.nodeid, item.nodeid.partition("[")[0], item.nodeid.partition("::")[0])


def differences(path: Path) -> list[Difference]:
    return [Difference(**entry) for entry in tomllib.loads(path.read_text("utf-8"))["difference"]]


def pytest_collection_modifyitems(items):
    """Expect every listed test to fail. Raises UsageError where a listed one is not there."""
    for difference in differences(LIST):
        found = [item for item in items if difference.is_of(item)]
        if not found:
            raise pytest.UsageError(f"{LIST.name} lists a test that is not there; take it out: {difference.test}")
        for item in found:
            item.add_marker(pytest.mark.xfail(reason=difference.why, strict=True))
