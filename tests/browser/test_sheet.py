"""The exercise sheet: what of a page is printed while its link is the target. What every page has for it is tested in
`tests/pages/test_teachers.py`."""

import pytest
from pages import address, settle

from lessonkit.checks.site import Site, code_of, plain
from lessonkit.project import HERE

NAME = {"en": "Name:", "vi": "Họ và tên:"}
IS_TARGET = "() => document.querySelector('#sheet').matches(':target')"
INSIDE_THE_MARGINS = {"width": 673, "height": 1017}  # of A4, in CSS pixels


def parts(language, name):
    """What a page's exercises say, and what they must not give away."""
    heading = Site(HERE).page(language, name).article.xpath("./h2[@id='exercises']")[0]
    told, secret = [plain(heading.text)], []
    for element in heading.itersiblings():
        if element.get("id") == "next":
            return told, secret
        if element.tag == "details":
            secret += [code_of(element), *(p.text_content() for p in element.xpath("./p"))]
        elif "check" in element.classes or "check" in element.getprevious().classes:
            secret += [code_of(element)]
        elif element.tag == "h3":
            told.append(element.text)
        elif "highlight" in element.classes:
            told.append(code_of(element))
        elif element.get("id") != "sheet" and not element.xpath(".//*[@class='formula']"):
            told.append(element.text_content())
    raise AssertionError("no heading follows the exercises")


def on_paper(page) -> str:
    page.set_viewport_size(INSIDE_THE_MARGINS)
    page.emulate_media(media="print")
    return plain(page.inner_text("main"))


@pytest.mark.parametrize(
    ("language", "name", "scheme"), [("en", "02-one-query", "light"), ("vi", "04-softmax", "dark")]
)
def test_the_sheet_holds_the_exercises_whole_with_room_to_write_and_nothing_that_gives_them_away(
    open_page, language, name, scheme
):
    page = open_page(f"{address(language, name)}#sheet", scheme=scheme, new_profile=True)
    settle(page)
    assert (
        page.evaluate("document.body.dataset.mdColorScheme")
        == {"light": "default", "dark": "slate"}[scheme]
    )
    paper = on_paper(page)
    told, secret = parts(language, name)
    assert len(secret) >= 3 * 4
    assert [text for text in told if plain(text) not in paper] == []
    assert [text for text in secret if plain(text) in paper] == []
    assert paper.startswith(
        plain(Site(HERE).page(language, name).article.xpath("string(./h1)")).rstrip("¶")
        + " "
        + NAME[language]
    )
    assert paper.endswith(f"/{address(language, name)}")
    given = [
        code_of(block) for block in Site(HERE).page(language, name).article.find_class("given")
    ]
    assert len(given) == {"02-one-query": 2, "04-softmax": 1}[name] and all(
        plain(code) in paper for code in given
    )
    assert page.locator(".check").evaluate_all(
        "all => all.every(check => check.getBoundingClientRect().height > 170)"
    )
    page.wait_for_timeout(400)  # colours change slowly
    colours = "all => [...new Set(all.filter(e => e.checkVisibility()).map(e => getComputedStyle(e).color))]"
    assert page.locator(".page :is(h1, h2, h3, p, code, code *)").evaluate_all(colours) == [
        "rgb(0, 0, 0)"
    ]
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert (
        page.locator("pre, pre > code").evaluate_all(
            "all => all.filter(e => e.checkVisibility() && e.scrollWidth > e.clientWidth + 1).map(e => e.textContent)"
        )
        == []
    )
    assert b"/MediaBox [0 0 594.95996 841.91998]" in page.pdf(prefer_css_page_size=True)


def test_the_link_prints_the_sheet_and_the_way_back_prints_the_page(open_page):
    page = open_page("teachers/", new_profile=True)
    page.add_init_script(f"window.print = () => {{ window.printed = ({IS_TARGET})() }}")
    page.locator("a[href$='02-one-query/#sheet']").click()
    hint = page.locator("#sheet span")
    hint.wait_for(state="visible")
    page.locator("#sheet span a").click()
    hint.wait_for(state="hidden")
    settle(page)
    page.locator("#sheet > a").click()
    page.wait_for_function("() => window.printed")
    assert hint.is_visible()


def test_without_javascript_the_sheet_is_printed_too(open_page):
    page = open_page("02-one-query/#sheet", java_script_enabled=False)
    paper = on_paper(page)
    told, secret = parts("en", "02-one-query")
    assert [text for text in told if plain(text) not in paper] == [] and [
        text for text in secret if plain(text) in paper
    ] == []
