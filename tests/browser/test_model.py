"""Parts of SmolLM2 come to the page's Python while it runs: shown with a tiny model."""

import sys

import pytest
from cells import LOADED, cells, needs_python
from pages import PAGE, no_trouble, watch

from lessonkit.project import HERE

sys.path.append(str(HERE.root / "tests"))
from tiny_model import write_tiny  # noqa: E402

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
    watch(page, served_site.host)
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
    assert first.run(CODE).output == printed
    assert asked(served_site) == PARTS
    assert first.run(CODE + "\n").output == printed
    assert asked(served_site) == PARTS


def test_a_lost_part_gives_a_retry_which_brings_only_what_is_missing(first, served_site):
    served_site.lost = "layer-01"
    assert first.run(CODE).says == LOST
    assert first.state == "error" and first.output.startswith("0 ")
    served_site.halved, served_site.lost = "layer-01", ""
    assert first.run().says == LOST
    served_site.connect()
    served_site.requests.clear()
    assert first.run().state == "done"
    assert asked(served_site) == PARTS[2:]
    first.page.trouble.clear()


def test_stop_ends_the_wait_for_a_part_and_the_next_run_works(first, served_site):
    served_site.held = "layer-01"
    first.start(CODE).wait_to_say("Running; Stop ends it")
    assert first.press_stop() == "stopped"
    assert first.run("print('again')").output == "again\n"
    served_site.connect()
    assert first.run(CODE).state == "done"


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
