"""Runs the reader's cells inside the page's Python, and words what went wrong for a learner.

It is plain Python, so the tests run it without a browser too.
"""

import ast
import contextlib
import copy
import functools
import importlib
import io
import itertools
import json
import linecache
import os
import pathlib
import re
import shutil
import sys
import traceback
import types

import numpy

main = types.ModuleType("__main__")
exercise = {}
cells = set()
PRINTED, ERRORS = numpy.get_printoptions(), numpy.geterr()

WORDS = {
    "en": {
        "matmul": "In a @ b the last axis of a and the first of b's last two axes (its only"
        " one, where b is a vector) must"
        " have the same size; here they have {0} and {1}.",
        "dot": "The last axis of the left array has size {0}, axis {3} of the right one {2};"
        " they must be equal.",
        "broadcast": "Lined up from the right, shapes {0} and {1} do not fit: axis {2} has"
        " size {3} in one and {4} in"
        " the other. Sizes must be equal, or one of them 1.",
        "assign": "Lined up from the right, each axis of shape {0} must have the size of its"
        " counterpart in shape {1},"
        " or 1; an axis without a counterpart, 1.",
        "reshape": "Shape {1} needs {2} numbers, but the array holds {0}.",
        "concatenate": "Along axis {0}, one array has size {2}, another {4}; only the axis"
        " that is joined may differ.",
        "stack": "Arrays that are stacked must all have the same shape.",
        "index": "Axis {1} has size {2}, so its indices go from 0 to {3}, or from -{2} to -1"
        " counted from the end; {0} is"
        " outside.",
        "empty": "Axis {1} has size 0: nothing is in it, so there is no index {0} either.",
        "axis": "An array with {1} axes has the axes 0 to {2}, or -{1} to -1 counted from the"
        " end; there is no axis {0}.",
        "scalar": "A single number has no axes, so there is no axis {0} either.",
        "indices": "The array has fewer axes than the indices between the brackets: {0} axes,"
        " {1} indices.",
        "ragged": "The rows of an array must all have the same length.",
        "import": "Only NumPy, Python's standard library and the lesson's attention can be"
        " imported in this page; check the"
        " spelling of the name.",
        "input": "Nobody can type into the Python of this page: write the value into the code.",
        "memory": "This needs more memory than the browser gives. Make the array smaller.",
        "recursion": "The function calls itself without end: it needs a case that returns"
        " without calling itself.",
    },
    "vi": {
        "matmul": "Trong a @ b, trục cuối của a và trục áp chót của b (trục duy nhất, nếu b là"
        " vector) phải dài bằng nhau;"
        " ở đây là {0} và {1}.",
        "dot": "Trục cuối của mảng bên trái dài {0}, trục {3} của mảng bên phải dài {2}; hai"
        " số phải bằng nhau.",
        "broadcast": "Căn từ bên phải, shape {0} và {1} không khớp: trục {2} dài {3} ở mảng"
        " này và {4} ở mảng kia."
        " Hai độ dài phải bằng nhau, hoặc một trong hai là 1.",
        "assign": "Căn từ bên phải, mỗi trục của shape {0} phải dài bằng trục tương ứng của"
        " shape {1}, hoặc dài 1; trục"
        " không có trục tương ứng thì phải dài 1.",
        "reshape": "Shape {1} cần {2} số, nhưng mảng có {0} số.",
        "concatenate": "Dọc trục {0}, một mảng dài {2}, mảng khác dài {4}; chỉ trục được nối"
        " mới được khác nhau.",
        "stack": "Các mảng được xếp chồng phải có cùng shape.",
        "index": "Trục {1} dài {2} nên chỉ số đi từ 0 đến {3}, hoặc từ -{2} đến -1 nếu đếm từ"
        " cuối; {0} nằm ngoài.",
        "empty": "Trục {1} dài 0, không có phần tử nào, nên cũng không có chỉ số {0}.",
        "axis": "Mảng có {1} trục thì các trục là từ 0 đến {2}, hoặc từ -{1} đến -1 nếu đếm từ"
        " cuối; không có trục {0}.",
        "scalar": "Một số đơn lẻ không có trục nào, nên cũng không có trục {0}.",
        "indices": "Số chỉ số trong ngoặc nhiều hơn số trục của mảng: mảng có {0} trục, mà có"
        " {1} chỉ số.",
        "ragged": "Các hàng của một mảng phải dài bằng nhau.",
        "import": "Trang này chỉ import được NumPy, thư viện chuẩn của Python và attention của"
        " bài học; hãy xem lại tên có viết"
        " đúng không.",
        "input": "Không thể gõ vào Python của trang này: hãy viết giá trị vào code.",
        "memory": "Cần nhiều bộ nhớ hơn trình duyệt cho phép. Hãy làm mảng nhỏ lại.",
        "recursion": "Hàm gọi chính nó mãi: cần một trường hợp trả về mà không gọi lại chính nó.",
    },
}

