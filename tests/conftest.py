"""What all tests share: the built site. At their end, the translations that are out of date."""

import os

import pytest

from lessonkit.checks.site import Site
from lessonkit.project import HERE
from lessonkit.translations import outdated_lines


@pytest.fixture(scope="session")
def site() -> Site:
    """The site as the build left it, in the folder that `SITE_DIR` names."""
    if not (HERE.site / "vi" / "index.html").exists():
        pytest.fail(f"{HERE.site_dir}/ is not built; run `make test`, which builds it")
    return Site(HERE)


def pytest_terminal_summary(terminalreporter):
    """List the sections whose English has changed since, in CI as annotations."""
    ran = terminalreporter.stats.get("passed", []) + terminalreporter.stats.get("failed", [])
    if not any("tests/test_site.py" in done.nodeid for done in ran):
        return
    for place, what in outdated_lines(HERE):
        terminalreporter.write_line(f"outdated  {place}: {what}")
        if os.environ.get("GITHUB_ACTIONS"):
            file, _, line = place.partition(":")
            terminalreporter.write_line(f"::warning file={file},line={line or 1}::{what}")
