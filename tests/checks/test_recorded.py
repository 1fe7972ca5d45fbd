"""Kinds b, j and k on disk, broken on purpose."""

import pytest

from lessonkit import record
from lessonkit.checks import recorded


@pytest.mark.parametrize(
    ("file", "old", "new", "kind"),
    [
        ("snippets/01_tiny.out", "1.8750", "1.8751", "b"),
        ("snippets/01_tiny.out", "3.75\n", "3.75\n\n", "b"),
        ("snippets/01_tiny.py", "{mean:.4f}", "{mean:.3f}", "b"),
        ("snippets/exercises/01_tiny_1.out", "Not yet.", "Not quite.", "b"),
        ("docs/vi/figures/01-tiny-bar.svg", "1.8750", "1.8751", "k"),
        ("docs/en/figures/01-tiny-bar.svg", 'width="187.5"', 'width="187.6"', "k"),
        ("figures/01_tiny.py", "A bar", "A beam", "k"),
        ("docs/en/notebooks/01-tiny.ipynb", "1.8750", "1.8751", "j"),
        ("docs/vi/notebooks/01-tiny.ipynb", "sum(numbers)", "max(numbers)", "j"),
        ("docs/en/01-tiny.md", "Two numbers", "Three numbers", "j"),
    ],
)
def test_a_changed_file_is_named_with_the_difference(copy, file, old, new, kind):
    copy.edit(file, old, new)
    fault = copy.faults(recorded.stale_files)[0]
    assert f"[{kind}] is not what the code makes; run `make record`" in fault and "\n-" in fault


def test_lines_of_dashes_and_pluses_are_shown_as_any_other():
    assert recorded.first_difference("same\n-- old\nsame", "same\n++ new\nsame") == "@@ -2 +2 @@\n--- old\n+++ new"


def test_six_lines_of_a_difference_are_shown():
    assert recorded.first_difference("1\n2\n3\n4", "5\n6\n7\n8") == "@@ -1,4 +1,4 @@\n-1\n-2\n-3\n-4\n+5"


def test_a_long_line_of_a_difference_is_cut():
    assert recorded.first_difference("a" * 158, "b" * 159) == f"@@ -1 +1 @@\n-{'a' * 158}\n+{'b' * 156}…"


@pytest.mark.parametrize("file", ["snippets/01_tiny.out", "docs/en/figures/01-tiny-bar.svg", "docs/vi/notebooks/01-tiny.ipynb", "docs/en/notebooks/index.ipynb"])
def test_a_missing_file_is_named(copy, file):
    (copy.project.root / file).unlink()
    (fault,) = copy.faults(recorded.stale_files)
    assert fault.startswith(file) and "is not there; run `make record`" in fault


def test_what_a_snippet_printed_once_is_not_in_its_notebook(copy):
    copy.edit("snippets/01_tiny.py", "print(sum(numbers))", "sum(numbers)")
    copy.edit("snippets/01_tiny.py", 'print(f"{mean:.4f}")', 'f"{mean:.4f}"')
    assert "1.8750" in (copy.project.snippets / "01_tiny.out").read_text("utf-8")
    made = {copy.project.name(path): text for path, text in record.recorded(copy.project)}
    assert "snippets/01_tiny.out" not in made and "1.8750\\n" not in made["docs/en/notebooks/01-tiny.ipynb"]


@pytest.mark.parametrize("file", ["snippets/02_gone.out", "docs/vi/figures/02-gone-bar.svg", "docs/en/notebooks/gone.ipynb"])
def test_a_file_that_no_code_makes_is_named(copy, file):
    (copy.project.root / file).write_text("left over")
    (fault,) = copy.faults(recorded.stale_files)
    assert fault.startswith(file) and "is made by no code any more" in fault


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("snippets/01_tiny.py", "sum(numbers) / len", "sum(numbers) / 0 * len", "snippets/01_tiny.py:9: [a] raises ZeroDivisionError"),
        ("snippets/01_tiny.py", "# --8<-- [end:mean]", "", "snippets/01_tiny.py: [a] raises SectionError: 01_tiny.py:8: section 'mean' never ends"),
        ("snippets/exercises/01_tiny_1.py", "numbers[1] - numbers[0]:", "numbers[7]:", "snippets/exercises/01_tiny_1.py:11: [a] raises IndexError"),
        ("figures/01_tiny.py", 'page["mean"], 20', 'page["meen"], 20', "figures/01_tiny.py:10: [k] raises KeyError: 'meen'"),
    ],
)
def test_a_program_that_raises_is_named_with_its_line(copy, file, old, new, said):
    site = copy.build()
    copy.edit(file, old, new)
    (fault,) = map(str, recorded.stale_files(site))
    assert fault.startswith(said) and fault.endswith("mend it, and run `make record` again")


def test_line_ends_count_too(copy):
    path = copy.project.root / "snippets" / "01_tiny.out"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    (fault,) = copy.faults(recorded.stale_files)
    assert fault.startswith("snippets/01_tiny.out: [b] is not what the code makes")
