"""How tests come to a page of the built site, and what they collect while they are there."""

import re

PAGE = "02-one-query/"  # the page of tests that need one lesson page, whichever


def address(language: str, name: str) -> str:
    """A page's address below the site's root."""
    folder = "" if language == "en" else f"{language}/"
    return folder + ("" if name == "index" else f"{name}/")


def profile(width: int = 1280, scheme: str = "light", **options) -> dict:
    """A reader's screen and tastes, as Playwright's `new_context` takes them."""
    height = 900 if width > 700 else 780
    return {"viewport": {"width": width, "height": height}, "color_scheme": scheme, **options}


def watch(page, host: str):
    """Collects in `page.trouble` what a reader would not see, but must not happen."""
    page.set_default_timeout(30_000)
    page.trouble = trouble = []
    page.on("pageerror", lambda error: trouble.append(f"uncaught: {error}"))
    page.on(
        "console",
        lambda message: message.type == "error" and trouble.append(f"console: {message.text}"),
    )
    page.on(
        "response",
        lambda response: (
            response.status >= 400 and trouble.append(f"{response.status}: {response.url}")
        ),
    )

    def outside(sent):
        if sent.url.startswith("http") and f"//{host}/" not in sent.url:
            trouble.append(f"request to another host: {sent.url}")

    def lost(sent):
        # A page that is left takes its unfinished requests along; that is no fault.
        if sent.failure and "ABORTED" not in sent.failure:
            trouble.append(f"lost: {sent.url} ({sent.failure})")

    page.on("request", outside)
    page.on("requestfailed", lost)


def no_trouble(*pages):
    """Fails where something went wrong on a page, and forgets it."""
    told = [sentence for page in pages for sentence in page.trouble]
    for page in pages:
        page.trouble.clear()
    assert not told, "\n".join(told)


def settle(page) -> None:
    """Wait until fonts are there and every cell has its buttons. (Idle network never comes: a worker stays open.)"""
    page.wait_for_selector(".run:not([data-state])", state="detached")
    page.evaluate("document.fonts.ready.then(() => 0)")
    page.wait_for_timeout(100)


def switch_to_dark(page) -> None:
    page.locator("[data-md-component=palette] label:visible").click()
    page.wait_for_selector("[data-md-color-scheme=slate]", state="attached")
    page.wait_for_timeout(400)  # colours change slowly


def check_that_it_fits(page):
    """Nothing is wider than the screen, and no formula is left raw."""
    wider = page.evaluate(
        """() => [...document.querySelectorAll("body *")]
             .filter(e => e.getBoundingClientRect().right > innerWidth + 1 && getComputedStyle(e).position !== "fixed")
             .filter(e => { for (let p = e; p = p.parentElement;) if (getComputedStyle(p).overflowX !== "visible") return false; return true })
             .map(e => e.outerHTML.slice(0, 120))"""
    )
    assert wider == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    words = page.evaluate(
        "[...document.querySelectorAll('article p, article li, article td')].map(e => e.innerText).join('\\n')"
    )
    assert not re.search(r"\\[(\[]|\\val\b|\$[^$\n]*[\\^_{][^$\n]*\$", words)


def requested(page) -> list[str]:
    """The addresses of all that the page itself has asked for."""
    return page.evaluate("performance.getEntriesByType('resource').map(entry => entry.name)")
