"""Numbers in code are changed by mouse, keys and finger, and shared by a link."""

import gzip
import re

import pytest
from cells import AT_REST, LOADED, Cell, cells, in_firefox_too, load_module, needs_python
from pages import PAGE, SAVE_DATA
from playwright.sync_api import expect

from lessonkit.project import HERE

pytestmark = needs_python
STATIC = HERE.web / "static" / "cell"
INPUTS = 1  # a cell of the page
FROM_LINK = "Numbers from a link. Run shows what follows from them."
PLACE = """(code, number) => {
  const found = [...code.querySelectorAll('.mi, .mf')].find(span => span.textContent === number);
  scrollBy(0, found.getBoundingClientRect().y - 0.4 * innerHeight); // above what sticks to the foot
  const { x, y, width, height } = found.getBoundingClientRect();
  return [x + width / 2, y + height / 2]; }"""
SELECTED = "area => area.value.slice(area.selectionStart, area.selectionEnd)"
SHOWN = "box => box.querySelector('pre code').textContent"
LITERALS = """async source => {
  const script = document.querySelector("script[src*='cell.mjs']").src;
  const { literals } = await import(script.replace('cell.mjs', 'literals.mjs'));
  return literals(source).map(({ text }) => text); }"""
FOCUSED = "area => document.activeElement === area"
CHANGED = "() => document.querySelector('article:has([data-changed]):has([data-redrawn])')"
NUMBERS = {
    "x = [-1, 2.50]  # not 3": "-1 2.50",
    "a - 1; a -1; b = -1; f(-0.5) * -2": "1 1 -1 -0.5 -2",
    "print('4', f'{a[5]:.2f}', x6, 1e-5, 2j, 0x7, 1_000, return -8)": "-8",
}


def place_of(cell: Cell, number: str) -> tuple[float, float]:
    return cell.box.locator("pre code").first.evaluate(PLACE, number)


def drag(cell: Cell, number: str, pixels: int, release=True):
    x, y = place_of(cell, number)
    mouse = cell.page.mouse
    mouse.move(x, y)
    mouse.down()
    load_module(cell.page, "change.mjs")
    mouse.move(x + pixels, y, steps=4)
    if release:
        mouse.up()


@pytest.fixture
def inputs(cell):
    yield cells(cell.page, "lesson")[INPUTS]
    cell.page.wait_for_function(AT_REST)


@in_firefox_too
def test_a_drag_shows_what_follows_and_types_once_at_its_end(inputs):
    lesson, page = inputs.code, inputs.page
    x, y = place_of(inputs, "0.43")
    page.mouse.move(x, y)
    expect(inputs.editor).to_have_css("cursor", "ew-resize")
    drag(inputs, "0.43", 200, release=False)
    page.wait_for_function(CHANGED)
    expect(inputs.box.locator("pre code").first).to_contain_text("0.93")
    assert inputs.code == lesson
    page.mouse.up()
    expect(inputs.editor).to_have_value(lesson.replace("0.43", "0.93", 1))
    assert inputs.editor.evaluate(SELECTED) == "0.93"
    page.wait_for_function(AT_REST)
    page.keyboard.press("Control+z")
    expect(inputs.editor).to_have_value(lesson)
    assert inputs.code == lesson == inputs.box.evaluate(SHOWN).removesuffix("\n")


@pytest.mark.parametrize("step", ["3 0.43", "4 0.44", "-11 0.41", "8 0.63 Shift", "-180 -0.02"])
def test_a_step_is_four_pixels_and_shift_makes_it_ten(inputs, step):
    pixels, number, *keys = step.split()
    for key in keys:
        inputs.page.keyboard.down(key)
    drag(inputs, "0.43", int(pixels))
    for key in keys:
        inputs.page.keyboard.up(key)
    expect(inputs.editor).to_have_value(re.compile(rf"\[{re.escape(number)}, 0\.15, 0\.89\]"))
    assert inputs.code.count(f"[{number}, 0.15, 0.89]") == 1


def test_a_click_places_the_caret_and_a_double_click_selects(inputs):
    x, y = place_of(inputs, "0.43")
    inputs.page.mouse.click(x + 2, y)
    caret = inputs.editor.evaluate("area => area.selectionStart")
    assert caret == inputs.code.index("0.43") + 2 and inputs.editor.evaluate(SELECTED) == ""
    inputs.page.mouse.dblclick(x, y)
    assert inputs.editor.evaluate(SELECTED) == "0.43"
    inputs.page.mouse.move(x - 30, y)
    inputs.page.mouse.down()
    inputs.page.mouse.move(x + 40, y, steps=3)
    inputs.page.mouse.up()
    assert "0.43" in inputs.editor.evaluate(SELECTED) and inputs.code.count("0.43, 0.15") == 1


