"""Kind c, broken on purpose."""

import lxml.html
import pytest

from lessonkit.checks import numbers

EN = "docs/en/01-tiny.md"


def test_a_wrong_digit_in_prose_is_named_with_what_it_should_be(copy):
    copy.edit(EN, "[1.8750]", "[1.8751]")
    (fault,) = copy.faults(numbers.without_origin)
    assert fault == f"{EN}:8: [c] 1.8751 should be 1.8750, which is what 'mean' gives; mend the number or its origin"


def test_a_wrong_digit_in_a_formula_is_named(copy):
    copy.edit("docs/vi/01-tiny.md", r"\val{mean}{1.8750}", r"\val{mean}{1.8650}")
    (fault,) = copy.faults(numbers.without_origin)
    assert fault.startswith("docs/vi/01-tiny.md:11: [c] 1.8650 should be 1.8750")


@pytest.mark.parametrize("shown", ["1.8", "1.88", "2", "-1.8750", "−1.8750"])
def test_the_decimals_written_decide(copy, shown):
    copy.edit(EN, "[1.8750]", f"[{shown}]")
    right = {"1.88", "2"}
    assert bool(copy.faults(numbers.without_origin)) == (shown not in right)


def test_a_negative_number_may_have_a_minus_sign_or_a_hyphen(copy):
    copy.append(EN, '\nIt is [−1.88]{ n="-mean" } or [-1.88]{ n="-mean" }.\n')
    assert copy.faults(numbers.without_origin) == []


def test_a_formula_of_its_own_line_may_hold_numbers_with_an_origin(copy):
    copy.append(EN, "\n$$\nm = \\val{ mean }{1.8750}\n$$\n")
    assert copy.faults(numbers.without_origin) == []


def test_a_wrong_number_in_a_formula_is_named_with_its_line_however_its_origin_is_spaced(copy):
    copy.append(EN, "\n$m = \\val{ mean }{1.8}$\n")
    (fault,) = copy.faults(numbers.without_origin)
    assert fault == f"{EN}:58: [c] 1.8 should be 1.9, which is what ' mean ' gives; mend the number or its origin"


@pytest.mark.parametrize("bare", ["It is 3.14.", "| 3.14 | x |\n|---|---|\n| a | b |", "$x = 3.14$", "![3.14](figures/01-tiny-bar.svg)", "(−3.14)", "$x = 3{.}14$"])
def test_a_number_without_origin_is_named_wherever_it_stands(copy, bare):
    copy.append(EN, f"\n{bare}\n")
    (fault, *_) = copy.faults(numbers.without_origin)
    assert fault.startswith(f"{EN}:") and "3.14 names no origin" in fault


def test_a_number_without_origin_is_named_after_markup_too(copy):
    copy.append(EN, "\nThe *mean* is 3.14, and $m$ is 2.72.\n")
    faults = [fault.partition(":")[0] + fault.partition("[c]")[2].partition(":")[0] for fault in copy.faults(numbers.without_origin)]
    assert faults == [f"{EN} 3.14 names no origin", f"{EN} 2.72 names no origin"]


@pytest.mark.parametrize("formula", [r"2\cdot3.14", r"2\val{mean}{1.8750}3.14", r"\approx3{,}14"])
def test_a_number_without_origin_is_named_beside_a_command_of_a_formula(copy, formula):
    copy.append(EN, f"\n$m = {formula}$\n")
    (fault,) = copy.faults(numbers.without_origin)
    assert "[c] 3.14 names no origin" in fault


@pytest.mark.parametrize("bare", [".5", "−.5", "2e-5", "2.5e5", "0,37", "−0,375", "12,5"])
def test_a_number_without_origin_is_named_however_it_is_written(copy, bare):
    copy.append(EN, f"\nIt is {bare} now.\n")
    (fault,) = copy.faults(numbers.without_origin)
    assert f"{bare} names no origin" in fault


