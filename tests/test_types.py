"""The JavaScript of the cells and of the search has no type error: JSDoc says the types."""

import subprocess

from lessonkit.node import NODE
from lessonkit.project import HERE


def test_the_scripts_have_no_type_error():
    tsc = HERE.root / "node_modules" / "typescript" / "bin" / "tsc"
    done = subprocess.run(
        [NODE, tsc, "-p", "tsconfig.json"], cwd=HERE.root, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
