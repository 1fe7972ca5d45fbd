"""Kinds a and b of snippets and exercises, broken on purpose."""

import pytest

from lessonkit.checks import programs

PROGRAM, EXERCISE = "snippets/01_tiny.py", "snippets/exercises/01_tiny_1.py"


def faults(copy, file: str) -> list[str]:
    return [str(fault) for _, find in programs.items(copy.project, copy.project.root / file) for fault in find()]


@pytest.mark.parametrize(("file", "proved"), [
    (PROGRAM, ["runs alone", "numbers", "mean"]),
    (EXERCISE, ["start-en", "start-vi", "solution-en", "solution-vi", "wrong_1-en", "wrong_1-vi"]),
])  # fmt: skip
def test_a_whole_file_passes_and_each_of_its_sections_is_asked(copy, file, proved):
    assert [name for name, _ in programs.items(copy.project, copy.project.root / file)] == proved
    assert faults(copy, file) == []


@pytest.mark.parametrize(("broken", "said"), [
    ("raise ValueError", "ValueError"),
    ("nowhere + 1", "NameError"),
    ("import warnings; warnings.warn('old')", "UserWarning: old"),
    ("if True", "SyntaxError"),
])  # fmt: skip
def test_a_snippet_that_raises_or_warns_is_named(copy, broken, said):
    copy.edit(PROGRAM, "mean = ", f"{broken}\nmean = ")
    found = faults(copy, PROGRAM)
    assert found[0].startswith(f"{PROGRAM}: [a] python {PROGRAM} fails, so its page does too; mend it:") and said in found[0]


def test_the_line_of_what_raises_is_named(copy):
    copy.edit(PROGRAM, "mean = ", "1 / 0\nmean = ")
    assert f"{PROGRAM}:9: [a] raises ZeroDivisionError: division by zero; mend it, and run `make record` again" in faults(copy, PROGRAM)


@pytest.mark.parametrize(("file", "old", "new"), [(PROGRAM, ".4f", ".3f"), ("snippets/01_tiny.out", "1.8750", "1.8751")])
def test_another_output_is_named_with_both(copy, file, old, new):
    copy.edit(file, old, new)
    alone, section = faults(copy, PROGRAM)
    to_do = "mend the code, or run `make record` and read `git diff`"
    assert alone == f"{PROGRAM}: [b] python {PROGRAM} prints something else than its .out says; {to_do}"
    assert section.startswith(f"{PROGRAM}:9: [b] section 'mean' prints\n1.875") and "and snippets/01_tiny.out says\n1.875" in section
    assert section.endswith(f"\n{to_do}")


def test_what_is_not_on_record_is_nothing(copy):
    assert programs.on_record(copy.project.snippets / "02_new.out", "mean") == ""
    assert programs.on_record(copy.project.snippets / "01_tiny.out", "more") == ""


def test_a_snippet_that_prints_nothing_needs_no_record(copy):
    (copy.project.snippets / "02_new.py").write_text("# --8<-- [start:more]\nmore = 1\n# --8<-- [end:more]\n")
    assert faults(copy, "snippets/02_new.py") == []


def test_a_snippet_runs_in_english_whatever_the_contributor_speaks(copy, monkeypatch):
    monkeypatch.setenv("LANG", "vi_VN.UTF-8")
    copy.edit(PROGRAM, 'print(f"{mean:.4f}")', 'import os; print("1.8750" if os.environ["LANG"].startswith("en") else "1,8750")')
    assert faults(copy, PROGRAM) == []


def test_times_are_compared_in_form_only(copy):
    copy.edit("docs/en/01-tiny.md", '.run title="mean"', '.run .timed title="mean"')
    copy.edit("snippets/01_tiny.out", "1.8750", "9.999")
    assert faults(copy, PROGRAM) == []


def test_an_exercise_that_says_something_else_is_named(copy):
    copy.edit("snippets/exercises/01_tiny_1.vi.out", "Chưa đúng.", "Sai rồi.")
    (fault, *_) = faults(copy, EXERCISE)
    assert fault.startswith(f"{EXERCISE}: [b] the check says of 'start'\nChưa đúng.\nand snippets/exercises/01_tiny_1.vi.out says something else")


def test_a_wrong_answer_that_passes_is_named(copy):
    copy.edit(EXERCISE, "difference = numbers[0] - numbers[1]", "difference = 1.25")
    copy.record()
    only = f"{EXERCISE}: [b] of the solution, and of nothing else, the check says"
    assert faults(copy, EXERCISE) == [
        f"{only} 'Right:'; of 'wrong_1' it says\nRight: the difference of the two.\n",
        f"{only} 'Đúng:'; of 'wrong_1' it says\nĐúng: hiệu của hai số.\n",
    ]


def test_a_check_that_raises_is_named(copy):
    copy.edit(EXERCISE, 'vi = os', "difference + 1\nvi = os")
    assert faults(copy, EXERCISE)[0].startswith(f"{EXERCISE}:10: [a] raises TypeError")
