"""The claims about cells that matter most, in WebKit, which has a driver of its own.

Without WebKit these tests are skipped. Their order lets Python load seldom, which takes long here.
"""

import json
import os
import re
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
from cells import ENDED, NOT_OVER_CODE, RESET, agree, asking, needs_python
from pages import PAGE, SAVE_DATA, installed
from selenium import webdriver
from selenium.webdriver import ActionChains, Keys
from selenium.webdriver.support.wait import WebDriverWait
from selenium.webdriver.webkitgtk.options import Options
from selenium.webdriver.webkitgtk.service import Service

from lessonkit.project import HERE
from tools import model_parts

pytestmark = needs_python
WRITE = """const area = cell.querySelector('textarea');
area.value = arguments[0];
area.dispatchEvent(new Event('input'))"""
PLACE = """return [...document.querySelectorAll('.run')].findIndex(
  box => box.querySelector('textarea').value.includes(arguments[0]))"""


@pytest.fixture(scope="module")
def webkit():
    """WebKitGTK's MiniBrowser, with its only window, on a screen, since it has no headless mode."""
    reader, writer = os.pipe()
    command = [installed("Xvfb", "Xvfb"), "-displayfd", str(writer), "-screen", "0", "1280x900x24"]
    screen = subprocess.Popen(command, pass_fds=[writer], stderr=subprocess.DEVNULL)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        env = os.environ | {"DISPLAY": f":{pipe.readline().strip()}"}
    service = Service(installed("WebKit", "WebKitWebDriver"), env=env)
    options = Options()
    options.binary_location = str(*Path("/usr/lib").glob("*/webkit2gtk-4.1/MiniBrowser"))
    options.add_argument("--automation")
    options.add_argument("--full-screen")
    started = webdriver.WebKitGTK(options=options, service=service)
    yield started
    started.quit()
    screen.terminate()
    screen.wait()


class WebKitCell:
    """The cell at a place of the page, seen through JavaScript."""

    def __init__(self, driver, place: int = 0):
        self.driver, self.place = driver, place

    def js(self, body: str, *arguments):
        cell = f"const cell = document.querySelectorAll('.run')[{self.place}]; "
        return self.driver.execute_script(cell + body, *arguments)

    @property
    def state(self) -> str:
        return self.js("return cell?.dataset.state")

    @property
    def output(self) -> str:
        return self.js("return cell.querySelector('[data-output]').textContent")

    @property
    def code(self) -> str:
        return self.js("return cell.querySelector('textarea').value")

    def click(self, action: str):
        self.js("cell.querySelector(`[data-action=${arguments[0]}]`).click()", action)

    def press(self, *keys: str):
        ActionChains(self.driver).send_keys(*keys).perform()

    def wait_for(self, *states: str):
        """On a busy machine WebKit takes minutes to load Python after a Stop."""
        until(lambda: self.state in states, 600, f"not {states}")
        return self

    def start(self, code: str, *states: str):
        self.js(WRITE, code)
        self.click("run")
        return self.wait_for(*states)

    def run(self, code: str):
        return self.start(code, *ENDED)

    def load(self, served_site):
        self.driver.get(served_site.url + PAGE)
        self.wait_for("idle")


@pytest.fixture
def cell(webkit, served_site):
    """The first cell, as the lesson has it. The page, and so its Python, stays between tests."""
    first = WebKitCell(webkit)
    if first.js("return location.href.split('#')[0]") != served_site.url + PAGE:
        first.load(served_site)
    first.js(RESET)
    return first


def until(true, seconds: float, otherwise: str, every: float = 0.05):
    WebDriverWait(None, seconds, every).until(lambda _: true(), otherwise)


def test_webkit_runs_the_cells_above_and_prints_the_record(cell):
    second = WebKitCell(cell.driver, 2)
    recorded, expected = cell.output, second.output
    second.click("run")
    second.wait_for("done")
    assert (cell.state, cell.output, second.output) == ("done", recorded, expected)


def test_webkit_types_runs_and_leaves_by_the_keyboard(cell):
    focused = "return [document.activeElement.tagName, document.activeElement.dataset.action]"
    cell.js(WRITE, "")
    cell.js("cell.querySelector('textarea').focus()")
    cell.press("if True:", Keys.ENTER, "print('Tiếng Việt')")
    typed = "if True:\n    print('Tiếng Việt')"
    until(lambda: cell.code == typed, 60, "the keys have not arrived")
    actions = ActionChains(cell.driver).key_down(Keys.SHIFT).send_keys(Keys.ENTER)
    actions.key_up(Keys.SHIFT).perform()
    assert cell.wait_for("done").output == "Tiếng Việt\n"
    cell.press(Keys.TAB)
    until(lambda: cell.js(focused) == ["BUTTON", "run"], 60, "Tab does not lead to Run")


def test_webkit_numbers_claims_and_pictures_follow_a_changed_number(cell):
    inputs = WebKitCell(cell.driver, 1)
    inputs.run(inputs.code.replace("0.43", "0.93"))
    marks = (
        "return [...document.querySelectorAll('article:not([data-running]) [data-MARK]')].length"
    )
    for mark in ("changed", "fails", "redrawn"):
        until(lambda: cell.js(marks.replace("MARK", mark)), 60, f"nothing has data-{mark}")
    number = "return document.querySelector(`data[data-n='weights_2[1]']`).textContent"
    assert cell.js(number) == "0.2279"
    cell.js("document.querySelector('[data-action=reset-page]').click()")
    assert cell.js(number) == "0.2379"


