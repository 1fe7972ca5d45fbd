"""Every kind of fault is caught, and its sentence says where it is, what is wrong and what to do.

A row breaks the small project of `tiny_project.py`: a file, a text in it, what takes its place (for
an empty text: what is added at the end), and how the sentence begins that this gets: at a colon,
after the name of the file.
"""

import pytest
from tiny_project import TinyProject

EN, VI = "docs/en/01-tiny.md", "docs/vi/01-tiny.md"
CODE, OUT, DRAW = "snippets/01_tiny.py", "snippets/01_tiny.out", "figures/01_tiny.py"
WORDS, SAME_WORDS = "figures/words/en.toml", "figures/words/vi.toml"
EXERCISE, SAID = "snippets/exercises/01_tiny_1.py", "snippets/exercises/01_tiny_1.out"
BASE = "snippets/base.py"
SEARCHES = "tests/browser/searches/01-tiny.toml"
CORRECT = "correct the code, or run `make record`"
UNKNOWN = "[name] neither snippets/ nor NumPy nor Python has"
NOWHERE = "is no section of a snippet: 'x = 1'; move it into snippets/ and include it from there"
BARE = 'names no origin: write [3.14]{ n="…" }, or \\val in a formula'
MARK = "the check does not set `solved = True`, its mark"
CELL = "{* 01_tiny.py:mean *}\n"
EXERCISE_LINE = "{* exercises/01_tiny_1.py *}\n"
MEAN_CELL = (
    'cell language-python run highlight\nmean = sum(numbers) / len(numbers)\nprint(f"{mean:.4f}")'
)
SECTION = "# --8<-- [start:more]\nmore = 1\n# --8<-- [end:more]\n"
END = "# --8<-- [end:mean]\n"
WITHOUT_PATH = 'if __name__ == "__main__": import sys; sys.path = []; import base\nmean = '
QUERY = "\n[query](../glossary/#query) này.\n"

