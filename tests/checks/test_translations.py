"""Kind g, by content, broken on purpose."""

import subprocess

import pytest

from lessonkit.checks import translations
from lessonkit.translations import Translation, confirm, english_sections, hash_of, recorded_hashes, translations as translated, with_hashes

EN, VI = "docs/en/01-tiny.md", "docs/vi/01-tiny.md"


def git(copy, *command):
    who = ["-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false", "-c", "core.hooksPath=/dev/null"]
    subprocess.run(["git", *who, *command], cwd=copy.project.root, check=True, capture_output=True)


@pytest.fixture
def history(copy):
    """A copy under version control, as it was translated."""
    git(copy, "init", "--quiet")
    git(copy, "add", ".")
    git(copy, "commit", "--quiet", "-m", "translated")
    return copy


def faults(copy) -> list[str]:
    return copy.faults(translations.out_of_date)


def test_a_changed_sentence_is_named_with_the_difference(history):
    history.edit(EN, "Two numbers, `2.5` the larger.", "Two numbers, `2.5` the second.")
    (fault,) = faults(history)
    line = (history.project.root / VI).read_text("utf-8").splitlines().index("## Tổng { #sum }") + 1
    assert fault == (
        f"{VI}:{line}: [g] section #sum: its English source changed since it was translated:\n"
        "- Two numbers, `2.5` the larger. ``` { .python .run\n+ Two numbers, `2.5` the second. ``` { .python .run\n"
        "Translate what changed, then run `make translated PAGE=01-tiny`"
    )


@pytest.mark.parametrize(
    ("file", "old", "new", "section"),
    [
        (EN, "title: What is a mean?", "title: What is the mean?", "top"),
        (EN, "See [the sum](#sum).", "[The sum](#sum) is next.", "top"),
        (EN, "### Exercise 1", "### Exercise A", "sum"),
        ("snippets/01_tiny.py", "mean = sum(numbers)", "mean = sum(numbers[:])", "sum"),  # included code counts
        ("snippets/01_tiny.out", "3.75", "3.76", "sum"),
    ],
)
def test_whatever_the_reader_of_a_section_sees_counts(history, file, old, new, section):
    history.edit(file, old, new)
    (fault,) = faults(history)
    assert f"[g] section #{section}: its English source changed" in fault and "\n- " in fault and "\n+ " in fault


def test_one_command_confirms_and_records_the_hash_alone(history):
    history.edit(EN, "the larger", "the second")
    before = (history.project.root / VI).read_text("utf-8").splitlines()
    assert confirm(history.project, "01-tiny") == [f"{VI}: translated as the English page reads now: #sum"]
    after = (history.project.root / VI).read_text("utf-8").splitlines()
    (changed,) = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
    assert changed[1].startswith("  sum: ")
    assert faults(history) == []
    assert confirm(history.project, "all") == []


def test_other_line_breaks_are_no_change(copy):
    copy.edit(EN, "The mean is", "The\nmean   is")
    assert faults(copy) == []


def test_without_git_one_sentence_says_so(copy):
    copy.edit(EN, "the larger", "the second")
    (fault,) = faults(copy)
    assert "changed since it was translated, and git has no version of it with the hash" in fault


def test_without_the_program_git_it_is_the_same(copy, monkeypatch):
    copy.edit(EN, "the larger", "the second")
    monkeypatch.setenv("PATH", "")
    assert "git has no version of it" in faults(copy)[0]


def test_what_git_cannot_say_is_nothing(copy, monkeypatch):
    assert translations.git(copy.project, "log") == ""  # no repository
    monkeypatch.setenv("PATH", "")
    assert translations.git(copy.project, "log") == ""  # no git


def test_a_text_is_found_from_before_the_page_was_away_for_a_while(history):
    page = history.project.root / EN
    text = page.read_text("utf-8")
    page.unlink()
    git(history, "commit", "--quiet", "-a", "-m", "away")
    page.write_text(text.replace("the larger", "the second"), "utf-8")
    git(history, "add", ".")
    git(history, "commit", "--quiet", "-m", "back")
    (fault,) = faults(history)
    assert "\n- Two numbers, `2.5` the larger." in fault and "\n+ Two numbers, `2.5` the second." in fault


