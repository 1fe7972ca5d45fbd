"""Faults of the kinds l and m: what a cell prints in a browser, and what its Copy buttons yield."""

import re
from random import Random

from lessonkit.project import LANGUAGES, Project
from lessonkit.prove.change import Change, other_digit, pick, read
from lessonkit.prove.code import END, marked, recorded_sections

PRINTS = "test_every_cell_prints_in_the_browser_what_it_printed_in_cpython"
SAYS = "test_every_exercise_says_in_the_browser_what_it_said_in_cpython"
COPY = "test_copy_yields_exactly_the_code_shown"
COPY_ALL = "test_copy_all_yields_a_program_that_runs_by_itself_and_prints_what_the_page_shows"
CELL = "docs/en/static/cell/"


def on_a_page(test: str, stem: str, language: str, edits: dict, **options) -> Change:
    """A fault that one browser test finds on one page, that of a snippet."""
    name = stem.replace("_", "-")
    return Change(edits, (f"docs/{language}/{name}.md", f"[{language}-{name}]"), test=f"{test}[{language}-{name}]", **options)


def some_page(project: Project, rng: Random) -> tuple[str, str]:
    """The stem of a page's snippet, and a language."""
    return rng.choice([path.stem for path in project.snippets.glob("[0-9]*.py")]), rng.choice(LANGUAGES)


def replaced(project: Project, rng: Random, replacements: list[tuple[str, str, str, str]]) -> Change:
    """One of some replacements in the code of the cells: the test that sees it, the file, what is there, and what comes."""
    test, file, old, new = rng.choice(replacements)
    text = read(project, CELL + file)
    stem, language = some_page(project, rng)
    return on_a_page(test, stem, "vi" if test == SAYS else language, {CELL + file: text.replace(old, new, 1)})


# -- l: a cell whose output in the browser differs from CPython's

DIFFERENT = [
    "import sys; print(sys.maxsize)",
    "import sys; print(sys.platform)",
    "import platform; print(platform.machine())",
    "import numpy; print(numpy.arange(3).dtype)",
    "import numpy; print(numpy.arange(3).itemsize)",
    "import numpy; print(numpy.iinfo(numpy.intp).bits)",
    "import numpy; print((numpy.arange(3) + 2**20) ** 2)",
    "import numpy; print(numpy.prod(numpy.array([2**16, 2**16])))",
    "import numpy; print(repr(numpy.array([1, 2]).astype('int64')))",
    "import numpy; print(numpy.arange(4).nbytes)",
]
RUNTIME = [
    (PRINTS, "worker.mjs", "text.slice(0, left)", "text.slice(0, left).replaceAll('0', 'O')"),
    (PRINTS, "worker.mjs", "text.slice(0, left)", "text.slice(0, left).toUpperCase()"),
    (PRINTS, "worker.mjs", "LIMIT = 20_000", "LIMIT = 20"),
    (PRINTS, "worker.mjs", 'python.FS.writeFile("attention.py", toolkit);', ""),
    (PRINTS, "view.mjs", "this.output.append(waiting)", "this.output.append(waiting.trim())"),
    (PRINTS, "cell.mjs", "lesson.slice(0, lesson.indexOf(cell))", "lesson.slice(1, lesson.indexOf(cell))"),
    (PRINTS, "runner.py", "sys.stdout, sys.stderr = unbuffered(1), unbuffered(2)", "sys.stdout = sys.stderr = io.StringIO()"),
    (SAYS, "runner.py", 'f"{language}.UTF-8"', '"en.UTF-8"'),
    (SAYS, "cell.mjs", 'filter(({ kind }) => kind === "start")', 'filter(({ kind }) => kind === "check")'),
]


def code_that_knows_its_machine(project: Project, rng: Random) -> Change:
    """A line that prints something else in the browser, on record as CPython prints it."""
    file, mark = pick(project, rng, ("snippets/[0-9]*.py",), END)
    text = mark.string[: mark.start()] + rng.choice(DIFFERENT) + "\n" + mark.string[mark.start() :]
    stem = file[len("snippets/") : -len(".py")]
    return on_a_page(PRINTS, stem, rng.choice(LANGUAGES), {file: text}, recorded=stem)


