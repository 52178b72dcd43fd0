"""How long all tests take, from a built course on: an expensive row, measured when asked for."""

from __future__ import annotations

import os
import time
from typing import Final

from bench.contenders import REPOSITORY
from bench.measure import run

SUITE: Final = "suite"


def suite_seconds() -> float:
    """Run ``make test`` and return the seconds that it took.

    Raises:
        BenchError: a test failed.
    """
    started = time.perf_counter()
    run(["make", "test"], REPOSITORY, os.environ)
    return time.perf_counter() - started
