"""What a reader's cell promises, sentence by sentence, in Chromium. The other browsers: test_cell_elsewhere.py."""

import re
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from cells import ENDED, Cell, cells, needs_python

from lessonkit.project import HERE

PAGE = "02-one-query/"
LIB = HERE.site / "lib" / "pyodide" / "314.0.3"
RUNTIME = re.compile(r"/lib/pyodide/|worker\.mjs|runner\.py")

pytestmark = needs_python


@pytest.fixture(scope="module")
def warm_page(context, served_site):
    """One page whose Python has run: most tests edit its first cell."""
    page = context.new_page()
    page.goto(served_site.url + PAGE)
    cells(page)[0].run("print('warm')")
    yield page
    page.close()


@pytest.fixture
def cell(warm_page):
    """The first cell of the page, as the lesson has it."""
    first = Cell(warm_page, 0)
    warm_page.evaluate("document.querySelectorAll('[data-action=reset]').forEach(button => button.click())")
    warm_page.evaluate("window.scrollTo(0, 0)")
    yield first
    if first.state in ("loading", "running"):
        first.button("stop").click()


def requested(page) -> list[str]:
    return page.evaluate("performance.getEntriesByType('resource').map(entry => entry.name)")


def swipe_mouse_over(page, box):
    box.scroll_into_view_if_needed()
    at = box.bounding_box()
    page.mouse.move(at["x"] + 20, at["y"] + 20)
    page.mouse.move(at["x"] + 40, at["y"] + 25)


# -- before anything runs


def test_before_anything_runs_the_recorded_output_is_there_and_says_so(open_page):
    plain = open_page(PAGE, java_script_enabled=False)
    recorded = plain.locator(".output code").all_text_contents()
    page = open_page(PAGE)
    with_output = [cell for cell in cells(page) if cell.output]
    assert [cell.output for cell in with_output] == recorded and recorded
    assert {(cell.state, cell.says) for cell in with_output} == {("idle", "Recorded output")}


def test_without_javascript_the_lesson_reads_completely(open_page):
    page = open_page(PAGE, java_script_enabled=False)
    assert page.locator(".run code").first.is_visible() and page.locator(".output").first.is_visible()
    assert page.locator("[data-action]").count() == 0


def test_nothing_of_the_runtime_loads_before_intent(open_page):
    page = open_page(PAGE)
    cells(page)
    page.mouse.wheel(0, 3000)
    page.wait_for_timeout(500)
    assert [name for name in requested(page) if RUNTIME.search(name)] == []


@pytest.mark.parametrize("intent", ["hover", "focus"])
def test_hover_and_focus_load_python_before_run_is_pressed(open_page, served_site, intent):
    page = open_page(PAGE)
    first = cells(page)[0]
    served_site.requests.clear()
    with page.expect_worker():
        swipe_mouse_over(page, first.box) if intent == "hover" else first.editor.focus()


def test_the_layout_does_not_shift_when_cells_appear(open_page):
    for width in (1280, 800, 360):
        page = open_page("", width)
        page.add_init_script("""window.shifts = []; new PerformanceObserver(list => {
          for (const entry of list.getEntries()) for (const { node } of entry.sources)
            window.shifts.push((node?.closest?.('.run, .output') ?? 0) && node.outerHTML.slice(0, 100));
        }).observe({ type: 'layout-shift', buffered: true })""")
        page.goto(page.url + PAGE)
        cells(page)
        page.wait_for_timeout(300)
        assert [shift for shift in page.evaluate("shifts") if shift] == [], f"{width} pixels wide"


def test_our_script_on_a_lesson_page_is_small(open_page):
    """Budget: 20 KB without the editor, 60 KB compressed with it; a reader loads one language."""
    page = open_page(PAGE)
    cells(page)
    ours = page.evaluate("""performance.getEntriesByType('resource').filter(entry => /static.*mjs/.test(entry.name))
      .map(entry => [entry.name, entry.decodedBodySize, entry.encodedBodySize])""")
    assert sum(size for name, size, _ in ours if "editor" not in name) <= 20_480
    assert sum(size for _, _, size in ours) <= 61_440


