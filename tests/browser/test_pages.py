"""Every page of both languages, as readers see it: wide and on a phone, light and dark."""

import json

import pytest
from pages import (
    IN_TURN,
    LESSON,
    LOST_LINE,
    NAMES,
    address,
    fits,
    let_timers_end,
    profile,
    settle,
    violations,
    wait_for_file,
)
from playwright.sync_api import expect

from lessonkit.checks.site import Site
from lessonkit.project import HERE, LANGUAGES

COPIES = """async () => {
  const copies = [];
  for (const button of document.querySelectorAll('.highlight > .copy')) {
    const told = new Promise(done =>
      new MutationObserver(done).observe(button, { childList: true }));
    button.click();
    await told;
    copies.push(await navigator.clipboard.readText());
  }
  return copies }"""
IN_SIGHT = """id => {
  const { y } = document.getElementById(id).getBoundingClientRect();
  return -1 <= y && y < 200 }"""
PALETTE = "document.body.dataset.mdColorScheme"
PAINTED = "() => performance.getEntriesByName('first-paint').length"
SHIFTS = """window.shifts = [];
new PerformanceObserver(list => list.getEntries().forEach(({ value, sources }) =>
  sources.forEach(({ node }) => shifts.push(`${value} ${node?.outerHTML?.slice(0, 100)}`))
)).observe({ type: 'layout-shift', buffered: true })"""


@pytest.mark.parametrize("name", NAMES)
def test_a_page_fits_can_be_copied_is_accessible_and_leads_to_its_twin(open_lesson, lessons, name):
    """Wide and on a phone, from language to language. `open_lesson` sees errors in the console,
    lost requests and requests to other hosts."""
    last = LANGUAGES.index(IN_TURN[name]) + 1
    first, *others = [*LANGUAGES[last:], *LANGUAGES[:last]]
    page = open_lesson(address(first, name))
    fits_and_can_be_copied(page, first, name)
    for language in others:
        go_to_twin(page, language, lessons.url + address(language, name))
        fits_and_can_be_copied(page, language, name)
    page.set_viewport_size(profile()["viewport"])
    assert violations(page) == []  # the languages differ in their words alone


def fits_and_can_be_copied(page, language: str, name: str):
    for width in (1280, 360):
        page.set_viewport_size(profile(width)["viewport"])
        settle(page)
        fits(page)
    blocks = Site(HERE).page(language, name).blocks
    blocks = [b for b in blocks if not {"run", "output"} & set(b.get("class", "").split())]
    code = [b.xpath(".//code")[0].text_content().removesuffix("\n") for b in blocks]
    assert page.evaluate(COPIES) == code


