"""`make links`, against a server of our own that answers well, badly, late, or only at the second try."""

import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from lessonkit.links import Manners, answer, look_up, outside_links, patient_answer, table

QUICK = Manners(answer=0.3, between=0.05, again=0.01)


class Answers(BaseHTTPRequestHandler):
    def do_GET(self):
        path, asked = self.path, self.server.asked
        asked[path] += 1
        if path == "/slow":
            time.sleep(0.5)
        code = {"/missing": 404, "/busy": 503, "/forbidden": 403, "/moved": 301}.get(path, 200)
        if path == "/busy-once" and asked[path] == 1:
            code = 503
        try:
            if path == "/garbage":
                self.wfile.write(b"no HTTP\r\n")
                return
            self.send_response(code)
            if code == 301:
                self.send_header("Location", "/here")
            self.end_headers()
        except OSError:
            pass  # who asked is gone

    def log_message(self, *args):
        pass


@pytest.fixture
def server():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    server.asked, server.root = Counter(), f"http://127.0.0.1:{server.server_port}"
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("path", "said", "tries"),
    [("/here", "200", 1), ("/missing", "404", 1), ("/forbidden", "403", 1), ("/busy", "503", 3), ("/busy-once", "200", 2), ("/slow", "no answer: ", 3), ("/garbage", "no answer: no HTTP", 3)],
)
def test_what_may_get_better_is_tried_again(server, path, said, tries):
    assert patient_answer(server.root + path, QUICK).startswith(said)
    assert server.asked[path] == tries


def test_a_move_is_told(server):
    assert answer(server.root + "/moved", QUICK) == f"200, moved to {server.root}/here"


@pytest.mark.parametrize("address", ["http://127.0.0.1:1/", "http://", "https://no.such.host.invalid/"])
def test_no_answer_is_an_answer(address):
    assert answer(address, QUICK).startswith("no answer: ")


def test_one_host_is_asked_slowly(server):
    start = time.perf_counter()
    look_up({f"{server.root}/{n}": ["a"] for n in range(4)}, QUICK)
    assert time.perf_counter() - start > 3 * QUICK.between


def test_the_table_shows_first_what_to_look_at(server):
    rows = look_up({f"{server.root}/{path}": ["site/index.html", "site/vi/index.html"] for path in ("here", "missing")}, QUICK)
    first, second, last = table(rows).splitlines()
    assert first.startswith("404") and first.endswith("/missing  (site/index.html and 1 more)") and second.startswith("200")
    assert last.startswith("1 of 2 links to other hosts answer")


def test_the_built_sites_links_are_found_once_each_without_anchors(copy):
    copy.append("docs/en/01-tiny.md", "\n[a](https://numpy.org/doc#x) [b](https://numpy.org/doc#y) [c](index.md) [d](https://git.example.org/edit/main/x.md)\n")
    copy.build()
    assert outside_links(copy.project) == {"https://numpy.org/doc": ["site/01-tiny/index.html"]}