# -- run


def test_a_first_run_tells_the_size_and_the_progress_and_then_prints(open_page, served_site):
    page = open_page(PAGE, locale="en-GB")
    served_site.slow(20_000_000, 0.02)
    first = cells(page)[0]
    first.write("print('here')")
    first.press_run()
    first.wait_for("loading")
    assert first.says == "Loading Python, once"
    page.wait_for_function("() => /^[1-9]\\.\\d of 9.3 MB$/.test(document.querySelector('.cell-progress').textContent)")
    first.wait_for("done")
    assert first.output == "here\n" and re.fullmatch(r"Finished in \d+ ms", first.says)
    assert first.box.locator(".cell-progress").text_content() == ""


def test_the_sizes_of_the_progress_are_those_of_the_files():
    worker = (HERE.docs("en") / "static" / "cell" / "worker.mjs").read_text("utf-8")
    named = re.findall(r'name: "([^"]+)", bytes: ([\d_]+), megabytes: ([\d.]+)', worker)
    for name, size, _ in named:
        file = next(LIB.glob(f"{name}*.whl" if name.endswith("-") else name))
        assert file.stat().st_size == int(size.replace("_", "")), f"worker.mjs: DOWNLOADS says {size} bytes for {file.name}"
    assert len(named) == 3 and 8.5 < sum(float(megabytes) for *_, megabytes in named) <= 9.3


def test_the_last_run_of_the_page_pressed_first_runs_the_cells_above(open_page):
    page = open_page(PAGE)
    lesson = cells(page, "lesson")
    recorded = [cell.output for cell in lesson]
    lesson[-1].run()
    assert [cell.state for cell in lesson] == ["done"] * len(lesson)
    assert [cell.output for cell in lesson] == recorded


def test_a_cell_above_runs_again_when_it_reads_otherwise_and_only_then(cell):
    second = Cell(cell.page, 1, "lesson")
    cell.write("print('one'); count = globals().get('count', 0) + 1")
    second.run("print('count', count)")
    assert second.output == "count 1\n"
    second.run()
    assert second.output == "count 1\n"
    cell.write("count = 41")
    second.run()
    assert second.output == "count 41\n"
    assert cell.state == "done" and cell.says.endswith("printed nothing")


def test_an_error_above_is_said_where_run_was_pressed(cell):
    second = Cell(cell.page, 1, "lesson")
    cell.write("1 / 0")
    second.run()
    name = cell.box.locator(".filename").evaluate("title => title.firstChild.data")
    assert (second.state, second.says) == ("error", f"Not run: “{name}” above ended with an error")
    assert "ZeroDivisionError" in cell.output


def test_the_value_of_a_last_expression_is_shown_as_in_a_notebook(cell):
    assert cell.run("x = 6\nx * 7").output == "42\n"


def test_output_streams_while_the_cell_runs(cell):
    cell.write("import time\nprint('first'); print('second', end='')\ntime.sleep(60)")
    cell.press_run()
    cell.page.wait_for_function("() => document.querySelector('[data-output]').textContent === 'first\\nsecond'")
    assert cell.state == "running"


def test_what_is_printed_is_text_never_markup(cell):
    hostile = "<script>window.hit = 1</script><img src=x onerror='window.hit = 1'>"
    cell.run(f'print("""{hostile}""")\nraise ValueError("""{hostile}""")')
    assert cell.output.startswith(hostile + "\n") and f"ValueError: {hostile}" in cell.output
    assert cell.page.evaluate("window.hit") is None
    assert cell.box.locator("[data-output] *").count() == 0
    cell.write(hostile)
    assert cell.box.locator("pre code").first.text_content() == hostile + "\n"
    assert cell.page.evaluate("window.hit") is None


