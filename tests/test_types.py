"""Our JavaScript has no type error, as its JSDoc says the types, and is formatted and linted."""

import subprocess

from lessonkit.node import NODE
from lessonkit.project import HERE


def run(program: str, *words: str) -> subprocess.CompletedProcess:
    """Run a program of an npm package from the project's root."""
    command = [NODE, HERE.root / "node_modules" / program, *words]
    return subprocess.run(command, cwd=HERE.root, capture_output=True, text=True)


def test_the_scripts_have_no_type_error():
    done = run("typescript/bin/tsc", "-p", "tsconfig.json")
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_scripts_are_formatted_and_linted():
    done = run("@biomejs/biome/bin/biome", "check", "--error-on-warnings")
    remedy = "\nTo format: node_modules/.bin/biome check --write"
    assert done.returncode == 0, done.stdout + done.stderr + remedy
