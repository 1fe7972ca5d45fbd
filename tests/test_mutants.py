"""The mutants of `make mutate`: what is changed in a program, and that the list of equivalent ones is of today's code."""

import subprocess
import sys

import pytest

from lessonkit.mutants import mutants
from lessonkit.mutate import EQUIVALENT, equivalents, main, mutants_of, mutated_files, proving
from lessonkit.project import HERE


@pytest.mark.parametrize(
    ("source", "became"),
    [
        ("a == b", ["a != b", "pass"]),
        ("x = a - 1", ["x = a + 1", "x = a - 2"]),
        ("x = not a", ["x = a"]),
        ("x = a and b", ["x = a", "x = b", "x = a or b"]),
        ("x = a if b else c", ["x = a", "x = c"]),
        ("if a: b = c", ["if not a:"]),
        ("if not a: b = c", ["if a:", "if a:"]),
        ("x = [a for a in b if c]", ["for a in b"]),
        ("x = a.strip().upper()", ["x = a.upper()"]),
        ("def f():\n    return a", ["return None"]),
        ("def f(a=1): b = c", ["def f(a=2):"]),
        ("x += a", ["pass", "x -= a"]),
        ("while a: continue", ["while not a:", "break"]),
        ("x = True", ["x = False"]),
        ("x = 'a'", ["x = ''"]),
        ("x = ''", ["x = '•'"]),
        ("raise a", ["pass"]),
    ],
)
def test_what_is_changed(source, became):
    assert sorted(mutant.became for mutant in mutants(source)) == sorted(became)


@pytest.mark.parametrize("source", ['"""What it is for."""', "def f(a: 'int' = None) -> 'str': b = c", "x = f'{a} is wrong'", "@cache\ndef f(): a = b", "a = Fault(b, c, 'mend it' + d[:80])"])
def test_words_for_people_and_annotations_are_left_alone(source):
    assert list(mutants(source)) == []


def test_the_tree_of_a_mutant_is_the_program_with_that_change_alone():
    (mutant,) = mutants("a = b\nc = d + e\n")
    names = {"b": 1, "d": 5, "e": 3}
    exec(mutant.program, names)
    assert (names["c"], mutant.line, mutant.was) == (2, 2, "c = d + e")


NOTICED = """
import sys
from lessonkit.mutate import HERE, is_noticed, mutants_of
file = HERE.root / "lessonkit" / "checks" / "symbols.py"
blind = next(mutant for mutant in mutants_of(file) if mutant.was.startswith("yield ") and mutant.became == "pass")
print(is_noticed(file, file.read_text("utf-8"), sys.argv[1]), is_noticed(file, blind.program, sys.argv[1]))
"""


def test_a_check_that_lets_everything_through_is_noticed_by_its_tests_and_the_check_as_it_is_not(tmp_path):
    done = subprocess.run([sys.executable, "-c", NOTICED, str(tmp_path)], cwd=HERE.root, capture_output=True, text=True)
    assert done.stdout == "False True\n", done.stderr


def test_every_mutant_listed_as_equivalent_is_one_of_todays_code_and_says_why():
    for entry in equivalents():
        file = HERE.root / entry.file
        assert any(entry.is_one(file, mutant) for mutant in mutants_of(file)), f"{EQUIVALENT.name}: no such mutant: {entry.was}"
        assert len(entry.why.split()) > 3 and proving(file).exists()


def test_every_file_that_is_changed_has_tests_of_its_own():
    assert [HERE.name(file) for file in mutated_files() if not proving(file).exists()] == []


def test_a_name_that_no_mutated_file_has_is_told_with_those_there_are(capsys):
    assert main("no/such") == 2
    assert "“no/such”" in (said := capsys.readouterr().out) and "lessonkit/checks/links.py" in said
