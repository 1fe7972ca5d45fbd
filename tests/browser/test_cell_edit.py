"""Writing code: keys, input methods, undo; and how a cell looks, prints and sounds."""

import re

import pytest
from cells import ENDED, NOT_OVER_CODE, Cell, cells, in_firefox_too, needs_python
from pages import PAGE, SAVE_DATA, let_timers_end, violations
from playwright.sync_api import expect

pytestmark = needs_python
FOCUSED = "[document.activeElement.tagName, document.activeElement.dataset.action ?? '']"
COMPOSED_ENTER = """area => { for (const shiftKey of [true, false])
  area.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', shiftKey, isComposing: true,
    bubbles: true, cancelable: true })) }"""
HEAR = """() => { window.heard = [];
  const status = document.querySelector('.cell-heard');
  new MutationObserver(() => heard.push(status.textContent)).observe(status, { childList: true });
}"""


def test_edits_are_kept_and_belong_to_the_lessons_own_code(open_page, served_site):
    page = open_page(PAGE, script=SAVE_DATA)
    first = cells(page, "lesson")[0]
    first.write("print('mine')")
    for address in ("", PAGE, "", f"vi/{PAGE}"):  # by a load, back and forth
        page.goto(served_site.url + address)
    assert cells(page, "lesson")[0].code == "print('mine')"
    page.wait_for_selector("[data-action=reset-page]")
    page.evaluate("""for (const [key, text] of Object.entries(localStorage)) {
      if (key.includes('.cell ')) localStorage.setItem(key.replace(/-?\\d+$/, '1'), text),
        localStorage.removeItem(key); }""")  # as if a release had changed the code
    page.reload()
    assert cells(page, "lesson")[0].code != "print('mine')"


def test_vietnamese_typed_with_an_input_method_arrives_whole(cell):
    """The events that an input method sends: composition start, updates, end."""
    cell.write("")
    cell.editor.evaluate(COMPOSED_ENTER)
    assert (cell.code, cell.state) == ("", "idle"), "the key belongs to the input method"
    cell.editor.focus()
    devtools = cell.page.context.new_cdp_session(cell.page)
    cell.page.keyboard.type("print('")
    for word in ("Tiếng", "Việt"):
        for end in range(1, len(word) + 1):
            caret = {"selectionStart": end, "selectionEnd": end}
            devtools.send("Input.imeSetComposition", {"text": word[:end], **caret})
        devtools.send("Input.insertText", {"text": word})
        cell.page.keyboard.type(" ")
    cell.page.keyboard.type("')")
    expect(cell.editor).to_have_value("print('Tiếng Việt ')")
    assert cell.box.locator("pre code").first.text_content() == cell.code + "\n"


@in_firefox_too
@pytest.mark.parametrize("keys", ["Shift+Enter", "Control+Enter"])
def test_shift_enter_and_control_enter_run(cell, keys):
    cell.write("print('by key')")
    cell.editor.press(keys)
    assert cell.wait_for(*ENDED).output == "by key\n"
    assert cell.code == "print('by key')"


@in_firefox_too
def test_tab_leaves_the_editor(cell):
    press = cell.page.keyboard.press
    cell.editor.focus()
    press("Tab")
    assert cell.page.evaluate(FOCUSED) == ["BUTTON", "run"]
    press("Shift+Tab")
    assert cell.page.evaluate(FOCUSED)[0] == "TEXTAREA"
    press("Shift+Tab")
    assert cell.page.evaluate(FOCUSED)[0] != "TEXTAREA"


@in_firefox_too
def test_enter_keeps_the_indentation_and_backspace_reduces_it(cell):
    cell.write("")
    cell.editor.focus()
    keyboard = cell.page.keyboard
    for line in ("for i in range(2):", "print(i)", "if i:", "pass"):
        keyboard.type(line)
        keyboard.press("Enter")
    keyboard.press("Backspace")
    keyboard.press("Backspace")
    keyboard.type("print()")
    written = "for i in range(2):\n    print(i)\n    if i:\n        pass\nprint()"
    assert cell.code == written
    for _ in range(3):
        keyboard.press("Control+z")
    assert cell.code != written


TOPS = """code => [...code.textContent.matchAll(/[^\\n]+/g)].map(({ index }) => {
  const walker = document.createTreeWalker(code, NodeFilter.SHOW_TEXT);
  let end = 0;
  while ((end += walker.nextNode().length) <= index);
  const range = document.createRange();
  range.setStart(walker.currentNode, index - end + walker.currentNode.length);
  const { left, top } = range.getBoundingClientRect();
  const start = code.getBoundingClientRect();
  return [Math.round(left - start.left), Math.round(top - start.top)]; })"""


