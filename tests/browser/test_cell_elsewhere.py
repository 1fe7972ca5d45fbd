"""The sentences about cells that matter most, in Firefox and WebKit."""

import os
import time
from pathlib import Path

import pytest
from cells import needs_python
from pages import PAGE

pytestmark = needs_python


class FirefoxTab:
    """One tab, driven by Playwright."""

    def __init__(self, browser):
        self.page = browser.new_page()

    def go(self, url: str):
        self.page.goto(url)

    def js(self, body: str, *arguments):
        return self.page.evaluate(
            f"arguments_ => (function () {{ {body} }}).apply(null, arguments_)", list(arguments)
        )

    def click(self, selector: str):
        self.page.locator(selector).first.click()

    def press(self, key: str):
        self.page.keyboard.press(key)

    def type(self, text: str):
        self.page.keyboard.type(text)

    def narrow(self):
        self.page.set_viewport_size({"width": 360, "height": 780})

    def close(self):
        self.page.close()


class WebKitTab:
    """WebKitGTK's only window, driven by Selenium."""

    def __init__(self, driver):
        self.driver = driver

    def go(self, url: str):
        self.driver.get(url)

    def js(self, body: str, *arguments):
        return self.driver.execute_script(body, *arguments)

    def click(self, selector: str):
        from selenium.webdriver.common.by import By

        self.driver.find_element(By.CSS_SELECTOR, selector).click()

    def press(self, key: str):
        from selenium.webdriver import ActionChains, Keys

        actions, (*held, last) = ActionChains(self.driver), key.split("+")
        names = {
            "Control": Keys.CONTROL,
            "Shift": Keys.SHIFT,
            "Enter": Keys.ENTER,
            "Tab": Keys.TAB,
            "Escape": Keys.ESCAPE,
        }
        for name in held:
            actions.key_down(names[name])
        actions.send_keys(names.get(last, last))
        for name in held:
            actions.key_up(names[name])
        actions.perform()

    def type(self, text: str):
        from selenium.webdriver import ActionChains

        ActionChains(self.driver).send_keys(text).perform()

    def narrow(self):
        self.driver.set_window_size(360, 780)

    def close(self):
        self.driver.set_window_size(1280, 900)


@pytest.fixture(scope="module", params=["firefox", "webkit"])
def tab(request, served_site):
    browser = request.getfixturevalue(request.param)
    served_site.uncached = "numpy-"  # neither browser's cache can be emptied from here
    opened = (FirefoxTab if request.param == "firefox" else WebKitTab)(browser)
    yield opened
    opened.close()
    served_site.uncached = ""


class ElsewhereCell:
    """The first cell of a page, or another, through JavaScript that any browser runs."""

    def __init__(self, tab, place: int = 0):
        self.tab, self.place = tab, place

    def js(self, body: str, *arguments):
        return self.tab.js(
            f"const cell = document.querySelectorAll('.run')[{self.place}]; {body}", *arguments
        )

    @property
    def state(self) -> str:
        return self.js("return cell.dataset.state")

    @property
    def output(self) -> str:
        return self.js("return cell.querySelector('[data-output]').textContent")

    @property
    def says(self) -> str:
        return self.js("return cell.querySelector('[role=status]').firstChild?.data ?? ''")

    @property
    def code(self) -> str:
        return self.js("return cell.querySelector('textarea').value")

    def write(self, code: str):
        self.js(
            "const area = cell.querySelector('textarea'); area.value = arguments[0]; area.dispatchEvent(new Event('input'))",
            code,
        )

    def press(self, action: str):
        self.js("cell.querySelector(`[data-action=${arguments[0]}]`).click()", action)

    def wait_for(self, *states: str, seconds: float = 180):
        """With patience: beside other work WebKit has been seen to need a minute and a half to load Python after a Stop."""
        end = time.monotonic() + seconds
        while self.state not in states:
            assert time.monotonic() < end, f"still {self.state} ({self.says}) after {seconds} s"
            time.sleep(0.05)
        return self

    def run(self, code: str):
        self.write(code)
        self.press("run")
        return self.wait_for("done", "error", "stopped")


@pytest.fixture
def cell(tab, served_site):
    """The first cell, as the lesson has it. The page, and so its Python, is kept from test to test."""
    first = ElsewhereCell(tab)
    if tab.js("return location.href.split('#')[0]") != served_site.url + PAGE:
        load(tab, served_site)
    tab.js("document.querySelectorAll('[data-action=reset]').forEach(button => button.click())")
    yield first
    if first.state in ("loading", "running"):
        first.press("stop")


def load(tab, served_site):
    tab.go(served_site.url + PAGE)
    end = time.monotonic() + 30
    while tab.js("return document.querySelector('.run')?.dataset.state") != "idle":
        assert time.monotonic() < end, "no cells"
        time.sleep(0.02)


# In an order in which Python loads no more often than it must: it takes these browsers long.


def test_a_lost_connection_gives_a_sentence_and_a_retry_that_works(cell, served_site):
    served_site.break_off(
        "numpy-"
    )  # without any answer WebKitGTK's network process crashes now and then, in a library of its own
    load(cell.tab, served_site)
    cell.run("print('here')")
    assert cell.says == "The connection was lost while Python was loading"
    served_site.mend()
    cell.press("run")
    assert cell.wait_for("done").output == "here\n"