def test_two_runs_stand_in_line(cell):
    second = Cell(cell.page, 1, "lesson")
    cell.write("import time\ntime.sleep(0.5)\nslept = True")
    second.write("print(slept)")
    cell.press_run()
    second.press_run()
    assert second.says == "Waits for another cell"
    second.wait_for(*ENDED)
    assert (cell.state, second.output) == ("done", "True\n")


# -- stop, reset


@pytest.mark.parametrize(
    "code",
    ["while True: pass", "while True: print(1)", "import time\ntime.sleep(60)", "import numpy as np\nwhile True: np.ones((500, 500)) @ np.ones((500, 500))"],
    ids=["a loop", "a flood", "asleep", "in NumPy"],
)
def test_stop_works_within_a_fifth_of_a_second_and_the_next_run_works(cell, code):
    cell.write(code)
    cell.press_run()
    cell.wait_for("running")
    cell.page.wait_for_timeout(400)
    with cell.timed("stopped") as stop:
        cell.button("stop").click()
    assert stop.milliseconds < 200
    assert cell.says == "Stopped"
    cell.run("print('again')")
    assert cell.output == "again\n"


def test_stop_works_while_python_is_still_loading(open_page, served_site):
    page = open_page(PAGE, locale="en-GB")
    served_site.slow()
    first = cells(page)[0]
    first.write("print('here')")
    first.press_run()
    first.wait_for("loading")
    with first.timed("stopped") as stop:
        first.button("stop").click()
    assert stop.milliseconds < 200
    served_site.mend()
    assert first.run().output == "here\n"


def test_stop_sends_away_all_that_stand_in_line(cell):
    second = Cell(cell.page, 1, "lesson")
    cell.write("while True: pass")
    cell.press_run()
    second.press_run()
    second.button("stop").click()
    second.wait_for("stopped")
    assert cell.state == "stopped"
    cell.page.wait_for_timeout(300)
    assert (cell.state, second.state) == ("stopped", "stopped")


def test_focus_is_never_lost(cell):
    focused = "document.activeElement.dataset.action"
    cell.write("while True: pass")
    cell.button("run").focus()
    cell.page.keyboard.press("Enter")
    cell.wait_for("running")
    assert cell.page.evaluate(focused) == "run"
    cell.page.keyboard.press("Tab")
    assert cell.page.evaluate(focused) == "stop"
    cell.page.keyboard.press("Enter")
    cell.wait_for("stopped")
    assert cell.page.evaluate(focused) == "stop"
    cell.page.keyboard.press("Tab")
    cell.page.keyboard.press("Enter")
    assert cell.page.evaluate(focused) == "reset"


def test_reset_brings_the_lesson_back_and_undo_the_readers_code(cell):
    lesson, recorded = cell.code, cell.output
    cell.run("print('mine')")
    cell.button("reset").click()
    assert (cell.code, cell.output, cell.state) == (lesson, recorded, "idle")
    assert cell.box.locator(".cell-edited").count() == 0
    cell.editor.focus()
    cell.page.keyboard.press("Control+z")
    assert cell.code == "print('mine')"
    cell.page.keyboard.press("Control+Shift+z")
    assert cell.code == lesson


def test_reset_ends_a_run(cell):
    recorded = cell.output
    cell.write("while True: print(1)")
    cell.press_run()
    cell.wait_for("running")
    cell.button("reset").click()
    cell.page.wait_for_timeout(300)
    assert (cell.state, cell.output) == ("idle", recorded)


# -- edits


def test_edits_survive_a_reload_and_a_switch_of_page_and_language_and_say_that_they_differ(open_page, served_site):
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
    cell.write("import numpy as np\n\ndef dot(a, b):\n    return sum(p * q for p, q in zip(a, b))  # why\n\nprint('ab', 1.5)")
    found = dict(cell.box.evaluate(colours))
    assert len({found["import"], found["dot"], found["# why"], found["'ab'"], found["1.5"], found["*"]}) >= 5


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
        assert all(same and fits_high and fits_wide for *_, fits_high, fits_wide, same in apart), apart


