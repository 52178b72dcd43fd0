"""What of a notebook is the course's own: worked examples and set-up, which earn nothing."""

from __future__ import annotations

import ast
import json
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from glob import escape
from pathlib import Path

from .following import WATCHED

EXERCISE = "exercise"
"""The tag of a cell that learners answer in."""

SHIPPED = ("exercises.zip", "START-HERE.txt", "ABOUT-THE-DATA.md", "labs.zip")
"""What a build puts beside the notebooks, besides the course's own files."""


@dataclass(frozen=True)
class CourseLabs:
    """The cells of the course's notebooks that check something and are no exercise.

    A learner's copy may have lost its tags and ids, so such a cell is known by its id, by its
    text, and by the names that it binds.

    Attributes:
        ids: Their ids.
        texts: Their code, without spaces.
        names: The names that each of them binds.
        own: For each cell that is no exercise, by its code without spaces, the names it binds.
        exercises: The exercises that the course's own exercise cells ask.
        companions: Patterns of the names of files that the course ships beside its notebooks, or
            that its code there reads and writes.
    """

    ids: frozenset[str] = frozenset()
    texts: frozenset[str] = frozenset()
    names: frozenset[frozenset[str]] = frozenset()
    own: Mapping[str, frozenset[str]] = field(default_factory=dict)
    exercises: frozenset[str] = frozenset()
    companions: frozenset[str] = frozenset(SHIPPED)

    @classmethod
    def read(cls, folder: Path, data: Path) -> CourseLabs:
        """Read the course's notebooks.

        Args:
            folder: Where they are; a folder that is missing has none.
            data: The folder of the data that the course ships beside them, if there is one.
        """
        cells = [cell for file in sorted(folder.glob("*.ipynb")) for cell in _cells(file)]
        own = {c.source: bound_names(c.source) for c in cells if not _ANSWERED & c.tags}
        asked = [c for c in cells if EXERCISE in c.tags]
        worked = [c for c in cells if c.source in own and c.checks]
        kept = {path.name for path in folder.rglob("*") if path.suffix != ".ipynb"}
        beside = {path.name for path in data.glob("*")}
        return cls(
            frozenset(cell.id for cell in worked if cell.id),
            frozenset(squeezed(cell.source) for cell in worked),
            frozenset(own[cell.source] for cell in worked)
            - frozenset(bound_names(cell.source) for cell in asked)
            - {frozenset()},
            {squeezed(source): names for source, names in own.items()},
            frozenset(name for cell in asked for name in asked_in(cell.source)),
            frozenset(
                {
                    *map(escape, (*kept, *beside, *SHIPPED)),
                    *(name for cell in cells for name in files_named_in(cell.source)),
                }
            ),
        )

    def is_worked(self, cell_id: str, source: str) -> bool:
        """Tell whether a cell of a learner's notebook is one of the course's own examples."""
        if cell_id in self.ids or squeezed(source) in self.texts:
            return True
        names = bound_names(source)
        return bool(names) and names in self.names


_ANSWERED = frozenset({EXERCISE, "solution"})
"""The tags of cells that answer something."""


@dataclass(frozen=True)
class _Cell:
    id: str
    tags: frozenset[str]
    source: str

    @property
    def checks(self) -> bool:
        return any(name in self.source for name in WATCHED)


def _cells(file: Path) -> Iterator[_Cell]:
    """Yield the cells with code of a notebook."""
    try:
        cells = json.loads(file.read_bytes())["cells"]
    except (OSError, ValueError, KeyError, TypeError):
        return
    for cell in cells:
        if cell.get("cell_type") == "code":
            source = "".join(cell.get("source", ""))
            yield _Cell(cell.get("id", ""), frozenset(tags_of(cell)), source)


def files_named_in(source: str) -> Iterator[str]:
    """Yield a pattern for each file of JSON that code names, as in ``f"cases-{name}.json"``."""
    tree = _parsed(source)
    for node in () if tree is None else ast.walk(tree):
        parts = node.values if isinstance(node, ast.JoinedStr) else [node]
        pattern = "".join(
            escape(part.value)
            if isinstance(part, ast.Constant) and isinstance(part.value, str)
            else "*"
            for part in parts
        )
        if pattern.endswith(".json") and pattern.strip("*") != ".json":
            yield pattern


def tags_of(cell: Mapping[str, object]) -> set[str]:
    """Return the tags of a cell of any notebook."""
    metadata = cell.get("metadata")
    tags = metadata.get("tags") if isinstance(metadata, dict) else None
    return {tag for tag in tags if isinstance(tag, str)} if isinstance(tags, list) else set()


def squeezed(source: str) -> str:
    """Return code without what a tidier changes: spaces, and the kind of quotation marks."""
    return "".join(source.split()).replace("'", '"')


def _parsed(source: str) -> ast.Module | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def bound_names(source: str) -> frozenset[str]:
    """Return the names that a cell binds at its outermost level; none where it is no Python."""
    tree = _parsed(source)
    if tree is None:
        return frozenset()
    found: set[str] = set()
    waiting: list[ast.AST] = [tree]
    while waiting:
        match waiting.pop():
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                found.add(name)
            case ast.ClassDef(name=name):
                found.add(name)
            case ast.Import(names=names) | ast.ImportFrom(names=names):
                found |= {alias.asname or alias.name.split(".")[0] for alias in names}
            case ast.Name(id=name, ctx=ast.Store()):
                found.add(name)
            case ast.Lambda() | ast.ListComp() | ast.SetComp() | ast.DictComp():
                pass
            case node:
                waiting += ast.iter_child_nodes(node)
    return frozenset(found)


def asked_in(source: str) -> Iterator[str]:
    """Yield the exercises that the calls in a cell name."""
    tree = _parsed(source)
    if tree is None:
        return
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id="check"), args=[ast.Constant(value=str(name)), *_]):
                yield name
