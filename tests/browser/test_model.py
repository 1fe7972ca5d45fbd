"""Parts of SmolLM2 come to the page's Python while it runs: shown with a tiny model."""

import json
import re
import sys
from collections import Counter

import pytest
from cells import LOADED, Cell, agree, asking, cells, needs_python
from pages import LOST_LINE, PAGE, no_trouble, watch
from playwright.sync_api import expect
from tiny_model import write_tiny

from lessonkit.project import HERE, LANGUAGES
from tools import model_parts

pytestmark = needs_python
LOST = "The connection was lost while loading"
CODE = """import smollm2
if smollm2.ready():
    for layer in smollm2.layers():
        print(layer, smollm2.weights(layer)["q"][3, 5].round(4))
    print(smollm2.logits(smollm2.last_gain()).round(3).tolist())"""
PARTS = ["manifest.json", "layer-00.npz", "layer-01.npz", "last.npz"]
PARTS += [f"embedding-00{number}.npz" for number in range(3)]
KEEP = """async parts => {
  const site = new URL("../../", document.querySelector("script[src*='cell.mjs']").src);
  const cache = await caches.open(`${site.pathname} smollm2`);
  await cache.addAll(parts.map(name => `${site.href}lib/smollm2/${name}`)) }"""
FORGET = "caches.keys().then(all => Promise.all(all.map(name => caches.delete(name))))"


@pytest.fixture
def tiny(served_site, tmp_path):
    """The folder of a tiny model, which the site serves in place of the real one."""
    write_tiny(tmp_path / "model")
    served_site.over["/lib/smollm2/"] = tmp_path / "model"
    served_site.requests.clear()
    yield tmp_path / "model"
    served_site.over.clear()


@pytest.fixture(params=["chromium", "firefox"])
def first(request, tiny, served_site, playwright, chromium):
    """The first cell of a page in a profile of its own, which has nothing in its cache."""
    if request.param == "firefox":
        context = request.getfixturevalue("firefox").new_context()
    else:
        context = request.getfixturevalue("browser").new_context()
    page = context.new_page()
    watch(page, served_site.url)
    page.set_default_timeout(LOADED)
    page.goto(served_site.url + PAGE)
    yield cells(page)[0]
    no_trouble(page)
    context.close()


def asked(site) -> list[str]:
    """The parts that the site was asked for."""
    return [path.rpartition("/")[2] for path in site.requests if "/lib/smollm2/" in path]


def expected(tiny, monkeypatch, capsys) -> str:
    """What the same code prints in CPython."""
    monkeypatch.setenv("SMOLLM2", str(tiny))
    monkeypatch.syspath_prepend(str(HERE.snippets))
    sys.modules.pop("smollm2", None)
    exec(CODE, {})
    return capsys.readouterr().out


def test_each_part_arrives_once_and_gives_what_cpython_gives(
    first, tiny, served_site, monkeypatch, capsys
):
    printed = expected(tiny, monkeypatch, capsys)
    # which the browser may not keep, as it may not where there are hundreds
    monkeypatch.setattr(served_site, "uncached", "embedding")
    assert first.run(CODE).output == printed
    assert asked(served_site) == PARTS
    assert first.run(CODE + "\n").output == printed
    assert asked(served_site) == PARTS


def test_a_lost_part_gives_a_retry_which_brings_only_what_is_missing(first, served_site):
    first.page.expects = LOST_LINE
    served_site.lost = "layer-01"
    assert first.run(CODE).says == LOST
    assert first.state == "error" and first.output.startswith("0 ")
    served_site.halved, served_site.lost = "layer-01", ""
    assert first.run().says == LOST
    served_site.connect()
    served_site.requests.clear()
    assert first.run().state == "done"
    assert asked(served_site) == PARTS[2:]


def test_stop_ends_the_wait_for_a_part_and_the_next_run_works(first, served_site):
    served_site.held = "layer-01"
    first.start(CODE).wait_to_say("Running; Stop ends it")
    assert first.press_stop() == "stopped"
    assert first.run("print('again')").output == "again\n"
    served_site.connect()
    assert first.run(CODE).state == "done"
    assert asked(served_site).count("layer-00.npz") == 1


def test_a_part_with_other_bytes_is_named(first, tiny):
    part = tiny / "layer-01.npz"
    part.write_bytes(part.read_bytes()[:-1] + b"!")
    first.run(CODE)
    assert first.state == "error"
    assert "layer-01.npz of the model is cut short or changed: run again" in first.output


