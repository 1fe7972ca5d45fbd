"""Kinds a, d and e, broken on purpose."""

import logging

import pytest

from lessonkit.checks import snippets

NEW_SECTION = "\n# --8<-- [start:more]\nmore = 1\n# --8<-- [end:more]\n"


@pytest.mark.parametrize(("line", "module"), [
    ("import scipy", "scipy"),
    ("import numpy, lxml.html as html", "lxml"),
    ("from lessonkit.program import run_program", "lessonkit"),
    ("def f(): import yaml", "yaml"),
    ("from . import attention", "."),
    ("from .attention import softmax", "."),
])  # fmt: skip
def test_an_import_that_readers_lack_is_named(copy, line, module):
    copy.edit("snippets/01_tiny.py", "mean = ", f"{line}\nmean = ")
    (fault,) = map(str, snippets.foreign_imports(copy))
    assert fault.startswith(f"snippets/01_tiny.py:9: [a] a reader's Python has no {module}; use NumPy")


def test_numpy_the_standard_library_and_the_toolkit_may_be_imported(copy):
    copy.edit("snippets/01_tiny.py", "mean = ", "import os.path, numpy as np\nfrom attention import softmax\nmean = ")
    assert list(snippets.foreign_imports(copy)) == []


def test_a_snippet_where_nothing_runs_it_is_named(copy):
    (copy.project.snippets / "more").mkdir()
    (copy.project.snippets / "more" / "02_new.py").write_text(NEW_SECTION)
    (fault,) = map(str, snippets.out_of_place(copy))
    assert fault.startswith("snippets/more/02_new.py: [d] lies where nothing runs it")


def test_a_section_that_no_page_shows_is_named_for_each_language(copy):
    copy.append("snippets/01_tiny.py", NEW_SECTION)
    faults = copy.faults(snippets.unshown_sections)
    assert [fault.partition(";")[0] for fault in faults] == [
        f"snippets/01_tiny.py:14: [d] section 'more' stands on no page in docs/{language}" for language in ("en", "vi")
    ]


def test_a_section_that_one_language_lacks_is_named(copy):
    copy.edit("docs/vi/01-tiny.md", '"01_tiny.py:mean"', '"01_tiny.py:numbers"')
    (fault,) = copy.faults(snippets.unshown_sections)
    assert "section 'mean' stands on no page in docs/vi" in fault


def test_a_new_snippet_that_no_page_shows_is_named(copy):
    (copy.project.snippets / "02_new.py").write_text(NEW_SECTION)
    assert "snippets/02_new.py:3: [d] section 'more'" in copy.faults(snippets.unshown_sections)[0]


def test_code_outside_of_every_section_is_named(copy):
    copy.append("snippets/01_tiny.py", "\nhidden = 1\n")
    (fault,) = copy.faults(snippets.code_outside_sections)
    assert fault.startswith("snippets/01_tiny.py:13: [d] this line stands in no section") and "hidden = 1" in fault


@pytest.mark.parametrize(
    ("include", "said"),
    [
        ('--8<-- "01_tinny.py:mean"', "there is no snippets/01_tinny.py"),
        ('--8<-- "01_tiny.py:meen"', "has no section 'meen', only numbers, mean"),
        ('--8<-- "01_tiny.py:mean', "is not of the form"),
        ('--8<-- "01_tiny.py:mean" ', "is not of the form"),
        ('--8<-- "01_tiny.py:3:2"', "is not of the form"),
        ("--8<-- '01_tiny.py:mean'", "is not of the form"),
        ("--8<--", "is not of the form"),
        ('-8<- "01_tiny.py:mean"', "is not of the form"),
        ('---8<--- "01_tiny.py:nowhere"', "is not of the form"),
        ('--8<-- "01_tiny.py:empty"', "is empty"),
    ],
)
def test_an_include_that_brings_nothing_is_named_by_the_test_and_by_the_build(copy, include, said, caplog):
    copy.append("snippets/01_tiny.py", "\n# --8<-- [start:empty]\n\n# --8<-- [end:empty]\n")
    copy.edit("docs/en/01-tiny.md", '--8<-- "01_tiny.py:mean"', include)
    with caplog.at_level(logging.WARNING, logger="mkdocs"):
        (fault,) = copy.faults(snippets.wrong_includes)
    assert fault.startswith("docs/en/01-tiny.md:25: [e]") and said in fault
    (logged,) = [record.getMessage() for record in caplog.records if record.name == "mkdocs.lesson"]
    assert logged.startswith("docs/en/01-tiny.md:25: ") and said in logged


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("# --8<-- [end:mean]", "", "01_tiny.py:8: section 'mean' never ends"),
        ("# --8<-- [start:mean]", "", "01_tiny.py:11: section 'mean' ends but has not started"),
        ("# --8<-- [end:numbers]", "# --8<-- [end: numbers]", "01_tiny.py:6: this mark is not of the form"),
        ("[start:mean]", "[start:numbers]", "there is a section 'numbers' already"),
    ],
)
def test_a_mark_that_does_not_fit_is_named(copy, old, new, said):
    copy.edit("snippets/01_tiny.py", old, new)
    assert said in copy.faults(snippets.wrong_includes)[0]
