"""What the workflows promise: who waits for whom, what they run on, and when."""

import re

import pytest
import yaml

from lessonkit.project import HERE

FILES = sorted((HERE.root / ".github" / "workflows").glob("*.yml"))
every_workflow = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)


def workflow(path) -> tuple[dict, dict]:
    """What starts a workflow, and its jobs."""
    read = yaml.safe_load(path.read_text("utf-8"))
    return read[True], read["jobs"]  # YAML reads the key `on` as true


def test_the_site_waits_for_its_tests_alone_and_colab_for_the_site():
    jobs = workflow(HERE.root / ".github" / "workflows" / "site.yml")[1]
    needs = {name: job.get("needs") for name, job in jobs.items()}
    assert needs == {"test": None, "publish": "test", "notebooks": "publish"}


@every_workflow
def test_no_branch_is_run_twice(path):
    starts = workflow(path)[0]
    assert "push" not in starts or starts["push"]["branches"] == ["main"]


@every_workflow
def test_paths_that_start_a_workflow_exist(path):
    starts = workflow(path)[0]
    for start in ("push", "pull_request"):
        for pattern in (starts.get(start) or {}).get("paths", []):
            assert any(HERE.root.glob(pattern)), f"{path.name}: no file is named {pattern}"


@every_workflow
def test_what_a_workflow_runs_on_is_pinned(path):
    text = path.read_text("utf-8")
    for action in re.findall(r"uses: (\S+)", text):
        assert re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", action)
    for image in re.findall(r"image: (\S+)", text):
        assert re.fullmatch(r"[\w.:-]+@sha256:[0-9a-f]{64}", image)
    assert not re.search(r"container: [^$]", text)
    for command in re.findall(r"pip install .*", text):
        assert "--require-hashes" in command, command
