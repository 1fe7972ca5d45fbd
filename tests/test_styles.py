"""Style sheets lose what nobody can ask for, and nothing else."""

import importlib.util
import subprocess
from pathlib import Path

import pytest

from lessonkit.styles import COSTLY, purge

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


@pytest.mark.parametrize("icon", ['url("data:;,<svg>{;}</svg>")', """url('data:;,<svg id="{;}"></svg>')"""])
def test_variables_go_that_nobody_uses_and_those_of_a_page_a_script_or_another_sheet_stay(site, icon):
    (site / "own.css").write_text(".in-page{color:var(--in-sheet)}")
    (site / "index.html").write_text('<p class="in-page" style="color:var(--in-page, red)"></p>')
    (site / "own.mjs").write_text('element.style.color = "var(--in-script)"')
    sheet = site / "assets" / "stylesheets" / "main.css"
    sheet.write_text(f":root{{--in-sheet:1;--nowhere:{icon};--in-page:{icon};--in-script:2;--in-sheet-too:3}}.in-page{{--nowhere:4;color:red}}")
    purge(site)
    assert sheet.read_text() == f":root{{--in-sheet:1;--in-page:{icon};--in-script:2;}}.in-page{{color:red}}"


@pytest.mark.parametrize("direction, left", [("ltr", ""), ("rtl", "[dir=rtl] .in-page{color:red}")])
def test_rules_for_what_is_written_from_the_right_stay_where_a_page_is(site, direction, left):
    sheet = site / "assets" / "stylesheets" / "main.css"
    sheet.write_text(".in-page{color:blue}[dir=rtl] .in-page{color:red}")
    (site / "index.html").write_text(f'<body dir="{direction}">')
    (site / "site.mjs").write_text('if (document.dir === "rtl") {}')
    purge(site)
    assert sheet.read_text() == ".in-page{color:blue}" + left


def test_a_sheet_that_cannot_be_read_stops_the_build(site):
    (site / "assets" / "stylesheets" / "main.css").write_text(".in-page{")
    with pytest.raises(subprocess.CalledProcessError):
        purge(site)


def test_rules_that_make_a_browser_style_the_whole_page_again_are_out(site):
    sheet = site / "assets" / "stylesheets" / "main.css"
    costly = [
        "[data-md-color-switching] *,[data-md-color-switching] :before{transition:none!important}",
        ".md-typeset table:not([class])+*{margin-top:1.5em}",
        ".md-typeset table:not([class]) td>:first-child,.md-typeset table:not([class]) th>:first-child{margin-top:0}",
        ".md-typeset table:not([class]) td>:last-child,.md-typeset table:not([class]) th>:last-child{margin-bottom:0}",
    ]
    kept = [".in-page{color:red}", ".md-typeset table:not([class]) td{padding:1em}"]
    (site / "index.html").write_text('<div class="in-page md-typeset" data-md-color-switching><table><th><td></div>')
    sheet.write_text("".join(rule for pair in zip(kept + kept, costly) for rule in pair))
    purge(site)
    assert sheet.read_text() == "".join(kept + kept)


def test_materials_own_sheet_has_these_rules_in_the_form_that_is_looked_for():
    material = Path(importlib.util.find_spec("material").origin).parent / "templates" / "assets" / "stylesheets"
    (main,) = material.glob("main.*.min.css")
    (palette,) = material.glob("palette.*.min.css")
    found = [len(COSTLY.findall(sheet.read_text("utf-8"))) for sheet in (main, palette)]
    assert found == [3, 1], "Material has changed them: mend COSTLY in lessonkit/styles.py"
