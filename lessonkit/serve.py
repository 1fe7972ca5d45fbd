"""`make serve`: every language on one port, each built again whenever one of its files changes."""

import errno
import logging
import os
import signal
import socket
import sys
import tempfile
from pathlib import Path
from wsgiref.headers import Headers

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.livereload import LiveReloadServer

from lessonkit.build import copy_for_cells, environment
from lessonkit.notebook import write_notebooks
from lessonkit.policy import policy
from lessonkit.project import HERE, LANGUAGES, TRANSLATIONS
from lessonkit.search_index import write_index

WATCHED = (
    "docs",
    "figures",
    "snippets",
    "theme",
    *(HERE.config(language).name for language in LANGUAGES),
)


class Served:
    """All languages in a folder, each in one of its own, so that one can be built alone."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.built_from: dict[str, dict[Path, int]] = {}

    @property
    def root(self) -> Path:
        """English; the others show in it: Vietnamese as `vi`."""
        return self.folder / "en"

    def build(self) -> None:
        """Build each language whose files have changed since it was built."""
        copy_for_cells(HERE)
        for language in LANGUAGES:
            now = times(language)
            if now != self.built_from.get(language):
                build_language(language, self.folder / language)
                self.built_from[language] = now
        for language in TRANSLATIONS:
            if not (self.root / language).exists():
                (self.root / language).symlink_to(self.folder / language)


def times(language: str) -> dict[Path, int]:
    """When each file that a language is made of last changed."""
    others = [HERE.docs(other) for other in LANGUAGES if other != language]
    folders = (HERE.root / name for name in WATCHED)
    paths = (path for folder in folders for path in (folder, *folder.rglob("*")))
    mine = (path for path in paths if not any(path.is_relative_to(other) for other in others))
    return {path: path.stat().st_mtime_ns for path in mine if path.is_file()}


def build_language(language: str, into: Path) -> None:
    """Build a language; faults show in the pages and in the log, and the server lives on."""
    build(load_config(str(HERE.config(language)), site_dir=str(into), strict=False), serve_url=None)
    write_index(into)
    write_notebooks(HERE, language, into)


class Server(LiveReloadServer):
    """Sends each page with the policy that `make build` stamps."""

    def serve_request(self, environ, start_response):
        started = []
        body = b"".join(super().serve_request(environ, lambda *args: started.append(args)))
        status, headers = started[0]
        if dict(headers).get("Content-Type", "").startswith("text/html"):
            Headers(headers)["Content-Security-Policy"] = policy(body.decode("utf-8"))
        start_response(status, headers)
        return [body]


def serve(port: int) -> None:
    """Build and serve all languages until Ctrl+C. Raises OSError where the port is taken."""
    socket.create_server(("127.0.0.1", port)).close()
    root = f"http://127.0.0.1:{port}/"
    os.environ |= environment(root)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    with tempfile.TemporaryDirectory() as folder:
        served = Served(Path(folder))
        server = Server(served.build, "127.0.0.1", port, str(served.root))
        missing = served.root / "404.html"
        server.error_handler = lambda code: missing.read_bytes() if code == 404 else None
        for name in WATCHED:
            server.watch(str(HERE.root / name))
        server.builder()
        addresses = [root, *(f"{root}{language}/" for language in TRANSLATIONS)]
        print(*addresses, "Stop: Ctrl+C", sep="   ", flush=True)
        try:
            server.serve()
        finally:
            server.shutdown()  # or its threads keep the process and the port


def port_of(text: str) -> int:
    """The port that was named; ends the process by a sentence where it is none."""
    if not (text.isdecimal() and 1024 <= int(text) <= 65535):
        sys.exit(f"A port is a number from 1024 to 65535, not {text!r}: make serve PORT=8001")
    return int(text)


def main(text: str) -> None:
    # Also where a script started it in the background, which ignores Ctrl+C.
    for ending in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ending, signal.default_int_handler)
    port = port_of(text)
    try:
        serve(port)
    except KeyboardInterrupt:
        print()
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        sys.exit(f"Port {port} is in use. Stop what uses it, or: make serve PORT={port + 1}")


if __name__ == "__main__":
    main(sys.argv[1])
