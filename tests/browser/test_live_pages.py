"""What code gives on each lesson page: as it was recorded; after a change what CPython gives for
the same text, run from the top; what is copied runs alone; exercises say what they said before."""

import ast
import io
import math
import os
import re
import subprocess
import sys
import tokenize
import warnings
from random import Random

import numpy as np
import pytest
from cells import LOADED, RESET, Cell, cells, look, needs_python
from pages import IN_TURN, LESSON_PAGES
from playwright.sync_api import expect

from lessonkit.checks.recorded import NO_MODEL
from lessonkit.checks.site import Site, code_of
from lessonkit.program import Run, fresh_program, run_section
from lessonkit.project import HERE
from lessonkit.record import figure_module, figures, same_form
from lessonkit.sections import Section, sections
from web.static.python.shown import normalised
from web.static.python.wording import words_in, words_of

pytestmark = needs_python
ENGLISH = [page for page in LESSON_PAGES if page[0] == "en"]
# In one language each: the code is the same in both.
ONE_LANGUAGE = [page for page in LESSON_PAGES if page[0] == IN_TURN[page[1]]]
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
COPIES = """async ([action, copied]) => {
  const copies = [];
  for (const box of document.querySelectorAll('.run')) {
    const status = box.querySelector('.cell-says');
    status.textContent = '';
    const told = new Promise(done =>
      new MutationObserver(done).observe(status, { childList: true }));
    box.querySelector(`[data-action=${action}]`).click();
    await told;
    if (status.textContent !== copied) throw Error(status.textContent);
    copies.push(await navigator.clipboard.readText());
  }
  return copies }"""
DIFFERS = """([id, text]) => {
  const figure = document.getElementById(id);
  if (text === null) return !('stale' in figure.dataset);
  const holder = Object.assign(document.createElement('div'), { innerHTML: text.trim() });
  return !holder.firstChild.isEqualNode(figure.querySelector('svg')); }"""


def asked(pages):
    return pytest.mark.parametrize("lesson_page", pages, indirect=True, ids="-".join)


@pytest.fixture
def page(lesson_page):
    lesson_page.evaluate(RESET)
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
    with fresh_program(HERE.snippets, language):
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


@asked(ENGLISH)
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


@asked([page for page in ENGLISH if page[1] == "05-query-key-value"])
def test_what_is_not_whole_is_not_shown_as_whole(page):
    texts = [cell["code"] for cell in in_order(page)]
    cell = next(n for n, text in enumerate(texts) if "red_car = " in text)
    place = in_order(page)[cell]["place"]
    page.evaluate(WRITE, [place, texts[cell].replace("[1, 0, 0]]", "[1.5, 0, 0]]", 1)])
    run(page, place)
    car = page.locator("data[data-n='tuple(red_car[1])']")
    expect(car).to_have_text("(1.5, 0, 0)")
    expect(page.locator("data[data-n='tuple(red_car[0])']")).to_have_text("(0, 1, 1)")


@asked([page for page in LESSON_PAGES if page[1] == "index"])
def test_on_the_home_page_the_picture_shows_who_looks(page):
    editor = next(cell for cell in cells(page) if "looking = 1" in cell.code).editor
    place = "area => { area.focus(); area.setSelectionRange(...Array(2).fill(INDEX)); }"
    editor.evaluate(place.replace("INDEX", "area.value.indexOf('looking = 1') + 10"))
    words = page.locator("#index-looks text").first
    expect(words).to_have_text(re.compile(": cat$"))
    for _ in range(4):
        page.keyboard.press("Alt+ArrowUp")
    expect(words).to_have_text(re.compile(": mat$"), timeout=60_000)
    expect(page.locator(".pinned text").first).to_have_text(re.compile(": mat$"))
    expect(page.locator("#index-looks figcaption")).not_to_contain_text("cat")
    assert page.locator("[data-redrawn]").count() == 1


@asked([page for page in LESSON_PAGES if page[1] == "index"])
def test_on_the_home_page_another_head_is_switched_off(page):
    cell = next(cell for cell in cells(page) if "head = 0" in cell.code)
    place = "area => { area.focus(); area.setSelectionRange(...Array(2).fill(INDEX)); }"
    cell.editor.evaluate(place.replace("INDEX", "area.value.indexOf('head = 0') + 7"))
    picture = page.locator("#index-keys svg")
    expect(picture).to_contain_text("0.082")  # of " are" without L26H0
    page.keyboard.press("Alt+ArrowUp")
    expect(picture.get_by_text(re.compile("^[^.]* L26H1$"))).to_have_count(2, timeout=60_000)
    expect(picture).not_to_contain_text("0.082")


