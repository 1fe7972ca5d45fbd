"""What WCAG 2.2 AA asks for and axe cannot see: zoom, spacing, forced colours, motion, keyboard."""

import re

import pytest
from cells import NOT_OVER_CODE, load_module
from pages import LESSON, SAVE_DATA, fits, let_timers_end, settle, still
from playwright.sync_api import expect

# One page of each kind
MIXED = ["vi/", LESSON, f"vi/{LESSON}", "reference/", "vi/glossary/", "nowhere/"]
SPACING = """* { line-height: 1.5 !important; letter-spacing: .12em !important;
  word-spacing: .16em !important } p { margin-bottom: 2em !important }"""
# Text that its own box cuts off. The title in the header only repeats the heading, and may be cut.
CUT = """() => [...document.querySelectorAll('body :not(.md-sidebar__scrollwrap)')].filter(e => {
  const style = getComputedStyle(e), cuts = overflow => ['hidden', 'clip'].includes(overflow);
  const all = { visibilityProperty: true, opacityProperty: true, contentVisibilityAuto: true };
  return e.checkVisibility(all) && e.clientWidth > 1 && e.textContent.trim()
    && !e.closest('[data-md-component=header-topic], .katex')
    && (cuts(style.overflowX) && e.scrollWidth > e.clientWidth + 1
      || cuts(style.overflowY) && e.scrollHeight > e.clientHeight + 1)
}).map(e => e.outerHTML.slice(0, 120))"""
ROLES = ["ink", "soft", "query", "key", "value", "score", "weight", "context"]
FILLS = """(shape, roles) => roles.map(role => {
  shape.setAttribute('class', `${role} fill`);
  return getComputedStyle(shape).fill })"""
COLOUR = """(e, [name, part]) => {
  const style = getComputedStyle(e, part);
  return parseFloat(style.borderLeftWidth) || name !== 'borderLeftColor' ? style[name] : '' }"""
MOVING = """() => [...document.querySelectorAll('*')]
  .flatMap(e => [null, '::before', '::after'].map(pseudo => getComputedStyle(e, pseudo)))
  .filter(style => style.animationName !== 'none' || style.scrollBehavior === 'smooth'
    || style.transitionDuration.split(',').some(time => parseFloat(time) > 0)
      && !['none', 'opacity'].includes(style.transitionProperty)).length"""
# What has the focus: whether it follows the one before, has a ring, is in sight and large enough.
FOCUSED = """() => {
  const e = document.activeElement, before = window.before;
  window.before = e;
  if (e === document.body) return null;
  let ringed = e.matches('.cell-editor > *') ? e.parentElement : e;
  if (e.matches('.md-nav__toggle')) ringed = e.parentElement.querySelector('label');
  const { outlineStyle, outlineWidth } = getComputedStyle(ringed);
  const box = ringed.getBoundingClientRect();
  const { bottom } = document.querySelector('.md-header').getBoundingClientRect();
  const inSight = box.bottom > bottom + 2 && box.top < innerHeight - 2;
  return { name: e.outerHTML.slice(0, 100),
    after: !before || (before.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_FOLLOWING) > 0,
    ring: outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2
      || e.matches('.md-search__input'),
    seen: !!e.closest('.md-header, .md-skip') || inSight,
    large: e.matches(':is(p, li, td, dd) a') || box.width >= 24 && box.height >= 24 } }"""
FOCUSABLE = """() => [...document.querySelectorAll(
    'a[href], button, input, textarea, summary, [tabindex="0"]')]
  .filter(e => e.tabIndex >= 0 && !(e.type === 'radio' && !e.checked)
    && e.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true })).length"""
NAME = """() => {
  const e = document.activeElement;
  const seen = [...(e.labels ?? [e])].filter(
    label => label.checkVisibility({ visibilityProperty: true }));
  return seen.map(label => label.title || label.textContent.trim()).join('') }"""


@pytest.fixture
def reader(open_lesson):
    """`reader(path, width, **options)`: a page as a reader with these options has it, on which
    the focus alone does not load Python."""

    def visit(path, width=1280, **options):
        page = open_lesson(path, width, script=SAVE_DATA, **options)
        settle(page)
        return page

    return visit


