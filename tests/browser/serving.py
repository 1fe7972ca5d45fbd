"""`make serve` of a copy of the project, for a test or a bench to write into."""

import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

from lessonkit.project import HERE, LANGUAGES


def copied(folder: Path) -> Path:
    """A copy of what the site is made of; what set-up brought is shared."""
    for name in ("docs", "snippets", "theme", "lessonkit"):
        shutil.copytree(
            HERE.root / name,
            folder / name,
            symlinks=True,
            ignore=shutil.ignore_patterns("lib", "__pycache__"),
        )
    for language in LANGUAGES:
        shutil.copy(HERE.config(language), folder)
    for name in ("docs/en/lib", "node_modules"):
        (folder / name).symlink_to(HERE.root / name)
    return folder


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """The address where the copy is served; what the server says is read, so that it never waits for a reader."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "lessonkit.serve", str(port)]
    scratch = folder / "scratch"
    scratch.mkdir()
    env = os.environ | {"PYTHONPATH": str(folder), "TMPDIR": str(scratch)}
    server = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=env
    )
    try:
        said = []
        for line in server.stdout:
            said.append(line)
            if "Serving on" in line:
                break
        else:
            raise AssertionError(f"the server ended: {''.join(said)}")
        Thread(target=server.stdout.read, daemon=True).start()
        yield f"http://127.0.0.1:{port}/"
    finally:
        server.send_signal(signal.SIGINT)  # Ctrl+C, which must end it and leave nothing behind
        assert server.wait(30) == 0 and [*scratch.iterdir()] == []
