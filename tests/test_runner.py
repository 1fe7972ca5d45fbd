"""What the cells say about errors: `web/static/python/` is plain Python."""

import json
import string
import subprocess
import sys
import traceback

import numpy as np
import pytest

from lessonkit.project import HERE
from web.static.python import errors
from web.static.python.copies import MOST, copies_of, packed, unpacked
from web.static.python.wording import read

SAME = "(its only one, where b is a vector) must have the same size; here they have 3 and 2."
DOT = "The last axis of the left array has size 3, axis 0 of the right one 4; they must"
A, V, ROW = np.ones((2, 3)), np.ones(3), np.ones(4)


def again():
    again()


def assign(shape, value):
    np.zeros(shape)[:] = value


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        (lambda: A @ A, SAME),
        (lambda: A @ ROW, "here they have 3 and 4."),
        (lambda: np.dot(A, ROW), DOT),
        (
            lambda: A + ROW,
            "shapes (2, 3) and (4,) do not fit: axis -1 has size 3 in one and 4 in the other.",
        ),
        (
            lambda: np.ones((5, 1)) + A[:, None] + np.ones((5, 4)),
            "shapes (2, 5, 3) and (5, 4) do not fit: axis -1 has size 3 in one and 4",
        ),
        (
            lambda: np.where(V > 0, V, ROW),
            "shapes (3,) and (4,) do not fit: axis -1 has size 3 in one and 4 in the other.",
        ),
        (
            lambda: assign(3, A),
            "each axis of shape (2,3) must have the size of its counterpart in shape (3,)",
        ),
        (
            lambda: assign(1, V),
            "each axis of shape (3,) must have the size of its counterpart in shape (1,), or 1",
        ),
        (lambda: np.ones(8).reshape(2, 2), "Shape (2,2) needs 4 numbers, but the array holds 8."),
        (lambda: A.reshape(4, 2), "Shape (4,2) needs 8 numbers, or with a -1 a multiple of 8,"),
        (lambda: A.reshape(-1, 4), "Shape (4) needs 4 numbers, or with a -1 a multiple of 4,"),
        (lambda: A.reshape(4, -1), "Shape (4,-1) needs 4 numbers, or with a -1 a multiple of 4,"),
        (
            lambda: np.concatenate([A, np.ones((2, 4))]),
            "Along axis 1, one array has size 3, another 4;",
        ),
        (lambda: np.stack([A, V]), "Arrays that are stacked must all have the same shape."),
        (lambda: V[5], "Axis 0 has size 3, so its indices go from 0 to 2, or from -3 to -1"),
        (lambda: V[:0][2], "Axis 0 has size 0: nothing is in it, so there is no index 2 either."),
        (lambda: V.sum().sum(axis=1), "A single number has no axes, so there is no axis 1 either."),
        (
            lambda: A.sum(axis=-3),
            "has the axes 0 to 1, or -2 to -1 counted from the end; there is no axis -3.",
        ),
        (lambda: V[0, 0], "fewer axes than the indices between the brackets: 1 axes, 2 indices."),
        (lambda: np.array([[1], [2, 3]]), "The rows of an array must all have the same length."),
        (lambda: np.ones(2**62), "Make the array smaller."),
        (
            lambda: exec("import torch_of_nobody"),
            "Only NumPy, Python's standard library and the lesson's attention can be imported",
        ),
        (again, "it needs a case that returns without calling itself."),
        (lambda: [][0], None),
        (
            lambda: exec(
                "raise ValueError('operands could not be broadcast together with shapes (3,) (3,)')"
            ),
            None,
        ),
    ],
)
def test_the_sentence_that_explains_an_error_names_what_does_not_fit(code, sentence):
    with pytest.raises(Exception) as raised:
        code()
    english, vietnamese = (
        errors.explanation(raised.value, str(raised.value), "attention", language)
        for language in ("en", "vi")
    )
    if sentence is None:
        assert english is vietnamese is None
    else:
        assert sentence in english and vietnamese not in (None, english)


