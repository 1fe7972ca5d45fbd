"""Where everything of a project lies. Checks take a `Project`, so that tests can hand them a small copy."""

import os
from dataclasses import dataclass
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
LISTED = yaml.load((ROOT / "mkdocs.yml").read_text("utf-8"), yaml.BaseLoader)["extra"]["languages"]
LANGUAGES = tuple(language["code"] for language in LISTED)  # English first
TRANSLATIONS = LANGUAGES[1:]
# The pages that a language has so far, where it says that it has not all: the others are links to the English ones.
SO_FAR = {language["code"]: language["pages"] for language in LISTED if "pages" in language}


@dataclass(frozen=True)
class Project:
    """The folders of one checkout."""

    root: Path
    site_dir: str = "site"

    @property
    def snippets(self) -> Path:
        return self.root / "snippets"

    @property
    def figures(self) -> Path:
        return self.root / "figures"

    @property
    def site(self) -> Path:
        return self.root / self.site_dir

    def docs(self, language: str) -> Path:
        return self.root / "docs" / language

    def config(self, language: str) -> Path:
        return self.root / ("mkdocs.yml" if language == "en" else f"mkdocs.{language}.yml")

    def built(self, language: str) -> Path:
        """Where the pages of a language are built: English at the root of the site, the others below it."""
        return self.site if language == "en" else self.site / language

    def output(self, snippet: Path, language: str) -> Path:
        """The record of what a snippet prints. A check of an exercise has one for each language that it speaks."""
        own = snippet.with_suffix(f".{language}.out")
        return own if own.exists() else snippet.with_suffix(".out")

    def pages(self, language: str) -> list[Path]:
        """Every Markdown page of a language, in the order of the names."""
        return sorted(self.docs(language).rglob("*.md"))

    def lessons(self, language: str) -> list[Path]:
        """The lesson pages among them: `NN-slug.md`."""
        return sorted(self.docs(language).glob("[0-9][0-9]-*.md"))

    def notebook(self, page: Path) -> Path:
        """The notebook of a lesson page."""
        return page.parent / "notebooks" / f"{page.stem}.ipynb"

    def programs(self) -> list[Path]:
        """Every snippet that runs by itself, in the order of the pages; the toolkit comes last."""
        return sorted(self.snippets.glob("*.py"))

    def exercises(self) -> list[Path]:
        return sorted((self.snippets / "exercises").glob("*.py"))

    def pytorch(self) -> list[Path]:
        """The same in PyTorch: shown on a page, not run there."""
        return sorted((self.snippets / "pytorch").glob("*.py"))

    def exercise_page(self, exercise: Path) -> Path:
        """The snippet whose page an exercise stands on: `02_one_query_1.py` belongs to `02_one_query.py`."""
        return self.snippets / (exercise.stem.rpartition("_")[0] + ".py")

    def name(self, path: Path) -> str:
        """A path as messages show it: from the project's root."""
        return path.relative_to(self.root).as_posix()

    def place(self, path: Path, needle: str) -> str:
        """`docs/en/page.md:12`: the first line of a file that is a text, or holds it. HTML keeps no line numbers."""
        first_line = next(iter(needle.strip().splitlines()), "").strip()
        lines = path.read_text("utf-8").splitlines() if first_line else []
        whole = (n for n, line in enumerate(lines, 1) if line.strip() == first_line)
        part = (n for n, line in enumerate(lines, 1) if first_line in line)
        number = next(whole, None) or next(part, None)
        return f"{self.name(path)}:{number}" if number else self.name(path)


HERE = Project(ROOT, os.environ.get("SITE_DIR", "site"))
