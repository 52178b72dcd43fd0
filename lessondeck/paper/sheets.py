"""Exercise sheets: all exercises of a document on paper, with room to write.

The answers come with the instructor's edition, whose doctrees hold them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from docutils import nodes

from lessondeck.core.nodes import lesson_box, quiz

if TYPE_CHECKING:
    from collections.abc import Iterator

LINES: Final = {"exercise": 5, "discussion": 3, "exit-question": 3}
"""How many lines there are to write on below a box; a discussion mostly brings its choices."""

ANSWERS: Final = frozenset({"solution", "instructor-note"})


def exercise_sheet(doctree: nodes.document, *, answered: bool) -> nodes.document | None:
    """Return the exercises of a document as a document, or nothing if there are none.

    Args:
        doctree: the document, resolved; it stays as it is.
        answered: put the answers of the bank beside its questions.
    """
    found = list(_exercises(doctree))
    if not found:
        return None
    sheet: nodes.document = doctree.copy()
    for node in found:
        copied = node.deepcopy()
        sheet += copied
        if isinstance(node, quiz):
            copied["answered"] = answered
            # A sheet has no headings of sections.
            copied["is_titled"] = False
        elif node["kind"] in LINES and not _is_answered(node):
            lines = [nodes.container(classes=["paper-line"]) for _ in range(LINES[node["kind"]])]
            sheet += nodes.container("", *lines, classes=["paper-room"])
    return sheet


def _exercises(doctree: nodes.document) -> Iterator[nodes.Element]:
    """Yield exercises and, behind them, their answers."""
    for node in doctree.findall(nodes.Element):
        if isinstance(node, quiz):
            yield node
        elif isinstance(node, lesson_box):
            kind = node["kind"]
            if kind in LINES or (kind in ANSWERS and _answers_something(node)):
                yield node


def _answers_something(node: nodes.Element) -> bool:
    """Tell whether a box directly follows an exercise, or another answer to it."""
    before = node.parent.index(node) - 1
    while before >= 0:
        sibling = node.parent[before]
        if not isinstance(sibling, lesson_box):
            return False
        if sibling["kind"] in LINES:
            return True
        if sibling["kind"] not in ANSWERS:
            return False
        before -= 1
    return False


def _is_answered(node: nodes.Element) -> bool:
    after = node.parent.index(node) + 1
    if after >= len(node.parent):
        return False
    sibling = node.parent[after]
    return isinstance(sibling, lesson_box) and sibling["kind"] in ANSWERS
