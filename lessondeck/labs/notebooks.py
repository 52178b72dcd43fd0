"""A notebook's editions: one source, a student's and an instructor's notebook."""

from __future__ import annotations

import copy
import json
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, cast

import nbformat
from sphinx.errors import SphinxError

from lessondeck.labs.privacy import PRIVATE_TAGS, faults, without_leftovers

if TYPE_CHECKING:
    from pathlib import Path

    from nbformat import NotebookNode

FOLD_TAG: Final = "fold"
"""Cells with this tag have code that nobody has to read."""

KERNEL: Final = {"display_name": "Python 3", "language": "python", "name": "python3"}
"""What runs a lab, here and where readers open it: the author's may be called by any name."""


OTHER_KERNELS: Final = {"ir": "R", "bash": "Bash", "xcpp17": "C++", "xsqlite": "SQL"}
"""Languages of kernels that can be told by their names, if nothing else tells them."""


class LabError(SphinxError):
    """A notebook that can't be read or executed: says which, where, and what to do."""

    category = "Lab error"


def read_notebook(path: Path, name: str) -> NotebookNode:
    """Read a notebook as an author wrote it; once, as long as its file does not change.

    Args:
        path: its file.
        name: what messages call it.

    Returns:
        The notebook, which all that ask for it share: it is not to be changed.

    Raises:
        LabError: the file is not JSON, or JSON but no notebook of format 4,
            or something in it is private and not marked exactly so.
    """
    state = path.stat()
    return _read(path, name, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=1000)
def _read(path: Path, name: str, _changed: int, _size: int) -> NotebookNode:
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except json.JSONDecodeError as error:
        raise LabError(
            f"{name}:{error.lineno}: the notebook is not valid JSON ({error.msg}); "
            "restore it from its last good version or save it anew from Jupyter"
        ) from error
    except (UnicodeDecodeError, RecursionError) as error:
        raise LabError(
            f"{name}:1: the notebook can't be read as JSON in UTF-8 ({type(error).__name__}); "
            "restore it from its last good version or save it anew from Jupyter"
        ) from error
    try:
        text = json.dumps(_with_ids(_with_ids_allowed(content)))
        notebook = nbformat.reads(text, as_version=4)
        if content["nbformat"] < 4:
            # The conversion makes up ids, others each time.
            for number, cell in enumerate(notebook.cells, start=1):
                cell["id"] = f"cell-{number}"
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
    language = language_of(notebook)
    if language not in (None, "python"):
        raise LabError(
            f"{name}:1: the notebook is written for {language}, and labs run Python alone; "
            "choose a Python kernel in Jupyter, or keep the notebook out of the course"
        )
    return cast("NotebookNode", notebook)


def _with_ids_allowed(content: Any) -> Any:
    """Let a notebook state the format that knows ids of cells, if its cells have some.

    Programs that copy cells between notebooks write ids without raising the format.
    """
    has_ids = any("id" in cell for cell in content.get("cells", ()))
    if has_ids and content.get("nbformat") == 4 and content.get("nbformat_minor", 0) < 5:
        return content | {"nbformat_minor": 5}
    return content


def language_of(notebook: NotebookNode) -> str | None:
    """Return the programming language that a notebook says it is in, in lower case, if it does."""
    kernel = notebook.metadata.get("kernelspec", {})
    info = notebook.metadata.get("language_info", {})
    said = info.get("name") or kernel.get("language")
    if not said and kernel.get("name") in OTHER_KERNELS:
        said = OTHER_KERNELS[kernel["name"]]
    # IPython calls its own language by its own name.
    return {"ipython": "python"}.get(said.lower(), said.lower()) if said else None


def _with_ids(content: Any) -> Any:
    """Give cells of a notebook without an id of their own one that depends on their place alone.

    Some tools strip ids and others copy them with the cell; nbformat makes up new ones each time.
    """
    if (content["nbformat"], content["nbformat_minor"]) >= (4, 5):
        seen: set[object] = set()
        for number, cell in enumerate(content["cells"], start=1):
            if cell.get("id") in {None, *seen}:
                cell["id"] = f"cell-{number}"
                while cell["id"] in seen or cell["id"] in _ids(content["cells"][number:]):
                    cell["id"] += "-"
            seen.add(cell["id"])
    return content


def _ids(cells: list[dict[str, Any]]) -> set[object]:
    return {cell.get("id") for cell in cells}


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
            if FOLD_TAG in cell.metadata.get("tags", ()):
                # What folds a cell in JupyterLab, JupyterLite and Notebook 7.
                cell.metadata.setdefault("jupyter", {})["source_hidden"] = True
    # The rest of what a notebook says about itself may say too much.
    result.metadata = nbformat.from_dict(
        {"kernelspec": KERNEL, "language_info": {"name": "python"}}
    )
    return result
