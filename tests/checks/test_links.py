"""Kind i, broken on purpose."""

import logging

import pytest

from lessonkit.checks import links

WRONG = {
    "page": ("[x](02-nowhere.md)", "leads to no file of the site"),
    "anchor here": ("[x](#nowhere)", "leads to an anchor that is not there"),
    "anchor there": ("[x](index.md#nowhere)", "leads to an anchor that is not there"),
    "image": ("![x](nowhere.png)", "leads to no file of the site"),
    "root": ("[x](/01-tiny/)", "starts at the host's root"),
    "html": ('<a href="../nowhere/">x</a>', "leads to no file of the site"),
    "out": ("[x](../../../x)", "leads out of the site"),
    "host": ("[x](https://)", "is not well formed"),
    "empty": ("[x]()", "is empty"),
    "script": ('<a href="javascript:1">x</a>', "must not be used"),
}


@pytest.mark.parametrize(("link", "said"), WRONG.values(), ids=WRONG)
def test_an_address_that_leads_nowhere_is_named(copy, link, said):
    copy.append("docs/vi/01-tiny.md", f"\n{link}\n")
    (fault,) = copy.faults(links.that_lead_nowhere)
    assert fault.startswith("docs/vi/01-tiny.md:61: [i] the address ") and said in fault


def test_a_picture_that_is_not_there_is_named(copy):
    copy.edit("docs/vi/01-tiny.md", "tiny-bar.svg", "tiny-car.svg")
    (fault,) = copy.faults(links.missing_pictures)
    assert fault == "docs/vi/01-tiny.md:39: [i] figures/01-tiny-car.svg: no such figure; mend the path, or draw it by `make record`"


@pytest.mark.parametrize("words", ["See {}", "{} shows it", "**Here** {}", "{} {}"])
def test_a_picture_among_words_which_could_not_follow_the_palette_is_named(copy, words, caplog):
    picture = "![Again](figures/01-tiny-bar.svg)"
    copy.edit("docs/en/01-tiny.md", "![A bar as long as the mean](figures/01-tiny-bar.svg)", words.replace("{}", picture))
    with caplog.at_level(logging.WARNING, logger="mkdocs"):
        copy.build()
    told = {record.getMessage() for record in caplog.records if record.name == "mkdocs.lesson"}
    assert told == {"docs/en/01-tiny.md:36: the figure figures/01-tiny-bar.svg stands among words; put an empty line above and below it"}


def test_an_address_on_a_page_without_markdown_is_named_by_the_built_page(copy):
    site = copy.build()
    (copy.project.site / "404.html").write_text('<a href="/nowhere/">x</a>')
    (fault,) = links.that_lead_nowhere(site)
    assert str(fault) == "site/404.html: [i] the address /nowhere/ leads to no file of the site; mend it, or what it leads to"


@pytest.fixture
def folder(tmp_path):
    """A built site for the sub-path /sub/: its start, a page, and the page for what is not there."""
    (tmp_path / "page").mkdir()
    (tmp_path / "index.html").write_text('<link rel="canonical" href="https://tiny.example/sub/"><p id="start">')
    (tmp_path / "page" / "index.html").write_text('<p id="here">')
    (tmp_path / "404.html").write_text('<p id="lost">')
    return tmp_path


PAGE, LOST = "page/index.html", "404.html"
NO_FILE, NO_ANCHOR, NOT_WELL_FORMED = "leads to no file of the site", "leads to an anchor that is not there", "is not well formed"
AT_ANY_DEPTH = "must start with /sub/, as this page answers for any folder"


@pytest.mark.parametrize(
    ("page", "address", "said"),
    [
        (PAGE, "#here", None), (PAGE, "#start", NO_ANCHOR), (PAGE, "../#start", None), (PAGE, "", "is empty"),
        (PAGE, "https://tiny.example/sub/page/#here", None), (PAGE, "https://tiny.example/sub/nowhere/", NO_FILE),
        (PAGE, "https://tiny.example/sub/#start", None), (PAGE, "https://tiny.example/sub/#here", NO_ANCHOR),
        (PAGE, "https://numpy.org/doc", None), (PAGE, "https://numpy", NOT_WELL_FORMED), (PAGE, "https://numpy.org/a b", NOT_WELL_FORMED),
        (PAGE, "mailto:a@tiny.example", None), (PAGE, "data:,x", None), (PAGE, "javascript:x", "must not be used"),
        (PAGE, "/sub/page/", "starts at the host's root, which is wrong under a sub-path"),
        (LOST, "/sub/page/#here", None), (LOST, "/sub/nowhere/", NO_FILE), (LOST, "/sub/#lost", NO_ANCHOR), (LOST, "#lost", None),
        (LOST, "page/", AT_ANY_DEPTH), (LOST, "/page/", AT_ANY_DEPTH),
    ],
)  # fmt: skip
def test_an_address_is_looked_up_from_the_page_where_it_stands(folder, page, address, said):
    assert links.wrong_address(address, folder / page, folder) == said


def test_a_site_built_for_another_address_is_read_anew(folder):
    assert links.root_address(folder) == "https://tiny.example/sub/"
    (folder / "index.html").write_text('<link rel="canonical" href="https://tiny.example/">')
    assert links.root_address(folder) == "https://tiny.example/"


@pytest.mark.parametrize("link", ["[x][nowhere]", "[x] (#sum)", "[x](#sum"])
def test_a_link_that_stays_raw_is_named(copy, link):
    copy.append("docs/en/01-tiny.md", f"\nWords before, on a line of their own,\nand a [link](#sum); see {link} there.\n")
    (fault,) = copy.faults(links.not_rendered)
    assert fault.startswith("docs/en/01-tiny.md:59: [i] the source of a link reaches the reader")


def test_brackets_are_no_links(copy):
    copy.append("docs/en/01-tiny.md", "\nFrom [0, 1) to (0, 1], and `x[1](2)`.\n")
    assert copy.faults(links.not_rendered) == []


@pytest.mark.parametrize("link", ["[x](index.md#top)", "[x](https://numpy.org/doc)", "[x](#sum)", "![x](figures/01-tiny-bar.svg){ .small }"])
def test_addresses_that_lead_somewhere_pass(copy, link):
    copy.append("docs/en/01-tiny.md", f"\n{link}\n")
    assert copy.faults(links.that_lead_nowhere) == []
