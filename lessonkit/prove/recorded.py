"""Faults of the kinds j and k: notebooks and figures that `make record` would write differently."""

import json
from random import Random

from lessonkit.notebook import as_json
from lessonkit.project import Project
from lessonkit.prove.change import NOTEBOOKS, PICTURES, Change, other_digit, pick, put, read
from lessonkit.prove.words import PARAGRAPH

# -- j: a notebook that differs from its page


def notebook(project: Project, rng: Random) -> tuple[str, list[dict]]:
    file = project.name(rng.choice(sorted(project.root.glob(NOTEBOOKS[0]))))
    return file, json.loads(read(project, file))["cells"]


def line_of_a_notebook(project: Project, rng: Random) -> Change:
    file, cells = notebook(project, rng)
    cell = rng.choice([cell for cell in cells if cell["source"]])
    at = rng.randrange(len(cell["source"]))
    cell["source"][at] = rng.choice(["", f"x{cell['source'][at]}", f"{cell['source'][at]} "])
    return Change({file: as_json(cells)}, (file,))


def output_in_a_notebook(project: Project, rng: Random) -> Change:
    file, cells = notebook(project, rng)
    output = rng.choice([cell["outputs"][0] for cell in cells if cell.get("outputs")])
    output["text"] = ["other\n", *output["text"]]
    return Change({file: as_json(cells)}, (file,))


def cell_out_of_a_notebook(project: Project, rng: Random) -> Change:
    file, cells = notebook(project, rng)
    cells.pop(rng.randrange(len(cells)))
    return Change({file: as_json(cells)}, (file,))


def cells_of_a_notebook_swapped(project: Project, rng: Random) -> Change:
    file, cells = notebook(project, rng)
    at = rng.randrange(len(cells) - 1)
    cells[at : at + 2] = cells[at + 1], cells[at]
    return Change({file: as_json(cells)}, (file,))


def notebook_gone_or_too_many(project: Project, rng: Random) -> Change:
    file, _ = notebook(project, rng)
    other = file.replace("notebooks/", "notebooks/more/") if rng.random() < 0.5 else file.replace(".ipynb", "-2.ipynb")
    return rng.choice([Change({file: None}, (file,)), Change({other: read(project, file)}, (other,))])


def page_ahead_of_its_notebook(project: Project, rng: Random) -> Change:
    file, paragraph = pick(project, rng, ("docs/*/[0-9][0-9]-*.md",), PARAGRAPH)
    name = project.name(project.notebook(project.root / file))
    return put(file, paragraph, f"{paragraph['text']} New.", "text", names=(name,))


# -- k: a figure or its text alternative that `make record` would redraw differently


def digit_of_a_picture(project: Project, rng: Random) -> Change:
    file, number = pick(project, rng, PICTURES, r'(?<=")[\d.]+(?=")')
    return put(file, number, other_digit(number[0], rng))


def words_of_a_picture(project: Project, rng: Random) -> Change:
    file, words = pick(project, rng, PICTURES, r'(?<=<desc>)[^<]+|(?<=aria-label=")[^"]+|(?<=>)[^<\n]+(?=</text>)')
    at = rng.randrange(len(words[0]))
    return put(file, words, words[0][:at] + "x" + words[0][at:])


def shape_out_of_a_picture(project: Project, rng: Random) -> Change:
    file, shape = pick(project, rng, PICTURES, r"^<(?:rect|line|path|circle|polygon|text)\b[^\n]*\n")
    return put(file, shape, "")


def colour_of_a_shape(project: Project, rng: Random) -> Change:
    file, role = pick(project, rng, PICTURES, r'(?<=class=")\w+(?= (?:fill|stroke|words)")')
    return put(file, role, "soft" if role[0] == "faint" else "faint")


def end_of_a_picture(project: Project, rng: Random) -> Change:
    file, end = pick(project, rng, PICTURES, r"</svg>\n\Z")
    return put(file, end, rng.choice(["</svg>", "</svg>\n\n", "</svg>\r\n", "<!-- --></svg>\n"]))


def words_of_a_figure_program(project: Project, rng: Random) -> Change:
    program, words = pick(project, rng, ("figures/*.py",), r'(?<=": ")[A-ZĐ][^"\\{]*(?=[" {])')
    return put(program, words, f"New {words[0]}", names=tuple(f"docs/{language}/figures/" for language in ("en", "vi")))


def picture_gone_or_too_many(project: Project, rng: Random) -> Change:
    file, _ = pick(project, rng, PICTURES, r"\A<svg")
    other = file.replace(".svg", "-2.svg")
    return rng.choice([Change({file: None}, (file,)), Change({other: read(project, file)}, (other,))])


RECORDED = {
    "j": (line_of_a_notebook, output_in_a_notebook, cell_out_of_a_notebook, cells_of_a_notebook_swapped, notebook_gone_or_too_many, page_ahead_of_its_notebook),
    "k": (
        digit_of_a_picture, words_of_a_picture, shape_out_of_a_picture, colour_of_a_shape, end_of_a_picture, words_of_a_figure_program,
        picture_gone_or_too_many,
    ),
}  # fmt: skip