# What NumPy says, and which of the sentences above explains it.
MESSAGES = [
    ("matmul", r"core dimension .*\(size (\d+) is different from (\d+)\)"),
    ("dot", r"shapes .* not aligned: (\d+) \(dim (\d+)\) != (\d+) \(dim (\d+)\)"),
    ("broadcast", r"could not be broadcast together with shapes ((?:\([\d,]*\) ?)+)"),
    ("assign", r"could not broadcast input array from shape \(([\d,]*)\) into shape \(([\d,]*)\)"),
    ("reshape", r"cannot reshape array of size (\d+) into shape \(([\d,]*)\)"),
    (
        "concatenate",
        r"along dimension (\d+), the array at index (\d+) has size (\d+)"
        r" and .* index (\d+) has size (\d+)",
    ),
    ("stack", r"all input arrays must have the same shape"),
    ("empty", r"index (-?\d+) is out of bounds for axis (\d+) with size 0"),
    ("index", r"index (-?\d+) is out of bounds for axis (\d+) with size (\d+)"),
    ("scalar", r"axis (-?\d+) is out of bounds for array of dimension 0"),
    ("axis", r"axis (-?\d+) is out of bounds for array of dimension (\d+)"),
    ("indices", r"array is (\d+)-dimensional, but (\d+) were indexed"),
    ("ragged", r"inhomogeneous shape"),
    ("memory", r"array is too big"),
]
KINDS = [
    ("import", ImportError),
    ("input", EOFError),
    ("memory", MemoryError),
    ("recursion", RecursionError),
]


def begin():
    """Forget all: what runs next finds what a program finds at its top."""
    cells.clear()
    main.__dict__.clear()
    main.__dict__.update(__name__="__main__", __builtins__=__builtins__)
    sys.modules["__main__"] = main
    sys.modules.pop("attention", None)
    numpy.set_printoptions(**PRINTED)
    numpy.seterr(**ERRORS)


def run(source, name, kind, language):
    """Runs one cell; gives JSON: null, or {"text": …, "line": …} about its error."""
    os.environ["LANG"] = f"{language}.UTF-8"
    namespace = namespace_for(kind)
    cells.add(name)
    sys.stdout, sys.stderr = unbuffered(1), unbuffered(2)
    linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
    try:
        execute(source, name, namespace)
        error = None
    except BaseException as raised:
        error = {"text": explain(raised, language), "line": line_in(raised, name)}
    return json.dumps(error)


def unbuffered(descriptor):
    """A stream that shows at once what is printed, new for each run."""
    return io.TextIOWrapper(
        open(descriptor, "wb", buffering=0, closefd=False), encoding="utf-8", write_through=True
    )


def namespace_for(kind):
    """Lesson cells share one namespace; an exercise works on a copy of it."""
    global exercise
    if kind == "start":
        exercise = apart(main.__dict__)
    return main.__dict__ if kind == "lesson" else exercise


WRITABLE = (numpy.ndarray, list, dict, set, numpy.random.Generator)


