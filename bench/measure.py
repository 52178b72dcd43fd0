"""Run commands and note what they cost."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

MEGABYTE: Final = 1024**2 if sys.platform == "darwin" else 1024
"""In the unit of the system's own count: bytes on macOS, kilobytes elsewhere."""


class BenchError(Exception):
    """A command failed, so there is nothing to measure: says which and what it printed."""


@dataclass(frozen=True)
class Cost:
    """What one run took.

    ``seconds`` on the clock, ``cpu`` seconds of all processes together,
    ``megabytes`` at the peak of the largest of them.
    """

    seconds: float
    cpu: float
    megabytes: float

    def __add__(self, after: Cost) -> Cost:
        """Return what this run and one after it took."""
        return Cost(
            self.seconds + after.seconds,
            self.cpu + after.cpu,
            max(self.megabytes, after.megabytes),
        )


SECONDS, CPU, MEGABYTES = (attrgetter(name) for name in ("seconds", "cpu", "megabytes"))
"""What to compare two costs by."""


@dataclass(frozen=True)
class Pair:
    """One round: the course's build and the plain one, one right after the other."""

    course: Cost
    plain: Cost


def run(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Cost:
    """Run a command to its end and return its cost, that of its own processes included.

    Raises:
        BenchError: it failed.
    """
    with tempfile.TemporaryFile("w+", encoding="utf-8") as output:
        started = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=output, stderr=subprocess.STDOUT
        )
        try:
            _, status, usage = os.wait4(process.pid, 0)
        except BaseException:
            process.terminate()
            process.wait()
            raise
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            output.seek(0)
            raise BenchError(f"{' '.join(command)} failed:\n{output.read()[-3000:]}")
    return Cost(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / MEGABYTE)


def middle(costs: Sequence[Cost]) -> Cost:
    """Return the medians of some runs."""
    return Cost(
        median(cost.seconds for cost in costs),
        median(cost.cpu for cost in costs),
        median(cost.megabytes for cost in costs),
    )


def ratio(pairs: Sequence[Pair], of: Callable[[Cost], float]) -> float:
    """Return the median of the rounds' ratios, course to plain."""
    return median(of(pair.course) / of(pair.plain) for pair in pairs)
