"""The fault injector, on the small project: every injector changes something, and what the checks say is told as it is."""

import random

import pytest

from lessonkit.project import HERE
from lessonkit.prove.__main__ import KINDS, MANY, Outcome, Trial, chosen, table, trials
from lessonkit.prove.browser import CELL, COPYING, RUNTIME
from lessonkit.prove.change import Change, other_digit, places, read
from lessonkit.prove.harmless import HARMLESS
from lessonkit.prove.workshop import Finding, Workshop

EN = "docs/en/01-tiny.md"


@pytest.fixture
def workshop(copy) -> Workshop:
    copy.build()
    return Workshop(copy.project.root)


def changes(project, injector, tries: int = 40) -> list[Change]:
    return [trial.change for seed in range(tries) for trial in chosen(project, random.Random(seed), "", (injector,), 1)]


def test_there_are_thirteen_kinds():
    assert list(KINDS) == list("abcdefghijklm")


@pytest.mark.parametrize("injector", dict.fromkeys([*sum(KINDS.values(), ()), *HARMLESS]), ids=lambda injector: injector.__name__)
def test_every_injector_finds_a_place_in_the_lesson_and_changes_something(injector):
    found = changes(HERE, injector, tries=2)
    assert found
    for change in found:
        assert any(text != read(HERE, file) for file, text in change.edits.items()) and change.diff(lambda file: read(HERE, file))


@pytest.mark.parametrize(("file", "old"), [(file, old) for _, file, old, _ in [*RUNTIME, *COPYING]])
def test_every_replacement_in_the_code_of_the_cells_finds_its_place(file, old):
    assert old in read(HERE, CELL + file)


@pytest.mark.parametrize("kind", KINDS)
def test_every_fault_says_what_a_message_has_to_name(kind):
    for trial in chosen(HERE, random.Random(1), kind, KINDS[kind], 8):
        assert trial.kind == kind and trial.change.names


def test_the_same_seed_gives_the_same_faults_and_another_one_others(copy):
    assert trials(copy.project, 7, 3, 5) == trials(copy.project, 7, 3, 5) != trials(copy.project, 8, 3, 5)


def test_no_fault_is_injected_twice(copy):
    edits = [repr(trial.change.edits) for trial in trials(copy.project, 7, 8, 8)]
    assert len(edits) == len(set(edits))


def test_another_digit_is_another_digit():
    assert all(other_digit("0.5", random.Random(seed)) != "0.5" for seed in range(50))


def test_a_fault_is_found_and_undone(workshop):
    page = workshop.project.root / EN
    before, stamp = page.read_bytes(), page.stat().st_mtime_ns
    found = workshop.tried(Change({EN: before.decode().replace("[1.8750]", "[1.8751]")}))
    assert any(finding.file == EN and "[c] 1.8751 should be 1.8750" in finding.message for finding in found)
    assert (page.read_bytes(), page.stat().st_mtime_ns) == (before, stamp)
    assert workshop.tried(Change({})) == []


def test_a_changed_snippet_is_run_and_its_pages_are_built_again(workshop):
    text = read(workshop.project, "snippets/01_tiny.py").replace("{mean:.4f}", "{mean:.3f}")
    found = workshop.tried(Change({"snippets/01_tiny.py": text}))
    assert {"stale_files", "runs alone", "mean"} <= {finding.check for finding in found}
    assert workshop.tried(Change({"snippets/01_tiny.py": text}, recorded="all", translated=True)) == []


def test_what_a_change_asks_for_is_recorded_and_confirmed(workshop):
    text = read(workshop.project, EN)
    changed = Change({EN: text.replace("Two numbers", "Two short numbers")}, recorded="all", translated=True)
    assert workshop.tried(changed) == []


def test_new_and_lost_files_are_undone(workshop):
    root = workshop.project.root
    found = workshop.tried(Change({"docs/en/02-new.md": "# New { #new }\n", "snippets/01_tiny.out": None}))
    assert {"that_differ", "stale_files"} <= {finding.check for finding in found}
    assert not (root / "docs/en/02-new.md").exists() and (root / "snippets/01_tiny.out").exists() and not (root / "site/02-new/index.html").exists()


@pytest.mark.parametrize("kind", [*"abcdefghijk", ""])  # l and m need a browser
def test_the_faults_of_the_small_project_are_caught_and_its_harmless_changes_pass(workshop, kind):
    for trial in chosen(workshop.project, random.Random(1), kind, KINDS.get(kind, HARMLESS), 4):
        outcome = Outcome(trial, workshop.tried(trial.change))
        assert outcome.as_it_should_be, str(outcome)


def finding(check: str, message: str) -> Finding:
    return Finding(check, message.partition(":")[0], message)


@pytest.mark.parametrize(
    ("messages", "caught"),
    [
        ([f"{EN}:8: [c] 1 should be 2"], True),
        ([f"{EN}:8: [b] of another kind"], False),
        (["docs/en/index.md: [c] on another page"], False),
        ([], False),
    ],
)
def test_only_a_message_with_the_kind_and_the_place_counts(messages, caught):
    outcome = Outcome(Trial("c", "digit", Change({}, (EN,))), [finding("check", message) for message in messages])
    assert outcome.as_it_should_be == caught


def test_a_browser_fault_is_caught_by_its_own_test_alone():
    change = Change({}, (EN,), test="test_copy[en-01-tiny]")
    for page, caught in (("en-01-tiny", True), ("vi-01-tiny", False)):
        assert Outcome(Trial("m", "copy", change), [Finding("test_copy", page, f"{EN} differs")]).as_it_should_be == caught


def test_whatever_is_said_of_a_harmless_change_is_a_false_alarm():
    assert Outcome(Trial("", "comment", Change({})), []).as_it_should_be
    assert not Outcome(Trial("", "comment", Change({})), [finding("check", f"{EN}: [c] wrong")]).as_it_should_be


@pytest.mark.parametrize(("others", "blurred"), [(MANY - 1, False), (MANY, True)])
def test_a_fault_that_breaks_many_other_checks_is_blurred(others, blurred):
    found = [finding("check", f"{EN}: [c] wrong"), *(finding(f"other{n}", f"{EN}: [b] wrong too") for n in range(others))]
    assert Outcome(Trial("c", "digit", Change({}, (EN,))), found).blurred == blurred


def test_the_table_counts_what_was_caught_and_what_survived():
    found, caught = [finding("check", f"{EN}: [c] wrong")], Trial("c", "digit", Change({}, (EN,)))
    lines = table([Outcome(caught, found), Outcome(caught, []), Outcome(Trial("", "comment", Change({})), [])]).splitlines()
    assert lines[1].split() == ["c", "2", "1", "1", "0"] and lines[2] == "harmless         1 changes, 0 false alarms"


def test_places_are_found_in_the_order_of_the_files(copy):
    assert [file for file, _ in places(copy.project, ("docs/*/*.md",), r"^# ")] == [f"docs/{lang}/{name}.md" for lang in ("en", "vi") for name in ("01-tiny", "index")]
