"""Writing code: keys, input methods, undo, and what is kept."""

import pytest
from cells import ENDED, cells, needs_python
from pages import PAGE

pytestmark = needs_python


def test_edits_survive_a_reload_and_a_switch_of_page_and_language_and_say_that_they_differ(
    open_page, served_site
):
    page = open_page(PAGE)
    first = cells(page)[0]
    lesson = first.code
    first.write("print('mine')")
    assert first.box.locator(".cell-edited").text_content() == "edited"
    assert first.says == "Recorded output of the lesson's own code"
    for address in (PAGE, "", PAGE, f"vi/{PAGE}"):
        page.goto(served_site.url + address)
        if address:
            assert cells(page)[0].code == "print('mine')", address
            assert cells(page)[0].box.locator(".cell-edited").is_visible()
    first = cells(page)[0]
    first.button("reset").click()
    page.goto(served_site.url + PAGE)
    assert cells(page)[0].code == lesson


def test_the_colours_of_edited_code_are_those_of_the_lesson(cell):
    colours = """box => [...box.querySelectorAll('pre code span')].filter(span => !span.children.length && span.textContent.trim())
      .map(span => [span.textContent, getComputedStyle(span).color])"""
    cell.write(
        "import numpy as np\n\ndef dot(a, b):\n    return sum(p * q for p, q in zip(a, b))  # why\n\nprint('ab', 1.5)"
    )
    found = dict(cell.box.evaluate(colours))
    assert len({found["import"], found["dot"], found["# why"], found["'ab'"], found["1.5"]}) == 5
    assert not {"p", "*", "(", ":"} & found.keys(), "what has the colour of text needs no element"


def test_text_area_and_code_lie_exactly_upon_each_other(open_page):
    for width, options in [(1280, {}), (360, {"has_touch": True})]:
        page = open_page(PAGE, width, **options)
        page.wait_for_selector(".run[data-state]")
        apart = page.evaluate("""() => {
          const rect = element => { const { x, y, width, height } = element.getBoundingClientRect(); return [x, y, width, height]; };
          const style = element => { const { font, lineHeight, padding, letterSpacing, tabSize, whiteSpace } = getComputedStyle(element);
            return [font, lineHeight, padding, letterSpacing, tabSize, whiteSpace]; };
          return [...document.querySelectorAll('.cell-editor')].map(pre => {
            const [code, area] = [pre.querySelector('code'), pre.querySelector('textarea')];
            return [rect(code), style(code), area.scrollHeight <= area.clientHeight, area.scrollWidth <= area.clientWidth,
                    String([rect(code), style(code)]) === String([rect(area), style(area)])]; });
        }""")
        assert all(same and fits_high and fits_wide for *_, fits_high, fits_wide, same in apart), (
            apart
        )


def test_vietnamese_typed_with_an_input_method_arrives_whole(cell):
    """The events that an input method sends: composition start, updates, end."""
    cell.write("")
    cell.editor.focus()
    devtools = cell.page.context.new_cdp_session(cell.page)
    cell.page.keyboard.type("print('")
    for word in ("Tiếng", "Việt"):
        for end in range(1, len(word) + 1):
            devtools.send(
                "Input.imeSetComposition",
                {"text": word[:end], "selectionStart": end, "selectionEnd": end},
            )
        devtools.send("Input.insertText", {"text": word})
        cell.page.keyboard.type(" ")
    cell.page.keyboard.type("')")
    assert cell.code == "print('Tiếng Việt ')"
    assert cell.box.locator("pre code").first.text_content() == cell.code + "\n"


def test_a_key_that_belongs_to_the_input_method_neither_runs_nor_indents(cell):
    cell.write("if x:")
    cell.editor.evaluate("""area => { for (const shiftKey of [true, false])
      area.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', shiftKey, isComposing: true, bubbles: true, cancelable: true })) }""")
    assert (cell.code, cell.state) == ("if x:", "idle")


@pytest.mark.parametrize("keys", ["Shift+Enter", "Control+Enter"])
def test_shift_enter_and_control_enter_run(cell, keys):
    cell.write("print('by key')")
    cell.editor.press(keys)
    assert cell.wait_for(*ENDED).output == "by key\n"
    assert cell.code == "print('by key')"


def test_tab_and_shift_tab_leave_the_editor_and_escape_leaves_to_run(cell):
    where = "[document.activeElement.tagName, document.activeElement.dataset.action ?? '']"
    cell.editor.focus()
    cell.page.keyboard.press("Tab")
    assert cell.page.evaluate(where) == ["BUTTON", "run"]
    cell.page.keyboard.press("Shift+Tab")
    assert cell.page.evaluate(where)[0] == "TEXTAREA"
    cell.page.keyboard.press("Shift+Tab")
    assert cell.page.evaluate(where)[0] != "TEXTAREA"
    cell.editor.focus()
    cell.page.keyboard.press("Escape")
    assert cell.page.evaluate(where) == ["BUTTON", "run"]


def test_enter_keeps_the_indentation_and_backspace_takes_a_step_of_it_back(cell):
    cell.write("")
    cell.editor.focus()
    for typed in [
        "for i in range(2):",
        "Enter",
        "print(i)",
        "Enter",
        "if i:",
        "Enter",
        "pass",
        "Enter",
        "Backspace",
        "Backspace",
        "print()",
    ]:
        cell.page.keyboard.press(typed) if typed in (
            "Enter",
            "Backspace",
        ) else cell.page.keyboard.type(typed)
    assert cell.code == "for i in range(2):\n    print(i)\n    if i:\n        pass\nprint()"
    for _ in range(3):
        cell.page.keyboard.press("Control+z")
    assert cell.code != "for i in range(2):\n    print(i)\n    if i:\n        pass\nprint()"