FAULTS = [
    (CODE, "sum(numbers) /", "nub /", ":9: [snippet] raises NameError: name 'nub' is not defined"),
    (CODE, "[1.25, 2.5]", "[1.25, 2.5", ": [snippet] raises SyntaxError"),
    (
        CODE,
        "mean = ",
        "import warnings; warnings.warn('x');",
        ":9: [snippet] raises UserWarning: x",
    ),
    (CODE, "mean = ", "import yaml;", ":9: [snippet] a reader's Python has no yaml; use NumPy"),
    (CODE, "mean = ", "import sys; sys.exit(3);", ": [snippet] raises RuntimeError: sys.exit(3)"),
    (CODE, "numbers = ", "numbers = __file__ and ", ":4: [snippet] raises NameError"),
    (CODE, "mean = ", WITHOUT_PATH, ":9: [snippet] raises"),
    (BASE, "", "X = '''x'''\n", ": [snippet] holds ''', within which notebooks and Copy all"),
    (OUT, "1.8", "2.8", f": [output] is not what the code makes; {CORRECT}"),
    (OUT, "1.8", "2.8", f"{CODE}: [output] python {CODE} prints something else than its .out says"),
    ("snippets/01_tiny_2.out", "", "left\n", ": [output] is made by no code any more"),
    (
        EN,
        "",
        "\n``` { .text .output }\n1.8\n```\n",
        ":31: [code] this output is in no .out: '1.8'; write the line of its cell instead",
    ),
    (SAID, "Not yet.", "Not so.", ": [output] is not what the code makes"),
    (SAID, "Not yet.", "Right:", f"{EXERCISE}: [output] only the solution may be called 'Right:'"),
    (EXERCISE, "solved = True", "pass", f": [snippet] raises ValueError: after 'solution' {MARK}"),
    (EXERCISE, "else:", "else:\n    solved = True", ": [snippet] raises ValueError: after 'start'"),
    (EN, "[1.8", "[1.9", ":8: [number] 1.9750 should be 1.8750, the value of 'mean'; change"),
    (VI, r"{mean}{1.8750}", r"{mean}{1.8650}", ":11: [number] 1.8650 should be 1.8750"),
    (EN, 'n="m', 'n="k', ":8: [number] the origin 'kean' of 1.8750 does not work at the end"),
    (EN, "", '\nIt is [(3,)]{ n="(len(numbers),)" }.\n', ":30: [number] (3,) should be (2,)"),
    (EN, "", '\nIt has [3]{ n="len(numbers)" }.\n', ":30: [number] 3 should be 2"),
    (EN, "", "\nIt is 3.14.\n", f":30: [number] 3.14 {BARE}"),
    (EN, "", "\n| 3.14 | x |\n|---|---|\n| a | b |\n", f":30: [number] 3.14 {BARE}"),
    (EN, "", "\nIt is $m = 3.14$.\n", f":30: [number] 3.14 {BARE}"),
    (EN, "", "\n$m = 2\\cdot3{.}14$\n", f": [number] 3.14 {BARE}"),
    (EN, "", "\nIt is 0,37 now.\n", ":30: [number] 0,37 names no origin"),
    (EN, "", "\nIt is 2e-5 now.\n", ":30: [number] 2e-5 names no origin"),
    (EN, "A bar as", "A bar of 3.14 as", f":24: [number] 3.14 {BARE}"),
    (EN, "py:mean", 'py:mean "mean 3.14"', f":18: [number] 3.14 {BARE}"),
    (EN, "description: The", "description: 3.14 The", f":3: [number] 3.14 {BARE}"),
    (EN, "", '\n[0.14]{ quoted="x" }\n', ":30: [number] “0.14” is quoted from 'x'; say who says"),
    (EN, "> 1", "> 2", ":8: [claim] “above one”: 'mean > 2' is not true; change the sentence"),
    (
        EN,
        "mean >",
        "meen >",
        ":8: [claim] “above one”: 'meen > 1' cannot be evaluated at the end of 01_",
    ),
    (EN, "mean > 1", "1 > 0", ":8: [claim] “above one”: '1 > 0' uses no name of the page's code"),
    (EN, "one]{", "one] {", ":8: [claim] the source of a claim reaches the reader: '{ holds="),
    (VI, "[1.8750]{ n", '[1.8750]{ m="" n', ":11: [number] 1.8750 names no origin"),
    (CODE, "", SECTION, ":13: [unshown] section 'more' is on no page in docs/en; include it"),
    (CODE, "", "more = 1\n", ":12: [unshown] this line is in no section, so no page shows it"),
    ("snippets/old/lost.py", "", "lost = 1\n", ": [unshown] is where nothing runs it"),
    ("snippets/pytorch/01_tiny.py", "", SECTION, ":2: [unshown] section 'more' is on no page"),
    (EN, "py:mean", "py:me", f":18: {CODE} has no section 'me', only numbers, mean; correct"),
    (EN, "01_", "02_", ":12: there is no snippets/02_tiny.py; correct the name in the line"),
    (EN, "mean *}", "mean }", ":18: this line is not of the form {* file.py:section"),
    (EN, "mean *}", "mean *} too", ":18: this line is not of the form {* file.py:section"),
    (EN, "py:mean", "py::2", ":18: this line is not of the form {* file.py:section"),
    (EN, ":mean *}", " *}", ":18: this line is not of the form {* file.py:section"),
    (EN, "_1.py", "_1.py:start", ":28: this line is not of the form {* file.py:section"),
    (EN, "_1.py", '_1.py "one"', ":28: this line is not of the form {* file.py:section"),
    (EN, "mean *}", "mean .tmied *}", ":18: no cell has the class .tmied; there are .given"),
    (EN, "", '\n--8<-- "01_tiny.py:mean"\n', ":30: a page includes nothing by hand; write {*"),
    (
        EXERCISE,
        ":solution",
        ":answer",
        f"{EN}:28: {EXERCISE} cannot be read: 01_tiny_1.py",
    ),
    (CODE, END, "", f"{EN}:12: {CODE} cannot be read: 01_tiny.py:8: section 'mean' never ends"),
    (EN, "", "\n```python\nx = 1\n```\n", f":31: [code] this python {NOWHERE}"),
    (EN, "", '\n``` { .python title="x" }\nx = 1\n```\n', f":31: [code] this python {NOWHERE}"),
    (EN, "", "\n``` {.python}\nx = 1\n```\n", f":31: [code] this python {NOWHERE}"),
    (EN, "", "\n~~~py\nx = 1\n~~~\n", f":31: [code] this py {NOWHERE}"),
    (EN, "", "\n````python\nx = 1\n````\n", f":31: [code] this python {NOWHERE}"),
    (EN, "", "\n```\nx = 1\n```\n", f":31: [code] this text {NOWHERE}"),
    (EN, "", "\nWords.\n\n    x = 1\n", f":32: [code] this text {NOWHERE}"),
    (EN, "", "\n!!! note\n    ```py\n    x = 1\n    ```\n", f":32: [code] this py {NOWHERE}"),
    (EN, "", "\n```bash\nx = 1\n```\n", f":31: [code] this bash {NOWHERE}"),
    (EN, "", "\n```pycon\n>>> x = 1\n```\n", ":31: [code] this pycon is no section of a snippet"),
    (EN, "", "\n<pre>x = 1</pre>\n", f":30: [code] this block of no language {NOWHERE}"),
    (EN, "`mean`", "`meen`", f":22: {UNKNOWN} 'meen'; correct it (mean?)"),
    (EN, "", "\nUse `numbers` and `np.summ(numberz)`.\n", f":30: {UNKNOWN} 'numberz'"),
    (VI, "", "\nDùng `khong_co`.\n", f":33: {UNKNOWN} 'khong_co'"),
    (VI, "#sum }", "#s }", f":13: [twin] has heading-2 {{ #s }} where {EN} has heading-2 {{ #sum"),
    (
        VI,
        CELL,
        "",
        f":17: [twin] has nothing where {EN} has {MEAN_CELL} and output 1.8750"
        " after admonition !!! note",
    ),
    (VI, EXERCISE_LINE, "", f":29: [twin] has nothing where {EN} has cell"),
    (
        VI,
        "$m$",
        "$n$",
        f":25: [twin] has formula $n$ where {EN} has formula $m$ after table-row of 2 cells",
    ),
    (VI, "note", "tip", f":17: [twin] has admonition !!! tip where {EN} has admonition !!! note"),
    (VI, "`mean`", "`mean` |\n|x|y", f": [twin] has table-row of 2 cells where {EN} has nothing"),
    (VI, "![", "[", f":25: [twin] has nothing where {EN} has picture 01-tiny-bar"),
    (VI, "1.8750", "1.9", f':11: [twin] against {EN}, section #top adds number [1.9]{{ n="mean"'),
    (VI, '{ holds="mean > 1" }', "", f":9: [twin] against {EN}, section #top lacks claim mean > 1"),
    (
        VI,
        "#sum",
        "#top",
        f":11: [twin] against {EN}, section #top adds link (#top) and lacks link (#sum)",
    ),
    (
        EN,
        "part: n",
        "part: in n",
        ": the front matter has no part of the course; write `part",
    ),
    (EN, "title", "titel", ": its front matter has no title; write `title: …`"),
    ("docs/vi/teachers.md", "#p01", "#p1", ": [page] has no lesson plan for 01-tiny; write `## 01"),
    (SEARCHES, '"mean" =', '# "mean" =', ": [page] [en] has 2 searches that lead to 01-tiny; add"),
    (SEARCHES, '"01-tiny/"', '"glossary/"', ": [page] [en] leads to glossary/; move it into the"),
    (
        "docs/en/02-new.md",
        "",
        "---\ntitle: New\npart: nothing\n---\n",
        ": [page] has no code of its own; write snippets/02_new.py",
    ),
    ("docs/vi/alone.md", "", "# Một\n", ": [twin] has no twin; write docs/en/alone.md"),
    ("docs/vi/02-alone.md", "", "# Một\n", ": has no twin; write docs/en/02-alone.md"),
    (
        VI,
        "",
        "\nMã thông báo.\n",
        ": [term] nobody says 'mã thông báo'; the glossary has 'token' for 'token'",
    ),
    (EN, "", "\nsoftmax\n", ":30: [term] 'softmax' must lead to the glossary: write `[softmax]("),
    (VI, "", QUERY, ":33: [term] 'query' lacks its gloss: write `[query (truy vấn)]("),
    (VI, "", "\nTừ khoá.\n", ":33: [spelling] 'khoá' has its tone mark in the other style"),
    (VI, "", "\nBài tóan.\n", ":33: [spelling] 'tóan' has its tone mark in the other style"),
    (VI, "", "\nbi\u0300\n", ":33: [spelling] 'bi\u0300' is not Unicode NFC; write it with"),
    (
        EN,
        "$m",
        "$m_1_2",
        ":8: KaTeX rejects the formula m_1_2 = \\val{mean}{1.8750}: Double subscript",
    ),
    (EN, "$m$", "$\\nos$", ":22: KaTeX rejects the formula \\nos: Undefined control sequence"),
    (EN, "$m$", "$ m$", ":22: [formula] the source of a formula reaches the reader: '$ m$'"),
    (
        EN,
        "#sum",
        "#sums",
        ":8: [link] the address #sums leads to an anchor that is not there; correct it",
    ),
    (EN, "#sum", "nowhere.md", ":8: [link] the address nowhere.md leads to no file of the site"),
    (EN, "](#sum)", "] (#sum)", ":8: [link] the source of a link reaches the reader"),
    (EN, "](#sum)", "](/01-tiny/)", ":8: [link] the address /01-tiny/ starts at the host's root"),
    (EN, "bar.svg", "bat.svg", ":24: there is no figure figures/01-tiny-bat.svg; correct the path"),
    (
        VI,
        "",
        "\n<a href='../../../up'>x</a>\n",
        ":33: [link] the address ../../../up leads out of the site",
    ),
    (DRAW, "100 *", "90 *", "docs/en/figures/01-tiny-bar.svg: [figure] is not what the code makes"),
    ("docs/vi/figures/01-tiny-bar.svg", " là", "", ": [figure] is not what the code makes"),
    (DRAW, 'page["mean"], 20', 'page["meen"], 20', ":8: [figure] raises KeyError: 'meen'"),
    (WORDS, "title =", "name =", f"{DRAW}:7: [figure] raises LookupError: {WORDS} has no 'title'"),
    (WORDS, '"A bar"', '"A bar', ": [word] cannot be read: Illegal character"),
    (SAME_WORDS, "title =", "# title", ": [word] has no 01-tiny.bar.title, so English is shown"),
    (SAME_WORDS, "title", "titel", ": [word] has 01-tiny.bar.titel, which figures/words/en.toml"),
    (SAME_WORDS, "{mean:", "{man:", ": [word] 01-tiny.bar.description has ['{man:.4f}'] in braces"),
    (SAME_WORDS, "Trung", "Khoá", ":3: [spelling] 'Khoá' has its tone mark in the other style"),
    ("docs/en/figures/01-tiny-old.svg", "", "<svg/>", ": [figure] is made by no code any more"),
    (EN, "![", "x ![", ":24: the figure figures/01-tiny-bar.svg is among words; put an empty line"),
    (
        EN,
        "{* 01_tiny.py:numbers *}\n",
        '??? note "Deeper"\n\n    {* 01_tiny.py:numbers *}\n',
        ":20: [order] the cell 'mean' gives \"NameError: name 'numbers' is not defined\"",
    ),
]