def difference(cell: Cell, recorded: str, answer: str = "the page's own code") -> list[str]:
    """Return a sentence with page, cell and both outputs, or none where they agree."""
    printed = normalised(cell.output)
    timed = "timed" in cell.box.get_attribute("class").split()
    if printed == recorded or (timed and same_form(printed, recorded)):
        return []
    where = f"{cell.page.where}, cell “{cell.name}”, {answer}"
    return [f"{where}: the browser printed\n{printed}\nand CPython\n{recorded}"]


@asked(ONE_LANGUAGE)
def test_copy_yields_the_code_and_copy_all_a_program(page, tmp_path):
    shown = look(page)
    built = Site(HERE).page(page.language, page.name).article.find_class("run")
    for cell, copy, block in zip(shown, copies(page, "copy"), built, strict=True):
        assert copy == code_of(block), f"{page.where}, cell “{cell['name']}”"
    programs = [*zip(shown, copies(page, "copy-all"), strict=True)]
    lesson, starts, checks = (
        [(cell, program) for cell, program in programs if cell["kind"] == kind]
        for kind in ("lesson", "start", "check")
    )
    above = ""
    for cell, program in lesson:
        above += ("\n\n" if above else "") + cell["code"]
        assert program.endswith(above + "\n"), f"{page.where}, cell “{cell['name']}”"
    # The program of an exercise holds that of the lesson.
    exercises = [[*lesson, start, check] for start, check in zip(starts, checks, strict=True)]
    timed = any(cell["timed"] for cell in shown)
    for cells_of_it in exercises or [lesson]:
        last, program = cells_of_it[-1]
        printed = NO_MODEL.sub("", run_alone(program, page.language, tmp_path))
        without = [cell for cell, _ in cells_of_it if "smollm2.ready()" not in cell["code"]]
        recorded = "".join(cell["output"] for cell in without)
        message = f"{page.where}, “{last['name']}”: Copy all prints\n{printed}\nnot\n{recorded}"
        assert printed == recorded or (timed and same_form(printed, recorded)), message


@asked(ONE_LANGUAGE)
def test_every_exercise_says_what_it_said_in_cpython(page):
    """After the start as the page has it, and after one answer; CPython has compared all."""
    found = []
    exercises = zip(cells(page, "start"), cells(page, "check"), strict=True)
    for number, (start, check) in enumerate(exercises, 1):
        code = HERE.snippets / "exercises" / f"{page.stem}_{number}.py"
        record = sections(HERE.output(code, page.language))
        said = {name: section.text for name, section in record.items()}
        check.run_from_within()
        found += difference(check, said["check"]) + difference(start, said.get("start", ""))
        name = "solution" if number % 2 else "wrong_1"
        start.write(sections(code)[name].text.rstrip("\n"))
        check.run_from_within()
        found += difference(check, said.get(name, ""), name)
    assert not found, "\n".join(found)


def copies(page, action: str) -> list[str]:
    """Return what a press of Copy or Copy all of each cell puts on the clipboard."""
    said = HERE.words(page.language)["script"]["copied"]
    return page.evaluate(COPIES, [action, said])


def run_alone(program: str, language: str, folder) -> str:
    """Run a program where nothing else is, as somebody who pasted it would."""
    (folder / "pasted.py").write_text(program, "utf-8")
    if not (folder / "snippets").exists():  # programs that open data say that they need it
        (folder / "snippets").mkdir()
        (folder / "snippets" / "data").symlink_to(HERE.snippets / "data")
    env = {"LANG": f"{language}.UTF-8", "PYTHONUTF8": "1", "PYTHONPATH": "", "SMOLLM2": "not here"}
    command = [sys.executable, "-W", "error", "pasted.py"]
    done = subprocess.run(
        command, check=False, cwd=folder, capture_output=True, env=os.environ | env
    )
    said = done.stderr if done.returncode else done.stdout  # bytes: a carriage return is kept
    return normalised(said.decode("utf-8"))
