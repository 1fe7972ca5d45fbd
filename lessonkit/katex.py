"""Formulas to HTML and MathML by the real KaTeX, in one Node process that lives as long as the build.

What KaTeX made is kept from build to build: both languages have the same formulas, and most builds change none.
"""

import atexit
import hashlib
import json
import os
import subprocess
import threading
from functools import cache

from lessonkit.node import NODE
from lessonkit.project import HERE

RENDERER = HERE.root / "lessonkit" / "render_formulas.mjs"
KATEX = HERE.root / "node_modules" / "katex" / "package.json"
KEPT = HERE.root / "node_modules" / ".cache" / "formulas.json"
ONE_AT_A_TIME = threading.Lock()


class FormulaError(ValueError):
    """KaTeX rejects a formula; the message is KaTeX's own."""


@cache
def _node() -> subprocess.Popen:
    started = subprocess.Popen([str(NODE), str(RENDERER)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8", cwd=HERE.root)
    atexit.register(started.communicate)  # it ends when there is nothing more to read
    return started


@cache
def _kept() -> dict[str, str]:
    """Formulas that this KaTeX with these macros has rendered before; whatever else is in the file is let go."""
    version = hashlib.sha256(KATEX.read_bytes() + RENDERER.read_bytes()).hexdigest()
    try:
        kept = json.loads(KEPT.read_text("utf-8"))
    except (OSError, ValueError):
        kept = {}
    if kept.get("version") != version:
        kept = {"version": version}
    atexit.register(_keep, dict(kept))
    return kept


def _keep(before: dict[str, str]) -> None:
    """Write new formulas down; a reader of the file sees the old one or the new one, never half of one."""
    if _kept() != before:
        KEPT.parent.mkdir(exist_ok=True)
        fresh = KEPT.with_suffix(f".{os.getpid()}")
        fresh.write_text(json.dumps(_kept()), "utf-8")
        fresh.replace(KEPT)


def _render(tex: str, display: bool) -> str:
    node = _node()
    print(json.dumps({"tex": tex, "display": display}), file=node.stdin, flush=True)
    answer = json.loads(node.stdout.readline())
    if "error" in answer:
        raise FormulaError(answer["error"].removeprefix("KaTeX parse error: "))
    return answer["html"]


def render_formula(tex: str, display: bool) -> str:
    """Return a formula as HTML with MathML. Raises FormulaError where KaTeX rejects it."""
    key = f"{'display' if display else 'inline'} {tex}"
    with ONE_AT_A_TIME:
        if key not in _kept():
            _kept()[key] = _render(tex, display)
        return _kept()[key]