# What CPython says of these differs between 3.11 and 3.14, or in the browser, only beside the words
# that are matched.
CODES = {
    "sofmax": "Nothing has given sofmax a value: check the spelling, assign it above this line,",
    "zeros(3)": "If you mean NumPy's zeros, write np.zeros; otherwise assign zeros above this line",
    "array([1., 2.])": "If you mean NumPy's array, write np.array;",
    "def f():\n    n += 1\nf()": "The function assigns n, so n is a variable of its own",
    "import attention\nattention.relu": "There is no .relu here: check the spelling",
    "np.softmax": "There is no .softmax here",
    "a.softmax()": "There is no .softmax here",
    "[1, 2].shape": "Only an array has .shape: make one with np.array(…).",
    "[1, 2].push(3)": "There is no .push here",
    "print(1).shape": "One of the values is None: find out where it comes from",
    "print(1) + 1": "One of the values is None",
    "from attention import sofmax": "There is no sofmax in attention: check the spelling",
    "from js import document": "The Python of this page has no access to the page or the network",
    "a(0)": "Only functions are called with ( ): elements are taken with [ ]",
    "a.shape()": ".shape and .T have no brackets",
    "two = 2\ntwo(3 + 1)": "products need *",
    "(lambda a, b: a)(1)": "Write the missing values between the brackets of <lambda>(…).",
    "def f(a, b): pass\nf(1)": "Write the missing values between the brackets of f(…).",
    "def f(a, b): pass\nf(1, 2, 3)": "Give f(…) fewer values;",
    "np.zeros()": "Write the missing values between the brackets of zeros(…).",
    "np.array(1, 2, 3)": "Give array(…) fewer values; those that belong together,",
    "np.sum(a, dim=0)": "No argument is called dim here: check the name. NumPy says axis",
    "np.zeros(2, 3)": "A shape is in brackets of its own: np.zeros((2, 3)).",
    "np.random.rand((2, 3))": "This function takes its sizes one by one",
    "np.zeros(1.5)": "Sizes, counts and indices are whole numbers: divide with //",
    "range(3 / 1)": "Sizes, counts and indices are whole numbers",
    "a[1.0]": "Sizes, counts and indices are whole numbers",
    "[1, 2][a.ndim / 2]": "Sizes, counts and indices are whole numbers",
    "a ^ 2": "A power is written x ** 2",
    "2.0 ^ 2": "A power is written x ** 2",
    "[1, 2] @ [3, 4]": "Make arrays of lists before you compute with them",
    "[1, 2] * [3, 4]": "Make arrays of lists before you compute with them",
    "[1, 2] + 3": "Make arrays of lists before you compute with them",
    "'a' + 1": "Text and numbers do not mix",
    "1 + 'a'": "Text and numbers do not mix",
    "a + 'a'": "Text and numbers do not mix",
    "for i in 3: pass": "to count up to it, write range(…).",
    "b, c = 3": "A single number has no elements",
    "np.zeros[3]": "functions are called with ( ).",
    "a[0][0][0]": "Only arrays, lists, tuples, dicts and text have elements to take with [ ]",
    "f'{a:.2f}'": "A format such as :.2f is for one number",
    "np.concatenate(a, a)": "Put the arrays to be joined in one list",
    "np.hstack([a, a[0]])": "Arrays that are joined must have the same number of axes",
    "a @ 2": "@ multiplies vectors and matrices: to multiply by a single number, write *.",
    "np.einsum('ij,kj->ik', a, a[:, :2])": "axes with the same letter must have the same size",
    "np.einsum('ijk,jk->i', a, a)": "Give einsum one letter for each axis of each array",
    "np.einsum('ij,jk->il', a, a)": "after -> write letters from before it, each once.",
    "if a > 1: pass": ".any() is true if one element is, .all() if every element is.",
    "b, c = 1, 2, 3": "as many names on the left as there are values on the right: here there",
    "b, c, d = 1, 2": "here there are 3 names.",
    "b, *c, d = [1]": "here there are 2 names.",
    "int('abc')": "int(…) takes text of digits only, float(…) also a decimal point",
    "float('0,5')": "no letters, no comma.",
    "{'one': 1}['two']": "There is no key 'two': print(list(…)) shows the keys that a dict has.",
    "1 / 0": "The divisor is 0: find out where it comes from",
    "1 % 0": "The divisor is 0",
    "0.0 ** -1": "The divisor is 0",
    "open('x')": "check the name, or write the values into the code.",
    "np.load('x.npy')": "The Python of this page has only files of the lesson",
    "np.loadtxt('x.txt')": "The Python of this page has only files of the lesson",
    "'a' * 2**62": "Make the array smaller.",
    "np.zeros(3, np.int32) + 2**40": "NumPy's integers have 32 bits in this page",
    "print(= 1)": "Look at the ^ and just before it: is a bracket, quote, comma, colon or operator",
    "x = y++": "Look at the ^ and just before it",
    "x = (1, 2": "Add the closing bracket ) that belongs to this (.",
    "x = [1, 2\ny = 3": "Add the closing bracket ] that belongs to this [.",
    "x = 1)": "Delete this ), or add the opening bracket ( that belongs to it.",
    "x = (1]": "Close the bracket ( with ), not with ].",
    "x = (1,\n2]": "Close the bracket ( with ), not with ].",
    "x = 'a": "End the text in the same line with the quote that it begins with;",
    "x = 'it's'": 'text with an apostrophe is in double quotes: "it\'s".',
    "x = “a’": 'Write " in place of “',
    'x = "a’': "End the text in the same line",
    "x = f'{1}": "End the text in the same line",
    'x = """a': "End the text with the three quotes that it begins with.",
    "x = f'{1'": "In an f-string, an expression is between { and };",
    "x = f'}'": "a brace that is text is written twice.",
    "if x = 1: pass": "= assigns a value to the name on its left: to compare two values, write ==.",
    "x + 1 = 2": "to compare two values, write ==.",
    "print(a.b = 1)": "to compare two values, write ==.",
    "for i in range(3)\n    print(i)": "End this line with a colon, and indent the lines below",
    "for i in range(3) print(i)": "End this line with a colon",
    "if x == 1\n    pass": "End this line with a colon",
    "if x:\n    pass\nelse\n    pass": "End this line with a colon",
    "def f(x)\n    return x": "End this line with a colon",
    "x = [1 2]": "Separate the values in brackets with commas; a product needs *.",
    "[[1. 2.]\n [3. 4.]]": "Separate the values in brackets with commas",
    "print 'a'": "print is a function: write print(…).",
    "y = 2x": "A product needs *, as in 2 * x, and a name does not begin with a digit.",
    "return 1": "return belongs in a function, break and continue in a loop",
    "continue": "return belongs in a function, break and continue in a loop",
    "if True:\npass": "Indent the lines that belong to the line with the colon by four spaces.",
    "x = 1\n  y = 2": "Delete the spaces at the start of this line",
    "if True:\n    x = 1\n  y = 2": "Start this line in the same column as the lines",
    "if True:\n\tx = 1\n        y = 2": "Indent with spaces only",
    ">>> x = 1": "Copy only the code: delete >>> and ... at the start of the lines",
    "x = 1\n>>> x + 1\n2": "and the output below them.",
    "... x = 1": "Copy only the code",
    "!pip install torch": "This page runs Python, not commands of a terminal",
    "pip install torch": "This page runs Python, not commands of a terminal",
    "%matplotlib inline": "Commands that begin with % belong to Jupyter",
    "%%time\nx = 1": "Commands that begin with % belong to Jupyter",
    "x = ‘a’": "Write ' in place of ‘",
    "x = 3 – 2": "Write - in place of –",
    "x = 3 — 2": "Write - in place of —",
    "x = 3 − 2": "Write - in place of −",
    "x = 3 × 2": "Write * in place of ×",
    "x = a ≤ 2": "Write <= in place of ≤",
    "print（1）": "Write ( in place of （",
    "x = [1，2]": "Write , in place of ，",
    "x = 5 €": "Python does not understand € in code: delete it, or put it inside quotes",
    "x = 1\xa0+ 2": "An invisible character (U+00A0) is in this line",
    "x\u200b = 1": "An invisible character (U+200B) is in this line",
}


