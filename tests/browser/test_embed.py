"""A cell in a frame on a page of another origin, which knows nothing of this site."""

import re

import pytest
from cells import Cell, cells, needs_python
from lxml import html
from pages import AXE, LOST_LINE, PAGE, SAVE_DATA, no_trouble, profile, settle, watch
from playwright.sync_api import expect
from served import compressed, serve
from test_cell_fault import REFUSED

from lessonkit.project import HERE

NAME = PAGE.strip("/")
PICTURE = f"[id='{NAME}-way']"
HOST = """<!doctype html><html lang="en"><title>Another site</title>
<meta name="viewport" content="width=device-width"><body>{}
<script>addEventListener("message", ({{ data, source }}) => {{
  const frame = document.querySelector("iframe");
  if (source === frame.contentWindow) frame.height = data.height; }})</script>"""
FRAME = '<iframe title="a cell" allow="clipboard-write" src="{}" width="100%"{}></iframe>'
SCHEME = "document.body.dataset.mdColorScheme"
OF_THE_SITE = ".md-header, .md-nav, .md-footer, .md-search, nav"
LIMIT = 90 * 1024  # bytes


@pytest.fixture
def host(request, tmp_path, served_site):
    """`host(line)`: the frame in a page on another port that holds this line of HTML."""
    pages = []
    with serve(tmp_path, "/") as other:

        def open_host(line: str, width=1280, script="", name="browser", **options):
            (tmp_path / "index.html").write_text(HOST.format(line), "utf-8")
            page = request.getfixturevalue(name).new_page(**profile(width, **options))
            watch(page, served_site.url)
            if script:
                page.add_init_script(script)
            pages.append(page)
            page.goto(other.url)
            page.trouble.clear()  # that this is another host
            expect(page.frame_locator("iframe").locator(".credit")).to_be_attached()
            return page.frames[1]

        yield open_host
        no_trouble(*pages)
        for page in pages:
            page.close()


def framed(site, place: str, language: str = "", more: str = "") -> str:
    """A line with the address of a cell."""
    return FRAME.format(f"{site.url}{language}embed/v1/#{place}", more)


def asked(frame, count: int) -> Cell:
    """The cell that was asked for, once so many are there."""
    expect(frame.locator(".run[data-state]")).to_have_count(count)
    return Cell(frame, count - 1)


def follow(cell: Cell):
    """Change the cell, and see the picture follow."""
    expect(cell.page.locator(PICTURE)).to_be_visible()
    cell.run(cell.code.replace("inputs @ query", "inputs @ query * 2"))
    expect(cell.printed).to_contain_text("2.99")
    expect(cell.page.locator(f"{PICTURE}[data-redrawn]")).to_be_visible()


def test_each_lesson_cell_can_be_embedded_and_no_exercise(open_page):
    page = open_page(PAGE, script=SAVE_DATA)
    cells(page)
    beside = ".run[data-kind=lesson] > .cell-bar > [data-action=copy-all] + [data-action=embed]"
    expect(page.locator(beside)).to_have_count(page.locator("[data-kind=lesson]").count())
    expect(page.locator(".run:not([data-kind=lesson]) [data-action=embed]")).to_have_count(0)


@needs_python
@pytest.mark.parametrize("width", [1280, 360])
def test_the_copied_line_shows_a_cell_that_runs_and_its_picture_follows(
    open_page, served_site, host, width
):
    page = open_page(PAGE, script=SAVE_DATA)
    scores = next(cell for cell in cells(page, "lesson") if cell.name == "scores")
    scores.button("embed").click()
    said = "Copied: one line of HTML that shows this cell on another page"
    scores.wait_to_say(said)
    line = page.evaluate("navigator.clipboard.readText()")
    frame = html.fromstring(line)
    assert "\n" not in line and frame.tag == "iframe"
    assert frame.get("src") == f"{served_site.url}embed/v1/#{NAME}/scores"
    assert frame.get("title").startswith("scores: Six tokens") and "clipboard" in frame.get("allow")
    inside = host(line, width)
    cell = asked(inside, 5)
    assert (cell.name, cell.code) == ("scores", scores.code)
    expect(inside.locator(OF_THE_SITE)).to_have_count(0)
    follow(cell)
    assert inside.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert inside.locator("h1 > a").get_attribute("href") == served_site.url + PAGE
    expect(inside.locator(".credit")).to_contain_text("CC BY 4.0")
    inside.locator("summary").click()
    above = Cell(inside, 1)
    above.run(above.code.replace("0.43", "0.93"))
    expect(cell.printed).to_contain_text("2.4588 2.99")


