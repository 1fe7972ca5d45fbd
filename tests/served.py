"""Serves a folder as GitHub Pages does: below a path, compressed, cached, with its own 404 page.

Faults are made here and not by the browser's routing, which switches off the browser's cache and
which WebKit's driver does not have.
"""

import gzip
import mimetypes
import re
import time
from contextlib import contextmanager, suppress
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock, Thread
from urllib.parse import quote, unquote, urlsplit

from lessonkit.build import COMPRESSED

PIECE = 16_384


class Site:
    """One served folder. `requests` has the path of each request, in the order of arrival."""

    def __init__(self, folder: Path, prefix: str):
        self.folder, self.prefix = folder, prefix
        self.requests: list[str] = []
        self.lines: list[str] = []  # the first line of each request, with its method and query
        self.over: dict[str, Path] = {}  # folders by the path that they take the place of
        self.url = ""
        self.uncached = ""  # browsers may not keep files whose path holds this
        self.line = Lock()  # a slow line is shared by all that comes over it
        self.connect()

    def connect(self):
        """Make the connection fast and whole again."""
        self.lost = ""  # no answer to requests for files whose path holds this
        self.halved = ""  # of these half arrives, then the connection is closed
        self.held = ""  # of these half arrives, then nothing until `connect`
        self.held_before = b""  # a file with these bytes arrives up to them, then as above
        self.slow(0, 0)

    def slow(self, bits_per_second: int = 1_600_000, latency: float = 0.15):
        self.rate, self.latency = bits_per_second / 8, latency

    def find(self, path: str) -> Path | None:
        """Return the file that answers to a path, or None."""
        file = self.folder / path.removeprefix(self.prefix)
        for below, folder in self.over.items():
            if below in path:
                file = folder / path.rpartition(below)[2]
        if file.is_dir() and path.endswith("/"):
            file /= "index.html"
        inside = path.startswith(self.prefix) and ".." not in path
        return file if inside and file.is_file() else None

    def content(self, file: Path) -> bytes:
        return file.read_bytes() if file.exists() else b""


@lru_cache(maxsize=256)
def compressed(content: bytes) -> bytes:
    return gzip.compress(content, 6, mtime=0)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    site: Site

    def parse_request(self):
        is_request = super().parse_request()
        self.site.lines.append(self.requestline)
        return is_request

    def do_GET(self):
        site, path = self.site, unquote(urlsplit(self.path).path)
        site.requests.append(path)
        if site.lost and site.lost in path:
            self.close_connection = True
            return
        time.sleep(site.latency)
        if not site.find(path) and site.find(f"{path}/"):
            self.redirect(f"{path}/")
            return
        file = site.find(path) or site.folder / "404.html"
        content = site.content(file)
        if file.name == "sitemap.xml":
            content = self.with_this_address(content)
        self.send_response(200 if site.find(path) else 404)
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        self.send_header("Content-Type", kind)
        fresh = site.uncached and site.uncached in path
        self.send_header("Cache-Control", "no-store" if fresh else "max-age=600")
        paused = site.held_before and site.held_before in content  # compressed, it would not flow
        accepted = self.headers.get("Accept-Encoding", "")
        if file.suffix not in COMPRESSED and "gzip" in accepted and not paused:
            content = compressed(content)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.send_body(content, path)

    def with_this_address(self, sitemap: bytes) -> bytes:
        """Material's instant navigation goes only to the pages that it lists."""
        root = re.search(rb"<loc>(.*?/)([a-z]{2}/)?</loc>", sitemap)[1]
        here = f"http://{self.headers['Host']}{self.site.prefix}"
        return sitemap.replace(b"<loc>" + root, b"<loc>" + here.encode())

    def redirect(self, path: str):
        self.send_response(301)
        self.send_header("Location", quote(path))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def send_body(self, content: bytes, path: str):
        site = self.site
        if site.held_before and site.held_before in content:
            self.wfile.write(content[: (at := content.index(site.held_before))])
            content = content[at:]
            while site.held_before:
                time.sleep(0.05)
        size = min(PIECE, len(content) // 2 + 1)  # at least two pieces
        for at in range(0, len(content), size):
            if at > len(content) / 2:
                if site.halved and site.halved in path:
                    self.close_connection = True
                    return
                while site.held and site.held in path:
                    time.sleep(0.05)
            piece = content[at : at + size]
            if rate := site.rate:
                with site.line:
                    time.sleep(len(piece) / rate)
            self.wfile.write(piece)

    def handle(self):
        with suppress(BrokenPipeError, ConnectionResetError):  # the reader has left
            super().handle()

    def log_message(self, *_):
        pass


@contextmanager
def serve(folder: Path, prefix: str):
    """Serve a folder below a path of a free port."""
    site = Site(folder, prefix)
    with address_of(site) as site.url:
        yield site


@contextmanager
def address_of(site: Site):
    """One more address of a site, on a free port: to a browser it is a site never visited."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("SiteHandler", (Handler,), {"site": site}))
    server.daemon_threads = True
    Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}{site.prefix}"
    finally:
        site.connect()
        server.shutdown()
        server.server_close()
