"""`make bench` ends with an error where a budget is missed, or could not be measured."""

import pytest

from bench.budgets import LIMITS, Limit, Table


@pytest.mark.parametrize(
    ("figure", "at_least", "kept"),
    [(1.5, False, True), (1.51, False, False), (1.5, True, True), (1.49, True, False)],
)
def test_a_limit_itself_is_kept_and_beyond_is_missed(figure, at_least, kept):
    assert Limit(1.5, "times", at_least).is_kept(figure) == kept


def test_all_budgets_kept_is_no_error(capsys):
    table = Table(LIMITS)
    for what, limit in LIMITS.items():
        table.add(what, limit.number, "as measured")
    assert table.missed() is None
    assert capsys.readouterr().out.endswith(f"{len(LIMITS)} of {len(LIMITS)} budgets are kept\n")


def test_the_last_line_names_each_missed_budget_and_each_unmeasured(capsys):
    table = Table({"build": Limit(1.5, "times"), "cell": Limit(50, "ms"), "score": Limit(95, "")})
    table.add("build", 1.62, "7.6 s", "plain Material 4.7 s")
    table.add("cell", 50, "50 ms")
    assert table.missed() == "Missed: build: 1.62 of 1.5 times; score: not measured"
    printed = capsys.readouterr().out.splitlines()
    assert printed[0].endswith("plain Material 4.7 s  1.62 of 1.5 times, missed")
    assert [line.split()[0] for line in printed] == ["build", "cell", "score", "1"]