def explained(error):
    """The sentences of both languages about an error, by its message as the runner has it."""
    message = str(traceback.TracebackException.from_exception(error))
    return [errors.explanation(error, message, "attention", language) for language in ("en", "vi")]


@pytest.mark.filterwarnings("ignore:.*perhaps you missed a comma:SyntaxWarning")
@pytest.mark.parametrize("code", CODES)
def test_a_common_error_gets_a_sentence_that_says_what_to_do(code):
    with pytest.raises(Exception) as raised:
        exec(code, {"np": np, "a": np.ones((2, 3))})
    english, vietnamese = explained(raised.value)
    assert CODES[code] in english and vietnamese not in (None, english)


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (
            NameError("name 'inpts' is not defined. Did you mean: 'inputs'?"),
            "There is no inpts here, but there is inputs: check the spelling.",
        ),
        (
            NameError("name 'math' is not defined. Did you forget to import 'math'?"),
            "Write import math above this line.",
        ),
        (
            AttributeError("module 'numpy' has no attribute 'mat_mul'. Did you mean: 'matmul'?"),
            "There is no mat_mul here, but there is matmul: check the spelling.",
        ),
        (ImportError("cannot import name 'document' from 'js' (unknown location)"), "no access"),
        (AttributeError("document"), "The Python of this page has no access to the page"),
        (TypeError("softmax() got an unexpected keyword argument 'axs'."), "is called axs here"),
        (TypeError("this function got an unexpected keyword argument 'axs'"), "is called axs here"),
        (TypeError("'axs' is an invalid keyword argument for this function"), "is called axs here"),
        (ValueError("too many values to unpack (expected 2, got 3)"), "here there are 2 names"),
        (ValueError("Maximum allowed dimension exceeded"), "Make the array smaller."),
        (ValueError("Maximum allowed size exceeded"), "Make the array smaller."),
        (ValueError("iterator is too large"), "Make the array smaller."),
        (OverflowError("cannot fit 'int' into an index-sized integer"), "Make the array smaller."),
        (OverflowError("Python int too large to convert to C long"), "have 32 bits in this page"),
        (FileNotFoundError(44, "No such file or directory", "x"), "has only files of the lesson"),
        (SyntaxError("unterminated f-string literal (detected at line 1)"), "in the same line"),
        (SyntaxError("f-string: valid expression required before '}'"), "is between { and };"),
        (SyntaxError("Expected one or more names after 'import'"), "Look at the ^"),
        (AttributeError("no attribute 'float'.\n`np.float` was an alias"), None),
        (KeyError(), None),
        (TypeError("softmax needs an array"), None),
    ],
    ids=str,
)
def test_the_words_of_the_browsers_python_get_their_sentence(error, sentence):
    english, vietnamese = explained(error)
    if sentence is None:
        assert english is vietnamese is None
    else:
        assert sentence in english and vietnamese not in (None, english)


