"""What all tests share: the built site."""

import pytest

from lessonkit.checks.site import Site
from lessonkit.project import HERE


@pytest.fixture(scope="session")
def site() -> Site:
    """The site as `make build` left it."""
    if not (HERE.site / "vi" / "index.html").exists():
        pytest.fail("site/ is not built; run `make build`, or `make test`, which does")
    return Site(HERE)
