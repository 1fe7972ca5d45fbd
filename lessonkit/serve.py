"""`make serve`: both languages on one port, built again whenever something that they are made of changes."""

import errno
import logging
import os
import socket
import sys
import tempfile
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.livereload import LiveReloadServer

from lessonkit.build import CONFIGS, environment
from lessonkit.project import HERE
from lessonkit.search_index import slim

WATCHED = ("docs", "snippets", "theme", "mkdocs.base.yml", *CONFIGS)


def build_both(into: Path) -> None:
    """Build English, then Vietnamese inside it. Faults show in the pages and in the log; the server lives on."""
    for config, folder in zip(CONFIGS, (into, into / "vi")):
        build(load_config(str(HERE.root / config), site_dir=str(folder), strict=False), serve_url=None)
    slim(into)


def check_port(port: int) -> None:
    """Raise OSError where the port is taken, before anything is built."""
    with socket.create_server(("127.0.0.1", port)):
        pass


def serve(port: int) -> None:
    check_port(port)
    os.environ |= environment() | {"SITE_URL": f"http://127.0.0.1:{port}/", "SITE_URL_VI": f"http://127.0.0.1:{port}/vi/"}
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    logging.getLogger("watchdog").setLevel(logging.WARNING)
    with tempfile.TemporaryDirectory() as folder:
        server = LiveReloadServer(lambda: build_both(Path(folder)), "127.0.0.1", port, folder, mount_path="/")
        server.error_handler = lambda code: (Path(folder) / "404.html").read_bytes() if code == 404 else None
        for name in WATCHED:
            server.watch(str(HERE.root / name))
        server.builder()
        print(f"English: http://127.0.0.1:{port}/   Tiếng Việt: http://127.0.0.1:{port}/vi/   Stop: Ctrl+C", flush=True)
        server.serve(open_in_browser=False)


if __name__ == "__main__":
    try:
        serve(int(sys.argv[1]))
    except KeyboardInterrupt:
        print()
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        sys.exit(f"Port {sys.argv[1]} is in use. Stop what uses it, or take another: make serve PORT={int(sys.argv[1]) + 1}")
