"""Faults of the kinds c, g, h and i: numbers, translations, formulas, links."""

import re
import unicodedata
from random import Random

from lessonkit.checks.glossary import terms
from lessonkit.checks.numbers import VAL
from lessonkit.markdown_extension import NUMBER
from lessonkit.notebook import FORMULA
from lessonkit.project import Project
from lessonkit.prove.change import PAGES, Change, other_digit, pick, put, read, twin

ENGLISH, VIETNAMESE = ("docs/en/**/*.md",), ("docs/vi/**/*.md",)
PARAGRAPH = r"(?<=\n\n)(?P<text>[^\W\d_][^\n|]*(?:\n(?!:)[^\n|]+)*)(?=\n\n)"  # and no entry of the glossary
ORIGIN = re.compile(NUMBER.replace("n|quoted", "n"))

# -- c: a decimal number without an origin, or that its origin does not give


def digit_in_prose(project: Project, rng: Random) -> Change:
    file, number = pick(project, rng, PAGES, ORIGIN)
    return put(file, number, other_digit(number["shown"], rng), "shown")


def digit_in_a_formula(project: Project, rng: Random) -> Change:
    file, number = pick(project, rng, PAGES, VAL)
    return put(file, number, other_digit(number["shown"], rng), "shown")


def origin_taken_out(project: Project, rng: Random) -> Change:
    file, number = pick(project, rng, PAGES, rng.choice([ORIGIN, VAL]))
    if "." not in number["shown"]:
        raise LookupError("whole numbers may stand bare")
    return put(file, number, number["shown"])


def origin_of_another_number(project: Project, rng: Random) -> Change:
    file, number = pick(project, rng, PAGES, rng.choice([ORIGIN, VAL]))
    return put(file, number, rng.choice([f"2 * ({number['origin']}) + 1", "no_such_name"]), "origin")


TYPED = ["0.37", ".37", "-0.37", "−12.5", "3.7e-5", "2e-5", "0.37%", "0,37", "3.7×", "≈0.37", "0.37,"]
WHERE = {
    "paragraph": PARAGRAPH + "(?P<at>)",
    "heading": r"^#+ [^{\n]*(?P<at>) \{ #",
    "table": r"^\|(?!-)[^|\n]*(?P<at>)\|",
    "caption": r"^!\[[^\]]*(?P<at>)\]\(",
    "title": r"\A---\ntitle: [^\n]*(?P<at>)",
    "description": r"^description: [^\n]*(?P<at>)$",
    "admonition": r'^(?:!!!|\?\?\?) \w+ "[^"]*(?P<at>)"',
    "title of a cell": r'^``` \{ \.python \.run[^}\n]*title="[^"]*(?P<at>)"',
    "link": r"(?<!!)\[[^\]`\n]*(?P<at>)\]\([^)]*\.md\)",
    "code in prose": PARAGRAPH.replace("(?P<text>", "(?P<text>(?P<code>)") + "(?P<at>)",
    "item": r"^- [^\n]*(?P<at>)$",
}


def typed_number(project: Project, rng: Random) -> Change:
    where = rng.choice(list(WHERE))
    file, place = pick(project, rng, PAGES, WHERE[where])
    typed = rng.choice(TYPED)
    return put(file, place, f" `{typed}7`" if where == "code in prose" else f" {typed}", "at")


def typed_number_in_a_formula(project: Project, rng: Random) -> Change:
    file, formula = pick(project, rng, PAGES, r"\$\$(?P<tex>[^$]+)\$\$")
    return put(file, formula, f"{formula['tex']} + {rng.choice(['0.37', '.37', '0{.}37', '0{,}37'])}", "tex")


# -- g: a translation that lacks, adds or reorders something, is out of date, or breaks the glossary

