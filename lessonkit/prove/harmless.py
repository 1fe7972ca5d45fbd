"""Changes that break nothing: whatever alarms after them is a false alarm."""

import ast
import re
from random import Random

from lessonkit.page import new_files
from lessonkit.project import Project
from lessonkit.prove.change import EXERCISES, PAGES, PROGRAMS, Change, pick, places, put, read, twin
from lessonkit.prove.code import END
from lessonkit.prove.words import ENGLISH, ORIGIN, PARAGRAPH, VIETNAMESE

SYNONYMS_VI = {"nhưng": "song", "Vì vậy": "Do đó", "vì vậy": "do đó", "rất": "hết sức", "giống nhau": "như nhau", "dùng": "sử dụng", "ở đây": "tại đây", "tất cả": "toàn bộ", "hãy": "xin hãy"}
SYNONYMS_EN = {"because": "since", "every": "each", "gives": "yields", "often": "frequently", "nearly": "almost", "so": "therefore", "whole": "entire", "needs": "requires"}
IN_PROSE = r"(?<=[^\W\d_] ){}(?= [^\W\d_])(?![^\[\]\n]*\]\()(?![^`\n]*`[\s.,])"
SENTENCE = r"[A-ZĐÁ][^.!?|\[\]`$#*:(){}]{15,}\."
TWO_SENTENCES = rf"(?<=\. )(?P<one>{SENTENCE})(?P<gap>\s)(?P<two>{SENTENCE})(?=\s)"


def vietnamese_synonym(project: Project, rng: Random) -> Change:
    word = rng.choice(list(SYNONYMS_VI))
    file, found = pick(project, rng, VIETNAMESE, IN_PROSE.format(word))
    return put(file, found, SYNONYMS_VI[word], recorded="all")


def english_synonym(project: Project, rng: Random) -> Change:
    word = rng.choice(list(SYNONYMS_EN))
    file, found = pick(project, rng, ENGLISH, IN_PROSE.format(word))
    return put(file, found, SYNONYMS_EN[word], recorded="all", translated=True)


def vietnamese_sentences_swapped(project: Project, rng: Random) -> Change:
    file, pair = pick(project, rng, VIETNAMESE, TWO_SENTENCES)
    return put(file, pair, pair["two"] + pair["gap"] + pair["one"], recorded="all")


def english_sentences_swapped(project: Project, rng: Random) -> Change:
    file, pair = pick(project, rng, ENGLISH, TWO_SENTENCES)
    return put(file, pair, pair["two"] + pair["gap"] + pair["one"], recorded="all", translated=True)


def paragraph_wrapped_otherwise(project: Project, rng: Random) -> Change:
    file, paragraph = pick(project, rng, PAGES, PARAGRAPH)
    if "\n" not in paragraph["text"]:
        raise LookupError("it is one line")
    return put(file, paragraph, paragraph["text"].replace("\n", " ", 1), "text", recorded="all")


def blank_line_more(project: Project, rng: Random) -> Change:
    file, paragraph = pick(project, rng, PAGES, PARAGRAPH)
    return put(file, paragraph, f"\n{paragraph['text']}", "text", recorded="all")


def comment_on_a_page(project: Project, rng: Random) -> Change:
    file, heading = pick(project, rng, PAGES, r"^## [^\n]*$")
    return put(file, heading, f"<!-- read again -->\n\n{heading[0]}", recorded="all", translated=True)


def comment_in_code(project: Project, rng: Random) -> Change:
    file, mark = pick(project, rng, PROGRAMS + EXERCISES, END)
    return put(file, mark, f"# that is all\n{mark[0]}", recorded="all", translated=True)


def comment_elsewhere(project: Project, rng: Random) -> Change:
    remarks = {"mkdocs.yml": "# read again", "mkdocs.vi.yml": "# read again", "theme/main.html": "{#- read again -#}", "docs/en/static/site.css": "/* read again */"}
    remarks |= {project.name(path): "# read again" for path in project.figures.glob("*.py")}
    remarks |= {project.name(path): "// read again" for path in project.docs("en").glob("static/cell/*.mjs")}
    file = rng.choice(sorted(remarks))
    return Change({file: f"{read(project, file)}{remarks[file]}\n"}, recorded="all")


def local_variable_renamed(project: Project, rng: Random) -> Change:
    """A variable of one function that no page sets as code."""
    file, start = pick(project, rng, PROGRAMS + EXERCISES, r"^(?: {4})?def (?P<name>\w+)\(")
    function = next(node for node in ast.walk(ast.parse(start.string)) if isinstance(node, ast.FunctionDef) and node.name == start["name"])
    inside = ast.get_source_segment(start.string, function)
    stored = {node.id for node in ast.walk(function) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    local = sorted(stored - {argument.arg for argument in function.args.args})
    elsewhere = r"\.{0}\b|\b{0}=|[\"'#][^\n]*\b{0}\b"  # an attribute, an argument of another function, a text
    name = rng.choice([name for name in local if not re.search(elsewhere.format(name), inside)])
    if places(project, PAGES, rf"`[^`\n]*\b{name}\b[^`\n]*`"):
        raise LookupError("a page names it")
    return Change({file: start.string.replace(inside, re.sub(rf"\b{name}\b", f"{name}_here", inside), 1)}, recorded="all", translated=True)


def number_rounded_further(project: Project, rng: Random) -> Change:
    file, number = pick(project, rng, PAGES, ORIGIN)
    decimals = len(number["shown"].partition(".")[2])
    if decimals < 2 or number["shown"][-1] in "59" or number["shown"].strip("0.-−") == "" or number[0] not in read(project, twin(file)):
        raise LookupError("it cannot be rounded further")
    shorter = number[0].replace(number["shown"], f"{float(number['shown'].replace('−', '-')):.{decimals - 1}f}", 1)
    return Change({name: read(project, name).replace(number[0], shorter) for name in (file, twin(file))}, recorded="all", translated=True)


def longer_fence(project: Project, rng: Random) -> Change:
    file, fence = pick(project, rng, PAGES, r"^```(?P<inside> \{[^\n]*\n--8<--[^\n]*\n)```$")
    return put(file, fence, f"````{fence['inside']}````", recorded="all", translated=True)


def theme_colour(project: Project, rng: Random) -> Change:
    file, colour = pick(project, rng, ("docs/en/static/site.css",), r"(?<=: )#[0-9a-f]{6}(?=;)")
    digits = colour[0][1:]
    return put(file, colour, f"#{digits[2:]}{digits[:2]}", recorded="all")


def new_page_with_its_twin(project: Project, rng: Random) -> Change:
    """As `make page` makes it."""
    if not (project.docs("en") / "glossary.md").exists():
        raise LookupError("the new page leads to the glossary")
    return Change(new_files(project, f"{rng.randrange(50, 100)}-new"), recorded="all", translated=True)


HARMLESS = (
    vietnamese_synonym, english_synonym, vietnamese_sentences_swapped, english_sentences_swapped, paragraph_wrapped_otherwise, blank_line_more,
    comment_on_a_page, comment_in_code, comment_elsewhere, local_variable_renamed, number_rounded_further, longer_fence, theme_colour,
    new_page_with_its_twin, vietnamese_synonym, english_synonym,
)  # fmt: skip
