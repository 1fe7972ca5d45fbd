"""The list of what Zensical does otherwise stays true: a new difference ends in red, and so does one that has gone."""

import re
import subprocess
import sys

import pytest

from lessonkit.differences import LIST, differences
from lessonkit.project import HERE

TESTS = """
import pytest

def test_alike(): pass
def test_differs(): assert False
def test_new(): assert False
def test_gone(): pass

@pytest.mark.parametrize("language", ["en", "vi"])
def test_differs_in_one(language): assert language == "en"

@pytest.mark.parametrize("language", ["en", "vi"])
def test_differs_in_both(language): assert False

@pytest.fixture
def page(): assert False

def test_has_no_page(page): pass
"""
RUN = "import sys, pathlib, pytest, lessonkit.differences as plugin; plugin.LIST = pathlib.Path('list.toml'); sys.exit(pytest.main(['-q', '-rA', '-p', 'no:cacheprovider', '--rootdir=.'], [plugin]))"


@pytest.fixture
def run(tmp_path):
    """Runs tests with a list of differences, and says how each ended."""

    def run_(*listed: str) -> dict[str, str]:
        (tmp_path / "test_it.py").write_text(TESTS, "utf-8")
        (tmp_path / "list.toml").write_text("".join(f'[[difference]]\ntest = "test_it.py{name}"\nwhy = "so"\n' for name in listed), "utf-8")
        done = subprocess.run([sys.executable, "-c", RUN], cwd=tmp_path, capture_output=True, text=True)
        return {name: word for word, name in re.findall(r"^(\w+)(?: at setup of)? test_it\.py::(\S+)", done.stdout, re.M)} or done.stdout + done.stderr

    return run_


def test_what_is_listed_fails_and_nothing_else(run):
    ends = run("::test_differs", "::test_gone", "::test_differs_in_one[vi]", "::test_differs_in_both", "::test_has_no_page")
    assert ends == {
        "test_alike": "PASSED",
        "test_differs": "XFAIL",
        "test_new": "FAILED",
        "test_gone": "FAILED",
        "test_differs_in_one[en]": "PASSED",
        "test_differs_in_one[vi]": "XFAIL",
        "test_differs_in_both[en]": "XFAIL",
        "test_differs_in_both[vi]": "XFAIL",
        "test_has_no_page": "XFAIL",
    }


def test_a_whole_file_may_be_listed(run):
    assert run("")["test_new"] == "XFAIL"


def test_a_listed_test_that_is_not_there_ends_in_one_sentence(run):
    assert "list.toml lists a test that is not there; take it out: test_it.py::test_was" in run("::test_was")


def test_every_entry_names_a_file_of_tests_and_gives_a_reason():
    for difference in differences(LIST):
        assert (HERE.root / difference.test.partition("::")[0]).is_file(), difference.test
        assert len(difference.why) > 20
