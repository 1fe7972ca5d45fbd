"""Style sheets lose what nobody can ask for, and nothing else."""

import subprocess

import pytest

from lessonkit.styles import purge

SHEET = ".in-page{color:red}.from-script{color:red}[data-mark=yes] p{color:red}.nowhere{color:red}aside{color:red}@media print{.in-page{color:blue}}"


@pytest.fixture
def site(tmp_path):
    for folder in (tmp_path, tmp_path / "vi"):
        (folder / "assets" / "stylesheets").mkdir(parents=True)
        (folder / "assets" / "stylesheets" / "main.css").write_text(SHEET)
    (tmp_path / "vi" / "index.html").write_text('<p class="in-page" data-mark="yes"></p>')
    (tmp_path / "site.mjs").write_text('element.classList.add("from-script")')
    return tmp_path


@pytest.mark.parametrize("language", ["", "vi"])
def test_rules_stay_that_a_page_of_any_language_or_a_script_can_ask_for(site, language):
    purge(site)
    left = (site / language / "assets" / "stylesheets" / "main.css").read_text()
    assert left == ".in-page{color:red}.from-script{color:red}[data-mark=yes] p{color:red}@media print{.in-page{color:blue}}"


def test_a_sheet_that_cannot_be_read_stops_the_build(site):
    (site / "assets" / "stylesheets" / "main.css").write_text(".in-page{")
    with pytest.raises(subprocess.CalledProcessError):
        purge(site)
