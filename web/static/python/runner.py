"""Runs the reader's cells inside the page's Python, and looks at what the page shows of them.

It is plain Python, so the tests run it without a browser too.
"""

import ast
import contextlib
import functools
import importlib
import io
import json
import linecache
import os
import pathlib
import random
import re
import shutil
import sys
import traceback
import types
import warnings
from typing import Any

import numpy
import numpy.random

from . import wording
from .copies import copies_of, packed, unpacked
from .errors import explain, line_in
from .shown import as_shown

main = types.ModuleType("__main__")
exercise: dict[str, Any] = {}
added: list[str] = []  # by the timed cells of this job, packed
modules = ""  # of the lesson, which cells may import
cells: set[str] = set()
PRINTED, ERRORS = numpy.get_printoptions(), numpy.geterr()

# What every program finds, with a copy from before the first: the names of all modules, such as
# `np.exp` and `sum`. What leads to the browser is left out.
MODULES: dict[str, types.ModuleType] = {}
NAMES: list[tuple[dict, dict]] = []
ENVIRONMENT = os.environ.copy()
NOT_RESTORED = re.compile(r"_*main__$|(.*\.)?runner$|_?pyodide")
PATH, FILTERS = sys.path[:], warnings.filters[:]
FOLDER, RECURSION = pathlib.Path.cwd(), sys.getrecursionlimit()
FIGURES = FOLDER / "figures"  # the programs that draw, with their words


def remember():
    """Take what the modules are now for what every program finds."""
    MODULES.update(sys.modules)
    NAMES[:] = [
        (vars(module), vars(module).copy())
        for name, module in MODULES.items()
        if isinstance(module, types.ModuleType) and not NOT_RESTORED.match(name)
    ]


remember()


def begin(importable=""):
    """Forget all: what runs next finds what a program finds at its top, and may import these."""
    global modules
    modules = importable
    restore()
    cells.clear()
    added.clear()
    main.__dict__.clear()
    main.__dict__.update(__name__="__main__", __builtins__=__builtins__)
    sys.modules["__main__"] = main
    numpy.set_printoptions(**PRINTED)
    numpy.seterr(**ERRORS)
    random.seed()
    numpy.random.seed(random.getrandbits(32))


def restore():
    """Undo what a job has done to what all jobs share.

    It calls no builtin before these are back, since `sum` or `len` may be the reader's own.
    """
    late = [name for name in sys.modules.keys() - MODULES.keys() if name.startswith("numpy.")]
    changed = [pair for pair in NAMES if differ(*pair)]
    for pair in changed:
        put_back(*pair)
    if changed:
        figure_program.cache_clear()  # one may have been loaded with what was changed
        picture_words.cache_clear()
    put_back(os.environ, ENVIRONMENT)
    forget_modules()
    sys.path[:], warnings.filters[:] = PATH, FILTERS
    os.chdir(FOLDER)
    sys.setrecursionlimit(RECURSION)
    if late:
        bring_back(late)


def bring_back(late):
    """Import parts of NumPy as they were made: `np.median` would read 11,000 lines in each run."""
    for name in late:
        with contextlib.suppress(ImportError):  # it may be the reader's own
            importlib.import_module(name)
    remember()


def differ(names, built):
    try:
        return names != built
    except Exception:  # an array is neither equal nor unequal to something
        return True


def put_back(names, built):
    names.update(built)
    for name in names.keys() - built.keys():
        del names[name]


def forget_modules():
    """Let what a job has imported be imported anew, but for compiled modules, which cannot be."""
    sys.modules.update(MODULES)
    for name in sys.modules.keys() - MODULES.keys():
        compiled = (getattr(sys.modules[name], "__file__", None) or "").endswith(".so")
        if not compiled and not NOT_RESTORED.match(name):
            del sys.modules[name]


