"""The course kept on a reader's device: it works with the server gone, and takes a new release."""

import json
import re
import shutil
from contextlib import contextmanager
from hashlib import sha256

import pytest
from cells import LOADED, Cell, cells, needs_python
from pages import address
from served import serve

from lessonkit.project import HERE, LANGUAGES

PREFIX = "/attention/"
KEPT = "caches.keys().then(names => names.filter(name => /[0-9a-f]{12}/.test(name)))"
EMPTY = f"{KEPT}.then(names => Promise.all(names.map(name => caches.delete(name))))"
TRY = """addEventListener('securitypolicyviolation', () => postMessage('refused'));
fetch('http://localhost:9/')"""
WORK = """new Promise(done => { setTimeout(done, 60_000, "sent");
  new Worker("try.js").onmessage = ({ data }) => done(data); })"""
WORDS = HERE.words("en")["script"]
KEEP = "article [data-action=keep-offline]"


@contextmanager
def visit(playwright, chromium, profile):
    """A browser with a profile that outlives it, on a phone."""
    context = playwright.chromium.launch_persistent_context(
        str(profile), viewport={"width": 360, "height": 780}, **chromium
    )
    context.set_default_timeout(LOADED)
    try:
        yield context.pages[0]
    finally:
        context.close()


@pytest.fixture
def site(tmp_path):
    """A copy of the built site that keeps no more than a few files, and may be published anew."""
    folder = tmp_path / "site"
    shutil.copytree(HERE.site, folder, ignore=shutil.ignore_patterns("pyodide", "notebooks"))
    listing = json.loads((folder / "files.json").read_text("utf-8"))
    few = ("index.html", "privacy/index.html", "static-", "assets/")
    listing["files"] = [file for file in listing["files"] if file[0].startswith(few)]
    (folder / "files.json").write_text(json.dumps(listing), "utf-8")
    with serve(folder, PREFIX) as site:
        yield site


def open_home(page, site):
    """The first thing that a reader does there brings the size, which takes a file."""
    page.goto(site.url)
    page.locator(KEEP).wait_for()
    page.keyboard.press("Shift")
    page.locator(f"{KEEP}:has-text('MB')").wait_for()


def keep(page, site):
    open_home(page, site)
    page.locator(KEEP).click()
    page.locator(f"{KEEP}[data-offline=kept]").wait_for()


def publish(site, file: str, old: str, new: str) -> None:
    """A new release, in which a text of one file differs."""
    path = site.folder / file
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    listing = json.loads((site.folder / "files.json").read_text("utf-8"))
    for entry in listing["files"]:
        if entry[0] == file:
            entry[1] = sha256(path.read_bytes()).hexdigest()
    listing["release"] += "-new"
    (site.folder / "files.json").write_text(json.dumps(listing), "utf-8")


def test_the_kept_course_needs_no_server(playwright, chromium, tmp_path, served_site):
    site = served_site
    with visit(playwright, chromium, tmp_path / "profile") as page:
        keep(page, site)
        page.goto(site.url + "vi/07-causal-mask/")
        page.locator(".run textarea").first.fill("print('typed before')")
        assert page.context.cookies() == [] == page.evaluate("indexedDB.databases()")
        stored = page.evaluate("[...Object.keys(localStorage), ...Object.keys(sessionStorage)]")
        assert all(re.match(rf"{site.prefix}(vi/)?\.(cell /|__)", key) for key in stored), stored
    site.lost = "/"
    with visit(playwright, chromium, tmp_path / "profile") as page:
        page.goto(site.url)
        for source in (source for language in LANGUAGES for source in HERE.pages(language)):
            name = address(source.parent.name, source.stem)
            text = page.evaluate("url => fetch(url).then(a => a.text())", site.url + name)
            assert f"/{name}" in text and "<h1 id=" in text, source
        page.goto(site.url + "vi/07-causal-mask/")
        assert page.locator(".run textarea").first.input_value() == "print('typed before')"
        cell = page.locator(".run[data-kind=lesson]").first
        cell.locator("[data-action=run]").click()
        page.locator(".run[data-state=done]").first.wait_for()
        assert cell.locator("[data-output]").inner_text() == "typed before\n"
        page.goto(site.url + "vi/02-one-query/")
        check = page.locator(".run[data-kind=check]").first
        check.locator("[data-action=run]").click()
        page.locator(".run[data-kind=check][data-state=done]").first.wait_for()
        page.locator("label[for=__search]").first.click()
        page.locator(".md-search__input").focus()
        page.keyboard.insert_text("truy van")
        page.keyboard.press("End")
        page.locator(".md-search-result__item a").first.wait_for()


