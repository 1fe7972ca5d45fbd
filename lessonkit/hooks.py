"""What MkDocs does for this site beyond its settings; another generator builds without it."""

import logging
import re
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from lessonkit.cell_files import cell_files
from lessonkit.pages import PageError, exercises, lessons_of, with_lessons
from lessonkit.project import HERE, Project

log = logging.getLogger("mkdocs.lesson")
STYLES = "assets/stylesheets/[mp]a*.min.css"  # main and palette
BLOCK = re.compile(r"\{%-? *block (\w+)")
OVERRIDDEN = ("alternate", "content", "javascripts/palette", "language", "palette", "source")
HEADER = re.compile(r"--md-primary-fg-color: (\S+);")


def project_of(config: MkDocsConfig) -> Project:
    return Project(Path(config.docs_dir).parents[1])


def on_config(config: MkDocsConfig) -> None:
    """Tell the theme what other files say: each language, the pages, how many exercises each has,
    and the header's two colours."""
    if config.theme.name == "material":
        check_material(Path(config.theme.dirs[1]))
    project = project_of(config)
    list_pages(config, project)
    languages = [(one, project.extra(one).get("language", {})) for one in project.languages]
    config.extra["languages"] = [{"code": one, "name": one} | said for one, said in languages]
    style = (HERE.web / "static" / "site.css").read_text("utf-8")
    config.extra["exercises"] = exercises(project)
    sheets = [path for folder in config.theme.dirs for path in Path(folder).glob(STYLES)]
    config.extra["style_sheets"] = [f"assets/stylesheets/{path.name}" for path in sorted(sheets)]
    config.extra["header"] = dict(zip(("light", "dark"), HEADER.findall(style), strict=True))


def check_material(templates: Path) -> None:
    """Raise PluginError where Material no longer has what our templates take the place of."""
    blocks = BLOCK.findall((HERE.web / "main.html").read_text("utf-8"))
    there = BLOCK.findall((templates / "base.html").read_text("utf-8"))
    gone = [f"the block {name!r} in base.html" for name in blocks if name not in there]
    paths = [f"partials/{name}.html" for name in OVERRIDDEN]
    gone += [path for path in paths if not (templates / path).exists()]
    if not [*templates.glob(STYLES)]:
        gone.append(STYLES)
    if gone:
        what = f"Material no longer has {', '.join(gone)}"
        raise PluginError(f"{what}; correct what takes its place in web/, then lessonkit/hooks.py")


def list_pages(config: MkDocsConfig, project: Project) -> None:
    """Put the pages into the navigation, and into `extra.lessons`. Where one does not say what it
    is, the navigation has every page by name."""
    language = Path(config.docs_dir).name
    try:
        config.nav = with_lessons(config.nav, project, language) if config.nav else None
        config.extra["lessons"] = [*lessons_of(project, language)]
    except PageError as error:
        log.warning("%s", error)
        config.nav = None


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> None:
    """Keep a page out of Material's index: `search_index.py` makes ours from the built page."""
    page.meta["search"] = {"exclude": True}


@event_priority(100)  # before mkdocs-jupyter looks for its page
def on_files(files: Files, config: MkDocsConfig) -> None:
    """Show the English page where a language has none, and add what cells load."""
    project = project_of(config)
    add_cell_files(project, files, config)
    english = project.docs("en")
    for path in sorted([*english.glob("*.md"), *english.glob("*.py")]):
        if files.get_file_from_path(path.name) is None:
            file = File(path.name, str(english), config.site_dir, config.use_directory_urls)
            file.edit_uri = f"../en/{path.name}"
            files.append(file)


def add_cell_files(project: Project, files: Files, config: MkDocsConfig) -> None:
    """Ours take the place of what an older version has left in `docs/`, which git ignores."""
    try:
        ours = cell_files(project, Path(config.docs_dir).name)
    except ValueError as error:
        raise PluginError(str(error)) from error
    for address, made_of in ours.items():
        if old := files.get_file_from_path(address):
            files.remove(old)
        if isinstance(made_of, Path):
            files.append(File.generated(config, address, abs_src_path=str(made_of)))
        else:
            files.append(File.generated(config, address, content=made_of))