def run(source, name, kind, language):
    """Runs one cell; gives JSON: {"text": …, "line": …} about its error, or what a timed cell has
    added to the names above it: {"names": …}, else null."""
    os.environ["LANG"] = f"{language}.UTF-8"
    namespace = namespace_for(kind)
    cells.add(name)
    try:
        linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
        with contextlib.redirect_stdout(unbuffered(1)), contextlib.redirect_stderr(unbuffered(2)):
            execute(source, name, namespace)
    except BaseException as raised:
        restore()  # a failed cell is a job's last, and what it has changed may be needed here
        return json.dumps(
            {"text": explain(raised, cells, modules, language), "line": line_in(raised, name)}
        )
    if kind != "timed":
        return "null"
    added.append(packed({key: namespace[key] for key in namespace.keys() - main.__dict__.keys()}))
    return f'{{"names": "{added[-1]}"}}'  # `json` needs builtins, which may be the reader's own


def unbuffered(descriptor):
    """A stream that shows at once what is printed, new for each run."""
    return io.TextIOWrapper(
        open(descriptor, "wb", buffering=0, closefd=False), encoding="utf-8", write_through=True
    )


def namespace_for(kind):
    """Lesson cells share one namespace; an exercise and a timed cell work on copies of it."""
    global exercise
    if kind == "timed":
        return copies_of(main.__dict__)
    if kind == "start":
        exercise = copies_of(main.__dict__)
    elif kind == "check":
        exercise["solved"] = False
    return main.__dict__ if kind == "lesson" else exercise


def solved():
    """Whether the check that ran last says so, by a mark that is none of its words."""
    return exercise["solved"] is True


def execute(source, name, namespace):
    """As a notebook does: the value of a last line that is an expression is shown."""
    program, last = parts(source, name)
    exec(program, namespace)
    value = eval(last, namespace)
    if value is not None:
        print(repr(value))


@functools.lru_cache(1000)  # most cells of a chain are as they were in the last
def parts(source, name):
    """A cell's code, and beside it that of a last line that is an expression."""
    tree = ast.parse(source, name)
    last = tree.body.pop().value if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    last = ast.Expression(last or ast.Constant(None, lineno=1, col_offset=0))
    kinds = ((tree, "exec"), (last, "eval"))
    return [compile(part, name, kind, dont_inherit=True) for part, kind in kinds]


def look(asked, language):
    """What the page's numbers, claims and pictures are where its lesson ends, as JSON.

    Pictures are also drawn from what timed cells have added, in this job or, `timed`, before.
    """
    asked, names = json.loads(asked), {"np": numpy, **main.__dict__}
    runs = [names for each in (*asked["timed"], *added) for names in unpacked(each).items()]

    def value(expression):
        return eval(compiled(expression), names)

    with contextlib.redirect_stdout(io.StringIO()):
        seen = {
            "numbers": [tried(lambda: as_shown(value(n), shown)) for n, shown in asked["numbers"]],
            "claims": [tried(lambda: bool(value(holds))) for holds in asked["claims"]],
            "pictures": tried(lambda: drawn(asked["program"], dict(runs), language)),
        }
    return json.dumps(seen)


def tried(get):
    """Two things of which one is None: what `get` returns, and what it raises."""
    try:
        return get(), None
    except Exception as error:
        return None, traceback.format_exception_only(error)[-1].strip()


@functools.cache
def compiled(expression):
    return compile(expression.strip(), "<origin>", "eval", dont_inherit=True)


def drawn(program, runs, language):
    """The page's pictures by name, each tried, as the page's own program draws them. A name that
    the lesson has too is the lesson's."""
    if not program:
        return {}
    figures, names = figure_program(program).FIGURES, {**runs, **main.__dict__}
    page, words_of = program.replace("_", "-"), picture_words(language)
    return {
        name: tried(lambda: draw(dict(names), words_of(page, name)))
        for name, draw in figures.items()
    }


@functools.cache
def picture_words(language):
    """A function that gives the words of a page's picture."""
    return functools.partial(wording.words_of, wording.words_in(FIGURES / "words", language))


@functools.cache
def figure_program(name):
    """A program that draws."""
    if not FIGURES.exists() and FIGURES.with_suffix(".zip").exists():
        shutil.unpack_archive(FIGURES.with_suffix(".zip"), FIGURES)
    importlib.invalidate_caches()
    sys.path.insert(0, str(FIGURES))
    try:
        return importlib.import_module(name)
    finally:
        sys.path.remove(str(FIGURES))
