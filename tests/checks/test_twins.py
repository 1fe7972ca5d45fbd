"""Kind g, broken on purpose: whatever one language lacks, adds or reorders is named."""

import lxml.html
import pytest

from lessonkit.checks import twins

EN, VI = "docs/en/01-tiny.md", "docs/vi/01-tiny.md"
MEAN = 'cell title="mean"\nlanguage-python run highlight\nmean = sum(numbers) / len(numbers)\nprint(f"{mean:.4f}")'
START = 'cell title="exercise 1"\nlanguage-python run start highlight\ndifference = None'
SOLUTION = 'cell title=""\nlanguage-python highlight\ndifference = numbers[1] - numbers[0]'
FORMULA = r"formula $m = \val{mean}{1.8750}$"

# What is edited, and then what the fault says: the line that it names, what is here, what is there, and what stands above.
LACKING = {
    "first heading": ("# Trung bình là gì? { #top }", "", 1, "nothing", "heading-1 { #top }", "front-matter ---"),
    "heading": ("## Tổng { #sum }", "", 11, "nothing", "heading-2 { #sum }", "link (#sum)"),
    "heading id": ("{ #sum }", "{ #tong }", 13, "heading-2 { #tong }", "heading-2 { #sum }", "link (#sum)"),
    "heading level": ("### Bài", "## Bài", 41, "heading-2 { #exercise-1 }", "heading-3 { #exercise-1 }", "picture 01-tiny-bar"),
    "cell": ('``` { .python .run title="mean" }\n--8<-- "01_tiny.py:mean"\n```\n', "", 23, "nothing", MEAN, "admonition !!! note"),
    "cell's title": ('title="mean"', 'title="x"', 27, MEAN.replace('"mean"', '"x"'), MEAN, "admonition !!! note"),
    "cell's class": (".run .start", ".run", 43, START.replace(" start", ""), START, "heading-3 { #exercise-1 }"),
    "output": ('``` { .text .output }\n--8<-- "01_tiny.out:mean"\n```\n', "", 27, "nothing", "output 1.8750", MEAN),
    "formula": ("| $m$ |", "| m |", None, "nothing", "formula $m$", "table-row of 2 cells"),
    "formula's text": ("| $m$ |", "| $n$ |", 37, "formula $n$", "formula $m$", "table-row of 2 cells"),
    "number": ("[1.8750]", "[1.88]", 11, 'number [1.88]{ n="mean" }', 'number [1.8750]{ n="mean" }', "heading-1 { #top }"),
    "origin": ('n="mean"', 'n="m"', 11, 'number [1.8750]{ n="m" }', 'number [1.8750]{ n="mean" }', "heading-1 { #top }"),
    "figure": ("![Cột dài bằng trung bình](figures/01-tiny-bar.svg)", "", 37, "nothing", "picture 01-tiny-bar", "formula $m$"),
    "admonition": ("!!! note", "!!! warning", 23, "admonition !!! warning", "admonition !!! note", "output 3.75"),
    "fold": ("??? solution", "!!! solution", 55, "admonition !!! solution", "admonition ??? solution", "output of a check"),
    "table row": ("| $m$ | `mean` |", "| $m$ | `mean` |\n| x | y |", None, "table-row of 2 cells", "nothing", "formula $m$"),
    "exercise": (
        '``` { .python .run .start title="exercise 1" }\n--8<-- "exercises/01_tiny_1.py:start"\n```\n', "",
        41, "nothing", START, "heading-3 { #exercise-1 }",
    ),
    "solution": (
        '??? solution "Lời giải"\n\n    ``` { .python }\n    --8<-- "exercises/01_tiny_1.py:solution"\n    ```', "",
        None, "nothing", f"admonition ??? solution and {SOLUTION}", "output of a check",
    ),
    "link": ("[tổng](#sum)", "tổng", 11, "nothing", "link (#sum)", FORMULA),
    "link's target": ("[tổng](#sum)", "[tổng](#top)", 11, "link (#top)", "link (#sum)", FORMULA),
    "list": ("## Tổng", "- một\n- hai\n\n## Tổng", None, "list-item of ul and list-item of ul", "nothing", "link (#sum)"),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "line", "here", "there", "above"), LACKING.values(), ids=LACKING)
