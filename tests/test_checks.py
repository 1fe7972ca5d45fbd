"""Every kind of fault is caught, and its sentence says where it is, what is wrong and what to do.

A row breaks the small project of `tiny_project.py`: a file, a text in it, what takes its place (for
an empty text: what is added at the end), and how the sentence begins that this gets.
"""

import pytest
from tiny_project import TinyProject

EN, VI = "docs/en/01-tiny.md", "docs/vi/01-tiny.md"
CODE, OUT, DRAW = "snippets/01_tiny.py", "snippets/01_tiny.out", "figures/01_tiny.py"
EXERCISE, SAID = "snippets/exercises/01_tiny_1.py", "snippets/exercises/01_tiny_1.out"
END = f"{EN}:58: "  # the line of what is added at the end of the English page
FROM_NOWHERE = (
    "is no section of a snippet: 'x = 1'; move it into snippets/ and include it from there"
)
BARE = 'names no origin: write [3.14]{ n="…" }, or \\val in a formula'
CELL = '``` { .python .run title="mean" }\n--8<-- "01_tiny.py:mean"\n```\n'
START = (
    '``` { .python .run .start title="exercise 1" }\n--8<-- "exercises/01_tiny_1.py:start"\n```\n'
)
MEAN_CELL = (
    'cell language-python run highlight\nmean = sum(numbers) / len(numbers)\nprint(f"{mean:.4f}")'
)