HARMLESS = [
    (EN, "The mean is", "The average is"),
    (VI, "Trung bình là", "Giá trị trung bình là"),
    (VI, "py:mean", 'py:mean "trung bình"'),
    (
        VI,
        'Xem [tổng](#sum). Số ấy [lớn hơn một]{ holds="mean > 1" }.',
        'Số ấy [lớn hơn một]{ holds="mean > 1" }. Xem [tổng](#sum).',
    ),
    (EN, "The mean is [1.8750]", 'The mean is [1.9]{ n="mean" } or [1.8750]'),
    (CODE, "numbers = ", "# why\nnumbers = "),
    (EN, "", "\nThe 65 504 numbers, about $5, version 1.2.3, −1e9 and $x_{1,2}$.\n"),
    (EN, "", '\n[`embed_dim`]{ quoted="PyTorch, docs" }, [0.1455]{ quoted="Raschka 2024" }.\n'),
]


@pytest.fixture
def tiny(tmp_path) -> TinyProject:
    return TinyProject(tmp_path)


@pytest.mark.parametrize(
    ("file", "old", "new", "sentence"), FAULTS, ids=[row[3][:70] for row in FAULTS]
)
def test_a_fault_gets_its_sentence(tiny, file, old, new, sentence):
    sentence = file + sentence if sentence.startswith(":") else sentence
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
