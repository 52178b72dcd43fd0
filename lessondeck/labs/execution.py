"""Execute notebooks side by side, once each: the results stay in a cache."""

from __future__ import annotations

import asyncio
import copy
import hashlib
import logging
import os
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from jupyter_cache.base import CacheBundleIn
from jupyter_cache.cache.main import JupyterCacheBase
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from traitlets.config import Config

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

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


class LabCache(JupyterCacheBase):  # type: ignore[misc]
    """Executed notebooks by code, tags, and a digest of everything else they use."""

    def create_hashed_notebook(
        self,
        nb: NotebookNode,
        nb_metadata: Iterable[str] | None = ("kernelspec", INPUTS_KEY),
        cell_metadata: Iterable[str] | None = ("tags",),
    ) -> tuple[NotebookNode, str]:
        """Hash the cells' tags and the digest of the inputs too, not the code alone."""
        return super().create_hashed_notebook(nb, nb_metadata, cell_metadata)  # type: ignore[no-any-return]

    def key(self, notebook: NotebookNode) -> str:
        """Return what an executed notebook is stored under."""
        return str(self.create_hashed_notebook(notebook)[1])

    def find(self, notebook: NotebookNode) -> NotebookNode | None:
        """Return the notebook with its stored outputs, or nothing if it was never executed."""
        try:
            # Cell metadata is the author's: a text alternative may be newer than the outputs.
            return cast("NotebookNode", self.merge_match_into_notebook(notebook, cell_meta=())[1])
        except KeyError:
            return None

    def store(self, name: str, notebook: NotebookNode) -> None:
        """Keep an executed notebook."""
        bundle = CacheBundleIn(notebook, name)
        self.cache_notebook_bundle(bundle, check_validity=False, overwrite=True)


def digest(root: Path, inputs: Iterable[str]) -> str:
    """Return one hash for the content of files and folders, compiled Python left out."""
    state = hashlib.sha256()
    for name in inputs:
        start = root / name
        files = [start] if start.is_file() else sorted(start.rglob("*"))
        for file in files:
            if file.is_file() and "__pycache__" not in file.parts:
                state.update(file.relative_to(root).as_posix().encode() + b"\0")
                state.update(hashlib.sha256(file.read_bytes()).digest())
    return state.hexdigest()


def execute(
    labs: Sequence[Lab], *, timeout: int, jobs: int, python_path: Path
) -> dict[str, NotebookNode | str]:
    """Execute notebooks side by side.

    Args:
        labs: what to execute.
        timeout: seconds that one cell may take.
        jobs: how many notebooks run at a time.
        python_path: folder that the notebooks import the course's packages from.

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
    labs: Sequence[Lab], timeout: int, jobs: int, python_path: Path
) -> dict[str, NotebookNode | str]:
    slots = asyncio.Semaphore(max(1, jobs))

    async def one(lab: Lab) -> NotebookNode | str:
        async with slots:
            progress.info("lab %s: executing", lab.name)
            return await _execute_one(lab, timeout, python_path)

    results = await asyncio.gather(*(one(lab) for lab in labs))
    return {lab.name: result for lab, result in zip(labs, results, strict=True)}


async def _execute_one(lab: Lab, timeout: int, python_path: Path) -> NotebookNode | str:
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


def _kernel_environment(python_path: Path) -> dict[str, str]:
    """Return an environment in which two executions give the same outputs."""
    inherited = os.environ.get("PYTHONPATH")
    paths = [str(python_path), *([inherited] if inherited else [])]
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