def test_without_parts_one_sentence_says_what_to_do(first, tiny):
    for part in tiny.iterdir():
        part.unlink()
    assert first.run(CODE).state == "done"
    assert first.output.startswith("The model is not here. ") and first.output.count("\n") == 1
    first.page.trouble.clear()


def test_kept_parts_need_no_server(first, served_site):
    first.page.evaluate(KEEP, PARTS)
    served_site.requests.clear()
    served_site.lost = "/lib/smollm2/"
    assert first.run(CODE).state == "done"
    assert asked(served_site) == []
    first.page.evaluate(FORGET)


PAGE_14 = "14-real-model/"
FOLD = "document.querySelectorAll('details').forEach(fold => { fold.open = true })"
DRAWN = json.loads((HERE.root / "tests" / "smollm2_drawn.json").read_text("utf-8"))
needs_parts = pytest.mark.skipif(
    not model_parts.is_whole(model_parts.FOLDER),
    reason="the model is not here, so no browser runs it: `make model` brings it",
)


def cell_with(page, text: str) -> Cell:
    """The lesson's cell that has this text in its code."""
    cells(page)
    page.evaluate(FOLD)
    places = [n for n, cell in enumerate(cells(page)) if text in cell.code]
    return Cell(page, places[0])


def heads(cell: Cell):
    return cell.box.locator(".heads")


def test_a_sentence_shows_the_heads_layer_by_layer(open_lesson):
    page = open_lesson(PAGE_14)
    cell = cell_with(page, "def next_token")
    cell.run(cell.code.replace("The keys to the cabinet", "ab a1 ab"))
    assert re.fullmatch(r"(\d\.\d{4} '.*'\n){8}", cell.output), cell.output
    table = heads(cell)
    expect(table.locator("tbody tr")).to_have_count(2)
    expect(table.locator("tbody td")).to_have_count(4)
    tokens = ["1 ab", "2", "3 a", "4 1", "5 ab"]
    options = table.locator("select").first.locator("option").all_text_contents()
    assert [text.strip() for text in options] == tokens
    expect(table.locator("select").first).to_have_value("4")
    before = table.locator("tbody").inner_text()
    table.get_by_label("Token that looks:").select_option("0")
    table.get_by_label("Token that is looked at:").select_option("0")
    expect(table.locator("tbody td").first).to_have_text("100")  # the first sees itself alone
    assert table.locator("tbody").inner_text() != before
    expect(table.locator(".heads-most")).to_contain_text("L0H0 100 %")


def test_no_sentence_leaves_the_device(open_lesson, lessons):
    """All requests reach this server, since one to another host fails the test of any page."""
    page = open_lesson(PAGE_14, unvisited=True)
    cell = cell_with(page, "def next_token")
    lessons.lines.clear()
    cell.run(asking(cell.code, "ab 221122", []))
    assert cell.state == "done" and any("layer-01" in line for line in lessons.lines)
    others = [line for line in lessons.lines if not line.startswith("GET ") or "2211" in line]
    assert others == []


def test_what_is_changed_above_and_a_head_off_change_the_answer(open_lesson):
    page = open_lesson(PAGE_14)
    cell = cell_with(page, "def next_token")
    whole = cell.run(cell.code.replace("The keys to the cabinet", "ab a1 ab")).output
    assert cell.run(cell.code.replace("off = []", "off = [(1, 0)]")).output != whole
    assert cell.run(cell.code.replace("off = [(1, 0)]", "off = []")).output == whole
    layer = cell_with(page, "def attention_layer")
    layer.write(layer.code.replace("query, key, value, mask,", "query, key, value,"))
    assert cell.run().output != whole
    heads(cell).get_by_label("Token that looks:").select_option("0")
    assert heads(cell).locator("tbody td").first.inner_text() != "100"
    page.locator("[data-action=reset-page]").click()


def test_writing_gives_the_same_with_and_without_the_cache(open_lesson):
    page = open_lesson(PAGE_14)
    cell = cell_with(page, "def write(")
    cell.run(cell.code.replace("Once upon a time, there was a little cat", "ab a1"))
    lines = cell.output.splitlines()
    assert cell.state == "done" and len(lines) == 4 and lines[0] == lines[2]
    assert all(re.fullmatch(r"\d+\.\d\d s a token", line) for line in lines[1::2])


SMALL = "Object.defineProperty(navigator, 'deviceMemory', { value: 2 })"


