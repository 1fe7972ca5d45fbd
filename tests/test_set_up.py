"""Whatever a machine lacks, set-up says in one sentence what to do, and the next `make` goes on."""

import os
import shutil
import socket
import subprocess
import sys

import pytest

from lessonkit import set_up
from lessonkit.project import HERE
from lessonkit.serve import port_of


@pytest.mark.parametrize("version", [(2, 7), (3, 10), (3, 15), (4, 0)])
def test_a_wrong_python_is_told_which_ones_fit(version):
    with pytest.raises(
        SystemExit,
        match=rf"this is Python {version[0]}\.{version[1]}, and the site needs 3\.11 to 3\.14\. Name one",
    ):
        set_up.check_version(version)


@pytest.mark.parametrize("version", [(3, 11), (3, 12), (3, 13), (3, 14)])
def test_the_pythons_that_numpy_has_wheels_for_pass(version):
    set_up.check_version(version)


def program(path, *lines):
    """A program of the shell that stands in for Python."""
    path.write_text("\n".join(["#!/bin/sh", *lines, ""]))
    path.chmod(0o755)
    return str(path)


def checkout(folder):
    """What set-up needs of a fresh clone."""
    for name in ("Makefile", "package-lock.json", "requirements", "lessonkit"):
        copy = shutil.copytree if (HERE.root / name).is_dir() else shutil.copy
        copy(HERE.root / name, folder / name)
    return folder


def make(folder, *words):
    done = subprocess.run(
        ["make", *words],
        cwd=folder,
        capture_output=True,
        text=True,
        env=os.environ | {"MAKEFLAGS": ""},
    )
    return done.returncode, done.stdout + done.stderr


def test_no_python_is_one_sentence(tmp_path):
    code, said = make(checkout(tmp_path), "PYTHON=no-such-python", "serve")
    assert (
        code
        and "There is no no-such-python here. Install Python 3.11 to 3.14, or name one: make PYTHON=python3.12 serve"
        in said
    )


def test_no_venv_module_is_one_sentence_and_leaves_nothing_behind(tmp_path, monkeypatch):
    monkeypatch.setattr(set_up, "VENV", str(tmp_path / ".venv"))
    monkeypatch.setattr(set_up, "IN_VENV", str(tmp_path / ".venv" / "bin" / "python"))
    monkeypatch.setattr(sys, "executable", program(tmp_path / "python", 'mkdir -p "$3"', "exit 1"))
    with pytest.raises(
        SystemExit,
        match="has no working venv module. On Debian and Ubuntu: apt-get install python3-venv",
    ):
        set_up.make_venv()
    assert not (tmp_path / ".venv").exists()


def test_a_half_finished_environment_is_made_anew(tmp_path, monkeypatch):
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    broken = program(tmp_path / ".venv" / "bin" / "python", "exit 1")  # killed before pip was there
    monkeypatch.setattr(set_up, "VENV", str(tmp_path / ".venv"))
    monkeypatch.setattr(set_up, "IN_VENV", broken)
    monkeypatch.setattr(
        sys, "executable", program(tmp_path / "python", 'mkdir -p "$3/bin"', 'touch "$3/bin/new"')
    )
    set_up.make_venv()
    assert (tmp_path / ".venv" / "bin" / "new").exists() and not (
        tmp_path / ".venv" / "bin" / "python"
    ).exists()


@pytest.mark.parametrize(("its_version", "kept"), [("sys.version_info", True), ("(3, 9)", False)])
def test_an_environment_of_another_python_is_made_anew(tmp_path, monkeypatch, its_version, kept):
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    asked = f"exec '{sys.executable}' -c 'import sys; sys.version_info = {its_version}; exec(sys.argv[1])' \"$2\""
    monkeypatch.setattr(set_up, "VENV", str(tmp_path / ".venv"))
    monkeypatch.setattr(set_up, "IN_VENV", program(tmp_path / ".venv" / "bin" / "python", asked))
    monkeypatch.setattr(sys, "executable", program(tmp_path / "python", "exit 0"))
    set_up.make_venv()
    assert (tmp_path / ".venv").exists() == kept


def test_no_network_is_one_sentence(tmp_path, monkeypatch):
    monkeypatch.setattr(set_up, "IN_VENV", program(tmp_path / "python", "exit 1"))
    with pytest.raises(
        SystemExit,
        match=r"pip could not install the packages.*Is there a network\? Then run make again",
    ):
        set_up.install("site")


def test_what_was_set_up_before_does_not_count_while_set_up_runs_again(tmp_path, monkeypatch):
    """Setting up for the site takes away what the tests need."""
    (tmp_path / "ready-test").touch()
    monkeypatch.setattr(set_up, "VENV", str(tmp_path))
    monkeypatch.setattr(set_up, "make_venv", lambda: None)
    monkeypatch.setattr(set_up, "install", lambda name: None)
    monkeypatch.setattr(set_up.subprocess, "call", lambda *_, **__: 0)
    set_up.main("site")
    assert [path.name for path in tmp_path.iterdir()] == ["ready-site"]


def test_a_port_in_use_is_one_sentence():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "-m", "lessonkit.serve", str(port)],
            cwd=HERE.root,
            capture_output=True,
            text=True,
        )
    assert done.returncode == 1
    assert (
        done.stderr.splitlines()[-1]
        == f"Port {port} is in use. Stop what uses it, or: make serve PORT={port + 1}"
    )


@pytest.mark.parametrize("named", ["80", "65536", "99999", "x", ""])
def test_what_is_no_port_is_one_sentence(named):
    with pytest.raises(
        SystemExit, match=f"from 1024 to 65535, not .{named}.: make serve PORT=8001"
    ):
        port_of(named)
