"""Serves a folder as GitHub Pages does: under a sub-path, compressed, cached for ten minutes, with its own 404.

Faults are made here rather than by the browser's own routing, since that switches the browser's cache off and since
WebKit's driver has none.
"""

import gzip
import re
import time
from contextlib import contextmanager
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock, Thread
from urllib.parse import unquote, urlsplit

TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".ipynb": "application/json",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".mjs": "text/javascript; charset=utf-8",
    ".png": "image/png",
    ".py": "text/plain; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".wasm": "application/wasm",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
    ".zip": "application/zip",
}
PACKED = {".png", ".whl", ".woff2", ".zip", ".gz"}  # compressed already
PIECE = 16_384


class Site:
    """One served folder. `requests` lists (path, status) in the order of arrival."""

    def __init__(self, folder: Path, prefix: str):
        self.folder, self.prefix = folder, prefix
        self.requests: list[tuple[str, int]] = []
        self.host = self.url = ""
        self.uncached = ""  # files whose path holds this name are fetched anew each time
        self.line = Lock()  # a slow line is shared by all that comes over it
        self.mend()

    def mend(self):
        """The connection is fast and whole again."""
        self.rate, self.latency, self.lost, self.halved, self.held = None, 0.0, "", "", ""

    def slow(self, bits_per_second: int = 1_600_000, latency: float = 0.15):
        self.rate, self.latency = bits_per_second / 8, latency

    def lose(self, name: str):
        """No answer to requests for files whose path holds this name: the connection is closed."""
        self.lost = name

    def break_off(self, name: str):
        """Half of such a file arrives, then the connection is closed."""
        self.halved = name

    def hold(self, name: str):
        """Half of such a file arrives, then nothing until `mend`."""
        self.held = name

    def find(self, path: str) -> Path | None:
        """The file that answers to a path, or None."""
        if not path.startswith(self.prefix):
            return None
        file = (self.folder / path.removeprefix(self.prefix)).resolve()
        if file.is_dir() and path.endswith("/"):
            file /= "index.html"
        return file if file.is_file() and file.is_relative_to(self.folder.resolve()) else None


@lru_cache(maxsize=256)
def body(file: Path, changed: int, zipped: bool) -> bytes:
    content = file.read_bytes()
    return gzip.compress(content, 6, mtime=0) if zipped else content


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    site: Site

    def do_GET(self):
        site = self.site
        path = unquote(urlsplit(self.path).path)
        if site.lost and site.lost in path:
            site.requests.append((path, 0))
            self.close_connection = True
            return
        file, status = site.find(path), 200
        if file is None:
            file, status = site.folder / "404.html", 404
        stamp = f'"{file.stat().st_mtime_ns:x}"' if file.exists() else '""'
        if status == 200 and self.headers.get("If-None-Match") == stamp:
            status = 304
        site.requests.append((path, status))
        time.sleep(site.latency)
        self.answer(file, status, stamp, path)

    do_HEAD = do_GET

    def answer(self, file: Path, status: int, stamp: str, path: str):
        zipped = file.suffix not in PACKED and "gzip" in self.headers.get("Accept-Encoding", "")
        content = (
            body(file, file.stat().st_mtime_ns, zipped) if file.exists() and status != 304 else b""
        )
        if file.name == "sitemap.xml" and content:
            content, zipped = self.sitemap(file), False
        self.send_response(status)
        self.send_header("Content-Type", TYPES.get(file.suffix, "application/octet-stream"))
        fresh = self.site.uncached and self.site.uncached in path
        self.send_header("Cache-Control", "no-store" if fresh else "max-age=600")
        self.send_header("ETag", stamp)
        self.send_header("Vary", "Accept-Encoding")
        if zipped and content:
            self.send_header("Content-Encoding", "gzip")
        if status != 304:
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.send_body(content, path)

    def sitemap(self, file: Path) -> bytes:
        """The sitemap of a site that was built for this address: instant navigation goes only where it leads."""
        text = file.read_text("utf-8")
        root = re.search(r"<loc>(.*?/)(vi/)?</loc>", text)[1]
        return text.replace(f"<loc>{root}", f"<loc>{self.site.url}").encode()

    def send_body(self, content: bytes, path: str):
        site = self.site
        for at in range(0, len(content), PIECE):
            if at > len(content) / 2:
                if site.halved and site.halved in path:
                    self.close_connection = True
                    return
                while site.held and site.held in path:
                    time.sleep(0.05)
            piece = content[at : at + PIECE]
            if rate := site.rate:
                with site.line:
                    time.sleep(len(piece) / rate)
            self.wfile.write(piece)

    def handle(self):
        try:
            super().handle()
        except (BrokenPipeError, ConnectionResetError):
            pass  # the reader has left

    def log_message(self, *_):
        pass


@contextmanager
def serve(folder: Path, prefix: str = "/attention/"):
    site = Site(folder, prefix)
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("SiteHandler", (Handler,), {"site": site}))
    server.daemon_threads = True
    site.host = f"127.0.0.1:{server.server_address[1]}"
    site.url = f"http://{site.host}{prefix}"
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield site
    finally:
        site.mend()
        server.shutdown()
        server.server_close()