def test_vietnamese_typed_with_an_input_method_arrives_whole(cell):
    """The events that an input method sends: composition start, updates, end."""
    cell.write("")
    cell.editor.focus()
    devtools = cell.page.context.new_cdp_session(cell.page)
    cell.page.keyboard.type("print('")
    for word in ("Tiếng", "Việt"):
        for end in range(1, len(word) + 1):
            devtools.send("Input.imeSetComposition", {"text": word[:end], "selectionStart": end, "selectionEnd": end})
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
    for typed in ["for i in range(2):", "Enter", "print(i)", "Enter", "if i:", "Enter", "pass", "Enter", "Backspace", "Backspace", "print()"]:
        cell.page.keyboard.press(typed) if typed in ("Enter", "Backspace") else cell.page.keyboard.type(typed)
    assert cell.code == "for i in range(2):\n    print(i)\n    if i:\n        pass\nprint()"
    for _ in range(3):
        cell.page.keyboard.press("Control+z")
    assert cell.code != "for i in range(2):\n    print(i)\n    if i:\n        pass\nprint()"


# -- errors


def test_a_traceback_shows_the_readers_own_lines_and_the_editor_marks_the_line(cell):
    cell.run("def invert(n):\n    return 1 / n\n\ninvert(0)")
    name = cell.box.locator(".filename").evaluate("title => title.firstChild.data")
    assert cell.output.startswith(f'Traceback (most recent call last):\n  File "{name}", line 4, in <module>\n    invert(0)\n')
    assert "runner" not in cell.output and "pyodide" not in cell.output
    assert cell.output.rstrip().endswith("ZeroDivisionError: division by zero")
    assert cell.says == "Ended with an error in line 2"
    mark, area = cell.box.locator(".cell-mark").bounding_box(), cell.editor.bounding_box()
    height = mark["height"]
    assert (mark["y"] - area["y"]) // height == 1 and abs(height * 4 - area["height"]) < 2 * height
    assert cell.editor.get_attribute("aria-invalid") == "true"
    cell.write("print('mended')")
    assert cell.box.locator(".cell-mark").count() == 0 and cell.editor.get_attribute("aria-invalid") == "false"


@pytest.mark.parametrize(
    ("path", "sentence"),
    [(PAGE, "must have the same size"), (f"vi/{PAGE}", "phải cùng kích thước")],
)
def test_a_shape_error_says_which_axis_does_not_fit_in_the_pages_language(open_page, path, sentence):
    first = cells(open_page(path))[0]
    first.run("import numpy as np\nnp.ones((6, 3)) @ np.ones((4, 2))")
    assert "ValueError: matmul" in first.output
    last = first.output.splitlines()[-1]
    assert sentence in last and "3" in last and "4" in last


@pytest.mark.parametrize(
    ("code", "word"),
    [
        ("for i in range(100_000): print(i)", "… cut here, after 20 000 characters"),
        ("print('x' * 10_000_000)", "… cut here, after 20 000 characters"),
        ("import numpy as np\nnp.ones(2 * 1024**3 // 8)", "Make the array smaller"),
        ("import numpy as np\nkept = [np.ones(500_000_000) for _ in range(9)]", "Make the array smaller"),
        ("import os; os._exit(1)", "The code ended Python itself"),
        ("def f(n): return f(n + 1)\nf(0)", "it needs a case that returns"),
        ("class A:\n    def __repr__(self): return repr([self])\nprint(A())", "The code ended Python itself"),
        ("name = input('Who? ')", "write the value into the code"),
        ("import torch", "Only NumPy and Python's standard library"),
        ("from js import fetch", "Only NumPy and Python's standard library"),
        ("import sys; sys.exit(3)", "SystemExit: 3"),
        ("for i in range(3)\n    pass", "SyntaxError: expected ':'"),
    ],
)
def test_hard_code_ends_in_a_word_that_the_reader_understands_and_the_next_run_works(cell, code, word):
    cell.run(code)
    assert word in cell.output
    assert len(cell.output) < 21_000
    assert cell.run("print('alive')").output == "alive\n"