def output_on_record_that_no_browser_prints(project: Project, rng: Random) -> Change:
    parts = [part for part in recorded_sections(project) if re.fullmatch(r"snippets/[0-9]\w+\.out", part[0]) and re.search(r"\d", part[2])]
    file, name, text = rng.choice(parts)
    edited = read(project, file).replace(marked(name, text), marked(name, other_digit(text, rng)), 1)
    return on_a_page(PRINTS, file[len("snippets/") : -len(".out")], rng.choice(LANGUAGES), {file: edited})


def runtime_changed(project: Project, rng: Random) -> Change:
    return replaced(project, rng, RUNTIME)


# -- m: Copy that yields other code, Copy all that does not run alone

COPYING = [
    (COPY, "cell.mjs", "copy(cell, cell.editor.text)", "copy(cell, cell.editor.text + '\\n')"),
    (COPY, "cell.mjs", "copy(cell, cell.editor.text)", "copy(cell, cell.editor.text.replaceAll(' ', '\\u00a0'))"),
    (COPY, "cell.mjs", "copy(cell, cell.editor.text)", "copy(cell, cell.editor.text.replace(/\\s*#.*/g, ''))"),
    (COPY, "cell.mjs", "copy(cell, cell.editor.text)", "copy(cell, page.cells[0].editor.text)"),
    (COPY, "cell.mjs", "copy(cell, cell.editor.text)", "copy(cell, cell.printed)"),
    (COPY, "editor.mjs", "return this.area.value", "return this.area.value.trimEnd().replaceAll('\"', \"'\")"),
    (COPY, "cell.mjs", "new Blob([code]", "new Blob([code.replaceAll('    ', '\\t')]"),
    (COPY_ALL, "cell.mjs", "asProgram(texts(cell))", "asProgram([cell.editor.text])"),
    (COPY_ALL, "cell.mjs", "asProgram(texts(cell))", "asProgram(texts(cell).slice(1))"),
    (COPY_ALL, "program.mjs", 'codes.join("\\n\\n")', 'codes.join("\\n")'),
    (COPY_ALL, "program.mjs", 'codes.join("\\n\\n")', 'codes.reverse().join("\\n\\n")'),
    (COPY_ALL, "program.mjs", "(from|import) attention", "(from|import) attentions"),
    (COPY_ALL, "program.mjs", 'sys.modules["attention"] = toolkit', 'sys.modules["toolkit"] = toolkit'),
    (COPY_ALL, "program.mjs", "${cells}\n`", "${codes[0]}\n`"),
]


def copying_changed(project: Project, rng: Random) -> Change:
    return replaced(project, rng, COPYING)


def code_that_needs_the_project(project: Project, rng: Random) -> Change:
    """A line that works in the project, but not where somebody pastes it."""
    file, mark = pick(project, rng, ("snippets/[0-9]*.py",), END)
    line = rng.choice(["open('snippets/attention.py').close()", "import os; os.stat('docs')", "open('mkdocs.yml').close()"])
    text = mark.string[: mark.start()] + line + "\n" + mark.string[mark.start() :]
    return on_a_page(COPY_ALL, file[len("snippets/") : -len(".py")], rng.choice(LANGUAGES), {file: text})


def import_that_copy_all_overlooks(project: Project, rng: Random) -> Change:
    file, line = pick(project, rng, ("snippets/[0-9]*.py",), r"^from attention import \w+$")
    text = re.sub(r"^from attention import (\w+)$", r"import os, attention\n\1 = attention.\1", line.string, flags=re.M)
    if "from attention" in text:
        raise LookupError("it sees another import")
    return on_a_page(COPY_ALL, file[len("snippets/") : -len(".py")], rng.choice(LANGUAGES), {file: text})


def toolkit_that_ends_its_quotation(project: Project, rng: Random) -> Change:
    file = "snippets/attention.py"
    stem, language = some_page(project, rng)
    return on_a_page(COPY_ALL, stem, language, {file: read(project, file).replace("import numpy as np", "import numpy as np  # '''", 1)})


BROWSER = {
    "l": (code_that_knows_its_machine, code_that_knows_its_machine, output_on_record_that_no_browser_prints, runtime_changed, runtime_changed),
    "m": (copying_changed, copying_changed, copying_changed, code_that_needs_the_project, import_that_copy_all_overlooks, toolkit_that_ends_its_quotation),
}
