"""The built site keeps every promise of `lessonkit/checks/`."""

import pytest

from lessonkit.checks import ALL


@pytest.mark.parametrize(
    "check", ALL, ids=lambda check: f"{check.__module__.rpartition('.')[2]}-{check.__name__}"
)
def test_the_site_has_no_fault(check, site):
    faults = [*dict.fromkeys(map(str, check(site)))]  # of an English page that others show, once
    assert not faults, "\n" + "\n".join(faults)
