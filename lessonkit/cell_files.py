"""What cells load beside the words of the pages: modules, data, what draws, the page's own Python.

`hooks.py` hands them to MkDocs, which copies them into the site; `docs/` has none of them.
"""

import io
import zipfile
from pathlib import Path

from lessonkit.project import HERE, Project

FILES = ("*.py", "words/*.toml")  # of `figures/`


def cell_files(project: Project, language: str) -> dict[str, Path | bytes]:
    """Return files by their address below a language. Raises ValueError where one is missing.

    All languages offer the modules; what scripts load is at the root of the site, with English.
    """
    modules = project.modules()
    for path in modules:
        if not path.exists():
            missing = f"mkdocs.yml: extra.modules names {path.stem}"
            raise ValueError(f"{missing}; write {project.name(path)}")
    files: dict[str, Path | bytes] = {f"lib/{path.name}": path for path in modules}
    if language == "en":
        files |= {f"lib/data/{path.name}": path for path in project.data()}
        files["lib/figures.zip"] = zipped_figures(project)
        # MkDocs takes all other files of a theme's folder by itself.
        python = sorted(HERE.web.glob("static/python/*.py"))
        files |= {path.relative_to(HERE.web).as_posix(): path for path in python}
        tables = [f"static/python/sentences/{one}.toml" for one in project.languages]
        files |= {table: b"" for table in tables if not (HERE.web / table).exists()}
    return files


def zipped_figures(project: Project) -> bytes:
    """What draws the pictures, with their words, as one file: the same bytes for the same files."""
    files = sorted(path for form in FILES for path in project.figures.glob(form))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in files:
            name = zipfile.ZipInfo(path.relative_to(project.figures).as_posix())
            archive.writestr(name, path.read_bytes(), zipfile.ZIP_DEFLATED)
    return packed.getvalue()
