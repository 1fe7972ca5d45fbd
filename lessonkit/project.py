"""Where everything of a project is. Tests hand the checks a small `Project`."""

import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
CONFIG = yaml.load((ROOT / "mkdocs.yml").read_text("utf-8"), yaml.BaseLoader)
LANGUAGES = tuple(language["code"] for language in CONFIG["extra"]["languages"])  # English first
TRANSLATIONS = LANGUAGES[1:]


def extra(config: Path) -> dict[str, Any]:
    """`extra` of a configuration, without what it inherits."""
    return _extra(config, config.stat().st_mtime_ns)


@cache
def _extra(config: Path, changed: int) -> dict[str, Any]:
    return yaml.load(config.read_text("utf-8"), yaml.BaseLoader).get("extra", {})


@dataclass(frozen=True)
class Project:
    """The folders of one checkout, and the folder its site is built into."""

    root: Path
    site_dir: str = "site"

    @property
    def snippets(self) -> Path:
        return self.root / "snippets"

    @property
    def figures(self) -> Path:
        return self.root / "figures"

    @property
    def web(self) -> Path:
        """What the browser gets beside the pages' words: templates, styles, scripts, Python."""
        return self.root / "web"

    @property
    def site(self) -> Path:
        return self.root / self.site_dir

    def docs(self, language: str) -> Path:
        return self.root / "docs" / language

    def config(self, language: str) -> Path:
        return self.root / ("mkdocs.yml" if language == "en" else f"mkdocs.{language}.yml")

    def words(self, language: str) -> dict[str, Any]:
        """The words of the pages' frame in a language, from its configuration."""
        return CONFIG["extra"]["words"] | extra(self.config(language)).get("words", {})

    def words_of_pictures(self, language: str) -> Path:
        return self.figures / "words" / f"{language}.toml"

    def built(self, language: str) -> Path:
        """Where a language is built: English at the root of the site, the others below it."""
        return self.site if language == "en" else self.site / language

    def output(self, snippet: Path, language: str) -> Path:
        """The record of what a snippet prints. The check of an exercise has one a language."""
        own = snippet.with_suffix(f".{language}.out")
        return own if own.exists() else snippet.with_suffix(".out")

    def pages(self, language: str) -> list[Path]:
        """Every Markdown page of a language, in the order of the names."""
        return sorted(self.docs(language).glob("*.md"))

    def lessons(self, language: str) -> list[Path]:
        """The lesson pages among them: `NN-slug.md`."""
        return sorted(self.docs(language).glob("[0-9][0-9]-*.md"))

    def outputs(self) -> list[Path]:
        """Every record of what a program prints."""
        return sorted(self.snippets.rglob("*.out"))

    def programs(self) -> list[Path]:
        """Every snippet that runs by itself, pages and modules, by name."""
        return sorted(self.snippets.glob("*.py"))

    def modules(self) -> list[Path]:
        """What a page may import beside NumPy and Python's own modules: `extra.modules`."""
        names = extra(self.config("en")).get("modules", CONFIG["extra"]["modules"])
        return [self.snippets / f"{name}.py" for name in names]

    def exercises(self) -> list[Path]:
        return sorted((self.snippets / "exercises").glob("*.py"))

    def pytorch(self) -> list[Path]:
        """The same in PyTorch: shown on a page, not run there."""
        return sorted((self.snippets / "pytorch").glob("*.py"))

    def data(self) -> list[Path]:
        """What was recorded from a trained model, for cells to open."""
        return sorted((self.snippets / "data").glob("*.npz"))

    def shown_code(self) -> list[Path]:
        """Every file whose sections pages show."""
        return [*self.programs(), *self.exercises(), *self.pytorch()]

    def exercise_page(self, exercise: Path) -> Path:
        """The snippet of the page with an exercise: `02_one_query.py` of `02_one_query_1.py`."""
        return self.snippets / (exercise.stem.rpartition("_")[0] + ".py")

    def name(self, path: Path) -> str:
        """A path as messages show it: from the project's root."""
        return path.relative_to(self.root).as_posix()

    def place(self, path: Path, needle: str) -> str:
        """`docs/en/page.md:12`: the first line that is a text, or holds it. HTML has no lines."""
        first_line = next(iter(needle.strip().splitlines()), "").strip()
        lines = path.read_text("utf-8").splitlines() if first_line else []
        whole = (n for n, line in enumerate(lines, 1) if line.strip() == first_line)
        part = (n for n, line in enumerate(lines, 1) if first_line in line)
        number = next(whole, None) or next(part, None)
        return f"{self.name(path)}:{number}" if number else self.name(path)


HERE = Project(ROOT, os.environ.get("SITE_DIR", "site"))