SNIPPET = [
    (
        CODE,
        "sum(numbers) /",
        "sum(nubmers) /",
        f"{CODE}:9: [snippet] raises NameError: name 'nubmers' is not defined",
    ),
    (CODE, "[1.25, 2.5]", "[1.25, 2.5", f"{CODE}: [snippet] raises SyntaxError"),
    (
        CODE,
        "mean = ",
        "import warnings; warnings.warn('old')\nmean = ",
        f"{CODE}:9: [snippet] raises UserWarning: old",
    ),
    (
        CODE,
        "mean = ",
        "import yaml\nmean = ",
        f"{CODE}:9: [snippet] a reader's Python has no yaml; use NumPy",
    ),
    (
        CODE,
        "mean = ",
        "import sys; sys.exit(3)\nmean = ",
        f"{CODE}: [snippet] raises RuntimeError: sys.exit(3)",
    ),
    (CODE, "numbers = ", "numbers = __file__ and ", f"{CODE}:4: [snippet] raises NameError"),
    (
        CODE,
        "mean = ",
        'if __name__ == "__main__": import sys; sys.path = []; import attention\nmean = ',
        f"{CODE}:9: [snippet] raises",
    ),
]
OUTPUT = [
    (
        OUT,
        "1.8750",
        "1.8751",
        f"{OUT}: [output] is not what the code makes; correct the code, or run `make record`",
    ),
    (
        OUT,
        "1.8750",
        "1.8751",
        f"{CODE}: [output] python {CODE} prints something else than its .out says",
    ),
    (
        "snippets/01_tiny_2.out",
        "",
        "left\n",
        "snippets/01_tiny_2.out: [output] is made by no code any more",
    ),
    (
        EN,
        '--8<-- "01_tiny.out:mean"',
        '--8<-- "01_tiny.out:numbers"',
        f"{EN}:24: [output] the cell 'mean' has another cell's output",
    ),
    (
        EN,
        '``` { .text .output }\n--8<-- "01_tiny.out:mean"\n```\n',
        "",
        f"{EN}:24: [output] the cell 'mean' has no output below it",
    ),
    (
        EN,
        "",
        '\nWords.\n\n``` { .text .output }\n--8<-- "01_tiny.out:mean"\n```\n',
        f"{EN}:8: [output] an output is below no runnable cell",
    ),
    (SAID, "Not yet.", "Not so.", f"{SAID}: [output] is not what the code makes"),
    (
        SAID,
        "Not yet.",
        "Right: so.",
        f"{EXERCISE}: [output] only the solution may be called 'Right:'",
    ),
]
NUMBER = [
    (
        EN,
        "[1.8750]",
        "[1.8751]",
        f"{EN}:8: [number] 1.8751 should be 1.8750, the value of 'mean'; change the number",
    ),
    (VI, r"{mean}{1.8750}", r"{mean}{1.8650}", f"{VI}:11: [number] 1.8650 should be 1.8750"),
    (
        EN,
        'n="mean"',
        'n="meen"',
        f"{EN}:8: [number] the origin 'meen' of 1.8750 does not work at the end of 01_tiny.py",
    ),
    (EN, "", '\nIt is [(3,)]{ n="(len(numbers),)" }.\n', f"{END}[number] (3,) should be (2,)"),
    (EN, "", '\nIt has [3]{ n="len(numbers)" }.\n', f"{END}[number] 3 should be 2"),
    (EN, "", "\nIt is 3.14.\n", f"{END}[number] 3.14 {BARE}"),
    (EN, "", "\n| 3.14 | x |\n|---|---|\n| a | b |\n", f"{END}[number] 3.14 {BARE}"),
    (EN, "", "\nIt is $m = 3.14$.\n", f"{END}[number] 3.14 {BARE}"),
    (EN, "", "\n$m = 2\\cdot3{.}14$\n", f"{EN}: [number] 3.14 {BARE}"),
    (EN, "", "\nIt is 0,37 now.\n", f"{END}[number] 0,37 names no origin"),
    (EN, "", "\nIt is 2e-5 now.\n", f"{END}[number] 2e-5 names no origin"),
    (EN, "A bar as", "A bar of 3.14 as", f"{EN}:36: [number] 3.14 {BARE}"),
    (EN, 'title="mean"', 'title="mean 3.14"', f"{EN}:24: [number] 3.14 {BARE}"),
    (EN, "description: The", "description: 3.14 The", f"{EN}:3: [number] 3.14 {BARE}"),
    (
        EN,
        "",
        '\nThere [0.1455]{ quoted="somewhere" } is.\n',
        f"{END}[number] “0.1455” is quoted from 'somewhere'; say who says so, and where",
    ),
]
CLAIM = [
    (
        EN,
        "mean > 1",
        "mean > 2",
        f"{EN}:8: [claim] “above one”: 'mean > 2' is not true; change the sentence",
    ),
    (
        EN,
        "mean > 1",
        "meen > 1",
        f"{EN}:8: [claim] “above one”: 'meen > 1' cannot be evaluated at the end of 01_",
    ),
    (
        EN,
        "mean > 1",
        "1 > 0",
        f"{EN}:8: [claim] “above one”: '1 > 0' uses no name of the page's code",
    ),
    (
        EN,
        "above one]{",
        "above one] {",
        f"{EN}:8: [claim] the source of a claim reaches the reader: '{{ holds=",
    ),
    (VI, "[1.8750]{ n", '[1.8750]{ m="" n', f"{VI}:11: [number] 1.8750 names no origin"),
]
UNSHOWN = [
    (
        CODE,
        "",
        "# --8<-- [start:more]\nmore = 1\n# --8<-- [end:more]\n",
        f"{CODE}:13: [unshown] section 'more' is on no page in docs/en; include it",
    ),
    (
        CODE,
        "",
        "more = 1\n",
        f"{CODE}:12: [unshown] this line is in no section, so no page shows it",
    ),
    (
        "snippets/old/lost.py",
        "",
        "lost = 1\n",
        "snippets/old/lost.py: [unshown] is where nothing runs it",
    ),
    (
        "snippets/pytorch/01_tiny.py",
        "",
        "# --8<-- [start:same]\nm = 1\n# --8<-- [end:same]\n",
        "snippets/pytorch/01_tiny.py:2: [unshown] section 'same' is on no page",
    ),
]
INCLUDE = [
    (
        EN,
        "01_tiny.py:mean",
        "01_tiny.py:meen",
        f"{EN}:25: snippets/01_tiny.py has no section 'meen', only numbers, mean; correct the name",
    ),
    (
        EN,
        "01_tiny.py:mean",
        "02_tiny.py:mean",
        f"{EN}:25: there is no snippets/02_tiny.py; correct the name in the include",
    ),
    (EN, '"01_tiny.py:mean"', '"01_tiny.py:mean', f"{EN}:25: this include is not of the form"),
    (EN, '"01_tiny.py:mean"', '"01_tiny.py:mean" ', f"{EN}:25: this include is not of the form"),
    (EN, '"01_tiny.py:mean"', '"01_tiny.py::2"', f"{EN}:25: this include is not of the form"),
    (
        CODE,
        "# --8<-- [end:mean]\n",
        "",
        f"{EN}:13: snippets/01_tiny.py cannot be read: 01_tiny.py:8: section 'mean' never ends",
    ),
]
PYTHON = [
    (EN, "", "\n```python\nx = 1\n```\n", f"{EN}:59: [code] this python {FROM_NOWHERE}"),
    (
        EN,
        "",
        '\n``` { .python title="x" }\nx = 1\n```\n',
        f"{EN}:59: [code] this python {FROM_NOWHERE}",
    ),
    (EN, "", "\n``` {.python}\nx = 1\n```\n", f"{EN}:59: [code] this python {FROM_NOWHERE}"),
    (EN, "", "\n~~~py\nx = 1\n~~~\n", f"{EN}:59: [code] this py {FROM_NOWHERE}"),
    (EN, "", "\n````python\nx = 1\n````\n", f"{EN}:59: [code] this python {FROM_NOWHERE}"),
    (EN, "", "\n```\nx = 1\n```\n", f"{EN}:59: [code] this text {FROM_NOWHERE}"),
    (EN, "", "\nWords.\n\n    x = 1\n", f"{EN}:60: [code] this text {FROM_NOWHERE}"),
    (
        EN,
        "",
        "\n!!! note\n    ```python\n    x = 1\n    ```\n",
        f"{EN}:60: [code] this python {FROM_NOWHERE}",
    ),
    (EN, "", "\n```bash\nx = 1\n```\n", f"{EN}:59: [code] this bash {FROM_NOWHERE}"),
    (
        EN,
        "",
        "\n```pycon\n>>> x = 1\n```\n",
        f"{EN}:59: [code] this pycon is no section of a snippet",
    ),
    (EN, "", "\n<pre>x = 1</pre>\n", f"{END}[code] this block of no language {FROM_NOWHERE}"),
]
NAME = [
    (
        EN,
        "| `mean` |",
        "| `meen` |",
        f"{EN}:34: [name] neither snippets/ nor NumPy nor Python has 'meen'; correct it (mean?)",
    ),
    (
        EN,
        "",
        "\nUse `numbers` and `np.summ(numberz)`.\n",
        f"{END}[name] neither snippets/ nor NumPy nor Python has 'numberz'",
    ),
    (
        VI,
        "",
        "\nDùng `khong_co`.\n",
        f"{VI}:61: [name] neither snippets/ nor NumPy nor Python has 'khong_co'",
    ),
]
TWIN = [
    (
        VI,
        "{ #sum }",
        "{ #tong }",
        f"{VI}:13: [twin] has heading-2 {{ #tong }} where {EN} has heading-2 {{ #sum }}",
    ),
    (
        VI,
        CELL,
        "",
        f"{VI}:23: [twin] has nothing where {EN} has {MEAN_CELL} after admonition !!! note",
    ),
    (VI, START, "", f"{VI}:41: [twin] has nothing where {EN} has cell"),
    (
        VI,
        "| $m$ |",
        "| $n$ |",
        f"{VI}:37: [twin] has formula $n$ where {EN} has formula $m$ after table-row of 2 cells",
    ),
    (
        VI,
        "!!! note",
        "!!! warning",
        f"{VI}:23: [twin] has admonition !!! warning where {EN} has admonition !!! note",
    ),
    (
        VI,
        "| $m$ | `mean` |",
        "| $m$ | `mean` |\n| x | y |",
        f"{VI}: [twin] has table-row of 2 cells where {EN} has nothing",
    ),
    (
        VI,
        "![Cột dài bằng trung bình](figures/01-tiny-bar.svg)",
        "",
        f"{VI}:37: [twin] has nothing where {EN} has picture 01-tiny-bar",
    ),
    (
        VI,
        "[1.8750]",
        "[1.88]",
        f'{VI}:11: [twin] against {EN}, section #top adds number [1.88]{{ n="mean" }} and lacks',
    ),
    (
        VI,
        '[lớn hơn một]{ holds="mean > 1" }',
        "lớn hơn một",
        f"{VI}:9: [twin] against {EN}, section #top lacks claim mean > 1",
    ),
    (
        VI,
        "[tổng](#sum)",
        "[tổng](#top)",
        f"{VI}:11: [twin] against {EN}, section #top adds link (#top) and lacks link (#sum)",
    ),
    (
        "docs/vi/02-alone.md",
        "",
        "# Một mình { #top }\n",
        "docs/vi/02-alone.md: [twin] has no twin; write docs/en/02-alone.md",
    ),
]
TERM = [
    (
        VI,
        "",
        "\nMã thông báo.\n",
        f"{VI}: [term] nobody says 'mã thông báo'; the glossary has 'token' for 'token'",
    ),
    (
        EN,
        "",
        "\nA softmax of it.\n",
        f"{END}[term] 'softmax' must lead to the glossary: write `[softmax](",
    ),
    (
        VI,
        "",
        "\n[query](../glossary/#query) này.\n",
        f"{VI}:61: [term] 'query' lacks its gloss: write `[query (truy vấn)](",
    ),
]
SPELLING = [
    (VI, "", "\nTừ khoá.\n", f"{VI}:61: [spelling] 'khoá' has its tone mark in the other style"),
    (VI, "", "\nBài tóan.\n", f"{VI}:61: [spelling] 'tóan' has its tone mark in the other style"),
    (
        VI,
        "",
        "\nTrung bi\u0300nh.\n",
        f"{VI}:61: [spelling] 'bi\u0300nh' is not Unicode NFC; write it with composed",
    ),
]
FORMULA = [
    (
        EN,
        "$m = ",
        "$m_1_2 = ",
        f"{EN}:8: KaTeX rejects the formula m_1_2 = \\val{{mean}}{{1.8750}}: Double subscript",
    ),
    (
        EN,
        "| $m$ |",
        "| $\\nosuch$ |",
        f"{EN}:34: KaTeX rejects the formula \\nosuch: Undefined control sequence",
    ),
    (
        EN,
        "| $m$ |",
        "| $ m$ |",
        f"{EN}:34: [formula] the source of a formula reaches the reader: '$ m$'",
    ),
]
LINK = [
    (
        EN,
        "](#sum)",
        "](#sums)",
        f"{EN}:8: [link] the address #sums leads to an anchor that is not there; correct it",
    ),
    (
        EN,
        "](#sum)",
        "](nowhere.md)",
        f"{EN}:8: [link] the address nowhere.md leads to no file of the site",
    ),
    (EN, "](#sum)", "] (#sum)", f"{EN}:8: [link] the source of a link reaches the reader"),
    (
        EN,
        "](#sum)",
        "](/01-tiny/)",
        f"{EN}:8: [link] the address /01-tiny/ starts at the host's root",
    ),
    (
        EN,
        "figures/01-tiny-bar.svg",
        "figures/01-tiny-bat.svg",
        f"{EN}:36: there is no figure figures/01-tiny-bat.svg; correct the path",
    ),
    (
        VI,
        "",
        "\n<a href='../../../up'>x</a>\n",
        f"{VI}:61: [link] the address ../../../up leads out of the site",
    ),
]
PICTURE = [
    (
        DRAW,
        '100 * page["mean"]',
        '90 * page["mean"]',
        "docs/en/figures/01-tiny-bar.svg: [figure] is not what the code makes",
    ),
    (
        "docs/vi/figures/01-tiny-bar.svg",
        "Trung bình là",
        "Trung bình",
        "docs/vi/figures/01-tiny-bar.svg: [figure] is not what the code makes",
    ),
    (DRAW, 'page["mean"], 20', 'page["meen"], 20', f"{DRAW}:13: [figure] raises KeyError: 'meen'"),
    (
        "docs/en/figures/01-tiny-old.svg",
        "",
        "<svg/>",
        "docs/en/figures/01-tiny-old.svg: [figure] is made by no code any more",
    ),
    (
        EN,
        "![A bar",
        "Words ![A bar",
        f"{EN}:36: the figure figures/01-tiny-bar.svg is among words; put an empty line",
    ),
]
ORDER = [
    (
        EN,
        '``` { .python .run title="numbers" }\n--8<-- "01_tiny.py:numbers"\n```\n\n'
        '``` { .text .output }\n--8<-- "01_tiny.out:numbers"\n```\n',
        '??? note "Deeper"\n\n'
        '    ``` { .python .run title="numbers" }\n    --8<-- "01_tiny.py:numbers"\n    ```\n\n'
        '    ``` { .text .output }\n    --8<-- "01_tiny.out:numbers"\n    ```\n',
        f"{EN}:27: [order] the cell 'mean' gives \"NameError: name 'numbers' is not defined\"",
    ),
]

