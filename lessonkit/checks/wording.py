"""A translation of the pictures' words has the same words as the English one, whatever they say."""

import re
from collections.abc import Iterator

from lessonkit.checks.site import Fault, Site
from lessonkit.project import TRANSLATIONS
from lessonkit.wording import read

BRACES = re.compile(r"\{[^{}]*\}")


def incomplete_words(site: Site) -> Iterator[Fault]:
    """Words that a language lacks or adds, and words whose braces differ from the English ones."""
    project = site.project
    files = {language: project.words_of_pictures(language) for language in ("en", *TRANSLATIONS)}
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
        for name in english.keys() - own.keys():
            message = f"has no {name}, so English is shown; translate that of {source}"
            yield Fault("word", place, message)
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


def by_name(words, name: str = "") -> Iterator[tuple[str, str]]:
    """Yield each text of nested tables and lists with its whole name."""
    if isinstance(words, str):
        yield name, words
        return
    for key, word in words.items() if isinstance(words, dict) else enumerate(words, 1):
        yield from by_name(word, f"{name}.{key}".lstrip("."))
