"""`make build`: both languages into `site/`, then the Content-Security-Policy on every page."""

import os
import subprocess
import sys
import time
from pathlib import Path

from lessonkit.policy import stamp_policy
from lessonkit.project import HERE, Project
from lessonkit.search_index import slim
from lessonkit.styles import purge

CONFIGS = ("mkdocs.yml", "mkdocs.vi.yml")  # English first: building it empties the folder that Vietnamese goes into


def environment() -> dict[str, str]:
    """Both addresses of the site from one variable."""
    root = os.environ.get("SITE_URL", "http://127.0.0.1:8000/").rstrip("/") + "/"
    return os.environ | {"NO_MKDOCS_2_WARNING": "1", "SITE_URL": root, "SITE_URL_VI": root + "vi/"}


def build(project: Project) -> int:
    """Build both languages; return the exit code of the first that fails. MkDocs has said by then what is wrong."""
    for config in CONFIGS:
        command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--config-file", str(project.root / config)]
        done = subprocess.run(command, env=environment(), cwd=project.root)
        if done.returncode:
            return done.returncode
    finish(project.site)
    return 0


def finish(site: Path) -> None:
    """What is done to a built site, whichever generator built it."""
    (site / "vi" / "404.html").unlink()  # GitHub Pages serves the root's alone, which holds both languages
    slim(site)
    purge(site)
    stamp_policy(site)
    if not any(site.glob("lib/pyodide/*/numpy-*.whl")):
        stamp_missing_python(site)


def stamp_missing_python(site: Path) -> None:
    """Tell the cells that set-up found no NumPy for the browser, so that their buttons are off and say why."""
    for page in site.rglob("*.html"):
        page.write_text(page.read_text("utf-8").replace("<html ", '<html data-python="missing" ', 1), "utf-8")
    print("NumPy for the browser is missing, so the Run buttons are off; make said why when it set up", file=sys.stderr)


if __name__ == "__main__":
    start = time.perf_counter()
    code = build(HERE)
    if code == 0:
        print(f"site/ is built, in {time.perf_counter() - start:.1f} s")
    sys.exit(code)
