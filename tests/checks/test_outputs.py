"""Kind b on the page, broken on purpose."""

import pytest

from lessonkit.checks import outputs

EN = "docs/en/01-tiny.md"
OUTPUT = '``` { .text .output }\n--8<-- "01_tiny.out:mean"\n```\n'


def test_a_cell_without_its_output_is_named(copy):
    copy.edit(EN, OUTPUT, "")
    (fault,) = copy.faults(outputs.not_beside_their_cell)
    assert fault.startswith(f"{EN}:24: [b] the cell 'mean' has no output below it though it prints")


def test_a_cell_without_a_title_is_named_by_its_first_line(copy):
    copy.edit(EN, ' title="mean"', "")
    copy.edit(EN, OUTPUT, "")
    (fault,) = copy.faults(outputs.not_beside_their_cell)
    assert fault.startswith(f"{EN}: [b] the cell 'mean = sum(numbers) / len(numbers)' has no output below it though it prints")


def test_cells_of_which_no_output_is_on_record_may_stand_alone(copy):
    (copy.project.snippets / "01_tiny.out").unlink()
    assert outputs.expected_outputs(copy.project, "en")["numbers = [1.25, 2.5]\nprint(sum(numbers))"] == {None}


def test_another_cells_output_is_named(copy):
    copy.edit(EN, '"01_tiny.out:mean"', '"01_tiny.out:numbers"')
    (fault,) = copy.faults(outputs.not_beside_their_cell)
    assert "the cell 'mean' has another cell's output below it: '3.75'" in fault


def test_the_other_languages_output_of_a_check_is_named(copy):
    copy.edit("docs/vi/01-tiny.md", "_1.vi.out:check", "_1.out:check")
    (fault,) = copy.faults(outputs.not_beside_their_cell)
    assert "'check 1' has another cell's output below it: 'Not yet.'" in fault


@pytest.mark.parametrize("typed", [OUTPUT, "``` { .text .output }\n1.8750\n```\n", '<div><pre class="output">1.8750</pre></div>\n'])
def test_an_output_below_no_cell_is_named(copy, typed):
    copy.append(EN, f"\nWords.\n\n{typed}")
    (fault,) = copy.faults(outputs.not_beside_their_cell)
    assert "an output stands below no runnable cell: '1.8750'" in fault


@pytest.mark.parametrize("between", ["Words.", "<!-- A comment. -->"])
def test_what_stands_between_a_cell_and_its_output_is_named(copy, between):
    copy.edit(EN, OUTPUT, f"{between}\n\n{OUTPUT}")
    assert len(copy.faults(outputs.not_beside_their_cell)) == 2
