"""`make serve` as a contributor has it. A browser test because readers see it in a browser."""

import os
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from urllib.request import urlopen

import pytest
from cells import cells, needs_python
from fixture_project import make_fixture
from pages import PAGE, address, no_trouble, watch
from playwright.sync_api import expect

NAME = PAGE.strip("/")


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """A small course of its own."""
    return make_fixture(tmp_path_factory.mktemp("served") / "course").root


@pytest.fixture(scope="module")
def url(folder):
    """The address where the copy is served in all languages."""
    with served(folder, "lessonkit.serve", "{port}") as address:
        yield address


@contextmanager
def served(folder: Path, *command: str):
    """Have a program serve the copy at a free {port}; yields the address."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    scratch = folder / f"scratch-{port}"
    scratch.mkdir()
    env = os.environ | {"PYTHONPATH": str(folder), "TMPDIR": str(scratch)}
    server = subprocess.Popen(
        [sys.executable, "-m", *(word.format(port=port) for word in command)],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=env | {"SITE_URL": f"http://127.0.0.1:{port}/"},
        preexec_fn=listen_to_interrupts,
    )
    try:
        assert any("Serving on" in line for line in server.stdout), "the server ended"
        Thread(target=server.stdout.read, daemon=True).start()  # or it would wait to be read
        yield f"http://127.0.0.1:{port}/"
    finally:
        server.send_signal(signal.SIGINT)  # Ctrl+C must end it and leave nothing behind
        assert server.wait(120) == 0 and [*scratch.iterdir()] == []


def listen_to_interrupts() -> None:
    """Shells let what they start in the background ignore Ctrl+C, and tests may run there."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.fixture
def page(browser, url):
    page = browser.new_page()
    watch(page, url)
    page.set_default_timeout(120_000)  # a busy machine builds slowly
    yield page
    page.close()
    no_trouble(page)


def shown(url: str) -> str:
    return urlopen(url).read().decode()


def save(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text, f"{path} does not hold {old!r}"
    path.write_text(text.replace(old, new, 1), "utf-8")


@pytest.mark.parametrize(("language", "other"), [("vi", "en"), ("en", "vi")])
def test_a_save_shows_by_itself_in_the_open_page(folder, url, page, language, other):
    page.goto(url + address(language, NAME))
    assert page.evaluate("document.documentElement.lang") == language
    text = folder / "docs" / language / f"{NAME}.md"
    save(text, "\n## ", "\nA word that was saved now.\n\n## ")
    page.get_by_text("A word that was saved now.").wait_for()
    assert 'id="exercises"' in shown(url + address(other, NAME)), "the other language is gone"


def test_code_that_was_saved_shows_in_both_languages(folder, url, page):
    page.goto(url + PAGE)
    code = folder / "snippets" / f"{NAME.replace('-', '_')}.py"
    save(code, "2]\n", "2]\nsaved_now = 1\n")
    page.locator("article :text('saved_now')").first.wait_for(state="attached")
    assert "saved_now" in shown(f"{url}vi/{PAGE}")


def test_a_frame_for_other_sites_is_served_too(url, page):
    page.goto(f"{url}embed/v1/#{NAME}/scores")
    expect(page.locator(".run[data-state]").last).to_contain_text("scores_2")


@needs_python
def test_plain_mkdocs_serves_the_english_pages_and_their_cells_run(folder, browser):
    with served(folder, "mkdocs", "serve", "--dev-addr", "127.0.0.1:{port}") as url:
        page = browser.new_page()
        watch(page, url)
        page.goto(url + PAGE)
        assert cells(page)[0].run("from attention import softmax\nsoftmax").state == "done"
        page.close()
        no_trouble(page)
