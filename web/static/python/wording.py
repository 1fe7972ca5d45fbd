"""Words in a file a language, with English for what a translation lacks.

Those of the pictures are in `figures/words/`, those about errors in `sentences/` beside this file.
"""

import tomllib
from pathlib import Path


class Words(dict):
    """The words of one picture by name; one that is missing is named with its place."""

    def __init__(self, place: str, words: dict):
        super().__init__(words)
        self.place = place

    def __missing__(self, name):
        raise LookupError(
            f"figures/words/en.toml has no {name!r} in [{self.place}]; write it there"
        )


def words_in(folder: Path, language: str) -> dict:
    """Return all words of a folder in a language, and in English what it lacks."""
    own = folder / f"{language}.toml"
    return with_own(read(folder / "en.toml"), read(own) if own.exists() else {})


def words_of(words: dict, page: str, picture: str) -> Words:
    """Return the words of one picture; what every page has is under `shared`."""
    shared, own = (words.get(place, {}).get(picture, {}) for place in ("shared", page))
    return Words(f"{page}.{picture}", {**shared, **own})


def read(path: Path) -> dict:
    """Return the tables of a file; the lines of a long text are joined."""
    try:
        return joined(tomllib.loads(path.read_text("utf-8")))
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{'/'.join(path.parts[-3:])}: cannot be read: {error}") from error


def joined(words):
    if isinstance(words, dict):
        return {name: joined(word) for name, word in words.items()}
    if isinstance(words, list):
        return [joined(word) for word in words]
    return words.strip("\n").replace("\n", " ")


def with_own(english, own):
    """Return English words, with those of a translation in the place of each that it has."""
    if not isinstance(english, dict):
        return own
    return {
        name: with_own(word, own[name]) if name in own else word for name, word in english.items()
    }
