"""A small course with the project's own engine and theme, which no author edits: what the browser
tests of the engine open. Its pages, code and picture are in `fixture/`."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np

from lessonkit.project import HERE, LANGUAGES, Project

FIXTURE = Path(__file__).parent / "fixture"
OF_THE_LESSON = shutil.ignore_patterns("*.md", "notebooks.py", "figures", "lib", "__pycache__")
NAV_PAGE = re.compile(r"^ +- (?:[^:\n]+: )?([\w-]+\.(?:md|py))\n", re.M)
DATA = ("numbers.npz", "more.npz")


def make_fixture(root: Path) -> Project:
    """Write the course into a folder, with all that set-up downloaded; record what it prints."""
    project = Project(root)
    for name in ("lessonkit", "web"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(HERE.root / name, root / name, ignore=ignored)
    for language in LANGUAGES:
        docs = project.docs(language)
        shutil.copytree(HERE.docs(language), docs, ignore=OF_THE_LESSON, symlinks=True)
    shutil.copytree(FIXTURE, root, dirs_exist_ok=True)
    for language in LANGUAGES:
        write_config(project, language)
    (root / "docs" / "en" / "lib").mkdir()
    for name in ("docs/en/lib/katex", "docs/en/lib/pyodide", "node_modules"):
        (root / name).symlink_to((HERE.root / name).resolve())
    lock = HERE.root / "package-lock.json"  # by which a drawn picture is known
    for path in (*HERE.modules(), HERE.figures / "svg.py", lock):
        shutil.copy(path, root / HERE.name(path))
    project.snippets.joinpath("data").mkdir()
    numbers = np.random.default_rng(0).random((80, 64))  # more bytes than are sent at once
    for name in DATA:
        np.savez(project.snippets / "data" / name, numbers=numbers)
    run_module(project, "lessonkit.record")
    run_module(project, "lessonkit.translations", "all")
    return project


def write_config(project: Project, language: str) -> None:
    """The project's own configuration, without the pages that the course does not have."""
    text = HERE.config(language).read_text("utf-8")
    there = project.docs("en")
    own = NAV_PAGE.sub(lambda line: line[0] if (there / line[1]).exists() else "", text)
    project.config(language).write_text(own, "utf-8")


def run_module(project: Project, *command: str) -> None:
    """Run a program of the copied project, from which it imports. Raises where it fails."""
    address = {"SITE_DIR": project.site_dir, "SITE_URL": "http://127.0.0.1:8000/attention/"}
    env = os.environ | address | {"PYTHONPATH": str(project.root)}
    command = [sys.executable, "-m", *command]
    done = subprocess.run(command, cwd=project.root, env=env, capture_output=True, text=True)
    assert done.returncode == 0, f"{' '.join(command)}: {done.stdout}{done.stderr}"
