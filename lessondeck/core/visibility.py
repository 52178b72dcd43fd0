"""What of a lesson the room sees on a slide, and what only its speaker does."""

from __future__ import annotations

from typing import Final

from docutils import nodes
from sphinx import addnodes

from lessondeck.core.nodes import lesson_box, page_only

NOTES_ONLY: Final = {"instructor-note", "prereq"}
"""Kinds of boxes that only the speaker sees."""

INVISIBLE: Final = (
    nodes.comment,
    nodes.target,
    nodes.substitution_definition,
    nodes.system_message,
    addnodes.index,
    nodes.meta,
)

NOTE_TYPES: Final = (
    nodes.paragraph,
    nodes.footnote,
    nodes.citation,
    nodes.rubric,
    nodes.attribution,
)


def shows_on_slide(node: nodes.Node) -> bool:
    """Tell whether the automatic deck keeps a node on the slide."""
    if isinstance(node, nodes.paragraph):
        return is_statement(node) or lone_picture(node) is not None
    return not isinstance(node, (*NOTE_TYPES, *INVISIBLE))


def lone_picture(node: nodes.Node) -> nodes.image | None:
    """Return the picture that a paragraph consists of, as Markdown writes pictures."""
    if isinstance(node, nodes.paragraph) and len(node) == 1 and isinstance(node[0], nodes.image):
        return node[0]
    return None


def is_statement(paragraph: nodes.paragraph) -> bool:
    """Tell whether the author made a paragraph a statement: all of it is **strong**."""
    parts = [part for part in paragraph if part.astext().strip()]
    return len(parts) == 1 and isinstance(parts[0], nodes.strong)


def has_slide(section: nodes.section) -> bool:
    """Tell whether a section of a lesson is shown in the deck."""
    if isinstance(section.parent, nodes.document):
        return True
    return any(
        not isinstance(child, (nodes.title, nodes.section, page_only, *INVISIBLE))
        and not is_for_speaker(child)
        for child in section
    )


def is_for_speaker(node: nodes.Node) -> bool:
    """Tell whether a node is a box that no slide shows."""
    return isinstance(node, lesson_box) and node["kind"] in NOTES_ONLY
