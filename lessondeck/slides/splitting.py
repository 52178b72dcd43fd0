"""How much goes on one slide: long lists and tables are split by rule, whole rows and items each.

The rule is about height, since a slide has 720 pixels of it and no more.  It is estimated from the
number of letters, with the measures of ``lists.css`` and ``content.css``: four sizes of type for
lists, four for tables.  The largest size that the number of entries and their height allow is
taken; what is too high even in the smallest becomes several slides of about the same height.
Their titles count "(1 of 3)", a table repeats its head, an ordered list goes on counting.

An estimate can be wrong, and a single entry can be higher than a slide: ``make lint-decks``
measures in a browser what came of it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from docutils import nodes

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import TypeVar

    Copied = TypeVar("Copied", bound=nodes.Element)

WIDTH: Final = 1136
"""Pixels between the margins of a slide."""

HEIGHT: Final = 580
"""Pixels of height for the title and what is below it, without margins."""

TITLE_TYPE: Final = 42
TITLE_LINE: Final = 48

LETTER: Final = 0.5
"""Width of an average letter, as a part of the size of its type; some fonts are wider."""

LIST_LINE: Final = 1.35
TABLE_LINE: Final = 1.25
"""Height of a line, as a part of the size of its type."""

NESTED_TYPE: Final = 32
INDENT: Final = 1.5
"""How far a list's text is moved in, as a part of the size of its type."""

COLUMN_GAP: Final = 24
CAPTION: Final = 42
"""Pixels of a table's caption with the gap below it."""

LISTS: Final = (nodes.bullet_list, nodes.enumerated_list, nodes.definition_list)


@dataclass(frozen=True)
class Size:
    """A size of type in pixels, the most entries that it is for, and the gap of each entry."""

    name: str
    type: int
    entries: int | float
    gap: int


LIST_SIZES: Final = (
    Size("huge", 52, 3, 36),
    Size("large", 42, 4, 28),
    Size("medium", 38, 6, 24),
    Size("small", 32, math.inf, 16),
)

TABLE_SIZES: Final = (
    Size("huge", 38, 3, 57),
    Size("large", 32, 4, 41),
    Size("medium", 30, 6, 25),
    Size("small", 28, math.inf, 25),
)
"""A table's gap is the padding of a row and its line."""


@dataclass(frozen=True)
class Part:
    """What goes on one slide, and the size of its type."""

    node: nodes.Element
    size: str


def parts_of(node: nodes.Element, title: str) -> list[Part]:
    """Split a list or table that is alone on its slide; what fits is returned as one part."""
    room = HEIGHT - TITLE_LINE * _lines(title, TITLE_TYPE, WIDTH)
    if isinstance(node, nodes.table):
        return _parts_of_table(node, room)
    if isinstance(node, LISTS):
        return _parts_of_list(node, room)
    return []


def _parts_of_list(node: nodes.Element, room: float) -> list[Part]:
    entries = _elements(node)

    def height(entry: nodes.Element, size: Size) -> float:
        return _height_of_entry(entry, size.type) + size.gap

    # The last entry has no gap below it.
    runs = _runs(entries, LIST_SIZES, height, room + LIST_SIZES[-1].gap)
    parts, before = [], 0
    for run, size in runs:
        part = node if len(runs) == 1 else _same(node, first=before == 0)
        if part is not node:
            part += run
        if before and isinstance(part, nodes.enumerated_list):
            part["start"] = node.get("start", 1) + before
        before += len(run)
        parts.append(Part(part, size.name))
    return parts


def _parts_of_table(node: nodes.table, room: float) -> list[Part]:
    body = next(iter(node.findall(nodes.tbody)))
    head = next(iter(node.findall(nodes.thead)), None)
    rows = [row for row in body if isinstance(row, nodes.row)]
    heads = [row for row in head if isinstance(row, nodes.row)] if head is not None else []
    if any("morerows" in entry for entry in node.findall(nodes.entry)):
        return [Part(node, TABLE_SIZES[-1].name)]
    if any(isinstance(child, nodes.title) for child in node):
        room -= CAPTION

    def height(row: nodes.Element, size: Size) -> float:
        return _height_of_row(row, [*heads, *rows], size.type) + size.gap

    runs = _runs(rows, TABLE_SIZES, height, room, heads)
    if len(runs) == 1:
        return [Part(node, runs[0][1].name)]
    parts = []
    for number, (run, size) in enumerate(runs):
        part = _same(node, first=number == 0)
        for child in _elements(node):
            if isinstance(child, nodes.tgroup):
                part += _group(child, run, first=number == 0)
            else:
                part += _same(child, first=number == 0, deep=True)
        parts.append(Part(part, size.name))
    return parts


