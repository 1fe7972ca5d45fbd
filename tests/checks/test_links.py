"""Kind i, broken on purpose."""

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
    "script": ('<a href="javascript:1">x</a>', "must not be used"),
}


@pytest.mark.parametrize(("link", "said"), WRONG.values(), ids=WRONG)
def test_an_address_that_leads_nowhere_is_named(copy, link, said):
    copy.append("docs/vi/01-tiny.md", f"\n{link}\n")
    (fault,) = copy.faults(links.that_lead_nowhere)
    assert fault.startswith("docs/vi/01-tiny.md:") and "[i]" in fault and said in fault


def test_a_picture_that_is_not_there_is_named(copy):
    copy.edit("docs/vi/01-tiny.md", "tiny-bar.svg", "tiny-car.svg")
    (fault,) = copy.faults(links.missing_pictures)
    assert fault == "docs/vi/01-tiny.md:39: [i] figures/01-tiny-car.svg: no such figure; mend the path, or draw it by `make record`"


@pytest.mark.parametrize("link", ["[x][nowhere]", "[x] (#sum)", "[x](#sum"])
def test_a_link_that_stays_raw_is_named(copy, link):
    copy.append("docs/en/01-tiny.md", f"\nSee {link} there.\n")
    (fault,) = copy.faults(links.not_rendered)
    assert fault.startswith("docs/en/01-tiny.md:58: [i] the source of a link reaches the reader")


def test_brackets_are_no_links(copy):
    copy.append("docs/en/01-tiny.md", "\nFrom [0, 1) to (0, 1], and `x[1](2)`.\n")
    assert copy.faults(links.not_rendered) == []


@pytest.mark.parametrize("link", ["[x](index.md#top)", "[x](https://numpy.org/doc)", "[x](#sum)", "![x](figures/01-tiny-bar.svg){ .small }"])
def test_addresses_that_lead_somewhere_pass(copy, link):
    copy.append("docs/en/01-tiny.md", f"\n{link}\n")
    assert copy.faults(links.that_lead_nowhere) == []
