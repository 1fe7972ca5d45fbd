"""The built site has none of the faults that CONTRIBUTING.md lists."""

import pytest

from lessonkit.checks import ALL
from lessonkit.project import LANGUAGES


@pytest.mark.parametrize("check", ALL, ids=lambda check: f"{check.__module__.rpartition('.')[2]}.{check.__name__}")
def test_the_site_has_no_fault(check, site):
    faults = [str(fault) for fault in check(site)]
    assert not faults, "\n" + "\n".join(faults)


def test_no_page_makes_a_browser_work_for_nothing(site):
    """What lessonkit/markdown_extension.py says of tokens of code and of tables, `make bench` sees in Lighthouse's figure."""
    pages = [page for language in LANGUAGES for page in site.pages(language)]
    uncoloured = [page.name for page in pages if page.tree.xpath("//span[@class='n' or @class='o' or @class='p' or @class='w']")]
    beside_all = [page.name for page in pages if page.tree.xpath("//div[contains(@class, 'page')]/table")]
    assert (uncoloured, beside_all) == ([], [])
