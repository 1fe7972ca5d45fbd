"""Change the checks and the toolkit, one small change at a time, and see whether their own tests notice: `make mutate`.

A mutant that no test notices is a hole in the tests, or equivalent: nothing that the code does depends on the change. The
equivalent ones are listed, each with the reason, in tests/equivalent_mutants.toml; any other that survives ends in red.

Each mutant is tried in a process of its own, forked from one that has the libraries loaded, with the changed code in the
place of the module's.
"""

import gc
import importlib.abc
import importlib.util
import multiprocessing
import os
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import hypothesis.extra.numpy  # noqa: F401  (loaded once, for all that is forked)
import mkdocs.commands.build  # noqa: F401
import pytest

from lessonkit.mutants import Mutant, mutants
from lessonkit.project import HERE

FORK = multiprocessing.get_context("fork")
WORKERS = os.cpu_count() or 2
TESTS = HERE.root / "tests"
EQUIVALENT = TESTS / "equivalent_mutants.toml"
TOOLKIT = HERE.snippets / "attention.py"
SECONDS = 120  # a mutant that runs on is noticed too


def mutated_files() -> list[Path]:
    """The toolkit and every check."""
    return [TOOLKIT, *sorted((HERE.root / "lessonkit" / "checks").glob("[!_]*.py"))]


def proving(file: Path) -> Path:
    """The tests of one file, by its name."""
    return TESTS / "test_attention.py" if file == TOOLKIT else TESTS / "checks" / f"test_{file.stem}.py"


class Replaced(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Loads other code in the place of one module's."""

    def __init__(self, file: Path, code):
        self.file, self.code = file, code
        self.module = file.stem if file == TOOLKIT else f"lessonkit.checks.{file.stem}"

    def find_spec(self, name, path=None, target=None):
        return importlib.util.spec_from_file_location(name, self.file, loader=self) if name == self.module else None

    def exec_module(self, module):
        exec(self.code, module.__dict__)


def run_tests(file: Path, code, folder: str) -> None:
    """In a process of its own: the tests of a file, run on other code. It ends with what pytest says."""
    os.setsid()
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    sys.meta_path.insert(0, Replaced(file, code))
    options = ["-x", "-q", "--assert=plain", "-p", "no:cacheprovider", "-p", "no:xdist", f"--basetemp={folder}/{os.getpid()}"]
    os._exit(pytest.main([*options, str(proving(file))]))


def is_noticed(file: Path, program: str, folder: str) -> bool:
    """Whether the tests of a file fail, or run on for ever, with another program in its place."""
    process = FORK.Process(target=run_tests, args=(file, compile(program, str(file), "exec"), folder))
    process.start()
    process.join(SECONDS)
    if process.is_alive():
        process.kill()
        process.join()
    return process.exitcode != 0


@cache
def mutants_of(file: Path) -> tuple[Mutant, ...]:
    return tuple(mutants(file.read_text("utf-8")))


def attempt(file: Path, number: int, folder: str) -> bool:
    return is_noticed(file, mutants_of(file)[number].program, folder)


@dataclass(frozen=True)
class Equivalent:
    """A mutant that changes nothing, as listed."""

    file: str
    was: str
    became: str
    why: str

    def is_one(self, file: Path, mutant: Mutant) -> bool:
        return (self.file, self.was, self.became) == (HERE.name(file), mutant.was, mutant.became)


def equivalents() -> list[Equivalent]:
    return [Equivalent(**entry) for entry in tomllib.loads(EQUIVALENT.read_text("utf-8"))["mutant"]]


def unchanged_and_red(files: list[Path], folder: str) -> Iterator[Path]:
    """Files whose tests fail before anything is changed, so that they could notice nothing."""
    for file in files:
        if is_noticed(file, file.read_text("utf-8"), folder):
            yield file


def survivors(files: list[Path], folder: str) -> Iterator[tuple[Path, Mutant]]:
    """The mutants that no test notices, those listed as equivalent among them."""
    with ProcessPoolExecutor(WORKERS, FORK) as pool:
        tried = {pool.submit(attempt, file, n, folder): (file, mutant) for file in files for n, mutant in enumerate(mutants_of(file))}
        for count, future in enumerate(as_completed(tried), 1):
            if sys.stderr.isatty():
                print(f"\r{count} of {len(tried)} tried", end="", file=sys.stderr, flush=True)
            if not future.result():
                yield tried[future]


def main(name: str = "") -> int:
    start, files = time.perf_counter(), [file for file in mutated_files() if name in HERE.name(file)]
    if not files:
        print(f"No file that is mutated has “{name}” in its name. There are:", *map(HERE.name, mutated_files()), sep="\n  ")
        return 2
    listed = [entry for entry in equivalents() if name in entry.file]
    print(f"{sum(len(mutants_of(file)) for file in files)} mutants of {len(files)} files", flush=True)
    gc.freeze()  # else each process that is forked copies what it collects
    with tempfile.TemporaryDirectory(prefix="mutate-") as folder:
        if red := list(unchanged_and_red(files, folder)):
            print("These tests fail with nothing changed, mend them first:", *map(HERE.name, map(proving, red)), sep="\n")
            return 1
        alive = sorted(survivors(files, folder), key=lambda found: (found[0], found[1].line))
    unlisted = [found for found in alive if not any(entry.is_one(*found) for entry in listed)]
    for file, mutant in unlisted:
        print(f"\n{HERE.name(file)}:{mutant.line}: not noticed by {HERE.name(proving(file))}\n  - {mutant.was}\n  + {mutant.became}")
    noticed = [e for e in listed if not any(e.is_one(*found) for found in alive)]
    for entry in noticed:
        print(f"\n{HERE.name(EQUIVALENT)} lists a mutant that is not there, or that a test notices; take it out:\n  - {entry.was}\n  + {entry.became}")
    print(f"\n{len(alive)} survived, {len(alive) - len(unlisted)} of them listed as equivalent; {time.perf_counter() - start:.0f} s")
    return int(bool(unlisted or noticed))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
