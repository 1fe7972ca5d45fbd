"""A page whose code has changed shows what CPython gives for the same text, run from the top."""

import ast
import io
import math
import re
import tokenize
import warnings
from random import Random

import numpy as np
import pytest
from cells import LOADED, look, needs_python
from pages import WITH_CELLS
from playwright.sync_api import expect

from lessonkit.program import Run, a_program_of_its_own, run_section
from lessonkit.project import HERE
from lessonkit.record import figure_module, figures
from lessonkit.sections import Section
from lessonkit.shown import normalised
from lessonkit.wording import words_in, words_of

pytestmark = needs_python
ENGLISH = [("en", name) for name in WITH_CELLS]
CELLS = "document.querySelectorAll('.run[data-kind=lesson]')"
RUN = f"""place => {{ Object.assign(window, {{ ended: false, seen: null }});
  {CELLS}[place].querySelector('[data-action=run]').click(); }}"""
WRITE = f"""([place, text]) => {{ const area = {CELLS}[place].querySelector('textarea');
  area.value = text; area.dispatchEvent(new Event('input')); }}"""
FORMULAS = r"""[...document.querySelectorAll('.katex')].flatMap(formula =>
  [...formula.querySelector('annotation').textContent.matchAll(
    /\\val\s*\{((?:[^{}]|\{[^{}]*\})*)\}\s*\{([^{}]*)\}/g)].map(([, n, shown], k) => [n, shown,
      ...[...formula.querySelectorAll(`[data-val="${k}"]`)].map(part => part.textContent)]))"""
NUMBERS = """[...document.querySelectorAll('data[data-n]')].map(number => [
  number.dataset.n, number.value, number.textContent])"""
CLAIMS = """[...document.querySelectorAll('[data-holds]')].map(claim => [
  claim.dataset.holds, 'unchecked' in claim.dataset ? null : !('fails' in claim.dataset)])"""
DIFFERS = """([id, text]) => {
  const figure = document.getElementById(id);
  if (text === null) return !('stale' in figure.dataset);
  const holder = Object.assign(document.createElement('div'), { innerHTML: text.trim() });
  return !holder.firstChild.isEqualNode(figure.querySelector('svg')); }"""


@pytest.fixture
def page(lesson_page):
    yield lesson_page
    lesson_page.evaluate("document.querySelector('[data-action=reset-page]')?.click()")


def in_order(page, timed: bool = False) -> list[dict]:
    """The lesson's cells in the order in which they run; none rests on one that measures times."""
    found = [cell for cell in look(page, "lesson") if cell["timed"] == timed]
    return sorted(found, key=lambda cell: cell["folded"])


def run(page, place: int):
    page.evaluate(RUN, place)
    page.wait_for_function("() => window.ended", timeout=LOADED, polling=20)


def run_all_that_waits(page, place: int):
    """Press Run where the page says so, from the top, until a cell has failed."""
    run(page, place)
    for number, _ in enumerate(found := in_order(page)):
        if found[number]["stale"] and "error" not in {cell["state"] for cell in found}:
            run(page, found[number]["place"])
            found = in_order(page)


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


def is_value(text: str, value, old: str) -> bool:
    """Whether a text reads as the value: a number to the decimals of `old`, anything else whole."""
    if isinstance(value, str):
        return text == value
    plain = re.sub(r"(?<=\d)\s(?=\d)", "", text.replace("−", "-"))
    if isinstance(value, (tuple, list)):
        return tried(lambda: ast.literal_eval(plain), None) == value
    number = tried(lambda: float(value), None)
    if number is None:
        return text == "—"
    decimals = len(old.partition(".")[2])
    if not math.isfinite(number):
        return plain == str(number)
    close = math.isclose(float(plain), number, rel_tol=1e-12, abs_tol=0.5001 * 10**-decimals)
    return close and len(plain.partition(".")[2]) == decimals


def check(page, texts, result):
    """Compare outputs, numbers, claims and pictures with what CPython gave."""
    shown = [normalised(cell["output"]) for cell in in_order(page)]
    done = len(result.outputs)
    assert shown[:done] == [*result.outputs.values()]
    if done < len(texts):
        assert page.locator("[data-changed], [data-fails], [data-redrawn]").count() == 0
        failed, *below = in_order(page)[done:]
        assert failed["state"] == "error"
        assert all(cell["stale"] for cell in below if cell["output"])
        return
    names = {"np": np, **result.names}
    module = figure_module(HERE.figures / f"{page.stem}.py")
    words = words_in(HERE.figures / "words", page.language)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for n, old, now in page.evaluate(NUMBERS):
            assert is_value(now, tried(lambda: eval(n, names), None), old), n
        for n, old, seen, heard in page.evaluate(FORMULAS):
            assert seen == heard and "-" not in seen, n
            assert is_value(seen, tried(lambda: eval(n, names), None), old), n
        for holds, shown in page.evaluate(CLAIMS):
            assert shown == tried(lambda: bool(eval(holds.strip(), names)), None), holds
        for key, draw in module.FIGURES.items():
            drawn = tried(lambda: draw(dict(result.names), words_of(words, page.name, key)), None)
            assert not page.evaluate(DIFFERS, [f"{page.name}-{key}", drawn]), key


def test_unchanged_code_gives_numbers_claims_and_pictures_as_recorded(page):
    recorded = [normalised(cell["output"]) for cell in in_order(page)]
    for cell in [*in_order(page, timed=True), in_order(page)[-1]]:
        run(page, cell["place"])
    assert {cell["state"] for cell in look(page, "lesson")} == {"done"}
    assert page.locator("[data-changed], [data-fails], [data-stale], .kept").count() == 0
    drawn = page.evaluate("window.seen.pictures[0]")
    files = figures(HERE, HERE.figures / f"{page.stem}.py")
    assert {key: svg for key, (svg, _) in drawn.items()} == {
        file.stem.removeprefix(f"{page.name}-"): text
        for file, text in files
        if file.is_relative_to(HERE.docs(page.language))
    }
    texts = [cell["code"] for cell in in_order(page)]
    result = from_the_top(texts, HERE.figures, page.language)
    assert [*result.outputs.values()] == recorded
    check(page, texts, result)


@pytest.mark.parametrize("lesson_page", ENGLISH, indirect=True, ids="-".join)
def test_a_changed_number_gives_what_cpython_gives(page):
    """In English alone: the code is the same, and so are its numbers and claims."""
    texts = [cell["code"] for cell in in_order(page)]
    tried = changes(texts, HERE.snippets / f"{page.stem}.py", page.language)
    assert len(tried) >= 3
    for number, changed, result in tried:
        place = in_order(page)[number]["place"]
        page.evaluate(WRITE, [place, changed])
        run_all_that_waits(page, place)
        check(page, texts, result)
        page.evaluate("document.querySelector('[data-action=reset-page]').click()")
        assert page.locator("[data-changed], [data-fails], [data-stale], .kept").count() == 0


@pytest.mark.parametrize("lesson_page", [("en", "05-query-key-value")], indirect=True)
def test_what_is_not_whole_is_not_shown_as_whole(page):
    texts = [cell["code"] for cell in in_order(page)]
    cell = next(n for n, text in enumerate(texts) if "red_car = " in text)
    place = in_order(page)[cell]["place"]
    page.evaluate(WRITE, [place, texts[cell].replace("[1, 0]]", "[1.5, 0]]", 1)])
    run(page, place)
    car = page.locator("data[data-n='tuple(red_car[1])']")
    expect(car).to_have_text("(1.5, 0)")
    expect(page.locator("data[data-n='tuple(red_car[0])']")).to_have_text("(0, 1)")