def test_webkit_drags_a_number_and_undoes_it(cell):
    inputs = WebKitCell(cell.driver, 1)
    lesson = inputs.code
    load = "import(new URL('change.mjs', arguments[0])).then(arguments[1])"
    script = cell.js("return document.querySelector(`script[src*='cell.mjs']`).src")
    cell.driver.execute_async_script(load, script)  # for which a drag waits
    where = """const number = cell.querySelector('.mf');
      number.scrollIntoView({ block: 'center' });
      return [number.getBoundingClientRect()].flatMap(({ x, y }) => [x + 5, y + 5]);"""
    x, y = map(round, inputs.js(where))
    actions = ActionChains(cell.driver)
    pointer = actions.w3c_actions.pointer_action
    pointer.move_to_location(x, y).pointer_down().move_to_location(x + 40, y).pointer_up()
    actions.perform()
    until(lambda: inputs.code == lesson.replace("0.43", "0.53"), 60, "not dragged")
    cell.js("document.execCommand('undo')")
    assert inputs.code == lesson


@pytest.mark.parametrize("code", ["while True: pass", "while True: print(1)"])
def test_webkit_stops_at_once_and_no_core_stays_busy(cell, code):
    """WebKit ends a worker only when it calls out of WebAssembly; worker.mjs has Python do so."""
    cell.run("print('warm')")
    cell.start(code, "running")
    said = "return cell.querySelector('.cell-says').textContent"
    until(lambda: cell.js(said) == "Running; Stop ends it", 60, "it does not run")
    cell.click("stop")
    assert cell.state == "stopped"
    assert cell.run("print('again')").output == "again\n"
    shares = shares_of_a_core()
    until(lambda: next(shares) <= 0.2, 60, "a core is still busy, a minute after Stop", 1)


def test_webkit_keeps_edits_and_undoes_a_reset(cell, served_site):
    lesson = cell.code
    cell.js("cell.querySelector('textarea').focus()")
    cell.press("# mine ")
    until(lambda: "# mine " in cell.code, 60, "the keys have not arrived")
    edited = cell.code
    cell.load(served_site)
    cell.js(SAVE_DATA)  # or the focus loads Python, which takes long here
    assert cell.code == edited != lesson
    cell.click("reset")
    assert cell.code == lesson
    # The command, because under its driver MiniBrowser undoes nothing on Control+z.
    cell.js("cell.querySelector('textarea').focus(); document.execCommand('undo')")
    assert cell.code == edited


def test_webkit_fits_a_phone_with_the_text_area_over_the_code(cell):
    cell.driver.set_window_size(360, 780)
    until(lambda: cell.js("return innerWidth") == 360, 60, "the window has not become small")
    assert cell.js(f"return ({NOT_OVER_CODE})()") == []
    assert cell.js("return document.documentElement.scrollWidth - innerWidth") <= 0


def test_webkit_runs_a_cell_of_the_kept_course_without_a_server(webkit, small_course):
    """Its process has ended: where one hangs up, WebKitGTK's own network process may crash."""
    first, button = WebKitCell(webkit), "document.querySelector('[data-action=keep-offline]')"
    size = f"dispatchEvent(new Event('scroll')); return {button}?.textContent ?? ''"
    command = [sys.executable, "-u", "-m", "http.server", "--directory", small_course.site, "0"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL, "text": True}
    with subprocess.Popen(command, **pipes) as server:
        port = re.search(r"port (\d+)", server.stdout.readline())[1]
        webkit.get(f"http://127.0.0.1:{port}/")
        until(lambda: "MB" in first.js(size), 60, "no size is told")
        first.js(f"{button}.click()")
        until(lambda: first.js(f"return {button}.dataset.offline"), 180, "not kept")
        server.kill()
    webkit.get(f"http://127.0.0.1:{port}/vi/{PAGE}")
    first.wait_for("idle")
    assert first.run("print('kept')").output == "kept\n"


@pytest.mark.skipif(not model_parts.is_whole(model_parts.FOLDER), reason="the model is not here")
def test_webkit_says_what_another_program_says_of_the_model(webkit, lessons, monkeypatch):
    monkeypatch.setitem(lessons.over, "/lib/smollm2/", model_parts.FOLDER)
    text, off, best = json.loads((HERE.root / "tests" / "smollm2_drawn.json").read_text("utf-8"))[0]
    webkit.set_window_size(1280, 900)
    webkit.get(f"{lessons.url}14-real-model/")
    WebKitCell(webkit).wait_for("idle")
    cell = WebKitCell(webkit, webkit.execute_script(PLACE, "def next_token"))
    assert cell.run(asking(cell.code, text, off)).state == "done"
    agree(cell.output, best)


def processor_time(root: int) -> float:
    """Return the seconds of processor time that the descendants of a process have used."""
    fields, family = {}, {root}
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it has ended meanwhile
            fields[int(folder.name)] = (folder / "stat").read_text().rsplit(")", 1)[1].split()
    for pid in sorted(fields):
        if int(fields[pid][1]) in family:
            family.add(pid)
    return sum(int(ticks) for pid in family - {root} for ticks in fields[pid][11:13]) / 100


def shares_of_a_core():
    """Give the share of one core that all started processes together have used since the look
    before. Of the time before the first nothing is known."""
    before, then = 0.0, float("-inf")
    while True:
        used, now = processor_time(os.getpid()), time.monotonic()
        yield (used - before) / (now - then) if before else 1
        before, then = used, now