def test_the_recorded_output_is_there_and_the_last_run_runs_the_cells_above(cell):
    second = ElsewhereCell(cell.tab, 1)
    recorded, expected = cell.output, second.output
    assert recorded and expected and second.says == "Recorded output"
    second.press("run")
    second.wait_for("done")
    assert (cell.state, cell.output, second.output) == ("done", recorded, expected)


def test_a_traceback_shows_the_readers_own_lines_and_the_editor_marks_the_line(cell):
    cell.run("x = 1\nx / 0")
    assert cell.output.startswith("Traceback") and "runner" not in cell.output
    assert cell.says == "Ended with an error in line 2"
    assert (
        cell.js("return cell.querySelector('.cell-mark').style.getPropertyValue('--line')") == "2"
    )


def test_output_streams_and_is_text_never_markup(cell):
    cell.write("import time\nprint('<script>window.hit = 1</script>')\ntime.sleep(2)")
    cell.press("run")
    end = time.monotonic() + 60
    while not cell.output.startswith("<script>") and time.monotonic() < end:
        time.sleep(0.05)
    assert cell.state == "running" and cell.output == "<script>window.hit = 1</script>\n"
    assert cell.tab.js("return window.hit") is None
    cell.wait_for("done")


def test_typing_running_and_leaving_by_the_keyboard(cell):
    where = "return [document.activeElement.tagName, document.activeElement.dataset.action ?? '']"
    cell.write("")
    cell.tab.click(".run textarea")
    cell.tab.type("if True:")
    cell.tab.press("Enter")
    cell.tab.type("print('Tiếng Việt')")
    assert cell.code == "if True:\n    print('Tiếng Việt')"
    cell.tab.press("Shift+Enter")
    assert cell.wait_for("done").output == "Tiếng Việt\n"
    cell.tab.press("Escape")
    assert cell.tab.js(where) == ["BUTTON", "run"]
    cell.js("cell.querySelector('textarea').focus()")
    cell.tab.press("Tab")
    assert cell.tab.js(where)[0] != "TEXTAREA"


@pytest.mark.parametrize(
    ("code", "word"),
    [
        ("print('x' * 10_000_000)", "… cut here"),
        ("import os; os._exit(1)", "The code ended Python itself"),
    ],
)
def test_hard_code_ends_in_a_word_and_the_next_run_works(cell, code, word):
    assert word in cell.run(code).output
    assert cell.run("print('alive')").output == "alive\n"


@pytest.mark.parametrize(
    "code", ["while True: pass", "while True: print(1)"], ids=["a loop", "a flood"]
)
def test_stop_works_at_once_and_the_next_run_works_and_no_core_stays_busy(cell, code):
    """WebKit ends a worker only when it calls out of WebAssembly; worker.mjs sees to it that Python does."""
    cell.run("print('warm')")
    cell.write(code)
    cell.press("run")
    cell.wait_for("running")
    time.sleep(0.5)
    assert (
        cell.js("cell.querySelector('[data-action=stop]').click(); return cell.dataset.state")
        == "stopped"
    )
    assert cell.run("print('again')").output == "again\n"
    end = time.monotonic() + 60
    while (busy := processor_time(descendants(os.getpid()), 1)) > 0.2 and time.monotonic() < end:
        pass
    assert busy <= 0.2, f"a core is still {busy:.0%} busy, a minute after Stop"


def test_edits_survive_a_reload_and_reset_can_be_undone(cell, served_site):
    lesson = cell.code
    cell.tab.click(".run textarea")
    cell.tab.type("# mine ")
    edited = cell.code
    assert edited != lesson and "# mine " in edited
    load(cell.tab, served_site)
    assert cell.code == edited
    assert cell.js("return cell.querySelector('.cell-edited').textContent") == "edited"
    cell.press("reset")
    assert cell.code == lesson
    # The command, since MiniBrowser under its driver undoes nothing on Control+z, not even what was typed.
    cell.js("cell.querySelector('textarea').focus(); document.execCommand('undo')")
    assert cell.code == edited


def test_code_and_text_area_lie_upon_each_other_and_nothing_scrolls_sideways_at_360_pixels(cell):
    cell.tab.narrow()
    apart = cell.js(
        """const [code, area] = ['code', 'textarea'].map(name => cell.querySelector(`pre ${name}`));
           const rect = element => { const { x, y, width, height } = element.getBoundingClientRect(); return [x, y, width, height].map(Math.round) };
           return [String(rect(code)) === String(rect(area)), area.scrollWidth <= area.clientWidth, area.scrollHeight <= area.clientHeight]"""
    )
    assert apart == [True, True, True]
    assert cell.tab.js("return document.documentElement.scrollWidth - innerWidth") <= 0


def descendants(pid: int) -> list[int]:
    """All processes that a process has started, and those that they have."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue  # it has ended meanwhile
        parents[int(stat.parent.name)] = int(fields[1])
    family = [pid]
    for member in family:
        family += [child for child, parent in parents.items() if parent == member]
    return family[1:]


def processor_time(family: list[int], seconds: float) -> float:
    """The share of one core that these processes use together."""

    def used():
        total = 0
        for pid in family:
            try:
                fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue
            total += int(fields[11]) + int(fields[12])
        return total / 100

    before = used()
    time.sleep(seconds)
    return (used() - before) / seconds