def apart(names):
    """The same names, with copies of what can be written into; what cannot be copied is shared."""
    own, copies = dict(names), {}
    for name, value in names.items():
        if name != "__builtins__" and isinstance(value, WRITABLE):
            with contextlib.suppress(Exception):
                tried = dict(copies)  # half a copy must not take the place of another name's value
                own[name] = copy.deepcopy(value, tried)
                copies = tried
    return own


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
    """What the page's numbers, claims and pictures are where its lesson ends, as JSON."""
    from shown import as_shown

    asked, names = json.loads(asked), {"np": numpy, **main.__dict__}

    def value(expression):
        return eval(compiled(expression), names)

    with contextlib.redirect_stdout(io.StringIO()):
        seen = {
            "numbers": [tried(lambda: as_shown(value(n), shown)) for n, shown in asked["numbers"]],
            "claims": [tried(lambda: bool(value(holds))) for holds in asked["claims"]],
            "pictures": tried(lambda: drawn(asked["program"], language)),
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


def drawn(program, language):
    """The page's pictures by name, each tried, as the page's own program draws them."""
    if not program:
        return {}
    figures, words_of = picture_program(program, language)
    names = dict(main.__dict__)
    return {
        name: tried(lambda: draw(dict(names), words_of(name))) for name, draw in figures.items()
    }


@functools.cache
def picture_program(name, language):
    """The functions that draw the pictures of a page, and one that gives the words of each."""
    folder = pathlib.Path(__file__).resolve().with_name("figures")
    shutil.unpack_archive(folder.with_suffix(".zip"), folder)
    importlib.invalidate_caches()
    sys.path.insert(0, str(folder))
    try:
        from wording import words_in, words_of

        words = words_in(folder / "words", language)
        of_page = functools.partial(words_of, words, name.replace("_", "-"))
        return importlib.import_module(name).FIGURES, of_page
    finally:
        sys.path.remove(str(folder))


def explain(error, language):
    """The traceback with the reader's own lines only, and a sentence where there is one."""
    told = traceback.TracebackException.from_exception(error)
    keep_own_lines(told)
    text = "".join(told.format())
    if isinstance(
        error, ImportError
    ):  # Pyodide's message goes on with advice that does not hold here
        text = text.replace(str(told), str(told).partition("\n")[0])
    sentence = explanation(error, str(told), language)
    return f"{text}\n{sentence}\n" if sentence else text


def keep_own_lines(told):
    told.stack[:] = [frame for frame in told.stack if frame.filename in cells]
    for earlier in (told.__cause__, told.__context__):
        if earlier:
            keep_own_lines(earlier)


def line_in(error, name):
    """The line of this cell that failed, 0 where it was none of its lines."""
    if isinstance(error, SyntaxError) and error.filename == name:
        return error.lineno or 0
    lines = [
        line
        for frame, line in traceback.walk_tb(error.__traceback__)
        if frame.f_code.co_filename == name
    ]
    return lines[-1] if lines else 0


def explanation(error, message, language):
    """The sentence that says what is wrong, or None where there is none for this error."""
    words = WORDS.get(language, WORDS["en"])
    for key, kind in KINDS:
        if isinstance(error, kind):
            return words[key]
    if isinstance(error, (ValueError, IndexError)):
        for key, pattern in MESSAGES:
            match = re.search(pattern, message)
            found = match and details(key, match.groups())
            if found is not None:
                return words[key].format(*found)
    return None


def details(key, found):
    """What a sentence names: what NumPy's message names, or what follows from it."""
    if key == "matmul":
        return found[1], found[0]
    if key == "broadcast":
        shapes = [tuple(map(int, re.findall(r"\d+", shape))) for shape in found[0].split()]
        return next(filter(None, itertools.starmap(clash, itertools.combinations(shapes, 2))), None)
    if key == "assign":
        return tuple(f"({shape})" for shape in found)
    if key == "reshape":
        shape = [int(size) for size in found[1].split(",") if size]
        return found[0], f"({found[1]})", numpy.prod(shape, dtype=object)
    if key == "index":
        return (*found, int(found[2]) - 1)
    if key == "axis":
        return (*found, int(found[1]) - 1)
    return found


def clash(left, right):
    """The first axis from the right on which two shapes do not fit, or None."""
    for back, (a, b) in enumerate(zip(reversed(left), reversed(right)), 1):
        if a != b and 1 not in (a, b):
            return left, right, -back, a, b
    return None
