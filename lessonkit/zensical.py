"""`make zensical`: every language built by Zensical, which follows on Material for MkDocs, into `site-zensical/`.

It reads the same configuration, theme and Markdown extensions. `make test-zensical` runs the tests of the built site over
the result; what it makes otherwise is listed in tests/zensical.toml.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import NamedTemporaryFile

from mkdocs.utils.yaml import yaml_load

from lessonkit.build import environment, finish
from lessonkit.project import HERE, LANGUAGES, Project

BUILT = Project(HERE.root, "site-zensical")
ZENSICAL = HERE.root / ".venv-zensical" / "bin" / "zensical"
SEARCH_STYLE = "'sha256-NwSx/R2V/U4jnW0Tq5pQ53Y/rzPVJ4dqE7D6UTA/J1k='"  # a browser names it where another version has another


def build() -> int:
    """Build every language; return the exit code of the first that fails. Zensical has said by then what is wrong."""
    shutil.rmtree(BUILT.site, ignore_errors=True)
    os.environ |= environment() | {"PYTHONPATH": str(HERE.root)}
    for language in LANGUAGES:
        with NamedTemporaryFile("w", dir=HERE.root, prefix=".zensical-", suffix=".yml") as file:
            json.dump(configuration(language), file)
            file.flush()
            done = subprocess.run([ZENSICAL, "build", "--clean", "--strict", "--config-file", file.name], cwd=HERE.root)
        if done.returncode:
            return done.returncode
    finish(BUILT)
    mend(BUILT.site)
    return 0


def configuration(language: str) -> dict:
    """A language's configuration, in one: a list in it replaces the inherited one, to which Zensical would add it."""
    with HERE.config(language).open(encoding="utf-8") as file:
        return yaml_load(file) | {"site_dir": str(BUILT.built(language).relative_to(HERE.root))}


def mend(site: Path) -> None:
    """The home page's link to itself is empty, and the search makes a style element that our policy must know."""
    for page in site.rglob("*.html"):
        text = page.read_text("utf-8").replace('href=""', 'href="./"')
        page.write_text(text.replace("style-src 'self';", f"style-src 'self' {SEARCH_STYLE};"), "utf-8")


if __name__ == "__main__":
    sys.exit(build())