THINGS = {
    "heading": r"^#{2,4} [^\n]*\n",
    "id of a heading": r"(?<=\{ #)(?=[\w-]+ \}$)",
    "cell": r"^``` \{ \.python \.run[^}\n]*\}\n--8<-- [^\n]*\n```\n",
    "formula": r"(?<![$\\])\$[^$\n]+\$(?!\$)|^\$\$[^$]+\$\$\n",
    "picture": r"^!\[[^\]]*\]\([^)]*\.svg\)\n",
    "admonition": r"^(?:!!!|\?\?\?) \w+(?: \"[^\"]*\")?(?=\n)",
    "row": r"^\|(?! ?-)[^\n]*\|\n(?=\|(?! ?-))",
    "exercise": r"^### [^\n]*\{ #exercise-\d \}\n[\s\S]*?(?=^##)",
    "link": r"(?<!!)(?<=\])\([^)\n]*\)",
    "item": r"^- [^\n]*\n(?=- )",
    "number": NUMBER,
}


def thing_taken_out(project: Project, rng: Random) -> Change:
    file, thing = pick(project, rng, PAGES, THINGS[rng.choice(list(THINGS))])
    return put(file, thing, "new-" if thing[0] == "" else "", names=(file, twin(file)))


def two_sections_swapped(project: Project, rng: Random) -> Change:
    file, pair = pick(project, rng, PAGES, r"^(?P<one>##+ [^\n]*\n[\s\S]*?)(?P<two>##+ [^\n]*\n[\s\S]*?)(?=^##)")
    return put(file, pair, pair["two"] + pair["one"], names=(file, twin(file)))


def english_changed(project: Project, rng: Random) -> Change:
    file, paragraph = pick(project, rng, ENGLISH, PARAGRAPH)
    words = paragraph["text"].split(" ")
    at = rng.randrange(1, len(words)) if len(words) > 1 else 0
    changed = " ".join([*words[:at], rng.choice(["never", "rarely", "twice"]), *words[at:]])
    return put(file, paragraph, changed, "text", names=(file, twin(file)))


def english_code_changed(project: Project, rng: Random) -> Change:
    """A comment that Vietnamese readers see too."""
    file, comment = pick(project, rng, ("snippets/[0-9]*.py",), r"(?<=  # )[a-z][^\n]*$")
    pages = tuple(f"docs/{language}/{file[9:-3].replace('_', '-')}" for language in ("en", "vi"))
    return put(file, comment, "something else", names=pages)


def banned_rendering(project: Project, rng: Random) -> Change:
    file, paragraph = pick(project, rng, VIETNAMESE, PARAGRAPH)
    rendering = rng.choice([rendering for term in terms() for rendering in term.never])
    return put(file, paragraph, f"{paragraph['text']} Đó là {rendering}.", "text")


def term_without_its_link(project: Project, rng: Random) -> Change:
    file, link = pick(project, rng, ("docs/*/[0-9]*.md",), r"\[(?P<words>[^\]\n]+)\]\(glossary\.md#[\w-]+\)")
    return put(file, link, link["words"])


def gloss_taken_out(project: Project, rng: Random) -> Change:
    file, gloss = pick(project, rng, ("docs/vi/[0-9]*.md",), r"(?<=\w)(?P<gloss> \([^()\]]+\))\]\(glossary")
    return put(file, gloss, "", "gloss")


def letters_taken_apart(project: Project, rng: Random) -> Change:
    file, word = pick(project, rng, VIETNAMESE, r"\w*[ếộứảềậ]\w*")
    return put(file, word, unicodedata.normalize("NFD", word[0]))


def tone_mark_of_the_other_style(project: Project, rng: Random) -> Change:
    file, paragraph = pick(project, rng, VIETNAMESE, PARAGRAPH)
    return put(file, paragraph, f"{paragraph['text']} Đó là từ {rng.choice(['khoá', 'hoá', 'tuỳ', 'xoá', 'thuỷ'])}.", "text")


def page_without_a_twin(project: Project, rng: Random) -> Change:
    file = f"docs/{rng.choice(['en', 'vi'])}/{rng.choice(['', 'more/'])}90-alone.md"
    return Change({file: "---\ntitle: Alone\ndescription: Alone.\n---\n\n# Alone { #alone }\n"}, (file, twin(file)))


# -- h: a formula that KaTeX rejects

BREAKS = [
    lambda tex, rng: tex + "}",
    lambda tex, rng: tex + r"_1_2",
    lambda tex, rng: r"\left( " + tex,
    lambda tex, rng: tex + r" \frac{1}",
    lambda tex, rng: tex + r" \nosuchcommand",
    lambda tex, rng: tex + " trọng",
    lambda tex, rng: r"\begin{matrix} " + tex,
    lambda tex, rng: re.sub(r"\}(?![\s\S]*\})", "", tex),
    lambda tex, rng: re.sub(r"\\([a-z]{3,})", r"\\q\1", tex, count=1),
    lambda tex, rng: tex + r" \aleph",
]


