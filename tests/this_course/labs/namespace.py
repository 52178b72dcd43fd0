"""A lab's cells in this process: each runs when something needs a name that it defines."""

from __future__ import annotations

import ast
from contextlib import redirect_stdout
from functools import cache
from io import StringIO
from typing import TYPE_CHECKING, Any, Final

from lessondeck.labs.notebooks import edition_of, read_notebook
from tests.support import REPOSITORY

if TYPE_CHECKING:
    from collections.abc import Iterator

NOTEBOOKS: Final = REPOSITORY / "notebooks"

LABS: Final = sorted(file.stem for file in NOTEBOOKS.glob("*.ipynb"))

_INNER: Final = (ast.FunctionDef, ast.ClassDef, ast.Lambda)


class Cell:
    """A code cell of a lab.

    Attributes:
        source: its code.
        tags: its tags.
        defines: the names that it gives a value, those of its functions left out.
        needs: the names that it uses and gives no value anywhere.
    """

    def __init__(self, source: str, tags: list[str]) -> None:
        """Parse the code of a cell."""
        self.source, self.tags = source, tags
        tree = ast.parse(source)
        self.defines = {name for node in _outer(tree) for name in _defined(node)}
        inner = {name for node in ast.walk(tree) for name in _defined(node)}
        used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        self.needs = used - inner


class LabNamespace(dict[str, Any]):
    """The names of a lab, each made by its cell when it is first needed.

    So an exercise can be tried without all that the lab computes before it:
    Python asks ``__missing__`` of a namespace for the names that are not there yet.
    """

    def __init__(self, lab: str) -> None:
        """Open the student edition of a lab."""
        super().__init__(__name__="__main__")
        self.cells = cells_of(lab)
        self._before = len(self.cells)

    def __missing__(self, name: str) -> object:
        """Run the last cell that defines a name, then return its value."""
        for number in reversed(range(self._before)):
            if name in self.cells[number].defines:
                self.run(number)
                return self[name]
        raise KeyError(name)

    def run(self, number: int, source: str | None = None) -> str:
        """Run a cell, with other code if some is given.

        Names that it needs come from the cells before it.

        Returns:
            What it prints and what it shows, as text and as HTML.
        """
        before, self._before = self._before, number
        tree = ast.parse(self.cells[number].source if source is None else source)
        last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else ast.parse("None").body[0]
        assert isinstance(last, ast.Expr)
        with redirect_stdout(StringIO()) as said:
            exec(compile(tree, f"<cell {number}>", "exec"), self)
            value = eval(compile(ast.Expression(last.value), f"<cell {number}>", "eval"), self)
        self._before = before
        if value is not None:
            said.write(repr(value))
            said.write(getattr(value, "_repr_html_", str)())
        return said.getvalue()

    def after(self, number: int) -> Iterator[int]:
        """Return the later cells that use what a cell defines, straight or through others."""
        reached = set(self.cells[number].defines)
        for later in range(number + 1, len(self.cells)):
            cell = self.cells[later]
            if cell.needs & reached and "exercise" not in cell.tags:
                reached |= cell.defines
                yield later


@cache
def cells_of(lab: str, edition: str = "student") -> list[Cell]:
    """Return the code cells of an edition of a lab."""
    notebook = edition_of(read_notebook(NOTEBOOKS / f"{lab}.ipynb", lab), edition)
    return [
        Cell(cell.source, cell.metadata.get("tags", []))
        for cell in notebook.cells
        if cell.cell_type == "code"
    ]


def _outer(tree: ast.AST) -> Iterator[ast.AST]:
    """Walk over a tree, but not into its functions and classes."""
    for node in ast.iter_child_nodes(tree):
        yield node
        if not isinstance(node, _INNER):
            yield from _outer(node)


def _defined(node: ast.AST) -> list[str]:
    """Return the names to which a node gives a value."""
    if isinstance(node, ast.Name):
        return [node.id] if isinstance(node.ctx, ast.Store) else []
    if isinstance(node, ast.arg):
        return [node.arg]
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return [node.name]
    if isinstance(node, ast.Import | ast.ImportFrom):
        return [(each.asname or each.name).partition(".")[0] for each in node.names]
    return []
