"""What runs by itself when code has changed, what is marked, and what is kept."""

import pytest
from cells import AT_REST, cells, in_firefox_too, needs_python
from playwright.sync_api import expect

pytestmark = needs_python
OTHER = "From other code. Run."
STALE = "box => 'stale' in box.dataset"
# What the pinned picture lies over, outside the line at the foot of which it is a part.
COVERED = """() => {
  const box = (each) => each.getBoundingClientRect();
  const { left, right, top, bottom } = box(document.querySelector('.pinned'));
  const foot = box(document.querySelector('.kept'));
  const inFoot = top >= foot.top && bottom <= foot.bottom && left >= foot.left
    && right <= foot.right;
  const beside = ['.page > *', '.md-sidebar--secondary .md-sidebar__scrollwrap', '.kept > button'];
  return [...document.querySelectorAll(beside)].filter(each => {
    const other = box(each);
    return other.width && other.left < right - 1 && other.right > left + 1
      && other.top < bottom - 1 && other.bottom > top + 1
      && !(inFoot && !each.matches('.kept > button')); }).map(each => each.textContent); }"""
INPUTS, CONTEXT = 1, 7  # the cells of these titles
# Of what the next job tells, the page hears only that it has started, until it is let go.
HOLD = """() => {
  const { postMessage } = Worker.prototype, held = [];
  delete window.letGo;
  Worker.prototype.postMessage = function (steps) {
    const hear = this.onmessage;
    this.onmessage = (event) => {
      if (event.data.type !== "start") return held.push(event);
      hear(event);
      window.letGo = () => { this.onmessage = hear; held.forEach(hear); }; };
    Worker.prototype.postMessage = postMessage;
    this.postMessage(steps); } }"""


def stale(cell) -> bool:
    return cell.box.evaluate(STALE)


@pytest.fixture
def warm_page(cell):
    return cell.page


@pytest.fixture
def lesson(warm_page):
    return cells(warm_page, "lesson")


def change_inputs(lesson, old="0.43", new="0.93"):
    lesson[INPUTS].run(lesson[INPUTS].code.replace(old, new, 1))
    page = lesson[-1].box.page
    page.locator("[data-changed]").first.wait_for(state="attached")
    not_running(page)


def not_running(page):
    page.wait_for_selector("article:not([data-running])", state="attached")


def changed(page) -> int:
    return page.locator("[data-changed], [data-fails]").count()


@in_firefox_too
def test_cells_below_run_by_themselves_and_all_that_depends_on_them_follows(lesson, warm_page):
    before = [cell.output for cell in lesson]
    change_inputs(lesson)
    assert {cell.state for cell in lesson} == {"done"}
    differ = [one.output != other for one, other in zip(lesson, before)]
    assert differ[CONTEXT] and not differ[0] and not any(map(stale, lesson))
    number = warm_page.locator("data[data-n='weights_2[1]']").first
    number.click()
    origin = number.locator("xpath=following-sibling::*[1]")
    assert origin.text_content() == "weights_2[1], originally 0.2379"
    assert warm_page.locator(".unmarked").count() == 1
    fails = warm_page.locator("[data-fails]").first
    assert fails.text_content().endswith(" (no longer true)")
    seen, heard = warm_page.locator("[data-val][data-changed]").first.evaluate(
        "e => [e, e.closest('.katex').querySelector(`math [data-val='${e.dataset.val}']`)]"
        ".map(part => part.textContent)"
    )
    assert seen == heard
    warm_page.locator("[data-action=reset-page]").click()
    assert [cell.output for cell in lesson] == before and changed(warm_page) == 0
    assert warm_page.locator(".unmarked, .kept").count() == 0
    assert warm_page.evaluate("document.activeElement.dataset.action") == "run"


def test_the_effect_is_in_sight(lesson, warm_page):
    change_inputs(lesson)
    lesson[INPUTS].editor.scroll_into_view_if_needed()
    pinned, links = warm_page.locator(".pinned"), warm_page.locator(".kept a")
    pinned.wait_for(state="visible")
    counts = [int(text.split()[0]) for text in links.all_text_contents()]
    marks = ("[data-changed]", "[data-fails]", "[data-redrawn]")
    assert counts[0] > 5 and counts[1:] == [warm_page.locator(mark).count() for mark in marks]
    links.nth(2).click()
    assert warm_page.evaluate("document.activeElement.matches('[data-fails]')")
    links.nth(3).click()
    pinned.wait_for(state="hidden")
    assert warm_page.evaluate("document.activeElement.matches('[data-redrawn]')")


def test_a_run_that_changes_nothing_more_leaves_the_reader_on_a_link(lesson, warm_page):
    change_inputs(lesson)
    link = warm_page.locator(".kept a").first
    link.focus()
    lesson[INPUTS].button("run").evaluate("button => button.click()")  # the focus stays
    not_running(warm_page)
    expect(link).to_be_focused()