def test_a_long_run_says_that_stop_ends_it(cell):
    cell.write("import time\ntime.sleep(60)")
    cell.press_run()
    cell.page.wait_for_function("() => document.querySelector('[role=status]').textContent === 'Still running; Stop ends it'")


def test_the_page_is_never_blocked_for_more_than_50_milliseconds(open_page):
    """While Python loads, while output floods, and while a long one comes at once.

    A long task is counted by the wall's clock, so a busy machine makes some too: what is ours comes each time.
    """
    page = open_page(PAGE)
    first = cells(page)[0]
    page.evaluate("() => { window.blocked = []; new PerformanceObserver(list => blocked.push(...list.getEntries().map(e => e.duration)))"
                  ".observe({ type: 'longtask' }) }")
    for code in ("for i in range(100_000): print(i)", "print('x' * 10_000_000)", "print('x\n' * 1_000_000)"):
        tries = []
        while len(tries) < 3 and (not tries or tries[-1]):
            page.evaluate("""code => { window.blocked.length = 0; const area = document.querySelector('.run textarea');
              area.value = code; area.dispatchEvent(new Event('input')); }""", code)
            with first.timed(*ENDED):
                page.evaluate("document.querySelector('[data-action=run]').click()")
            page.wait_for_timeout(100)
            tries.append(page.evaluate("blocked"))
        assert tries[-1] == [], code


# -- loading


@pytest.mark.parametrize("file", ["pyodide.asm.wasm", "pyodide.mjs", "numpy-", "worker.mjs", "runner.py"])
def test_a_lost_connection_gives_a_sentence_and_a_retry_that_works(open_page, served_site, file):
    page = open_page(PAGE, locale="en-GB")
    first = cells(page)[0]
    served_site.lose(file)  # before the editor has focus, which loads Python
    first.run("print('here')")
    assert (first.state, first.says) == ("error", "The connection was lost while Python was loading")
    assert first.button("run").text_content() == "Retry"
    served_site.mend()
    assert first.run().output == "here\n"
    assert first.button("run").text_content() == "Run"
    page.trouble.clear()


def test_a_connection_that_breaks_off_halfway_is_told_too(open_page, served_site):
    page = open_page(PAGE, locale="en-GB")
    served_site.break_off("pyodide.asm.wasm")
    first = cells(page)[0].run()
    assert (first.state, first.button("run").text_content()) == ("error", "Retry")
    page.trouble.clear()


def test_a_connection_that_falls_silent_is_no_wait_without_end(open_page, served_site):
    page = open_page(PAGE, locale="en-GB")
    page.clock.install()
    served_site.hold("pyodide.asm.wasm")
    first = cells(page)[0]
    first.press_run()
    first.wait_for("loading")
    time.sleep(2)
    page.clock.fast_forward(31_000)
    first.wait_for("error")
    assert first.says == "The connection was lost while Python was loading"
    page.trouble.clear()


def test_a_reader_with_data_saving_is_asked_before_9_megabytes_are_fetched(open_page):
    page = open_page("", locale="en-GB")
    page.add_init_script("Object.defineProperty(navigator, 'connection', { value: { saveData: true } })")
    page.goto(page.url + PAGE)
    first = cells(page)[0]
    swipe_mouse_over(page, first.box)
    first.press_run()
    assert (first.state, first.says) == ("idle", "Data saving is on, and Python is 9.3 MB")
    assert first.button("run").text_content() == "Load and run"
    page.wait_for_timeout(300)
    assert [name for name in requested(page) if RUNTIME.search(name)] == []
    assert first.run("print('here')").output == "here\n"


