"""Tables that a transform writes from what it found out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


def cell_of(*parts: nodes.Node) -> nodes.entry:
    """Build a cell: parts of a line become its paragraph, lists and paragraphs stay as they are."""
    if all(isinstance(part, (nodes.Inline, nodes.Text)) for part in parts):
        return nodes.entry("", nodes.paragraph("", "", *parts))
    return nodes.entry("", *parts)


def table_of(
    columns: Mapping[str, int], rows: Iterable[Sequence[nodes.entry]], classes: Sequence[str]
) -> nodes.table:
    """Build a table.

    Args:
        columns: the heading of each column with its share of the width.
        rows: the cells of each row, see `cell_of`.
        classes: what the look of the table is chosen by.
    """
    group = nodes.tgroup("", cols=len(columns))
    group += [nodes.colspec(colwidth=width) for width in columns.values()]
    group += nodes.thead("", nodes.row("", *(cell_of(nodes.Text(name)) for name in columns)))
    group += nodes.tbody("", *(nodes.row("", *cells) for cells in rows))
    return nodes.table("", group, classes=list(classes))
