"""Two sites, served as GitHub Pages serves them, and the browsers that open them: the built site,
and a small course with the same engine and theme, `fixture_project.py`, for what is not about the
pages of the lesson.

`open_page("01-steps/", width=360, scheme="dark")` gives a Playwright page of the small course in
Chromium, `open_lesson` one of the built site. What goes wrong on it (an error in the console, a
lost request, a request to another host) is collected in `page.trouble` and fails the test, unless
the test says what it `expects`, as `page.expects = LOST_LINE`, or calls `page.trouble.clear()`.

Tests of a browser that is not installed are skipped; with CI set they fail.
"""

import fcntl
from contextlib import ExitStack
from urllib.parse import urlsplit

import pytest
from cells import RESET, Cell, cells
from fixture_project import make_fixture, run_module
from pages import (
    CLIPBOARD,
    LESSON_PAGES,
    PAGE,
    PATIENCE,
    address,
    installed,
    no_trouble,
    profile,
    wait_for_file,
    watch,
)
from playwright.sync_api import expect, sync_playwright
from served import Site, address_of, serve
from tiny_model import write_tiny

from lessonkit.checks.links import root_address
from lessonkit.project import HERE, Project

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


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """What is asked of a lesson page is asked together, so that it is opened once."""
    files: dict = {}
    for item in items:
        files.setdefault(item.path, len(files))
    asked = [getattr(item, "callspec", None) for item in items]
    pages = [str(spec.params.get("lesson_page", "")) if spec else "" for spec in asked]
    places = dict(zip(items, pages))
    items.sort(key=lambda item: (files[item.path], places[item]))


@pytest.fixture(scope="session")
def small_course(tmp_path_factory, worker_id) -> Project:
    """The small course, built once, by the first of pytest-xdist's workers that needs it."""
    alone = worker_id == "master"
    folder = tmp_path_factory.getbasetemp()
    folder = (folder if alone else folder.parent) / "small-course"
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        project = Project(folder)
        if not (project.site / "files.json").exists():
            make_fixture(folder)
            run_module(project, "lessonkit.build")
    return project


@pytest.fixture(scope="session")
def served_site(small_course):
    """The small course below a path; see `served.Site` for lost connections."""
    with serve(small_course.site, "/attention/") as site:
        yield site


@pytest.fixture(scope="session")
def lessons(tmp_path_factory):
    """The built site below the path it was built for."""
    with serve(HERE.site, urlsplit(root_address(HERE.site)).path) as site:
        folder = tmp_path_factory.mktemp("model") / "tiny"
        write_tiny(folder)
        site.over["/lib/smollm2/"] = folder  # the real model takes minutes
        yield site


@pytest.fixture(autouse=True)
def _whole_connection(request):
    """No test inherits a slow or lost connection from the one before."""
    yield
    for name in {"served_site", "lessons"} & {*request.fixturenames}:
        request.getfixturevalue(name).connect()


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
    """Open a page of the small course in Chromium: in the session's profile, or in a new one, which
    can have options of Playwright's `new_context`. Where nothing may have been visited before, the
    course has an address of its own, so that the compiled Python is shared all the same."""
    yield from opened(request, served_site)


@pytest.fixture
def open_lesson(request, lessons):
    """Open a page of the built site, in the same ways."""
    yield from opened(request, lessons)


def opened(request, site: Site):
    pages = []
    with ExitStack() as addresses:

        def open_(path="", width=1280, scheme="light", unvisited=False, script="", **options):
            if options:
                browser = request.getfixturevalue("browser")
                page = browser.new_page(**profile(width, scheme, **options))
            else:
                page = request.getfixturevalue("context").new_page()
                page.set_viewport_size(profile(width)["viewport"])
                page.emulate_media(color_scheme=scheme)
            pages.append(page)
            page.site = addresses.enter_context(address_of(site)) if unvisited else site.url
            watch(page, page.site)
            if script:  # runs before those of the page
                page.add_init_script(script)
            page.goto(page.site + path)
            return page

        yield open_
        for page in pages:
            page.evaluate("localStorage.clear()")  # the next test finds the lesson's own code
            page.close()
    no_trouble(*pages)


@pytest.fixture(scope="session")
def warm(request, served_site):
    """A page whose Python is loaded, the same one for all tests: `en` and `vi` are the first page
    of the small course in Chromium, `firefox` is the English one in Firefox."""
    pages = {}

    def warm_page(where: str):
        if where not in pages:
            home = request.getfixturevalue("firefox" if where == "firefox" else "context")
            page = pages[where] = home.new_page()
            watch(page, served_site.url)
            page.lesson = served_site.url + ("vi/" if where == "vi" else "") + PAGE
            page.goto(page.lesson)
            cells(page)[0].run("print('warm')")
        return pages[where]

    return warm_page


@pytest.fixture(scope="module")
def tab(context, lessons):
    """A tab for each language, which goes from page to page by links, so that Python loads once."""
    tabs = {}

    def tab_of(language: str):
        if language not in tabs:
            page = tabs[language] = context.new_page()
            page.language = language
            page.set_default_timeout(90_000)  # all cells of a page, on a busy machine
            page.add_init_script(HEAR)
            page.goto(lessons.url + address(language, "reference"))
            wait_for_file(page, "sitemap.xml")
        return tabs[language]

    yield tab_of
    for page in tabs.values():
        page.close()


@pytest.fixture(scope="module", params=LESSON_PAGES, ids="-".join)
def lesson_page(request, tab, lessons):
    """A page with cells, reached by a link."""
    language, name = request.param
    page = tab(language)
    page.name, page.stem = name, name.replace("-", "_")
    page.where = f"docs/{language}/{name}.md"
    page.evaluate("localStorage.clear()")
    page.evaluate(FOLLOW, lessons.url + address(language, name))
    page.wait_for_selector("article:not([data-left])", state="attached")
    cells(page)
    page.bring_to_front()  # the clipboard belongs to the tab in front
    return page


@pytest.fixture
def cell(request, warm):
    """The first cell of the page, as the page has it, with Python loaded.

    At the end only what still runs is stopped, because a Stop loads Python again.
    """
    page = warm(getattr(request, "param", "en"))
    page.trouble, page.expects = [], None  # what came after the last test belongs to that
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
