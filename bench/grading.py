"""Grade an invented class, hostile submissions among it, beside reading the same files."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

from bench.contenders import environment
from bench.measure import Pair, run
from selfcheck import authoring, bank
from tests.extension.engine.submissions import write_class, write_hostile

BANK: Final = Path(__file__).parents[1] / "exercises"

LEARNERS: Final = 500

GRADING: Final = f"{LEARNERS} submissions graded"

READ_ALONE: Final = """
import json, pathlib, sys
for path in pathlib.Path(sys.argv[1]).rglob("*"):
    if path.suffix in (".json", ".ipynb") and path.is_file():
        try:
            json.loads(path.read_bytes())
        except (ValueError, RecursionError):
            pass
"""
"""What no grading can do without: to read and parse what was handed in."""


def write_submissions(folder: Path) -> Path:
    """Write the submissions of the class into a new folder and return it."""
    folder.mkdir()
    write_class(folder, bank.build(authoring.read(BANK)), LEARNERS)
    write_hostile(folder)
    return folder


def grade_once(submissions: Path, out: Path) -> Pair:
    """Grade, then read alone.

    Raises:
        BenchError: one of the two failed.
    """
    here, python = submissions.parent, sys.executable
    grade = [python, "-m", "exercises", "grade", str(submissions), "--out", str(out)]
    read = [python, "-c", READ_ALONE, str(submissions)]
    return Pair(run(grade, here, environment()), run(read, here, environment()))
