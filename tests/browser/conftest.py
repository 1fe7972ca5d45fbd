"""The built site, served as GitHub Pages serves it, and the browsers that open it.

`open_page("02-one-query/", width=360, scheme="dark")` gives a Playwright page in Chromium. What
goes wrong on it (an error in the console, a lost request, a request to another host) is collected
in `page.trouble` and fails the test, unless the test calls `page.trouble.clear()`.

Tests of a browser that is not installed are skipped; with CI set they fail.
"""

from itertools import product
from urllib.parse import urlsplit

import pytest
from cells import RESET, Cell, cells
from pages import (
    CLIPBOARD,
    PAGE,
    PATIENCE,
    WITH_CELLS,
    address,
    installed,
    no_trouble,
    profile,
    wait_for_file,
    watch,
)
from playwright.sync_api import expect, sync_playwright
from served import serve

from lessonkit.checks.links import root_address
from lessonkit.project import HERE, LANGUAGES

expect.set_options(timeout=PATIENCE)
CHROMIUM = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
QUIET = ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
STOP = """document.querySelector(
  ":is([data-state=loading], [data-state=running]) [data-action=stop]")?.click()"""
HEAR = """window.Worker = class extends Worker { constructor(...all) { super(...all);
  this.addEventListener("message", ({ data: { type, seen } }) => {
    if (type === "seen") window.seen = seen; if (type === "end") window.ended = true; }); } }"""
FOLLOW = """url => { document.querySelector('article').dataset.left = '';
  const link = Object.assign(document.createElement('a'), { href: url });
  document.querySelector('article').append(link); link.click(); }"""


@pytest.fixture(scope="session")
def served_site():
    """The site below the path it was built for; see `served.Site` for lost connections."""
    with serve(HERE.site, urlsplit(root_address(HERE.site)).path) as site:
        yield site


@pytest.fixture(autouse=True)
def _whole_connection(request):
    """No test inherits a slow or lost connection from the one before."""
    yield
    if "served_site" in request.fixturenames:
        request.getfixturevalue("served_site").connect()


@pytest.fixture(scope="session")
def playwright():
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def chromium() -> dict:
    """How Chromium is started."""
    path = installed("Chromium", *CHROMIUM)
    shared = "--renderer-process-limit=1"  # all tabs share what is compiled of Python
    return {"executable_path": path, "args": ["--no-sandbox", "--no-first-run", shared, *QUIET]}


@pytest.fixture(scope="session")
def browser(playwright, chromium):
    """Chromium, for profiles that remember nothing."""
    return playwright.chromium.launch(**chromium)


@pytest.fixture(scope="session")
def context(playwright, chromium, tmp_path_factory):
    """A Chromium profile for the session, whose cache keeps the runtime after the first test."""
    folder = tmp_path_factory.mktemp("profile")
    allowed = {"permissions": CLIPBOARD}
    return playwright.chromium.launch_persistent_context(folder, **chromium, **profile(**allowed))


@pytest.fixture(scope="session")
def firefox(playwright):
    path = installed("Firefox", "firefox-esr")
    # Playwright needs this channel to drive Debian's Firefox.
    return playwright.firefox.launch(channel="moz-firefox", executable_path=path)


@pytest.fixture
def open_page(request, served_site):
    """Open a page of the site in Chromium: in the session's profile, or in a new one, which has
    nothing in its cache and can have options of Playwright's `new_context`."""
    pages = []

    def open_(path="", width=1280, scheme="light", new_profile=False, script="", **options):
        if new_profile or script or options:
            browser = request.getfixturevalue("browser")
            page = browser.new_page(**profile(width, scheme, **options))
        else:
            page = request.getfixturevalue("context").new_page()
            page.set_viewport_size(profile(width)["viewport"])
            page.emulate_media(color_scheme=scheme)
        pages.append(page)
        watch(page, served_site.host)
        if script:  # runs before those of the page
            page.add_init_script(script)
        page.goto(served_site.url + path)
        return page

    yield open_
    for page in pages:
        page.evaluate("localStorage.clear()")  # the next test finds the lesson's own code
        page.close()
    no_trouble(*pages)


@pytest.fixture(scope="session")
def warm(request, served_site):
    """A page whose Python is loaded, the same one for all tests: `en` and `vi` are the lesson page
    in Chromium, `firefox` is the English one in Firefox."""
    pages = {}

    def warm_page(where: str):
        if where not in pages:
            home = request.getfixturevalue("firefox" if where == "firefox" else "context")
            page = pages[where] = home.new_page()
            watch(page, served_site.host)
            page.lesson = served_site.url + ("vi/" if where == "vi" else "") + PAGE
            page.goto(page.lesson)
            cells(page)[0].run("print('warm')")
        return pages[where]

    return warm_page


@pytest.fixture(scope="module")
def tab(context, served_site):
    """A tab for each language, which goes from page to page by links, so that Python loads once."""
    tabs = {}

    def tab_of(language: str):
        if language not in tabs:
            page = tabs[language] = context.new_page()
            page.language = language
            page.set_default_timeout(90_000)  # all cells of a page, on a busy machine
            page.add_init_script(HEAR)
            page.goto(served_site.url + address(language, "reference"))
            wait_for_file(page, "sitemap.xml")
        return tabs[language]

    yield tab_of
    for page in tabs.values():
        page.close()


@pytest.fixture(scope="module", params=product(LANGUAGES, WITH_CELLS), ids="-".join)
def lesson_page(request, tab, served_site):
    """A page with cells, reached by a link."""
    language, name = request.param
    page = tab(language)
    page.name, page.stem = name, name.replace("-", "_")
    page.where = f"docs/{language}/{name}.md"
    page.evaluate("localStorage.clear()")
    page.evaluate(FOLLOW, served_site.url + address(language, name))
    page.wait_for_selector("article:not([data-left])", state="attached")
    cells(page)
    page.bring_to_front()  # the clipboard belongs to the tab in front
    return page


@pytest.fixture
def cell(request, warm):
    """The first cell of the lesson page, as the lesson has it, with Python loaded.

    At the end only what still runs is stopped, because a Stop loads Python again.
    """
    page = warm(getattr(request, "param", "en"))
    page.bring_to_front()  # the clipboard belongs to the page in front
    if page.url.partition("#")[0] != page.lesson:
        page.goto(page.lesson)
        cells(page)
    page.set_viewport_size(profile()["viewport"])
    page.evaluate(RESET)
    page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true })")
    page.evaluate("window.scrollTo(0, 0)")
    yield Cell(page, 0)
    page.emulate_media(media="screen")
    page.evaluate(STOP)  # at once, for what runs may end meanwhile
    page.wait_for_selector("article:not([data-running])", state="attached")
    page.evaluate("document.querySelector('[data-action=reset-page]')?.click()")
    no_trouble(page)
