"""Which labs can run in the browser: those whose every import is there."""

from __future__ import annotations

import ast
import sys
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from nbformat import NotebookNode

NOT_IN_BROWSER: Final = frozenset(
    {
        *("curses", "dbm", "ensurepip", "fcntl", "idlelib", "lib2to3", "multiprocessing"),
        *("readline", "resource", "subprocess", "termios", "tkinter", "turtle", "turtledemo"),
        *("venv", "winreg", "winsound"),
    }
)
"""Modules of the standard library that Pyodide leaves out, or that can do nothing there."""

STANDARD: Final = frozenset(sys.stdlib_module_names) - NOT_IN_BROWSER


@dataclass(frozen=True)
class Needs:
    """What a lab imports: the author's modules beside it, and what the browser does not have."""

    companions: tuple[Path, ...]
    missing: tuple[str, ...]


def needs_of(notebook: NotebookNode, folder: Path, carried: Collection[str]) -> Needs:
    """Return what a lab needs, its modules' imports followed.

    Args:
        notebook: the lab.
        folder: where it is, and the modules beside it.
        carried: names of the modules that wheels bring.
    """
    cells = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    todo = {name for cell in cells for name in imports_of(_plain(cell))}
    known: set[str] = set()
    companions, missing = [], []
    while todo - known:
        name = min(todo - known)
        known.add(name)
        beside = folder / f"{name}.py"
        if beside.is_file():
            companions.append(beside)
            todo |= imports_of(beside.read_text(encoding="utf-8"))
        elif name not in STANDARD and name not in carried:
            missing.append(name)
    return Needs(tuple(companions), tuple(missing))


@lru_cache(maxsize=10_000)
def imports_of(source: str) -> frozenset[str]:
    """Return the top-level names of all modules that Python code imports."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.partition(".")[0])
    return frozenset(names)


def _plain(cell: str) -> str:
    """Return a cell without the lines that only IPython understands."""
    lines = cell.splitlines()
    return "\n".join("pass" if line.startswith(("%", "!", "?")) else line for line in lines)
