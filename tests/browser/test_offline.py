"""The course kept on a reader's device: it works with the server gone, and takes a new release."""

import json
import re
import shutil
from contextlib import contextmanager
from hashlib import sha256

import pytest
from cells import LOADED, Cell, cells, needs_python
from pages import LESSON, PAGE, address
from playwright.sync_api import expect
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
SAID = "article .keep [role=status]"
CONTROLLED = "() => navigator.serviceWorker.controller"
# What was visited: the paths below the site's root, in the order in which they go.
VISITED = """caches.keys().then(async names => {
  const found = names.filter(name => name.includes(" visited"));
  const caches_ = await Promise.all(found.map(name => caches.open(name)));
  const keys = (await Promise.all(caches_.map(cache => cache.keys()))).flat();
  return keys.map(({ url }) => new URL(url).pathname.replace("/attention/", "")); })"""
HAS_VISITED = f"path => {VISITED}.then(paths => paths.includes(path))"
SPELLINGS = ["index.html", "privacy", "privacy/", "privacy/index.html", "vi", "vi/index.html"]
MANY = 200  # files, more than are kept of what was visited


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
def site(tmp_path, small_course):
    """A copy of the small course that keeps no more than a few files, and may be published anew."""
    folder = tmp_path / "site"
    shutil.copytree(
        small_course.site, folder, ignore=shutil.ignore_patterns("pyodide", "notebooks")
    )
    listing = json.loads((folder / "files.json").read_text("utf-8"))
    few = ("index.html", "offline/", "privacy/index.html", "vi/index.html", "static-", "assets/")
    listing["files"] = [file for file in listing["files"] if file[0].startswith(few)]
    (folder / "files.json").write_text(json.dumps(listing), "utf-8")
    with serve(folder, PREFIX) as site:
        yield site


def open_offline(page, site):
    """The first thing that a reader does there brings the size, which takes a file."""
    page.goto(site.url + "offline/")
    page.locator(KEEP).wait_for()
    page.keyboard.press("Shift")
    page.locator(f"{KEEP}:has-text('MB')").wait_for()


def keep(page, site):
    open_offline(page, site)
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


def test_the_kept_course_needs_no_server(playwright, chromium, tmp_path, lessons):
    site, last = lessons, f"vi/{HERE.lessons('vi')[-1].stem}/"
    with visit(playwright, chromium, tmp_path / "profile") as page:
        keep(page, site)
        page.goto(site.url + last)
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
        page.goto(site.url + last)
        assert page.locator(".run textarea").first.input_value() == "print('typed before')"
        cell = page.locator(".run[data-kind=lesson]").first
        cell.locator("[data-action=run]").click()
        page.locator(".run[data-state=done]").first.wait_for()
        assert cell.locator("[data-output]").inner_text() == "typed before\n"
        page.goto(site.url + f"vi/{LESSON}")
        check = page.locator(".run[data-kind=check]").first
        check.locator("[data-action=run]").click()
        page.locator(".run[data-kind=check][data-state=done]").first.wait_for()
        page.locator("label[for=__search]").first.click()
        page.locator(".md-search__input").focus()
        page.keyboard.insert_text("truy van")
        page.keyboard.press("End")
        page.locator(".md-search-result__item a").first.wait_for()
        page.goto(site.url + LESSON)
        with page.expect_download() as saving:
            page.get_by_role("link", name="Download notebook").click()
        notebook = f"{LESSON[:-1]}.ipynb"
        assert saving.value.suggested_filename == notebook
        assert (
            saving.value.path().read_bytes() == (site.folder / "notebooks" / notebook).read_bytes()
        )


def answered(page, site, spelling: str) -> tuple[str, str]:
    page.goto(site.url + spelling)
    return page.url, page.locator("h1").inner_text()


def test_every_spelling_of_an_address_works_as_on_the_host(playwright, chromium, tmp_path, site):
    with visit(playwright, chromium, tmp_path / "profile") as page:
        online = {spelling: answered(page, site, spelling) for spelling in SPELLINGS}
        assert online["privacy"] == online["privacy/"] and "404" not in str(online)
        keep(page, site)
        site.lost = "/"
        assert {spelling: answered(page, site, spelling) for spelling in SPELLINGS} == online


def until(page, condition: str, about=None):
    """Wait for a promise of the page to be true, as `wait_for_function` does not."""
    script = f"""async about => {{ const holds = {condition};
      for (let n = 0; n < 300; n++) {{
        if (await holds(about)) return true;
        await new Promise(next => setTimeout(next, 100)); }}
      return false; }}"""
    assert page.evaluate(script, about), f"{condition} of {about}: waited in vain"