def test_a_second_visit_takes_the_runtime_from_the_browsers_cache(open_page, served_site, context):
    open_page(PAGE)
    cells(context.pages[-1])[0].run("1")
    served_site.requests.clear()
    cells(open_page(PAGE))[0].run("1")
    assert [path for path, status in served_site.requests if "/lib/pyodide/" in path and status == 200] == []


def test_on_a_slow_line_the_page_stays_readable_and_responsive(open_page, served_site):
    """1.6 Mbit/s and 150 ms, as on a phone far from a mast."""
    page = open_page(PAGE, 360, locale="en-GB")
    served_site.slow()
    first = cells(page)[0]
    first.press_run()
    first.wait_for("loading")
    gap = page.evaluate("""async () => { let last = performance.now(), gap = 0;
      for (const end = last + 3000; last < end;) {
        await new Promise(done => setTimeout(done, 10));
        gap = Math.max(gap, performance.now() - last); last = performance.now();
      } return gap; }""")
    assert gap < 100
    assert page.locator("article h1").is_visible()
    first.write("typed meanwhile")
    assert first.code == "typed meanwhile"
    first.button("stop").click()
    page.wait_for_timeout(100)
    page.trouble.clear()


@pytest.mark.parametrize(
    ("script", "sentence"),
    [
        ("document.addEventListener('readystatechange', () => document.documentElement.dataset.python = 'missing')",
         "Python was left out when this site was built"),
        ("delete window.WebAssembly", "This browser cannot run Python"),
        ("window.Worker = class { constructor() {} terminate() {} }", "This browser cannot run Python"),
    ],
    ids=["NumPy was not to be had", "no WebAssembly", "no module workers"],
)
def test_where_python_cannot_run_one_sentence_says_why_and_the_lesson_reads_completely(open_page, script, sentence):
    page = open_page("", locale="en-GB")
    page.add_init_script(script)
    page.goto(page.url + PAGE)
    for cell in cells(page):
        assert cell.says.startswith(sentence)
        assert cell.button("run").get_attribute("aria-disabled") == "true"
    first = cells(page)[0]
    swipe_mouse_over(page, first.box)
    first.editor.press("Shift+Enter")
    page.wait_for_timeout(200)
    assert first.state == "idle" and first.output
    assert [name for name in requested(page) if RUNTIME.search(name)] == []


# -- pages


def test_cells_work_after_instant_navigation_and_python_stays_loaded(open_page, served_site):
    page = open_page("")
    page.wait_for_load_state("networkidle")  # Material has its sitemap, which says where it may go
    page.evaluate("window.sameDocument = true")
    page.locator(f"a[href*='{PAGE}']").first.evaluate("link => link.click()")
    page.wait_for_url(f"**/{PAGE}")
    first = cells(page)[0]
    first.run("from_this_page = 1; print('here')")
    assert first.output == "here\n"
    page.go_back()
    page.wait_for_url(served_site.url)
    page.go_forward()
    page.wait_for_url(f"**/{PAGE}")
    page.wait_for_function("() => document.querySelector('.run')?.dataset.state === 'idle'")
    assert page.evaluate("window.sameDocument"), "the page was loaded afresh"
    first = cells(page)[0]
    first.write("print('from_this_page' in globals())")
    with first.timed("done") as run:
        first.press_run()
    assert first.output == "False\n", "each page starts with no names"
    assert run.milliseconds < 1000, "Python was loaded a second time"


def test_leaving_a_page_ends_what_runs_on_it(open_page, served_site):
    page = open_page(PAGE)
    first = cells(page)[0]
    first.write("while True: print(1)")
    first.press_run()
    first.wait_for("running")
    page.locator(".md-logo").first.evaluate("link => link.click()")
    page.wait_for_url(served_site.url)
    page.go_back()
    page.wait_for_function("() => document.querySelector('.run')?.dataset.state === 'idle'")
    assert cells(page)[0].run("print('free')").output == "free\n"


