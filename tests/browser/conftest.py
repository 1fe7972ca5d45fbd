"""What every browser test shares: the built site, served as GitHub Pages serves it, and the browsers.

`open_page("02-one-query/", width=360, scheme="dark")` gives a Playwright page in Chromium. Whatever goes wrong on that
page (console errors, lost requests, requests to other hosts) is collected in `page.trouble` and fails the test at its
end, unless the test expects it and calls `page.trouble.clear()`.

A browser that is not there is named and its tests are skipped; with CI set they fail.
"""

import os
import shutil
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from cells import Cell, cells
from pages import PAGE, address, no_trouble, profile, watch
from served import serve

from lessonkit.checks.links import root_address
from lessonkit.project import HERE

SITE = HERE.site
QUIET = [
    "--disable-background-networking",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
]


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
    with serve(
        SITE, urlsplit(root_address(SITE)).path
    ) as site:  # the sub-path that it was built for
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
def chromium(playwright) -> dict:
    """How Chromium is started: Debian's where it is installed, else the one that Playwright brought."""
    path = next(
        filter(
            None,
            map(
                shutil.which,
                ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"],
            ),
        ),
        None,
    )
    if path is None and not Path(playwright.chromium.executable_path).exists():
        absent("Chromium", "apt-get install chromium")
    return {"executable_path": path, "args": ["--no-sandbox", *QUIET]}


@pytest.fixture(scope="session")
def browser(playwright, chromium):
    """Chromium, for profiles that remember nothing."""
    started = playwright.chromium.launch(**chromium)
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
def context(playwright, chromium, served_site, tmp_path_factory):
    """One browser profile for the whole session, with a cache on disk: after the first test the runtime comes from there,
    compiled already."""
    folder = tmp_path_factory.mktemp("profile")
    shared = playwright.chromium.launch_persistent_context(folder, **chromium, **profile())
    shared.grant_permissions(["clipboard-read", "clipboard-write"])
    yield shared
    shared.close()


@pytest.fixture
def open_page(request, served_site):
    """`open_page(path, width, scheme, new_profile, **options)`: a page of the site in Chromium.

    In the session's profile, or in a new one, where nothing is cached and nothing remembered; so too with options, which
    are those of Playwright's `new_context`.
    """
    contexts, pages = [], []

    def open_(
        path: str = "",
        width: int = 1280,
        scheme: str = "light",
        new_profile: bool = False,
        **options,
    ):
        if new_profile or options:
            contexts.append(
                request.getfixturevalue("browser").new_context(**profile(width, scheme, **options))
            )
            page = contexts[-1].new_page()
        else:
            page = request.getfixturevalue("context").new_page()
            page.set_viewport_size(profile(width)["viewport"])
            page.emulate_media(color_scheme=scheme)
        pages.append(page)
        watch(page, served_site.host)
        page.goto(served_site.url + path)
        return page

    yield open_
    for page in pages:
        page.evaluate("localStorage.clear()")  # the next test finds the lesson's own code
        page.close()
    for context in contexts:
        context.close()
    no_trouble(*pages)


# -- of a module whose `visit` is a page, its language and its name


@pytest.fixture
def language(visit):
    return visit[1]


@pytest.fixture
def name(visit):
    return visit[2]


# -- pages on which Python has loaded


def warm_page_in(language: str):
    """A fixture for the session: one page whose Python is loaded, with the session's profile."""

    @pytest.fixture(scope="session", name=f"warm_{language}")
    def warm(context, served_site):
        page = context.new_page()
        watch(page, served_site.host)
        page.goto(served_site.url + address(language, PAGE.strip("/")))
        cells(page)[0].run("print('warm')")
        yield page
        page.close()

    return warm


_warm_en, _warm_vi = warm_page_in("en"), warm_page_in("vi")


def as_the_lesson_has_it(page, url: str):
    """Lends a page, and sees to it that the next test finds it as this one did. Only what runs on is stopped, for to stop
    means to load Python once more."""
    page.bring_to_front()  # the clipboard belongs to the page in front
    if page.url.partition("#")[0] != url:
        page.goto(url)
        cells(page)
    page.set_viewport_size(profile()["viewport"])
    page.evaluate(
        "document.querySelectorAll('[data-action=reset]').forEach(button => button.click()); window.scrollTo(0, 0)"
    )
    yield page
    page.emulate_media(media="screen")
    for stop in page.locator(
        ":is([data-state=loading], [data-state=running]) [data-action=stop]"
    ).all():
        stop.click()
    page.wait_for_selector("article:not([data-running])", state="attached")
    page.evaluate("document.querySelector('[data-action=reset-page]')?.click()")
    no_trouble(page)


@pytest.fixture
def warm_page(warm_en, served_site):
    """The lesson page in English, its Python loaded."""
    yield from as_the_lesson_has_it(warm_en, served_site.url + PAGE)


@pytest.fixture
def warm_vietnamese_page(warm_vi, served_site):
    yield from as_the_lesson_has_it(warm_vi, f"{served_site.url}vi/{PAGE}")


@pytest.fixture
def cell(warm_page):
    """The first cell of the English page, as the lesson has it."""
    return Cell(warm_page, 0)


@pytest.fixture
def vietnamese_cell(warm_vietnamese_page):
    return Cell(warm_vietnamese_page, 0)


# -- WebKit, by Selenium


@pytest.fixture(scope="session")
def display():
    """A screen for WebKit, which has no headless mode."""
    if not shutil.which("Xvfb"):
        absent("Xvfb", "apt-get install xvfb")
    reader, writer = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writer), "-screen", "0", "1280x900x24", "-nolisten", "tcp"],
        pass_fds=[writer],
        stderr=subprocess.DEVNULL,
    )
    os.close(writer)
    with os.fdopen(reader) as pipe:
        number = pipe.readline().strip()
    yield f":{number}"
    server.terminate()
    server.wait()


@pytest.fixture(scope="session")
def webkit(display):
    """WebKitGTK's MiniBrowser, by Selenium's driver."""
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
    started = webdriver.WebKitGTK(
        options=options,
        service=Service(executable_path=driver, env={**os.environ, "DISPLAY": display}),
    )
    started.set_page_load_timeout(60)
    yield started
    started.quit()