def contrast(*colours: str) -> float:
    """Return the contrast of two opaque colours, as WCAG 2 defines it."""

    def luminance(colour: str) -> float:
        scale = 1 if "srgb" in colour else 255
        parts = [float(part) / scale for part in re.findall(r"[\d.]+", colour)[:3]]
        r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05

    low, high = sorted(map(luminance, colours))
    return high / low


def colour(page, selector: str, name: str, part: str | None = None) -> str:
    return page.locator(selector).first.evaluate(COLOUR, [name, part])


@pytest.mark.parametrize("path", MIXED)
def test_at_400_percent_everything_fits(reader, path):
    """1280 by 1024 pixels, four times as large, are 320 by 256. The header scrolls away."""
    page = reader(path, viewport={"width": 320, "height": 256})
    fits(page)
    assert page.evaluate(CUT) == []
    page.evaluate("window.scrollTo(0, 400)")
    page.wait_for_function(
        "() => document.querySelector('.md-header').getBoundingClientRect().bottom <= 0"
    )
    page.expects = "404"


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("path", [f"vi/{LESSON}", "reference/"])
def test_with_wide_spacing_no_text_is_cut(reader, path, width):
    """The style is that of WCAG 1.4.12; a reader's browser adds it in spite of our policy."""
    page = reader(path, width, bypass_csp=True)
    page.add_style_tag(content=SPACING)
    assert page.evaluate(CUT) == []
    fits(page)
    assert page.evaluate(NOT_OVER_CODE) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_of_each_colour_stand_out_in_pictures(reader, scheme):
    """Axe does not look into pictures. "soft", which is half transparent, it sees below them."""
    page = reader(LESSON, scheme=scheme)
    still(page)
    ground = colour(page, "body", "backgroundColor")
    fills = page.locator(".picture > *").last.evaluate(FILLS, ROLES)
    seen = {role: contrast(fill, ground) for role, fill in zip(ROLES, fills) if role != "soft"}
    assert {role: seen[role] for role in seen if seen[role] < 4.5} == {}