def test_cells_speak_vietnamese_on_vietnamese_pages(open_page):
    page = open_page(f"vi/{PAGE}")
    first = cells(page)[0]
    labels = [first.button(action).text_content() for action in ("run", "stop", "reset", "copy", "copy-all")]
    assert labels == ["Chạy", "Dừng", "Đặt lại", "Chép", "Chép hết"]
    assert Cell(page, 1).says in ("Kết quả ghi sẵn", "")
    first.run("import os; print(os.environ['LANG'])")
    assert first.output == "vi_VN.UTF-8\n" and first.says.startswith("Chạy xong sau ")


# -- exercises


def test_an_exercise_is_solved_in_the_page(open_page):
    """Pressing Run of the check first runs the lesson, then the start cell as it now reads."""
    page = open_page(PAGE)
    start, check = cells(page, "start")[0], cells(page, "check")[0]
    recorded = check.output
    check.run()
    assert (check.state, check.output) == ("done", recorded)
    assert {cell.state for cell in cells(page, "lesson")} == {"done"} and start.state == "done"
    solution = page.locator("details .language-python code").first.text_content()
    start.write(solution)
    check.run()
    assert check.state == "done" and check.output != recorded


def test_start_and_check_never_run_as_cells_above_and_cannot_change_the_lessons_names(open_page):
    page = open_page(PAGE)
    lesson, start, check = cells(page, "lesson"), cells(page, "start")[0], cells(page, "check")[0]
    lesson[0].write("kept = 'lesson'")
    for cell in lesson[1:]:
        cell.write("")
    lesson[-1].run("print(kept)")
    assert (start.state, check.state) == ("idle", "idle")
    start.run("kept = 'exercise'")
    check.run("print(kept)")
    assert check.output == "exercise\n"
    lesson[-1].run()
    assert lesson[-1].output == "lesson\n"


# -- looks, touch, screen readers


def test_every_button_has_room_for_a_finger_and_nothing_scrolls_sideways_at_360_pixels(open_page):
    for path in (PAGE, f"vi/{PAGE}"):
        page = open_page(path, 360, has_touch=True, is_mobile=True)
        first = cells(page)[0]
        first.run("print('x' * 500)\nraise ValueError('y' * 500)")
        sizes = page.eval_on_selector_all(".cell-bar button", "all => all.map(b => [b.offsetWidth, b.offsetHeight, b.offsetTop - b.parentNode.firstChild.offsetTop])")
        assert all(width >= 44 and height >= 44 and row == 0 for width, height, row in sizes), path
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        assert page.evaluate("parseFloat(getComputedStyle(document.querySelector('.run textarea')).fontSize)") >= 16, "iOS zooms in"


def test_the_line_being_edited_stays_in_sight_when_the_keyboard_comes(open_page):
    page = open_page(PAGE, 360, has_touch=True)
    first = cells(page)[0]
    first.write("\n".join(f"line_{n} = {n}" for n in range(40)))
    first.editor.evaluate("area => { area.focus(); area.setSelectionRange(area.value.length, area.value.length); }")
    first.editor.scroll_into_view_if_needed()
    page.evaluate("document.querySelector('.run textarea').scrollIntoView({ block: 'start' })")
    page.set_viewport_size({"width": 360, "height": 330})
    page.wait_for_timeout(300)
    bottom = first.editor.bounding_box()
    assert 0 < bottom["y"] + bottom["height"] <= 330 + 20


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
    name = cell.box.locator(".filename").evaluate("title => title.firstChild.data")
    assert order == [f"Python code: {name}", "Run", "Stop", "Reset", "Copy", "Copy all", f"Output: {name}"]
    assert cell.box.get_by_role("group").get_attribute("aria-label") == name


