"""A student's notebook in a real JupyterLab: opened, run from the first cell to the last, saved."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

import nbformat
import pytest

from exercises import bank

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.browser.sites import Site

LAB: Final = "sort-the-systems"

ITEMS: Final = sum(
    len(bank.load().exercises[name].questions) for name in ("sort-interleaved", "sort-look-alikes")
)
"""How many items the lab lists before anything is answered."""

PATIENCE: Final = 300
"""Seconds that JupyterLab may take to start, and a lab to run."""

WIDTHS: Final = (1280, 1920)

ROWS: Final = """() => [...document.querySelectorAll(".jp-OutputArea tbody tr")].map(row => {
    const [name, about] = [...row.children].map(cell => {
        const text = document.createRange();
        text.selectNodeContents(cell);
        return text.getClientRects()[0];
    });
    return [row.children[0].textContent, name.top + name.height / 2, about.top + about.height / 2];
})"""
"""Where the first lines of each item and of its description are."""

ANSWER: Final = "Nothing is answered yet"
"""What the self-check says to a notebook as it was downloaded."""


@pytest.fixture
def desk(tmp_path: Path, student: Site) -> Path:
    """Return a folder with what a student downloads: all labs with what they need."""
    with zipfile.ZipFile(student.folder / "notebooks" / "labs.zip") as archive:
        archive.extractall(tmp_path)
    return tmp_path / "labs"


@pytest.fixture
def jupyterlab(tmp_path: Path, desk: Path) -> Iterator[str]:
    """Start JupyterLab in the folder and return its address."""
    own = {name: str(tmp_path / name) for name in ("config", "data", "runtime")}
    environment = {
        **{name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
        **{f"JUPYTER_{name.upper()}_DIR": path for name, path in own.items()},
    }
    with (tmp_path / "log").open("w+") as log:
        process = subprocess.Popen(
            [
                *(sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"),
                *("--port=0", "--ServerApp.port_retries=0", "--IdentityProvider.token="),
                *("--ServerApp.ip=127.0.0.1", "--ServerApp.allow_remote_access=True"),
                *(f"--ServerApp.root_dir={desk}", "--LabApp.extension_manager=readonly"),
            ],
            cwd=desk,
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            yield address(process, Path(own["runtime"]), tmp_path / "log")
        finally:
            process.terminate()
            process.wait()


def address(process: subprocess.Popen[bytes], runtime: Path, log: Path) -> str:
    """Wait until the server tells where it is."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        for file in runtime.glob("jpserver-*.json"):
            try:
                return str(json.loads(file.read_text(encoding="utf-8"))["url"]).replace(
                    "localhost", "127.0.0.1"
                )
            except ValueError:
                continue  # not yet written to its end
        time.sleep(0.2)
    pytest.fail(f"JupyterLab does not start:\n{log.read_text(encoding='utf-8')[-2000:]}")


def test_all_cells_of_a_students_notebook_run_in_jupyterlab(
    browser: Browser, desk: Path, jupyterlab: str
) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.set_default_timeout(PATIENCE * 1000)
    page.goto(f"{jupyterlab}lab/tree/{LAB}.ipynb")
    page.locator(".jp-Notebook .jp-CodeCell").first.wait_for()
    page.get_by_text("Python 3 (ipykernel) | Idle").first.wait_for()
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    file = desk / f"{LAB}.ipynb"
    deadline = time.monotonic() + PATIENCE
    # A cell is numbered before all of its output has arrived.
    while not all(cell.execution_count for cell in code_cells(file)) or ANSWER not in said(file):
        assert time.monotonic() < deadline, f"not all cells have run; so far:\n{said(file)}"
        page.wait_for_timeout(500)
        page.keyboard.press("Control+s")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        rows = page.evaluate(ROWS)
        assert len(rows) == ITEMS, "the lists of items are shown"
        apart = [name for name, above, below in rows if abs(above - below) > 1]
        assert apart == [], f"at {width} px, beside the description of another item"
    hidden = page.locator(".jp-CodeCell .jp-InputPlaceholder").count()
    folded = [cell for cell in code_cells(file) if "fold" in cell.metadata.get("tags", ())]
    assert hidden == len(folded) > 0
    page.context.close()
    outputs = [output for cell in code_cells(file) for output in cell.outputs]
    assert not [output for output in outputs if output.output_type == "error"]


def said(file: Path) -> str:
    """Return what the cells have put out, as it was last saved."""
    return "\n".join(str(output) for cell in code_cells(file) for output in cell.get("outputs", ()))


def code_cells(file: Path) -> list[nbformat.NotebookNode]:
    """Return the cells that run, as they were last saved."""
    try:
        notebook = nbformat.read(file, as_version=4)
    except ValueError:
        return [nbformat.v4.new_code_cell()]  # it is being saved at this moment
    return [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source]
