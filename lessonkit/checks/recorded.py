"""What is on record is what the code makes now, and a snippet runs alone.

`conftest.py` makes a test of each check for each file: snippets, exercises and figure programs.
"""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from difflib import unified_diff
from itertools import islice
from pathlib import Path

from lessonkit import record
from lessonkit.checks.site import Fault, Site
from lessonkit.program import reads_model
from lessonkit.project import Project
from lessonkit.sections import sections
from web.static.python.shown import normalised

LEFT_OVER = "is made by no code any more; run `make record`, which removes it"
NO_MODEL = re.compile(r".*`make model`.*\n")  # what a cell says without it
READ_DIFF = "correct the code, or run `make record` and read `git diff`"


def checks_of(project: Project, path: Path) -> list[Callable]:
    """What a snippet, an exercise or a figure program has to do; nothing of another file."""
    if path in project.programs():
        return [runs_alone, is_on_record]
    if path in project.exercises():
        return [is_on_record, only_solution_is_right]
    return [is_on_record] if path in record.figure_programs(project) else []


def runs_alone(project: Project, path: Path) -> Iterator[Fault]:
    """Run a snippet as a reader does, from the project's root, with warnings as errors; import a
    module, which may have a command line of its own."""
    name, out = project.name(path), path.with_suffix(".out")
    env = os.environ | {"LANG": "en_GB.UTF-8", "SMOLLM2": "not here"}
    what = ["-c", f"import {path.stem}"] if path in project.modules() else [str(path)]
    env["PYTHONPATH"] = str(project.snippets)
    command = [sys.executable, "-W", "error", *what]
    done = subprocess.run(command, cwd=project.root, capture_output=True, env=env)
    of_model = {part.name for part in sections(path).values() if reads_model(part)}
    parts = sections(out).values() if out.exists() else []
    recorded = "".join(part.text for part in parts if part.name not in of_model)
    timed = any(file == path.stem for file, _ in record.timed_sections(project))
    same = record.same_form if timed else str.__eq__
    if done.returncode:
        message = f"python {name} fails, and so does its page; correct it:\n{done.stderr.decode()}"
        yield Fault("snippet", name, message)
    elif not same(NO_MODEL.sub("", normalised(done.stdout.decode())), recorded):
        message = f"python {name} prints something else than its .out says; {READ_DIFF}"
        yield Fault("output", name, message)


def is_on_record(project: Project, path: Path) -> Iterator[Fault]:
    """Compare the files that a program makes with those that are there."""
    kind = "figure" if path.parent == project.figures else "output"
    try:
        made = record.made_by(project, path)
    except record.RecordError as error:
        where, _, message = str(error).partition(": ")
        yield Fault("snippet" if kind == "output" else kind, where, message)
        return
    for file, text in made.items():
        if not file.exists():
            yield Fault(kind, project.name(file), "is not there; run `make record` and commit it")
        elif (old := file.read_bytes().decode("utf-8")) != text:
            diff = unified_diff(old.split("\n"), text.split("\n"), lineterm="", n=0)
            first = "\n".join(line[:160] for line in islice(diff, 2, 8))
            message = f"is not what the code makes; {READ_DIFF}\n{first}"
            yield Fault(kind, project.name(file), message)
    for file in sorted(record.belonging(project, path) - made.keys()):
        yield Fault(kind, project.name(file), LEFT_OVER)


def only_solution_is_right(project: Project, path: Path) -> Iterator[Fault]:
    """The check of an exercise calls the solution right, and nothing else."""
    for language in project.languages:
        output = project.output(path, language)
        speaks = language if output.name.endswith(f".{language}.out") else "en"
        right = project.words(speaks)["right"]
        for name, part in sections(output).items():
            if name != "start" and part.text.startswith(right) != (name == "solution"):
                message = f"only the solution may be called {right!r}; of {name!r} it says"
                yield Fault("output", project.name(path), f"{message}\n{part.text}")


def no_file_is_left_over(site: Site) -> Iterator[Fault]:
    """Recorded files that belong to no program."""
    for file in record.without_program(site.project):
        kind = "figure" if file.suffix == ".svg" else "output"
        yield Fault(kind, site.project.name(file), LEFT_OVER)
