"""What a lab reads beside its own cells: modules and data in its folder, and below it.

A file of Python counts if the lab names it, or another file that counts: imports, ``%run`` and
``open("helper.py")`` all do.  Any other file counts always, since its name may be put together.
A file elsewhere counts if the code has its whole path in quotation marks.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from lessondeck.core.digests import file_digest

if TYPE_CHECKING:
    from nbformat import NotebookNode


def files_beside(folder: Path) -> Iterator[Path]:
    """Yield the files that labs of a folder find there or below: all but notebooks."""
    for file in sorted(folder.rglob("*")):
        parts = file.relative_to(folder).parts
        unseen = any(part.startswith(".") or part == "__pycache__" for part in parts)
        if file.is_file() and not unseen and file.suffix != ".ipynb":
            yield file


def files_read(notebook: NotebookNode, folder: Path) -> list[Path]:
    """Return the files that a lab may read in its folder and elsewhere, in the order of names."""
    code = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")
    words = set(re.findall(r"\w+", code))
    unnamed: list[Path] = []
    read: list[Path] = []
    for file in files_beside(folder):
        (unnamed if file.suffix == ".py" else read).append(file)
    while named := [file for file in unnamed if words & _names(file, folder)]:
        for file in named:
            unnamed.remove(file)
            words |= set(re.findall(r"\w+", file.read_text(encoding="utf-8", errors="replace")))
        read += named
    return sorted({*read, *_elsewhere(code, folder)})


def _elsewhere(code: str, folder: Path) -> Iterator[Path]:
    """Yield the files above a folder whose paths stand in code."""
    for name in re.findall(r"""["'](\.\./[^"'\n]+)["']""", code):
        if (folder / name).is_file():
            yield Path(os.path.normpath(folder / name))


def _names(module: Path, folder: Path) -> set[str]:
    """Return the words that mean a module: its own name, and those of packages around it."""
    return {part.removesuffix(".py") for part in module.relative_to(folder).parts} - {"__init__"}


def digest_of(files: Iterable[Path], folder: Path) -> str:
    """Return one hash for files, by their paths from a folder and by what is in them."""
    state = hashlib.sha256()
    for file in files:
        path = Path(os.path.relpath(file, folder)).as_posix()
        state.update(path.encode() + b"\0" + file_digest(file))
    return state.hexdigest()