@in_firefox_too
def test_alt_with_an_arrow_moves_the_number_at_the_caret_only(inputs):
    lesson, page = inputs.code, inputs.page
    inputs.editor.evaluate("area => { area.focus(); area.setSelectionRange(1, 1); }")
    page.keyboard.press("Alt+ArrowUp")
    load_module(page, "change.mjs")  # for which a step waits
    assert inputs.code == lesson
    at = lesson.index("0.43") + 1
    inputs.editor.evaluate(f"area => area.setSelectionRange({at}, {at})")
    for key in ("Alt+ArrowUp", "Alt+ArrowUp", "Alt+ArrowDown", "Alt+Shift+ArrowUp"):
        page.keyboard.press(key)
    page.wait_for_function(CHANGED)
    page.wait_for_function("() => document.activeElement.value.includes('[0.54, 0.15')")
    assert inputs.code == lesson.replace("0.43", "0.54", 1)


@pytest.mark.parametrize("source", NUMBERS)
def test_a_number_is_in_no_comment_string_or_name(cell, source):
    assert cell.page.evaluate(LITERALS, source) == NUMBERS[source].split()


def test_a_finger_has_a_slider_and_no_keyboard_until_the_second_tap(open_page, served_site):
    page = open_page(PAGE, 360, unvisited=True, has_touch=True, is_mobile=True)
    inputs = cells(page, "lesson")[INPUTS]
    tap = lambda number: page.touchscreen.tap(*place_of(inputs, number))  # noqa: E731
    served_site.held = "pyodide.asm.wasm"  # or Python would be loaded before we look
    tap("0.43")
    dial = inputs.box.locator(".cell-dial")
    dial.get_by_role("button", name="More").tap()
    expect(inputs.editor).to_have_value(re.compile(r"\[0\.44, 0\.15"))
    inputs.wait_to_say("Loading Python, once")
    served_site.connect()
    dial.get_by_role("slider").fill("0.9")
    assert "[0.90, 0.15" in inputs.code and not inputs.editor.evaluate(FOCUSED)
    page.wait_for_function(CHANGED, timeout=LOADED)
    tap("0.90")
    expect(inputs.editor).to_be_focused()
    expect(dial).to_have_count(0)


def test_where_data_is_saved_only_run_loads_python(open_page):
    page = open_page(PAGE, script=SAVE_DATA)
    inputs = cells(page, "lesson")[INPUTS]
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    inputs.swipe()
    inputs.editor.focus()
    drag(inputs, "0.43", 40)
    inputs.wait_to_say("Data saving is on, and Python is 9.3 MB: Run loads it")
    assert "[0.53, 0.15" in inputs.code and "worker.mjs" not in str(asked)
    inputs.press_run()
    inputs.wait_for("loading", "done")


def test_a_link_carries_numbers_and_nothing_else(inputs, open_page, served_site):
    drag(inputs, "0.43", 40)
    inputs.page.wait_for_function(CHANGED)  # so the run has begun
    inputs.page.wait_for_function(AT_REST)
    inputs.page.locator("[data-action=share]").click()
    inputs.page.get_by_role("button", name="Copied").wait_for()
    link = inputs.page.evaluate("navigator.clipboard.readText()")
    name = link.partition("numbers=")[2].partition(".")[0]
    forged = f",{name}.2:import os,{name}.3:1e9,{name}.99:5,9.9:9,{name}.4:0.60"
    asked = []
    page = open_page("", unvisited=True)
    page.on("request", lambda request: asked.append(request.url))
    page.goto(link.replace(served_site.url, page.site) + forged)  # in another browser, so to say
    other = cells(page, "lesson")[INPUTS]
    other.wait_to_say(FROM_LINK)
    shared = inputs.code.replace("0.55", "0.60", 1)
    assert other.code == shared
    expect(page).not_to_have_url(re.compile("numbers"))
    assert not any("pyodide" in url for url in asked)
    page.reload()
    cells(page)
    assert other.code == shared
    other.press_run()
    page.wait_for_function(CHANGED, timeout=LOADED)


def test_a_link_asks_before_it_takes_the_place_of_the_readers_own(inputs, open_page, served_site):
    inputs.run(inputs.code.replace("0.43", "0.53", 1))
    inputs.page.locator("[data-action=share]").click()
    inputs.page.get_by_role("button", name="Copied").wait_for()
    link, shared = inputs.page.evaluate("navigator.clipboard.readText()"), inputs.code
    page = open_page(PAGE, unvisited=True)
    other = cells(page, "lesson")[INPUTS]
    mine = other.code.replace("0.15", "0.25", 1)
    other.write(mine)
    link = link.replace(served_site.url, page.site)
    page.goto(link)
    note = page.locator(".kept .from-link")
    expect(note).to_contain_text("A link has other numbers for “inputs”")
    expect(other.editor).to_have_value(mine)
    note.get_by_role("button").click()
    expect(other.editor).to_have_value(shared)
    expect(other.status).to_have_text(FROM_LINK)
    expect(note).to_have_count(0)
    other.editor.press("Control+z")
    expect(other.editor).to_have_value(mine)
    other.write(f"{mine}\n1 + 1")
    page.goto(link)
    expect(note).to_contain_text("do not fit “inputs”")
    expect(note.get_by_role("button")).to_have_count(0)
    expect(other.editor).to_have_value(f"{mine}\n1 + 1")


def test_the_first_view_has_little_of_it():
    first = [(STATIC / name).read_bytes() for name in ("drag.mjs", "literals.mjs")]
    assert sum(len(gzip.compress(content)) for content in first) <= 2048
