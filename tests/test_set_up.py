"""Whatever a machine lacks, `make` says in one sentence what to do."""

import os
import shutil
import socket
import subprocess
import sys

import pytest

from lessonkit.project import HERE
from lessonkit.serve import port_of


def program(path, *lines):
    """A program of the shell that is called as Python is."""
    path.write_text("\n".join(["#!/bin/sh", *lines, ""]))
    path.chmod(0o755)
    return path


def make(folder, python):
    """What `make serve` says in a fresh clone with this Python, and whether it failed."""
    for name in ("Makefile", "package-lock.json"):
        shutil.copy(HERE.root / name, folder)
    for name in ("requirements", "lessonkit"):
        shutil.copytree(HERE.root / name, folder / name, dirs_exist_ok=True)
    env = os.environ | {"MAKEFLAGS": ""}
    command = ["make", f"PYTHON={python}", "serve"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, env=env)
    return done.returncode, done.stdout + done.stderr


def test_no_python_is_one_sentence(tmp_path):
    code, said = make(tmp_path, "no-such-python")
    assert code and "there is no no-such-python. Install Python 3.11 to 3.14" in said


def test_a_wrong_python_is_one_sentence(tmp_path):
    lines = ['[ "$1" = "--version" ] && echo "Python 3.9.1" && exit 0', "exit 1"]
    code, said = make(tmp_path, program(tmp_path / "python", *lines))
    assert code and "Python 3.9.1 does not fit; name a Python from 3.11 to 3.14" in said


def test_no_venv_module_leaves_nothing_behind(tmp_path):
    lines = ['case "$*" in *venv*) mkdir -p .venv; exit 1;; esac', f'exec "{sys.executable}" "$@"']
    code, said = make(tmp_path, program(tmp_path / "python", *lines))
    assert code and "has no working venv module. On Debian and Ubuntu: apt-get install" in said
    assert not (tmp_path / ".venv").exists()


def test_no_network_is_one_sentence(tmp_path):
    broken = '#!/bin/sh\\ncase "$*" in *pip*) exit 1;; esac\\n'
    made = f"mkdir -p .venv/bin; printf '{broken}' > .venv/bin/python; chmod +x .venv/bin/python"
    lines = [f'case "$*" in *venv*) {made}; exit 0;; esac', f'exec "{sys.executable}" "$@"']
    code, said = make(tmp_path, program(tmp_path / "python", *lines))
    assert code and "pip could not install the packages; its message is above" in said


def test_a_folder_with_numpy_counts_after_the_set_up_too():
    command = "make --dry-run serve build test bench PYODIDE_WHEELS=folder".split()
    said = subprocess.run(command, cwd=HERE.root, capture_output=True, text=True).stdout
    assert said.count("-m lessonkit.third_party && ") == 4


def test_a_port_in_use_is_one_sentence():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        command = [sys.executable, "-m", "lessonkit.serve", str(port)]
        done = subprocess.run(command, cwd=HERE.root, capture_output=True, text=True)
    said = f"Port {port} is in use. Stop what uses it, or: make serve PORT={port + 1}"
    assert done.returncode == 1 and done.stderr.splitlines()[-1] == said


@pytest.mark.parametrize("named", ["80", "65536", "x", ""])
def test_what_is_no_port_is_one_sentence(named):
    with pytest.raises(SystemExit, match="A port is a number from 1024 to 65535, not"):
        port_of(named)