def test_an_error_that_cannot_say_what_it_is_is_an_error_like_any_other():
    class Mute(ValueError):
        def __str__(self):
            return 1

    assert "Mute: <exception str() failed>" in errors.explain(Mute(), set(), "", "en")


def test_both_languages_explain_the_same_errors_by_the_same_details():
    def details(sentences):
        return {
            key: {field for _, field, _, _ in string.Formatter().parse(text) if field}
            for key, text in sentences.items()
        }

    english, vietnamese = (read(errors.SENTENCES / f"{one}.toml") for one in ("en", "vi"))
    assert details(english) == details(vietnamese)
    assert {key for _, rows in errors.EXPLAINED for key, _ in rows} == {*english}


def test_what_a_language_lacks_is_said_in_english():
    assert errors.sentences("de") == errors.sentences("en")


def test_an_exercise_writes_into_copies_and_shares_what_cannot_be_copied():
    names = {"numbers": np.zeros(2), "kept": [1], "endless": iter([1]), "__builtins__": {}}
    own = copies_of(names)
    own["numbers"] += 1
    own["kept"].append(2)
    assert (names["numbers"].tolist(), names["kept"]) == ([0, 0], [1])
    assert own["endless"] is names["endless"] and own["__builtins__"] is names["__builtins__"]
    names["generators"] = names["too"] = [(each for each in ())]
    names["same"] = names["numbers"]
    own = copies_of(names)
    assert own["generators"] is own["too"] is names["generators"]
    assert own["same"] is own["numbers"] is not names["numbers"]


