"""`make prove SEED=7`: the table of faults injected, caught and survived, by kind."""

import os
import random
import shutil
import sys
import tempfile
import time
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

from lessonkit.project import HERE, Project
from lessonkit.prove.browser import BROWSER
from lessonkit.prove.change import Change, Injector, read
from lessonkit.prove.code import CODE
from lessonkit.prove.harmless import HARMLESS
from lessonkit.prove.recorded import RECORDED
from lessonkit.prove.words import WORDS
from lessonkit.prove.workshop import FORK, Finding, Workshop, new_copy, quietly

KINDS: dict[str, tuple[Injector, ...]] = dict(sorted((CODE | WORDS | RECORDED | BROWSER).items()))
WORKERS = 2
MANY = 10  # so many other checks or pages make a message hard to find


@dataclass(frozen=True)
class Trial:
    """One change to try: a fault of a kind, or harmless where the kind is empty."""

    kind: str
    injector: str
    change: Change


@dataclass(frozen=True)
class Outcome:
    """A trial, and all that the tests found after it."""

    trial: Trial
    findings: list[Finding]

    @property
    def right(self) -> list[Finding]:
        """The findings that name the kind and the place of the fault."""
        names, kind, test = self.trial.change.names, self.trial.kind, self.trial.change.test
        named = [found for found in self.findings if any(name in found.message for name in names)]
        return [found for found in named if (test == f"{found.check}[{found.file}]" if test else f"[{kind}]" in found.message)]

    @property
    def as_it_should_be(self) -> bool:
        return bool(self.right) if self.trial.kind else not self.findings

    @property
    def blurred(self) -> bool:
        """Whether it breaks many other checks or pages besides."""
        others = {(found.check, found.file) for found in self.findings} - {(found.check, found.file) for found in self.right}
        return bool(self.trial.kind) and len(others) >= MANY

    def __str__(self):
        said = "\n".join(f"    {found.check}: {found.message[:600]}" for found in self.findings[:6]) or "    no check says anything"
        diff = self.trial.change.diff(lambda file: read(HERE, file))
        return f"{self.trial.kind or 'harmless'}: {self.trial.injector}\n{diff[:1500]}\n{said}"


def chosen(project: Project, rng: random.Random, kind: str, injectors: tuple[Injector, ...], number: int) -> list[Trial]:
    """So many different changes, taken from the injectors in turn; fewer where the project has no place for more."""
    found: dict[str, Trial] = {}
    for injector in islice(cycle(rng.sample(injectors, len(injectors))), 50 * number):
        if len(found) == number:
            break
        try:
            change = injector(project, rng)
        except LookupError:
            continue
        if any(read(project, file) != text for file, text in change.edits.items()):
            found.setdefault(repr(change.edits), Trial(kind, injector.__name__, change))
    return list(found.values())


def trials(project: Project, seed: int, each: int, harmless: int) -> list[Trial]:
    """The same for the same seed and the same project."""
    rng = random.Random(seed)
    faults = [trial for kind, injectors in KINDS.items() for trial in chosen(project, rng, kind, injectors, each)]
    return faults + chosen(project, rng, "", HARMLESS, harmless)


# -- in a worker

workshop: Workshop


def open_workshop(copies) -> None:
    global workshop
    quietly()
    workshop = Workshop(copies.get())


def own_faults() -> list[str]:
    return [found.message for found in workshop.own]


def attempt(trial: Trial) -> Outcome:
    return Outcome(trial, workshop.tried(trial.change))


# -- the report


def tried(all_trials: list[Trial]) -> list[Outcome]:
    """Try every change, in as many copies as there are workers."""
    outcomes, copies = [], FORK.SimpleQueue()
    with tempfile.TemporaryDirectory(prefix="prove-") as folder:
        roots = [Path(folder, str(number)) for number in range(WORKERS)]
        new_copy(roots[0])
        for root in roots[1:]:
            shutil.copytree(roots[0], root, symlinks=True)
        for root in roots:
            copies.put(root)
        with ProcessPoolExecutor(WORKERS, FORK, open_workshop, (copies,)) as pool:
            for message in pool.submit(own_faults).result():
                print(f"Before anything is broken: {message}", file=sys.stderr)
            for future in as_completed([pool.submit(attempt, trial) for trial in all_trials]):
                outcomes.append(future.result())
                print(f"\r{len(outcomes)} of {len(all_trials)} tried", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return outcomes


def table(outcomes: list[Outcome]) -> str:
    of_kind = defaultdict(list)
    for outcome in outcomes:
        of_kind[outcome.trial.kind].append(outcome)
    lines = ["kind      injected  caught  survived  blurred"]
    for kind in sorted(of_kind.keys() - {""}):
        caught, blurred = (sum(getattr(o, which) for o in of_kind[kind]) for which in ("as_it_should_be", "blurred"))
        lines.append(f"{kind:8}{len(of_kind[kind]):10}{caught:8}{len(of_kind[kind]) - caught:10}{blurred:9}")
    alarms = sum(not outcome.as_it_should_be for outcome in of_kind[""])
    return "\n".join([*lines, f"harmless{len(of_kind['']):10} changes, {alarms} false alarms"])


def main(seed: str = "", each: str = "8", harmless: str = "40", kinds: str = "") -> int:
    start, number = time.perf_counter(), int(seed or time.time())
    print(f"SEED={number}", flush=True)
    asked = [trial for trial in trials(HERE, number, int(each), int(harmless)) if not kinds or trial.kind in kinds]
    outcomes = tried(asked)
    bad = sorted((o for o in outcomes if not o.as_it_should_be or o.blurred), key=lambda o: (not o.as_it_should_be, o.trial.kind))
    for outcome in bad:
        word = "blurred" if outcome.as_it_should_be else "survived" if outcome.trial.kind else "false alarm"
        print(f"\n== {word} == {outcome}")
    cpu = sum(os.times()[:4])
    print(f"\n{table(outcomes)}\n\n{time.perf_counter() - start:.0f} s, {cpu:.0f} s of processor time; again with: make prove SEED={number}")
    return int(any(not outcome.as_it_should_be for outcome in outcomes))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