@pytest.mark.parametrize("palette", ["default", "slate"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_in_forced_colours_everything_is_seen(reader, scheme, palette):
    """In the palette that the system asks for, and in the other, which a reader may have chosen."""
    page = reader(LESSON, forced_colors="active", scheme=scheme)
    page.evaluate("palette => { document.body.dataset.mdColorScheme = palette }", palette)
    still(page)
    canvas = colour(page, "body", "backgroundColor")
    fills = page.locator(".picture > *").last.evaluate(FILLS, ROLES)
    assert min(contrast(fill, canvas) for fill in fills[:2]) >= 4.5
    assert min(contrast(fill, canvas) for fill in fills) >= 3
    for sign in ((".md-nav__icon", "::after"), ("summary", "::before"), ("summary", "::after")):
        assert contrast(colour(page, sign[0], "backgroundColor", sign[1]), canvas) >= 3, sign
    for box in (".cell-bar button", "[data-output]"):
        assert contrast(colour(page, box, "borderLeftColor"), canvas) >= 3, box
    assert colour(page, ".md-nav__link--active", "textDecorationLine") == "underline"
    assert colour(page, ".cell-editor > textarea", "color") != canvas


def test_with_reduced_motion_nothing_moves(reader):
    assert reader(LESSON, reduced_motion="reduce").evaluate(MOVING) == 0


def walk(page, key, steps=200):
    """Return what the key leads to, one after the other, to the end of the page."""
    page.evaluate("window.before = null")
    way = []
    for _ in range(steps):
        page.keyboard.press(key)
        if not (focused := page.evaluate(FOCUSED)):
            break
        way.append(focused)
    return way


def faults(way, *wanted):
    return [focused for focused in way if not all(focused[quality] for quality in wanted)]


def test_the_keyboard_reaches_everything_in_order(reader):
    page = reader("reference/")
    there = page.evaluate(FOCUSABLE)
    way = walk(page, "Tab")
    assert faults(way, "after", "ring", "seen", "large") == []
    assert len(way) >= there > 60, "something is not reached"


def test_the_first_link_skips_and_the_focus_is_seen_both_ways(reader):
    page = reader(f"vi/{LESSON}")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"#{page.locator('.page h1').get_attribute('id')}$"))
    page.wait_for_function("() => document.activeElement === document.body")
    page.locator(".page .headerlink").nth(4).focus()
    way = walk(page, "Tab", 50)
    page.locator(".md-footer__link").first.focus()
    back = walk(page, "Shift+Tab", 50)
    assert faults(way, "after", "ring", "seen", "large") == []
    assert faults(back, "ring", "seen") == []
    names = "".join(focused["name"] for focused in way + back)
    assert all(part in names for part in ("<textarea", 'data-action="run"', "<summary"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_ring_around_the_focus_has_contrast(reader, scheme):
    page = reader(LESSON, scheme=scheme)
    body, header = (colour(page, where, "backgroundColor") for where in ("body", ".md-header"))
    footer = "rgb(33, 33, 33)"  # at least as light as Material's
    grounds = {".page a": body, ".cell-bar button": body, ".md-header .twin": header}
    for selector, ground in (grounds | {".md-footer__link": footer}).items():
        page.locator(selector).first.focus()
        still(page)
        assert contrast(colour(page, selector, "outlineColor"), ground) >= 3, selector


def test_the_drawer_works_by_the_keyboard_alone(reader):
    page = reader(f"vi/{LESSON}", 360)
    press, drawer = page.keyboard.press, page.locator("#__drawer")
    parts = page.locator(".md-nav--primary > ul > .md-nav__item--nested > label")
    with page.expect_response("**/keyboard.mjs"):  # the first key loads what the others need
        press("Tab")
    load_module(page, "../keyboard.mjs")
    assert page.evaluate(NAME) == page.locator("[for=__drawer][title]").get_attribute("title")
    press("Tab")
    assert page.evaluate("document.activeElement.matches('.md-skip')"), "the drawer is closed"
    press("Shift+Tab")
    press("Enter")
    page.wait_for_function("() => document.activeElement.id === '__nav_2'")
    still(page)  # it slides in
    assert page.evaluate(NAME) == parts.nth(0).text_content().strip()
    press("Tab")
    assert page.evaluate("document.activeElement.matches('.md-nav .md-nav a')")
    press("Shift+Tab")
    press("Space")  # back to the list of lists
    still(page)  # it slides out
    press("Tab")
    assert page.evaluate(NAME) == parts.nth(1).text_content().strip()
    press("Escape")
    assert page.evaluate("document.activeElement.id") == "__drawer" and not drawer.is_checked()
    press("Enter")
    still(page)
    page.locator(".md-nav--primary > .keep button").focus()
    press("Tab")
    expect(drawer, "the focus would be below the drawer").not_to_be_checked()


def test_letters_alone_are_no_commands(reader, lessons):
    page = reader(LESSON, unvisited=True)
    lessons.requests.clear()
    for key in "nps/":
        page.keyboard.press(key)
    let_timers_end(page, 1)  # Material's script looks so much later at what has the focus
    assert page.url.partition("#")[0].endswith(f"/{LESSON}")
    assert not page.locator("#__search").is_checked()
    page.locator(".md-header .md-logo").click()  # later than where a letter would have led
    page.wait_for_url(page.site)
    asked = " ".join(lessons.requests)
    assert "/01-why-self/" not in asked and "/03-all-tokens/" not in asked


def test_a_screen_reader_gets_every_formula_as_mathematics(reader):
    """Those off the screen too: what Chromium has not styled yet it does not tell."""
    page = reader("vi/06-scaling/", 360)
    nodes = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    told = [n for n in nodes if n["role"]["value"] == "MathMLMath" and not n["ignored"]]
    seen = "all => all.filter(e => !e.closest('details:not([open])')).length"
    assert len(told) == page.locator("math").evaluate_all(seen) > 10
