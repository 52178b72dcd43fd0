"""A notebook's editions: one source, a student's and an instructor's notebook."""

from __future__ import annotations

import copy
import json
import re
from typing import TYPE_CHECKING, Final, cast

import nbformat
from sphinx.errors import SphinxError

from lessondeck.labs.privacy import PRIVATE_TAGS, faults, without_leftovers

if TYPE_CHECKING:
    from pathlib import Path

    from nbformat import NotebookNode

KEPT_METADATA: Final = ("kernelspec", "language_info")
"""Notebook metadata that goes into an edition; the rest may say too much."""

KEPT_OF_KERNEL: Final = ("display_name", "language", "name")
"""What of it names the kernel."""


class LabError(SphinxError):
    """A notebook that can't be read or executed: says which, where, and what to do."""

    category = "Lab error"


def read_notebook(path: Path, name: str) -> NotebookNode:
    """Read a notebook as an author wrote it.

    Args:
        path: its file.
        name: what messages call it.

    Raises:
        LabError: the file is not JSON, or JSON but no notebook of format 4,
            or something in it is private and not marked exactly so.
    """
    text = path.read_text(encoding="utf-8")
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        raise LabError(
            f"{name}:{error.lineno}: the notebook is not valid JSON ({error.msg}); "
            "restore it from its last good version or save it anew from Jupyter"
        ) from error
    try:
        notebook = nbformat.reads(text, as_version=4)
        nbformat.validate(notebook)
    except (nbformat.ValidationError, AttributeError, KeyError, ValueError, TypeError) as error:
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise LabError(
            f"{name}:1: this is JSON, but no Jupyter notebook of format 4 ({reason}); "
            "save it anew from Jupyter"
        ) from error
    found = [f"{name}: {fault}" for fault in faults(notebook)]
    if found:
        raise LabError("\n".join(found))
    return cast("NotebookNode", notebook)


STATED_MINUTES: Final = re.compile(r"\btakes about (\d+) minutes\b")
"""How a lab says in its first cell how long it takes."""


def stated_minutes(notebook: NotebookNode) -> int | None:
    """Return the minutes that the first cell of a notebook states, if it does."""
    text = notebook.cells[0].source if notebook.cells else ""
    stated = STATED_MINUTES.search(text)
    return int(stated[1]) if stated else None


def cell_numbers(notebook: NotebookNode, edition: str) -> list[int]:
    """Return where the cells of an edition stand in the author's notebook, counted from 1."""
    return [n for n, cell in enumerate(notebook.cells, start=1) if belongs_to(edition, cell)]


def belongs_to(edition: str, cell: NotebookNode) -> bool:
    """Tell whether a cell is in an edition: the student's has none with a private tag."""
    tags = cell.metadata.get("tags", ())
    return edition == "instructor" or not PRIVATE_TAGS.intersection(tags)


def edition_of(notebook: NotebookNode, edition: str) -> NotebookNode:
    """Return a copy of a notebook for one edition, outputs cleared."""
    result = copy.deepcopy(notebook)
    result.cells = [cell for cell in result.cells if belongs_to(edition, cell)]
    for cell in result.cells:
        without_leftovers(cell)
        if cell.cell_type == "code":
            cell.outputs = []
            cell.execution_count = None
    result.metadata = nbformat.from_dict(
        {key: result.metadata[key] for key in KEPT_METADATA if key in result.metadata}
    )
    if "kernelspec" in result.metadata:
        kernel = result.metadata.kernelspec
        result.metadata.kernelspec = {key: kernel[key] for key in KEPT_OF_KERNEL if key in kernel}
    return result
