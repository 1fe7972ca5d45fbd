"""What frames on other sites show: `embed/v1/pages/NAME.html`, made of the built pages."""

import json

import pytest

from lessonkit.checks.site import code_of, tree
from lessonkit.frames import FOLDER
from lessonkit.project import HERE, LANGUAGES

CELLS = ".//*[@data-kind='lesson']"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_frame_has_every_cell_of_its_page_in_the_order_in_which_they_run(site, language):
    for page in (page for page in site.pages(language) if page.article.xpath(CELLS)):
        frames = tree(HERE.built(language) / FOLDER / f"{page.name}.html")
        on_page = page.article.xpath(CELLS)
        on_page.sort(key=lambda cell: len(cell.xpath("ancestor::details[not(@open)]")) > 0)
        names = [cell.get("data-section") for cell in on_page]
        assert [cell.get("data-section") for cell in frames.xpath(CELLS)] == names, page.place()
        assert len({*names}) == len(names), f"{page.place()}: one address names two cells"
        assert [*map(code_of, frames.xpath(CELLS))] == [*map(code_of, on_page)]
        outputs = ".//*[@data-kind='lesson']/following-sibling::*[1][contains(@class, 'output')]"
        printed = [output.text_content() for output in frames.xpath(outputs)]
        assert printed == [cell for cell in map(output_of, on_page) if cell is not None]


def output_of(cell) -> str | None:
    following = cell.getnext()
    is_output = following is not None and "output" in following.get("class", "").split()
    return following.text_content() if is_output else None


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_cell_has_a_picture_of_its_page_if_that_has_one(site, language):
    of_section = 0
    for page in (page for page in site.pages(language) if page.article.xpath(CELLS)):
        frames = tree(HERE.built(language) / FOLDER / f"{page.name}.html")
        figures = [id_ for id_ in page.article.xpath(".//figure/@id") if not id_.endswith("-here")]
        assert frames.xpath(".//figure/@id") == figures, page.place()
        near = frames.xpath(".//section/@data-picture")
        assert {*near} <= ({*figures} or {""}), page.place()
        of_section += sum(picture != figures[0] for picture in near if figures)
    assert of_section > 20, "each cell has the first picture of its page"


def test_the_picture_of_a_cell_is_that_of_its_section(site):
    frames = tree(HERE.site / FOLDER / "02-one-query.html")
    near = {
        cell.get("data-section"): cell.getparent().get("data-picture")
        for cell in frames.xpath(CELLS)
    }
    assert near["by_hand"] == "02-one-query-mix"
    assert near["scores"] == "02-one-query-way"


def test_what_is_kept_on_a_device_has_no_frames():
    """Browsers keep apart what a frame on another site finds."""
    listing = json.loads((HERE.site / "files.json").read_text("utf-8"))
    assert not [path for path, *_ in listing["files"] if f"{FOLDER}/" in path]
    assert [*HERE.site.rglob(f"{FOLDER}/*.html")]
