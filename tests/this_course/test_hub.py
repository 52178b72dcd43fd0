"""A lab opened where a hub or Colab opens it: beside what the site publishes, or all alone."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import nbformat
import pytest

from lessondeck.labs.standalone import fetching_cell
from tests.this_course.labs.namespace import LABS, Cell

if TYPE_CHECKING:
    from tests.browser.sites import Site

BESIDE: Final = re.compile(r"exercises\.zip|language_model|\bload\(|\.csv\b")
"""What the code of a lab calls the things that lie beside it."""

PLEA: Final = re.compile(r"exercises folder|is missing|is damaged|are missing|can't be found")
"""How a lab says that it lacks something."""


def published_cells(folder: Path, lab: str) -> list[Cell]:
    """Return the cells with code of a lab as the site publishes it."""
    notebook = nbformat.read(folder / f"{lab}.ipynb", as_version=4)
    return [
        Cell(cell.source, cell.metadata.get("tags", []))
        for cell in notebook.cells
        if cell.cell_type == "code"
    ]


def with_what_it_needs(cells: list[Cell], number: int) -> set[int]:
    """Return a cell and those before it that it depends on, by their numbers."""
    found, waiting = {number}, [number]
    while waiting:
        current = waiting.pop()
        for name in cells[current].needs:
            earlier = [n for n in range(current) if name in cells[n].defines][-1:]
            waiting += [n for n in earlier if n not in found]
            found.update(earlier)
    return found


def run(cells: list[str], folder: Path) -> str:
    """Run cells in a folder, in a Python that knows nothing of this repository."""
    places = ("PYTHONPATH", "PYTHONHOME", "LLM_BASE_URL")
    done = subprocess.run(
        [sys.executable, "-c", "\n\n".join(cells)],
        cwd=folder,
        env={name: value for name, value in os.environ.items() if name not in places},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def needing(cells: list[Cell]) -> list[str]:
    """Return the code of a lab that uses what lies beside it, and what that depends on."""
    users = [number for number, cell in enumerate(cells) if BESIDE.search(cell.source)]
    wanted = set().union(*(with_what_it_needs(cells, number) for number in users))
    return [cells[number].source for number in sorted(wanted)]


@pytest.mark.parametrize("lab", LABS)
def test_a_lab_finds_what_it_needs_beside_its_published_notebook(
    lab: str, student: Site, tmp_path: Path
) -> None:
    folder = shutil.copytree(student.folder / "notebooks", tmp_path / "notebooks")
    code = needing(published_cells(folder, lab))
    assert code, "every lab uses the self-check"
    assert not PLEA.search(run(code, folder))


def test_a_lab_that_was_opened_alone_fetches_what_it_needs(student: Site, tmp_path: Path) -> None:
    published = student.folder / "notebooks"
    code = needing(published_cells(published, "write-the-rule"))
    (tmp_path / "empty").mkdir()
    with pytest.raises(AssertionError, match=r"epoch_models\.csv beside this notebook"):
        run(code, tmp_path / "empty")
    fetch = fetching_cell((published / "labs.zip").as_uri()).source
    assert not PLEA.search(run([fetch, *code], tmp_path / "empty"))
