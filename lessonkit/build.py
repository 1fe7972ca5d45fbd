"""`make build`: both languages into `site/`, then the Content-Security-Policy on every page."""

import os
import subprocess
import sys
import time

from lessonkit.policy import stamp_policy
from lessonkit.project import HERE, Project

CONFIGS = ("mkdocs.yml", "mkdocs.vi.yml")  # English first: building it empties the folder that Vietnamese goes into


def environment() -> dict[str, str]:
    """Both addresses of the site from one variable, and whether NumPy for the browser is there."""
    root = os.environ.get("SITE_URL", "http://127.0.0.1:8000/").rstrip("/") + "/"
    there = any(HERE.docs("en").glob("lib/pyodide/*/numpy-*.whl"))
    return os.environ | {
        "NO_MKDOCS_2_WARNING": "1", "SITE_URL": root, "SITE_URL_VI": root + "vi/", "BROWSER_PYTHON": "" if there else "missing",
    }


def build(project: Project) -> int:
    """Build both languages; return the exit code of the first that fails. MkDocs has said by then what is wrong."""
    for config in CONFIGS:
        command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--config-file", str(project.root / config)]
        done = subprocess.run(command, env=environment(), cwd=project.root)
        if done.returncode:
            return done.returncode
    (project.site / "vi" / "404.html").unlink()  # GitHub Pages serves the root's alone, which holds both languages
    stamp_policy(project.site)
    return 0


if __name__ == "__main__":
    start = time.perf_counter()
    code = build(HERE)
    if code == 0:
        print(f"site/ is built, in {time.perf_counter() - start:.1f} s")
    sys.exit(code)
