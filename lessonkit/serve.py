"""`make serve`: every language on one port, each built again whenever something that it is made of changes."""

import errno
import logging
import os
import signal
import socket
import sys
import tempfile
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin

from lessonkit.build import environment
from lessonkit.project import HERE, LANGUAGES, LISTED, TRANSLATIONS
from lessonkit.search_index import write_index

WATCHED = ("docs", "snippets", "theme", *(HERE.config(language).name for language in LANGUAGES))
POLLING = 0.2  # seconds between two looks at what is watched; MkDocs waits half a second


class Kept(BasePlugin):
    """Gives the pages that a save did not touch back as they were rendered before: a quarter of a build's time.

    What a page says of another one it says by its name: a link, a reading time. So a page is rendered again if it was
    saved or names one that was; and every page is after any other change, to a snippet or a picture.
    """

    def __init__(self):
        self.pages: dict[str, dict | None] = {}
        self.saved: set[str] = set()

    def on_page_markdown(self, markdown, page, **_):
        before = self.pages.get(page.file.src_uri)
        if before and page.file.name not in self.saved and not any(name in markdown for name in self.saved):
            page.render = lambda config, files: vars(page).update(before)

    def on_page_content(self, html, page, **_):
        rendered = {"content": html, "toc": page.toc, "present_anchor_ids": page.present_anchor_ids}
        self.pages[page.file.src_uri] = rendered if "title" in page.meta else None  # which rendering would find


class Served:
    """All languages in a folder, each in one of its own: to build one again leaves the others alone."""

    def __init__(self, folder: Path):
        self.folder, self.built_from = folder, {}
        self.kept = {language: Kept() for language in LANGUAGES}

    @property
    def root(self) -> Path:
        """English; the others show in it: Vietnamese as `vi`."""
        return self.folder / "en"

    def build(self) -> None:
        """Build what has changed since the last time; whatever is in no language's own folder is in all."""
        there = stamps()
        changed = {path for path in there.keys() | self.built_from.keys() if there.get(path) != self.built_from.get(path)}
        pages_alone = all(path.suffix == ".md" and path in there and path in self.built_from for path in changed)
        for language, kept in self.kept.items():
            kept.saved = {path.stem for path in changed}
            if not pages_alone:
                kept.pages.clear()
            if any(made_from(path, language) for path in changed):
                build_language(language, self.folder / language, kept)
        for language in TRANSLATIONS:
            if not (self.root / language).exists():
                (self.root / language).symlink_to(self.folder / language)
        self.built_from = there  # not where a build failed: the next one has the same to do


def stamps() -> dict[Path, int]:
    """Every file that the site is made of, and when it last changed. Hidden ones are an editor's."""
    paths = (path for name in WATCHED for path in (HERE.root / name, *(HERE.root / name).rglob("*")))
    return {path: stamp(path) for path in paths if not path.is_dir() and not path.name.startswith(".")}


def stamp(path: Path) -> int:
    """Nanoseconds, 0 where the file is gone."""
    try:
        return path.stat().st_mtime_ns
    except OSError:  # it was there a moment ago
        return 0


def made_from(path: Path, language: str) -> bool:
    """Whether a file shows on some page of a language."""
    return not any(path.is_relative_to(HERE.docs(other)) for other in LANGUAGES if other != language)


def build_language(language: str, into: Path, kept: Kept) -> None:
    """Faults show in the pages and in the log; the server lives on."""
    loaded = load_config(str(HERE.config(language)), site_dir=str(into), strict=False)
    loaded.plugins["kept"] = kept
    build(loaded, serve_url=None)
    write_index(into)


def check_port(port: int) -> None:
    """Raise OSError where the port is taken, before anything is built."""
    with socket.create_server(("127.0.0.1", port)):
        pass


def port_of(text: str) -> int:
    """The port that was named; ends the process by a sentence where it is none that anybody may take."""
    if not (text.isdecimal() and 1024 <= int(text) <= 65535):
        sys.exit(f"A port is a number from 1024 to 65535, and not {text}: make serve PORT=8001")
    return int(text)


def serve(port: int) -> None:
    """Build and serve both languages until Ctrl+C. Raises OSError where the port is taken."""
    check_port(port)
    root = f"http://127.0.0.1:{port}/"
    os.environ |= environment(root)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    logging.getLogger("watchdog").setLevel(logging.WARNING)
    with tempfile.TemporaryDirectory() as folder:
        served = Served(Path(folder))
        server = LiveReloadServer(served.build, "127.0.0.1", port, str(served.root), mount_path="/", polling_interval=POLLING)
        server.error_handler = lambda code: (served.root / "404.html").read_bytes() if code == 404 else None
        for name in WATCHED:
            server.watch(str(HERE.root / name))
        server.builder()
        addresses = [f"{listed['name']}: {root}{listed['code'] + '/' if listed['code'] != 'en' else ''}" for listed in LISTED]
        print(*addresses, "Stop: Ctrl+C", sep="   ", flush=True)
        try:
            server.serve(open_in_browser=False)
        finally:
            server.shutdown()  # or its threads keep the process and the port


if __name__ == "__main__":
    for ending in (signal.SIGINT, signal.SIGTERM):  # Ctrl+C also where a script started it in the background, which ignores that
        signal.signal(ending, signal.default_int_handler)  # and who is killed removes the folder of the site too
    port = port_of(sys.argv[1])
    try:
        serve(port)
    except KeyboardInterrupt:
        print()
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        sys.exit(f"Port {port} is in use. Stop what uses it, or take another: make serve PORT={port + 1}")
