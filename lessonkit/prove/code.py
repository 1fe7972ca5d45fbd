"""Faults of the kinds a, b, d, e and f: code, what it prints, and how it comes onto a page."""

import ast
import re
import textwrap
from random import Random

from lessonkit.project import Project
from lessonkit.prove.change import EXERCISES, OUTPUTS, PAGES, PROGRAMS, Change, other_digit, pick, put, read, subject, twin
from lessonkit.record import timed_sections
from lessonkit.sections import sections

END = r"^# --8<-- \[end:[\w-]+\]$"
INCLUDE = r'^(?P<indent> *)(?P<include>--8<-- "(?P<file>[^":\n]+):(?P<section>[^"\n]+)")$'
CELL = r'^``` \{ \.python \.run[^}\n]*\}\n--8<-- "(?P<file>[^":\n]+\.py):(?P<section>[^"\n]+)"\n```\n'
OUTPUT = r'^``` \{ \.text \.output \}\n--8<-- "(?P<file>[^":\n]+\.out):(?P<section>[^"\n]+)"\n```\n'

# -- a: a snippet raises, warns, or does not run alone


def raising_line(project: Project, rng: Random) -> Change:
    file, mark = pick(project, rng, PROGRAMS + EXERCISES, END)
    return put(file, mark, f"{rng.choice(['raise ValueError', 'no_such_name', '1 / 0'])}\n{mark[0]}")


def warning_line(project: Project, rng: Random) -> Change:
    file, mark = pick(project, rng, PROGRAMS, END)
    line = rng.choice(["__import__('warnings').warn('old')", "__import__('numpy').float64(1) / 0"])
    return put(file, mark, f"warned = {line}\n{mark[0]}")


def import_taken_out(project: Project, rng: Random) -> Change:
    file, line = pick(project, rng, PROGRAMS + EXERCISES, r"^(?:import \w+(?: as \w+)?|from \w+ import [^(\n]*)\n")
    return put(file, line, "")


def import_that_readers_lack(project: Project, rng: Random) -> Change:
    file, mark = pick(project, rng, PROGRAMS + EXERCISES, END)
    return put(file, mark, f"import {rng.choice(['lxml', 'mkdocs.config', 'pytest as p', 'lessonkit'])}\n{mark[0]}")


def misspelt_variable(project: Project, rng: Random) -> Change:
    first_and_used = r"^(?P<name>[a-z]\w{2,}) = (?=[\s\S]*^[^#\n'\"]*\b(?P=name)\b)"
    file, name = pick(project, rng, PROGRAMS, first_and_used)
    if re.search(rf"^\s*(?:def )?{name['name']}\b", name.string[: name.start()], re.M):
        raise LookupError("the name has had a value before")
    return put(file, name, f"{name['name']}_", "name")


def bracket_left_open(project: Project, rng: Random) -> Change:
    file, line = pick(project, rng, PROGRAMS + EXERCISES, r"^[^#\n]*(?P<last>[)\]}])$")
    change = put(file, line, "", "last")
    try:
        ast.parse(change.edits[file])
    except SyntaxError:
        return change
    raise LookupError("this bracket stands in a text")


# -- b: a printed output differs from its record


def recorded_sections(project: Project) -> list[tuple[str, str, str]]:
    """Each recorded section whose output is no time: file, name, text."""
    files = [path for glob in OUTPUTS for path in sorted(project.root.glob(glob))]
    timed = timed_sections(project)
    return [(project.name(path), name, part.text) for path in files for name, part in sections(path).items() if (path.stem, name) not in timed]


def rewritten(project: Project, file: str, old: str, new: str) -> Change:
    return Change({file: read(project, file).replace(old, new, 1)}, (subject(file),))


def marked(name: str, text: str) -> str:
    return f"# --8<-- [start:{name}]\n{text}# --8<-- [end:{name}]\n"


def digit_of_an_output(project: Project, rng: Random) -> Change:
    file, name, text = rng.choice([part for part in recorded_sections(project) if re.search(r"\d", part[2])])
    return rewritten(project, file, marked(name, text), marked(name, other_digit(text, rng)))


