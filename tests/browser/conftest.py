"""What every browser test shares: the built site, served as GitHub Pages serves it, and the browsers.

`open_page("02-one-query/", width=360, scheme="dark")` gives a Playwright page in Chromium. Whatever goes wrong on that
page (console errors, lost requests, requests to other hosts) is collected in `page.trouble` and fails the test at its
end, unless the test expects it and calls `page.trouble.clear()`.

A browser that is not there is named and its tests are skipped; with CI set they fail.
"""

import os
import shutil
import subprocess
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from served import serve

from lessonkit.checks.links import root_address

SITE = Path(__file__).parents[2] / "site"
QUIET = ["--disable-background-networking", "--no-first-run", "--disable-component-update", "--disable-sync"]


def absent(what: str, how: str):
    """Says what cannot be tested on this machine; in CI that is a failure."""
    sentence = f"{what} is not here: {how}"
    if os.environ.get("CI"):
        pytest.fail(sentence)
    pytest.skip(sentence)


@pytest.fixture(scope="session")
def served_site():
    """The built site under a sub-path; see `served.Site` for slow and lost connections."""
    if not (SITE / "index.html").exists():
        pytest.fail("site/ is not built: run `make build` first")
    with serve(SITE, urlsplit(root_address(SITE)).path) as site:  # the sub-path that it was built for
        yield site


@pytest.fixture(autouse=True)
def _whole_connection(request):
    """No test inherits a slow or lost connection from the one before."""
    yield
    if "served_site" in request.fixturenames:
        request.getfixturevalue("served_site").mend()


# -- Chromium and Firefox, by Playwright


@pytest.fixture(scope="session")
def playwright():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright):
    """Chromium: Debian's where it is installed, else the one that Playwright brought."""
    path = next(filter(None, map(shutil.which, ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"])), None)
    if path is None and not Path(playwright.chromium.executable_path).exists():
        absent("Chromium", "apt-get install chromium")
    started = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", *QUIET])
    yield started
    started.close()


@pytest.fixture(scope="session")
def firefox(playwright):
    path = shutil.which("firefox-esr")
    if path is None:
        absent("Firefox", "apt-get install firefox-esr")
    # Without the preference `go_back` hangs; without the channel Playwright cannot drive Debian's Firefox at all.
    started = playwright.firefox.launch(
        channel="moz-firefox",
        executable_path=path,
        firefox_user_prefs={"browser.sessionhistory.max_total_viewers": 0},
    )
    yield started
    started.close()


@pytest.fixture(scope="session")
def context(browser, served_site):
    """One browser profile for the whole session, so that the runtime comes from its cache after the first test."""
    shared = browser.new_context(**context_options())
    shared.grant_permissions(["clipboard-read", "clipboard-write"])
    yield shared
    shared.close()


def context_options(width: int = 1280, scheme: str = "light", **options) -> dict:
    height = 900 if width > 700 else 780
    return {"viewport": {"width": width, "height": height}, "color_scheme": scheme, **options}


@pytest.fixture
def open_page(request, served_site):
    """`open_page(path, width, scheme, **options)`: a page of the site in Chromium.

    Options are those of Playwright's `new_context`; a page with options gets a profile, so an empty cache, of its own.
    """
    contexts, pages = [], []

    def open_(path: str = "", width: int = 1280, scheme: str = "light", **options):
        if options:
            contexts.append(request.getfixturevalue("browser").new_context(**context_options(width, scheme, **options)))
            page = contexts[-1].new_page()
        else:
            page = request.getfixturevalue("context").new_page()
            page.set_viewport_size(context_options(width)["viewport"])
            page.emulate_media(color_scheme=scheme)
        pages.append(page)
        watch(page, served_site.host)
        page.goto(served_site.url + path)
        return page

    yield open_
    trouble = [sentence for page in pages for sentence in page.trouble]
    for page in pages:
        page.close()
    for context in contexts:
        context.close()
    assert not trouble, "\n".join(trouble)


def watch(page, host: str):
    """Collects in `page.trouble` what a reader would not see, but must not happen."""
    page.set_default_timeout(30_000)
    page.trouble = trouble = []
    page.on("pageerror", lambda error: trouble.append(f"uncaught: {error}"))
    page.on("console", lambda message: message.type == "error" and trouble.append(f"console: {message.text}"))
    page.on("response", lambda response: response.status >= 400 and trouble.append(f"{response.status}: {response.url}"))

    def outside(sent):
        if sent.url.startswith("http") and f"//{host}/" not in sent.url:
            trouble.append(f"request to another host: {sent.url}")

    def lost(sent):
        # A page that is left takes its unfinished requests along; that is no fault.
        if sent.failure and "ABORTED" not in sent.failure:
            trouble.append(f"lost: {sent.url} ({sent.failure})")

    page.on("request", outside)
    page.on("requestfailed", lost)


# -- WebKit, by Selenium


@pytest.fixture(scope="session")
def display():
    """A screen for WebKit, which has no headless mode."""
    if not shutil.which("Xvfb"):
        absent("Xvfb", "apt-get install xvfb")
    reader, writer = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writer), "-screen", "0", "1280x900x24", "-nolisten", "tcp"],
        pass_fds=[writer], stderr=subprocess.DEVNULL,
    )
    os.close(writer)
    with os.fdopen(reader) as pipe:
        number = pipe.readline().strip()
    yield f":{number}"
    server.terminate()
    server.wait()


@pytest.fixture(scope="session")
def webkit(display):
    """Starts WebKitGTK's MiniBrowser, each time it is called, and gives Selenium's driver."""
    mini = next(Path("/usr/lib").glob("*/webkit2gtk-4.1/MiniBrowser"), None)
    driver = shutil.which("WebKitWebDriver")
    if mini is None or driver is None:
        absent("WebKit", "apt-get install webkitgtk-webdriver")
    from selenium import webdriver
    from selenium.webdriver.webkitgtk.options import Options
    from selenium.webdriver.webkitgtk.service import Service

    options = Options()
    options.binary_location = str(mini)
    for argument in ["--automation", "--full-screen"]:
        options.add_argument(argument)
    started = []

    def start():
        service = Service(executable_path=driver, env={**os.environ, "DISPLAY": display})
        started.append(webdriver.WebKitGTK(options=options, service=service))
        started[-1].set_page_load_timeout(60)
        return started[-1]

    yield start
    for browser in started:
        with suppress(Exception):  # one that has died cannot be quit
            browser.quit()


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem):
    """Once more where the browser itself died, and not the page: MiniBrowser now and then does on a busy machine."""
    tab = getattr(pyfuncitem.funcargs.get("cell"), "tab", None)
    try:
        return (yield)
    except Exception as error:
        if not hasattr(tab, "start_again") or type(error).__name__ not in ("InvalidSessionIdException", "WebDriverException"):
            raise
        tab.start_again()
        pyfuncitem.obj(**{name: pyfuncitem.funcargs[name] for name in pyfuncitem._fixtureinfo.argnames})
        return True
