"""`make serve`: every language on one port, built again whenever a file changes."""

import errno
import os
import signal
import socket
import sys
import tempfile
from pathlib import Path
from wsgiref.headers import Headers

from mkdocs.livereload import LiveReloadServer

from lessonkit.build import add_model, build_languages, environment
from lessonkit.policy import policy
from lessonkit.project import HERE

WATCHED = ["docs", "figures", "snippets", "web"]
WATCHED += [HERE.config(language).name for language in HERE.languages]


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
    """Build and serve all languages until Ctrl+C. Raises OSError where the port is taken.

    Faults show in the pages and in what is printed, and the server lives on.
    """
    socket.create_server(("127.0.0.1", port)).close()
    root = f"http://127.0.0.1:{port}/"
    os.environ |= environment(root)
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder, "en")

        def build():
            build_languages(HERE, Path(folder), strict=False)
            add_model(site)
            for (
                language
            ) in HERE.translations:  # they show below English, which may have been emptied
                below = site / language
                below.unlink(missing_ok=True)
                below.symlink_to(Path(folder, language))

        server = Server(build, "127.0.0.1", port, str(site))
        not_found = site / "404.html"
        server.error_handler = lambda code: not_found.read_bytes() if code == 404 else None
        for name in WATCHED:
            server.watch(str(HERE.root / name))
        build()
        addresses = [root, *(f"{root}{language}/" for language in HERE.translations)]
        print("Serving on", *addresses, "Stop: Ctrl+C", sep="   ", flush=True)
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