def character_of_an_output(project: Project, rng: Random) -> Change:
    file, name, text = rng.choice(recorded_sections(project))
    at = rng.randrange(len(text))
    return rewritten(project, file, marked(name, text), marked(name, text[:at] + rng.choice([" ", "\n", "x"]) + text[at:]))


def output_off_record(project: Project, rng: Random) -> Change:
    file, name, text = rng.choice(recorded_sections(project))
    return rewritten(project, file, marked(name, text), "")


def output_without_a_cell(project: Project, rng: Random) -> Change:
    file, name, text = rng.choice(recorded_sections(project))
    return rewritten(project, file, marked(name, text), marked(name, text) + marked("gone", text))


def new_print(project: Project, rng: Random) -> Change:
    file, mark = pick(project, rng, PROGRAMS, END)
    return put(file, mark, f"print('done')\n{mark[0]}")


def output_off_the_page(project: Project, rng: Random) -> Change:
    file, block = pick(project, rng, PAGES, OUTPUT)
    return put(file, block, "")


def output_of_another_cell(project: Project, rng: Random) -> Change:
    file, block = pick(project, rng, PAGES, OUTPUT)
    parts = sections(project.snippets / block["file"])
    others = [name for name, part in parts.items() if part.text != parts[block["section"]].text]
    return put(file, block, rng.choice(others), "section")


def typed_output(project: Project, rng: Random) -> Change:
    file, block = pick(project, rng, PAGES, OUTPUT)
    text = sections(project.snippets / block["file"])[block["section"]].text
    return put(file, block, f"``` {{ .text .output }}\n{other_digit(text, rng)}```\n")


# -- d: a snippet or a section that no page shows

NEW = '"""New."""\n\n' + marked("new", "new = 1\n")


def new_section(project: Project, rng: Random) -> Change:
    file = project.name(rng.choice([*project.programs(), *project.exercises()]))
    return Change({file: read(project, file) + "\n" + marked("new", "new = 1\n")}, (subject(file),))


def new_snippet(project: Project, rng: Random) -> Change:
    file = rng.choice(["snippets/90_new.py", "snippets/more/90_new.py", "snippets/exercises/more/new_1.py"])
    return Change({file: NEW}, (subject(file),))


def line_outside_of_sections(project: Project, rng: Random) -> Change:
    file, mark = pick(project, rng, PROGRAMS + EXERCISES, END)
    return put(file, mark, f"{mark[0]}\n\nhidden = {rng.randrange(100)}")


def cell_off_one_page(project: Project, rng: Random) -> Change:
    file, cell = pick(project, rng, PAGES, CELL)
    return put(file, cell, "", names=(subject(f"snippets/{cell['file']}"),))


def cell_off_both_pages(project: Project, rng: Random) -> Change:
    file, cell = pick(project, rng, PAGES, CELL)
    include = re.escape(f"{cell['file'].removesuffix('.py')}.").replace(r"\.", r"(?:\.vi)?\.")
    block = rf'^``` \{{ [^}}\n]*\}}\n--8<-- "{include}(?:py|out):{cell["section"]}"\n```\n\n?'
    return Change({name: re.sub(block, "", read(project, name), flags=re.M) for name in (file, twin(file))}, (subject(f"snippets/{cell['file']}"),))


def solution_off_one_page(project: Project, rng: Random) -> Change:
    file, solution = pick(project, rng, PAGES, r'^ +--8<-- "(?P<file>[^":\n]+):(?P<section>solution)"$')
    return put(file, solution, "start", "section", names=(subject(f"snippets/{solution['file']}"),))


# -- e: an include that names what is not there, or ends up empty

FORMS = ["--8<-- '{0}'", "--8<-- {0}", '--8<--"{0}', '-8<- "{0}q"', '----8<---- "{0}q"', ';--8<-- "{0}"', '--8<-- "{0}:1:2"', "--8<--\n{0}\n--8<--", '--8<-- "more/{0}"']


def misspelt_include(project: Project, rng: Random) -> Change:
    file, include = pick(project, rng, PAGES, INCLUDE)
    group = rng.choice(["file", "section"])
    at = rng.randrange(len(include[group]))
    return put(file, include, include[group][:at] + "q" + include[group][at:], group)