@pytest.mark.parametrize("width", [360, 780, 1000, 1280])
def test_the_pinned_picture_covers_no_text_and_can_be_closed(lesson, warm_page, width):
    warm_page.set_viewport_size({"width": width, "height": 780})
    change_inputs(lesson)
    lesson[INPUTS].editor.scroll_into_view_if_needed()
    pinned, close = warm_page.locator(".pinned"), warm_page.get_by_role("button", name="Hide pict")
    expect(pinned).to_be_visible()
    expect(pinned.locator("svg")).to_be_visible()
    assert warm_page.evaluate(COVERED) == []
    assert warm_page.evaluate("document.querySelector('.kept').offsetHeight") < 780 / 3
    height = warm_page.evaluate("scrollY")
    close.focus()
    assert warm_page.evaluate("scrollY") == height
    warm_page.keyboard.press("Escape")
    expect(pinned).to_be_hidden()
    assert warm_page.evaluate("document.activeElement.textContent").endswith("picture")
    change_inputs(lesson, "0.93", "0.83")
    expect(pinned).to_be_hidden()
    lesson[2].run("query = inputs[2]\nprint(query)")
    lesson[2].editor.scroll_into_view_if_needed()
    expect(pinned).to_be_visible()
    close.click()
    expect(pinned).to_be_hidden()


def test_an_edit_that_has_not_run_marks_what_is_below_and_runs_nothing(lesson):
    lesson[INPUTS].write(lesson[INPUTS].code + "\n# mine")
    expect(lesson[CONTEXT].box).to_have_attribute("data-stale", "")
    assert not stale(lesson[0])
    assert lesson[CONTEXT].says == "The lesson's recorded output"
    lesson[0].run()
    assert lesson[CONTEXT].state == lesson[INPUTS].state == "idle"


def test_a_run_of_an_unchanged_cell_runs_from_the_top_to_it_only(lesson):
    lesson[INPUTS].run()
    lesson[INPUTS].box.page.wait_for_function(AT_REST)
    states = [cell.state for cell in lesson]
    assert states == ["done"] * 2 + ["idle"] * (len(lesson) - 2)


def test_a_name_that_is_deleted_lives_on_nowhere(lesson):
    lesson[0].run("gone = 1")
    lesson[1].run("print(gone)")
    lesson[0].run("here = 1")
    lesson[1].wait_for("error")
    assert "NameError" in lesson[1].output


def test_a_cell_that_fails_ends_the_chain_and_all_keeps_its_last_true_state(lesson, warm_page):
    change_inputs(lesson)
    before = changed(warm_page)
    lesson[3].run("1 / 0")
    assert lesson[3].state == "error" and not stale(lesson[2])
    assert all(stale(cell) and cell.says == OTHER for cell in lesson[4:] if cell.output)
    assert changed(warm_page) == before
    assert "has not run whole" in warm_page.locator(".kept").text_content()


def test_neither_half_written_nor_timed_nor_slow_cells_run_by_themselves(lesson, warm_page):
    lesson[2].run("import time; time.sleep(1.1); print(1)")
    lesson[4].write("half = (")
    lesson[INPUTS].run(lesson[INPUTS].code + "\nx = 1")
    warm_page.wait_for_function(AT_REST)
    assert stale(lesson[2]) and lesson[2].says == OTHER and stale(lesson[3])
    lesson[2].run()
    warm_page.wait_for_function(AT_REST)
    assert not stale(lesson[2]) and not stale(lesson[3]) and stale(lesson[4])
    assert lesson[4].state == "idle"


def test_exercises_never_run_by_themselves_and_are_marked(lesson, warm_page):
    check = cells(warm_page, "check")[0]
    change_inputs(lesson)
    assert check.state == "idle" and stale(check) and check.says == OTHER
    check.run()
    assert check.state == "done" and not stale(check)


def test_stop_ends_the_chain(lesson, warm_page):
    lesson[2].run("print('here')\nif inputs[0, 0] > 0.9:\n    while True: pass")
    lesson[INPUTS].write(lesson[INPUTS].code.replace("0.43", "0.93"))
    lesson[INPUTS].press_run()
    lesson[2].wait_for("running")
    assert lesson[2].press_stop() == "stopped"
    assert lesson[INPUTS].state == "done" and stale(lesson[3])
    lesson[INPUTS].run()
    warm_page.wait_for_function(AT_REST)
    assert lesson[2].state == "stopped" and stale(lesson[3])


