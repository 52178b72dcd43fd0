"""Read progress files and notebooks as data.

Nothing here runs, imports or unpickles anything that a learner wrote.
"""

from __future__ import annotations

import ast
import json
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..inputs import printable
from .submission import UnreadableError

FORMAT = "telling-them-apart/progress"
"""What a progress file calls its own format."""

VERSION = 1
"""The version of that format which is understood."""

LONGEST_CELL = 20_000
"""Longest cell, in characters, that is looked at."""

MOST_CELLS = 1_000
"""Most cells of a notebook that are looked at."""

MOST_ENTRIES = 1_000
"""Most exercises in a file, and most answers to one exercise."""


class ComputedValue:
    """Stands for an answer that would have to be computed, and was not."""


@dataclass
class Content:
    """What one file holds.

    Attributes:
        answers: For each exercise, the answers.
        claimed: The name that the file gives.
        remarks: What could not be read.
    """

    answers: dict[str, dict[str, object]] = field(default_factory=dict)
    claimed: str = ""
    remarks: list[str] = field(default_factory=list)


def read_progress(raw: bytes) -> Content:
    """Read an exported progress file.

    Args:
        raw: The bytes of the file.

    Returns:
        Its content.

    Raises:
        UnreadableError: It is not such a file.
    """
    data = _json(raw)
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise UnreadableError(f'It is no progress file: its "format" is not "{FORMAT}".')
    if data.get("version") != VERSION:
        raise UnreadableError(f"Its version is not {VERSION}.")
    answers = data.get("answers")
    if not isinstance(answers, dict):
        raise UnreadableError('Its "answers" are not a group of exercises.')
    if len(answers) > MOST_ENTRIES:
        raise UnreadableError(f"It holds {len(answers)} exercises; {MOST_ENTRIES} are allowed.")
    content = Content()
    claimed = data.get("learner")
    content.claimed = printable(claimed, 100) if isinstance(claimed, str) else ""
    for exercise, given in answers.items():
        if not isinstance(given, dict) or len(given) > MOST_ENTRIES:
            name = printable(exercise)
            content.remarks.append(f'The answers to "{name}" are not a group of items.')
            continue
        content.answers[exercise] = given
    return content


def read_notebook(raw: bytes) -> Content:
    """Read the answers that a notebook passes to ``check``.

    An answer counts if it is written as a dictionary, in the call or assigned to a name in the
    same or an earlier cell. Values that would have to be computed stay unread.

    Args:
        raw: The bytes of the file.

    Returns:
        Its content.

    Raises:
        UnreadableError: It is not a notebook.
    """
    data = _json(raw)
    cells = data.get("cells") if isinstance(data, dict) else None
    if not isinstance(cells, list):
        raise UnreadableError("It is no notebook: it has no list of cells.")
    if len(cells) > MOST_CELLS:
        raise UnreadableError(f"It has {len(cells)} cells; {MOST_CELLS} are allowed.")
    content = Content()
    reader = _CellReader(content)
    for number, cell in enumerate(cells, start=1):
        if isinstance(cell, dict) and cell.get("cell_type") == "code":
            reader.read(number, _source(cell))
    return content


def _json(raw: bytes) -> Any:
    try:
        return json.loads(raw)
    except RecursionError:
        raise UnreadableError("It is nested too deeply.") from None
    except UnicodeDecodeError:
        raise UnreadableError("It is not UTF-8 text.") from None
    except ValueError as error:
        where = f" on line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        raise UnreadableError(f"It is not valid JSON{where}.") from None


def _source(cell: Mapping[str, object]) -> str:
    source = cell.get("source")
    if isinstance(source, list):
        return "".join(line for line in source if isinstance(line, str))
    return source if isinstance(source, str) else ""


class _CellReader:
    """Follows the dictionaries from the names they are given to the calls of ``check``."""

    def __init__(self, content: Content) -> None:
        self._content = content
        self._named: dict[str, dict[str, object]] = {}

    def read(self, number: int, source: str) -> None:
        """Read one cell, noting what it answers and what of it cannot be read."""
        checks = "check(" in source
        if not checks and "{" not in source and "[" not in source:
            return
        if len(source) > LONGEST_CELL:
            self._content.remarks.append(f"Cell {number} is too long to be read.")
            return
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                tree = ast.parse(_without_magics(source))
        except (SyntaxError, ValueError) as error:
            line = getattr(error, "lineno", None)
            where = f", line {line}," if line else ""
            if checks:
                self._content.remarks.append(f"Cell {number}{where} is not valid Python.")
            return
        except (RecursionError, MemoryError):
            self._content.remarks.append(f"Cell {number} is nested too deeply.")
            return
        for statement in tree.body:
            self._name(statement)
            for node in ast.walk(statement):
                if isinstance(node, ast.Call):
                    self._answer(node)

    def _name(self, statement: ast.stmt) -> None:
        """Note a dictionary that is assigned to a name, or a change to one."""
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Dict() as value):
                self._named[name] = dict(_entries(value))
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.Dict() as value):
                self._named[name] = dict(_entries(value))
            case ast.Assign(
                targets=[ast.Subscript(value=ast.Name(id=name), slice=key)], value=value
            ) if name in self._named:
                item = _literal(key)
                if isinstance(item, str):
                    self._named[name][item] = _literal(value)

    def _answer(self, call: ast.Call) -> None:
        """Note what a call of ``check`` answers."""
        named = {keyword.arg: keyword.value for keyword in call.keywords}
        match call:
            case ast.Call(func=ast.Name(id="check") | ast.Attribute(attr="check"), args=args):
                given = [*args, *(named[n] for n in ("exercise_id", "answers") if n in named)]
            case _:
                return
        if len(given) < 2:
            return
        exercise = _literal(given[0])
        if not isinstance(exercise, str) or len(self._content.answers) >= MOST_ENTRIES:
            return
        match given[1]:
            case ast.Dict() as value:
                self._content.answers[exercise] = dict(_entries(value))
            case ast.Name(id=name) if name in self._named:
                self._content.answers[exercise] = dict(self._named[name])
            case _:
                name = printable(exercise)
                self._content.remarks.append(f'The answers to "{name}" are not written out.')


def _entries(node: ast.Dict) -> Iterator[tuple[str, object]]:
    for key_node, value_node in zip(node.keys[:MOST_ENTRIES], node.values, strict=False):
        key = None if key_node is None else _literal(key_node)
        if isinstance(key, str):
            yield key, _literal(value_node)


def _literal(node: ast.expr) -> object:
    """Return what a literal stands for; anything else is left alone."""
    try:
        return ast.literal_eval(node)
    except (ValueError, TypeError, MemoryError, RecursionError):
        return ComputedValue()


def _without_magics(source: str) -> str:
    """Blank the lines that only a notebook understands, keeping the numbering of lines."""
    lines = source.splitlines()
    return "\n".join("" if line.lstrip().startswith(("%", "!")) else line for line in lines)