def test_a_small_device_is_asked_before_it_writes(open_lesson):
    page = open_lesson(PAGE_14, script=SMALL)
    cell = cell_with(page, "def write(")
    cell.press_run()
    expect(cell.status).to_contain_text("700 MB")
    assert cell.button("run").inner_text() == "Try it anyway" and cell.state == "idle"
    cell.press_run()
    assert cell.wait_for("done", "error").state == "done"


def test_the_model_is_kept_where_the_reader_asks_and_removed(open_lesson, lessons, monkeypatch):
    listing = json.loads((HERE.site / "files.json").read_text("utf-8"))
    folder = lessons.over["/lib/smollm2/"]
    contents = {path.name: path.read_bytes() for path in folder.iterdir()}
    listing["model"] = [
        (f"lib/smollm2/{name}", model_parts.digest(content), len(content))
        for name, content in contents.items()
    ]
    whole = lessons.content
    changed = json.dumps(listing).encode()
    monkeypatch.setattr(
        lessons, "content", lambda file: changed if file.name == "files.json" else whole(file)
    )
    page = open_lesson(PAGE_14, unvisited=True)
    cell = cell_with(page, "def next_token")
    button = page.locator("[data-action=keep-model]")
    page.expects = LOST_LINE
    lessons.lost = "layer-01"
    button.click()
    status = page.locator("[data-keep-model] [role=status]")
    expect(status).to_contain_text("The connection was lost")
    lessons.connect()
    button.click()
    expect(status).to_have_text("The model is here and needs no network.")
    lessons.requests.clear()
    lessons.lost = "/lib/smollm2/"
    assert cell.run().state == "done" and asked(lessons) == []
    lessons.connect()
    expect(button).to_have_text("Remove the model from this device")
    button.click()
    expect(button).to_contain_text("Keep the model on this device (")
    assert not page.evaluate("caches.keys()").count("/attention/ smollm2")


HEAP = "\nimport pyodide_js\nprint(len(pyodide_js._module.HEAPU8) // 1_000_000)"


def ask(cell: Cell, lesson: str, text: str, off: list, best: list):
    """Run the lesson's cell with this text, and compare with probabilities by someone else."""
    cell.run(asking(lesson, text, off))
    assert cell.state == "done", cell.output
    agree(cell.output, best)


@needs_parts
def test_the_real_model_says_what_an_independent_pass_says(open_lesson, lessons, monkeypatch):
    monkeypatch.setitem(lessons.over, "/lib/smollm2/", model_parts.FOLDER)
    page = open_lesson(PAGE_14, unvisited=True)
    cell = cell_with(page, "def next_token")
    lesson = cell.code
    cases = json.loads((HERE.root / "tests" / "smollm2_next.json").read_text("utf-8"))
    for text, off, best in cases[:2] + cases[4:6]:
        ask(cell, lesson, text, off, best)
    for text, off, best in DRAWN:
        ask(cell, lesson, text, off, best)
    assert [name for name, times in Counter(asked(lessons)).items() if times > 1] == []


@needs_parts
def test_the_real_model_says_the_same_in_firefox(firefox, lessons, monkeypatch):
    monkeypatch.setitem(lessons.over, "/lib/smollm2/", model_parts.FOLDER)
    page = firefox.new_page()
    page.set_default_timeout(LOADED)
    page.goto(lessons.url + PAGE_14)
    cell = cell_with(page, "def next_token")
    ask(cell, cell.code, *DRAWN[0])
    page.close()


@needs_parts
def test_looking_takes_the_memory_that_page_14_says(open_lesson, lessons, monkeypatch):
    monkeypatch.setitem(lessons.over, "/lib/smollm2/", model_parts.FOLDER)
    page = open_lesson(PAGE_14)
    first, cell = cells(page)[0], cell_with(page, "def next_token")
    python = int(first.run(first.code + HEAP).output.splitlines()[-1])
    long = "Once upon a time there was a little cat, and it saw a bird. " * 4  # 65 tokens
    more = int(cell.run(asking(cell.code, long, []) + HEAP).output.splitlines()[-1]) - python
    print(f"Python alone {python} MB, the model {more} MB more")
    told = [
        (HERE.docs(language) / f"{PAGE_14[:-1]}.md").read_text("utf-8") for language in LANGUAGES
    ]
    said = {
        int(number) for text in told for number in re.findall(r"\[(\d+)\]{ quoted=\"WebAss", text)
    }
    assert said == {150} and 0 < more <= 150
    page.locator("[data-action=reset-page]").click()
