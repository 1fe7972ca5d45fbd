"""`make build`: every language into `site/`, and then what only a whole site can have."""

import html
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import zlib
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path

from fontTools import subset

from lessonkit.frames import write_frames
from lessonkit.node import drawn
from lessonkit.notebook import write_notebooks
from lessonkit.pages import front_matter
from lessonkit.policy import with_policy
from lessonkit.project import HERE, Project
from lessonkit.search_index import write_index

STATIC = re.compile(r'(?<=["/])static/(?=[\w/-]+\.(?:m?js|css|svg)\b)')
RANDOM = re.compile(r' id="cell-id=\w+"')  # mkdocs-jupyter's; a release is named by its content
# Names, operators, marks and blanks look like other code: a third of a page's elements for nothing.
PLAIN = re.compile(r'<span class="[nopw]">([^<]*)</span>')
COMMENT = re.compile(r"/\*.*?\*/\n?|^ +", re.M | re.S)  # of a style, a third of its bytes; indents
TAG = re.compile(r"<[^>]+>")
MATH = re.compile(r"<math.*?(?=<annotation)", re.S)
DRAWN = "\ue020⎛⎜⎝⎞⎟⎠⎡⎢⎣⎤⎥⎦⎧⎨⎩⎪⎫⎬⎭"  # what KaTeX draws with, and MathML has not
UNABLE = '<html data-built data-python="missing" '
MODEL, MANIFEST = "lib/smollm2", "manifest.json"
NOT_KEPT = re.compile(
    r"^lib/smollm2/|(^|/)(embed/.*|files\.json|service-worker\.js|lunr/.*|.*\.map|sitemap\.xml.*)$"
)
COMPRESSED = {".npz", ".png", ".whl", ".woff2", ".zip"}
SHARED = ("404.html", "service-worker.js", "static")  # by all languages: those of the root
CARD_WIDTH = 1200  # pixels, as those who show shared links ask for
ICON_WIDTHS = (192, 512)  # as a phone asks for that installs the site


def environment(root: str = "", project: Project = HERE) -> dict[str, str]:
    """The addresses of all languages from one: `SITE_URL`, and `SITE_URL_VI` below it."""
    root = (root or os.environ.get("SITE_URL", "http://127.0.0.1:8000/")).rstrip("/") + "/"
    below = {f"SITE_URL_{one.upper()}": f"{root}{one}/" for one in project.translations}
    return os.environ | {"NO_MKDOCS_2_WARNING": "1", "SITE_URL": root} | below


def build(project: Project) -> int:
    """Build the whole site; return an exit code. MkDocs says what is wrong."""
    with tempfile.TemporaryDirectory() as folder:
        if not build_languages(project, Path(folder)):
            return 1
        shutil.rmtree(project.site, ignore_errors=True)
        for language in project.languages:  # English first, since its folder holds the others
            shutil.move(Path(folder, language), project.built(language))
    finish(project)
    return 0


def build_languages(project: Project, folder: Path, strict: bool = True) -> bool:
    """Build all languages at once, each into a folder of its own; return whether all went well."""
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        codes = pool.map(partial(build_language, project, folder, strict), project.languages)
        return not any([*codes])


def build_language(project: Project, folder: Path, strict: bool, language: str) -> int:
    """Build a language below a folder; say what MkDocs warned of, and return its exit code."""
    built = folder / language
    # With --quiet a broken link would not change the exit code.
    command = [sys.executable, "-m", "mkdocs", "build", "--strict" if strict else "--no-strict"]
    command += ["--config-file", str(project.config(language)), "--site-dir", str(built)]
    out, err, env = subprocess.PIPE, subprocess.STDOUT, environment(project=project)
    done = subprocess.run(command, env=env, cwd=project.root, stdout=out, stderr=err, text=True)
    warnings = [line for line in done.stdout.splitlines() if not line.startswith("INFO")]
    print(*warnings, sep="\n", end="\n" * bool(warnings), file=sys.stderr)
    if done.returncode == 0:
        write_index(built, boosts(project, language))
        write_notebooks(project, language, built)
        write_frames(project, language, built)
    return done.returncode


def boosts(project: Project, language: str) -> dict[str, float | None]:
    """What each page's sections are worth to the search, by its address."""
    said = {page.stem: front_matter(page).get("search", {}) for page in project.pages(language)}
    worth = {name: float(search["boost"]) if search else None for name, search in said.items()}
    return {"" if name == "index" else f"{name}/": boost for name, boost in worth.items()}


