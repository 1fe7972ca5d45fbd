"""The small project has none of the faults: what the other tests here find, they brought in themselves."""

from lessonkit.checks import ALL


def test_a_whole_project_passes(copy):
    site = copy.build()
    assert [str(fault) for check in ALL for fault in check(site)] == []
