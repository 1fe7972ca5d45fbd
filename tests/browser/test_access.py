"""What WCAG 2.2 AA asks for and axe cannot see: zoom, text spacing, forced colours, reduced motion, the keyboard alone."""

import pytest
from pages import PAGE, check_that_it_fits, no_trouble, settle, watch

MIXED = ["vi/", PAGE, f"vi/{PAGE}", "reference/", "vi/glossary/", "nowhere/"]  # pages of each kind
SPACING = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }"
SEEN = "{ visibilityProperty: true, opacityProperty: true, contentVisibilityAuto: true }"

# Text that its own box cuts off. The page's title in the header only repeats the heading, and may.
CUT = f"""() => [...document.querySelectorAll('body :not(.md-sidebar__scrollwrap)')].filter(e => {{
  const style = getComputedStyle(e), cuts = overflow => ['hidden', 'clip'].includes(overflow);
  return e.checkVisibility({SEEN}) && e.clientWidth > 1 && !e.closest('[data-md-component=header-topic], .katex') && e.textContent.trim()
    && (cuts(style.overflowX) && e.scrollWidth > e.clientWidth + 1 || cuts(style.overflowY) && e.scrollHeight > e.clientHeight + 1)
}}).map(e => e.outerHTML.slice(0, 120))"""

CONTRAST = """(a, b) => { const light = colour => {
    const [r, g, b] = colour.match(/[\\d.]+/g).map(Number).map(n => colour.includes('srgb') ? n : n / 255).map(n => n <= .04045 ? n / 12.92 : ((n + .055) / 1.055) ** 2.4);
    return .2126 * r + .7152 * g + .0722 * b + .05 };
  const [low, high] = [light(a), light(b)].sort((x, y) => x - y); return high / low }"""


@pytest.fixture(scope="module")
def reader(browser, served_site):
    """`reader(path, **options)`: a page as one who has these options set sees it, all in one profile."""
    contexts = {}

    def visit(path, **options):
        key = str(options)
        if key not in contexts:
            contexts[key] = browser.new_context(**options).new_page()
            watch(contexts[key], served_site.host)
        page = contexts[key]
        page.goto(served_site.url + path)
        settle(page)
        if path == "nowhere/":
            page.trouble.clear()
        return page

    yield visit
    for page in contexts.values():
        no_trouble(page)
        page.context.close()


@pytest.mark.parametrize("path", MIXED)
def test_at_400_percent_everything_fits_and_the_header_leaves_room(reader, path):
    """1280 by 1024 pixels, four times as large, are 320 by 256."""
    page = reader(path, viewport={"width": 320, "height": 256})
    check_that_it_fits(page)
    assert page.evaluate(CUT) == []
    page.evaluate("window.scrollTo(0, 400)")
    assert (
        page.locator(".md-header").evaluate("header => header.getBoundingClientRect().bottom") <= 0
    )


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("path", [f"vi/{PAGE}", "reference/"])
def test_with_wide_spacing_no_text_is_cut_and_the_editor_stays_in_line(reader, path, width):
    """The style is that of WCAG 1.4.12; the policy would refuse it, a reader's browser puts it above."""
    page = reader(path, viewport={"width": width, "height": 900}, bypass_csp=True)
    page.add_style_tag(content=SPACING)
    assert page.evaluate(CUT) == []
    check_that_it_fits(page)
    assert (
        page.evaluate("""() => [...document.querySelectorAll('.cell-editor')].filter(editor => {
      const [code, area] = editor.querySelectorAll('code, textarea'), [a, b] = [code, area].map(e => e.getBoundingClientRect());
      return Math.abs(a.height - b.height) > 1 || area.scrollHeight > area.clientHeight + 1 || area.scrollWidth > area.clientWidth + 1;
    }).length""")
        == 0
    )
    if path == f"vi/{PAGE}":
        mark, line = (
            page.evaluate("""() => { const code = document.querySelector('.cell-editor > code'), style = getComputedStyle(code);
          const mark = Object.assign(document.createElement('i'), { className: 'cell-mark' });
          mark.style.setProperty('--line', code.textContent.trimEnd().split('\\n').length); code.after(mark);
          const { top, bottom } = mark.getBoundingClientRect();
          return [(top + bottom) / 2, code.getBoundingClientRect().bottom - parseFloat(style.paddingBottom) - parseFloat(style.lineHeight) / 2] }""")
        )
        assert abs(mark - line) < 4, "the mark of a line that failed lies beside it"