def test_a_new_release_comes_whole_and_at_the_next_visit(playwright, chromium, tmp_path, site):
    with visit(playwright, chromium, tmp_path / "profile") as page:
        keep(page, site)
        publish(site, "privacy/index.html", "collects nothing about you", "collects nothing at all")
        page.goto(site.url + "privacy/")
        page.locator("article").get_by_text("A new version is here").wait_for()
        assert page.get_by_text("collects nothing about you").is_visible()
    site.lost = "/"
    with visit(playwright, chromium, tmp_path / "profile") as page:
        page.goto(site.url + "privacy/")
        assert page.get_by_text("collects nothing at all").is_visible()


def test_a_lost_connection_and_stop_leave_what_is_here(playwright, chromium, tmp_path, site):
    with visit(playwright, chromium, tmp_path / "profile") as page:
        site.lost = "notebook.css"  # one of the last
        open_home(page, site)
        page.locator(KEEP).click()
        page.locator("article").get_by_text("The connection was lost. What is here").wait_for()
        site.connect()
        page.locator(f"{KEEP}:has-text('MB are here')").click()
        page.locator(f"{KEEP}[data-offline=kept]").wait_for()


def test_removing_leaves_other_caches_alone(playwright, chromium, tmp_path, site):
    with visit(playwright, chromium, tmp_path / "profile") as page:
        page.goto(site.url)
        page.evaluate("caches.open('/attention-too/ kept')")
        keep(page, site)
        page.locator(KEEP).click()
        page.locator(f"{KEEP}:not([data-offline])").wait_for()
        open_home(page, site)  # nothing of it comes back
        assert "/attention-too/ kept" in page.evaluate("caches.keys()")
        assert page.evaluate(KEPT) == []


def test_a_worker_by_its_address_reaches_no_other_host(playwright, chromium, tmp_path, site):
    (site.folder / "try.js").write_text(TRY)
    with visit(playwright, chromium, tmp_path / "profile") as page:
        keep(page, site)
        assert page.evaluate(WORK) == "refused"


@needs_python
def test_in_firefox_cells_run_without_a_server(firefox, served_site):
    """There a worker of its own kind runs them: see python.mjs."""
    page = firefox.new_page()
    page.set_default_timeout(LOADED)
    keep(page, served_site)
    served_site.lost = "/"
    page.goto(served_site.url + "vi/14-real-model/")
    cells(page)
    assert Cell(page, 0).run("print('kept')").output == "kept\n"
    page.close()


def test_a_full_disk_gets_a_sentence_and_so_does_an_emptied_one(
    playwright, chromium, tmp_path, site
):
    with visit(playwright, chromium, tmp_path / "profile") as page:
        open_home(page, site)
        session = page.context.new_cdp_session(page)
        full = {"origin": site.url.removesuffix(PREFIX), "quotaSize": 100_000}
        session.send("Storage.overrideQuotaForOrigin", full)
        page.locator(KEEP).click()
        page.locator("article").get_by_text(WORDS["QuotaExceededError"]).wait_for()
        session.send("Storage.overrideQuotaForOrigin", {"origin": full["origin"]})
        keep(page, site)
        page.evaluate(EMPTY)
        page.reload()
        page.locator("article").get_by_text(WORDS["emptied"]).wait_for()


def test_a_browser_that_cannot_says_so(open_page):
    page = open_page("", script="delete Navigator.prototype.serviceWorker")
    assert page.locator("article .keep").inner_text() == WORDS["unsupported"]