def test_highlighted_lines_lie_under_the_text_and_end_with_an_edit(open_lesson):
    """They are what the page adds to the lesson's code, not to the reader's."""
    page = open_lesson("03-all-tokens/#so-far")
    so_far = next(cell for cell in cells(page, "lesson") if "def attend" in cell.code)
    code, lesson = so_far.box.locator("pre code").first, so_far.code
    lines = code.locator(".hll")
    assert [line.strip() for line in lines.all_text_contents()] == [
        lesson.split("\n")[n - 1].strip() for n in (3, 5)
    ]
    places = code.evaluate(TOPS)
    so_far.write(lesson + " ")
    expect(lines).to_have_count(0)
    assert code.evaluate(TOPS) == places
    so_far.box.locator("[data-action=reset]").click()
    expect(lines).to_have_count(2)
    assert violations(page, ".run") == []


@in_firefox_too
def test_nothing_scrolls_sideways_whatever_is_printed(cell):
    cell.page.set_viewport_size({"width": 360, "height": 780})
    cell.run("print('x' * 500)\nraise ValueError('y' * 500)")
    assert cell.page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("path", [PAGE, f"vi/{PAGE}"])
def test_every_button_has_room_for_a_finger(open_page, path):
    page = open_page(path, 360, has_touch=True, is_mobile=True)
    first = cells(page)[0]
    sizes = "all => all.map(button => [button.offsetWidth, button.offsetHeight])"
    assert min(map(min, page.locator(".cell-bar button").evaluate_all(sizes))) >= 44
    assert page.evaluate(NOT_OVER_CODE) == []
    size = first.editor.evaluate("area => parseFloat(getComputedStyle(area).fontSize)")
    assert size >= 16, "iOS zooms in"


def test_a_change_is_announced_once_and_politely_when_it_has_come_to_rest(cell):
    page = cell.page
    cell.run("print('loaded')")
    expect(page.locator(".cell-heard")).to_contain_text("loaded")
    page.evaluate(HEAR)
    inputs = Cell(page, 1, "lesson")
    inputs.run(inputs.code.replace("0.43", "0.93") + "\nprint('result <1>')")
    page.wait_for_function("() => heard.some(told => !told.startsWith('Running'))")
    let_timers_end(page, 300)  # as long a change has to rest; a second announcement is heard too
    (heard,) = (told for told in page.evaluate("heard") if not told.startswith("Running"))
    said = r"Finished in \d+ ms \(6, 3\)\nresult <1>\n \d+ outputs, \d+ numbers, .* changed"
    assert re.fullmatch(said, heard), heard
    inputs.run("1 / 0")
    said = "ZeroDivisionError: division by zero The divisor is 0"
    page.wait_for_function("said => heard.at(-1).includes(said)", arg=said)


def test_numbers_of_a_shaded_table_have_a_ground_by_their_size(open_page):
    page = open_page("02-table/")
    table = page.locator(".shaded [data-output]").first
    cells(page)
    shares = table.locator("span").evaluate_all(
        "all => all.map(s => [Number(s.textContent), Number(s.style.getPropertyValue('--share'))])"
    )
    largest = max(number for number, _ in shares)
    assert len(shares) == 36 and max(share for _, share in shares) == 1
    assert all(abs(number / largest - share) < 0.001 for number, share in shares)
    assert violations(page, ".shaded") == []


def test_axe_finds_nothing_in_any_state_of_a_cell(cell):
    first, second, third, *_ = cells(cell.page, "lesson")
    first.run("print('fine')")
    second.run("1 / 0")
    third.write("while True: pass")
    first.start("while True: pass  # one 'text' 1 def f")
    assert violations(cell.page, ".run") == []
    cell.page.evaluate("localStorage.clear()")
    cell.page.reload()


def test_very_long_code_is_shown_without_colours(cell):
    """Each key would colour all of it anew."""
    code = cell.box.locator("pre code").first
    paste = "(area, text) => { area.value = text; area.dispatchEvent(new Event('input')) }"
    cell.editor.evaluate(paste, "x = 1\n" * 1_000)
    expect(code.locator("span")).to_have_count(1_000)
    cell.editor.evaluate(paste, long := "x = 1\n" * 4_000)
    expect(code.locator("span")).to_have_count(0)
    assert code.text_content() == long + "\n"
    cell.editor.evaluate(paste, "print('alive')")
    assert cell.run().output == "alive\n"


@pytest.mark.parametrize("path", [PAGE, f"vi/{PAGE}"])
@pytest.mark.parametrize("width", [320, 360])
def test_buttons_have_the_room_that_was_kept_for_them(open_page, path, width):
    """And in English one row of it."""
    page = open_page(path, width, has_touch=True, is_mobile=True)
    bar = cells(page)[0].box.locator(".cell-bar")
    height, kept = bar.evaluate("bar => [bar.offsetHeight, getComputedStyle(bar).minHeight]")
    assert f"{height}px" == kept
    rows = bar.locator("button").evaluate_all("all => new Set(all.map(b => b.offsetTop)).size")
    assert rows == (2 if path.startswith("vi/") else 1)
