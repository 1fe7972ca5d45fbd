"""The budgets of `make bench`, each with its limit, and the table of what was measured."""

from dataclasses import dataclass, field

LESSONS = ("02-one-query", "06-scaling", "08-multi-head")
LOOKED_AT = ("", "02-one-query/", "06-scaling/", "vi/06-scaling/")


@dataclass(frozen=True)
class Limit:
    number: float
    unit: str
    at_least: bool = False

    def is_kept(self, figure: float) -> bool:
        return figure >= self.number if self.at_least else figure <= self.number


LIMITS = {
    "build of both languages": Limit(1.5, "times"),
    "first output, empty cache": Limit(1.1, "times"),
    "first output, course kept": Limit(1.1, "times"),
    "output of a warm cell": Limit(50, "ms"),
    "run three seconds after Stop": Limit(0.5, "times"),
    "training of page 12, four times as slow": Limit(20, "s"),
}
LIMITS |= {  # of the whole model on page 14
    "eight tokens, beyond three times CPython": Limit(4, "s"),
    "first maps after the first layer": Limit(1, "s"),
    "first maps after Run at 4 Mbit/s": Limit(10, "s"),
    "a token with cache": Limit(0.35, "s"),
    "memory of a sentence, beyond Python's": Limit(150, "MB"),
}
LIMITS |= {f"a step of a number on {name}": Limit(30, "ms more") for name in LESSONS}
for page in (path or "home" for path in LOOKED_AT):
    LIMITS |= {
        f"performance of {page}": Limit(95, "points", at_least=True),
        f"performance of {page}, beside plain Material": Limit(0, "points more", at_least=True),
        f"accessibility, best practices, SEO of {page}": Limit(100, "points", at_least=True),
        f"first view of {page}": Limit(165, "KiB"),
        f"layout shift of {page}": Limit(0, ""),
    }


@dataclass
class Table:
    """The rows of one run. A budget without a row could not be measured, and counts as missed."""

    limits: dict[str, Limit]
    figures: dict[str, float] = field(default_factory=dict)

    def add(self, what: str, figure: float, measured: str, baseline: str = "") -> None:
        """Print what was measured, and the figure made from it beside its limit."""
        self.figures[what] = figure
        told = ", missed" if self.is_missed(what) else ""
        print_row(what, measured, baseline, self.beside_limit(what) + told)

    def is_missed(self, what: str) -> bool:
        return what not in self.figures or not self.limits[what].is_kept(self.figures[what])

    def beside_limit(self, what: str) -> str:
        if what not in self.figures:
            return "not measured"
        limit = self.limits[what]
        least = "at least " if limit.at_least else ""
        return f"{self.figures[what]:.4g} of {least}{limit.number:g} {limit.unit}".rstrip()

    def missed(self) -> str | None:
        """Print what has no row, and return a line that names each missed budget, if any is."""
        missed = [what for what in self.limits if self.is_missed(what)]
        for what in missed:
            if what not in self.figures:
                print_row(what, "", "", "not measured, missed")
        print(f"{len(self.limits) - len(missed)} of {len(self.limits)} budgets are kept")
        told = "; ".join(f"{what}: {self.beside_limit(what)}" for what in missed)
        return f"Missed: {told}" if missed else None


def print_row(what: str, measured: str, baseline: str, budget: str) -> None:
    print(f"{what:58} {measured:>10} {baseline:>22}  {budget}", flush=True)