@needs_python
@pytest.mark.parametrize("name", ["browser", "firefox"])
def test_a_sandboxed_frame_without_storage_works(served_site, host, name):
    sandbox = ' sandbox="allow-scripts allow-same-origin"'
    line = framed(served_site, f"{NAME}/scores", more=sandbox)
    inside = host(line, script=REFUSED, name=name)
    follow(asked(inside, 5))
    inside.locator("h1 > a").click()
    expect(inside.locator(".md-header"), "the frame may open no tab").to_be_visible()
    inside.page.trouble.clear()


@needs_python
def test_a_frame_speaks_its_language_and_has_the_palette_asked_for(served_site, host):
    inside = host(framed(served_site, f"{NAME}/weights?palette=dark", "vi/"))
    cell = asked(inside, 7)
    assert inside.evaluate(SCHEME) == "slate"
    assert cell.button("run").text_content() == "Chạy"
    follow_in = host(framed(served_site, f"{NAME}/weights"), scheme="dark")
    asked(follow_in, 7)
    assert follow_in.evaluate(SCHEME) == "slate"
    follow_in = host(framed(served_site, f"{NAME}/weights?palette=light"), scheme="dark")
    asked(follow_in, 7)
    assert follow_in.evaluate(SCHEME) == "default"


def test_numbers_that_the_reader_has_changed_are_in_the_line(open_page, served_site, host):
    page = open_page(PAGE, script=SAVE_DATA)
    inputs = cells(page, "lesson")[1]
    inputs.write(inputs.code.replace("0.43", "0.93"))
    scores = next(cell for cell in cells(page, "lesson") if cell.name == "scores")
    scores.button("embed").click()
    scores.wait_to_say("Copied: one line of HTML that shows this cell on another page")
    line = page.evaluate("navigator.clipboard.readText()")
    assert "?numbers=" in html.fromstring(line).get("src").partition("#")[2]
    inside = host(line, script=SAVE_DATA)
    asked(inside, 5)
    expect(Cell(inside, 1).editor).to_have_value(re.compile(r"0\.93"))


@pytest.mark.parametrize("place", ["", "nowhere/x", f"{NAME}/nowhere", "../../x/y", f"{NAME}"])
def test_an_address_without_a_cell_leads_to_the_course(served_site, host, place):
    inside = host(framed(served_site, place, "vi/"))
    told = inside.locator("article > [role=status]")
    expect(told).to_contain_text("Địa chỉ này không chỉ đến cell nào")
    assert told.locator("a").evaluate("link => link.href") == f"{served_site.url}vi/"
    inside.page.trouble.clear()


def test_a_lost_line_is_said(served_site, host):
    served_site.lost = f"/pages/{NAME}.html"
    inside = host(framed(served_site, f"{NAME}/scores"))
    expect(inside.locator("article > [role=status]")).to_contain_text("The connection was lost")
    inside.page.expects = LOST_LINE


def test_the_host_hears_how_high_the_frame_is(served_site, host):
    inside = host(framed(served_site, f"{NAME}/scores"))
    asked(inside, 5)
    frame = inside.page.locator("iframe")
    whole = "() => document.documentElement.scrollHeight <= innerHeight && innerHeight > 300"
    inside.wait_for_function(whole)
    before = frame.evaluate("frame => frame.offsetHeight")
    inside.locator("summary").click()
    grown = "([frame, before]) => frame.offsetHeight > before + 300"
    inside.page.wait_for_function(grown, arg=[frame.element_handle(), before])


@pytest.mark.parametrize("palette", ["light", "dark"])
def test_axe_finds_nothing_in_a_frame(served_site, host, palette):
    inside = host(framed(served_site, f"{NAME}/scores?palette={palette}"))
    asked(inside, 5)
    inside.locator("summary").click()
    inside.evaluate(AXE.read_text("utf-8"))
    found = inside.evaluate("axe.run()")["violations"]
    nodes = [f"{fault['id']}: {node['html'][:200]}" for fault in found for node in fault["nodes"]]
    assert nodes == [], "\n".join(nodes)


def test_the_first_view_of_a_frame_is_light(browser, lessons):
    """That of the page which has most to show, in each language."""
    pages = HERE.site.glob("embed/v1/pages/*.html")
    heavy = max(pages, key=lambda path: len(compressed(path.read_bytes())))
    section = html.fromstring(heavy.read_text("utf-8")).xpath("string((//@data-section)[last()])")
    for language in ("", "vi/"):
        page = browser.new_page(**profile())
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        sizes = []
        session.on("Network.loadingFinished", lambda it: sizes.append(it["encodedDataLength"]))
        page.goto(f"{lessons.url}{language}embed/v1/#{heavy.stem}/{section}")
        settle(page)
        page.close()
        assert 40_000 < sum(sizes) <= LIMIT
