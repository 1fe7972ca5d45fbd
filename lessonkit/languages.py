"""Says which words of a built page are of the other language: English ones in Vietnamese, Vietnamese ones in English.

A screen reader changes its voice at `lang`. Letters tell the language: a Vietnamese word is one syllable, and which
syllables there can be is known. `softmax` is none, nor is `cat`, for what ends in t always carries a tone. This reads the
built site and no Markdown, since headings come back in the navigation, and the theme has words of its own.
"""

import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

ONSET = "(?:ch|gh|gi|kh|ngh?|nh|ph|qu|th|tr|[bcdghklmnprstvx])?"
RHYME = (
    "(?:a[iouy]?|e[ou]?|i[au]?|ieu|o[aei]?|oa[ioy]|oeo|u[aeiy]?|ua[uy]|uya|uyu|y|yeu"
    "|(?:i|oa|uy)(?:m|nh?)|(?:a|ua)(?:m|nh?|ng)|(?:ie|ye|uye)(?:m|ng?)|(?:e|oe|o|oo|u|uo|oa)(?:m|ng?)|e?nh|uynh)"
)
SYLLABLE = re.compile(ONSET + RHYME, re.I)  # one without a mark
ENGLISH_TOO = {"by", "nan", "num", "on", "py", "sum", "the", "true", "try"}  # could be syllables, and nobody writes them
VIETNAMESE_TOO = {"cosin", "logarit"}  # no syllables, and written so in Vietnamese
MARKED = re.compile("[\u00c0-\u01b0\u1ea0-\u1ef9]")  # Latin letters with a mark
BETWEEN = {"a", "an", "in", "to"}  # English between two English words

WORD = re.compile(r"(?<![&#])(?<![^\W_])[^\W\d_][^\W_]*(?:[’'][a-z]+)?")  # and not &amp;
GAP = re.compile(r"\s+|[-_./]")
SKIPPED = "script|style|title|svg|math|template|data"  # nothing in them can be marked, or has words
TAG = re.compile(
    rf"""<!.*?>|<(?P<skipped>{SKIPPED})\b.*?</(?P=skipped)>|<(?P<slash>/?)(?P<name>\w[\w-]*)(?:"[^"]*"|'[^']*'|[^'">])*>""", re.S
)
VOID = {"br", "hr", "img", "input", "link", "meta", "wbr"}
SETTLED = re.compile(r'\slang=|\shidden\b|class="katex"')  # says its language itself, or is not read


def is_english(word: str) -> bool | None:
    """Of a word in Vietnamese text; None where it depends on the words around it."""
    letters = re.sub(r"\d|[’'].*", "", word).lower()
    if letters in BETWEEN:
        return None
    if not letters.isascii() or len(letters) == 1 or letters in VIETNAMESE_TOO:
        return False
    return letters in ENGLISH_TOO or not SYLLABLE.fullmatch(letters)


def is_vietnamese(word: str) -> bool | None:
    """Of a word in English text: by a mark; without one it may be, among others that have one."""
    if MARKED.search(word):
        return True
    return None if SYLLABLE.fullmatch(word) and word.lower() not in ENGLISH_TOO | BETWEEN else False


def foreign(text: str, belongs: Callable[[str], bool | None]) -> list[tuple[int, int]]:
    """From where to where words of the other language stand, neighbours in one piece."""
    pieces, open_, end = [], False, 0
    for word in WORD.finditer(text):
        verdict = belongs(word[0])
        near = open_ and GAP.fullmatch(text, end, word.start())
        if verdict and near:
            pieces[-1] = pieces[-1][0], word.end()
        elif verdict:
            pieces.append(word.span())
        open_ = verdict or verdict is None and bool(near)
        end = word.end()
    return pieces


OTHER = {"vi": ("en", is_english), "en": ("vi", is_vietnamese)}


def with_languages(html: str) -> str:
    """A page with `lang` on the words of the other language, or on the element that holds nothing else."""
    body = html.index("<body")
    language = re.search(r'<html [^>]*?\blang="([\w-]+)', html)[1]
    if language not in OTHER:
        return html
    other, belongs = OTHER[language]
    tags = list(TAG.finditer(html, body))
    made = [html[:body]]
    path = []  # of each open element its name, and whether what is in it stays as it is
    for tag, after in pairwise(tags):
        settled, start, text = bool(path) and path[-1][1], tag[0], html[tag.end() : after.start()]
        opens = tag["name"] and not tag["slash"] and tag["name"] not in VOID
        if tag["slash"]:
            close(path, tag["name"])
            settled = bool(path) and path[-1][1]
        elif opens:
            code = tag["name"] in ("pre", "code")
            if code and not settled and other == "en" and is_code(html, tag):
                start = with_lang(start, other)
            path.append((tag["name"], settled or code or bool(SETTLED.search(start))))
            settled = path[-1][1]
        if not settled and "$" not in text and (pieces := foreign(text, belongs)):  # Jupyter's formulas are text
            if opens and after["slash"] and is_whole(text, pieces, belongs):
                start = with_lang(start, other)
            else:
                text = with_spans(text, pieces, other)
        made += start, text
    return "".join(made) + html[tags[-1].start() :]


def close(path: list[tuple[str, bool]], name: str) -> None:
    """Leave the element of that name; what stands open in it was never closed, as HTML allows."""
    while path and path.pop()[0] != name:
        pass


def is_code(html: str, tag: re.Match) -> bool:
    """A block or a piece of code, of English words for the most part; what a check says is in the page's language."""
    text = re.sub("<[^>]*>", "", html[tag.end() : html.index(f"</{tag['name']}>", tag.end())])
    words = [word[0] for word in WORD.finditer(text)]
    return sum(map(bool, map(is_english, words))) > sum(map(bool, map(MARKED.search, words)))


def is_whole(text: str, pieces: list[tuple[int, int]], belongs: Callable[[str], bool | None]) -> bool:
    """No word stands outside of the pieces that could be of the page's own language alone."""
    outside = [word[0] for word in WORD.finditer(text) if not any(start <= word.start() < end for start, end in pieces)]
    return all(belongs(word) is None for word in outside)


def with_lang(tag: str, language: str) -> str:
    return f'{tag[:-1]} lang="{language}">'


def with_spans(text: str, pieces: list[tuple[int, int]], language: str) -> str:
    for start, end in reversed(pieces):
        text = f'{text[:start]}<span lang="{language}">{text[start:end]}</span>{text[end:]}'
    return text


def mark_languages(site: Path) -> None:
    """Rewrite every page of a built site."""
    for page in site.rglob("*.html"):
        page.write_text(with_languages(page.read_text("utf-8")), "utf-8")