def test_what_was_visited_is_of_one_release_and_not_too_much(playwright, chromium, tmp_path, site):
    with visit(playwright, chromium, tmp_path / "profile") as page:
        open_offline(page, site)
        page.wait_for_function(CONTROLLED)
        page.goto(f"{site.url}privacy/index.html?from=elsewhere")
        for path in ("privacy/", "sitemap.xml"):
            until(page, HAS_VISITED, path)
        for path in ("lib/attention.py", "lib/data/a.npz", "notebooks/a.ipynb", "last.txt"):
            (site.folder / path).parent.mkdir(parents=True, exist_ok=True)
            (site.folder / path).write_text("")
            page.evaluate("path => fetch(path)", site.url + path)
        until(page, HAS_VISITED, "last.txt")
        assert not [path for path in page.evaluate(VISITED) if re.search("^(lib/[ad]|note)", path)]

        [static] = site.folder.glob("static-*")
        static.rename(site.folder / "static-new")
        for path in (site.folder / "index.html", site.folder / "privacy" / "index.html"):
            path.write_text(path.read_text("utf-8").replace(static.name, "static-new"), "utf-8")
        page.goto(f"{site.url}?new")
        until(page, f"() => {VISITED}.then(paths => !paths.includes('last.txt'))")
        until(page, HAS_VISITED, "static-new/site.css")
        assert not [path for path in page.evaluate(VISITED) if static.name in path]

        for number in range(MANY):
            (site.folder / f"{number}.txt").write_text("")
        fetch_all = "async count => { for (let i = 0; i < count; i++) await fetch(`${i}.txt`); }"
        page.evaluate(fetch_all, MANY)
        until(page, HAS_VISITED, f"{MANY - 1}.txt")
        few = f"() => {VISITED}.then(paths => paths.length < {MANY} && !paths.includes('0.txt'))"
        until(page, few)


def test_offline_the_search_says_what_it_needs(playwright, chromium, tmp_path, site):
    with visit(playwright, chromium, tmp_path / "profile") as page:
        open_offline(page, site)
        page.wait_for_function(CONTROLLED)
        page.goto(site.url + "privacy/")
        until(page, HAS_VISITED, "privacy/")
        site.lost = "/"
        page.reload()
        page.locator("label[for=__search]").first.click()
        page.locator(".md-search__input").focus()
        page.keyboard.insert_text("soft")
        page.keyboard.press("End")
        expect(page.locator(".md-search-result__meta")).to_have_text(WORDS["searchLost"])
        site.connect()
        page.keyboard.insert_text("max")
        page.keyboard.press("End")
        page.locator(".md-search-result__item a").first.wait_for()


def test_each_end_of_the_download_has_its_own_sentence(playwright, chromium, tmp_path, site):
    with visit(playwright, chromium, tmp_path / "profile") as page:
        said = []
        page.on("console", lambda message: said.append(message.text))
        open_offline(page, site)
        site.held = "javascripts/bundle"  # more than one piece, or it would arrive whole
        page.locator(f"{KEEP}:has-text('Keep')").click()
        page.locator(f"{KEEP}:has-text('Stop')").click()
        expect(page.locator(SAID)).to_have_text(WORDS["keepStopped"])
        site.connect()
        page.evaluate("() => { crypto.subtle.digest = () => nothing.at.all; }")
        page.locator(f"{KEEP}:has-text('Keep')").click()
        expect(page.locator(SAID)).to_have_text(WORDS["bug"])
        assert "nothing is not defined" in " ".join(said)
        (site.folder / "files.json").unlink()
        page.locator(f"{KEEP}:has-text('Keep')").click()
        expect(page.locator(SAID)).to_have_text(WORDS["keepLater"])


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
        open_offline(page, site)
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
        open_offline(page, site)  # nothing of it comes back
        assert "/attention-too/ kept" in page.evaluate("caches.keys()")
        assert page.evaluate(KEPT) == []


def test_a_worker_by_its_address_reaches_no_other_host(playwright, chromium, tmp_path, site):
    (site.folder / "offline" / "try.js").write_text(TRY)
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
    page.goto(served_site.url + f"vi/{PAGE}")
    cells(page)
    assert Cell(page, 0).run("print('kept')").output == "kept\n"
    page.close()


def test_a_full_disk_gets_a_sentence_and_so_does_an_emptied_one(
    playwright, chromium, tmp_path, site
):
    with visit(playwright, chromium, tmp_path / "profile") as page:
        open_offline(page, site)
        session = page.context.new_cdp_session(page)
        full = {"origin": site.url.removesuffix(PREFIX), "quotaSize": 100_000}
        session.send("Storage.overrideQuotaForOrigin", full)
        page.locator(KEEP).click()
        page.locator("article").get_by_text(WORDS["keepFull"]).wait_for()
        session.send("Storage.overrideQuotaForOrigin", {"origin": full["origin"]})
        keep(page, site)
        page.evaluate(EMPTY)
        page.reload()
        page.locator("article").get_by_text(WORDS["emptied"]).wait_for()


def test_a_browser_that_cannot_says_so(open_page):
    page = open_page("offline/", script="delete Navigator.prototype.serviceWorker")
    assert page.locator("article .keep").inner_text() == WORDS["unsupported"]