def test_four_changes_are_shown_each_with_four_words_around():
    before = " ".join(f"was{n} a b c d e f g h" for n in range(5))
    assert translations.changed_words(before, before.replace("was", "is")) == (
        "- was0 a b c d\n+ is0 a b c d\n"
        "- e f g h was1 a b c d\n+ e f g h is1 a b c d\n"
        "- e f g h was2 a b c d\n+ e f g h is2 a b c d\n"
        "- e f g h was3 a b c d\n+ e f g h is3 a b c d"
    )


def test_a_word_that_a_section_repeats_without_end_is_no_change():
    same = "na " * 300
    assert translations.changed_words(f"old {same} old", f"new {same} new") == (
        "- old na na na na\n+ new na na na na\n- na na na na old\n+ na na na na new"
    )


def test_of_more_than_forty_words_the_middle_is_left_out():
    words = [str(n) for n in range(41)]
    assert translations.around(words[:40], 0, 40) == " ".join(words[:40])
    assert translations.around(words, 0, 41) == " ".join([*words[:20], "…", *words[21:]])


def test_a_section_without_a_record_is_named(copy):
    copy.append(EN, "\n## New { #new }\n")
    copy.append(VI, "\n## Mới { #new }\n")
    (fault,) = faults(copy)
    assert "section #new: nothing says which English text it was translated from." in fault


def test_a_record_without_a_section_is_named(copy):
    copy.edit(VI, "translated:\n", "translated:\n  gone: 0123456789ab\n  away: 0123456789ab\n")
    what = "Translate what changed, then run `make translated PAGE=01-tiny`"
    assert faults(copy) == [
        f"{VI}:5: [g] the English page has no section #gone any more. {what}",
        f"{VI}:6: [g] the English page has no section #away any more. {what}",
    ]


def test_a_page_without_front_matter_gets_one():
    assert with_hashes("# A { #a }\n", {"a": "1e10"}) == "---\ntranslated:\n  a: 1e10\n---\n\n# A { #a }\n"
    assert recorded_hashes("# A { #a }\n") == {} and recorded_hashes("---\n---\n") == {}
    assert recorded_hashes("---\ntranslated:\n  a: 1e10\n---\n") == {"a": "1e10"}  # a hash, and no number
    assert with_hashes("---\ntranslated: {a: 1}\ntitle: x\n---\n", {"a": "2"}) == "---\ntitle: x\ntranslated:\n  a: 2\n---\n"


def test_a_section_reaches_from_one_heading_to_the_next():
    page = "x\n# A { #a }\ny\n## B { #b }\n### C { #c }\n## D { #d }\nz\n"
    assert english_sections(page, read=open) == {"a": "x # A { #a } y", "b": "## B { #b } ### C { #c }", "d": "## D { #d } z"}
    assert len(hash_of("x")) == 12


def test_a_wrong_include_stays_and_is_anothers_fault():
    page = '## A { #a }\n--8<-- "x.py:y"\n'
    for read in (lambda name: "", lambda name: "# --8<-- [start:y]\n", lambda name: open("no such file")):
        assert english_sections(page, read) == {"a": " ".join(page.split())}


@pytest.mark.parametrize("front", ["", "---\n---\n", "---\ntitle: A\n---\n", "---\ntranslated:\n---\n"])
def test_a_page_that_records_nothing_has_no_hashes(front):
    assert recorded_hashes(f"{front}# A\n") == {}


def test_a_page_that_is_a_link_to_the_english_one_is_not_translated_yet_and_owes_nothing(copy):
    page = copy.project.root / VI
    page.unlink()
    page.symlink_to(f"../en/{page.name}")
    assert [page.name for page in translated(copy.project)] == ["index"]
    assert faults(copy) == [] and confirm(copy.project, "all") == []


def test_pages_of_the_first_translation_go_by_their_name_alone(copy):
    page = copy.project.root / VI
    assert Translation("vi", "01-tiny", page).call == "01-tiny" and Translation("de", "01-tiny", page).call == "de/01-tiny"