def rejected_formula(project: Project, rng: Random) -> Change:
    file, formula = pick(project, rng, PAGES, FORMULA)
    mark = "$$" if formula[0].startswith("$$") else "$"
    tex = rng.choice(BREAKS)(formula[0].strip("$"), rng)
    if tex == formula[0].strip("$"):
        raise LookupError("nothing of this formula can be broken like this")
    return put(file, formula, mark + tex + mark)


def formula_without_its_end(project: Project, rng: Random) -> Change:
    file, formula = pick(project, rng, PAGES, r"(?<![$\\])\$(?P<tex>[^$\n]+)\$(?!\$)")
    return put(file, formula, rng.choice(["${0}", "{0}$", "$ {0} $"]).format(formula["tex"]))


# -- i: a broken link, anchor, image or include in the built site

LINK = r"(?<!!)\[(?P<words>[^\]\n]+)\](?P<target>\((?P<path>[^()#\s]*)(?:#(?P<anchor>[\w-]+))?\))"
TARGETS = ["(nowhere.md)", "(#nowhere)", "(/{path})", "(https:/nowhere)", "(http://)", "(../../{path})", "(javascript:void)", "[nowhere]", " (#nowhere)", "(nowhere.pdf)"]


def broken_link(project: Project, rng: Random) -> Change:
    file, link = pick(project, rng, PAGES, LINK)
    return put(file, link, rng.choice(TARGETS).format(path=link["path"] or "x"), "target")


def misspelt_anchor(project: Project, rng: Random) -> Change:
    file, link = pick(project, rng, PAGES, LINK.replace(r"(?:#(", "#(").replace("+))?", "+)"))
    return put(file, link, f"{link['anchor']}q", "anchor")


def misspelt_page(project: Project, rng: Random) -> Change:
    file, link = pick(project, rng, PAGES, LINK.replace(r"[^()#\s]*", r"[\w/.-]+\.md"))
    return put(file, link, f"q{link['path']}", "path")


def picture_that_is_not_there(project: Project, rng: Random) -> Change:
    file, picture = pick(project, rng, PAGES, r"^!\[[^\]]*\]\((?P<path>[^)]*)\.svg\)")
    return put(file, picture, rng.choice([f"{picture['path']}q", f"q/{picture['path']}"]), "path")


def typed_image(project: Project, rng: Random) -> Change:
    file, paragraph = pick(project, rng, PAGES, PARAGRAPH)
    image = rng.choice(["![new](figures/new.png)", '<img src="new.png" alt="new">', '<a href="../nowhere/">new</a>', "[new]: nowhere.md\n\n[new][new]"])
    return put(file, paragraph, f"{paragraph['text']}\n\n{image}", "text")


def target_of_links_renamed(project: Project, rng: Random) -> Change:
    """A heading with another id in both languages, so that the links to it break."""
    file, link = pick(project, rng, ENGLISH, r"\]\((?P<path>[\w-]+\.md)#(?P<anchor>[\w-]+)\)")
    mark = f"{{ #{link['anchor']} }}"
    targets = [f"docs/{language}/{link['path']}" for language in ("en", "vi")]
    if not all(mark in read(project, target) for target in targets):
        raise LookupError("the anchor is no heading")
    return Change({target: read(project, target).replace(mark, "{ #renamed }") for target in targets}, ("docs/",))


WORDS = {
    "c": (digit_in_prose, digit_in_a_formula, origin_taken_out, origin_of_another_number, typed_number, typed_number_in_a_formula, typed_number),
    "g": (
        thing_taken_out, two_sections_swapped, english_changed, english_code_changed, banned_rendering, term_without_its_link,
        gloss_taken_out, letters_taken_apart, tone_mark_of_the_other_style, page_without_a_twin,
    ),
    "h": (rejected_formula, formula_without_its_end),
    "i": (broken_link, misspelt_anchor, misspelt_page, picture_that_is_not_there, typed_image, target_of_links_renamed),
}  # fmt: skip
