"""A page whose code has changed shows what CPython gives for the same text, run from the top."""

import io
import re
import tokenize
import warnings
from random import Random

import numpy as np
import pytest
from cells import cells, needs_python
from pages import address

from lessonkit.program import Run, a_program_of_its_own, normalised, run_section
from lessonkit.project import HERE, LANGUAGES
from lessonkit.record import figure_module, figure_programs, figures
from lessonkit.sections import Section
from lessonkit.shown import as_shown

pytestmark = needs_python
NAMES = [path.stem.replace("_", "-") for path in figure_programs(HERE)]
HEAR = """window.Worker = class extends Worker { constructor(...all) { super(...all);
  this.addEventListener("message", ({ data: { type, seen } }) => {
    if (type === "seen") window.seen = seen; if (type === "end") window.ended = true; }); } }"""
RUN = """box => { Object.assign(window, { ended: false, seen: null });
  box.querySelector('[data-action=run]').click(); }"""
WRITE = """(box, text) => { const area = box.querySelector('textarea'); area.value = text;
  area.dispatchEvent(new Event('input')); }"""
FOLLOW = """url => { document.querySelector('article').dataset.left = '';
  const link = Object.assign(document.createElement('a'), { href: url });
  document.querySelector('article').append(link); link.click(); }"""
FORMULAS = r"""[...document.querySelectorAll('.katex')].flatMap(formula =>
  [...formula.querySelector('annotation').textContent.matchAll(
    /\\val\s*\{((?:[^{}]|\{[^{}]*\})*)\}\s*\{([^{}]*)\}/g)].map(([, n, shown], k) => [n, shown,
      ...[...formula.querySelectorAll(`[data-val="${k}"]`)].map(part => part.textContent)]))"""
NUMBERS = """[...document.querySelectorAll('data[data-n]')].map(number => [
  number.dataset.n, number.value, number.textContent])"""
CLAIMS = """[...document.querySelectorAll('[data-holds]')].map(claim => [
  claim.dataset.holds, !('fails' in claim.dataset)])"""
DIFFERS = """([id, text]) => {
  const figure = document.getElementById(id);
  if (text === null) return !('stale' in figure.dataset);
  const holder = Object.assign(document.createElement('div'), { innerHTML: text.trim() });
  return !holder.firstChild.isEqualNode(figure.querySelector('svg')); }"""


@pytest.fixture(scope="module")
def tabs(context, served_site):
    """One tab for each language, in which Python loads once."""
    opened = {language: context.new_page() for language in LANGUAGES}
    for language, page in opened.items():
        page.add_init_script(HEAR)
        page.goto(served_site.url + address(language, "reference"))
        page.wait_for_load_state("networkidle")  # Material has its sitemap
    yield opened
    for page in opened.values():
        page.close()


@pytest.fixture(params=[(name, lang) for lang in LANGUAGES for name in NAMES], ids="-".join)
def lesson(request, tabs, served_site):
    """A page reached by a link, as the lesson has it: the page, its name and its language."""
    name, language = request.param
    page, url = tabs[language], served_site.url + address(language, name)
    if page.url.partition("#")[0] != url:
        page.evaluate(FOLLOW, url)
        page.wait_for_selector("article:not([data-left])", state="attached")
    cells(page)
    yield page, name, language
    page.evaluate("document.querySelector('[data-action=reset-page]')?.click()")


def in_order(page):
    """The lesson's cells that others may rest on, in the order in which they run."""
    all_cells = [
        cell
        for cell in cells(page, "lesson")
        if not cell.box.evaluate("box => box.matches('.timed')")
    ]
    return sorted(all_cells, key=lambda cell: cell.box.evaluate("box => !!box.closest('details')"))


def run(page, cell):
    cell.box.evaluate(RUN)
    page.wait_for_function("() => window.ended", timeout=60_000)


def run_all_that_waits(page, cell):
    """Press Run where the page says so, until all is of one code or a cell has failed."""
    run(page, cell)
    for other in in_order(page):
        if other.box.evaluate("box => 'stale' in box.dataset") and cell.state == "done":
            run(page, cell := other)


def from_the_top(texts: list[str], path, language: str) -> Run:
    """What CPython prints for these cells; `failed` says that the last one raised."""
    result = Run()
    with a_program_of_its_own(HERE.snippets, language):
        warnings.simplefilter("ignore")
        for number, text in enumerate(texts):
            try:
                run_section(Section(str(number), 1, text), path, result)
            except Exception:
                break
    return result