def _group(group: nodes.tgroup, rows: Sequence[nodes.Element], *, first: bool) -> nodes.tgroup:
    """Copy a table's columns and head, with some of its rows."""
    copy = _same(group, first=first)
    for child in _elements(group):
        if isinstance(child, nodes.tbody):
            body = _same(child, first=first)
            body += rows
            copy += body
        else:
            copy += _same(child, first=first, deep=True)
    return copy


def _runs(
    entries: Sequence[nodes.Element],
    sizes: Sequence[Size],
    height: Callable[[nodes.Element, Size], float],
    room: float,
    repeated: Sequence[nodes.Element] = (),
) -> list[tuple[list[nodes.Element], Size]]:
    """Distribute entries, ``repeated`` ones on top of each run, and give each run its size."""

    def size_of(run: Sequence[nodes.Element]) -> Size | None:
        fitting = (
            size
            for size in sizes
            if _count(run) <= size.entries
            and sum(height(entry, size) for entry in (*repeated, *run)) <= room
        )
        return next(fitting, None)

    size = size_of(entries)
    if size is not None:
        return [(list(entries), size)]
    smallest = sizes[-1]
    left = room - sum(height(entry, smallest) for entry in repeated)
    heights = [height(entry, smallest) for entry in entries]
    runs: list[list[nodes.Element]] = []
    for count in range(math.ceil(sum(heights) / left), len(entries) + 1):
        runs = _even_runs(entries, heights, sum(heights) / count, left)
        if len(runs) <= count:
            break
    # All parts of a list are read as one: they have the same size.
    own = [size_of(run) or smallest for run in runs]
    return [(run, min(own, key=lambda size: size.type)) for run in runs]


def _even_runs(
    entries: Sequence[nodes.Element], heights: Sequence[float], aim: float, room: float
) -> list[list[nodes.Element]]:
    """Fill runs up to the height aimed at, and never beyond the room but by a single entry."""
    runs: list[list[nodes.Element]] = [[]]
    filled = done = 0.0
    for entry, height in zip(entries, heights, strict=True):
        # More than half of the entry would stand beyond the aim, or some of it beyond the room.
        beyond = done + height / 2 > aim * len(runs)
        if runs[-1] and (beyond or filled + height > room):
            runs.append([])
            filled = 0.0
        runs[-1].append(entry)
        filled += height
        done += height
    return runs


def _elements(node: nodes.Element) -> list[nodes.Element]:
    return [child for child in node if isinstance(child, nodes.Element)]


def _lines(text: str, type_size: float, width: float) -> int:
    return max(1, math.ceil(len(text) * type_size * LETTER / width))


def _count(entries: Sequence[nodes.Element]) -> int:
    """Count what a reader takes for entries: those of lists in lists, terms and what they mean."""
    own = (nodes.list_item, nodes.term, nodes.definition, nodes.row)
    return sum(sum(1 for _ in entry.findall(lambda n: isinstance(n, own))) for entry in entries)


def _height_of_entry(entry: nodes.Element, type_size: float) -> float:
    """Estimate the height of an entry of a list, the lists in it included."""
    width = WIDTH - INDENT * type_size
    height = 0.0
    for child in entry:
        if isinstance(child, LISTS):
            inner = (_height_of_entry(each, NESTED_TYPE) for each in _elements(child))
            height += sum(each + NESTED_TYPE / 4 for each in inner)
        else:
            height += _lines(child.astext(), type_size, width) * type_size * LIST_LINE
    return height


def _height_of_row(row: nodes.Element, rows: Sequence[nodes.Element], type_size: float) -> float:
    """Estimate the height of a row: columns share the width as their longest entries need it."""
    columns = list(zip(*([entry.astext() for entry in each] for each in rows), strict=False))
    needed = [max(map(len, column)) * type_size * LETTER + COLUMN_GAP for column in columns]
    share = min(1.0, WIDTH / sum(needed))
    lines = [
        _lines(entry.astext(), type_size, width * share - COLUMN_GAP)
        for entry, width in zip(row, needed, strict=False)
    ]
    return max(lines, default=1) * type_size * TABLE_LINE


def _same(node: Copied, *, first: bool, deep: bool = False) -> Copied:
    """Copy a node, its children too if ``deep``; ids and names stay with the first copy alone."""
    copy: Copied = node.deepcopy() if deep else node.copy()
    if not first:
        for each in copy.findall(nodes.Element):
            each["ids"], each["names"] = [], []
    return copy
