"""What all tests share: the built site."""

import pytest

from lessonkit.checks.site import Site
from lessonkit.checks.unproved import report
from lessonkit.project import HERE


@pytest.fixture(scope="session")
def site() -> Site:
    """The site as `make build` left it."""
    if not (HERE.site / "vi" / "index.html").exists():
        pytest.fail("site/ is not built; run `make build`, or `make test`, which does")
    return Site(HERE)


def pytest_terminal_summary(terminalreporter):
    """After a run that looked at the whole site: what on it no test proves."""
    if any("tests/test_site.py" in done.nodeid for done in terminalreporter.stats.get("passed", [])):
        terminalreporter.section("shown, and proved by no test")
        for line in report(Site(HERE)):
            terminalreporter.write_line(line)
