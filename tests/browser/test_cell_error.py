"""Errors teach, no code takes the page along, and nothing of it leaves the browser."""

from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from cells import in_firefox_too, needs_python
from served import serve

pytestmark = needs_python
CUT = "… cut here, after 20 000 characters"
SMALLER = "Make the array smaller"
DIED = "The code ended Python itself"
FLOODS = ["for i in range(100_000): print(i)", "print('x' * 10_000_000)"]
NESTED = "class A:\n    def __repr__(self): return repr([self])\nprint(A())"


@in_firefox_too
def test_a_traceback_shows_the_readers_lines_and_marks_one(cell):
    cell.run("def invert(n):\n    return 1 / n\n\ninvert(0)")
    first = f'  File "{cell.name}", line 4, in <module>\n    invert(0)\n'
    assert cell.output.startswith(f"Traceback (most recent call last):\n{first}")
    assert "runner" not in cell.output and "pyodide" not in cell.output
    sentence = (
        "The divisor is 0: find out where it comes from, or treat that case separately with if."
    )
    assert cell.output.endswith(f"\nZeroDivisionError: division by zero\n\n{sentence}\n")
    assert cell.says == "Ended with an error in line 2"
    mark, area = cell.box.locator(".cell-mark").bounding_box(), cell.editor.bounding_box()
    height = mark["height"]
    assert (mark["y"] - area["y"]) // height == 1 and abs(height * 4 - area["height"]) < 2 * height
    assert cell.editor.get_attribute("aria-invalid") == "true"
    cell.write("print('corrected')")
    assert cell.box.locator(".cell-mark").count() == 0
    assert cell.editor.get_attribute("aria-invalid") == "false"


@pytest.mark.parametrize(
    ("code", "word"),
    [
        *((flood, CUT) for flood in FLOODS),
        ("import numpy as np\nnp.ones(2 * 1024**3 // 8)", SMALLER),
        ("import numpy as np\nkept = [np.ones(500_000_000) for _ in range(9)]", SMALLER),
        ("import os; os._exit(1)", DIED),
        ("def f(n): return f(n + 1)\nf(0)", "it needs a case that returns"),
        (NESTED, DIED),
        ("from js import fetch", "The Python of this page has no access to the page"),
        ("import os; os.abort()", DIED),
    ],
)
def test_hard_code_ends_in_a_word_and_the_next_run_works(cell, code, word):
    cell.run(code)
    assert word in cell.output and "runner.py" not in cell.output
    assert len(cell.output) < 21_000
    assert cell.run("print('alive')").output == "alive\n"
    if word == DIED:
        cell.page.trouble.clear()  # Pyodide says so in the console


# What the browser's Python says of these is often in other words than the local one's.
SENTENCES = {
    "inpts = 1\ninputs = inpt": "There is no inpt here, but there is inpts: check the spelling.",
    "np.mat_mul": "There is no mat_mul here, but there is matmul: check the spelling.",
    "math.sqrt(2)": "Write import math above this line.",
    "array([1., 2.])": "If you mean NumPy's array, write np.array;",
    "from attention import sofmax": "There is no sofmax in attention",
    "import torch": "Only NumPy, Python's standard library and the lesson's attention",
    "from js import document": "The Python of this page has no access to the page",
    "import js; js.document": "The Python of this page has no access to the page",
    "np.zeros(10**11)": SMALLER,
    "np.ones(3 * 10**8)": SMALLER,
    "'a' * 2**31": SMALLER,
    "np.arange(3) + 2**40": "NumPy's integers have 32 bits in this page",
    "open('x')": "The Python of this page has only files of the lesson",
    "b, c = 1, 2, 3": "here there are 2 names.",
    "np.sum(np.ones(2), keepdim=True)": "No argument is called keepdim here",
    "x = (1, 2": "Add the closing bracket ) that belongs to this (.",
    "x = f'{1}": "End the text in the same line",
    "x = f'{}'": "In an f-string, an expression is between { and };",
    "x = “a”": 'Write " in place of “',
    "x = 1\xa0+ 2": "An invisible character (U+00A0) is in this line",
    "if x = 1: pass": "to compare two values, write ==.",
    "else\n    pass": "End this line with a colon",
    "if True:\npass": "Indent the lines that belong to the line with the colon",
    ">>> x = 1": "Copy only the code",
    "%%time\nx = 1": "Commands that begin with % belong to Jupyter",
    "import": "Look at the ^ and just before it",
}


def test_common_errors_get_their_sentences_in_the_browser_too(cell):
    said = {code: cell.run(f"import numpy as np\n{code}").output for code in SENTENCES}
    assert [code for code, output in said.items() if SENTENCES[code] not in output] == []


# -- nothing of the reader's code leaves the browser


@pytest.fixture
def elsewhere(tmp_path):
    """Another host, which notes what is asked of it."""
    with serve(tmp_path, "/") as host:
        with pytest.raises(HTTPError):
            urlopen(host.url + "leak")
        assert host.requests == ["/leak"], "it hears nothing"
        host.requests.clear()
        yield host


LEAKS = {
    "js": "from js import fetch\nfetch('{0}')",
    "pyfetch": "import asyncio\nfrom pyodide.http import pyfetch\n"
    "asyncio.ensure_future(pyfetch('{0}'))",
    "open_url": "from pyodide.http import open_url\nopen_url('{0}')",
    "urllib": "import urllib.request\nurllib.request.urlopen('{0}')",
    "socket": "import socket\ns = socket.create_connection(('127.0.0.1', {1}))\n"
    "s.send(b'GET /leak HTTP/1.0\\r\\n\\r\\n')",
    "package": "import pyodide_js\npyodide_js.loadPackage('{0}.whl')",
    "run_js": "from pyodide.code import run_js\nrun_js(\"fetch('{0}')\")",
    "made": "import pyodide_js\npyodide_js.constructor.constructor(\"fetch('{0}')\")()",
}


@pytest.mark.parametrize("way", LEAKS)
def test_nothing_of_the_readers_code_leaves_the_browser(cell, elsewhere, way):
    cell.run(LEAKS[way].format(elsewhere.url + "leak", urlsplit(elsewhere.url).port))
    assert cell.run("print('alive')").output == "alive\n"
    with pytest.raises(HTTPError):
        urlopen(elsewhere.url + "later")  # than what the worker has sent before its next run
    assert elsewhere.requests == ["/later"]
    cell.page.trouble.clear()  # the policy says in the console what it has refused


def test_the_worker_inherits_the_pages_security_policy(cell, elsewhere):
    """The last of the walls: a request that the worker itself makes does not get out."""
    cell.run("print('here')")
    ask = "address => fetch(address).then(() => 'out', error => error.name)"
    assert cell.page.workers[-1].evaluate(ask, elsewhere.url) == "TypeError"
    assert elsewhere.requests == []
    cell.page.trouble.clear()