ALL = (
    SNIPPET
    + OUTPUT
    + NUMBER
    + CLAIM
    + UNSHOWN
    + INCLUDE
    + PYTHON
    + NAME
    + TWIN
    + TERM
    + SPELLING
    + FORMULA
    + LINK
    + PICTURE
    + ORDER
)

HARMLESS = [
    (EN, "The mean is", "The average is"),
    (VI, "Trung bình là", "Giá trị trung bình là"),
    (VI, 'title="mean"', 'title="trung bình"'),
    (
        VI,
        'Xem [tổng](#sum). Số ấy [lớn hơn một]{ holds="mean > 1" }.',
        'Số ấy [lớn hơn một]{ holds="mean > 1" }. Xem [tổng](#sum).',
    ),
    (EN, "The mean is [1.8750]", 'The mean is [1.9]{ n="mean" } or [1.8750]'),
    (CODE, "numbers = ", "# why\nnumbers = "),
    (
        EN,
        "",
        "\nSix tokens of 65 504, about $5, version 1.2.3, −1e9 and $x_{1,2}$.\n".replace(
            "tokens", "numbers"
        ),
    ),
    (
        EN,
        "",
        '\nSee [`embed_dim`]{ quoted="PyTorch, docs" }, [0.1455]{ quoted="Raschka 2024" }.\n',
    ),
]


@pytest.fixture
def tiny(tmp_path) -> TinyProject:
    return TinyProject(tmp_path)


@pytest.mark.parametrize(("file", "old", "new", "sentence"), ALL, ids=[row[3][:70] for row in ALL])
def test_a_fault_gets_its_sentence(tiny, file, old, new, sentence):
    tiny.edit(file, old, new)
    said = tiny.faults()
    assert any(fault.startswith(sentence) for fault in said), (
        f"wanted {sentence}, said\n" + "\n".join(said)
    )


@pytest.mark.parametrize(
    ("file", "old", "new"), HARMLESS, ids=[row[2].strip()[:40] for row in HARMLESS]
)
def test_a_harmless_change_alarms_nobody(tiny, file, old, new):
    tiny.edit(file, old, new)
    mirrored = [fault for fault in tiny.faults() if "[twin]" not in fault or file == VI]
    assert mirrored == []