def finish(project: Project) -> None:
    """Do to a whole built site what no page can do for itself."""
    site = project.site
    folders = [project.built(language) for language in project.translations]
    for path in (folder / name for folder in folders for name in SHARED):
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    card = (site / "static" / "card.svg").read_text("utf-8")
    (site / "card.png").write_bytes(drawn(card, CARD_WIDTH))  # what a shared link shows
    icon = (site / "static" / "favicon.svg").read_text("utf-8")
    for width in ICON_WIDTHS:
        (site / f"icon-{width}.png").write_bytes(drawn(icon, width))
    has_python = any(site.glob("lib/pyodide/*/numpy-*.whl"))
    if not has_python:
        print("NumPy for the browser is missing, so the Run buttons are off", file=sys.stderr)
    for style in site.glob("static/**/*.css"):
        style.write_text(COMMENT.sub("", style.read_text("utf-8")), "utf-8")
    static = with_hash(site / "static")
    formulas = "".join(MATH.findall("".join(finish_pages(site, static, has_python))))
    cut_fonts(site / "lib" / "katex" / "fonts", html.unescape(TAG.sub("", formulas)) + DRAWN)
    add_model(site)
    list_files(site)


def add_model(site: Path) -> None:
    """Link the parts of SmolLM2 into a site where `make model` has made them; without them an empty
    manifest says so."""
    folder = site / MODEL
    folder.mkdir(parents=True, exist_ok=True)
    for part in (HERE.root / "model").glob("*"):
        if (folder / part.name).exists():  # `make serve` builds into the same folder again
            continue
        try:
            os.link(part, folder / part.name)
        except OSError:  # it is on another disk
            shutil.copy(part, folder)
    if not (folder / MANIFEST).exists():
        (folder / MANIFEST).write_text("{}")


def list_files(site: Path) -> None:
    """Write what static/keep.mjs keeps: of each file its path, SHA-256, bytes over the line.

    Apart from the course are the parts of the model, which few want.
    """
    names = {path.relative_to(site).as_posix(): path for path in site.rglob("*") if path.is_file()}
    manifest = (site / MODEL / MANIFEST).read_bytes()
    parts = json.loads(manifest).get("parts", {})
    if parts:
        parts |= {MANIFEST: (sha256(manifest).hexdigest(), len(manifest))}
    model = [(f"{MODEL}/{name}", *hash_and_size) for name, hash_and_size in parts.items()]
    kept = {name: names[name] for name in sorted(names) if not NOT_KEPT.search(name)}
    with ThreadPoolExecutor() as pool:  # which hashes and compresses on all cores
        hashes = pool.map(lambda path: sha256(path.read_bytes()).hexdigest(), kept.values())
        files = [*zip(kept, hashes, pool.map(over_the_line, kept.values()))]
    release = sha256(json.dumps(files).encode()).hexdigest()[:12]
    listing = {"release": release, "files": files, "model": model}
    (site / "files.json").write_text(json.dumps(listing), "utf-8")


def over_the_line(path: Path) -> int:
    """The bytes of a file as hosts send it: compressed, where it is not yet."""
    content = path.read_bytes()
    return len(content if path.suffix in COMPRESSED else zlib.compress(content))


def with_hash(static: Path) -> str:
    """Rename a folder for its content and return its name, so that no tab mixes two releases."""
    files = sorted(path for path in static.rglob("*") if path.is_file())
    digest = sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:10]
    return static.rename(static.with_name(f"static-{digest}")).name


def cut_fonts(fonts: Path, shown: str) -> None:
    """Cut KaTeX's fonts down to these characters, without hints: half of their bytes."""
    options = ["--flavor=woff2", "--no-hinting", "--layout-features=", "--notdef-outline"]
    for path in fonts.glob("*.woff2"):
        subset.main([str(path), f"--text={shown}", f"--output-file={path}", *options])


def finish_pages(site: Path, static: str, has_python: bool) -> list[str]:
    """Rewrite each page once, its policy last; return their texts."""
    texts = []
    for path in sorted(site.rglob("*.html")):
        page = PLAIN.sub(r"\1", RANDOM.sub("", STATIC.sub(f"{static}/", path.read_text("utf-8"))))
        page = page.replace("<html ", "<html data-built " if has_python else UNABLE, 1)
        path.write_text(with_policy(page), "utf-8")
        texts.append(page)
    return texts


if __name__ == "__main__":
    start = time.perf_counter()
    code = build(HERE)
    if code == 0:
        print(f"{HERE.site_dir}/ is built, in {time.perf_counter() - start:.1f} s")
    sys.exit(code)
