"""What is measured: each row of the table brings both builds to a state and runs them in turn."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from pathlib import Path
from statistics import linear_regression
from typing import TYPE_CHECKING, Final

from bench.cells import CELLS, Wait, measure_cells
from bench.contenders import Contender, contenders, copy_course
from bench.generated import generate_course
from bench.grading import GRADING, grade_once, write_submissions
from bench.labs import execute_once, lab_row, student_labs
from bench.loading import LOADING, load_once
from bench.measure import Cost, Pair, middle, ratio
from bench.preview import PREVIEW, seen_after

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    Steps = Callable[[Contender], None]
    Progress = Callable[[str], None]

FULL: Final = "full build, labs cached"

NOTHING: Final = "nothing changed"

LINTED: Final = "full build, every slide looked at"


@dataclass(frozen=True)
class Row:
    """The rounds of one comparison; ``lessons`` only where their number is what varies."""

    name: str
    pairs: Sequence[Pair]
    lessons: int | None = None

    @property
    def course(self) -> Cost:
        """Medians of the course's build."""
        return middle([pair.course for pair in self.pairs])

    @property
    def plain(self) -> Cost:
        """Medians of the plain build."""
        return middle([pair.plain for pair in self.pairs])

    def ratio(self, of: Callable[[Cost], float]) -> float:
        """Return the median of the rounds' ratios, course to plain."""
        return ratio(self.pairs, of)


@dataclass(frozen=True)
class Plan:
    """How much to measure: rounds of each kind, and how many lessons to generate."""

    rounds: int = 5
    slow_rounds: int = 3
    sizes: tuple[int, ...] = (50, 100, 200)
    only: tuple[str, ...] = ()

    def wants(self, name: str) -> bool:
        """Tell whether a row is asked for."""
        return not self.only or any(word in name for word in self.only)


QUICK: Final = Plan(rounds=2, slow_rounds=1, sizes=(20, 40, 80))


@dataclass
class Bench:
    """Measures rows in a folder, which it may fill.

    Beside them it notes ``wait``, what cells take in a browser, and ``seen``, the seconds until
    a preview shows an edit.
    """

    folder: Path
    plan: Plan
    progress: Progress
    rows: list[Row] = field(default_factory=list)
    wait: Wait | None = None
    seen: list[float] = field(default_factory=list)

    def run(self) -> list[Row]:
        """Measure every row that the plan asks for."""
        for name, rounds, steps in self._real_rows():
            if self.plan.wants(name):
                self._measure(name, rounds, self._real_course(), steps)
        if self.plan.wants(LINTED):
            self._measure(
                LINTED,
                self.plan.slow_rounds,
                self._real_course(),
                lambda it: it.forget(),
                work=Contender.build_and_lint,
            )
        if self.plan.wants(PREVIEW):
            self.progress(PREVIEW)
            self.seen = seen_after(self._real_course()[0].root, self.plan.rounds)
        for size in self.plan.sizes:
            name = f"full build, {size} generated lessons"
            if self.plan.wants(name):
                self._measure_generated(name, size)
        if self.plan.wants(LOADING):
            self.progress(LOADING)
            self.rows.append(Row(LOADING, [load_once() for _ in range(self.plan.rounds)]))
        if self.plan.wants(GRADING):
            self._measure_grading()
        self._measure_labs()
        if self.plan.wants(CELLS):
            self.progress(CELLS)
            self.wait = measure_cells(self.plan.slow_rounds)
        return self.rows

    def _real_rows(self) -> Iterator[tuple[str, int, Steps]]:
        yield "full build, labs executed", self.plan.slow_rounds, lambda it: it.forget(labs=True)
        yield FULL, self.plan.rounds, lambda it: it.forget()
        yield NOTHING, self.plan.rounds, lambda _it: None
        yield "one lesson edited", self.plan.rounds, lambda it: it.edit()

    def _real_course(self) -> tuple[Contender, Contender]:
        """Return the copies of the real course, built before, so that all is in its caches."""
        folder = self.folder / "real"
        if folder.exists():
            return Contender("course", folder / "course"), Contender("plain", folder / "plain")
        self.progress("copying the course and building it once")
        both = contenders(folder, copy_course)
        for contender in both:
            contender.build()
        return both

    def _measure(
        self,
        name: str,
        rounds: int,
        both: tuple[Contender, Contender],
        steps: Steps,
        lessons: int | None = None,
        work: Callable[[Contender], Cost] = Contender.build,
    ) -> None:
        """Run both builds in turn; each round the other one is first."""
        pairs = []
        for number in range(rounds):
            self.progress(f"{name}: round {number + 1} of {rounds}")
            costs = {}
            for contender in both if number % 2 == 0 else reversed(both):
                steps(contender)
                costs[contender.name] = work(contender)
            pairs.append(Pair(**costs))
        self.rows.append(Row(name, pairs, lessons))

    def _measure_generated(self, name: str, size: int) -> None:
        real = self._real_course()[0].root
        both = contenders(
            self.folder / f"generated-{size}", lambda root: generate_course(real, root, size)
        )
        self._measure(name, self.plan.slow_rounds, both, lambda it: it.forget(), size)

    def _measure_grading(self) -> None:
        submissions = write_submissions(self.folder / "submissions")
        pairs = []
        for number in range(self.plan.rounds):
            self.progress(f"{GRADING}: round {number + 1} of {self.plan.rounds}")
            pairs.append(grade_once(submissions, self.folder / "grades"))
        self.rows.append(Row(GRADING, pairs))

    def _measure_labs(self) -> None:
        for lab in student_labs(self.folder / "labs"):
            if self.plan.wants(lab_row(lab)):
                self.progress(lab_row(lab))
                self.rows.append(Row(lab_row(lab), [execute_once(lab)]))


def exponent(rows: Sequence[Row], of: Callable[[Row], Cost]) -> float:
    """Return by which power of the number of lessons the time grows; 1 is linear."""
    sized = [(math.log(row.lessons), math.log(of(row).seconds)) for row in rows if row.lessons]
    return linear_regression(*zip(*sized, strict=True)).slope
