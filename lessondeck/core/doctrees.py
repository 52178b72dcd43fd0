"""What becomes of a part of one document that is shown in another one."""

from __future__ import annotations

from docutils import nodes
from sphinx import addnodes


def prefix_ids(tree: nodes.Element, prefix: str) -> None:
    """Make the ids of a lesson differ from those of the other lessons of a deck."""
    for node in tree.findall(nodes.Element):
        for name in ("ids", "backrefs"):
            values: list[str] = node.get(name, [])
            node[name] = [prefix + value for value in values]
        if "refid" in node:
            node["refid"] = prefix + node["refid"]


def settle(node: nodes.Element, docname: str) -> None:
    """Make what was copied from a lesson part of another document."""
    for part in node.findall(nodes.Element):
        part["ids"] = []
    for xref in node.findall(addnodes.pending_xref):
        # Relative addresses count from this page, not from the lesson.
        xref["refdoc"] = docname