def literals(texts: list[str]):
    """Every number in code: the cell, where it is, and another number of the same form."""
    for number, text in enumerate(texts):
        starts = [0, *(m.end() for m in re.finditer("\n", text))]
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type == tokenize.NUMBER and re.fullmatch(r"\d+|\d*\.\d+", token.string):
                decimals = len(token.string.partition(".")[2])
                yield number, starts[token.start[0] - 1] + token.start[1], token.string, decimals


def changes(texts: list[str], path, language: str):
    """Three changed numbers with which CPython runs to its end, and one with which it does not."""
    random, found = Random(path.stem), {True: [], False: []}
    for number, at, old, decimals in random.sample(
        all_of_them := [*literals(texts)], len(all_of_them)
    ):
        step = random.choice([-3, -2, -1, 1, 2, 3]) / 10**decimals
        new = f"{max(float(old) + step, 0):.{decimals}f}"
        changed = texts[number][:at] + new + texts[number][at + len(old) :]
        if new == old or int(float(old)) > 50:
            continue  # a size or a count of steps
        result = from_the_top([*texts[:number], changed, *texts[number + 1 :]], path, language)
        whole = len(result.outputs) == len(texts)
        if len(found[whole]) < (3 if whole else 1):
            found[whole].append((number, changed, result))
        if len(found[True]) == 3:
            break
    return found[True] + found[False]


def tried(get, otherwise):
    try:
        return get()
    except Exception:
        return otherwise


def check(page, name, language, texts, result):
    """Compare outputs, numbers, claims and pictures with what CPython gave."""
    shown = [normalised(cell.output) for cell in in_order(page)]
    done = len(result.outputs)
    assert shown[:done] == [*result.outputs.values()]
    if done < len(texts):
        assert page.locator("[data-changed], [data-fails], [data-redrawn]").count() == 0
        failed, *below = in_order(page)[done:]
        assert failed.state == "error"
        assert all(cell.box.get_attribute("data-stale") == "" for cell in below if cell.output)
        return
    names = {"np": np, **result.names}
    module = figure_module(HERE.figures / f"{name.replace('-', '_')}.py")
    words = module.WORDS.get(language, module.WORDS["en"])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for n, old, now in page.evaluate(NUMBERS):
            assert now == tried(lambda: as_shown(eval(n, names), old), "—"), n
        for n, old, *now in page.evaluate(FORMULAS):
            given = tried(lambda: as_shown(eval(n, names), old), "—").replace("-", "−")
            assert now == [given] * 2, n
        for holds, shown in page.evaluate(CLAIMS):
            assert shown == tried(lambda: bool(eval(holds.strip(), names)), False), holds
        for key, draw in module.FIGURES.items():
            drawn = tried(lambda: draw(dict(result.names), words), None)
            differs = page.evaluate(DIFFERS, [f"{name}-{key}", drawn])
            assert not differs, key


def test_unchanged_code_gives_numbers_claims_and_pictures_as_recorded(lesson):
    page, name, language = lesson
    path = HERE.figures / f"{name.replace('-', '_')}.py"
    run(page, in_order(page)[-1])
    assert page.locator("[data-changed], [data-fails], [data-stale], .kept").count() == 0
    drawn = page.evaluate("window.seen.pictures[0]")
    recorded = {
        file.stem.removeprefix(f"{name}-"): text
        for file, text in figures(HERE, path)
        if file.is_relative_to(HERE.docs(language))
    }
    assert {key: svg for key, (svg, _) in drawn.items()} == recorded
    texts = [cell.code for cell in in_order(page)]
    check(page, name, language, texts, from_the_top(texts, path, language))


def test_a_changed_number_gives_what_cpython_gives(lesson):
    page, name, language = lesson
    texts = [cell.code for cell in in_order(page)]
    path = HERE.snippets / f"{name.replace('-', '_')}.py"
    tried = changes(texts, path, language)
    assert len(tried) >= 3
    for number, changed, result in tried if language == "en" else tried[:1]:
        cell = in_order(page)[number]
        cell.box.evaluate(WRITE, changed)
        run_all_that_waits(page, cell)
        check(page, name, language, texts, result)
        page.evaluate("document.querySelector('[data-action=reset-page]').click()")
        assert page.locator("[data-changed], [data-fails], [data-stale], .kept").count() == 0