def test_print_hides_the_controls_and_shows_all_code_and_output(open_page):
    page = open_page(PAGE)
    first = cells(page)[0]
    first.run("for i in range(60): print(i)")
    page.emulate_media(media="print")
    assert not first.box.locator(".cell-bar").is_visible() and not first.editor.is_visible()
    assert first.box.locator("pre code").first.is_visible()
    assert first.box.locator("[data-output]").evaluate("output => output.scrollHeight <= output.clientHeight + 1")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_pass_wcag_aa_in_every_state(open_page, scheme):
    page = open_page(PAGE, scheme=scheme)
    axe = (HERE.root / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")
    lesson = cells(page, "lesson")
    lesson[0].run("print('fine')")
    lesson[1].run("1 / 0")
    lesson[2].write("while True: pass")
    page.evaluate(axe)
    lesson[0].write("while True: pass  # one 'text' 1 def f")
    lesson[0].press_run()
    lesson[0].wait_for("running")
    found = page.evaluate("axe.run('.run', { resultTypes: ['violations'] })")["violations"]
    lesson[0].button("stop").click()
    assert [f"{fault['id']}: {node['html'][:160]}" for fault in found for node in fault["nodes"]] == []


# -- copying


def test_copy_takes_the_code_as_it_now_reads_and_says_so(cell):
    cell.write("x = 1  # mine")
    cell.button("copy").click()
    cell.page.wait_for_function("() => document.querySelector('[role=status]').textContent === 'Copied'")
    assert cell.page.evaluate("navigator.clipboard.readText()") == "x = 1  # mine"


# -- safety


@pytest.fixture
def eavesdropper():
    """Another host, which writes down whatever reaches it."""
    heard = []

    class Ear(BaseHTTPRequestHandler):
        def do_GET(self):
            heard.append(self.path)
            self.send_response(200)
            self.send_header("Access-Control-Allow-Origin", "*")
            self.end_headers()

        do_POST = do_HEAD = do_OPTIONS = do_GET

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Ear)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    heard_at = f"http://127.0.0.1:{server.server_address[1]}/leak"
    yield heard_at, heard
    server.shutdown()
    server.server_close()


LEAKS = {
    "js": "from js import fetch\nfetch('{0}')",
    "pyfetch": "from pyodide.http import pyfetch\nimport asyncio\nasyncio.ensure_future(pyfetch('{0}'))",
    "open_url": "from pyodide.http import open_url\nopen_url('{0}')",
    "urllib": "import urllib.request\nurllib.request.urlopen('{0}')",
    "socket": "import socket\ns = socket.create_connection(('127.0.0.1', int('{0}'.split(':')[2].split('/')[0])))\ns.send(b'GET /leak HTTP/1.0\\r\\n\\r\\n')",
    "package": "import pyodide_js\npyodide_js.loadPackage('{0}.whl')",
    "run_js": "from pyodide.code import run_js\nrun_js(\"fetch('{0}')\")",
    "constructor": "import pyodide_js\npyodide_js.constructor.constructor(\"fetch('{0}')\")()",
}


@pytest.mark.parametrize("way", LEAKS)
def test_nothing_of_the_readers_code_leaves_the_browser(cell, eavesdropper, way):
    address, heard = eavesdropper
    cell.run(LEAKS[way].format(address))
    cell.page.wait_for_timeout(300)
    assert heard == []
    assert cell.run("print('alive')").output == "alive\n"


def test_the_worker_inherits_the_pages_content_security_policy(open_page, eavesdropper):
    """The wall behind all others: a request that the worker itself makes does not get out."""
    address, heard = eavesdropper
    page = open_page(PAGE)
    with page.expect_worker() as started:
        cells(page)[0].press_run()
    cells(page)[0].wait_for(*ENDED)
    worker = page.workers[-1] if page.workers else started.value
    assert worker.evaluate("address => fetch(address).then(() => 'out', error => error.name)", address) == "TypeError"
    assert heard == []
    page.trouble.clear()