def include_of_another_form(project: Project, rng: Random) -> Change:
    file, include = pick(project, rng, PAGES, INCLUDE)
    return put(file, include, rng.choice(FORMS).format(f"{include['file']}:{include['section']}"), "include")


def emptied_section(project: Project, rng: Random) -> Change:
    file, section = pick(project, rng, (*PROGRAMS, "snippets/*.out"), r"^# --8<-- \[start:(?P<name>[\w-]+)\]\n(?P<text>[\s\S]+?)^# --8<-- \[end:(?P=name)\]")
    return put(file, section, rng.choice(["", "\n"]), "text")


def renamed_section(project: Project, rng: Random) -> Change:
    file, section = pick(project, rng, PROGRAMS, r"^# --8<-- \[start:(?P<name>[\w-]+)\]\n[\s\S]+?^# --8<-- \[end:(?P=name)\]")
    return put(file, section, section[0].replace(f":{section['name']}]", ":renamed]"))


# -- f: a Python block that is no section of a snippet, whatever its fence

FENCES = {
    "python": "``` python\n{0}\n```",
    "titled": '``` {{ .python title="new" }}\n{0}\n```',
    "runnable": '``` {{ .python .run title="new" }}\n{0}\n```',
    "py": "```py\n{0}\n```",
    "pycon": "```pycon\n>>> {0}\n```",
    "untagged": "```\n{0}\n```",
    "text": "``` text\n{0}\n```",
    "console": "``` console\n>>> {0}\n```",
    "bash": "``` bash\n{0}\n```",
    "tildes": "~~~ python\n{0}\n~~~",
    "four": "```` python\n{0}\n````",
    "indented": "    {0}",
    "admonition": "!!! note\n\n    ``` python\n    {0}\n    ```",
    "folded": '??? note "New"\n\n    ``` {{ .python }}\n    {0}\n    ```',
    "tab": '=== "New"\n\n    ``` python\n    {0}\n    ```',
    "list": "- new\n\n    ``` python\n    {0}\n    ```",
    "quotation": "> ``` python\n> {0}\n> ```",
    "html": "<pre><code>{0}</code></pre>",
    "bare html": "<pre>{0}</pre>",
    "inside html": "<div markdown>\n\n``` python\n{0}\n```\n\n</div>",
    "code element": "<p><code>{0}<br>new = 1</code></p>",
    "sample": "<samp>{0}</samp>",
}


def lines_of_code(project: Project, rng: Random) -> str:
    """A line from a page's own code, changed a little, as somebody would type it who adapts it."""
    _, line = pick(project, rng, PROGRAMS, r"^(?P<name>[a-z]\w+) = (?P<value>[^#\n]*[\w)\]])$")
    return f"new_{line['name']} = {line['value']}"


def typed_block(project: Project, rng: Random) -> Change:
    file, heading = pick(project, rng, PAGES, r"^## [^\n]*$")
    fence = FENCES[rng.choice(list(FENCES))]
    return put(file, heading, f"{fence.format(lines_of_code(project, rng))}\n\n{heading[0]}")


def typed_cell(project: Project, rng: Random) -> Change:
    """An include replaced by its code, with one more line."""
    file, include = pick(project, rng, PAGES, INCLUDE.replace(r"\n]+):", r"\n]+\.py):"))
    code = sections(project.snippets / include["file"])[include["section"]].text
    return put(file, include, textwrap.indent(f"{code}{lines_of_code(project, rng)}", include["indent"]))


CODE = {
    "a": (raising_line, warning_line, import_taken_out, import_that_readers_lack, misspelt_variable, bracket_left_open),
    "b": (digit_of_an_output, character_of_an_output, output_off_record, output_without_a_cell, new_print, output_off_the_page, output_of_another_cell, typed_output),
    "d": (new_section, new_snippet, line_outside_of_sections, cell_off_one_page, cell_off_both_pages, solution_off_one_page),
    "e": (misspelt_include, include_of_another_form, emptied_section, renamed_section),
    "f": (typed_block, typed_cell),
}
