"""How tests come to a page of the built site, what they look at there, and what they collect."""

import os
import re
import shutil
from itertools import product
from urllib.parse import urlsplit

import pytest

from lessonkit.project import HERE, LANGUAGES
from lessonkit.record import figure_programs

PATIENCE = 30_000  # milliseconds for what a quiet machine does at once
PAGE = "01-steps/"  # of the small course, with one of everything
LESSON = f"{HERE.lessons('en')[1].stem}/"  # any one of the built site
DOCS = HERE.docs("en")
NAMES = [path.relative_to(DOCS).with_suffix("").as_posix() for path in HERE.pages("en")]
CLIPBOARD = ["clipboard-read", "clipboard-write"]
WITH_CELLS = [path.stem.replace("_", "-") for path in figure_programs(HERE)]
LESSON_PAGES = [*product(LANGUAGES, WITH_CELLS)]  # pytest opens one again for an equal tuple
SAVE_DATA = "Object.defineProperty(navigator, 'connection', { value: { saveData: true } })"
IN_TURN = {name: LANGUAGES[i % len(LANGUAGES)] for i, name in enumerate(NAMES)}
AXE = HERE.root / "node_modules" / "axe-core" / "axe.min.js"
# What browsers say of a lost file, often long after the page has told the reader.
LOST_LINE = r"^lost: |^console: Failed to load resource: net::"
PALETTE_RULES = ["color-contrast", "link-in-text-block"]  # of axe

# For axe, one visible piece of code of each colour is enough, and of formulas the half that screen
# readers get: without the thousands of others it is fast.
LIGHTEN = """() => {
  const seen = new Set();
  for (const piece of document.querySelectorAll('.highlight code span'))
    if (seen.has(piece.className) || !piece.className || !piece.checkVisibility())
      piece.replaceWith(...piece.childNodes);
    else seen.add(piece.className);
  for (const half of document.querySelectorAll('.katex-html')) half.replaceChildren() }"""
# Until an animation frame has passed, all that watches sizes has not heard of a new one.
SETTLED = """async () => {
  const frame = () => new Promise(requestAnimationFrame);
  await frame();
  await document.fonts.ready;
  await frame();
  await frame() }"""
STILL = "() => document.getAnimations().every(({ playState }) => playState !== 'running')"
LOADED = """name => performance.getEntriesByType('resource')
  .some(entry => entry.name.includes(name) && entry.responseEnd)"""
WIDER = """() => {
  const cut = e => e && (getComputedStyle(e).overflowX !== 'visible' || cut(e.parentElement));
  return [...document.querySelectorAll('body *')]
    .filter(e => e.getBoundingClientRect().right > innerWidth + 1)
    .filter(e => getComputedStyle(e).position !== 'fixed' && !cut(e.parentElement))
    .map(e => e.outerHTML.slice(0, 120)) }"""


def installed(browser: str, *programs: str) -> str:
    """Return the path of a program; without one, skip the test and say so, or fail in CI."""
    path = next(filter(None, map(shutil.which, programs)), None)
    if path is None:
        sentence = f"{browser} is not installed, so it is not tested; .ci/run installs it"
        pytest.fail(sentence) if os.environ.get("CI") else pytest.skip(sentence)
    return path


def address(language: str, name: str) -> str:
    """Return a page's address below the site's root."""
    return ("" if language == "en" else f"{language}/") + ("" if name == "index" else f"{name}/")


def profile(width: int = 1280, scheme: str = "light", **options) -> dict:
    """Return a reader's screen and preferences, as Playwright's `new_context` takes them."""
    height = 900 if width > 700 else 780
    return {"viewport": {"width": width, "height": height}, "color_scheme": scheme, **options}


def watch(page, site: str):
    """Collect in `page.trouble` what must not happen, though a reader may not see it."""
    host = urlsplit(site).netloc
    page.set_default_timeout(PATIENCE)
    page.trouble, page.expects = [], None

    def tell(wrong, sentence: str):
        if wrong:
            page.trouble.append(sentence)

    def elsewhere(url: str) -> bool:
        return url.startswith("http") and f"//{host}/" not in url

    def lost(sent) -> bool:
        return "ABORTED" not in (sent.failure or "ABORTED")  # as it is on leaving

    # Firefox says so of a formula that has only half arrived.
    half = "Incorrect number of children for <m"
    page.on("pageerror", lambda error: tell(half not in str(error), f"uncaught: {error}"))
    page.on("console", lambda said: tell(said.type == "error", f"console: {said.text}"))
    page.on("response", lambda got: tell(got.status >= 400, f"{got.status}: {got.url}"))
    page.on("request", lambda sent: tell(elsewhere(sent.url), f"to another host: {sent.url}"))
    page.on("requestfailed", lambda sent: tell(lost(sent), f"lost: {sent.url} ({sent.failure})"))


def no_trouble(*pages):
    """Fail where something went wrong on a page that its test did not expect, and forget it."""
    told = [sentence for page in pages for sentence in page.trouble if not expected(page, sentence)]
    for page in pages:
        page.trouble.clear()
    assert not told, "\n".join(told)


def expected(page, sentence: str) -> bool:
    return page.expects is not None and re.search(page.expects, sentence) is not None


def settle(page) -> None:
    """Wait until every block has its buttons, fonts are loaded and the page is drawn."""
    page.wait_for_selector(".run:not([data-state])", state="detached")
    plain = ".highlight:not(.run, .output):not(:has(> .copy))"
    page.wait_for_selector(plain, state="detached")
    page.evaluate(SETTLED)


def still(page) -> None:
    """Wait until nothing moves, slides or changes its colour any more."""
    page.wait_for_function(STILL)


def wait_for_file(page, name: str) -> None:
    """Wait until a file has come that the page loads by itself. With the sitemap, Material's script
    goes to pages without a load. An idle network is no sign: on a busy machine Playwright has
    waited for one in vain."""
    page.wait_for_function(LOADED, arg=name)


def let_timers_end(page, milliseconds: int) -> None:
    """Wait for what the page's script does so much later. A timer of the page's own ends after
    those that were set before it and are no longer, however busy the machine is."""
    page.evaluate("time => new Promise(done => setTimeout(done, time))", milliseconds)


def fits(page) -> None:
    """Nothing is wider than the screen, and no formula is left raw."""
    assert page.evaluate(WIDER) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    texts = page.locator("article :is(p, li, td)").evaluate_all("all => all.map(e => e.innerText)")
    assert not re.search(r"\\[(\[]|\\val\b|\$[^$\n]*[\\^_{][^$\n]*\$", "\n".join(texts))


def violations(page, where: str = "html") -> list[str]:
    """Return what axe finds in a light page, and then in the dark what depends on colours."""
    page.evaluate(AXE.read_text("utf-8"))
    if where == "html":
        page.evaluate(LIGHTEN)
    look = "([where, options]) => axe.run(where, options)"
    found = page.evaluate(look, [where, {"resultTypes": ["violations"]}])["violations"]
    page.locator(".palette").click()
    page.wait_for_selector("[data-md-color-scheme=slate]", state="attached")
    still(page)
    found += page.evaluate(look, [where, {"runOnly": PALETTE_RULES}])["violations"]
    nodes = [(fault["id"], node) for fault in found for node in fault["nodes"]]
    return [f"{name}: {node['html'][:160]} {node['failureSummary']}" for name, node in nodes]