def test_of_many_steps_the_newest_is_shown_and_no_output_twice(lesson, warm_page):
    """As a drag takes them: tried, not typed."""
    numbers = warm_page.evaluate(
        """async () => {
          const script = document.querySelector("script[src*='cell.mjs']").src;
          const { page } = await import(script.replace("cell.mjs", "view.mjs"));
          const { runFrom } = await import(script.replace("cell.mjs", "chain.mjs"));
          const [cell, below] = page.cells.slice(1, 3), { text } = cell.editor, seen = new Set();
          new MutationObserver(() => seen.add(below.content)).observe(below.output,
            { childList: true });
          const steps = Array.from({ length: 30 }, (_, i) =>
            runFrom(cell, { text: text.replace("0.55, 0.87", `0.${55 + i}, 0.87`) }));
          const { outputs, numbers, claims, pictures } = await steps.at(-1);
          return [[...seen], outputs.length, numbers.length, pictures.map(({ id }) => id),
            cell.editor.text === text];
        }"""
    )
    seen, outputs, changed_numbers, pictures, untouched = numbers
    assert seen == ["journey [0.84 0.87 0.66]\n"] or len(seen) == 2, seen
    assert seen[-1] == "journey [0.84 0.87 0.66]\n" and untouched
    assert outputs > 5 and changed_numbers > 5 and "01-steps-way" in pictures
    lesson[INPUTS].run()
    warm_page.wait_for_function("() => !document.querySelector('[data-changed]')")


def test_a_claim_that_cannot_be_checked_is_not_called_false(lesson, warm_page):
    lesson[0].run(lesson[0].code + "\ndel hand_scores")
    claim = warm_page.locator("[data-holds='sum(hand_scores) == 10']")
    expect(claim).to_have_attribute("data-unchecked", "")
    expect(claim).to_contain_text("(cannot be checked)")
    expect(warm_page.locator("[data-fails]")).to_have_count(0)
    count = warm_page.locator("[data-unchecked]").count()
    expect(warm_page.locator(".kept a").last).to_have_text(f"{count} claims")
    lesson[0].run(lesson[0].code.replace("del hand_scores", "hand_scores = [5, 3, 3]"))
    expect(claim).to_contain_text("(no longer true)")
    expect(warm_page.locator("[data-unchecked]")).to_have_count(0)
    warm_page.locator("[data-action=reset-page]").click()
    expect(claim).not_to_contain_text("(")


def start_held(cell, code: str):
    """Run a cell that does not end, as far as the page knows, until `window.letGo()`."""
    cell.page.evaluate(HOLD)
    cell.start(code)
    cell.page.wait_for_function("() => window.letGo")


def test_a_cell_that_was_edited_while_it_ran_says_so(lesson, warm_page):
    start_held(lesson[0], "print('before')")
    lesson[0].write("print('after')")
    warm_page.evaluate("letGo()")
    expect(lesson[0].printed).to_have_text("before")
    expect(lesson[0].status).to_have_text(OTHER)
    assert stale(lesson[0]) and lesson[0].run().output == "after\n"
    assert lesson[0].says.startswith("Finished in") and not stale(lesson[0])
    start_held(lesson[0], "1 / 0")
    lesson[0].write("print('after')")
    warm_page.evaluate("letGo()")
    lesson[0].wait_for("error")
    expect(lesson[0].status).to_have_text(OTHER)
    expect(lesson[0].box.locator(".cell-mark")).to_have_count(0)


def test_no_change_of_a_library_lives_on_after_reset(lesson, warm_page):
    before = [cell.output for cell in lesson]
    change = "import builtins, numpy as np\nnp.exp = np.sin\nbuiltins.sum = max\nnp.pi = np.ones(2)"
    lesson[0].run(f"{change}\nprint(np.exp(0.0), sum([1, 2]))")
    assert lesson[0].output == "0.0 2\n"
    warm_page.locator("[data-action=reset-page]").click()
    lesson[-1].box.evaluate("box => box.closest('details').open = true")
    lesson[-1].run()
    assert [cell.output for cell in lesson] == before
    assert {cell.state for cell in lesson} == {"done"} and changed(warm_page) == 0


def test_a_picture_follows_what_a_timed_cell_gave_until_code_above_changes(open_page):
    page = open_page("02-table/")
    table, time = cells(page, "lesson")
    picture, bar = page.locator("[id='02-table-sum'] desc"), page.locator(".kept")
    code = table.code
    time.run(time.code.replace("weights.sum()", "2 * weights.sum()"))
    expect(picture).to_have_text("A bar as long as 12.0.")
    table.start(f"{code}\nwhile True: pass")
    table.press_stop()  # which ends the Python that has run it
    table.run(code)
    expect(picture).to_have_text("A bar as long as 12.0.")
    table.run(code.replace("/ 10", "/ 9"))
    expect(picture).to_have_text("A bar as long as 6.0.")
    assert stale(time) and time.says == OTHER
    table.run(code)
    expect(picture).to_have_text("A bar as long as 12.0.")
    time.write(time.code.replace("2 *", "3 *"))
    expect(bar).to_contain_text("has not run whole")
    expect(picture).to_have_text("A bar as long as 12.0.")
    time.button("reset").click()
    expect(picture).to_have_text("A bar as long as 6.0.")
    expect(bar).to_have_count(0)
    expect(page.locator("[data-redrawn]")).to_have_count(0)
