"""Execute each lab by itself, beside a plain ``jupyter execute``; and the labs' language model.

Run as ``python -m bench.labs NOTEBOOK`` it executes one notebook as a build does, without a cache;
as ``python -m bench.labs --model`` it tells how fast the embedded model is.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

import nbformat

from bench.contenders import copy_course, environment
from bench.measure import BenchError, Pair, run
from lessondeck.labs.execution import Lab, execute
from lessondeck.labs.notebooks import cell_numbers, edition_of, read_notebook

if TYPE_CHECKING:
    from collections.abc import Sequence

TIMEOUT: Final = 600
"""Seconds that a cell may take here; a busy machine is no fault of the lab's."""

TOKENS: Final = 200


def student_labs(folder: Path) -> list[Path]:
    """Copy the course into a new folder with the students' notebooks, and return those."""
    copy_course(folder)
    labs = sorted((folder / "notebooks").glob("*.ipynb"))
    for lab in labs:
        nbformat.write(edition_of(read_notebook(lab, lab.name), "student"), lab)
    return labs


def lab_row(lab: Path) -> str:
    """Return what the row of a lab is called."""
    return f"lab {lab.stem}"


def execute_once(lab: Path) -> Pair:
    """Execute a lab as a build does, then plainly.

    Raises:
        BenchError: one of the two failed.
    """
    root, python = lab.parent.parent, sys.executable
    course = [python, "-m", "bench.labs", str(lab)]
    plain = [python, "-m", "jupyter", "execute", f"--timeout={TIMEOUT}", str(lab)]
    paths = {"PYTHONPATH": f"{environment()['PYTHONPATH']}:{root}"}
    both = environment() | paths
    return Pair(run(course, root, both), run(plain, root, both))


def model_speed() -> tuple[float, float]:
    """Return in how many seconds the embedded model loads, and its tokens per second.

    Raises:
        BenchError: it does not run here.
    """
    command = [sys.executable, "-m", "bench.labs", "--model"]
    done = subprocess.run(command, env=environment(), capture_output=True, text=True, check=False)
    try:
        loading, speed = json.loads(done.stdout.splitlines()[-1])
    except (ValueError, IndexError) as error:
        raise BenchError(f"the labs' language model does not run here:\n{done.stderr}") from error
    return float(loading), float(speed)


def main(arguments: Sequence[str]) -> int:
    """Run what this module's text says; return the exit status."""
    if arguments == ["--model"]:
        print(json.dumps(_measure_model()))
        return 0
    path = Path(arguments[0])
    notebook = read_notebook(path, path.name)
    lab = Lab(path.name, notebook, path.parent, cell_numbers(notebook, "student"))
    result = execute([lab], timeout=TIMEOUT, jobs=1, python_path=[path.parent.parent])[lab.name]
    if isinstance(result, str):
        print(result, file=sys.stderr)
        return 1
    return 0


def _measure_model() -> tuple[float, float]:
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "notebooks"))
    from language_model import load  # noqa: PLC0415, as a lab imports it from its own folder

    started = time.perf_counter()
    model = load()
    # The first answer makes sure that the model is there.
    model.next_tokens("The", 1)
    loaded = time.perf_counter()
    text = model.complete("Once upon a time", max_tokens=TOKENS, temperature=1.0, seed=1)
    seconds = time.perf_counter() - loaded
    if not text:
        raise BenchError("the model wrote nothing")
    return loaded - started, TOKENS / seconds


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
