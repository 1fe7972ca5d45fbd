"""Where everything of a project is. Tests hand the checks a small `Project`.

A language is there where it has a configuration, `mkdocs.vi.yml`. Of what a translation lacks the
English is shown, unless it says `extra.complete`: then what is missing is a fault.
"""

import os
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
LESSON = re.compile(r"\d\d-")


@cache
def _settings(path: Path, changed: int) -> dict[str, Any]:
    return yaml.load(path.read_text("utf-8"), yaml.BaseLoader)


def settings(path: Path) -> dict[str, Any]:
    """What a configuration file, if there is one, says; values are texts."""
    return _settings(path, path.stat().st_mtime_ns) if path.exists() else {}


CONFIG = settings(ROOT / "mkdocs.yml")


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

    @property
    def languages(self) -> tuple[str, ...]:
        """Their codes, English first."""
        return ("en", *self.translations)

    @property
    def translations(self) -> tuple[str, ...]:
        return tuple(sorted(path.name.split(".")[1] for path in self.root.glob("mkdocs.??.yml")))

    @property
    def complete(self) -> tuple[str, ...]:
        """The languages of which nothing may be missing."""
        whole = (one for one in self.translations if self.extra(one).get("complete") == "true")
        return ("en", *whole)

    def docs(self, language: str) -> Path:
        return self.root / "docs" / language

    def config(self, language: str) -> Path:
        return self.root / ("mkdocs.yml" if language == "en" else f"mkdocs.{language}.yml")

    def extra(self, language: str) -> dict[str, Any]:
        """`extra` of a language's own configuration."""
        return settings(self.config(language)).get("extra", {})

    def words(self, language: str) -> dict[str, Any]:
        """The words of the pages' frame in a language, and in English what it lacks."""
        return CONFIG["extra"]["words"] | self.extra(language).get("words", {})

    def words_of_pictures(self, language: str) -> Path:
        return self.figures / "words" / f"{language}.toml"

    def font_of_pictures(self, language: str) -> Path:
        """The font of a language whose letters the pictures of notebooks would not have."""
        return self.words_of_pictures(language).with_suffix(".ttf")

    def built(self, language: str) -> Path:
        """Where a language is built: English at the root of the site, the others below it."""
        return self.site if language == "en" else self.site / language

    def output(self, snippet: Path, language: str) -> Path:
        """The record of what a snippet prints. The check of an exercise has one a language."""
        own = snippet.with_suffix(f".{language}.out")
        return own if own.exists() else snippet.with_suffix(".out")

    def own_pages(self, language: str) -> list[Path]:
        """Every Markdown page that is written in a language, in the order of the names."""
        return sorted(self.docs(language).glob("*.md"))

    def pages(self, language: str) -> list[Path]:
        """Every page that a language shows: its own, and the English one where it has none."""
        names = {page.stem for one in ("en", language) for page in self.own_pages(one)}
        return [self.page(language, name) for name in sorted(names)]

    def lessons(self, language: str) -> list[Path]:
        """The lesson pages among them: `NN-slug.md`."""
        return [page for page in self.pages(language) if LESSON.match(page.name)]

    def page(self, language: str, name: str) -> Path:
        """The page `02-one-query` of a language, or the English one where it has none."""
        own = self.docs(language) / f"{name}.md"
        return own if own.exists() else self.docs("en") / own.name

    def picture(self, language: str, name: str) -> Path:
        """`figures/02-one-query-way.svg` of a language, or the English one where it has none."""
        own = self.docs(language) / "figures" / f"{name}.svg"
        return own if own.exists() else self.docs("en") / "figures" / own.name

    def outputs(self) -> list[Path]:
        """Every record of what a program prints."""
        return sorted(self.snippets.rglob("*.out"))

    def programs(self) -> list[Path]:
        """Every snippet that runs by itself, pages and modules, by name."""
        return sorted(self.snippets.glob("*.py"))

    def modules(self) -> list[Path]:
        """What a page may import beside NumPy and Python's own modules: `extra.modules`."""
        names = self.extra("en").get("modules", CONFIG["extra"]["modules"])
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
LANGUAGES, TRANSLATIONS = HERE.languages, HERE.translations
