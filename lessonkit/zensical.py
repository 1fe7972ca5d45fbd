"""`make zensical`: both languages built by Zensical, which follows on Material for MkDocs, into `site-zensical/`.

It reads the same configuration, theme and Markdown extensions. `make test-zensical` runs the tests of the built site over
the result; what it makes otherwise is listed in tests/zensical.toml.
"""

import shutil
import subprocess
import sys
from pathlib import Path

from lessonkit.build import CONFIGS, environment, finish
from lessonkit.project import HERE

SITE = "site-zensical"
ZENSICAL = HERE.root / ".venv-zensical" / "bin" / "zensical"
SEARCH_STYLE = "'sha256-NwSx/R2V/U4jnW0Tq5pQ53Y/rzPVJ4dqE7D6UTA/J1k='"  # a browser names it where another version has another


def build() -> int:
    """Build both languages; return the exit code of the first that fails. Zensical has said by then what is wrong."""
    site = HERE.root / SITE
    shutil.rmtree(site, ignore_errors=True)
    told = environment() | {"SITE_DIR": SITE, "SITE_DIR_VI": f"{SITE}/vi", "PYTHONPATH": str(HERE.root)}
    for config in CONFIGS:
        done = subprocess.run([ZENSICAL, "build", "--clean", "--strict", "--config-file", config], env=told, cwd=HERE.root)
        if done.returncode:
            return done.returncode
    finish(site)
    mend(site)
    return 0


def mend(site: Path) -> None:
    """The home page's link to itself is empty, and the search makes a style element that our policy must know."""
    for page in site.rglob("*.html"):
        text = page.read_text("utf-8").replace('href=""', 'href="./"')
        page.write_text(text.replace("style-src 'self';", f"style-src 'self' {SEARCH_STYLE};"), "utf-8")


if __name__ == "__main__":
    sys.exit(build())
