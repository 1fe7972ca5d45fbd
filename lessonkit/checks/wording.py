"""A translation of the pictures' words has the same words as the English one, whatever they say."""

import re
from collections.abc import Iterator

from fontTools.ttLib import TTFont

from lessonkit.checks.site import Fault, Site
from lessonkit.node import FONT
from lessonkit.project import Project
from web.static.python.wording import read

BRACES = re.compile(r"\{[^{}]*\}")


def incomplete_words(site: Site) -> Iterator[Fault]:
    """Words that a language adds, those of a complete one that it lacks, and braces that differ."""
    project = site.project
    files = {language: project.words_of_pictures(language) for language in project.languages}
    there = {language: path for language, path in files.items() if path.exists()}
    try:
        words = {language: dict(by_name(read(path))) for language, path in there.items()}
    except ValueError as error:
        place, _, message = str(error).partition(": ")
        yield Fault("word", place, message)
        return
    english = words.pop("en", {})
    for language, own in words.items():
        place, source = project.name(files[language]), project.name(files["en"])
        for name in english.keys() - own.keys() if language in project.complete else ():
            message = f"has no {name}, so English is shown; translate that of {source}"
            yield Fault("word", place, message)
        yield from undrawn_letters(project, language, "".join(own.values()))
        for name in own.keys() - english.keys():
            message = f"has {name}, which {source} does not have; correct the name or remove it"
            yield Fault("word", place, message)
        for name in english.keys() & own.keys():
            here, theirs = (sorted({*BRACES.findall(text)}) for text in (own[name], english[name]))
            if here != theirs:
                message = (
                    f"{name} has {here} in braces where {source} has {theirs}; make both alike"
                )
                yield Fault("word", place, message)


def undrawn_letters(project: Project, language: str, text: str) -> Iterator[Fault]:
    """Letters of the words that no font of the notebooks' pictures has."""
    file, font = project.words_of_pictures(language), project.font_of_pictures(language)
    fonts = [FONT, font] if font.exists() else [FONT]
    lacking = {*map(ord, text)} - {ord("\n")}.union(*(TTFont(path).getBestCmap() for path in fonts))
    if lacking:
        letters = "".join(sorted(map(chr, lacking)))[:20]
        message = f"notebooks draw pictures with no font that has {letters}"
        yield Fault("word", project.name(file), f"{message}; add one, {project.name(font)}")


def by_name(words, name: str = "") -> Iterator[tuple[str, str]]:
    """Yield each text of nested tables and lists with its whole name."""
    if isinstance(words, str):
        yield name, words
        return
    for key, word in words.items() if isinstance(words, dict) else enumerate(words, 1):
        yield from by_name(word, f"{name}.{key}".lstrip("."))
