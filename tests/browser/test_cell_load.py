"""Loading Python is honest, and a lost connection is no end."""

import time

import pytest
from cells import RUNTIME, cells, needs_python, swipe_mouse_over
from pages import PAGE, requested

pytestmark = needs_python


def test_a_lost_connection_gives_a_sentence_and_a_retry_that_works_whichever_file_was_lost(
    open_page, served_site, monkeypatch
):
    monkeypatch.setattr(served_site, "uncached", "/")
    page = open_page(PAGE, new_profile=True)
    first = cells(page)[0]
    recorded = first.output
    for file in ("worker.mjs", "runner.py", "pyodide.mjs", "pyodide.asm.wasm", "numpy-"):
        served_site.lose(file)  # before the editor has focus, which loads Python
        first.run("print('here')")
        assert (first.state, first.says) == (
            "error",
            "The connection was lost while Python was loading",
        ), file
        assert first.button("run").text_content() == "Retry" and first.output == recorded != ""
        assert any(file in path and status == 0 for path, status in served_site.requests)
    served_site.mend()
    assert first.run().output == "here\n"
    assert first.button("run").text_content() == "Run"
    page.trouble.clear()


def test_a_connection_that_breaks_off_halfway_is_told_too(open_page, served_site):
    page = open_page(PAGE, new_profile=True)
    served_site.break_off("pyodide.asm.wasm")
    first = cells(page)[0].run()
    assert (first.state, first.button("run").text_content()) == ("error", "Retry")
    page.trouble.clear()


def test_a_connection_that_falls_silent_is_no_wait_without_end(open_page, served_site):
    page = open_page(PAGE, new_profile=True)
    page.clock.install()
    served_site.hold("pyodide.asm.wasm")
    first = cells(page)[0]
    first.press_run()
    first.wait_for("loading")
    time.sleep(2)
    page.clock.fast_forward(31_000)
    first.wait_for("error")
    assert first.says == "The connection was lost while Python was loading"
    page.trouble = []  # of now and later: Material wonders at a clock that jumps


def test_a_slow_machine_may_take_its_time_once_all_has_arrived(open_page):
    page = open_page("", new_profile=True)
    page.add_init_script("""window.Worker = class extends Worker {
      set onmessage(hear) { super.onmessage = event => { if (event.data.type === 'progress') window.whole = event.data.whole;
        if (event.data.type !== 'ready') hear(event); else window.late = () => hear(event); }; } }""")
    page.goto(page.url + PAGE)
    first = cells(page)[0]
    page.clock.install()
    first.write("print('here')")
    first.press_run()
    page.wait_for_function("() => window.late")
    assert page.evaluate("window.whole")
    page.clock.fast_forward(300_000)
    assert first.state == "loading"
    page.evaluate("window.late()")
    assert first.wait_for("done").output == "here\n"
    page.trouble = []  # of now and later: Material wonders at a clock that jumps


def test_a_reader_with_data_saving_is_asked_before_9_megabytes_are_fetched(open_page):
    page = open_page("", new_profile=True)
    page.add_init_script(
        "Object.defineProperty(navigator, 'connection', { value: { saveData: true } })"
    )
    page.goto(page.url + PAGE)
    first = cells(page)[0]
    swipe_mouse_over(page, first.box)
    first.press_run()
    assert (first.state, first.says) == ("idle", "Data saving is on, and Python is 9.3 MB")
    assert first.button("run").text_content() == "Load and run"
    swipe_mouse_over(page, cells(page)[1].box)
    page.wait_for_timeout(300)
    assert [name for name in requested(page) if RUNTIME.search(name)] == []
    first.press_run()
    first.wait_for("loading")


def test_a_second_visit_takes_the_runtime_from_the_browsers_cache(cell, open_page, served_site):
    cell.run("1")
    served_site.requests.clear()
    cells(open_page(PAGE))[0].run("1")
    assert [
        path for path, status in served_site.requests if "/lib/pyodide/" in path and status == 200
    ] == []


def test_on_a_slow_line_the_page_can_be_read_and_written_on_while_python_loads(
    open_page, served_site
):
    """1.6 Mbit/s and 150 ms, as on a phone far from a mast."""
    page = open_page(PAGE, 360, new_profile=True)
    served_site.slow()
    first = cells(page)[0]
    first.press_run()
    first.wait_for("loading")
    assert page.locator("article h1").is_visible()
    first.write("typed meanwhile")
    assert first.code == "typed meanwhile"
    first.button("stop").click()
    page.wait_for_timeout(100)
    page.trouble.clear()


@pytest.mark.parametrize(
    ("script", "sentence"),
    [
        (
            "document.addEventListener('readystatechange', () => document.documentElement.dataset.python = 'missing')",
            "Python was left out when this site was built",
        ),
        ("delete window.WebAssembly", "This browser cannot run Python"),
        (
            "window.Worker = class { constructor() {} terminate() {} }",
            "This browser cannot run Python",
        ),
    ],
    ids=["NumPy was not to be had", "no WebAssembly", "no module workers"],
)
def test_where_python_cannot_run_one_sentence_says_why_and_the_lesson_reads_completely(
    open_page, script, sentence
):
    page = open_page("", new_profile=True)
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
