"""What the cells say about errors: `docs/en/static/cell/runner.py` is plain Python."""

import importlib.util
import json
import string
import subprocess
import sys

import numpy as np
import pytest

from lessonkit.project import HERE

SPEC = importlib.util.spec_from_file_location(
    "runner", HERE.docs("en") / "static" / "cell" / "runner.py"
)
runner = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(runner)

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
        (lambda: A.reshape(4, 2), "Shape (4,2) needs 8 numbers, but the array holds 6."),
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
        (lambda: __import__("attention").sofmax, None),
        (
            lambda: exec("from attention import sofmax"),
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
        (lambda: int("x"), None),
    ],
)
def test_the_sentence_that_explains_an_error_names_what_does_not_fit(code, sentence):
    with pytest.raises(Exception) as raised:
        code()
    english, vietnamese = (
        runner.explanation(raised.value, str(raised.value), language) for language in ("en", "vi")
    )
    if sentence is None:
        assert english is vietnamese is None
    else:
        assert sentence in english and vietnamese not in (None, english)


def test_an_error_that_cannot_say_what_it_is_is_an_error_like_any_other():
    class Mute(ValueError):
        def __str__(self):
            return 1

    assert "Mute: <exception str() failed>" in runner.explain(Mute(), "en")


def test_both_languages_explain_the_same_errors_by_the_same_details():
    def details(sentences):
        return {
            key: {field for _, field, _, _ in string.Formatter().parse(text) if field}
            for key, text in sentences.items()
        }

    assert details(runner.WORDS["en"]) == details(runner.WORDS["vi"])
    assert {key for key, _ in runner.MESSAGES + runner.KINDS} == set(runner.WORDS["en"])


def test_an_exercise_writes_into_copies_and_shares_what_cannot_be_copied():
    names = {"numbers": np.zeros(2), "kept": [1], "endless": iter([1]), "__builtins__": {}}
    own = runner.apart(names)
    own["numbers"] += 1
    own["kept"].append(2)
    assert (names["numbers"].tolist(), names["kept"]) == ([0, 0], [1])
    assert own["endless"] is names["endless"] and own["__builtins__"] is names["__builtins__"]
    names["generators"] = names["too"] = [(each for each in ())]
    names["same"] = names["numbers"]
    own = runner.apart(names)
    assert own["generators"] is own["too"] is names["generators"]
    assert own["same"] is own["numbers"] is not names["numbers"]


# What a cell may do to all that other jobs use too, and what the next job must find.
CHANGES = {
    "np.exp = np.sin": "np.exp(0) == 1",
    "np.pi = np.ones(2)": "isinstance(np.pi, float)",
    "np.mine = 1": "not hasattr(np, 'mine')",
    "np.linalg.norm = None": "np.linalg.norm([3, 4]) == 5",
    "np.random.default_rng = np.random.seed": "np.random.default_rng(0).random()",
    "np.fft.fft = None": "np.fft.fft([1])[0] == 1",
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
import json, sys, runner
for job in json.load(sys.stdin):
    runner.begin()
    print(runner.run(job, "cell", "lesson", "en"))
"""


def run_jobs(codes) -> list:
    """What the runner says of each job, in a process of its own: a job forgets all imports."""
    done = subprocess.run(
        [sys.executable, "-c", JOBS],
        input=json.dumps(codes),
        cwd=HERE.docs("en") / "static" / "cell",
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


def test_an_error_is_explained_though_the_cell_has_changed_builtins():
    (error,) = run_jobs(["import builtins\nbuiltins.isinstance = None\n1 / 0"])
    assert error["line"] == 3 and "ZeroDivisionError: division by zero" in error["text"]