def go_to_twin(page, other: str, where: str):
    """Press the language switch in the middle of a page: its twin shows the same heading."""
    headings = page.locator("article h2[id]").evaluate_all("all => all.map(h => h.id)")
    page.evaluate("id => location.hash = id", headings[len(headings) // 2] if headings else "top")
    # In one task, because Material writes the heading that is in sight into the address.
    click = "link => { link.click(); return location.hash.slice(1) }"
    heading = page.locator(f"[data-twin][hreflang={other}]").evaluate(click)
    page.wait_for_url(f"{where}#{heading}")
    assert page.evaluate("document.documentElement.lang") == other
    if headings:
        page.wait_for_function(IN_SIGHT, arg=heading)


@pytest.mark.parametrize("width", [1280, 800, 360])
@pytest.mark.parametrize("path", ["", f"vi/{LESSON}", "reference/"])
def test_nothing_moves_while_a_page_opens(open_lesson, lessons, path, width):
    lessons.slow(8_000_000, 0.04)
    page = open_lesson(path, width, unvisited=True, script=SHIFTS)
    settle(page)
    let_timers_end(page, 300)  # what Material's script does a little later moves nothing either
    assert page.evaluate("shifts") == []


@pytest.mark.parametrize("late", ["md-search", "md-header__source"])
def test_the_header_does_not_move_when_its_end_comes_late(browser, lessons, late):
    lessons.held_before = f'<div class="{late}"'.encode()
    page = browser.new_page(**profile())
    page.add_init_script(SHIFTS)
    page.goto(lessons.url + LESSON, wait_until="commit")
    page.wait_for_function(PAINTED)
    lessons.connect()
    settle(page)
    assert page.evaluate("shifts") == []
    page.close()


def test_a_page_is_styled_twice_and_no_more_while_it_opens(browser, lessons):
    """Each time costs a phone half a second. Material's script asks for five: see main.html."""
    with browser.new_page(**profile(360)) as page:
        browser.start_tracing(page=page, categories=["devtools.timeline"])
        page.goto(lessons.url + "06-scaling/")
        settle(page)
        steps = json.loads(browser.stop_tracing())["traceEvents"]
        styled = sum(step["args"].get("elementCount", 0) for step in steps)
        assert 0 < styled < 2.2 * page.locator("*").count()


@pytest.mark.parametrize(("scheme", "other"), [("default", "slate"), ("slate", "default")])
def test_a_page_has_its_palette_before_any_script_has_come(open_lesson, scheme, other):
    """A page that is white at night until a script has come is white for seconds."""
    asked = "dark" if scheme == "slate" else "light"
    page = open_lesson(LESSON, scheme=asked, service_workers="block")  # which answer without a line
    page.locator(".palette").click()
    assert page.evaluate(PALETTE) == other
    page.expects = LOST_LINE
    page.context.route("**/*js", lambda route: route.abort())
    page.goto(page.url.replace(LESSON, f"vi/{LESSON}"))
    assert page.evaluate(PALETTE) == other, "the choice is lost in the other language"
    page.evaluate("localStorage.clear()")
    page.reload()
    assert page.evaluate(PALETTE) == scheme


def test_in_print_solutions_are_unfolded_and_buttons_are_gone(open_lesson):
    page = open_lesson(LESSON)
    settle(page)
    page.emulate_media(media="print")
    clicked = ".copy, .page-end, .md-header, .md-sidebar, .md-footer__inner, .cell-bar, textarea"
    expect(page.locator(f":is({clicked}):visible")).to_have_count(0)
    expect(page.locator("details .highlight").first).to_be_visible()
    expect(page.locator(".run pre code").first).to_be_visible()


def test_after_instant_navigation_the_switch_leads_to_the_twin(open_lesson, lessons):
    page = open_lesson(LESSON, unvisited=True)
    wait_for_file(page, "sitemap.xml")
    page.evaluate("window.stayed = true")
    page.locator(".md-nav a[href$='03-all-tokens/']").first.evaluate("link => link.click()")
    page.wait_for_selector("[data-twin-address$='03-all-tokens/']", state="attached")
    assert page.evaluate("window.stayed"), "the page was loaded afresh"
    page.locator("[data-twin][hreflang=vi]").click()
    page.wait_for_url(f"{page.site}vi/03-all-tokens/**")


@pytest.mark.parametrize(("locale", "invited"), [("vi-VN", True), ("de-DE", False)])
def test_one_sentence_invites_who_prefers_vietnamese(open_lesson, lessons, locale, invited):
    page = open_lesson("", script=SHIFTS, locale=locale)
    settle(page)
    assert page.url == lessons.url  # a sentence, never a redirect
    sentence = page.locator(".invitation")
    expect(sentence).to_be_visible(visible=invited)
    assert page.evaluate("shifts") == []
    if invited:
        sentence.locator("a").click()
        page.wait_for_url(f"{lessons.url}vi/")


@pytest.mark.parametrize(
    ("path", "script", "seen"),
    [("nowhere/", True, ["en"]), ("vi/nowhere/", True, ["vi"]), ("nowhere/", False, [*LANGUAGES])],
)
def test_the_404_speaks_the_language_of_the_address(open_lesson, path, script, seen):
    page = open_lesson(path, java_script_enabled=script)
    sections = page.locator(".not-found:visible")
    expect(sections).to_have_count(len(seen))
    assert [section.get_attribute("lang") for section in sections.all()] == seen
    lost, *others = (trouble for trouble in page.trouble if not trouble.startswith("console"))
    assert lost.startswith("404: ") and lost.endswith(path) and others == []
    page.expects = "404"


def test_a_tap_on_a_number_shows_its_origin_the_next_hides_it(open_lesson):
    page = open_lesson(LESSON, 360, has_touch=True, is_mobile=True)
    settle(page)
    numbers, origin = page.locator(".page > p data.number[data-n]").all(), page.locator(".origin")
    number = max(numbers, key=lambda number: len(number.get_attribute("data-n")))
    number.tap()
    expect(origin).to_have_count(1)
    assert origin.inner_text() == number.get_attribute("data-n")
    fits(page)
    number.tap()
    expect(origin).to_have_count(0)
    reached = "number => { number.focus(); return document.activeElement === number }"
    assert not number.evaluate(reached), "numbers are no stops for the keyboard"


def test_what_is_checked_is_shown_on_demand_and_by_keys(open_lesson):
    page = open_lesson(LESSON, unvisited=True)
    page.locator("#show-checked").check()
    page.wait_for_selector("article[data-checked]")
    for selector in (".number", ".claim", ".katex:has([data-val])"):
        one = page.locator(selector).first
        assert one.get_attribute("tabindex") == "0"
        page.keyboard.press("Shift")
        one.focus()
        origin = one.locator("xpath=following-sibling::*[1][@class='origin']")
        assert origin.text_content()
    page.reload()
    page.wait_for_selector("article[data-checked]")
    page.locator("#show-checked").uncheck()
    expect(page.locator(".claim[tabindex]")).to_have_count(0)
