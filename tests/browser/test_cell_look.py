"""Looks, touch, print and screen readers."""

import re

from axe import CONTRAST, violations
from cells import Cell, cells, needs_python
from pages import PAGE, switch_to_dark

pytestmark = needs_python


def test_nothing_scrolls_sideways_at_360_pixels_whatever_is_printed(cell):
    cell.page.set_viewport_size({"width": 360, "height": 780})
    cell.run("print('x' * 500)\nraise ValueError('y' * 500)")
    assert cell.page.evaluate("document.documentElement.scrollWidth") <= 360


def test_every_button_has_room_for_a_finger(open_page):
    for path in (PAGE, f"vi/{PAGE}"):
        page = open_page(path, 360, has_touch=True, is_mobile=True)
        cells(page)
        sizes = page.eval_on_selector_all(
            ".cell-bar button",
            "all => all.map(b => [b.offsetWidth, b.offsetHeight, b.offsetTop - b.parentNode.firstChild.offsetTop])",
        )
        assert all(width >= 44 and height >= 44 and row == 0 for width, height, row in sizes), path
        assert (
            page.evaluate(
                "parseFloat(getComputedStyle(document.querySelector('.run textarea')).fontSize)"
            )
            >= 16
        ), "iOS zooms in"


def test_the_line_being_edited_stays_in_sight_when_the_keyboard_comes(open_page):
    page = open_page(PAGE, 360, has_touch=True)
    first = cells(page)[0]
    first.write("\n".join(f"line_{n} = {n}" for n in range(40)))
    first.editor.evaluate(
        "area => { area.focus(); area.setSelectionRange(area.value.length, area.value.length); }"
    )
    first.editor.scroll_into_view_if_needed()
    page.evaluate("document.querySelector('.run textarea').scrollIntoView({ block: 'start' })")
    page.set_viewport_size({"width": 360, "height": 330})
    page.wait_for_function(
        "() => { const { bottom } = document.querySelector('.run textarea').getBoundingClientRect(); return 0 < bottom && bottom <= 330 + 20 }"
    )


def test_each_state_is_announced_once_and_politely_and_a_result_is_read_out(cell):
    cell.page.evaluate("""window.heard = []; document.querySelectorAll('[role=status]').forEach(status => new MutationObserver(() => {
      if (status.ariaLive !== 'off' && status.textContent) heard.push(status.textContent) }).observe(status, { childList: true, subtree: true }))""")
    second = Cell(cell.page, 1, "lesson")
    cell.write("print('above')")
    second.run("print('result <1>')")
    heard = cell.page.evaluate("heard")
    assert len(set(heard)) == len(heard) == 1, heard
    assert re.fullmatch(r"Finished in \d+ ms result <1>\n", heard[0])
    assert second.box.locator("[role=status]").get_attribute("aria-live") == "polite"
    second.run("1 / 0")
    assert "ZeroDivisionError: division by zero" in cell.page.evaluate("heard.at(-1)")


def test_every_control_has_a_name_and_the_order_is_natural(cell):
    order = cell.box.evaluate("""box => [...box.querySelectorAll('textarea, button, [tabindex]')]
      .map(e => e.ariaLabel || e.textContent)""")
    name = cell.name
    assert order == [
        f"Python code: {name}",
        "Run",
        "Stop",
        "Reset",
        "Copy",
        "Copy all",
        f"Output: {name}",
    ]
    assert cell.box.get_by_role("group").get_attribute("aria-label") == name


def test_print_hides_the_controls_and_shows_all_code_and_output(cell):
    first = cell
    first.run("for i in range(60): print(i)")
    cell.page.emulate_media(media="print")
    assert not first.box.locator(".cell-bar").is_visible() and not first.editor.is_visible()
    assert first.box.locator("pre code").first.is_visible()
    assert first.box.locator("[data-output]").evaluate(
        "output => output.scrollHeight <= output.clientHeight + 1"
    )


def test_colours_pass_wcag_aa_in_every_state_and_either_palette(warm_page):
    page = warm_page
    lesson = cells(page, "lesson")
    lesson[0].run("print('fine')")
    lesson[1].run("1 / 0")
    lesson[2].write("while True: pass")
    lesson[0].write("while True: pass  # one 'text' 1 def f")
    lesson[0].press_run()
    lesson[0].wait_for("running")
    assert violations(page, ".run") == []
    switch_to_dark(page)
    assert violations(page, ".run", CONTRAST) == []
    page.evaluate("localStorage.clear()")
    page.reload()