@pytest.mark.parametrize("whole", ["65,504", "1,000,000", "−1e9", "(6, 3)", "1.2.3", "x.5", "$x_{1,2}$", "..., 5"])
def test_whole_numbers_and_versions_may_stand(copy, whole):
    copy.append(EN, f"\nIt is {whole} now.\n")
    assert copy.faults(numbers.without_origin) == []


def test_the_title_of_a_cell_holds_no_decimal(copy):
    copy.edit(EN, 'title="mean"', 'title="mean 0.5"')
    (fault,) = copy.faults(numbers.without_origin)
    assert "[c] 0.5 names no origin" in fault


@pytest.mark.parametrize("key", ["title", "description"])
def test_front_matter_holds_no_decimal(copy, key):
    copy.edit(EN, f"{key}: ", f"{key}: 0.5 ")
    assert f"{EN}:" in copy.faults(numbers.without_origin)[0]


@pytest.mark.parametrize(("origin", "said"), [("nothing_there", "NameError"), ("mean +", "SyntaxError"), ("numbers", "TypeError")])
def test_an_origin_that_does_not_work_is_named(copy, origin, said):
    copy.edit(EN, 'n="mean"', f'n="{origin}"')
    (fault,) = copy.faults(numbers.without_origin)
    assert f"the origin {origin!r} of 1.8750 does not work at the end of 01_tiny.py" in fault and said in fault


def test_a_page_without_a_snippet_has_no_origins(copy):
    copy.append("docs/en/index.md", '\n[0.5]{ n="1/2" }\n')
    (fault,) = copy.faults(numbers.without_origin)
    assert "the page has no snippet index.py to ask" in fault


def test_code_in_prose_holds_only_decimals_that_the_snippet_holds(copy):
    copy.edit(EN, "`2.5`", "`2.6`")
    (fault,) = copy.faults(numbers.without_origin)
    assert "the code '2.6' holds 2.6, which the page's snippet does not" in fault


@pytest.mark.parametrize("part", ["1.2", ".25", "25.5"])
def test_a_part_of_a_decimal_of_the_snippet_is_another_decimal(copy, part):
    copy.edit("snippets/01_tiny.py", "mean = ", "small, large = 1.25, 25.57\nmean = ")
    copy.record()
    copy.append(EN, f"\nIt is `{part}`, not `1.25` or `25.57`.\n")
    (fault,) = copy.faults(numbers.without_origin)
    assert f"the code '{part}' holds {part}, which the page's snippet does not" in fault


def test_code_in_prose_may_hold_a_decimal_of_the_exercises_of_its_page_alone(copy):
    copy.edit("snippets/exercises/01_tiny_1.py", "# --8<-- [start:check]\n", "# --8<-- [start:check]\nlimit = 0.125\n")
    for page in (EN, "docs/en/index.md"):
        copy.append(page, "\nThe limit is `0.125`.\n")
    (fault,) = copy.faults(numbers.without_origin)
    assert fault == "docs/en/index.md:9: [c] the code '0.125' holds 0.125, which the page's snippet does not"


def test_a_decimal_comma_in_code_is_named_and_an_index_is_not(copy):
    copy.append(EN, "\nIt is `0,37`, and not `numbers[0,1]`.\n")
    (fault,) = copy.faults(numbers.without_origin)
    assert "the code '0,37' holds 0,37" in fault


def test_quoted_numbers_and_whole_numbers_may_stand(copy):
    copy.append(EN, '\nSix tokens, 36 scores, 1 [0.1455]{ quoted="Raschka 2024" } in chapter 3.\n')
    assert copy.faults(numbers.without_origin) == []


@pytest.mark.parametrize("source", ["", "somewhere"])
def test_a_quoted_number_says_where_it_can_be_looked_up(copy, source):
    copy.append(EN, f'\nThere [0.1455]{{ quoted="{source}" }} stands.\n')
    (fault,) = copy.faults(numbers.without_origin)
    assert fault.startswith(f"{EN}:") and f"0.1455 is quoted from {source!r}, which nobody can look up" in fault


def test_prose_is_what_stands_there_and_nothing_more():
    assert "".join(numbers.texts_within(lxml.html.fragment_fromstring("<p><b>a</b><i></i>b</p>"))) == "ab"
