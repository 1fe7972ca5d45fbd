"""Every page of both languages, as readers see it: wide and on a phone, in the light and in the dark."""

import json

import pytest
from axe import AXE, CONTRAST, violations, without_small_pieces
from pages import (
    PAGE,
    address,
    check_that_it_fits,
    no_trouble,
    profile,
    settle,
    switch_to_dark,
    watch,
)

from lessonkit.checks.site import Site
from lessonkit.project import HERE, LANGUAGES

NAMES = [page.relative_to(HERE.docs("en")).with_suffix("").as_posix() for page in HERE.pages("en")]
SHIFT = """() => new Promise(done => { let sum = 0; setTimeout(() => done(sum), 300);
  new PerformanceObserver(list => list.getEntries().forEach(shift => sum += shift.value)).observe({ type: 'layout-shift', buffered: true }) })"""
COUNT_TOOLTIPS = """window.tooltips = 0; new MutationObserver(changes => changes.forEach(
  change => { window.tooltips += [...change.addedNodes].filter(node => node.classList?.contains('md-tooltip')).length; }))
  .observe(document, { childList: true, subtree: true });"""
ALONE = """() => [...document.querySelectorAll('.page .formula')].filter(formula => {
  const bases = formula.querySelectorAll('.katex-base'), after = document.createRange(), text = formula.nextSibling;
  if (!/^[,.;:)?!]/.test(text?.data) || bases.length > 2 || !formula.checkVisibility()) return false;
  after.setStart(text, 0); after.setEnd(text, 1);
  return after.getBoundingClientRect().left < bases[0].getBoundingClientRect().left;
}).map(formula => formula.querySelector('annotation').textContent)"""
PALETTE = "() => document.body.dataset.mdColorScheme"


