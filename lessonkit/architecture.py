"""The picture of how everything hangs together, `docs/architecture.svg`, which README shows. `make record` draws it.

What it calls by name, files and commands, exists: the tests look.
"""

from lessonkit.svg import Canvas

TITLE = "How the project hangs together"
DESCRIPTION = (
    "People write three things: snippets/*.py, the code; figures/*.py, which draws pictures from the code's numbers; and"
    " docs/*/*.md, the words of both languages, which include sections of the code. Of these make record makes"
    " snippets/*.out, what the code prints; docs/*/figures/*.svg, the pictures; and docs/*/notebooks/*.ipynb, the notebooks."
    " make build makes the site of all that: site/ in English, site/vi/ in Vietnamese, with the look from theme/; there the"
    " reader's browser runs the code again, by docs/en/static/cell/. make test proves it: conftest.py that each snippet runs"
    " alone and prints what is on record; tests/pages/ what the words claim; lessonkit/checks/ each built page against code,"
    " record and twin; tests/browser/ that real browsers print and copy the same."
)

WIDTH, HEIGHT, MARGIN = 720, 376, 12
COLUMNS = ((MARGIN, 208), (256, 208), (500, 208))  # where each begins, and how wide it is
ROWS = (40, 108, 176)
BOX = 52
PROOF, PROOF_WIDTH = 296, 165  # the row of the tests

# Heads of columns, with the colour of what they make; then what they hold: a name, and what it is.
HEADS = (("written by people", "ink"), ("make record", "score"), ("make build", "key"))
WRITTEN = (
    ("snippets/*.py", "the code, in sections"),
    ("figures/*.py", "draw with the code’s numbers"),
    ("docs/*/*.md", "the words; code is included"),
)
RECORDED = (
    ("snippets/*.out", "what the code prints"),
    ("docs/*/figures/*.svg", "the pictures"),
    ("docs/*/notebooks/*.ipynb", "the notebooks"),
)
BUILT = (
    ("site/", "the pages in English"),
    ("site/vi/", "and in Vietnamese"),
    ("theme/", "how they look"),
    ("docs/en/static/cell/", "runs the code in the browser"),
)
PROVED = (
    ("conftest.py", ("each snippet runs alone", "and prints its .out")),
    ("tests/pages/", ("what the words claim", "is true of the code")),
    ("lessonkit/checks/", ("each built page against", "code, record and twin")),
    ("tests/browser/", ("real browsers print", "and copy the same")),
)

STYLE = """<style>
svg { --ink: #1f2328; --soft: #57606a; --faint: #eef1f5; --ground: #ffffff; --key: #1257b8; --score: #6b4a9e; --context: #0a6b5a; }
@media (prefers-color-scheme: dark) {
  svg { --ink: #e6edf3; --soft: #a3adb8; --faint: #22293a; --ground: #12161f; --key: #8fb9ff; --score: #c5a8f5; --context: #6fd3bd; }
}
text { font-family: system-ui, sans-serif; }
.name { font-family: ui-monospace, monospace; }
.words, .fill { fill: var(--colour); }
.stroke { fill: none; stroke: var(--colour); stroke-width: 1.5; }
.ink { --colour: var(--ink); } .soft { --colour: var(--soft); } .faint { --colour: var(--faint); } .ground { --colour: var(--ground); }
.key { --colour: var(--key); } .score { --colour: var(--score); } .context { --colour: var(--context); }
</style>"""


def draw_box(canvas: Canvas, x: float, y: float, width: float, height: float, role: str) -> None:
    """An empty box with a bar in the colour of the command that makes what it holds."""
    canvas.rect(x, y, width, height, "faint", radius=4)
    canvas.rect(x, y, 4, height, role)


def draw_name(canvas: Canvas, x: float, y: float, name: str, words: tuple[str, ...]) -> None:
    """A name, and below it what it is."""
    canvas.text(x + 13, y + 21, name, "ink name", size=12.5)
    for line, text in enumerate(words):
        canvas.text(x + 13, y + 40 + 16 * line, text, "soft", size=12)


def draw_columns(canvas: Canvas) -> None:
    for (x, width), (head, role), boxes in zip(COLUMNS, HEADS, (WRITTEN, RECORDED, ())):
        canvas.text(x, 26, head, role if role == "ink" else f"{role} name", size=14)
        for y, (name, words) in zip(ROWS, boxes):
            draw_box(canvas, x, y, width, BOX, role)
            draw_name(canvas, x, y, name, (words,))
    x, width = COLUMNS[-1]
    draw_box(canvas, x, ROWS[0], width, ROWS[-1] + BOX - ROWS[0], HEADS[-1][1])
    for place, (name, words) in enumerate(BUILT):
        draw_name(canvas, x, ROWS[0] + 46 * place, name, (words,))


def draw_ways(canvas: Canvas) -> None:
    """Arrows: what is made of what."""
    (left, wide), (middle, _), (right, _) = COLUMNS
    for y in ROWS:
        canvas.arrow(left + wide + 2, y + BOX / 2, middle - 2, y + BOX / 2, "score")
        canvas.arrow(middle + wide + 2, y + BOX / 2, right - 2, y + BOX / 2, "key")
    canvas.arrow(left + 40, ROWS[0] + BOX + 1, left + 40, ROWS[1] - 1, "score")
    floor = ROWS[2] + BOX + 16  # the words and the code go to the site themselves
    canvas.path(f"M{left + wide / 2:g} {ROWS[2] + BOX + 1} V{floor} H{right + wide / 2:g}", "key")
    canvas.arrow(right + wide / 2, floor, right + wide / 2, ROWS[2] + BOX + 1, "key")


def draw_proofs(canvas: Canvas) -> None:
    canvas.text(MARGIN, PROOF - 14, "make test", "context name", size=14)
    canvas.text(MARGIN + 92, PROOF - 14, "proves all of it, and says what to mend", "soft", size=12)
    step = (WIDTH - 2 * MARGIN - PROOF_WIDTH) / (len(PROVED) - 1)
    for place, (name, words) in enumerate(PROVED):
        draw_box(canvas, MARGIN + place * step, PROOF, PROOF_WIDTH, BOX + 16, "context")
        draw_name(canvas, MARGIN + place * step, PROOF, name, words)


def architecture() -> str:
    """The picture as SVG that brings its own colours, for a light page and a dark one."""
    canvas = Canvas(WIDTH, HEIGHT, TITLE, DESCRIPTION)
    canvas.rect(0, 0, WIDTH, HEIGHT, "ground", radius=6)
    draw_ways(canvas)
    draw_columns(canvas)
    draw_proofs(canvas)
    head, shapes = canvas.svg().split("</desc>\n", 1)
    return f"{head}</desc>\n{STYLE}\n{shapes}"
