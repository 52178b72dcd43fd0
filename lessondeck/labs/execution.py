"""Execute notebooks side by side, once each: the results stay in a cache."""

from __future__ import annotations

import asyncio
import copy
import hashlib
import json
import logging
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from traitlets.config import Config

from lessondeck.core.atomic import write_whole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nbformat import NotebookNode

progress = logging.getLogger("lessondeck.progress")

INPUTS_KEY = "lessondeck_inputs"


@dataclass(frozen=True)
class Lab:
    """A notebook to be executed.

    ``name`` is what messages call it, ``folder`` where it runs,
    ``cell_numbers`` where each of its cells stands in the author's file, counted from 1.
    """

    name: str
    notebook: NotebookNode
    folder: Path
    cell_numbers: Sequence[int]


class LabCache:
    """Executed notebooks by code, tags, and a digest of everything else they use."""

    def __init__(self, folder: Path) -> None:
        """Keep them in a folder, a file for each."""
        self._folder = folder

    def key(self, notebook: NotebookNode) -> str:
        """Return what an executed notebook is stored under."""
        parts = [
            "1",
            f"{sys.version_info[:2]}",
            json.dumps(notebook.metadata.get("kernelspec"), sort_keys=True),
            notebook.metadata.get(INPUTS_KEY, ""),
            *(json.dumps([cell.source, cell.metadata.get("tags", [])]) for cell in _code(notebook)),
        ]
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()

    def find(self, notebook: NotebookNode) -> NotebookNode | None:
        """Return the notebook with its stored outputs, or nothing if it was never executed.

        All else is the author's: a text alternative may be newer than the outputs.
        """
        try:
            stored = nbformat.read(self._file(notebook), as_version=nbformat.NO_CONVERT)
        except FileNotFoundError:
            return None
        result = copy.deepcopy(notebook)
        for name in ("language_info", "widgets"):
            if name in stored.metadata:
                result.metadata[name] = stored.metadata[name]
        for cell, executed in zip(_code(result), _code(stored), strict=True):
            cell.outputs, cell.execution_count = executed.outputs, executed.execution_count
        return result

    def store(self, notebook: NotebookNode) -> None:
        """Keep an executed notebook."""
        write_whole(self._file(notebook), nbformat.writes(notebook).encode())

    def _file(self, notebook: NotebookNode) -> Path:
        return self._folder / f"{self.key(notebook)}.ipynb"


def _code(notebook: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def execute(
    labs: Sequence[Lab], *, timeout: int, jobs: int, python_path: Sequence[Path]
) -> dict[str, NotebookNode | str]:
    """Execute notebooks side by side.

    Args:
        labs: what to execute.
        timeout: seconds that one cell may take.
        jobs: how many notebooks run at a time.
        python_path: folders and zip files that the notebooks import the course's packages from.

    Returns:
        For each lab's name the executed notebook, or what went wrong, in one line.
    """
    with asyncio.Runner(loop_factory=_Loop) as runner:
        return runner.run(_execute_all(labs, timeout, jobs, python_path))


class _Loop(asyncio.SelectorEventLoop):
    """A loop in which Ctrl-C stops the build.

    A notebook's client would listen to it as well, end its kernel, and take that for a crash.
    """

    def add_signal_handler(self, sig: int, callback: object, *arguments: object) -> None:
        """Refuse, in the way that tells a client to do without."""
        del callback, arguments
        raise RuntimeError(f"signal {sig} is for the build")

    def remove_signal_handler(self, sig: int) -> bool:
        """Say that there is nothing to remove."""
        del sig
        return False


async def _execute_all(
    labs: Sequence[Lab], timeout: int, jobs: int, python_path: Sequence[Path]
) -> dict[str, NotebookNode | str]:
    slots = asyncio.Semaphore(max(1, jobs))

    async def one(lab: Lab) -> NotebookNode | str:
        async with slots:
            progress.info("lab %s: executing", lab.name)
            return await _execute_one(lab, timeout, python_path)

    results = await asyncio.gather(*(one(lab) for lab in labs))
    return {lab.name: result for lab, result in zip(labs, results, strict=True)}


async def _execute_one(lab: Lab, timeout: int, python_path: Sequence[Path]) -> NotebookNode | str:
    notebook = copy.deepcopy(lab.notebook)
    started = 0

    def note_start(*, cell: NotebookNode, cell_index: int) -> None:
        del cell
        nonlocal started
        started = cell_index

    # A short folder: the path of a Unix socket has at most about 100 characters.
    with tempfile.TemporaryDirectory(prefix="lab-") as sockets:
        client = NotebookClient(
            notebook,
            config=_transport(Path(sockets)),
            timeout=timeout,
            record_timing=False,
            coalesce_streams=True,
            on_cell_execute=note_start,
            resources={"metadata": {"path": str(lab.folder)}},
        )
        try:
            # What cells write arrives as output; a kernel's own stderr is noise of its shutdown.
            await client.async_execute(
                env=_kernel_environment(python_path), stderr=subprocess.DEVNULL
            )
        except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
            return f"{lab.name}: cell {lab.cell_numbers[started]}: {_last_line(error, timeout)}"
        except Exception as error:  # whatever the client, the kernel or the system raises
            said = str(error).strip().splitlines() or ["no further words"]
            return (
                f"{lab.name}: the notebook can't be run ({type(error).__name__}: {said[0]}); "
                "check that `jupyter kernelspec list` names python3 in this environment"
            )
    return notebook


def _transport(sockets: Path) -> Config:
    """Let the kernel talk through files: no open port, and no warning about one."""
    settings: dict[str, Any] = {"connection_file": str(sockets / "kernel.json")}
    if os.name == "posix":
        settings |= {"transport": "ipc", "ip": str(sockets / "ipc")}
    return Config({"KernelManager": settings})


def _kernel_environment(python_path: Sequence[Path]) -> dict[str, str]:
    """Return an environment in which two executions give the same outputs."""
    inherited = os.environ.get("PYTHONPATH")
    paths = [*map(str, python_path), *([inherited] if inherited else [])]
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    return {
        **os.environ,
        **threads,
        "PYTHONPATH": os.pathsep.join(paths),
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def _last_line(error: Exception, timeout: int) -> str:
    if isinstance(error, CellTimeoutError):
        return (
            f"stopped after {timeout} s; make it faster or raise lessondeck_cell_timeout in conf.py"
        )
    if isinstance(error, DeadKernelError):
        return "the kernel died; the cell may have asked for too much memory"
    if isinstance(error, CellExecutionError):
        lines = f"{error.ename}: {error.evalue}".splitlines()
        return next(line.strip() for line in reversed(lines) if line.strip())
    return type(error).__name__
