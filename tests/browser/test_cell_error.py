"""Errors teach, no code takes the page along, and nothing of it leaves the browser."""

from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from cells import in_firefox_too, needs_python
from served import serve

pytestmark = needs_python
CUT = "… cut here, after 20 000 characters"
SMALLER = "Make the array smaller"
DIED = "The code ended Python itself"
ONLY = "Only NumPy, Python's standard library"
FLOODS = ["for i in range(100_000): print(i)", "print('x' * 10_000_000)"]
NESTED = "class A:\n    def __repr__(self): return repr([self])\nprint(A())"


@in_firefox_too
def test_a_traceback_shows_the_readers_lines_and_marks_one(cell):
    cell.run("def invert(n):\n    return 1 / n\n\ninvert(0)")
    first = f'  File "{cell.name}", line 4, in <module>\n    invert(0)\n'
    assert cell.output.startswith(f"Traceback (most recent call last):\n{first}")
    assert "runner" not in cell.output and "pyodide" not in cell.output
    assert cell.output.rstrip().endswith("ZeroDivisionError: division by zero")
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
        ("from js import fetch", ONLY),
    ],
)
def test_hard_code_ends_in_a_word_and_the_next_run_works(cell, code, word):
    cell.run(code)
    assert word in cell.output
    assert len(cell.output) < 21_000
    assert cell.run("print('alive')").output == "alive\n"
    if word == DIED:
        cell.page.trouble.clear()  # Pyodide says so in the console


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
    cell.run(LEAKS[way].format(elsewhere.url + "leak", elsewhere.host.partition(":")[2]))
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