@pytest.fixture(
    scope="module",
    params=[(language, name) for name in NAMES for language in LANGUAGES],
    ids="-".join,
)
def visit(request, browser, served_site):
    """A page that is opened once, in a profile that remembers nothing, for all tests that look at every page."""
    language, name = request.param
    context = browser.new_context(**profile(), permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    watch(page, served_site.host)
    page.goto(served_site.url + address(language, name))
    settle(page)
    yield page, language, name
    context.close()


@pytest.fixture
def page(visit):
    """Whatever goes wrong on the page fails the test that sees it."""
    page, *_ = visit
    page.set_viewport_size(profile()["viewport"])
    yield page
    no_trouble(page)


def test_a_page_loads_whole_and_fits_the_screen(page):
    """No console error, no lost request, none to another host: `page` collects these. On a phone: see the language switch."""
    check_that_it_fits(page)


def test_no_line_begins_with_the_comma_after_a_short_formula(page):
    for width in (320, 360, 412, 1280):
        page.set_viewport_size({"width": width, "height": 740})
        assert page.evaluate(ALONE) == [], width


def test_copy_gives_exactly_the_code_shown(page, language, name):
    shown = Site(HERE).page(language, name)
    blocks = [b for b in shown.blocks if not {"run", "output"} & set(b.get("class", "").split())]
    buttons = page.locator(".highlight > .copy")
    assert buttons.count() == len(blocks)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    for n, block in enumerate(blocks):
        buttons.nth(n).click()
        code = block.xpath(".//code")[0].text_content().removesuffix("\n")
        assert page.evaluate("navigator.clipboard.readText()") == code


def test_copy_says_so_where_a_page_has_no_clipboard(open_page):
    """As over http, on the network of a school."""
    page = open_page("", new_profile=True)
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.goto(page.url + "teachers/")
    button = page.locator(".copy").first
    button.click()
    assert button.text_content() == "Could not copy"


def test_no_headings_link_stands_alone_on_a_line(page):
    """Where it is not seen, it would be a gap below the heading."""
    page.set_viewport_size(profile(360)["viewport"])
    alone = page.locator(".headerlink").evaluate_all("""links => links.filter(link => {
      const words = document.createRange(); words.setStart(link.parentElement, 0); words.setEndBefore(link);
      return link.checkVisibility() && link.getBoundingClientRect().top > [...words.getClientRects()].at(-1).bottom - 2 })
      .map(link => link.parentElement.textContent)""")
    assert alone == []


def test_axe_finds_nothing_in_either_palette(page):
    without_small_pieces(page)
    assert violations(page) == []
    switch_to_dark(page)
    assert violations(page, rules=CONTRAST) == []


def kinds_of_tokens() -> list[str]:
    """The classes that Pygments gives to pieces of code, on all pages together."""
    spans = (
        page.article.xpath(".//*[contains(@class, 'highlight')]//code//span/@class")
        for page in Site(HERE).pages()
    )
    return sorted({kind for classes in spans for kind in classes})


def test_every_colour_of_code_has_contrast_enough_in_either_palette(open_page):
    page = open_page("teachers/", new_profile=True)
    settle(page)
    page.evaluate(AXE.read_text("utf-8"))
    kinds = kinds_of_tokens()
    assert {"k", "mi", "c1"} <= set(kinds)
    page.evaluate(
        """kinds => { const code = document.querySelector('.highlight:not(.run) code'); code.textContent = '';
           for (const kind of kinds) code.append(Object.assign(document.createElement('span'), { className: kind, textContent: kind }), ' '); }""",
        kinds,
    )
    look = "axe.run('.highlight:not(.run) code', { runOnly: ['color-contrast'], resultTypes: ['passes', 'violations'] })"
    for switch in (lambda page: None, switch_to_dark):
        switch(page)
        found = page.evaluate(look)
        assert [node["html"] for fault in found["violations"] for node in fault["nodes"]] == []
        assert sum(len(rule["nodes"]) for rule in found["passes"]) >= len(kinds), (
            "axe did not look at every kind"
        )


def test_on_a_phone_the_language_switch_lands_on_the_twin_at_the_same_heading_and_the_twin_fits_the_screen(
    page, served_site, language, name
):
    """Each page is somebody's twin, so each is loaded anew at 360 pixels."""
    page.set_viewport_size(profile(360)["viewport"])
    headings = page.eval_on_selector_all("article h2[id]", "all => all.map(h => h.id)")
    page.evaluate("id => location.hash = id", headings[len(headings) // 2] if headings else "top")
    # Read in the same breath: Material writes the heading that is in sight into the address.
    heading = page.locator("[data-twin]").evaluate(
        "link => { link.click(); return location.hash.slice(1) }"
    )
    other = LANGUAGES[1 - LANGUAGES.index(language)]
    page.wait_for_url(f"{served_site.url}{address(other, name)}#{heading}")
    assert page.evaluate("document.documentElement.lang") == other
    top = (
        page.locator(f"[id='{heading}']").evaluate("h => h.getBoundingClientRect().top")
        if headings
        else 0
    )
    assert -1 <= top < 200
    settle(page)
    check_that_it_fits(page)


def test_after_instant_navigation_too_the_language_switch_lands_on_the_twin(open_page, served_site):
    page = open_page(PAGE, new_profile=True)
    page.wait_for_load_state("networkidle")  # Material has its sitemap, which says where it may go
    page.evaluate(
        "window.stayed = true; document.querySelector('.md-nav a[href$=\"03-all-tokens/\"]').click()"
    )
    page.wait_for_selector("h1:has-text('token')")
    assert page.evaluate("window.stayed"), "the page was loaded afresh"
    page.locator("[data-twin]").click()
    page.wait_for_url(f"{served_site.url}vi/03-all-tokens/**")


def test_the_palette_is_remembered_from_page_to_page_and_from_language_to_language(open_page):
    page = open_page(PAGE, new_profile=True)
    page.locator("label[for=__palette_1]:visible").click()
    assert page.evaluate(PALETTE) == "slate"
    page.reload()
    assert page.evaluate(PALETTE) == "slate"
    page.locator("[data-twin]").click()
    page.wait_for_url(f"**/vi/{PAGE}")
    assert page.evaluate(PALETTE) == "slate"


@pytest.mark.parametrize(
    ("locale", "invited"), [("vi-VN", True), ("en-GB", False), ("de-DE", False)]
)
def test_a_reader_who_prefers_vietnamese_gets_one_sentence_that_leads_there(
    open_page, served_site, locale, invited
):
    page = open_page("", locale=locale)
    settle(page)
    assert page.url == served_site.url  # a sentence, never a redirect
    sentence = page.locator(".invitation")
    assert sentence.is_visible() == invited and page.evaluate(SHIFT) == 0
    if invited:
        sentence.locator("a").click()
        page.wait_for_url(f"{served_site.url}vi/")


@pytest.mark.parametrize(
    ("path", "seen", "unseen"), [("nowhere/", "en", "vi"), ("vi/nowhere/", "vi", "en")]
)
def test_one_404_speaks_the_language_of_the_address(open_page, path, seen, unseen):
    page = open_page(path)
    settle(page)
    assert page.locator(f".not-found[lang={seen}]").is_visible()
    assert not page.locator(f".not-found[lang={unseen}]").is_visible()
    asked, *others = (trouble for trouble in page.trouble if not trouble.startswith("console"))
    assert asked.startswith("404: ") and asked.endswith(path) and others == []
    page.trouble.clear()


def test_without_javascript_the_404_holds_both_languages(open_page):
    page = open_page("nowhere/", java_script_enabled=False)
    assert (
        page.locator(".not-found[lang=en]").is_visible()
        and page.locator(".not-found[lang=vi]").is_visible()
    )
    page.trouble.clear()


def test_a_numbers_origin_is_shown_on_hover(open_page):
    page = open_page(PAGE)
    settle(page)
    number = page.locator("data.number").first
    origin = number.get_attribute("data-n")
    number.scroll_into_view_if_needed()
    number.hover()
    page.wait_for_selector(f".md-tooltip2:has-text('{origin}')")


def test_in_print_the_page_reads_well(open_page):
    page = open_page(PAGE)
    settle(page)
    page.emulate_media(media="print")
    for hidden in [".copy", ".page-end", ".md-header", ".md-sidebar", ".md-footer__inner"]:
        assert page.locator(hidden).count() == 0 or not page.locator(hidden).first.is_visible(), (
            hidden
        )
    assert page.locator("details .highlight").first.is_visible(), (
        "a solution on paper cannot be unfolded"
    )


def restyled(browser) -> list[int]:
    """How many elements were styled, each time that some were, while the browser was traced."""
    events = json.loads(browser.stop_tracing())["traceEvents"]
    return [
        event["args"]["elementCount"] for event in events if event["name"] == "UpdateLayoutTree"
    ]


def test_a_change_restyles_what_it_touches_and_not_the_whole_page(open_page, browser):
    """A style rule that may mean any element below its subject makes each change cost as much as the page is long."""
    page = open_page(PAGE, 360)
    settle(page)
    browser.start_tracing(page=page, categories=["devtools.timeline"])
    page.evaluate("document.body.append(document.createElement('i')); document.body.offsetWidth")
    elements = restyled(browser)
    assert 0 < sum(elements) < 100 < page.locator("*").count(), elements


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_that_opens_is_styled_once_and_once_more_where_blocks_become_cells(
    browser, served_site, scheme
):
    context = browser.new_context(**profile(360, scheme))
    page = context.new_page()
    browser.start_tracing(page=page, categories=["devtools.timeline"])
    page.goto(served_site.url + PAGE)
    settle(page)
    elements, all_of_them = restyled(browser), page.locator("*").count()
    context.close()
    assert all_of_them < sum(elements) < 2.5 * all_of_them, elements


def test_a_page_lays_out_no_tooltip_of_its_header_where_nothing_can_hover(open_page):
    page = open_page(PAGE, 360, has_touch=True, is_mobile=True)
    page.add_init_script(COUNT_TOOLTIPS)
    page.reload()
    settle(page)
    assert page.locator(".md-header [title]").count() > 1 and page.evaluate("window.tooltips") == 0


def test_where_something_can_hover_a_button_of_the_header_has_its_tooltip(open_page):
    page = open_page(PAGE, 360)
    menu = page.locator(".md-header label[for=__drawer]")
    title = menu.get_attribute("title")
    menu.hover()
    tooltip = page.get_by_role("tooltip")
    tooltip.wait_for()
    assert tooltip.inner_text() == title == "Navigation"


@pytest.mark.parametrize("name", ["02-one-query", "index"])
def test_on_the_way_to_another_page_no_style_sheet_is_loaded_again(open_page, served_site, name):
    """To the home page too, whose way to the style sheets is another."""
    page = open_page("01-why-self/", new_profile=True)
    page.wait_for_load_state("networkidle")  # Material has its sitemap, which says where it may go
    page.evaluate(
        "document.querySelectorAll('link[rel=stylesheet]').forEach(link => link.stayed = true)"
    )
    title, there = page.title(), served_site.url + address("en", name)
    page.evaluate("there => [...document.links].find(link => link.href === there).click()", there)
    page.wait_for_function("title => document.title !== title", arg=title)
    stayed = page.locator("link[rel=stylesheet]").evaluate_all(
        "links => links.map(link => link.stayed)"
    )
    assert page.url == there and stayed == [True] * 5


@pytest.mark.parametrize(
    "scheme, palette, other", [("light", "default", "slate"), ("dark", "slate", "default")]
)
def test_before_any_script_has_come_a_page_has_the_palette_of_the_device_or_of_the_reader(
    browser, served_site, scheme, palette, other
):
    """What is white at night until a script has come is white for seconds on a slow line."""
    context = browser.new_context(**profile(360, scheme))
    context.route("**/*js", lambda route: route.abort())
    page = context.new_page()
    page.goto(served_site.url + PAGE)
    assert page.evaluate(PALETTE) == palette
    page.evaluate("scheme => __md_set('__palette', { index: 1, color: { scheme } })", other)
    page.reload()
    assert page.evaluate(PALETTE) == other
    page.evaluate("__md_set('__palette', { index: 1 })")  # as an older Material left it
    page.reload()
    assert page.evaluate(PALETTE) == palette
    context.close()


def test_the_scroll_bars_have_the_colours_of_the_palette(open_page):
    page = open_page(PAGE, new_profile=True)
    settle(page)
    of_root = "getComputedStyle(document.documentElement).colorScheme"
    assert page.evaluate(of_root) == "normal"
    switch_to_dark(page)
    assert page.evaluate(of_root) == "dark"


def test_a_closed_drawer_is_not_reached_by_the_keyboard_and_an_open_one_is(open_page):
    page = open_page(PAGE, 360)
    settle(page)
    link = page.locator(".md-sidebar--primary a[href$='03-all-tokens/']").element_handle()
    reached = "link => { link.focus(); return document.activeElement === link }"
    assert not page.evaluate(reached, link)
    page.locator(".md-header label[for=__drawer]").click()
    page.wait_for_function(reached, arg=link, timeout=5000)  # the drawer slides in
    page.locator(".md-overlay").click(position={"x": 340, "y": 400})
    page.wait_for_function(
        f"link => {{ document.activeElement.blur(); return !({reached})(link) }}",
        arg=link,
        timeout=5000,
    )


def test_a_page_on_its_way_keeps_the_place_that_a_link_names(open_page, served_site):
    """While it comes over a slow line, the page that is left still tells the address which of its headings was scrolled to."""
    page = open_page("04-softmax/", new_profile=True)
    page.wait_for_load_state("networkidle")  # Material has its sitemap, which says where it may go
    link, title = page.locator(".page a[href*='/glossary/#']").last, page.title()
    there = link.evaluate("link => link.href")
    served_site.hold("glossary/")
    link.scroll_into_view_if_needed()
    page.wait_for_timeout(150)  # Material has stored how far the page is scrolled
    link.evaluate("link => link.click()")
    page.wait_for_timeout(600)  # more than Material waits before it tells
    served_site.mend()
    page.wait_for_function("title => document.title !== title", arg=title)
    assert page.url == there
    assert 0 <= page.locator(":target").evaluate("entry => entry.getBoundingClientRect().top") < 300