def test_what_differs_is_named_with_its_line_and_what_stands_above(copy, old, new, line, here, there, above):
    copy.edit(VI, old, new)
    place = f"{VI}:{line}" if line else VI
    assert copy.faults(twins.that_differ) == [f"{place}: [g] has {here} where {EN} has {there} after {above}; make both alike"]


def test_two_figures_in_another_order_are_named(copy):
    row, figure = "| $m$ | `mean` |\n\n", "![Cột dài bằng trung bình](figures/01-tiny-bar.svg)\n\n"
    copy.edit(VI, row + figure, row)
    copy.edit(VI, "## Tổng", figure + "## Tổng")
    (fault,) = copy.faults(twins.that_differ)
    assert "picture 01-tiny-bar" in fault


@pytest.mark.parametrize(("there", "missing"), [("en", "vi"), ("vi", "en")])
def test_a_page_without_a_twin_is_named(copy, there, missing):
    (copy.project.docs(there) / "02-alone.md").write_text("# Alone { #top }\n")
    (fault,) = copy.faults(twins.that_differ)
    assert fault == f"docs/{there}/02-alone.md: [g] has no twin; write docs/{missing}/02-alone.md"


def test_other_words_are_no_difference(copy):
    copy.edit(VI, "Trung bình là", "Số trung bình của hai số là")
    assert copy.faults(twins.that_differ) == []


def test_a_comment_in_the_markdown_is_no_difference(copy):
    copy.edit(VI, '``` { .text .output }\n--8<-- "exercises', '<!-- máy ghi -->\n\n``` { .text .output }\n--8<-- "exercises')
    assert copy.faults(twins.that_differ) == []


def test_of_two_differences_around_a_long_list_the_first_is_named_alone(copy):
    items = "- 2\n" * 300
    for file, heading, target in ((EN, "## The sum", "sum"), (VI, "## Tổng", "top")):
        copy.edit(file, heading, f"[1](#{target})\n\n{items}\n[3](#{target})\n\n{heading}")
    (fault,) = copy.faults(twins.that_differ)
    assert fault.endswith(f"has link (#top) where {EN} has link (#sum) after link (#sum); make both alike")


@pytest.mark.parametrize(
    ("html", "name"),
    [
        *((f'<h{level} id="a">A</h{level}>', f"heading-{level} {{ #a }}") for level in range(1, 7)),
        ('<div class="admonition note inline"></div>', "admonition !!! note inline"),
        ('<details class="note solution"></details>', "admonition ??? note solution"),
        ("<details></details>", "admonition ??? "),
        ('<data data-quoted="somebody">0.5</data>', "number [0.5]{ quoted="),
        ('<a class="headerlink" href="#a"></a>', None),  # of the theme, and not of the author
        ("<p>words</p>", None),
    ],
)
def test_what_both_languages_need_has_a_name(html, name):
    assert twins.describe(lxml.html.fromstring(html)) == name


@pytest.mark.parametrize(
    ("above", "name"),
    [
        ('<div class="highlight run check"></div>', "output of a check"),
        ('<div class="highlight run"></div>', "output 1"),
        ('<div class="check"></div><p></p>', "output 1"),
        ("", "output 1"),
    ],
)
def test_only_what_a_check_says_may_differ(above, name):
    output = lxml.html.fromstring(f'<div>{above}<div class="highlight output"><pre><code>1</code></pre></div></div>')[-1]
    assert twins.describe(output) == name


def as_link(copy) -> None:
    """Make the Vietnamese page one that is not translated yet."""
    page = copy.project.root / VI
    page.unlink()
    page.symlink_to(f"../en/{page.name}")


def test_a_language_that_has_not_said_so_has_all_its_pages(copy):
    assert copy.faults(twins.not_as_listed) == []
    as_link(copy)
    what = "is a link to the English page, and mkdocs.yml says otherwise; mend the pages of vi under extra.languages there"
    assert copy.faults(twins.not_as_listed) == [f"{VI}: [g] {what}"]


def test_a_language_that_lists_its_pages_has_those_and_no_others(copy, monkeypatch):
    monkeypatch.setattr(twins, "SO_FAR", {"vi": ["index.md"]})
    what = "is translated, and mkdocs.yml says otherwise; mend the pages of vi under extra.languages there"
    assert copy.faults(twins.not_as_listed) == [f"{VI}: [g] {what}"]
    as_link(copy)
    assert copy.faults(twins.not_as_listed) == []