def test_of_what_a_timed_cell_adds_data_is_kept():
    names = {"losses": [1.5, 0.5], "w": np.eye(2), "np": np, "rows": (row for row in [1])}
    names |= {"large": np.zeros(MOST), "long": "x" * (MOST + 1)}
    kept = unpacked(packed(names))
    assert kept.keys() == {"losses", "w"} and kept["losses"] == names["losses"]
    assert (kept["w"] == names["w"]).all()


# What a cell may do to all that other jobs use too, and what the next job must find.
CHANGES = {
    "np.exp = np.sin": "np.exp(0) == 1",
    "np.pi = np.ones(2)": "isinstance(np.pi, float)",
    "np.mine = 1": "not hasattr(np, 'mine')",
    "np.linalg.norm = None": "np.linalg.norm([3, 4]) == 5",
    "np.random.default_rng = np.random.seed": "np.random.default_rng(0).random()",
    "np.fft.fft = None": "np.fft.fft([1])[0] == 1",
    "np.median([1.0]); np.ma.masked = None": "np.ma.masked is not None",
    "np.ma.masked_where = None": "np.ma.masked_where",
    "np.random.seed(0)": "np.random.rand() != 0.5488135039273248",
    "import random; random.seed(0)": "random.random() != 0.8444218515250481",
    "import builtins; builtins.sum = max": "sum([1, 2]) == 3",
    "import builtins; builtins.isinstance = lambda *_: True": "not isinstance(1, str)",
    "import builtins; del builtins.len, builtins.dict": "len([1]) == 1",
    "import math; math.exp = None": "math.exp(0) == 1",
    "import fractions; fractions.Fraction = None": "fractions.Fraction(1, 2) == 0.5",
    "import sys; sys.modules['math'] = np; del sys.modules['json']": "math.gcd(4, 6) == 2",
    "import sys; sys.path[:] = []; sys.setrecursionlimit(99)": "sys.getrecursionlimit() > 99",
    "import sys; sys.stdout = None": "sys.stdout is not None",
    "import warnings; warnings.simplefilter('error')": "warnings.warn('') is None",
    "import os; os.chdir('/')": "os.getcwd() != '/'",
    "import os; os.environ['MINE'] = ''": "'MINE' not in os.environ",
    "np.set_printoptions(precision=1)": "np.get_printoptions()['precision'] == 8",
}
IMPORTS = "import numpy as np, os, sys, math, json, random, fractions, warnings"
JOBS = """
import json, sys
from web.static.python import runner
for job in json.load(sys.stdin):
    runner.begin()
    print(runner.run(job, "cell", "lesson", "en"))
"""


def run_jobs(codes) -> list:
    """What the runner says of each job, in a process of its own: a job forgets all imports."""
    done = subprocess.run(
        [sys.executable, "-c", JOBS],
        input=json.dumps(codes),
        cwd=HERE.root,
        env={"PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_each_job_finds_what_a_program_finds_at_its_top():
    pairs = [
        (f"import numpy as np\n{change}", f"{IMPORTS}\nassert {holds}")
        for change, holds in CHANGES.items()
    ]
    errors = run_jobs([code for pair in pairs for code in pair])
    changes = [change for change in CHANGES for _ in range(2)]
    assert [(change, error) for change, error in zip(changes, errors) if error] == []


def test_a_part_of_numpy_is_read_once():
    codes = [
        "import numpy\none = numpy.median([1.0])",
        "import sys\nassert 'numpy.ma' in sys.modules",
    ]
    assert run_jobs(codes)[1] is None


def test_an_error_is_explained_though_the_cell_has_changed_builtins():
    (error,) = run_jobs(["import builtins\nbuiltins.isinstance = None\n1 / 0"])
    assert error["line"] == 3 and "ZeroDivisionError: division by zero" in error["text"]
