"""What a reader finds before anything has run."""

import pytest
from cells import RUNTIME, cells, needs_python, swipe_mouse_over
from pages import PAGE, requested

pytestmark = needs_python


def test_before_anything_runs_the_recorded_output_is_there_and_says_so(open_page):
    plain = open_page(PAGE, java_script_enabled=False)
    recorded = plain.locator(".output code").all_text_contents()
    page = open_page(PAGE)
    with_output = [cell for cell in cells(page) if cell.output]
    assert [cell.output for cell in with_output] == recorded and recorded
    assert {(cell.state, cell.says) for cell in with_output} == {("idle", "Recorded output")}


def test_without_javascript_the_lesson_reads_completely(open_page):
    page = open_page(PAGE, java_script_enabled=False)
    assert (
        page.locator(".run code").first.is_visible() and page.locator(".output").first.is_visible()
    )
    assert page.locator("[data-action]").count() == 0


def test_nothing_of_the_runtime_loads_before_intent(open_page):
    page = open_page(PAGE)
    cells(page)
    page.mouse.wheel(0, 3000)
    page.wait_for_timeout(500)
    assert [name for name in requested(page) if RUNTIME.search(name)] == []


@pytest.mark.parametrize("intent", ["hover", "focus"])
def test_hover_and_focus_load_python_before_run_is_pressed(open_page, intent):
    page = open_page(PAGE)
    first = cells(page)[0]
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


@pytest.mark.parametrize("path", [PAGE, f"vi/{PAGE}"])
def test_our_script_on_a_lesson_page_is_small(open_page, path):
    """Budget: 20 KB without the editor, 60 KB compressed with it; a reader loads one language."""
    page = open_page(path)
    cells(page)
    ours = page.evaluate("""performance.getEntriesByType('resource').filter(entry => /static.*mjs/.test(entry.name))
      .map(entry => [entry.name, entry.decodedBodySize, entry.encodedBodySize])""")
    assert len(ours) > 5
    assert sum(size for name, size, _ in ours if "editor" not in name) <= 20_480
    assert sum(size for _, _, size in ours) <= 61_440