@pytest.mark.parametrize("palette", ["default", "slate"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_in_forced_colours_pictures_signs_and_controls_are_seen(reader, scheme, palette):
    """In the palette that the system's colours ask for, and in the other, which a reader may have chosen before."""
    page = reader(
        PAGE, viewport={"width": 1280, "height": 900}, forced_colors="active", color_scheme=scheme
    )
    page.evaluate("palette => { document.body.dataset.mdColorScheme = palette }", palette)
    page.wait_for_timeout(300)  # colours change slowly
    faint = page.evaluate(f"""() => {{ const contrast = {CONTRAST}, canvas = getComputedStyle(document.body).backgroundColor;
      const probe = document.querySelector('.picture'), faint = [];
      for (const role of ['ink', 'soft', 'query', 'key', 'value', 'score', 'weight', 'context']) {{
        const shape = document.createElementNS('http://www.w3.org/2000/svg', 'path'); shape.setAttribute('class', `${{role}} fill`);
        probe.append(shape); const colour = getComputedStyle(shape).fill; shape.remove();
        if (contrast(colour, canvas) < (role === 'ink' || role === 'soft' ? 4.5 : 3)) faint.push(role + colour);
      }}
      for (const [selector, pseudo] of [['.md-nav__icon', '::after'], ['summary', '::before'], ['summary', '::after']]) {{
        const sign = getComputedStyle(document.querySelector(selector), pseudo);
        if (contrast(sign.backgroundColor, canvas) < 3) faint.push(selector + pseudo);
      }}
      for (const selector of ['.cell-bar button', '[data-output]']) {{
        const {{ borderLeftWidth, borderLeftColor }} = getComputedStyle(document.querySelector(selector));
        if (!parseFloat(borderLeftWidth) || contrast(borderLeftColor, canvas) < 3) faint.push(selector);
      }}
      return faint }}""")
    assert faint == []
    told = page.evaluate(
        """() => ['.md-nav__link--active', 'data.number'].map(selector => getComputedStyle(document.querySelector(selector)).textDecorationLine)"""
    )
    assert told == ["underline", "underline"]
    assert page.locator(".cell-editor > textarea").first.evaluate(
        "area => getComputedStyle(area).color !== getComputedStyle(document.body).backgroundColor"
    )


def test_with_reduced_motion_nothing_moves(reader):
    page = reader(PAGE, viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    assert (
        page.evaluate("""() => [...document.querySelectorAll('*')].flatMap(e => [null, '::before', '::after'].map(pseudo => getComputedStyle(e, pseudo)))
      .filter(style => style.animationName !== 'none' || style.scrollBehavior === 'smooth'
        || style.transitionDuration.split(',').some(time => parseFloat(time) > 0) && !['none', 'opacity'].includes(style.transitionProperty)).length""")
        == 0
    )


# What has the focus: whether it comes after the one before, whether its ring is seen, whether it lies below the header.
FOCUSED = """() => {
  const e = document.activeElement, before = window.before, header = document.querySelector('.md-header').getBoundingClientRect();
  window.before = e;
  if (e === document.body) return null;
  const label = e.matches('.md-option') && e.nextElementSibling || e.matches('.md-nav__toggle') && e.parentElement.querySelector('label');
  const ringed = label || (e.matches('.cell-editor > *') ? e.parentElement : e);
  const { outlineStyle, outlineWidth } = getComputedStyle(ringed), box = ringed.getBoundingClientRect();
  const inText = e.matches('data') || e.matches('a') && !!e.closest('p, li, td, dd');
  return { name: e.outerHTML.slice(0, 100), after: !before || !!(before.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_FOLLOWING),
    ring: outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2 || e.matches('.md-search__input'),
    seen: !!e.closest('.md-header, .md-skip') || box.bottom > header.bottom + 2 && box.top < innerHeight - 2,
    large: inText || box.width >= 24 && box.height >= 24 } }"""
FOCUSABLE = """() => [...document.querySelectorAll('a[href], button, input, textarea, summary, [tabindex="0"]')]
  .filter(e => e.tabIndex >= 0 && e.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true }) && !(e.type === 'radio' && !e.checked)).length"""


def walk(page, key, steps=200):
    """What the key leads to, one after the other, to the end of the page."""
    page.evaluate("window.before = null")
    for _ in range(steps):
        page.keyboard.press(key)
        if not (focused := page.evaluate(FOCUSED)):
            return
        yield focused


def test_the_keyboard_reaches_everything_in_order_and_the_focus_is_seen(reader):
    page = reader("reference/", viewport={"width": 1280, "height": 900}, color_scheme="light")
    there = page.evaluate(FOCUSABLE)
    way = list(walk(page, "Tab"))
    assert [f for f in way if not (f["after"] and f["ring"] and f["seen"] and f["large"])] == []
    assert len(way) >= there > 60, "something is not reached"


def test_on_a_lesson_page_the_focus_is_seen_both_ways_and_the_first_link_skips_to_the_page(reader):
    page = reader(f"vi/{PAGE}", viewport={"width": 1280, "height": 900}, color_scheme="light")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#question"
    page.wait_for_function(
        "() => document.activeElement === document.body"
    )  # the focus leaves the link after the address has changed
    page.locator(".page .headerlink").nth(4).focus()
    way = list(walk(page, "Tab", 50))
    page.locator(".md-footer__link").first.focus()
    back = list(walk(page, "Shift+Tab", 50))
    assert [f for f in way if not (f["after"] and f["ring"] and f["seen"] and f["large"])] == []
    assert [f for f in back if not (f["ring"] and f["seen"])] == []
    assert all(
        any(tag in f["name"] for f in way + back)
        for tag in ("<textarea", 'data-action="run"', "<data", "<summary")
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_ring_around_the_focus_has_contrast(reader, scheme):
    page = reader(PAGE, viewport={"width": 1280, "height": 900}, color_scheme=scheme)
    for selector, ground in [
        (".page a", "body"),
        (".md-header .twin", ".md-header"),
        (".cell-bar button", "body"),
        (".md-footer__link", ".md-footer"),
    ]:
        page.locator(f"{selector} >> nth=0").focus()
        ratio = page.evaluate(
            f"""([selector, ground]) => {{ const colour = getComputedStyle(document.querySelector(ground)).backgroundColor;
          return ({CONTRAST})(getComputedStyle(document.querySelector(selector)).outlineColor, colour.startsWith('rgba(0, 0, 0, 0.87') ? 'rgb(33, 33, 33)' : colour) }}""",
            [selector, ground],
        )
        assert ratio >= 3, selector


def test_the_drawer_opens_leads_on_and_closes_by_the_keyboard_alone(reader):
    page = reader(f"vi/{PAGE}", viewport={"width": 360, "height": 780})
    focused = """() => { const e = document.activeElement;
      const names = [...(e.labels ?? [e])].filter(label => label.checkVisibility()).map(label => label.title || label.textContent.trim());
      return [...new Set(names)].join('') }"""
    with page.expect_response("**/keyboard.mjs"):  # with the first key comes what the others need
        page.keyboard.press("Tab")
    assert page.evaluate(focused) == "Thanh điều hướng"
    page.wait_for_timeout(300)
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.activeElement.id === '__nav_2'")
    assert page.evaluate(focused) == "Attention từ con số không"
    page.keyboard.press("Tab")
    assert "self-attention" in page.evaluate(focused)
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Space")  # back to the list of lists
    page.wait_for_timeout(400)  # it slides out
    page.keyboard.press("Tab")
    assert page.evaluate(focused) == "Attention trong các mô hình"
    page.keyboard.press("Escape")
    assert (
        page.evaluate("document.activeElement.id") == "__drawer"
        and not page.locator("#__drawer").is_checked()
    )
    page.keyboard.press("Enter")
    page.locator(".md-nav--primary > .md-nav__list > :last-child > :is(a, input)").first.focus()
    page.keyboard.press("Tab")
    assert not page.locator("#__drawer").is_checked(), "the focus would be below the drawer"


def test_a_numbers_origin_can_be_asked_for_by_keyboard_read_and_sent_away(reader):
    page = reader(PAGE, viewport={"width": 1280, "height": 900}, color_scheme="light")
    number, tip = page.locator("data.number").first, page.locator(".md-tooltip2--active")
    number.focus()
    tip.wait_for()
    page.keyboard.press("Escape")
    tip.wait_for(state="hidden")
    page.evaluate("document.activeElement.blur()")
    number.hover()
    tip.wait_for()
    page.wait_for_timeout(400)  # it slides
    box = tip.locator("*").first.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=25)
    page.wait_for_timeout(500)
    assert tip.count() == 1, "it goes away before the mouse has reached it"
    page.mouse.move(5, 5)
    tip.wait_for(state="hidden")


def test_letters_alone_are_no_commands(reader):
    page = reader(PAGE, viewport={"width": 1280, "height": 900}, color_scheme="light")
    for key in "nps/":
        page.keyboard.press(key)
    page.wait_for_timeout(300)
    assert (
        page.url.partition("#")[0].endswith(f"/attention/{PAGE}")
        and not page.locator("#__search").is_checked()
    )


def test_what_is_read_first_stands_first(reader):
    """On a phone, where there is one column, each thing stands below the one before it."""
    page = reader(f"vi/{PAGE}", viewport={"width": 360, "height": 780})
    tops = page.eval_on_selector_all(
        ".page > *",
        "all => all.filter(e => e.checkVisibility()).map(e => e.getBoundingClientRect().top)",
    )
    assert tops == sorted(tops) and len(tops) > 50


def test_a_screen_reader_gets_every_formula_as_mathematics(reader):
    """Those above and below the screen too: what is not styled before it is seen, Chromium does not tell either."""
    page = reader("vi/06-scaling/", viewport={"width": 360, "height": 780})
    nodes = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    told = [node for node in nodes if node["role"]["value"] == "MathMLMath" and not node["ignored"]]
    formulas = page.locator("math").evaluate_all(
        "all => all.filter(formula => !formula.closest('details:not([open])')).length"
    )
    assert len(told) == formulas > 50
