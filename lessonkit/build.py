"""`make build`: every language into `site/`, then what each built page gets besides, last the Content-Security-Policy."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from lessonkit.cards import draw_cards
from lessonkit.languages import mark_languages
from lessonkit.policy import stamp_policy
from lessonkit.project import HERE, LANGUAGES, TRANSLATIONS, Project
from lessonkit.scripts import lighten
from lessonkit.search_index import write_index
from lessonkit.styles import purge


def environment(root: str = "") -> dict[str, str]:
    """The addresses of the site in all languages from one: `SITE_URL`, and `SITE_URL_VI` below it."""
    root = (root or os.environ.get("SITE_URL", "http://127.0.0.1:8000/")).rstrip("/") + "/"
    below = {f"SITE_URL_{language.upper()}": f"{root}{language}/" for language in TRANSLATIONS}
    return os.environ | {"NO_MKDOCS_2_WARNING": "1", "SITE_URL": root} | below


def build(project: Project) -> int:
    """Build all languages at the same time; return an exit code. Where it is not 0, MkDocs has said what is wrong."""
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor() as pool:
        # Building English empties the site's folder, so the others are put into it afterwards.
        folders = {language: Path(folder, language) for language in TRANSLATIONS}
        codes = list(pool.map(lambda language: build_one(project, language, folders.get(language, project.site)), LANGUAGES))
        if any(codes):
            return 1
        for language in TRANSLATIONS:
            shutil.move(folders[language], project.built(language))
    finish(project)
    return 0


def build_one(project: Project, language: str, folder: Path) -> int:
    """Build a language into a folder; return the exit code, and say what MkDocs said in one piece."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--config-file", project.config(language), "--site-dir", folder]
    done = subprocess.run(command, env=environment(), cwd=project.root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    print(done.stdout, end="", file=sys.stderr)
    return done.returncode


def finish(project: Project) -> None:
    """What is done to a built site, whichever generator built it."""
    write_index(project.site)
    purge(project.site)
    lighten(project.site)
    mark_languages(project.site)
    complete(project)
    if not any(project.site.glob("lib/pyodide/*/numpy-*.whl")):
        stamp_missing_python(project.site)


def complete(project: Project) -> None:
    """The part of `finish` that the checks ask for, which can be done again when some pages were built anew."""
    for language in TRANSLATIONS:  # GitHub Pages serves the root's 404.html alone, which holds all languages
        (project.built(language) / "404.html").unlink(missing_ok=True)
    draw_cards(project.site)
    stamp_policy(project.site)


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
